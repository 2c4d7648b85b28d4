"""What reading one sentence, or one row of a table, gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from tipbrief.observations.figures import Figure, Sentence
from tipbrief.observations.rows import Row

# A number that no phrase claims is the analyst's to judge only in a sentence about one of these.
SUBJECTS = frozenset("victims investigations prosecutions convictions suspects cases shelters trainings calls".split())


@dataclass
class Step:
    """One sentence as it was read: the row of each figure (with a `reason` where it is held), and the other numbers."""

    sentence: Sentence
    figures: list[Figure]
    rows: list[Row]
    unclaimed: list[Row] = field(default_factory=list)
    ignored: list[Row] = field(default_factory=list)
