"""The words of a message in a recipient's language: templates/mail through the project's translations."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Mapping

from babel.dates import format_date
from babel.units import format_unit

from tipbrief.messages import _
from tipbrief.settings import ORIGINAL
from tipbrief.templating import template_environment
from tipbrief.translations import Untranslated, load

CONSENTS = {
    "asked": _("You get this message because you asked for it on {date}."),
    "agreed": _("You get this message because you agreed to it on {date}."),
    "contract": _("You get this message because an agreement with your organisation of {date} provides for it."),
    "interest": _(
        "You get this message because we noted on {date} that your work needs it; you may object at any time."
    ),
}
STOP = _("To stop these messages, write to {address} with the subject “unsubscribe”.")
STOP_LINK = _("To stop these messages, open {link} or write to {address} with the subject “unsubscribe”.")
MB = 1_000_000


environment = lru_cache(maxsize=16)(template_environment)


def render(name: str, language: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Plain text and HTML of templates/mail/{name}."""
    found = environment(language)
    text, html = (found.get_template(f"mail/{name}.{kind}").render(values) for kind in ("txt", "html"))
    return text.strip() + "\n", html.strip() + "\n"


def said(language: str, message: str, **values: Any) -> str:
    """A message in the language, its places filled."""
    return load(language).gettext(message).format(**values)


def translated(label: str, language: str) -> str:
    """A label of config/indicators.yml in the language; other words, such as a breakdown's, as they stand."""
    try:
        return load(language).gettext(label)
    except Untranslated:
        return label


def day(value: str, language: str) -> str:
    """A date of ISO 8601 as the language writes it."""
    return format_date(date.fromisoformat(value), "long", locale="en_GB" if language == ORIGINAL else language)


def megabytes(size: int, language: str) -> str:
    """Bytes in MB with one place, 0.1 at least."""
    return format_unit(max(round(size / MB, 1), 0.1), "digital-megabyte", "short", locale=language)
