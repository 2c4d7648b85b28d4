"""The stage as a whole: what it writes, keeps, redoes and takes away."""

import json

import pytest

UNREADABLE = {
    "empty.txt": (b"", "is empty; put the document's text into it, or take its row out of sources.csv."),
    "blank.txt": (b" \n\n \xef\xbb\xbf", "is empty; put the document's text into it"),
    "number.txt": (b"12\n", "has no sentence in it; check that it is the document that is meant."),
    "binary.txt": (b"\x00\xff\xfe\x01" * 40, "is not UTF-8 text (byte 1 cannot be read); save it as UTF-8."),
    "empty.html": (b"", "is empty; put the document's text into it"),
    "empty.md": (b"", "is empty; put the document's text into it"),
    "empty.pdf": (b"", "is empty; put the document's text into it"),
    "empty.docx": (b"", "is empty; put the document's text into it"),
    "damaged.pdf": (b"%PDF-1.7\nnothing", "is damaged or no PDF; fetch it again from its publisher."),
    "damaged.docx": (b"PK\x03\x04 nothing", "is not a Word document, or is damaged; open it in Word"),
    "old.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "is encrypted or an old .doc file; open it in Word",
    ),
}


def progress(capsys) -> str:
    return " ".join(capsys.readouterr().out.split()[1:9]).replace(",", "")


def test_a_second_run_reads_nothing_and_changes_no_file(corpus, capsys):
    corpus.add()
    corpus.add(doc="b", file="b.txt", iso3="GHA")
    corpus.run()
    assert progress(capsys).startswith("2 read 0 kept 0 with a problem")
    before = {path.name: path.stat().st_mtime_ns for path in (corpus.work / "documents").iterdir()}
    corpus.rerun(processes=2)
    assert progress(capsys).startswith("0 read 2 kept 0 with a problem")
    assert before == {path.name: path.stat().st_mtime_ns for path in (corpus.work / "documents").iterdir()}


def test_one_changed_document_is_read_alone(corpus, capsys):
    for name in "abc":
        corpus.add(doc=name, file=f"{name}.txt")
    corpus.run()
    (corpus.folder / "b.txt").write_text(corpus.text.replace("four", "five"))
    corpus.rerun()
    assert capsys.readouterr().out.splitlines()[1].split()[1:5] == ["1", "read,", "2", "kept,"]
    assert "five investigations" in corpus.document("b").text


@pytest.mark.parametrize("harm", ["txt", "json"])
def test_a_file_that_was_cut_short_is_made_again(corpus, harm):
    corpus.add()
    corpus.run()
    path = corpus.work / "documents" / f"tip-2020.{harm}"
    whole = path.read_bytes()
    path.write_bytes(whole[:10])
    corpus.rerun()
    assert path.read_bytes() == whole


def test_a_broken_memory_costs_only_time(corpus):
    corpus.add()
    corpus.run()
    (corpus.work / "documents" / "finished.jsonl").write_text('["tip-2020", {"key')
    corpus.rerun()
    assert corpus.table("index")[0]["status"] == "ok"


def test_a_document_that_is_gone_leaves_nothing(corpus):
    corpus.add()
    corpus.add(doc="b", file="b.txt")
    corpus.run()
    del corpus.rows[1]
    corpus.run()
    assert sorted(p.name for p in (corpus.work / "documents").iterdir() if p.stem == "b") == []
    assert [row["doc"] for row in corpus.table("index")] == ["tip-2020"]


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_document_is_named_each_time_until_mended(corpus, name):
    data, sentence = UNREADABLE[name]
    corpus.add(data, doc="bad", file=name, iso3="GHA")
    corpus.add()
    for _ in range(2):
        corpus.run()
        (problem,) = corpus.table("problems")
        assert problem["message"].startswith(f"{name} (bad) {sentence}")
        assert (problem["severity"], problem["iso3"], problem["doc"]) == ("error", "GHA", "bad")
        assert [(r["iso3"], r["status"]) for r in corpus.table("index")] == [("GHA", "failed"), ("KGZ", "ok")]
    assert not (corpus.work / "documents" / "bad.txt").exists()


def test_a_document_that_fails_leaves_no_stale_text(corpus):
    corpus.add()
    corpus.run()
    (corpus.folder / "tip-2020.txt").write_bytes(b"")
    corpus.rerun()
    assert not (corpus.work / "documents" / "tip-2020.txt").exists()
    assert not (corpus.work / "documents" / "tip-2020.json").exists()
    corpus.add()
    del corpus.rows[0]
    corpus.run()
    assert corpus.messages() == [] and corpus.document().text.startswith("PROSECUTION")


def test_a_warning_stays_while_its_document_is_kept(corpus):
    corpus.add(("Торговля людьми в стране расследуется прокуратурой. " * 20).encode("cp1251"), language="ru")
    for _ in range(2):
        corpus.run()
        (problem,) = corpus.table("problems")
        assert problem["severity"] == "warning"
        assert "is not UTF-8; it was read as cp1251. Check the text, and save the file as UTF-8." in problem["message"]
        assert "Торговля людьми" in corpus.document().text


def test_a_narrowed_build_reads_only_its_countries(corpus, capsys):
    corpus.add()
    corpus.add(doc="gha", file="gha.txt", iso3="GHA")
    corpus.add(
        "GHANA (Tier 2)\n\n" + "The government identified ten victims in the country. " * 6,
        doc="all",
        file="all.txt",
        iso3="",
    )
    corpus.run()
    capsys.readouterr()
    corpus.rerun(countries=["KGZ"])
    assert [row["doc"] for row in corpus.table("index")] == ["tip-2020", "all"]
    assert (corpus.work / "documents" / "gha.txt").exists()
    corpus.rerun()
    assert "0 read, 3 kept" in capsys.readouterr().out


def test_the_digest_follows_the_text_and_the_row_and_not_the_title(corpus):
    def digest(**cells: str) -> str:
        corpus.rows = []
        corpus.add(**cells)
        corpus.run()
        return corpus.table("index")[0]["sha256"]

    first = digest()
    assert digest(title="Another", url="https://example.org") == first
    assert len({first, digest(edition="2021"), digest(kind="visit"), digest(data=corpus.text + "More was done.")}) == 4


def test_the_tables_and_the_structure_are_whole(corpus):
    corpus.add()
    corpus.run()
    (row,) = corpus.table("index")
    document = corpus.document()
    assert list(row) == ["doc", "iso3", "start", "end", "sha256", "key", "status"]
    assert (row["start"], row["end"]) == ("0", str(len(document.text)))
    assert document.sections[0].name == "prosecution"
    assert json.loads((corpus.work / "documents" / "tip-2020.json").read_text())["source"]["iso3"] == "KGZ"
