"""The lexicon tests itself: each phrase has examples that it gives and lines that it leaves alone."""

import shutil
from pathlib import Path

import pytest
import yaml
from observation_text import INDICATORS, LEXICON

from tipbrief.errors import TipbriefError
from tipbrief.observations.examples import example_fault, file_faults, line_fault
from tipbrief.observations.lexicon import read_lexicon
from tipbrief.observations.sentences import tokenize
from tipbrief.settings import CONFIG

HOME = CONFIG / "lexicon" / "en"
PATTERNS = sorted((HOME / "patterns").iterdir())
EXAMPLES = [
    pytest.param(phrase, example, id=f"{phrase.indicator}: {phrase.say}: {str(example['text'])[:40]}")
    for phrase in LEXICON.phrases
    for example in phrase.examples
]
NEVER = [
    pytest.param(phrase, text, id=f"{phrase.indicator}: {text}") for phrase in LEXICON.phrases for text in phrase.never
]


@pytest.mark.parametrize(("phrase", "example"), EXAMPLES)
def test_an_example_gives_what_it_says_and_is_claimed_by_its_own_phrase(phrase, example):
    assert example_fault(phrase, example, LEXICON, INDICATORS) == ""


@pytest.mark.parametrize(("phrase", "text"), NEVER)
def test_a_line_that_is_none_gives_no_row(phrase, text):
    assert line_fault(phrase, text, LEXICON, INDICATORS) == ""


@pytest.mark.parametrize("path", PATTERNS, ids=lambda path: path.name)
def test_a_pattern_file_is_whole(path):
    assert list(file_faults(path, INDICATORS)) == []


def test_every_phrase_of_the_files_is_compiled():
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in PATTERNS]
    said = [(content["indicator"], phrase["say"]) for content in files for phrase in content["phrases"]]
    assert [(p.indicator, p.say) for p in LEXICON.phrases] == said


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder of lexicons with a copy of the English one, to be broken."""
    shutil.copytree(HOME, tmp_path / "en")
    return tmp_path


def refused(folder: Path) -> str:
    with pytest.raises(TipbriefError) as caught:
        read_lexicon("en", folder)
    return str(caught.value)


def test_an_unknown_class_in_a_phrase_is_refused(copy):
    path = copy / "en" / "patterns" / "trainings.yml"
    path.write_text(path.read_text().replace("say: $hold", "say: $hodl"))
    assert refused(copy) == f"{path}: `$hodl $count $trainings` names `$hodl`, which is no class of words.yml."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("onlookers: [$victim, guest]", "`onlookers` takes over `$victim`, which is no class of this file."),
        ("onlookers: [$onlookers, guest]", "the class `onlookers` takes over itself; remove `$onlookers` from it."),
        ("onlookers: [guest, no]", "False in `onlookers` is not a word; put it in quotes."),
        ("onlookers: [guest, '']", "'' in `onlookers` is not a word; put it in quotes."),
    ],
)
def test_a_faulty_class_is_refused(copy, words, sentence):
    path = copy / "en" / "words.yml"
    path.write_text(path.read_text().replace("nouns:\n", f"nouns:\n  {words}\n", 1))
    assert refused(copy) == f"{path}: {sentence}"


def test_a_file_that_is_no_yaml_is_refused(copy):
    path = copy / "en" / "patterns" / "trainings.yml"
    path.write_text("indicator: [trainings\n")
    assert refused(copy).startswith(f"{path} is not valid YAML")


def test_a_language_without_a_folder_has_no_lexicon(copy):
    assert read_lexicon("xx", copy) is None


def test_an_entry_is_words_and_never_a_regular_expression(copy):
    words = copy / "en" / "words.yml"
    words.write_text(words.read_text().replace("nouns:\n", "nouns:\n  drills: ['(a+)+$', 'dr.ll']\n", 1))
    lexicon = read_lexicon("en", copy)
    assert lexicon is not None
    for text, found in (("a drill", False), ("dr.ll", True), ("aaaa", False)):
        assert ("drills" in {cue.label for cue in lexicon.find(tokenize(text, 0, len(text)))}) == found
