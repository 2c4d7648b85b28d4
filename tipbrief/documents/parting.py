"""A whole report's parts: which of the many lines that name a country are the headings of their narratives.

A country stands in the contents, in a table of tiers, on a map, in other countries' narratives. But one report prints
all its country headings alike (`Look`), and most print them in the order of the alphabet. So the commonest look of the
names that text follows tells the headings, and the order tells two lines of one look apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import Iterator, Sequence

from tipbrief.documents.countries import alphabetical, find_country, is_tier_line, tier_heading
from tipbrief.documents.names import NARRATIVE, Look, Name, find_names, line_of, look_of
from tipbrief.documents.normalise import Normal
from tipbrief.documents.pieces import HEADING
from tipbrief.documents.words import Words
from tipbrief.model import Part

ENOUGH = 5  # headings: of fewer, neither the look nor the order tells anything
ORDERED = 0.8  # of the headings stand in the order of the alphabet, where a report keeps it
UNTITLED = '"“”«»‘’.,;!?'  # no heading begins or ends with these; large quotes do
UNKNOWN = "has the heading {!r}, whose country is not known; add its name to config/countries.yml."
NO_PART = "has no country heading, so none of it is used; write its country into `iso3`, or check it."
TWICE = "has {} stretches about {}; check that each begins with its heading."
UNUSED = (
    "has the heading {!r} inside the part about {}, whose own part it seems to open; it does not look like the other "
    "countries' headings, so its text is read as {}'s. Check it."
)


@dataclass(frozen=True)
class Parted:
    """A report's parts, the blocks that open them, and sentences about headings that are odd."""

    parts: tuple[Part, ...]
    openings: frozenset[int] = frozenset()
    warnings: tuple[str, ...] = ()


def find_parts(normal: Normal, iso3: str, words: Words) -> Parted:
    """All of a country's source; of a whole report the stretches under its country headings."""
    if iso3:
        return Parted((Part(iso3, 0, len(normal.text)),))
    names = find_names(normal)
    look = commonest_look(names)
    if look is None:
        return Parted((), warnings=(NO_PART,))
    alike = in_order([name for name in names if name.text >= NARRATIVE and is_alike(name, look)])
    known = [name for name in alike if name.code]
    others = [n for n in names if n.code and n.is_near and n.text >= NARRATIVE and n.look != look]
    more = fitting(others, known)
    opening = by_place([*alike, *more])
    closing = list(find_closing(normal, opening, look, words))
    parts = cut_parts(by_place([*opening, *closing]), len(normal.text))
    unknown = [n.title for n in (*alike, *closing) if is_unknown(n, look, words, opening[-1])]
    warnings = [UNKNOWN.format(title) for title in dict.fromkeys(unknown)]
    warnings += [*twice(parts), *unused([n for n in others if normal.blocks[n.at].kind == HEADING], opening)]
    return Parted(tuple(parts), frozenset(name.at for name in opening), tuple(warnings))


def is_alike(name: Name, look: Look) -> bool:
    """Whether a name looks like the headings; one that is not known may be the only one with a tier."""
    return name.look == look or (not name.code and name.look == look._replace(tiered=True))


def by_place(names: Sequence[Name]) -> list[Name]:
    """Names in the order of the text."""
    return sorted(names, key=lambda name: name.start)


def commonest_look(names: Sequence[Name]) -> Look | None:
    """The look of most countries that a text follows; of two, the one with tiers, then the larger one."""
    codes: dict[Look, set[str]] = {}
    for name in names:
        if name.code and name.text >= NARRATIVE:
            codes.setdefault(name.look, set()).add(name.code)
    return max(codes, key=lambda look: (len(codes[look]), look.tiered, -look.level, look.capitals), default=None)


def is_alphabetical(known: Sequence[Name]) -> bool:
    """Whether most of a report's headings stand in the order of the alphabet."""
    countries = len({name.code for name in known})
    return countries >= ENOUGH and len(longest_chain(known)) >= ORDERED * countries


def in_order(names: list[Name]) -> list[Name]:
    """The names without those that come again and stand out of the alphabet: the end of a list, a mention."""
    known = [name for name in names if name.code]
    if not is_alphabetical(known):
        return names
    chain = longest_chain(known)
    kept, chained = {name.at for name in chain}, {name.code for name in chain}
    longest = {name.code: name.at for name in sorted(known, key=lambda name: name.text) if name.code not in chained}
    return [name for name in names if not name.code or name.at in kept.union(longest.values())]


def longest_chain(known: Sequence[Name]) -> list[Name]:
    """The longest row of names that never goes back in the alphabet (by patience sorting)."""
    tops: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for i, key in enumerate(alphabetical(name.name) for name in known):
        pile = bisect_right(tops, key)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [key]
        ends[pile : pile + 1] = [i]
    chain, i = [], ends[-1] if ends else -1
    while i >= 0:
        chain.append(known[i])
        i = before[i]
    return chain[::-1]


def fitting(others: Sequence[Name], known: Sequence[Name]) -> list[Name]:
    """Of names that look otherwise and whose country has no heading, those that stand where the alphabet puts them."""
    taken = {name.code for name in known}
    ordered = is_alphabetical(known)
    found: dict[str, Name] = {}
    for name in others:
        if name.code not in taken and (not ordered or is_between(name, known)):
            found.setdefault(name.code, name)
    return list(found.values())


def is_between(name: Name, known: Sequence[Name]) -> bool:
    """Whether a name stands in the alphabet between the headings before and behind it."""
    place = bisect_right([one.start for one in known], name.start)
    keys = ["", *(alphabetical(one.name) for one in known), "\U0010ffff"]
    return keys[place] <= alphabetical(name.name) <= keys[place + 1]


def find_closing(normal: Normal, opening: Sequence[Name], look: Look, words: Words) -> Iterator[Name]:
    """Headings that end a country's part and open none: a chapter's, or an unknown country's."""
    known = [name for name in opening if name.code]
    ordered = is_alphabetical(known)
    taken = {name.at for name in opening}
    titles = [one for one in find_titles(normal, opening[0].at + 1, look) if one.at not in taken]
    count = Counter((one.title.casefold(), one.look) for one in titles)
    for one in titles:
        if count[one.title.casefold(), one.look] > 1 or not is_title(one.title):
            continue
        in_last = one.at > opening[-1].at and len(known) >= ENOUGH
        is_chapter = 0 < one.look.level < look.level or closes(one, look, words, in_last)
        in_place = ordered and one.look == look and not words.heading_name(one.title) and is_between(one, known)
        if is_chapter or in_place:
            yield one


def find_titles(normal: Normal, first: int, look: Look) -> Iterator[Name]:
    """Each heading from block `first` on; where countries' names look like lines of text, such lines too."""
    plain = look == Look(tiered=False, level=0, capitals=False)
    for at, block in enumerate(normal.blocks[first:], first):
        title = line_of(normal, block)
        if title and (block.kind == HEADING or plain):
            yield Name(at, block.start, "", title, title, look_of(normal, block, title, tiered=False))


def is_title(line: str) -> bool:
    """Whether a heading's text is no tier, no country and no quotation in large letters."""
    named = is_tier_line(line) or find_country(tier_heading(line) or line)
    return line[:1].isalpha() and line.strip(UNTITLED) == line and not named


def closes(one: Name, look: Look, words: Words, in_last: bool) -> bool:
    """Whether a heading of a new name ends a part by its depth, or because it stands behind the last country's text."""
    section = words.heading_name(one.title)
    if section:
        return in_last and section == "annex"
    stands_out = one.look.level > 0 or one.look.capitals or words.is_heading(one.title)
    return (in_last and stands_out) or (one.look == look and look.level > 0)


def is_unknown(name: Name, look: Look, words: Words, last: Name) -> bool:
    """Whether a heading that opens no part looks like a country's; behind the last, only where the alphabet fits."""
    if name.code or not (name.look.tiered or name.look == look) or words.is_heading(name.title):
        return False
    return name.start < last.start or alphabetical(name.name) > alphabetical(last.name)


def cut_parts(starts: Sequence[Name], end: int) -> list[Part]:
    """Parts from their openings; a heading repeated for the same country opens no new part."""
    parts: list[Part] = []
    last = ""
    for this, stop in zip(starts, [*(name.start for name in starts), end][1:], strict=True):
        if this.code and this.code == last:
            parts[-1] = replace(parts[-1], end=stop)
        elif this.code:
            parts.append(Part(this.code, this.start, stop))
        last = this.code
    return parts


def twice(parts: Sequence[Part]) -> Iterator[str]:
    """A sentence for each country with several parts."""
    count = Counter(part.iso3 for part in parts)
    return (TWICE.format(count[code], code) for code in sorted(count) if count[code] > 1)


def unused(others: Sequence[Name], opening: Sequence[Name]) -> Iterator[str]:
    """A sentence for each heading of a country that has no part."""
    taken = {name.code for name in opening}
    for name in others:
        before = bisect_right([one.start for one in opening], name.start)
        if name.code not in taken and before:
            around = opening[before - 1].title
            yield UNUSED.format(name.title, around, around)
