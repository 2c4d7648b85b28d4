"""The lexicon tests itself: each phrase has examples that it gives and lines that it leaves alone."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from observation_text import INDICATORS

from tipbrief.errors import TipbriefError
from tipbrief.observations.examples import example_fault, file_faults, line_fault
from tipbrief.observations.lexicon import read_lexicon
from tipbrief.observations.sentences import tokenize
from tipbrief.settings import CONFIG, ROOT

HOME = CONFIG / "lexicon" / "en"
LANGUAGES = sorted(path.parent.name for path in (CONFIG / "lexicon").glob("*/words.yml"))
LEXICONS = {language: read_lexicon(language) for language in LANGUAGES}
PATTERNS = [path for language in LANGUAGES for path in sorted((CONFIG / "lexicon" / language / "patterns").iterdir())]
PHRASES = [(language, phrase) for language in LANGUAGES for phrase in LEXICONS[language].phrases]
EXAMPLES = [
    pytest.param(language, phrase, example, id=f"{phrase.indicator}: {phrase.say}: {str(example['text'])[:40]}")
    for language, phrase in PHRASES
    for example in phrase.examples
]
NEVER = [
    pytest.param(language, phrase, text, id=f"{phrase.indicator}: {text}")
    for language, phrase in PHRASES
    for text in phrase.never
]


@pytest.mark.parametrize(("language", "phrase", "example"), EXAMPLES)
def test_an_example_gives_what_it_says_and_is_claimed_by_its_own_phrase(language, phrase, example):
    assert example_fault(phrase, example, LEXICONS[language], INDICATORS) == ""


@pytest.mark.parametrize(("language", "phrase", "text"), NEVER)
def test_a_line_that_is_none_gives_no_row(language, phrase, text):
    assert line_fault(phrase, text, LEXICONS[language], INDICATORS) == ""


@pytest.mark.parametrize("path", PATTERNS, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_a_pattern_file_is_whole(path):
    assert list(file_faults(path, INDICATORS)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_files_is_compiled(language):
    files = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in PATTERNS if path.parent.parent.name == language
    ]
    said = [(content["indicator"], phrase["say"]) for content in files for phrase in content["phrases"]]
    assert [(p.indicator, p.say) for p in LEXICONS[language].phrases] == said


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_class_of_a_language_is_one_that_its_phrases_or_the_code_name(language):
    """A cue that the program does not look for does nothing, nor does a thing that no phrase names; a verb may."""
    words = yaml.safe_load((CONFIG / "lexicon" / language / "words.yml").read_text(encoding="utf-8"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tipbrief" / "observations").rglob("*.py"))
    said = " ".join(" ".join((phrase.say, *phrase.unless)) for phrase in LEXICONS[language].phrases)
    classes = [entries for group in words.values() for entries in group.values()]
    taken = {entry[1:] for entries in classes for entry in entries if entry.startswith("$")}
    for group in ("nouns", "things", "cues"):
        for name in words[group]:
            named = re.search(rf"\b{name}\b", f"{said} {code}" if group == "cues" else said)
            assert named or name in taken, f"nothing reads `{name}` of {group}"


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
