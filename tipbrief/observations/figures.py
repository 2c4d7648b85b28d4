"""What reading a sentence gives: its figures, tied to each other, and what was left over.

A figure is read in this order, each step a module: `place` (where the mention stands), `own`, `parts` and `comparisons`
(which figures it is), `making` (their columns) and `dating` (their year and law); `read` puts the steps in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tipbrief.observations.attributes import Attributes
from tipbrief.observations.claims import Claim
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading
from tipbrief.observations.years import Year

# How a figure stands to the others: a statement of its own, a part of a total, a value compared with it.
HEAD, PART, COMPARE = "head", "part", "compare"
CASES = frozenset({"investigations", "prosecutions", "conviction_cases", "investigations_completed"})
PERSON_NOUNS = frozenset({"victims", "people", "audience"})
ACCUSED_NOUNS = frozenset({"suspects", "convicts", "people", "officials"})
STAGES = frozenset({"prosecutions", "convictions"})  # nouns that say the stage by themselves
CASE_NOUNS = frozenset({"cases", "investigations", "prosecutions", "convictions"})


_COUNTED = {
    "persons_convicted": frozenset({"convicts"}),
    "persons_imprisoned": frozenset({"convicts"}),
    "persons_prosecuted": frozenset({"suspects", "convicts"}),
}


# The persons of so many cases, at the cases' stage.
PERSONS_OF = {
    "investigations": "investigations",
    "prosecutions": "persons_prosecuted",
    "conviction_cases": "persons_convicted",
}


@dataclass
class Figure:
    """One reading of one number. `parent` is the total of a part, or what a comparison compares."""

    mention: Mention
    indicator: str
    kind: str
    attributes: Attributes
    parent: Figure | None = None
    claim: Claim | None = None
    year: Year | None = None
    last_period: bool = False
    first: int = 0
    inferred: set[str] = field(default_factory=set)
    sentence: int = 0
    words: tuple[str, ...] = ()
    dated: tuple[int | None, str] | None = None
    subtype: str = ""
    body: str = ""
    related_at: tuple[int, int] | None = None
    zone: tuple[int, int] = (0, -1)
    reported_by: str = ""
    speaker: str = ""  # the class of the body that reports: whom "мы" means
    nouns: frozenset[str] = frozenset()
    actor: str = ""
    potential: bool = False

    @property
    def counted(self) -> frozenset[str]:
        """The nouns by which a later number without a noun may be claimed: nine of 31 convictions are convicts."""
        return self.nouns | _COUNTED.get(self.indicator, frozenset())


@dataclass
class Sentence:
    """A sentence's mentions and figures, and what was left: mentions that no phrase claims, or that count nothing.

    `leads` holds the total that an opening "Of these," or "Of the 32 victims," speaks of, by its last token: it opens
    the sentence or a clause after a semicolon. `read_by` names the reader that answered for a mention, by its first
    token.
    """

    reading: Reading
    years: list[Year]
    mentions: list[Mention]
    figures: list[Figure] = field(default_factory=list)
    unclaimed: list[Mention] = field(default_factory=list)
    ignored: list[Mention] = field(default_factory=list)
    leads: dict[int, Figure] = field(default_factory=dict)
    read_by: dict[int, str] = field(default_factory=dict)

    def readings_of(self, figure: Figure) -> list[Figure]:
        """The figures that read the same number: "found and housed six women" are two."""
        return [f for f in self.figures if f.mention is figure.mention] or [figure]

    def relatives_of(self, target: Figure | None, kind: str) -> list[Figure]:
        """What a part or a comparison is one of: a part of the first reading of its total, a comparison with each.

        Breakdowns are recorded once (codebook, "Two readings of one number"); none without a target.
        """
        readings = self.readings_of(target) if target else []
        return readings[:1] if kind == PART else readings


@dataclass
class Memory:
    """What earlier sentences of the paragraph leave to later ones: their last totals, and the parts of these."""

    heads: list[Figure] = field(default_factory=list)
    parts: list[Figure] = field(default_factory=list)
    source: str = ""  # the body whose numbers they are, its class, and the figures last told (`free.sources`)
    speaker: str = ""
    told: list[Figure] = field(default_factory=list)
    offences: frozenset[str] = frozenset()  # classes of offences that the last sentence with any named
    published: int | None = None  # the year in which the document was published
    main_year: int | None = None  # the year that it covers
    compared: list[Figure] = field(default_factory=list)  # "38 in 2030 and 40 in 2031. Of the 40, ..."
    earlier: list[Figure] = field(default_factory=list)  # totals of the paragraphs before: "Of the 56 cases, ..."
    ngos: set[tuple[str, ...]] = field(default_factory=set)  # names that the document said are NGOs' (`named_ngos`)
    headed: Year | None = None  # the year at the head of the list that is being read
    housed: int = 0  # where the last sentence ended, if it named shelters
    is_news: bool = False  # in news a source and a year hold for the whole text
    years: set[int] = field(default_factory=set)  # calendar years named so far
    opened: bool = False  # a colon at the end opened a list that the next blocks go on with
    interrupted: bool = False  # the sentence before counted something that no phrase claims: "of these" speaks of that

    def of_size(self, value: float | None) -> list[Figure]:
        """Totals of that size, or where there is none parts ("Of the 40 women, nine were ..."), or earlier totals."""
        for known in (self.heads, self.parts, self.compared, self.earlier):
            if same := [f for f in known if f.mention.value == value]:
                return same
        return []
