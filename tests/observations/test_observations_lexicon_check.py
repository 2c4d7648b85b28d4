"""`tipbrief lexicon check`: the handbook's case, every fault that it names, what it says of a changed corpus."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from observation_text import document_of, read

from tipbrief.__main__ import cli
from tipbrief.errors import TipbriefError
from tipbrief.files import write_table, write_text
from tipbrief.model import dump_document
from tipbrief.observations import lexicon_check
from tipbrief.observations.lexicon import read_lexicon
from tipbrief.observations.lexicon_check import check_corpus, committed_lexicon, find_faults
from tipbrief.settings import CONFIG, ROOT

TEXT = (
    "The ministry enrolled 23 victims in vocational courses in 2019. Police identified 12 victims. "
    "NGOs provided 40 victims with shelter."
)
ENROLL = "  enroll: [enroll, enrolls, enrolled, enrolling]\n"
PHRASE = """  - say: $enroll $count $victims
    examples:
      - {text: "The shelter enrolled nine survivors in a sewing course.", gives: {value: 9}}
    not: ["The university enrolled 300 students."]
"""


class Copy:
    """A copy of the lexicons, to be changed; `path` is that of a file of English."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        shutil.copytree(CONFIG / "lexicon", folder)

    def path(self, name: str) -> Path:
        return self.home / "en" / name

    def pattern(self, indicator: str) -> Path:
        return self.path(f"patterns/{indicator}.yml")

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.path(name)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, indicator: str, phrase: str) -> None:
        with open(self.pattern(indicator), "a", encoding="utf-8") as handle:
            handle.write(phrase)

    def faults(self) -> list[str]:
        return list(find_faults(self.home))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "lexicon")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """What the stage `documents` would have written of one document."""
    folder = tmp_path / "documents"
    write_text(folder / "own.txt", TEXT)
    write_text(folder / "own.json", dump_document(document_of(TEXT)))
    write_table(folder / "index.csv", ("doc", "iso3", "status"), [{"doc": "own", "iso3": "PER", "status": "ok"}])
    return folder


@pytest.fixture
def against_what_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lexicon of the checkout stands for the committed one."""

    @contextmanager
    def shipped(revision: str):
        yield CONFIG / "lexicon"

    monkeypatch.setattr(lexicon_check, "committed_lexicon", shipped)


def test_the_case_of_the_handbook(copy, texts, against_what_ships):
    """What docs/lexicon.md does step by step: a verb class and a phrase for a number that was unclaimed."""
    assert [row["number"] for row in read(TEXT).unclaimed] == ["23"]
    copy.replace("words.yml", "verbs:\n", f"verbs:\n{ENROLL}")
    copy.add("victims_assisted", PHRASE)
    assert copy.faults() == []
    said = list(check_corpus(texts, "HEAD", 1, copy.home))
    at = next(i for i, line in enumerate(said) if line.startswith("Against"))
    assert said[at:] == [
        "Against the lexicon of HEAD, documents read: 1. Rows: 1 gained, 0 lost, 0 changed, 3 in all. Unclaimed: 1 "
        "before, 0 now.",
        "",
        "own PER: The ministry enrolled 23 victims in vocational courses in 2019.",
        "  + victims_assisted 23, year 2019, period calendar, actor government, by `$enroll $count $victims`",
        "",
    ]


def test_a_row_lost_and_a_row_changed_are_told_column_by_column(copy, texts, against_what_ships):
    copy.replace("words.yml", "identify: [", "identify: [unused, ")
    copy.replace("words.yml", "identified,", "")
    copy.add(
        "victims_assisted",
        "  - say: $give $count $victims with $housing\n    first: true\n    examples:\n"
        '      - {text: "The state provided nine victims with shelter.", gives: {value: 9}}\n',
    )
    said = "\n".join(check_corpus(texts, "HEAD", 1, copy.home))
    assert "Rows: 0 gained, 1 lost, 1 changed, 1 in all." in said
    assert "own PER: Police identified 12 victims.\n  - victims_identified 12, year 2019" in said
    assert (
        "  ~ victims_sheltered 40: indicator `victims_sheltered` to `victims_assisted`; rule\n    `$give $count" in said
    )


def test_a_number_that_another_phrase_takes_is_named_with_the_phrase(copy):
    copy.add(
        "victims_referred",
        "  - say: $identify $count $victims\n    first: true\n    examples:\n"
        '      - {text: "Police traced seven victims.", gives: {value: 7}}\n'
        '    not: ["Courts tried six suspects.", "Police identified three victims."]\n',
    )
    faults = copy.faults()
    where = f"{copy.pattern('victims_referred')}: `$identify $count $victims`: "
    assert (
        where
        + (
            "the example 'Police traced seven victims.' must be victims_referred with value 7; now it gives nothing "
            "(seven as no phrase claims it)."
        )
        in faults
    )
    assert (
        where
        + (
            "the line 'Police identified three victims.' must give no victims_referred; now it gives "
            "victims_referred 3 by "
            "`$identify $count $victims`."
        )
        in faults
    )
    taken = "must be victims_identified with value "
    assert any(taken in f and "victims_referred" in f.split("now it gives")[1] for f in faults)


def test_an_example_that_its_own_phrase_does_not_claim_is_no_example(copy):
    copy.add(
        "victims_identified",
        "  - say: $find $count $victims\n    weak: true\n    examples:\n"
        '      - {text: "Police identified seven victims.", gives: {value: 7}}\n',
    )
    copy.replace("words.yml", "verbs:\n", "verbs:\n  find: [identified]\n")
    assert copy.faults() == [
        f"{copy.pattern('victims_identified')}: `$find $count $victims`: the example 'Police identified seven "
        "victims.' must be claimed by its own phrase; now it gives victims_identified 7 by `$identify $count $victims`."
    ]


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("  - say: $hold $count $shelters\n",
         "`$hold $count $shelters` has no example; write a sentence of your own, and what it gives."),
        ("  - {say: $hold $count $shelters, examples: [{text: Six shelters., gives: {}}]}\n",
         "`$hold $count $shelters` has an example that is not {text: ..., gives: {value: ...}}: {'text': 'Six "
         "shelters.', 'gives': {}}."),
        ("  - {say: $hold $count $shelters, examples: [{text: Six shelters., gives: {number: 6}}]}\n",
         "`$hold $count $shelters` has an example that gives `number`, which is no column of the codebook."),
        ("  - {say: $hold $count $shelters, strong: true, examples: [{text: Six shelters., gives: {value: 6}}]}\n",
         "`$hold $count $shelters` has the unknown key `strong`; the keys are say, first, weak, unless, gives, "
         "examples, not."),
    ],
)  # fmt: skip
def test_a_phrase_that_is_not_whole_is_refused(copy, phrase, fault):
    copy.add("shelters", phrase)
    assert copy.faults() == [f"{copy.pattern('shelters')}: {fault}"]


def test_a_phrase_said_twice_and_a_file_with_another_name_are_refused(copy):
    copy.add("victims_compensated", PHRASE.replace("$enroll $count", "$give $restitution $count") * 2)
    copy.pattern("shelters").rename(copy.pattern("refuges"))
    faults = copy.faults()
    assert (
        f"{copy.pattern('victims_compensated')}: `$give $restitution $count $victims` stands twice; keep one." in faults
    )
    assert (
        f"{copy.pattern('refuges')}: it must hold `indicator`, a code of config/indicators.yml and the file's name, "
        "and `phrases`." in faults
    )


def test_a_phrase_that_claims_nothing_is_a_warning_and_the_others_are_not_named(copy, texts, against_what_ships):
    said = list(check_corpus(texts, "HEAD", 1, copy.home))
    assert said[0].startswith("Warning: ") and said[0].endswith(" phrases claim nothing in this corpus.")
    named = " ".join(said[1:])
    assert "`$repatriate $count $victims`" in named and "`$identify $count $victims`" not in named
    assert said[-1] == "The lexicon is that of HEAD: no row is gained, lost or changed."


def test_several_processes_say_the_same(copy, texts, against_what_ships):
    write_text(texts / "two.txt", TEXT)
    write_text(texts / "two.json", dump_document(document_of(TEXT, doc="two")))
    rows = [{"doc": doc, "iso3": "PER", "status": "ok"} for doc in ("own", "two")]
    write_table(texts / "index.csv", ("doc", "iso3", "status"), rows)
    copy.replace("words.yml", "identified,", "")
    one, two = (list(check_corpus(texts, "HEAD", processes, copy.home)) for processes in (1, 2))
    assert one == two and sum(line.startswith("  - victims_identified") for line in one) == 2


def test_the_committed_lexicon_is_that_of_git():
    shown = subprocess.run(
        ["git", "show", "HEAD:config/lexicon/en/words.yml"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    try:
        with committed_lexicon("HEAD") as folder:
            assert (folder / "en" / "words.yml").read_bytes() == shown
            assert read_lexicon("en", folder) is not None
    except TipbriefError as error:
        pytest.skip(f"the lexicon's form is being changed: {error}")


def test_a_revision_that_is_none_is_refused():
    with pytest.raises(TipbriefError, match=r"^The lexicon of no-such is not to be had"), committed_lexicon("no-such"):
        pass


def test_the_command_reads_a_corpus_and_says_that_all_examples_hold(tmp_path):
    settings = f'{{"work": "{tmp_path}"}}'
    done = CliRunner().invoke(
        cli, ["lexicon", "check", "--corpus", str(ROOT / "data" / "corpus"), "--against", "", "--settings", settings]
    )
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Examples: all hold.\nWarning: ")
    assert [path.name for path in tmp_path.iterdir()] == ["corpora"]


def test_the_command_fails_if_an_example_does(tmp_path, monkeypatch):
    monkeypatch.setattr(lexicon_check, "find_faults", lambda: ["a fault"])
    settings = f'{{"work": "{tmp_path}"}}'
    done = CliRunner().invoke(cli, ["lexicon", "check", "--against", "", "--settings", settings])
    assert done.exit_code == 1 and done.output.startswith("a fault\nExamples: 1 to mend.\n")
