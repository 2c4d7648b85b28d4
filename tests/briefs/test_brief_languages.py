"""Languages: whole translations, their plurals, what is refused, and briefs in Russian and Kyrgyz from end to end."""

import json

import invented
import pypdfium2
import pytest

from tipbrief import extraction, translations
from tipbrief.briefs import filters
from tipbrief.briefs.compose import compose
from tipbrief.briefs.render import Renderer
from tipbrief.briefs.validate import check
from tipbrief.briefs.wording import Words
from tipbrief.errors import TipbriefError
from tipbrief.messages import forms
from tipbrief.series.gate import SENTENCES
from tipbrief.settings import CONFIG, check_settings, known_languages, read_indicators, read_yaml
from tipbrief.templating import country_name
from tipbrief.verify import contradictions

LANGUAGES = known_languages()[1:]
HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"\n\n'
)


def country():
    """The invented country with reasons that the gate can give: others have no translation."""
    found = json.loads(json.dumps(invented.rich()))
    for series in found["series"]:
        for change in series["changes"]:
            change["reason"] = SENTENCES[change["refused"]] if change["refused"] else ""
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of translations."""
    monkeypatch.setattr(translations, "TRANSLATIONS", tmp_path)
    translations.load.cache_clear()
    yield tmp_path
    translations.load.cache_clear()


def test_russian_and_kyrgyz_ship():
    assert {"ru", "ky"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_is_whole(language):
    outcome = extraction.bring_up_to_date(language, write=False)
    assert outcome.is_whole, "\n".join(outcome.told(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_says_who_checked_it(language):
    assert "# Checked by a native reader: " in translations.path_of(language).read_text(encoding="utf-8")


def test_bringing_up_to_date_twice_changes_nothing(folder):
    first = extraction.bring_up_to_date("ru")
    written = (folder / "ru.po").read_bytes()
    second = extraction.bring_up_to_date("ru")
    assert len(first.added) == first.messages and not second.added
    assert (folder / "ru.po").read_bytes() == written


def test_a_message_that_nobody_prints_any_more_is_removed(folder):
    (folder / "ru.po").write_text(HEAD + 'msgid "left over"\nmsgstr "лишнее"\n', encoding="utf-8")
    assert extraction.bring_up_to_date("ru").removed == ("left over",)
    assert "left over" not in (folder / "ru.po").read_text(encoding="utf-8")


def test_a_missing_message_is_a_sentence_that_says_how_to_mend_it(folder):
    (folder / "ru.po").write_text(HEAD + 'msgid "Year"\nmsgstr "Год"\n', encoding="utf-8")
    words = translations.load("ru")
    assert words.gettext("Year") == "Год"
    for ask in (lambda: words.gettext("Words"), lambda: words.ngettext("Words", "More words", 2)):
        with pytest.raises(TipbriefError, match=r"“Words” has no translation into ru: run `tipbrief translations ru`"):
            ask()


@pytest.mark.parametrize(
    "entry, fault",
    [
        ('msgid "Year"\nmsgstr ""\n', "is empty"),
        ('#, fuzzy\nmsgid "Year"\nmsgstr "Год"\n', "is marked fuzzy"),
        ('msgid "{n} more"\nmsgstr "ещё"\n', "has other places in braces"),
        ('msgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "{n} в"\nmsgstr[1] "{n} г"\nmsgstr[2] ""\n', "is empty"),
    ],
)
def test_a_translation_that_is_not_whole_is_refused(folder, entry, fault):
    (folder / "ru.po").write_text(HEAD + entry, encoding="utf-8")
    with pytest.raises(TipbriefError, match=fault):
        translations.load("ru")


def test_plurals_have_the_forms_of_the_language():
    pair = forms("{n} document", "{n} documents")
    ru = Words("ru", {}, translations.load("ru"))
    assert [ru.plural(pair, n).format(n=n) for n in (1, 3, 5, 11, 21)] == [
        "1 документ", "3 документа", "5 документов", "11 документов", "21 документ",
    ]  # fmt: skip


def test_a_language_without_a_file_is_refused():
    values = read_yaml(CONFIG / "config.yaml") | {"languages": "en,de"}
    with pytest.raises(TipbriefError, match=r"de has no translation in templates/i18n; the languages are en, ky, ru"):
        check_settings(values)


def test_numbers_dates_and_names_are_the_languages_own():
    assert filters.number(66325, "ru") == "66\N{NO-BREAK SPACE}325"
    assert filters.percent(26.3, "ru") == "+26\N{NO-BREAK SPACE}%" and filters.percent(26.3, "ky") == "+26%"
    assert filters.day("2025-05-05", "ky") == "2025-ж., 5-май"
    assert country_name("KGZ", "ky") == "Кыргызстан"


@pytest.mark.parametrize("language, shown", [("ru", "Выявленные жертвы"), ("ky", "Аныкталган жабырлануучулар")])
def test_a_brief_from_end_to_end(language, shown):
    words = Words(language, read_indicators(), translations.load(language))
    data, _pages = Renderer(language).pdf(compose(country(), words, invented.SETTINGS, invented.ACCURACY), country())
    check(data)
    assert list(contradictions(data, read=lambda row, language: "")) == []
    printed = " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)).split())
    unchecked = compose(country(), words, invented.SETTINGS, invented.ACCURACY)["about"]["translation"]
    for text in (shown, unchecked.split(".")[0], "The report says that"):
        assert text in printed
    own = printed.split(" 1 «")[0]
    assert not [text for text in ("Key figures", "References", "not comparable", "Tier 2") if text in own]
    assert ("ң" in printed and "ү" in printed and "ө" in printed) or language != "ky"


def test_a_quote_keeps_its_language():
    words = Words("ru", read_indicators(), translations.load("ru"))
    page = Renderer("ru").html(compose(country(), words, invented.SETTINGS, invented.ACCURACY))
    assert ('<html lang="ru">' in page and '<span class="quote" lang="en">' in page) or '<span lang="en">' in page
