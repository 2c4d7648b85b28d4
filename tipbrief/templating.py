"""What briefs and mails share: the templates' environment, and the names of countries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tipbrief.settings import ROOT
from tipbrief.translations import load

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = ROOT / "templates"
BESIDES_ISO = {"XKX": "XK"}  # codes that ISO 3166-1 leaves to its users, by that of the CLDR


def template_environment(language: str) -> Environment:
    """Jinja2 with autoescape for HTML, StrictUndefined and the language's words."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.install_gettext_translations(load(language), newstyle=True)  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=512)
def country_name(iso3: str, language: str = "en") -> str:
    """The country's common name in the language, also of a former country; the code where there is none.

    >>> country_name("KGZ", "ru"), country_name("XKX"), country_name("SCG"), country_name("QQQ")
    ('Киргизия', 'Kosovo', 'Serbia and Montenegro', 'QQQ')
    """
    import pycountry
    from babel import Locale

    entry = pycountry.countries.get(alpha_3=iso3) or pycountry.historic_countries.get(alpha_3=iso3)
    territory = BESIDES_ISO.get(iso3) or (entry.alpha_2 if entry else "")
    return Locale.parse(language).territories.get(territory, entry.name if entry else iso3)
