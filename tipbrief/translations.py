"""The briefs' words in other languages: one file for each in templates/i18n, read once in a process.

A translation is whole or refused: a message that is missing, empty, fuzzy or has lost a place for a number is a
sentence that says how to mend it, never English among other words. `extraction` brings the files up to date.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Iterator

from tipbrief.errors import TipbriefError
from tipbrief.settings import ORIGINAL, TRANSLATIONS, known_languages

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

NOBODY = "nobody"
TOLD = 3
_CHECKED_BY = re.compile(r"^# Checked by a native reader: (.+)$", re.M)
_PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
_MEND = "run `tipbrief translations {language}`, then write it in templates/i18n/{language}.po."


class Untranslated(TipbriefError):
    """A message without words in a language, as a sentence that says which and how to mend it."""


class _Refusing(NullTranslations):
    """Says of a message that the file does not have where it belongs."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def gettext(self, message: str) -> str:
        mend = _MEND.format(language=self.language)
        raise Untranslated(f"The message “{message}” has no translation into {self.language}: {mend}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)


class Translation(GNUTranslations):
    """One language's words; `checked_by` is the native reader who checked them, or `nobody`."""

    def __init__(self, language: str, catalog: Catalog) -> None:
        from babel.messages.mofile import write_mo

        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        super().__init__(io.BytesIO(compiled.getvalue()))
        self.add_fallback(_Refusing(language))
        self.checked_by = checked_by(catalog)


@cache
def load(language: str) -> NullTranslations:
    """The translation of a language, read once; the original's gives every message back.

    Raises Untranslated where the file is not whole, and for a message that it lacks, when it is asked for.
    """
    if language == ORIGINAL:
        return NullTranslations()
    catalog = read(path_of(language))
    found = [fault for message in messages_of(catalog) for fault in faults(message)]
    if found:
        more = f" and {len(found) - TOLD} more" if len(found) > TOLD else ""
        told = "; ".join(found[:TOLD]) + more
        raise Untranslated(f"The translation into {language} is not whole: {told}. Mend templates/i18n/{language}.po.")
    return Translation(language, catalog)


def is_unchecked(translation: NullTranslations) -> bool:
    """Whether no native reader has checked these words; the original needs none."""
    return isinstance(translation, Translation) and translation.checked_by == NOBODY


def path_of(language: str) -> Path:
    """Where the words of a language stand."""
    return TRANSLATIONS / f"{language}.po"


def read(path: Path) -> Catalog:
    """The file's messages; TipbriefError says where it cannot be read."""
    from babel.messages.pofile import PoFileError, read_po

    if not path.is_file():
        raise TipbriefError(f"{path} does not exist; the languages are {', '.join(known_languages())}.")
    try:
        with open(path, "rb") as handle:
            return read_po(handle, locale=path.stem, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise TipbriefError(f"{path} cannot be read as a .po file: {error}.") from None


def checked_by(catalog: Catalog) -> str:
    """Who checked the words, from the comment on top of the file, where every editor of such files keeps it."""
    found = _CHECKED_BY.search(catalog.header_comment)
    return found.group(1).strip() if found else NOBODY


def messages_of(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalog, without its head."""
    return (message for message in catalog if message.id)


def faults(message: Message) -> Iterator[str]:
    """What a message lacks to be printed."""
    given = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    said = [text or "" for text in given]
    name = f"“{first(message)}”"
    if not all(said):
        yield f"{name} is empty, or one of its forms is"
    elif message.fuzzy:
        yield f"{name} is marked fuzzy"
    elif any(_places(text) != _places(first(message)) for text in said):
        yield f"{name} has other places in braces or brackets than its translation"


def first(message: Message) -> str:
    """A message as it stands in the code; of one with forms, that for one thing."""
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _places(text: str) -> Counter[str]:
    return Counter(text[found.start() : found.end()] for found in _PLACE.finditer(text))
