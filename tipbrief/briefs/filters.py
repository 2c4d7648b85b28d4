"""How values look: numbers, percentages, dates, addresses. Pure functions, each with a test."""

from __future__ import annotations

from datetime import date
from typing import Any, Iterable, Mapping
from urllib.parse import urlsplit

MINUS = "\N{MINUS SIGN}"
HALF_A_LINE = 30  # letters of a column of the annex
DATES = {"en": "en_GB"}


def number(value: float, language: str = "en") -> str:
    """A count in the language's digits and separators; no decimals where there are none.

    >>> number(12345)
    '12,345'
    """
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.##", locale=language).replace("-", MINUS)


def signed(value: float, language: str = "en") -> str:
    """A change with its sign: a plus, a minus sign (no hyphen), and a zero with both.

    >>> signed(-3)
    '−3'
    """
    sign = "+" if value > 0 else "" if value else "±"
    return sign + number(value, language)


def percent(value: float, language: str = "en") -> str:
    """A signed percentage from per cent, whole from 10 up, else with one decimal.

    >>> percent(26.31)
    '+26%'
    """
    from babel.numbers import format_percent

    plain = _percent_pattern("#,##0" if abs(value) >= 10 else "#,##0.#", language)
    return format_percent(value / 100, format=f"+{plain};{MINUS}{plain}", locale=language)


def share(value: float, language: str = "en") -> str:
    """A share from 0 to 1 as a whole percentage.

    >>> share(0.8547)
    '85%'
    """
    from babel.numbers import format_percent

    return format_percent(value, format=_percent_pattern("#,##0", language), locale=language)


def _percent_pattern(digits: str, language: str) -> str:
    """The digits with the percent sign where the language has it: "26%", in Russian with a blank before it."""
    from babel import Locale

    return str(Locale.parse(language).percent_formats[None].pattern).replace("#,##0", digits)


def day(value: str, language: str = "en") -> str:
    """An ISO date in words, the day first in English; a year or a text that is no date as it is.

    >>> day("2025-05-05"), day("2025-05-05", "ru").replace("\\xa0", " ")
    ('5 May 2025', '5 мая 2025 г.')
    """
    from babel.dates import format_date

    try:
        return format_date(date.fromisoformat(value), format="long", locale=DATES.get(language, language))
    except ValueError:
        return value


def letters(index: int) -> str:
    """The name of the nth source, from 0: A to Z, then AA.

    >>> letters(0), letters(26)
    ('A', 'AA')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def safe_url(value: str) -> str:
    """The address where it is one of the web, else nothing: a link must not run a script."""
    return value if urlsplit(value).scheme in ("http", "https") else ""


def span(years: list[int]) -> str:
    """The first and the last year, with an en dash; one year alone.

    >>> span([2014, 2016])
    '2014–2016'
    """
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}\N{EN DASH}{years[-1]}"


def spans(years: list[int]) -> str:
    """Years as runs of consecutive ones.

    >>> spans([2014, 2016, 2017])
    '2014, 2016–2017'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(span(run) for run in runs)


def has_long_words(annex: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a sentence of the annex has a word of half a line or more, which would have to be cut."""
    return any(len(word) > HALF_A_LINE for item in annex for run in item["runs"] for word in run["text"].split())


FILTERS: dict[str, Any] = {
    "number": number, "signed": signed, "percent": percent, "day": day, "safe_url": safe_url, "span": span,
    "has_long_words": has_long_words,
}  # fmt: skip
