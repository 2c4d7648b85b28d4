"""Fetching from a local server: what is replaced, what is held, and that no failure costs what is there."""

import json
import os
import threading
from hashlib import sha256

import pytest
from local_site import PDF, Corpus, drip

from tipbrief.errors import TipbriefError
from tipbrief.files import write_table
from tipbrief.model import OBSERVATION_COLUMNS
from tipbrief.rebuild.memory import Memory
from tipbrief.release.rebuild import find_source
from tipbrief.releases import EARLIER


def test_a_new_source_is_put_into_the_corpus_and_asked_with_conditions_later(corpus, site):
    assert corpus.fetch().outcome == "new"
    assert corpus.path.read_bytes() == b"The first text.\n" * 10
    site.gives("/a", status=304)
    assert corpus.fetch().outcome == "same"
    _, headers = site.asked[-1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"one"', "Thu, 01 Jan 2032 00:00:00 GMT")
    assert corpus.path.read_bytes() == b"The first text.\n" * 10


def test_a_change_replaces_the_file_and_keeps_the_earlier_bytes_and_figures(corpus, site):
    corpus.fetch()
    before = corpus.path.read_bytes()
    row = dict.fromkeys(OBSERVATION_COLUMNS, "") | {"doc": "a", "iso3": "MLT", "value": "12"}
    write_table(corpus.reports / "data/observations.csv", OBSERVATION_COLUMNS, [row, row | {"doc": "b"}])
    site.gives("/a", b"The second text.\n" * 10)
    assert corpus.fetch().outcome == "changed"
    assert corpus.path.read_bytes() == b"The second text.\n" * 10
    (earlier,) = (corpus.private / "earlier").iterdir()
    assert earlier.name == f"{sha256(before).hexdigest()}.md" and earlier.read_bytes() == before
    (change,) = Memory(corpus.private).changes()
    assert change.silent and [row["doc"] for row in change.rows] == ["a"]
    assert not corpus.leftovers()


def test_a_release_finds_the_bytes_that_were_replaced(corpus, site, tmp_path):
    corpus.fetch()
    entry = {"file": "a.md", "kept": False, "sha256": sha256(corpus.path.read_bytes()).hexdigest()}
    site.gives("/a", b"The second text.\n" * 10)
    corpus.fetch()
    assert find_source(tmp_path, entry, corpus.corpus) is None
    found = find_source(tmp_path, entry, corpus.corpus, corpus.private / EARLIER)
    assert found and found.read_bytes() == b"The first text.\n" * 10


def test_a_change_with_its_row_is_not_silent(corpus, site):
    corpus.fetch()
    site.gives("/b", b"The second text.\n" * 10)
    corpus.write_rows(corpus.rows[0] | {"url": site.url("/b"), "edition": "2023"})
    assert corpus.fetch().outcome == "changed"
    assert not Memory(corpus.private).changes()[0].silent


def test_of_two_changes_that_no_report_told_the_first_figures_count(corpus, site):
    corpus.fetch()
    first = sha256(corpus.path.read_bytes()).hexdigest()
    for text in (b"The second text.\n" * 10, b"The third text.\n" * 10):
        site.gives("/a", text)
        corpus.fetch()
    (change,) = Memory(corpus.private).changes()
    assert (change.before, change.after) == (first, sha256(text).hexdigest())


def test_a_digest_is_never_fetched(corpus, site):
    corpus.path.write_text("Our own words.")
    corpus.write_rows(corpus.rows[0] | {"kind": "digest"})
    found = corpus.fetch()
    assert found.outcome == "skipped" and "its address is the original's" in found.said
    assert corpus.path.read_text() == "Our own words." and not site.asked


def test_what_a_person_put_is_held_until_it_is_accepted(corpus):
    corpus.path.write_text("Put by hand.")
    found = corpus.fetch()
    assert found.outcome == "held" and "tipbrief rebuild --accept DOC" in found.said
    assert corpus.path.read_text() == "Put by hand."
    assert corpus.fetch(accept=["a"]).outcome == "changed"
    assert corpus.path.read_text().startswith("The first text.")


def test_what_a_person_put_counts_as_fetched_once_the_address_has_the_same(corpus, site):
    corpus.path.write_bytes(b"The first text.\n" * 10)
    assert corpus.fetch().outcome == "same"
    site.gives("/a", b"The second text.\n" * 10)
    assert corpus.fetch().outcome == "changed"


def test_what_a_person_edited_is_held(corpus):
    corpus.fetch()
    corpus.path.write_text("Mended by hand.")
    assert corpus.fetch().outcome == "held"
    assert corpus.path.read_text() == "Mended by hand."


def test_a_document_that_lost_most_of_its_size_is_held(corpus, site):
    corpus.fetch()
    site.gives("/a", b"Please accept.\n")
    found = corpus.fetch()
    assert found.outcome == "held" and "15 bytes instead of 160" in found.said
    assert corpus.path.read_bytes() == b"The first text.\n" * 10


def test_accepting_what_has_no_address_is_refused(corpus):
    with pytest.raises(TipbriefError, match=r"--accept b: sources\.csv has no such document"):
        corpus.fetch(accept=["b"])


def test_a_kill_between_memory_and_file_is_mended_by_the_next_run(corpus, site, monkeypatch):
    corpus.fetch()
    site.gives("/a", b"The second text.\n" * 10, ETag='"two"')
    really = os.replace

    def killed(source, target):
        if target == corpus.path:
            raise KeyboardInterrupt
        really(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", killed)
        with pytest.raises(KeyboardInterrupt):
            corpus.fetch()
    assert corpus.path.read_bytes() == b"The first text.\n" * 10
    assert corpus.fetch().outcome == "changed"
    assert corpus.path.read_bytes() == b"The second text.\n" * 10
    assert "If-None-Match" not in site.asked[-1][1]


def test_one_failing_source_does_not_stop_the_others(corpus, site):
    site.gives("/b", status=404)
    corpus.write_rows({**corpus.rows[0], "doc": "b", "file": "b.md", "url": site.url("/b")}, corpus.rows[0])
    assert [(one.doc, one.outcome) for one in corpus.fetch_all()] == [("b", "failed"), ("a", "new")]


@pytest.mark.parametrize("file", ["../a.md", "/a.md", ""])
def test_a_file_outside_the_corpus_is_not_written(corpus, file):
    corpus.write_rows(corpus.rows[0] | {"file": file})
    assert "inside the corpus folder" in corpus.fetch().said
    assert not (corpus.corpus.parent / "a.md").exists()


def test_a_damaged_memory_is_a_sentence(corpus):
    corpus.fetch()
    (corpus.private / "fetched.json").write_text("{")
    with pytest.raises(TipbriefError, match="delete it, and every source is asked anew"):
        corpus.fetch()


def test_the_memory_is_for_its_owner_only(corpus):
    corpus.fetch()
    memory = corpus.private / "fetched.json"
    assert (corpus.private.stat().st_mode & 0o777, memory.stat().st_mode & 0o777) == (0o700, 0o600)
    assert json.loads(memory.read_text())[str(corpus.path.resolve())]["etag"] == '"one"'


def unfinished(request):
    request.send_response(200)
    request.send_header("Content-Type", "text/markdown")
    request.send_header("Content-Length", "100000")
    request.end_headers()
    request.wfile.write(b"The beginning")


def endless(request):
    request.send_response(200)
    request.send_header("Content-Type", "text/markdown")
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    while True:
        request.wfile.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


def silent(request):
    request.server.silence.wait(10)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": 404}, "answers 404"),
        ({"status": 500}, "answers 500"),
        ({"body": b""}, "an empty file"),
        ({"body": b"x" * 200_000}, "larger than 0.1 MB"),
        ({"body": b"x", "kind": "image/png"}, "is image/png; fetch.types"),
        ({"body": b"<!DOCTYPE html><title>Consent</title>", "kind": "text/html"}, "gives text/html, and its `file`"),
        ({"body": b"<!DOCTYPE html><title>Error</title>"}, "an HTML page and no plain text"),
        ({"body": b"x", "Content_Encoding": "gzip"}, "compressed data"),
        ({"status": 302}, "has moved, and not where to"),
        ({"status": 302, "Location": "/a"}, "After 5 addresses"),
        ({"status": 302, "Location": "file:///etc/passwd"}, "begins with 'file'"),
        ({"status": 302, "Location": "http://169.254.169.254/latest"}, "an address inside a network"),
        (unfinished, "broke off"),
        (endless, "larger than 0.1 MB"),
        (drip(0.02), "did not end in its time"),
        (silent, "no word for 0.1 seconds"),
    ],
    ids=lambda value: value.replace(" ", "-")[:20] if isinstance(value, str) else "",
)  # fmt: skip
def test_no_failure_costs_what_is_there(corpus, site, monkeypatch, answer, said):
    corpus.fetch()
    site.silence = threading.Event()
    monkeypatch.setattr("tipbrief.rebuild.web.WHOLE_ANSWER", 3)
    if callable(answer):
        site.answers["/a"] = answer
    else:
        site.gives("/a", **answer)
    found = corpus.fetch(timeout=0.1)
    site.silence.set()
    assert found.outcome == "failed" and said in found.said, found
    assert corpus.path.read_bytes() == b"The first text.\n" * 10
    assert not corpus.leftovers()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body>Accept our cookies</body></html>", "no PDF"),
        (PDF[:-6], "a PDF without its end"),
    ],
)
def test_a_page_that_says_that_it_is_a_pdf_does_not_replace_one(tmp_path, site, body, said):
    corpus = Corpus(tmp_path, site.url("/a"), file="a.pdf")
    site.gives("/a", PDF, kind="application/pdf")
    assert corpus.fetch().outcome == "new"
    site.gives("/a", body, kind="application/pdf")
    assert said in corpus.fetch().said
    assert corpus.path.read_bytes() == PDF


def test_a_failure_that_may_pass_is_tried_again_and_one_that_will_not_is_not(corpus, site):
    site.gives("/a", status=503)
    assert corpus.fetch(attempts=3).outcome == "failed"
    assert corpus.slept == [1, 2] and len(site.asked) == 3
    site.gives("/a", status=404)
    corpus.fetch(attempts=3)
    assert len(site.asked) == 4


def test_the_server_may_say_how_long_to_wait_within_reason(corpus, site):
    site.gives("/a", status=429, Retry_After="7")
    corpus.fetch(attempts=2)
    site.gives("/a", status=429, Retry_After="86400")
    corpus.fetch(attempts=2)
    assert corpus.slept == [7, 60]


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False), (307, False)])
def test_a_move_for_good_is_told_with_the_new_address(corpus, site, status, moved):
    site.gives("/old", status=status, Location="/a")
    corpus.write_rows(corpus.rows[0] | {"url": site.url("/old")})
    found = corpus.fetch()
    assert (found.outcome, found.moved) == ("new", site.url("/a") if moved else "")
