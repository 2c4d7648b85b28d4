"""A composed brief becomes a PDF: Jinja2, then WeasyPrint, with the shipped fonts and nothing else.

A `Renderer` is made once in a process: fonts, styles and templates stay loaded. It fetches nothing
but the files of templates/fonts and data: addresses, so a hostile title reaches neither disk nor network.
"""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Iterator, Mapping
from urllib.parse import quote, unquote, urlsplit

from jinja2 import Environment

from tipbrief.briefs.charts import spark_uri
from tipbrief.briefs.filters import FILTERS
from tipbrief.briefs.layout import faults
from tipbrief.briefs.pdf import write
from tipbrief.briefs.printed import Ledger
from tipbrief.briefs.validate import TOLD, Unfit
from tipbrief.settings import ROOT
from tipbrief.templating import TEMPLATES, template_environment

FONTS = TEMPLATES / "fonts"
PAGES = tuple(TEMPLATES / name for name in ("base.html", "brief.html", "sections", "macros", "styles", "charts"))
STYLES = TEMPLATES / "styles"
SHEETS = ("fonts.css", "page.css", "brief.css")
MIME = {".svg": "image/svg+xml", ".png": "image/png"}


class Refused(ValueError):
    """An address that a brief may not read."""


class Renderer:
    """Templates, styles and fonts, loaded once; `pdf` may be called for any number of briefs."""

    def __init__(self, language: str = "en", logo: str = "") -> None:
        load_weasyprint()
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.ledger = Ledger()
        self.environment = environment(language, self.ledger)
        self.logo = logo_uri(logo)
        self.fonts = FontConfiguration()
        self.fetcher = _fetcher()
        # As one sheet: each sheet costs a search of its own for every element.
        rules = "\n".join((STYLES / name).read_text("utf-8") for name in SHEETS)
        self.styles = [CSS(string=rules, base_url=f"{STYLES}/", font_config=self.fonts, url_fetcher=self.fetcher)]

    def html(self, brief: Mapping[str, Any]) -> str:
        """The brief as one HTML page; `ledger` then has the figures that it prints."""
        self.ledger.entries = []
        return self.environment.get_template("brief.html").render(brief=brief, logo=self.logo)

    def pdf(self, brief: Mapping[str, Any], country: Mapping[str, Any]) -> tuple[bytes, int]:
        """The brief as PDF/A-3a and PDF/UA-1 with the country's tables inside, and its number of pages.

        Same input, same bytes. Raises Unfit where a reader would see something broken.
        """
        from weasyprint import HTML

        with without_collector():
            page = HTML(string=self.html(brief), url_fetcher=self.fetcher)
            document = page.render(stylesheets=self.styles, font_config=self.fonts)
            if broken := faults(document.pages):
                raise Unfit("the layout: " + " ".join(f"{fault}." for fault in broken[:TOLD]).rstrip("."))
            return write(document, country, brief, self.ledger.entries), len(document.pages)


def load_weasyprint() -> None:
    """Import WeasyPrint with the shipped fonts as the only ones; before a fork, so that processes share it."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    with _without_compiler():
        import_module("weasyprint")


@contextmanager
def _without_compiler() -> Iterator[None]:
    """No programs to be found: WeasyPrint tries names of libraries, and each that fails would ask gcc and ld (0.13 s).

    What ldconfig knows, or the loader finds by its file name, is found without them.
    """
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = "/nowhere"
    try:
        yield
    finally:
        os.environ["PATH"] = path


def library_versions() -> str:
    """The versions of what draws and what prints, without importing either."""
    return " ".join(version(name) for name in ("vl-convert-python", "weasyprint"))


@contextmanager
def without_collector() -> Iterator[None]:
    """No garbage collection inside briefs: a sixth of the time, and it would walk what was laid out again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def environment(language: str = "en", ledger: Ledger | None = None) -> Environment:
    """Jinja2 with autoescape, StrictUndefined, gettext and this stage's filters; `ledger` notes the printed figures."""
    noting = ledger or Ledger()
    found = template_environment(language)
    drawn = {"chart_uri": noting.drawn, "breakdown_uri": noting.broken_down, "spark_uri": spark_uri}
    found.filters.update(FILTERS, printed=noting.printed, noted=noting.noted, cited=noting.cited, **drawn)
    found.filters["day"] = lambda value: FILTERS["day"](value, language)
    return found


def logo_uri(path: str) -> str:
    """The organisation's logo as a data: address; nothing where there is none."""
    file = ROOT / path
    if not path or not file.is_file():
        return ""
    return f"data:{MIME[file.suffix.lower()]}," + quote(file.read_bytes())


def may_fetch(url: str) -> bool:
    """Whether a brief may read an address: data:, or a font in templates/fonts."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return True
    path = Path(unquote(parts.path))
    return parts.scheme == "file" and not parts.netloc and path.suffix == ".ttf" and path.parent == FONTS


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Refuses every address but those of `may_fetch`."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not may_fetch(url):
                raise Refused(f"A brief may not read {url}.")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("data", "file"), allow_redirects=False)
