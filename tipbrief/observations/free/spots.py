"""Where a mention stands in a sentence of free word order: its clause, the words about it, what ties it to a total."""

from __future__ import annotations

from dataclasses import dataclass

from tipbrief.observations.antecedents import antecedent
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure, Memory, Sentence
from tipbrief.observations.forms import ATTRIBUTE
from tipbrief.observations.free.clauses import segment_around
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading

Range = tuple[int, int]


@dataclass
class Spot:
    """A mention and what surrounds it; every number is a token's index, ranges include both ends.

    clause      the clause, or what the bracket around the mention holds
    zone        the words about the mention: its segment, up to other numbers and the conjunctions before them
    more        what a participle or a relative clause behind a comma or a bracket adds to it
    parens      the bracket around it
    marker      PART or COMPARE where a word before lists or compares, else HEAD; `marked_at` is that word's last token
    """

    sentence: Sentence
    memory: Memory
    nation: str
    mention: Mention
    clause: Range
    zone: Range
    more: Range
    parens: Range | None
    marker: str = HEAD
    marked_at: int = -1

    @property
    def reading(self) -> Reading:
        """The sentence's tokens and cues."""
        return self.sentence.reading

    @property
    def figures(self) -> list[Figure]:
        """The sentence's figures so far, without those in brackets that are closed."""
        inside = (None, self.parens)
        return [f for f in self.sentence.figures if self.reading.parenthesis(f.mention.number.first) in inside]

    @property
    def head(self) -> Figure | None:
        """The last total of the sentence."""
        return next((f for f in reversed(self.figures) if f.kind == HEAD), None)

    def before(self) -> int:
        """The token before the number, past words such as "также" or "около"."""
        at = self.mention.first - 1
        skipped = frozenset({"approx", "min", "max", "also_totals"})
        while self.reading.low(at) in self.reading.grammar.skipped or self.reading.covered(at, skipped):
            at -= 1
        return at

    def total(self) -> Figure | None:
        """The total of which the mention is a part: one of the sentence, else of those before it."""
        here = [f for f in self.figures if f.kind != COMPARE]
        lead = next((f for end, f in self.sentence.leads.items() if end < self.mention.first), None)
        heads = [f for f in here if f.kind == HEAD] or ([lead] if lead else [])
        heads = [f for f in heads if f.nouns & self.mention.nouns] or heads
        if not self.mention.nouns and here and here[-1].kind == PART and here[-1].parent in heads:
            return here[-1].parent  # the list goes on
        return antecedent(self.reading, self.mention, heads or self.memory.heads)


def find_spot(sentence: Sentence, memory: Memory, nation: str, mention: Mention) -> Spot:
    """Look around a mention."""
    reading = sentence.reading
    parens = reading.parenthesis(mention.first)
    clause = (parens[0] + 1, parens[1] - 1) if parens else reading.clause(mention.first)
    zone = _zone(sentence, mention)
    spot = Spot(sentence, memory, nation, mention, clause, zone, _more(sentence, zone[1]), parens)
    spot.marker, spot.marked_at = _marker(spot)
    return spot


def _zone(sentence: Sentence, mention: Mention) -> Range:
    """The segment without what belongs to the numbers before and after it."""
    low, high = segment_around(sentence.reading, mention.first, mention.last)
    others = [m for m in sentence.mentions if not m.ignored and m is not mention]
    left = [m.last for m in others if low <= m.first < mention.first]
    right = [m.first for m in others if mention.first < m.first <= high]
    if left:
        low = _border(sentence.reading, max(left) + 1, mention.first - 1, mention.first) + 1
    if right:
        high = _border(sentence.reading, mention.last + 1, min(right) - 1, min(right)) - 1
    return min(low, mention.first), max(high, mention.last)


def _border(reading: Reading, first: int, last: int, otherwise: int) -> int:
    """The last conjunction between two numbers, else the second number itself."""
    joints = (i for i in range(last, first - 1, -1) if reading.low(i) in reading.grammar.conjunctions)
    return next(joints, otherwise if otherwise > last else last)


def _more(sentence: Sentence, end: int) -> Range:
    """ ", связанных с торговлей людьми", also behind a bracket; empty (first after last) where nothing is added."""
    reading, at = sentence.reading, end + (sentence.reading.low(end) != "(")
    if (pair := reading.parenthesis(at + 1)) and pair[0] == at:
        at = pair[1] + 1
    if reading.low(at) != "," or not _describes(reading, at + 1):
        return (0, -1)
    first, last = at + 1, segment_around(reading, at + 1, at + 1)[1]
    counted = [m for m in sentence.mentions if first <= m.first <= last and not m.ignored]
    if any(reading.parenthesis(m.first) == reading.parenthesis(first) for m in counted):
        return (0, -1)
    inner = reading.parenthesis(counted[0].first) if counted else None  # parts in a bracket say nothing of the total
    return first, inner[0] - 1 if inner else last


def _describes(reading: Reading, index: int) -> bool:
    """Whether a participle or a relative pronoun begins what follows."""
    near = (index, index + 1)
    relative = any(reading.low(i) in reading.grammar.relatives for i in near) and not reading.covered(
        index, frozenset({"including"})
    )
    if reading.low(index) in reading.grammar.all_of_them:
        return True  # ", все они подверглись ..."
    return relative or ATTRIBUTE in reading.kinds(index) or reading.low(index) in reading.grammar.describing


def _marker(spot: Spot) -> tuple[str, int]:
    reading, mention = spot.reading, spot.mention
    floor = max((f.mention.last for f in spot.figures if f.kind == HEAD), default=-1)
    found = [(PART, end) for end in spot.sentence.leads if floor <= end < mention.first and spot.clause[0] <= end]
    found.append((HEAD, floor))
    for kind, label in ((COMPARE, "compare"), (PART, "including")):
        cues = (c for c in reading.cues.get(label, ()) if max(floor, 0) <= c.first and c.last < mention.first)
        found += [(kind, c.last) for c in cues if reading.parenthesis(c.first) in (None, spot.parens)]
    opened = _opener(spot, floor)
    if opened is not None:
        found.append((PART, opened))
    marker, at = max(found, key=lambda item: item[1])
    if marker == COMPARE and reading.clause(at)[0] != spot.clause[0] and spot.parens is None:
        return HEAD, floor
    return marker, at


def _opener(spot: Spot, floor: int) -> int | None:
    """The colon, or the dash with a number right behind it, that follows the last total of the sentence."""
    reading = spot.reading
    if floor < 0:
        return None
    for index in range(spot.mention.first - 1, floor, -1):
        if reading.parenthesis(index) != spot.parens:
            continue
        if reading.low(index) == ":":
            return index
        if index == floor + 1 and reading.low(index) in reading.grammar.dashes and reading.number_at(index + 1):
            return index
    return None
