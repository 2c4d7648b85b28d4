"""A whole annual report about 200 countries, in the manner of several publishers, and what must be read in it.

All words and figures are invented; the same arguments give the same report.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Callable, Iterable

import pycountry
from typesetter import SIDEWAYS, Typesetter

# As such reports print them, where that is not ISO's common name in capitals.
PRINTED = {
    "ABW": "ARUBA", "ANT": "NETHERLANDS ANTILLES", "ATG": "ANTIGUA & BARBUDA", "BHS": "THE BAHAMAS",
    "BIH": "BOSNIA & HERZEGOVINA", "BOL": "BOLIVIA", "BRN": "BRUNEI", "CIV": "CÔTE D'IVOIRE",
    "COD": "CONGO, DEMOCRATIC REPUBLIC OF THE", "COG": "CONGO, REPUBLIC OF THE", "CPV": "CABO VERDE",
    "CUW": "CURAÇAO", "CZE": "CZECHIA", "FSM": "MICRONESIA, FEDERATED STATES OF", "GMB": "THE GAMBIA",
    "HKG": "HONG KONG", "IRN": "IRAN", "KGZ": "KYRGYZ REPUBLIC", "KOR": "KOREA, REPUBLIC OF", "LAO": "LAOS",
    "LCA": "ST. LUCIA", "MAC": "MACAU", "MDA": "MOLDOVA", "MKD": "MACEDONIA", "MMR": "BURMA", "PRK": "KOREA, NORTH",
    "PSE": "PALESTINIAN TERRITORIES", "RUS": "RUSSIA", "SCG": "SERBIA AND MONTENEGRO", "STP": "SÃO TOMÉ",
    "SWZ": "SWAZILAND", "SXM": "SINT MAARTEN", "SYR": "SYRIA", "TLS": "TIMOR-LESTE", "TUR": "TÜRKIYE",
    "TWN": "TAIWAN", "TZA": "TANZANIA", "USA": "UNITED STATES OF AMERICA", "VCT": "ST. VINCENT AND THE GRENADINES",
    "VEN": "VENEZUELA", "VNM": "VIETNAM", "XKX": "KOSOVO",
}  # fmt: skip
TIERS = ("TIER 1", "TIER 2", "TIER 2 WATCH LIST", "TIER 3", "SPECIAL CASE")
# A line that names another country, inside the narrative of the first: "as the following states did".
MENTIONS = {"XKX": ("Albania", "Turkey"), "MAC": ("Philippines", "Thailand", "Ukraine"), "MMR": ("THAILAND",)}
UNKNOWN = "RURITANIA"
BOX = "“I signed a paper that I could not read,” a driver recalled at sea."
SENTENCES = (
    "Police of {name} opened {a} trafficking investigations in 2022, compared with {b} in 2021, and most of them "
    "rested on complaints that relatives had brought to a station far from the coast.",
    "Observers noted that inspectors in {name} lacked vehicles and interpreters, so that remote quarries and farms "
    "were seldom visited.",
    "Courts convicted {c} traffickers in 2022; judges suspended some of the sentences, which lawyers criticised.",
    "The ministry identified {d} victims in 2022, among them fishermen, seasonal pickers and domestic workers, and "
    "lent them rooms in two towns while their statements were taken.",
    "A hotline of a private association took messages in four languages, but few people outside the capital of {name} "
    "had ever heard of it.",
    "Recruiters charge families fees that take years to pay back, and they keep the passports of those who leave.",
    "Schools handed out leaflets before the harvest, when agents drive from village to village.",
)  # fmt: skip


@dataclass(frozen=True)
class House:
    """How one publisher prints: a country's heading (lines with their sizes), running heads, columns, body size."""

    heading: Callable[[str, str], list[tuple[str, float]]]
    running: str = ""
    columns: int = 2
    size: float = 8.0
    breaks: bool = False
    justify: bool = False
    box: float = 0.0


HOUSES = {
    "colon": House(lambda n, t: [(f"{n}: {t}", 13)], running="head", box=7),
    "brackets": House(lambda n, t: [(f"{n} ({t.title()})", 11)], running="foot", breaks=True, justify=True, box=9.5),
    "body size": House(lambda n, t: [(f"{n} ({t})", 8)], running="close head"),
    "tier below": House(lambda n, t: [(n, 13), (t.title(), 8)], running="tab", box=8),
    "tier below in capitals": House(lambda n, t: [(n, 8), (t, 8)], columns=1),
    "tier below as large": House(lambda n, t: [(n, 13), (t, 13)], running="box"),
    "name alone": House(lambda n, t: [(n.title(), 14)], columns=1),
    "capitals alone": House(lambda n, t: [(n, 8)], running="close head"),
    "small letters alone": House(lambda n, t: [(n.title(), 8)], breaks=True),
    "a page each": House(lambda n, t: [(n, 14)], breaks=True, size=6),
    "a page each under its name": House(lambda n, t: [(n, 14)], breaks=True, size=6, running="close head"),
}  # fmt: skip


@dataclass
class Narrative:
    """What a country's part must come out as: its blocks, each with the page on which it begins."""

    iso3: str
    name: str
    tier: str
    blocks: list[str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    figures: dict[str, str | int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n\n".join(self.blocks)


@lru_cache
def printed_names() -> dict[str, str]:
    """Every country with its name as printed, in the order of the report."""
    names = {c.alpha_3: getattr(c, "common_name", c.name).upper() for c in pycountry.countries if "," not in c.name}
    names = {code: name for code, name in (names | PRINTED).items() if "(" not in name}
    return dict(sorted(names.items(), key=lambda item: sort_key(item[1])))


def sort_key(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.removeprefix("THE "))
    return "".join(c for c in bare if c.isalpha() or c == " ")


def narrative_of(iso3: str, name: str, number: int, paragraphs: int) -> Narrative:
    """The title and the paragraphs of a country, with figures of its own."""
    own = Narrative(iso3, name, TIERS[number % len(TIERS)])
    own.figures = figures = {
        "name": name.title(),
        "a": 21 + number,
        "b": 3 + number,
        "c": 300 + number,
        "d": 5000 + number,
    }
    own.blocks = [" ".join(SENTENCES[(number + k) % 7].format(**figures) for k in range(2 + number % 3))]
    for part, title in enumerate(("PROSECUTION", "PROTECTION", "PREVENTION", "TRAFFICKING PROFILE")):
        own.blocks.append(title)
        for k in range(paragraphs):
            first = number + 3 * part + 5 * k
            own.blocks.append(" ".join(SENTENCES[(first + j) % 7].format(**figures) for j in range(3 + first % 3)))
        if part == 1:
            own.blocks += [line for name in MENTIONS.get(iso3, ()) for line in (name, SENTENCES[5])]
    return own


def narratives_of(codes: Iterable[str], paragraphs: int = 1) -> list[Narrative]:
    """The narratives of some countries and of an unknown one, in the order of the alphabet."""
    names = {code: printed_names()[code] for code in codes} | {"": UNKNOWN}
    ordered = sorted(names.items(), key=lambda item: sort_key(item[1]))
    return [narrative_of(code, name, i, paragraphs) for i, (code, name) in enumerate(ordered)]


class Report:
    """A report being typeset: `narratives` say what must be read in it, `data` is the PDF."""

    def __init__(self, house: House, narratives: list[Narrative], width: float = 420, height: float = 595) -> None:
        self.house, self.narratives, self.current = house, narratives, ""
        self.set = Typesetter(width, height, columns=house.columns)
        self.set.on_page = self.furniture
        self.front()
        for narrative in self.narratives:
            self.narrative(narrative)
        self.back()
        self.data = self.set.bytes()

    def page(self) -> None:
        """A new page with its running head."""
        self.set.new_page()
        self.furniture()

    def furniture(self) -> None:
        head, page, running = self.current.upper(), self.set, self.house.running
        place = {"head": page.height - 22, "foot": 20.0, "close head": page.height - 34}.get(running)
        if head and place:
            page.put(f"{head} | {page.pages}" if running == "foot" else head, page.margin, place, self.house.size)
        elif head and running == "tab":
            page.put(head, page.width - 12, 200, 9, SIDEWAYS)
        elif head and running == "box" and page.pages % 2:
            page.put(BOX, page.margin, page.top - 16, 10)
            page.top = page.y = page.top - 30
        page.put(str(page.pages), page.width / 2, 14, 7)

    def paragraph(self, text: str, size: float = 0.0, indent: float = 0, gap: float = 0.5) -> int:
        """A paragraph, a column or a page at a time; the page on which it begins."""
        size, page = size or self.house.size, self.set
        before = page.pages
        begins = page.flow(text, size, indent=indent, justify=self.house.justify)
        page.y -= gap * size
        return begins or before

    def front(self) -> None:
        """Title, contents, a letter, the tier placements, a map: all of them name every country."""
        self.page()
        self.paragraph("A REPORT ON TRAFFICKING", 18)
        self.page()
        self.paragraph("CONTENTS", 12)
        for number, one in enumerate(self.narratives):
            self.paragraph(f"{one.name} {'.' * 12} {30 + number}", gap=0)
        self.page()
        self.paragraph("TIER PLACEMENTS", 12)
        for tier in TIERS:
            self.paragraph(tier)
            for one in self.narratives:
                if one.tier == tier:
                    self.paragraph(one.name, gap=0)
        self.paragraph("HOW TO READ A NARRATIVE", 12)
        self.paragraph(" ".join(s.format(name="a country", a=1, b=2, c=3, d=4) for s in SENTENCES))
        self.page()
        for number, one in enumerate(self.narratives):
            x, y = 30 + number * 67 % 250, 60 + number * 131 % 330
            self.set.put(one.name.title(), x, y, 5)
        self.page()

    def narrative(self, one: Narrative) -> None:
        """A country: heading, text, a boxed quote here and there."""
        lines = self.house.heading(one.name, one.tier)
        if self.house.breaks:
            self.current = one.name
            self.page()
        pages = []
        for number, (text, size) in enumerate(lines):
            pages.append(self.paragraph(text, size, gap=0.2 if number + 1 < len(lines) else 0.5))
            self.current = one.name
        for number, text in enumerate(one.blocks):
            pages.append(self.paragraph(text))
            if number == 2 and self.house.box:
                quote = f"“We were told to wait,” says somebody from {one.name.title()}."
                pages.append(self.paragraph(quote, self.house.box, indent=12))
        boxes = {2: [f"“We were told to wait,” says somebody from {one.name.title()}."]} if self.house.box else {}
        body = [line for number, text in enumerate(one.blocks) for line in (text, *boxes.get(number, ()))]
        one.blocks, one.pages = [text for text, _ in lines] + body, pages

    def back(self) -> None:
        """What follows the last country: treaties by country, a glossary."""
        self.current = ""
        self.page()
        self.paragraph("INTERNATIONAL CONVENTIONS", 14)
        for one in self.narratives:
            self.set.room(8)
            self.set.y -= 10
            self.set.put(one.name[:12].title(), self.set.left, self.set.y, 7)
            for share, year in ((0.6, "2003"), (0.8, "2011")):
                self.set.put(year, self.set.left + share * self.set.column_width, self.set.y, 7)
        self.paragraph("GLOSSARY", 14)
        self.paragraph(" ".join(s.format(name="a country", a=1, b=2, c=3, d=4) for s in SENTENCES))
