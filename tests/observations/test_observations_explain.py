"""`tipbrief explain`: the chain of a sentence from its words to its rows, and how a sentence is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from observation_text import INDICATORS, LEXICON, document_of, read

from tipbrief.__main__ import cli
from tipbrief.errors import TipbriefError
from tipbrief.files import write_table, write_text
from tipbrief.model import dump_document
from tipbrief.observations.corrections import COLUMNS, Corrections, read_corrections
from tipbrief.observations.explain import explain
from tipbrief.observations.keys import hash_sentence
from tipbrief.settings import ROOT

RELATED = (
    "In 2031, the National Bureau reported 99 investigations into related crimes, including 40 pimping crimes, 30 "
    "kidnappings, 20 forced marriages, five crimes of illegal adoption and four crimes of luring a child into "
    "prostitution, and no investigations of forced labour."
)
FREED = "Police identified 12 victims under the 2014 law, compared with nine in 2018."
TERMS = "Courts sentenced two traffickers to three to nine years in prison."
FILM = "The film portrayed 27 victims."
TEXT = f"# PERU (Tier 2)\n\n{RELATED}\n\n{FREED} {TERMS} Nothing else was said.\n\n{FILM} It did not report aid."


IDS = {row["value"]: row["id"] for row in read(TEXT).observations}


def told(wanted: str = "", text: str = TEXT, corrections: Corrections | None = None, **cells: str) -> list[str]:
    return list(explain(document_of(text, **cells), LEXICON, INDICATORS, corrections or Corrections(), wanted))


def chain_of(position: int, lines: list[str]) -> str:
    """The lines about the number at a position, as one."""
    found = re.search(rf"^ *{position}  (.*?)(?=^ *\d+  |^\n|\Z)", "\n".join(lines), re.M | re.S)
    assert found
    return " ".join(found[1].split())


def test_the_chain_of_a_total_with_its_parts_and_a_zero():
    lines = told("99 investigations")
    assert lines[0] == f"own PER, sentence 1, hash {hash_sentence(RELATED)}"
    assert " ".join(" ".join(lines).split()).count(RELATED) == 1
    assert any(re.match(r"  verbs   .*investigate: investigations into, investigations of", line) for line in lines)
    assert any("including: including" in line for line in lines)
    assert chain_of(1, lines) == '"2031": ignored: year'
    assert chain_of(2, lines) == (
        '"99 investigations" = 99, counts investigations reader: a statement, claimed by `$count '
        "$investigations` by its "
        'words alone the year is that of "2031" -> investigations 99, year 2031, period calendar, offence '
        "related, actor "
        f'government, reported_by National Bureau id {IDS["99"]}, rule `$count $investigations`, quote "99 '
        f'investigations"'
    )
    assert chain_of(3, lines).startswith(
        '"40 pimping crimes" = 40, counts cases reader: a part; part of investigations 99 at position 2 the '
        "year is the "
        "total's; the verb is the total's -> investigations 40, year 2031, period calendar, offence related, actor "
        f"government, subtype pimping, reported_by National Bureau id {IDS['40']}, rule `part`, quote"
    )
    assert chain_of(7, lines).startswith(
        '"four crimes" = 4, counts cases reader: a part; part of investigations 99 at position 2, from which it has '
        "offence related"
    )
    assert chain_of(8, lines).startswith(
        '"no investigations" = 0, counts investigations reader: a zero or a silence, claimed by `$count '
        "$investigations`"
    )


def test_the_chain_of_a_comparison_and_of_what_counts_nothing():
    lines = told(FREED)
    assert chain_of(1, lines).startswith(
        '"12 victims" = 12, counts victims reader: a statement, claimed by `$identify $count $victims` through '
        '"identified"'
    )
    assert "the year is not named: the document's default year" in chain_of(1, lines)
    assert chain_of(2, lines) == '"2014": ignored: year'
    assert chain_of(3, lines).startswith(
        '"nine" = 9, no noun of its own reader: a comparison; compared with victims_identified 12 at '
        "position 1 the year "
        'is that of "2018"; the noun is left out -> victims_identified 9, year 2018'
    )


@pytest.mark.parametrize(
    ("wanted", "position", "said"),
    [
        ("sentenced two", 2, "reader: a prison term; part of persons_imprisoned 2 at position 1"),
        ("film", 1, '"27 victims" = 27, counts victims: unclaimed: no phrase claims it, rank 3'),
    ],
)
def test_the_chain_of_other_numbers(wanted, position, said):
    assert said in chain_of(position, told(wanted))


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("The court archive kept 14 ladders.", 1, '"14": ignored: counts ladders'),
        ("Courts convicted nine men; however, all nine were involved in adoption fraud.", 2, "no row: said again"),
        ("Police identified 12 victims. Of the 12 victims, two were boys.", 1, "no row: it names the total of what "
         "follows, or of an earlier sentence"),
        ("No shelters were open.", 1, '"No shelters" = 0, counts shelters reader: a zero or a silence'),
        ("Police identified 12 victims. It did not report awarding restitution.", 1, "reader: something that is not "
         "reported, claimed by `$not_reported $give $restitution` by its words alone"),
        ("Police identified 12 victims. Two were boys.", 1, "part of victims_identified 12 at an earlier sentence"),
    ],
)  # fmt: skip
def test_why_a_number_gave_a_row_or_none(text, position, said):
    assert said in chain_of(position, told(text.split(". ")[-1], text))


def test_a_row_that_is_held_or_stands_elsewhere_says_so():
    assert "held: no year is named" in chain_of(1, told("film", f"{FILM} {FREED}".replace("portrayed", "identified"),
                                                        default_year="", kind="visit"))  # fmt: skip
    twice = told("Again", f"{FREED}\n\nAgain, police identified 12 victims.")
    assert "the same fact stands in sentence 1: one row" in chain_of(1, twice)


def test_a_tier_is_shown_with_its_key():
    assert told("Tier 2")[0] == f"own PER, placement, hash {hash_sentence('# PERU (Tier 2)')}"
    assert "tier 2, year 2020" in chain_of(1, told("Tier 2"))


@pytest.mark.parametrize(
    "wanted",
    ["2", hash_sentence(FREED), "identified  12\nVICTIMS", IDS["12"]],
    ids=["number", "hash", "words", "id"],
)  # fmt: skip
def test_a_sentence_is_named_by_number_hash_words_or_the_id_of_a_row(wanted):
    heads = [line for line in told(wanted) if line.startswith("own")]
    assert heads == [f"own PER, sentence 2, hash {hash_sentence(FREED)}"]


def test_without_a_sentence_every_one_with_a_number_is_told():
    heads = [line.split(",")[1] for line in told() if line.startswith("own")]
    assert heads == [" placement", " sentence 1", " sentence 2", " sentence 3", " sentence 5"]


def test_no_line_is_longer_than_a_terminal_and_no_phrase_is_broken():
    lines = told()
    assert max(map(len, lines)) <= 100
    assert all(line.count("`") % 2 == 0 for line in lines)


def test_a_sentence_that_is_not_there_is_refused():
    with pytest.raises(TipbriefError, match=r"^No sentence of own with a number or a word of zero fits 'giraffes'"):
        told("giraffes")


def test_corrections_are_shown_with_what_they_made(tmp_path: Path):
    plain = {
        "doc": "own", "iso3": "PER", "sentence_hash": hash_sentence(FREED), "position": "1",
        "indicator": "victims_identified", "column": "sex", "new": "female", "action": "change",
        "reason": "all were women", "who": "A. Analyst", "when": "2031-05-06",
    }  # fmt: skip
    faulty = plain | {"position": "3", "column": "year", "old": "2017", "new": "2016"}
    write_table(tmp_path / "corrections.csv", COLUMNS, [plain, faulty])
    text = " ".join(told("2", corrections=read_corrections(INDICATORS, tmp_path / "corrections.csv")))
    plain_text = " ".join(text.split())
    assert "corrected, see below" in plain_text
    assert "corrections.csv row 2: change victims_identified at 1, sex (empty) to female (all were women)" in plain_text
    assert "-> victims_identified 12, year 2019, period calendar, sex female, actor government; id" in plain_text
    assert "error: corrections.csv row 3 (own): `old` is '2017', but the extractor says '2018'" in plain_text


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    corpus = ["--corpus", str(ROOT / "data" / "corpus"), "--settings", f'{{"work": "{folder}"}}']
    done = CliRunner().invoke(cli, ["explain", *corpus, *arguments], standalone_mode=False)
    return done.exit_code, done.output or str(done.exception)


def test_the_command_reads_a_corpus_into_a_folder_of_its_own(tmp_path):
    status, said = run(tmp_path, "--country", "gha", "tip-2020-gha", "1")
    assert status == 0 or "No sentence of tip-2020-gha about GHA" in said
    status, said = run(tmp_path, "tip-2020-gha")
    assert status == 0 and said.startswith("tip-2020-gha GHA, ")
    assert [path.name for path in tmp_path.iterdir()] == ["corpora"]


def test_the_command_reads_what_the_last_build_read(tmp_path):
    folder = tmp_path / "documents"
    write_text(folder / "own.txt", TEXT)
    write_text(folder / "own.json", dump_document(document_of(TEXT)))
    write_table(folder / "index.csv", ("doc", "iso3", "status"), [{"doc": "own", "iso3": "PER", "status": "ok"}])
    done = CliRunner().invoke(cli, ["explain", "--settings", f'{{"work": "{tmp_path}"}}', "own", "2"])
    assert done.output.startswith(f"own PER, sentence 2, hash {hash_sentence(FREED)}")
    assert [path.name for path in tmp_path.iterdir()] == ["documents"]


def test_the_command_names_the_documents_that_there_are(tmp_path):
    status, said = run(tmp_path, "tip-1066")
    assert status == 1 and said.startswith(
        "There is no document 'tip-1066' among those that were read: news-2017, osce"
    )
