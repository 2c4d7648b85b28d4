"""The PDF as a document: two standards at once, the data inside, and what happens to a brief that is unfit."""

import csv
import io
import json
import os
import struct
import subprocess
import sys
import time
import zlib
from collections import Counter
from hashlib import sha256

import invented
import pikepdf
import pydyf
import pytest
from lxml import etree, html
from test_brief_build import pdf, problems, put, settings  # noqa: F401 - a fixture

from tipbrief.briefs import run, validate
from tipbrief.briefs import streams as streams_module
from tipbrief.briefs.compose import compose
from tipbrief.briefs.figures import figure
from tipbrief.briefs.locate import Lost
from tipbrief.briefs.printed import Entry
from tipbrief.briefs.render import Renderer
from tipbrief.briefs.wording import Words
from tipbrief.carried import TABLES
from tipbrief.settings import ROOT, read_indicators

WORDS = Words("en", read_indicators())
HIDDEN = "as small counts are"


def masked():
    """A country one of whose counts is withheld, as the stage before leaves it."""
    country = invented.rich()
    value = country["series"][0]["values"][-1]
    row = country["observations"][value["observation"]]
    row.update(value=None, quote=f"Withheld: {HIDDEN}.", sentence=f"Withheld: {HIDDEN}.", masked=True)
    value.update(value=None, status="masked", bound="exact")
    return country


def undated():
    return {**invented.rich(), "as_of": ""}


@pytest.fixture(scope="module")
def renderer():
    return Renderer("en", "config/logo.svg")


def made(renderer, country):
    brief = compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)
    return renderer.pdf(brief, country)[0]


def png(width, height):
    """A grey picture of pixels."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height)),
        (b"IEND", b""),
    ]
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def carried(data):
    """(name -> bytes, name -> description) of the attachments."""
    with pikepdf.open(io.BytesIO(data)) as document:
        described = {name: document.attachments[name].obj for name in document.attachments}
        found = {name: spec.EF.F.read_bytes() for name, spec in described.items()}
        facts = {
            name: (str(spec.AFRelationship), str(spec.EF.F.Params.get("/ModDate", "")), str(spec.EF.F.Subtype))
            for name, spec in described.items()
        }
        assert [str(spec.UF) for spec in document.Root.AF] == sorted(found)
    return found, facts


def table(found, name):
    return list(csv.DictReader(io.StringIO(found[f"{name}.csv"].decode(), newline="")))


@pytest.mark.parametrize("make", [invented.rich, invented.sparse, invented.silent, masked, undated])
def test_it_keeps_both_standards(renderer, make):
    validate.check(made(renderer, make()))


def test_a_logo_of_pixels_keeps_them_too(monkeypatch, tmp_path):
    (tmp_path / "logo.png").write_bytes(png(30, 10))
    renderer = Renderer("en", os.path.relpath(tmp_path / "logo.png", ROOT))
    assert renderer.logo.startswith("data:image/png")
    validate.check(made(renderer, invented.silent()))


def test_the_metadata_say_both_standards_in_one_description(renderer):
    with pikepdf.open(io.BytesIO(made(renderer, invented.silent()))) as document:
        stream = document.Root.Metadata
        assert "/Filter" not in stream
        tree = etree.fromstring(stream.read_bytes())
    said = {(name, value) for element in tree.iter() for name, value in element.items() if "}" in name}
    assert len(tree.findall(".//{*}RDF")) == 1
    archive, accessible = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
    assert {(f"{archive}part", "3"), (f"{archive}conformance", "A"), (f"{accessible}part", "1")} <= said


def test_header_cells_have_scopes_and_headings_bookmarks(renderer):
    country = invented.rich()
    data = made(renderer, country)
    tree = html.document_fromstring(renderer.html(compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)))
    wanted = Counter({"col": "/Column", "row": "/Row"}[cell.get("scope")] for cell in tree.iter("th"))
    with pikepdf.open(io.BytesIO(data)) as document:
        cells = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TH"]
        with document.open_outline() as outline:
            (top,) = outline.root
    assert Counter(str(cell.A.Scope) for cell in cells) >= wanted
    assert {cell.A.Scope for cell in cells} == set(wanted)
    assert [item.title for item in top.children] == [" ".join(h.text_content().split()) for h in tree.iter("h2")]


def test_what_is_carried_is_dated_and_related(renderer):
    found, facts = carried(made(renderer, invented.rich()))
    assert set(found) == {*(t.path for t in TABLES), "brief.txt", "datapackage.json", "SHA256SUMS"}
    assert {date for _, date, _ in facts.values()} == {"D:20250630000000Z"}
    assert facts["series.csv"] == ("/Data", "D:20250630000000Z", "/text/csv")
    assert facts["brief.txt"][0] == "/Alternative" and facts["datapackage.json"][0] == "/Supplement"


def test_each_file_but_the_sums_has_its_sum(renderer):
    found, _facts = carried(made(renderer, invented.rich()))
    sums = dict(line.split("  ")[::-1] for line in found["SHA256SUMS"].decode().splitlines())
    assert sums == {name: sha256(data).hexdigest() for name, data in found.items() if name != "SHA256SUMS"}


def test_every_figure_stands_where_the_list_says(renderer):
    country = invented.rich()
    found, _facts = carried(made(renderer, country))
    pages = found["brief.txt"].decode()
    rows = table(found, "figures")
    assert [row["figure"] for row in rows] == [entry.name for entry in renderer.ledger.entries]
    for row, entry in zip(rows, renderer.ledger.entries, strict=True):
        here = pages[int(row["start"]) : int(row["end"])]
        assert entry.alternative in here if entry.alternative else here.split() == row["text"].split()
        assert pages[: int(row["start"])].count("\f") + 1 == int(row["page"])
        assert row["observations"] == ";".join(entry.figure["observations"])
    first = next(row for row in rows if row["observations"])
    assert country["observations"][first["observations"].split(";")[0]]["quote"] in first["quotes"]


def test_tables_are_the_country_s_and_observations_the_cited(renderer):
    country = invented.rich()
    country["observations"]["alien"] = {**next(iter(country["observations"].values())), "quote": "of no series"}
    found, _facts = carried(made(renderer, country))
    values = [value for series in country["series"] for value in series["values"]]
    series = table(found, "series")
    assert len(series) == len(values) + len(country["tier"])
    assert [row["value"] for row in series[:3]] == ["11", "0", "4"]
    assert {row["iso3"] for row in series} == {"ATA"}
    ids = {row["id"] for row in table(found, "observations")}
    assert "alien" not in ids and {value["observation"] for value in values} <= ids
    assert len(table(found, "changes")) == sum(len(s["changes"]) for s in country["series"])


def test_a_withheld_count_is_nowhere(renderer):
    country = masked()
    found, _facts = carried(made(renderer, country))
    withheld = country["series"][0]["values"][-1]
    row = next(r for r in table(found, "series") if r["observation"] == withheld["observation"])
    assert (row["value"], row["status"]) == ("", "masked")
    row = next(r for r in table(found, "observations") if r["id"] == withheld["observation"])
    assert (row["value"], row["masked"]) == ("", "true") and HIDDEN in row["quote"]


def test_a_figure_that_no_page_shows_is_an_error(renderer, monkeypatch):
    shown = Entry("figure-1", figure("12", 12, []))
    monkeypatch.setattr(renderer.ledger, "entries", [shown])
    monkeypatch.setattr(renderer, "html", lambda brief: "<html lang=en><p>nothing</p>")
    with pytest.raises(Lost, match="'12' stands on no page"):
        made(renderer, invented.silent())


def test_a_stream_that_ends_in_a_carriage_return_is_written_so_that_no_checker_misreads_it():
    text = next("a" * n for n in range(999) if zlib.compress(b"a" * n, 9).endswith(b"\r"))
    streams = [pydyf.Stream([text], compress=True), pydyf.Stream([b"a\r"]), pydyf.Stream(["plain"])]
    parameters = pydyf.Dictionary({"Predictor": 1})
    body = zlib.compress(text.encode(), 9)
    streams.append(pydyf.Stream([body], {"Filter": "/FlateDecode", "DecodeParms": parameters}))
    streams_module.settle(streams)
    document = pydyf.PDF()
    for stream in streams:
        document.add_object(stream)
    out = io.BytesIO()
    document.write(out)
    assert not streams_module.is_misread(out.getvalue()) and streams_module.is_misread(b"a\r\nendstream")
    with pikepdf.open(out) as read:
        found = [read.get_object(stream.number, 0).read_bytes() for stream in streams]
    assert found == [text.encode(), b"a\r", b"plain", text.encode()]


def test_a_file_that_would_be_misread_is_written_again(renderer, monkeypatch):
    first = made(renderer, invented.silent())
    tries = iter([True, False])
    monkeypatch.setattr("tipbrief.briefs.pdf.is_misread", lambda data: next(tries))
    second = made(renderer, invented.silent())
    assert first != second and carried(first) == carried(second)
    validate.check(second)


def test_an_unfit_brief_is_a_problem_and_the_old_one_stays(settings, monkeypatch):  # noqa: F811
    put(settings, BVT="ready", HMD="ready")
    run(settings, 1)
    old = pdf(settings, "BVT").read_bytes()
    whole = Renderer.html
    monkeypatch.setattr(Renderer, "html", lambda self, brief: whole(self, brief).replace(' lang="en"', ""))
    (settings.work / "series" / "BVT.json").write_text(json.dumps({**invented.sparse(), "as_of": "2025-07-01"}))
    run(settings, 1)
    assert pdf(settings, "BVT").read_bytes() == old
    (problem,) = problems(settings)
    assert (problem["severity"], problem["iso3"]) == ("error", "BVT")
    assert problem["message"].startswith("The brief BVT.en breaks PDF/") and "rule PDF" in problem["message"]
    assert "the old one stays" in problem["message"]


def test_a_brief_that_contradicts_its_data_is_a_problem(settings, monkeypatch):  # noqa: F811
    put(settings, ATA="ready")
    monkeypatch.setattr(
        "tipbrief.briefs.tables.difference", lambda *_: figure("+1", 1, ["ata000", "ata001"], "difference")
    )
    run(settings, 1)
    (problem,) = problems(settings)
    assert "breaks the agreement with its own data: The figure “+1” on page" in problem["message"]
    assert not pdf(settings, "ATA").exists()


def test_a_check_that_stops_is_no_pass(monkeypatch):
    monkeypatch.setattr(validate, "_judge", None)
    monkeypatch.setattr(validate, "broken_rules", lambda _: os._exit(0))
    with pytest.raises(validate.Unfit, match="stopped"):
        validate.check(b"%PDF-1.7")


def test_a_check_that_hangs_is_no_pass(monkeypatch):
    monkeypatch.setattr(validate, "PATIENCE", 0.05)
    monkeypatch.setattr(validate, "_judge", None)
    monkeypatch.setattr(validate, "broken_rules", lambda _: time.sleep(60))
    with pytest.raises(validate.Unfit, match="did not end"):
        validate.check(b"%PDF-1.7")


def test_the_check_ends_quietly_with_a_process_that_handles_its_own_end():
    """What a scheduled run installs for SIGTERM is not for the child, which is ended by it."""
    code = (
        "import signal\n"
        "from tipbrief.briefs import validate\n"
        "def stop(*_): raise RuntimeError('told to end')\n"
        "signal.signal(signal.SIGTERM, stop)\n"
        "validate.broken_rules = lambda _: []\n"
        "validate.check(b'%PDF-1.7')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
