"""sources.csv: a folder is refused in one sentence, a row becomes a problem and the others go on."""

import pytest

from tipbrief.documents.sources import COLUMNS, read_sources
from tipbrief.errors import TipbriefError

HEADER = ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (None, "sources.csv does not exist; the corpus folder needs it, with the columns doc, file"),
        (b"doc,file\n", "lacks the column iso3; lacks the column title"),
        (HEADER.replace("url", "url,note").encode(), "has the unknown column note"),
        (HEADER.replace("url", "url,doc").encode(), "has the column doc twice"),
        (b"", "lacks the column doc"),
        (HEADER.encode() + "é".encode("latin-1"), "is not UTF-8 (byte 94 cannot be read); save it as CSV UTF-8."),
        (HEADER.encode() + b"a," * 20 + b"\n", "line 2 has more cells than columns; put a text that holds a comma"),
        (HEADER.encode() + b'a,"b', "is not a CSV table (unexpected end of data)"),
    ],
)
def test_a_folder_without_a_table_is_refused(corpus, table, sentence):
    if table is not None:
        (corpus.folder / "sources.csv").write_bytes(table)
    with pytest.raises(TipbriefError) as error:
        read_sources(corpus.folder)
    assert sentence in str(error.value)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(TipbriefError, match=r"The corpus folder .* does not exist; create it, or set `corpus`"):
        read_sources(tmp_path / "none")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"doc": "TIP 2020"},
            "sources.csv row 2 (TIP 2020): `doc` is 'TIP 2020'; write small letters, digits and hyphens",
        ),
        ({"doc": ""}, "sources.csv row 2: `doc` is empty; give the document an id"),
        ({"iso3": "KGX"}, "`iso3` is 'KGX', which is no ISO 3166-1 alpha-3 code"),
        ({"title": ""}, "`title` is empty; the briefs cite the document by it."),
        ({"kind": "yearly"}, "`kind` is 'yearly'; write one of annual, visit, news, statistics, digest, other."),
        ({"edition": "20"}, "`edition` is '20'; write the year of the edition"),
        ({"published": "2020-02-30"}, "`published` is '2020-02-30', which is no date"),
        ({"published": "25.06.2020"}, "`published` is '25.06.2020', which is no date"),
        ({"language": "eng"}, "`language` is 'eng', which is no ISO 639-1 code"),
        ({"access": "secret"}, "`access` is 'secret'; write one of public, restricted."),
        ({"default_year": "2019?"}, "`default_year` is '2019?'; write the year that its figures cover"),
        ({"file": ""}, "`file` is empty; name the document's file."),
        ({"file": "none.txt"}, "the file 'none.txt' does not exist in the corpus folder"),
        ({"file": "../outside.txt"}, "`file` is '../outside.txt', which leaves the corpus folder"),
        ({"file": "/etc/hostname"}, "`file` is '/etc/hostname', which leaves the corpus folder"),
        ({"file": "link.txt"}, "`file` is 'link.txt', which leaves the corpus folder"),
        ({"file": "tip.xls"}, "`file` is 'tip.xls'; its ending must be one of txt, md, html, htm, pdf, docx."),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(corpus, cells, sentence):
    (corpus.folder.parent / "outside.txt").write_text("Outside the folder.")
    (corpus.folder / "link.txt").symlink_to(corpus.folder.parent / "outside.txt")
    (corpus.folder / "tip.xls").write_text("A table.")
    (corpus.folder / "bad.txt").write_text("A text.")
    corpus.add(None, **{"doc": "bad", "file": "bad.txt", **cells})
    corpus.add(doc="good", file="good.txt", iso3="GHA")
    corpus.run()
    (problem,) = corpus.table("problems")
    assert sentence in problem["message"]
    assert problem["message"].startswith("sources.csv row 2")
    assert (problem["severity"], problem["stage"]) == ("error", "documents")
    assert [row["status"] for row in corpus.table("sources")] == ["failed", "ok"]
    assert [row["status"] for row in corpus.table("index")] == ["failed", "ok"]


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({"doc": "tip-2020", "file": "b.txt"}, "`doc` 'tip-2020' is the id of row {} too; give each document an id"),
        ({"doc": "b", "file": "./tip-2020.txt"}, "is named by row {} too; keep one row for a file."),
    ],
)
def test_rows_that_share_an_id_or_a_file_are_both_named(corpus, second, sentence):
    corpus.add()
    corpus.add(iso3="GHA", **second)
    corpus.add(doc="good", file="good.txt", iso3="KAZ")
    corpus.run()
    first, other = sorted(corpus.table("problems"), key=lambda row: row["message"])
    assert sentence.format(3) in first["message"] and first["iso3"] == "KGZ"
    assert sentence.format(2) in other["message"] and other["iso3"] == "GHA"
    assert [row["doc"] for row in corpus.table("index") if row["status"] == "ok"] == ["good"]


@pytest.mark.parametrize(
    ("cells", "year"),
    [
        ({}, "2019"),
        ({"default_year": "2018"}, "2018"),
        ({"kind": "visit"}, ""),
        ({"kind": "news", "default_year": "2016"}, "2016"),
    ],
)
def test_the_default_year(corpus, cells, year):
    corpus.add(**cells)
    corpus.run()
    assert corpus.table("sources")[0]["default_year"] == corpus.document().source.default_year == year
