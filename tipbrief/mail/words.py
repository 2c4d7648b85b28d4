"""The words of a message in a recipient's language: templates/mail through the project's translations."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Mapping

from babel import Locale
from babel.dates import format_date
from babel.units import format_unit
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tipbrief.messages import _
from tipbrief.settings import ORIGINAL, ROOT
from tipbrief.translations import Untranslated, load

BESIDES_ISO = {"XKX": "XK"}
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


@lru_cache(maxsize=16)
def environment(language: str) -> Environment:
    """Jinja2 with autoescape for HTML, StrictUndefined and the language's words."""
    found = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.install_gettext_translations(load(language), newstyle=True)  # type: ignore[attr-defined]
    return found


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


def country_name(iso3: str, language: str) -> str:
    """The country's name in the language; the code where there is none."""
    import pycountry

    entry = pycountry.countries.get(alpha_3=iso3) or pycountry.historic_countries.get(alpha_3=iso3)
    territory = BESIDES_ISO.get(iso3) or (entry.alpha_2 if entry else "")
    return Locale.parse(language).territories.get(territory, entry.name if entry else iso3)


def day(value: str, language: str) -> str:
    """A date of ISO 8601 as the language writes it."""
    return format_date(date.fromisoformat(value), "long", locale="en_GB" if language == ORIGINAL else language)


def megabytes(size: int, language: str) -> str:
    """Bytes in MB with one place, 0.1 at least."""
    return format_unit(max(round(size / MB, 1), 0.1), "digital-megabyte", "short", locale=language)
