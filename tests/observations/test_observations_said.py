"""What annual reports say in words: assessments of efforts by pillar, and recommendations as items."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lone_document import read_alone
from observation_text import HOSTILE, LEXICON, SOURCE, document_of

from tipbrief.errors import TipbriefError
from tipbrief.files import read_table
from tipbrief.model import Block, Document, Part, Section, Source
from tipbrief.observations.efforts import SILENT, read_assessments
from tipbrief.observations.lexicon import read_lexicon
from tipbrief.observations.lexicon_check import find_faults
from tipbrief.observations.recommended import read_recommendations
from tipbrief.observations.said_examples import read_sentence
from tipbrief.observations.said_words import ASSESSMENTS, DEGREES, OVERALL, PILLARS, read_said_words
from tipbrief.settings import CONFIG

NARRATIVE = """ATLANTIS: Tier 2

The Government of Atlantis falls short of the standards, but is making significant efforts. It
did not demonstrate overall increasing efforts after the storm. It may yet do so.

RECOMMENDATIONS FOR ATLANTIS:

Open a shelter for men (including boys; migrants) in the north; train inspectors
on farms; and publish verdicts.

PROSECUTION

In some areas, the government modestly increased its law enforcement efforts, but it convicted nobody. The government
maintained efforts to train prosecutors.

PROTECTION

The government identified 12 victims in 2019. It ran two shelters.

PREVENTION

NGOs increased efforts to warn migrants. The government's efforts to prevent forced labor remained weak.
"""


def sectioned(*sections: tuple[str, str], **cells: str) -> Document:
    """A document of sections: each a canonical name, which is its heading, and paragraphs divided by a blank line."""
    text, blocks, found = "", [], []
    for name, body in sections:
        start = len(text)
        for number, line in enumerate([name.upper() or "OTHER", *(body.split("\n\n") if body else [])]):
            blocks.append(Block("heading" if number == 0 else "paragraph", len(text), len(text) + len(line)))
            text += line + "\n\n"
        found.append(Section(name.upper() or "OTHER", name, start, len(text)))
    source = Source(**SOURCE | cells)
    return Document(source, text, tuple(blocks), tuple(found), parts=(Part(source.iso3, 0, len(text)),))


def assessed(document: Document) -> dict[str, tuple[str, str]]:
    rows = read_assessments(document, document.parts, LEXICON)
    for row in rows:
        assert document.text[row["start"] : row["end"]] == row["quote"]
    return {row["pillar"]: (row["assessment"], row["degree"]) for row in rows}


def recommended(document: Document) -> list[str]:
    rows = read_recommendations(document, document.parts, LEXICON)
    for row in rows:
        assert document.text[row["start"] : row["end"]] == row["text"]
    return [row["text"] for row in rows]


def test_a_narrative_gives_its_assessments_and_recommendations(tmp_path):
    settings = read_alone(
        tmp_path, NARRATIVE.encode(), doc="atl", file="a.txt", iso3="PER", kind="annual", edition="2020", title="A"
    )
    assessments = read_table(settings.reports / "data" / "assessments.csv")
    assert [(row["pillar"], row["assessment"], row["degree"], row["section"]) for row in assessments] == [
        ("prosecution", "increased", "modest", "PROSECUTION"),
        ("protection", SILENT, "", "PROTECTION"),
        ("prevention", "maintained", "weak", "PREVENTION"),
        ("overall", "not_increased", "", "ATLANTIS: Tier 2"),
    ]
    items = read_table(settings.reports / "data" / "recommendations.csv")
    assert [(row["position"], row["text"]) for row in items] == [
        ("1", "Open a shelter for men (including boys; migrants) in the north"),
        ("2", "train inspectors on farms"),
        ("3", "publish verdicts"),
    ]
    text = (settings.work / "documents" / "atl.txt").read_text(encoding="utf-8")
    for row in (*assessments, *items):
        assert text[int(row["start"]) : int(row["end"])] == (row.get("quote") or row["text"])
        assert (row["doc"], row["iso3"], row["edition"]) == ("atl", "PER", "2020")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", "# Atlantis\n\n## Recommendations\n\n- Train inspectors.\n- Publish verdicts.\n"),
        ("a.html", "<h1>Atlantis</h1><h2>Recommendations</h2><ul><li>Train inspectors.<li>Publish verdicts.</ul>"),
        ("a.txt", "PRIORITIZED RECOMMENDATIONS:\n\n• Train inspectors. • Publish verdicts.\n"),
        ("a.txt", "PRIORITIZED RECOMMENDATIONS\n\nTrain inspectors. * Publish verdicts.\n\nPROSECUTION\n\nIt did.\n"),
        ("a.txt", "PRIORITIZED RECOMMENDATIONS\n\nTrain inspectors.\n\nPublish verdicts.\n\nPROTECTION\n\nIt did.\n"),
        ("a.txt", "Recommendations for Peru: Train inspectors; and publish verdicts.\n\nIt did.\n"),
        ("a.txt", "RECOMMENDATIONS\n\nTrain inspectors. Publish verdicts.\n"),
    ],
)
def test_every_layout_of_a_list_gives_its_items(tmp_path, name, data):
    settings = read_alone(tmp_path, data.encode(), doc="atl", file=name, iso3="PER", kind="annual", title="A")
    items = read_table(settings.reports / "data" / "recommendations.csv")
    assert [row["text"].lower() for row in items] == ["train inspectors", "publish verdicts"]


def test_a_lead_and_scraps_are_no_recommendations():
    body = "To end forced labor, the government should:\n\nTrain inspectors.\n\nAnd;\n\n• \n\nand publish verdicts."
    assert recommended(sectioned(("recommendations", body))) == ["Train inspectors", "publish verdicts"]


def test_brackets_that_do_not_match_hide_no_semicolon():
    assert len(recommended(sectioned(("recommendations", "Train (all; open shelters; publish (any) verdicts.")))) == 3


def test_a_recommendation_said_twice_has_two_ids():
    document = sectioned(("recommendations", "Train inspectors; train inspectors"))
    rows = read_recommendations(document, document.parts, LEXICON)
    assert [row["text"].lower() for row in rows] == ["train inspectors"] * 2
    assert len({row["id"] for row in rows}) == 2


def test_a_pillars_assessment_is_looked_for_among_its_first_sentences_only():
    late = "It met. It talked. It wrote a plan. The government increased its prevention efforts."
    assert assessed(sectioned(("prevention", late))) == {"prevention": (SILENT, "")}
    assert assessed(sectioned(("prevention", late.removeprefix("It met. ")))) == {"prevention": ("increased", "")}


def test_without_a_section_the_first_sentence_of_a_paragraph_may_name_its_pillar():
    body = "The government sustained its prosecution efforts. It increased protection efforts.\n\nIt met."
    assert assessed(sectioned(("", body))) == {"prosecution": ("maintained", "")}
    assert assessed(sectioned(("", body), ("prosecution", "Police opened nine cases."))) == {
        "prosecution": (SILENT, "")
    }


def test_a_digest_is_read_as_its_own_text_but_its_silence_says_nothing():
    said = ("prosecution", "The government increased its efforts."), ("prevention", "It met.")
    assert assessed(sectioned(*said, kind="digest")) == {"prosecution": ("increased", "")}


@pytest.mark.parametrize("cells", [{"kind": "news"}, {"kind": "visit"}, {"edition": ""}])
def test_only_editions_of_annual_reports_are_read(cells):
    document = sectioned(
        ("prosecution", "The government increased its efforts."), ("recommendations", "Do it now."), **cells
    )
    assert assessed(document) == {}
    assert recommended(document) == []


def test_russian_is_read_by_its_own_words():
    body = "Правительство активизировало усилия по защите пострадавших."
    document = sectioned(("protection", body), ("recommendations", "Обучать судей; и издать закон."), language="ru")
    lexicon = read_lexicon("ru")
    assert lexicon is not None
    (row,) = read_assessments(document, document.parts, lexicon)
    assert (row["assessment"], row["quote"]) == ("increased", body)
    items = read_recommendations(document, document.parts, lexicon)
    assert [item["text"] for item in items] == ["Обучать судей", "издать закон"]


@pytest.mark.parametrize(
    ("text", "assessment", "degree", "pillar"),
    [
        ("The government maintained efforts to identify victims and increased efforts to house them.", "mixed", "",
         "protection"),
        ("The government increased protection efforts, but efforts to find victims remained weak.", "increased", "",
         "protection"),
        ("Government efforts to find and protect victims were inadequate.", "made", "weak", "protection"),
        ("The government showed evidence of increasing efforts over the year.", "increased", "", OVERALL),
        ("Atlantis continued to demonstrate serious and sustained efforts.", "maintained", "strong", OVERALL),
        ("The government increased its efforts to prevent forced labor and prosecute brokers.", "increased", "", ""),
    ],
)  # fmt: skip
def test_a_sentence_says_one_thing_of_one_pillar(text, assessment, degree, pillar):
    words = read_said_words("en")
    assert words is not None
    found = read_sentence(text, words)
    assert found and found[:2] + found[3:] == (assessment, degree, pillar)


@pytest.mark.parametrize(
    "text",
    [
        "The government must increase its efforts to house victims.",
        "The plan aims to make the response of the courts better.",
        "Experts said that strangers maintained closer ties.",
        "The government did not maintain efforts.",
        "No efforts.",
        "efforts " * 300,
        "increased " * 300,
        "",
    ],
)
def test_a_sentence_may_say_nothing(text):
    words = read_said_words("en")
    assert words is not None
    assert read_sentence(text, words) is None


def test_every_assessment_has_an_example():
    words = read_said_words("en")
    assert words is not None
    given = {example["gives"]["assessment"] for phrase in words.phrases for example in phrase.examples}
    assert given == set(ASSESSMENTS)


PIECES = (
    "The government", "NGOs", "did not", "failed to", "increased", "maintained", "decreased", "made", "uneven",
    "efforts", "law enforcement", "protection", "overall", "progress", "weak", "but", ";", ".", "•", "(", ")", "and",
    "\n\n", "should", "усилия", "Правительство", "сократило", "é", "😀", ":", "1.",
)  # fmt: skip
BODIES = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
NAMES = st.sampled_from(("", "none", "summary", "recommendations", "prosecution", "protection", "prevention", "annex"))


@given(st.lists(st.tuples(NAMES, BODIES), max_size=5))
def test_every_text_is_read_and_every_row_is_a_quote(sections):
    document = sectioned(*sections)
    found = assessed(document)
    assert set(found) <= {*PILLARS, OVERALL}
    assert {assessment for assessment, _ in found.values()} <= {*ASSESSMENTS, SILENT}
    assert {degree for _, degree in found.values()} <= {"", *DEGREES}
    items = recommended(document)
    assert all(item.strip() == item and len(item.split()) > 1 for item in items if item.isascii())


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_without_end_is_read(piece):
    document = sectioned(("prosecution", piece * 500), ("recommendations", piece * 500))
    assessed(document)
    recommended(document)


def test_a_document_without_sections_is_read():
    document = document_of("The government increased protection efforts.\n\n12 victims.")
    assert assessed(document) == {"protection": ("increased", "")}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("gives: {assessment: increased}}", "gives: {assessment: decreased}}", "must give decreased; now it gives"),
        ("NGOs increased efforts", "The government increased efforts", "must give nothing; now it gives increased"),
    ],
)  # fmt: skip
def test_a_phrase_that_does_not_hold_is_named(tmp_path, old, new, said):
    home = copied(tmp_path, old, new)
    (fault,) = find_faults(home)
    assert said in fault
    assert "said.yml: `$increase $effort`" in fault


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("say: $increase $effort", "say: $improve $effort", r"\$improve, which is no class"),
        ("say: $effort $increase", "say: $make $increase", r"must name one of \$effort"),
        ("joins: [and, and to]", "joined: [and]", "`joined` is not a known key"),
        ("gives: increased", "gives: better", "must be one of increased"),
    ],
)
def test_a_faulty_file_is_refused_in_a_sentence(tmp_path, old, new, said):
    with pytest.raises(TipbriefError, match=said):
        read_said_words("en", copied(tmp_path, old, new))


def copied(folder: Path, old: str, new: str) -> Path:
    """The lexicons with one change in the English said.yml."""
    home = folder / "lexicon"
    shutil.copytree(CONFIG / "lexicon", home)
    path = home / "en" / "said.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return home
