"""Verify: a whole brief passes, and each way to change one is told by what it contradicts."""

import re
from hashlib import sha256

import invented
import pytest
from click.testing import CliRunner
from tampering import files_of, rows_changed, summed_anew, with_digit_changed, with_files, with_page_of, without_page

from tipbrief.__main__ import cli
from tipbrief.briefs.compose import compose
from tipbrief.briefs.render import Renderer
from tipbrief.briefs.wording import Words
from tipbrief.carried import TABLES
from tipbrief.observations.proof import reread
from tipbrief.settings import read_indicators
from tipbrief.verify import verify
from tipbrief.verify.figures import _derivation_faults

WORDS = Words("en", read_indicators())


@pytest.fixture(scope="module")
def made():
    """A country's brief as a PDF."""
    renderer = Renderer("en", "")

    def make(country):
        brief = compose(country, WORDS, invented.SETTINGS, invented.ACCURACY)
        return renderer.pdf(brief, country)[0]

    return make


def small(value=20):
    """A country with few figures: one page and its annex, in words that the lexicon reads."""
    return invented.add_series(invented.sparse(), "victims_identified", {"actor": "government"}, ["36", str(value)])


def released():
    """The small country, one of whose figures was another one in the last release."""
    country = small()
    series = country["series"][-1]
    value = series["values"][-1]
    row = {"series": series["id"], "year": value["year"], "outcome": "changed"}
    for side, number in (("before", 33), ("now", value["value"])):
        row |= {f"value_{side}": number, f"bound_{side}": "exact", f"status_{side}": "reported"}
    row |= {"observation_before": "", "observation_now": value["observation"]}
    return {**country, "since_release": {"release": "of May", "figures": [row]}}


@pytest.fixture(scope="module")
def whole(made):
    return made(small())


@pytest.fixture(scope="module")
def files(whole):
    return files_of(whole)


def faults(tmp_path, data, **options):
    path = tmp_path / "BVT.en.pdf"
    path.write_bytes(data)
    return verify(path, reread, **options)


@pytest.mark.parametrize("make", [invented.rich, invented.sparse, invented.silent, small, released])
def test_a_whole_brief_has_no_fault(tmp_path, made, make):
    assert faults(tmp_path, made(make())) == []


def test_a_changed_digit_on_a_page_is_told_with_its_place(tmp_path, made, whole):
    (first, *others) = faults(tmp_path, with_page_of(whole, made(small(29)), 0))
    assert re.match("Page 1 says “.*29.*” where brief.txt says “.*20.*”", first)
    assert all(fault.startswith(("Page", "The words of reference")) for fault in others)


def test_one_glyph_exchanged_on_a_page_is_told(tmp_path, whole):
    (fault,) = faults(tmp_path, with_digit_changed(whole, 0, "3", "6"))
    assert re.match("Page 1 says “.*6.*” where brief.txt says “.*3.*”", fault)


def test_a_page_that_is_gone_is_told(tmp_path, whole):
    assert "Page 2 is missing." in faults(tmp_path, without_page(whole, 1))


def test_a_removed_attachment_is_named(tmp_path, whole):
    for name in [*(table.path for table in TABLES), "brief.txt", "datapackage.json", "SHA256SUMS"]:
        assert f"The attachment {name} is missing." in faults(tmp_path, with_files(whole, {}, [name]))


def test_an_added_attachment_is_named(tmp_path, whole):
    assert faults(tmp_path, with_files(whole, {"more.csv": b"a,b\n"})) == [
        "The attachment more.csv is not listed in SHA256SUMS.",
        "The attachment more.csv is not described in datapackage.json.",
    ]


def test_a_damaged_table_is_named(tmp_path, whole, files):
    found = faults(tmp_path, with_files(whole, summed_anew(files, {"series.csv": b"a,b\n1,2\n"})))
    assert "The attachment series.csv cannot be read: its columns are not those that it should have." in found


def change(name, column, old, new):
    def changed(rows):
        row = next(row for row in rows if old in row[column])
        row[column] = row[column].replace(old, new)

    return name, changed


# What is changed, and what the sentence must say, also where every sum was made to fit.
CHANGES = {
    "a value of the series": (change("series.csv", "value", "20", "29"), "series.csv.*value is 29, but .* says 20"),
    "a year of the series": (change("series.csv", "year", "2016", "2017"), "year is 2017, but .* says 2016"),
    "a value of the observations": (change("observations.csv", "value", "20", "29"), "its quote does not say 29"),
    "a digit of the quote": (change("observations.csv", "quote", "counted 20", "counted 29"), "does not say 20"),
    "one end of a change": (change("changes.csv", "from_value", "36", "39"), "from_value is 39, but .* says 36"),
    "a difference": (change("changes.csv", "absolute", "-16", "-6"), "the change is -6, but 20 less 36 is not"),
    "a percentage": (change("changes.csv", "percent", "-44", "-14"), "-14.* per cent, which its two numbers do not"),
    "an observation's id": (change("observations.csv", "id", "bvt002", "bvt999"), "bvt002, which observations.csv"),
    "a figure's value": (change("figures.csv", "value", "20", "29"), "“20” .* does not print its value .* 29"),
    "a figure's text": (change("figures.csv", "text", "20", "29"), "“29” .* is not what brief.txt has in its place"),
    "a figure's place": (change("figures.csv", "page", "1", "2"), "on page 2 is not what brief.txt has"),
    "a figure's quote": (change("figures.csv", "quotes", "counted 20", "counted 29"), "other quotes in figures.csv"),
    "a figure's proof": (change("figures.csv", "observations", "bvt001", "bvt002"), "says 20|says 36"),
    "a computation": (change("figures.csv", "computation", "difference", "product"), "“product”, which is not known"),
    "the printed words": (change("references.csv", "text", "counted 20", "counted 29"), "reference .* are not printed"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_a_table_is_found(tmp_path, whole, files, name):
    (path, how), sentence = CHANGES[name]
    changed = rows_changed(files, path, how)
    assert f"The attachment {path} was changed: its sum is not the one in SHA256SUMS." in faults(
        tmp_path, with_files(whole, changed)
    )
    found = faults(tmp_path, with_files(whole, summed_anew(files, changed)))
    assert [fault for fault in found if re.search(sentence, fault)], found
    assert not [fault for fault in found if "attachment" in fault]


@pytest.mark.parametrize(
    ("column", "old", "sentence"),
    [
        ("value_before", "33", "“33” .* is not what since_release.csv says of the last release"),
        ("value_now", "20", "In since_release.csv.*value_now is 99, but observation .* says 20"),
    ],
)
def test_a_number_of_the_last_release_is_held_against_its_table(tmp_path, made, column, old, sentence):
    data = made(released())
    files = files_of(data)
    changed = rows_changed(files, *change("since_release.csv", column, old, "99"))
    (fault,) = faults(tmp_path, with_files(data, summed_anew(files, changed)))
    assert re.search(sentence, fault)


def advised():
    """The small country, whose report recommends something at length."""
    row = {
        "before": "", "before_edition": None, "doc": "bvt-2016", "edition": 2016, "editions": 1, "start": 0, "end": 9,
        "first_edition": 2016, "match": None, "missing": [], "outcome": "first", "page": None, "position": 1,
        "publisher": "An office", "recommendation": "a1", "section": "", "text": "Train the police of each island",
    }  # fmt: skip
    country = small()
    doc = country["documents"][0]["doc"]
    return {**country, "recommendations": [{**row, "doc": doc}]}


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ("printed", "In recommended.csv, 2016 1: the pages do not print “Train the navy of each island”"),
        ("quote", "“Train the police of each island” is printed, but the quote is “Train the navy of each island”"),
    ],
)
def test_what_is_recommended_is_held_against_its_table(tmp_path, made, column, sentence):
    data = made(advised())
    assert faults(tmp_path, data) == []
    changed = rows_changed(files_of(data), *change("recommended.csv", column, "police", "navy"))
    (fault,) = faults(tmp_path, with_files(data, summed_anew(files_of(data), changed)))
    assert sentence in fault


def test_what_is_recommended_is_looked_up_in_the_corpus(tmp_path, made):
    data, country = made(advised()), advised()
    for document in country["documents"]:
        quotes = [row["quote"] for row in country["observations"].values() if row["doc"] == document["doc"]]
        (tmp_path / f"{document['doc']}.txt").write_text("\n".join(quotes) + " Train the navy of each island.")
    (fault,) = faults(tmp_path, data, texts=tmp_path)
    assert re.search("recommended.csv, 2016 1: .* does not hold its quote “Train the police of each island”", fault)


def test_a_change_of_brief_txt_is_found(tmp_path, whole, files):
    changed = {"brief.txt": files["brief.txt"].replace(b"In brief", b"In short")}
    found = faults(tmp_path, with_files(whole, summed_anew(files, changed)))
    assert found[0].startswith("Page 1 says “") and "In brief" in found[0] and "In short" in found[0]


def test_a_reference_that_is_cut_is_held_against_the_ends_of_its_quotes(tmp_path, made):
    country = small()
    row = country["observations"][country["series"][-1]["values"][-1]["observation"]]
    row["quote"] = "counted 20 victims " + "and much that is said of them " * 20 + "in 2016"
    row["sentence"] = row["quote"]
    data = made(country)
    assert faults(tmp_path, data) == []
    files = files_of(data)
    changed = rows_changed(files, *change("observations.csv", "quote", row["quote"], "20 others"))
    found = faults(tmp_path, with_files(data, summed_anew(files, changed)))
    assert any("does not print the quote of observation" in fault for fault in found)


def test_a_withheld_number_must_stay_withheld(tmp_path, made):
    country = small()
    value = country["series"][-1]["values"][-1]
    row = country["observations"][value["observation"]]
    row.update(quote="Withheld: a small count from a restricted source.", sentence="", masked=True)
    assert any("is withheld, but has the value 20" in fault for fault in faults(tmp_path, made(country)))


def test_another_file_and_any_byte_are_found_with_the_sums(tmp_path, made, whole):
    sums = {"briefs/BVT.en.pdf": sha256(whole).hexdigest()}
    assert faults(tmp_path, whole, sums=sums) == []
    differs = "The file is not the one whose sum is listed: at least one byte differs."
    assert faults(tmp_path, made(small(29)), sums=sums) == [differs]
    assert differs in faults(tmp_path, whole.replace(b"%%EOF", b"%%EOF "), sums=sums)
    assert faults(tmp_path, whole, sums={"KGZ.en.pdf": ""}) == ["The file is not listed among the sums."]


def test_a_quote_that_the_corpus_does_not_hold_is_found(tmp_path, whole):
    texts = tmp_path / "texts"
    texts.mkdir()
    quotes = [row["quote"] for row in small()["observations"].values()]
    (texts / "invented-2024.txt").write_text("Much before.\n\n" + " and\n".join(quotes))
    assert faults(tmp_path, whole, texts=texts) == []
    (texts / "invented-2024.txt").write_text("\n".join(quotes).replace("counted 20", "counted 29"))
    (fault,) = faults(tmp_path, whole, texts=texts)
    assert "invented-2024 does not hold its quote" in fault and "counted 20" in fault
    (texts / "invented-2024.txt").unlink()
    assert faults(tmp_path, whole, texts=texts) == ["The corpus has no document invented-2024, which the brief quotes."]


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\nbroken"])
def test_what_is_no_brief_is_said(tmp_path, content):
    assert faults(tmp_path, content) == ["The file cannot be verified: it is no PDF that can be read."]


def test_a_pdf_without_data_is_said(tmp_path, whole, files):
    assert faults(tmp_path, with_files(whole, {}, list(files))) == [
        "The file carries no data, so nothing that it prints can be verified."
    ]


def test_the_command_says_every_fault_and_its_status(tmp_path, whole):
    good, bad = tmp_path / "BVT.en.pdf", tmp_path / "ATA.en.pdf"
    good.write_bytes(whole)
    bad.write_bytes(with_files(whole, {}, ["series.csv"]))
    result = CliRunner().invoke(cli, ["verify", str(good)])
    assert (result.exit_code, result.output) == (0, "The brief agrees with the data inside.\n")
    result = CliRunner().invoke(cli, ["verify", str(good), str(bad), str(tmp_path / "none.pdf")])
    assert result.exit_code == 1
    assert "ATA.en.pdf: The attachment series.csv is missing.\n" in result.output
    assert "none.pdf: The file cannot be read (No such file or directory).\n" in result.output
    assert "BVT" not in result.output
    (tmp_path / "SHA256SUMS").write_text(f"{sha256(whole).hexdigest()}  BVT.en.pdf\n")
    result = CliRunner().invoke(cli, ["verify", "--sums", str(tmp_path / "SHA256SUMS"), str(good)])
    assert (result.exit_code, result.output) == (0, "The brief agrees with the data inside, with its sum.\n")


@pytest.mark.parametrize(("value", "fault"), [("3", False), ("4", True), ("", True)])
def test_a_remainder_is_the_total_less_its_parts(value, fault):
    said = [{"id": name, "value": known} for name, known in (("a", "10"), ("b", "5"), ("c", "2"))]
    row = {"value": value, "computation": "remainder", "observations": "a b c"}
    assert bool(list(_derivation_faults(row, said))) == fault
