"""All messages that a brief or an e-mail can hold, found where they are written; the .po files are brought up to date.

The places: marked strings of the code, the templates, and the words of config/ that a brief prints.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Iterable, Iterator

from tipbrief import translations
from tipbrief.errors import TipbriefError
from tipbrief.files import write_bytes
from tipbrief.settings import CONFIG, ROOT, read_yaml

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

CODE = ("tipbrief/briefs/*.py", "tipbrief/series/*.py", "tipbrief/mail/*.py")
PAGES = ("templates/sections/*.html", "templates/macros/*.html", "templates/*.html", "templates/mail/*")
MARKS = {"_": None, "forms": (1, 2)}
WIDTH = 120
EPOCH = datetime(2025, 11, 25, tzinfo=UTC)  # the same in every run: no diff without a change
HEAD = "# The briefs' words in {name}.\n# Checked by a native reader: " + translations.NOBODY
UNSAID = tuple(f'"{name}:'.encode() for name in ("Generated-By", "Report-Msgid-Bugs-To", "Last-Translator"))
Id = str | tuple[str, str]


@dataclass(frozen=True)
class Outcome:
    """What a file had to be told: messages in all, added, removed, and a sentence for each that is not whole."""

    messages: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was missing, left over or faulty."""
        return not (self.added or self.removed or self.faults)

    def told(self, language: str) -> Iterator[str]:
        """The outcome in a line, and what is to be mended in a line each."""
        yield (
            f"{language}: {self.messages} messages, {len(self.added)} new, {len(self.removed)} no longer printed, "
            f"{len(self.faults)} to translate or mend."
        )
        yield from (f"{language}: left over: “{name}”" for name in self.removed)
        yield from (f"{language}: {fault}" for fault in self.faults)


def bring_up_to_date(language: str, write: bool = True) -> Outcome:
    """Add what the file lacks, without guesses, and remove what nothing prints; a new file where there is none.

    `write=False` only tells.
    """
    wanted = messages()
    path = translations.path_of(language)
    catalog = translations.read(path) if path.is_file() else _new(language)
    before = {translations.first(m) for m in translations.messages_of(catalog)}
    catalog.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
    removed = tuple(map(translations.first, catalog.obsolete.values()))
    catalog.obsolete.clear()
    now = list(translations.messages_of(catalog))
    if write:
        write_bytes(path, _text(catalog))
    return Outcome(
        messages=len(now),
        added=tuple(name for name in map(translations.first, now) if name not in before),
        removed=removed,
        faults=tuple(fault for message in now for fault in translations.faults(message)),
    )


def messages() -> Catalog:
    """Every message as a catalog without translations."""
    from babel.messages.catalog import Catalog

    found = Catalog(project="Tipbrief", version="1", creation_date=EPOCH)
    for message in [*_marked(), *_configured()]:
        found.add(message)
    return found


def _new(language: str) -> Catalog:
    from babel import Locale, UnknownLocaleError
    from babel.messages.catalog import Catalog

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        raise TipbriefError(f"{language} is no language that Babel knows; give its code, such as tg.") from None
    return Catalog(
        locale=locale, project="Tipbrief", version="1", creation_date=EPOCH, revision_date=EPOCH, fuzzy=False,
        header_comment=HEAD.format(name=locale.english_name), language_team=language,
    )  # fmt: skip


def _text(catalog: Catalog) -> bytes:
    from babel.messages.pofile import write_po

    written = io.BytesIO()
    write_po(written, catalog, width=WIDTH, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNSAID)).rstrip() + b"\n"


def _marked() -> Iterator[Id]:
    """The messages of code and templates."""
    from babel.messages.extract import extract

    blocks = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    for patterns, method, options in ((CODE, "python", {}), (PAGES, "jinja2.ext:babel_extract", blocks)):
        for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern)):
            with open(path, "rb") as handle:
                for _line, message, _notes, _context in extract(method, handle, MARKS, options=options):
                    yield message if isinstance(message, str) else (message[0], message[1])


def _configured() -> Iterable[str]:
    """The words of config/ that a brief prints."""
    labels = read_yaml(CONFIG / "indicators.yml")
    rules = read_yaml(CONFIG / "comparison.yml")
    terms = read_yaml(CONFIG / "glossary.yml")["terms"]
    return [
        *(entry["en"] for group in ("pillars", "indicators") for entry in labels[group].values()),
        *(entry["says"] for entry in rules["breaks"]),
        *(entry["item"] for entry in rules["unified"]),
        *(term[name] for term in terms for name in ("term", "meaning", "source")),
    ]
