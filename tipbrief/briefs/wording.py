"""The words of a brief: labels, marks, bounds and sentences, through gettext.

`_` and `forms` only mark a string for extraction; `Words` translates it when it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any, Mapping

from tipbrief.briefs import filters
from tipbrief.messages import _, forms
from tipbrief.settings import Indicator

Row = Mapping[str, Any]

# Sentences of the summary for the key indicators: one, many.
STATEMENTS = {
    "investigations": forms(
        "Authorities opened {n} investigation in {year}", "Authorities opened {n} investigations in {year}"
    ),
    "prosecutions": forms(
        "Authorities began {n} prosecution in {year}", "Authorities began {n} prosecutions in {year}"
    ),
    "persons_prosecuted": forms(
        "Authorities prosecuted {n} person in {year}", "Authorities prosecuted {n} people in {year}"
    ),
    "persons_convicted": forms("Courts convicted {n} person in {year}", "Courts convicted {n} people in {year}"),
    "victims_identified": forms("{n} victim was identified in {year}", "{n} victims were identified in {year}"),
    "victims_assisted": forms("{n} victim was assisted in {year}", "{n} victims were assisted in {year}"),
}
BY_OTHERS = {
    "victims_assisted": forms(
        "NGOs and international organisations assisted {n} victim in {year}",
        "NGOs and international organisations assisted {n} victims in {year}",
    ),
    "victims_identified": forms(
        "NGOs and international organisations identified {n} victim in {year}",
        "NGOs and international organisations identified {n} victims in {year}",
    ),
}
BOUNDS = {
    "min": (_("at least {n}"), "≥{n}"),
    "max": (_("up to {n}"), "≤{n}"),
    "approx": (_("about {n}"), "≈{n}"),
}
DIRECTIONS = {
    ("up", False): _("up from {n} in {year}"),
    ("down", False): _("down from {n} in {year}"),
    ("same", False): _("the same as in {year}"),
    ("up", True): _("up from {n} in {year}, the last figure before"),
    ("down", True): _("down from {n} in {year}, the last figure before"),
    ("same", True): _("the same as in {year}, the last figure before"),
}
SHORT_REASONS = {
    "law": _("law changed"),
    "source": _("other source"),
    "definition": _("definition changed"),
    "bound": _("not exact numbers"),
    "not_reported": _("not reported"),
    "period": _("other kind of year"),
    "offence": _("other offences"),
    "actor": _("counted by others before"),
    "unit": _("other unit"),
    "masked": _("withheld"),
    "gap": _("years too far apart"),
    "odd": _("number too large"),
    "contradiction": _("sources conflict"),
    "breakdown": _("no such part before"),
    "one_year": _("one year only"),
}
QUALIFIERS = {
    "offence": {"related": _("related offences"), "mixed": _("with related offences")},
    "exploitation": {
        "sex": _("sexual exploitation"),
        "labor": _("forced labour"),
        "both": _("sexual exploitation and forced labour"),
        "other": _("other forms"),
        "unspecified": _("form unknown"),
    },
    "sex": {"male": _("men and boys"), "female": _("women and girls")},
    "age": {"adult": _("adults"), "child": _("children")},
    "origin": {"national": _("nationals"), "foreign": _("foreigners")},
    "actor": {"ngo": _("by NGOs and international organisations")},
}
SECTIONS = {
    "summary": _("summary"),
    "recommendations": _("recommendations"),
    "prosecution": _("prosecution"),
    "protection": _("protection"),
    "prevention": _("prevention"),
    "profile": _("trafficking profile"),
    "legal": _("legal framework"),
    "identification": _("identification"),
    "annex": _("annex"),
}


@dataclass(frozen=True)
class Words:
    """A language's words: `_` and `ngettext` of its translation, numbers and names its own way."""

    language: str
    indicators: Mapping[str, Indicator]
    translation: NullTranslations = field(default_factory=NullTranslations)

    def __call__(self, message: str) -> str:
        """The message in this language; nothing of nothing."""
        return self.translation.gettext(message) if message else ""

    def plural(self, pair: tuple[str, str], count: float) -> str:
        """The message for a number of things, of those that `forms` marks."""
        return self.translation.ngettext(*pair, int(count) if count == int(count) else 2)

    def indicator(self, code: str) -> str:
        """The indicator's label, its code where nobody wrote one."""
        entry = self.indicators.get(code)
        return self(entry.labels["en"]) if entry else code

    def within(self, label: str) -> str:
        """A label inside a sentence: its first letter small, unless it begins an abbreviation."""
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    def number(self, value: float) -> str:
        """The number in the language's digits."""
        return filters.number(value, self.language)

    def bounded(self, value: float, bound: str, short: bool = False) -> str:
        """The number with its bound: in words, or by a sign where there is little room."""
        pattern = BOUNDS.get(bound)
        number = self.number(value)
        return (pattern[1] if short else self(pattern[0])).format(n=number) if pattern else number

    def parts(self, series: Row) -> list[str]:
        """What narrows a series: offence scope, breakdowns, subtype, who counted."""
        found = [QUALIFIERS[k][series[k]] for k in QUALIFIERS if k != "actor" and series.get(k) in QUALIFIERS[k]]
        actor = QUALIFIERS["actor"].get(series.get("actor", ""))
        return [
            *(self(part) for part in found),
            *([self.quoted(series["subtype"])] if series.get("subtype") else []),
            *([self(actor)] if actor else []),
        ]

    def quoted(self, text: str) -> str:
        """A document's own words inside a label: they stay in its language."""
        return self(_("{words}")).format(words=text)

    def series_label(self, identifier: str) -> str:
        """The label of a series by its id, which is its key joined by `|`."""
        names = ("indicator", "offence", "exploitation", "sex", "age", "origin", "actor", "subtype")
        return self.label(dict(zip(names, identifier.split("|"), strict=True)))

    def label(self, series: Row) -> str:
        """The indicator and what narrows it.

        "Investigations opened, related offences"
        """
        return ", ".join([self.indicator(series["indicator"]), *self.parts(series)])

    def statement(self, series: Row, value: float) -> str:
        """The pattern of a sentence with {n} and {year}."""
        by_others = self.parts(series) == [self(QUALIFIERS["actor"]["ngo"])]
        known = (BY_OTHERS if by_others else STATEMENTS).get(series["indicator"])
        if not known or (self.parts(series) and not by_others):
            return self(_("{label}: {n} in {year}")).replace("{label}", self.label(series))
        return self.plural(known, value)

    def reason(self, change: Row) -> str:
        """Why two years are not compared, in one or two words."""
        short = SHORT_REASONS.get(change.get("refused") or "")
        return self(short) if short else self(_("not comparable"))
