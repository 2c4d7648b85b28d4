"""Read a sentence: its mentions from left to right, each by the first reader that knows what it is.

What a reader of the sentence keeps in mind is small: the last total ("head"), whether the words since then list its
parts or compare it, and which years were named (`place`).
"""

from __future__ import annotations

from typing import Callable, Iterator

from tipbrief.observations.cascades import for_each_name, read_ranked
from tipbrief.observations.comparisons import (
    compare_with_before,
    each_year,
    read_comparison,
    read_new_statement,
    same_numbers,
)
from tipbrief.observations.figures import COMPARE, HEAD, PART, Figure, Memory, Sentence
from tipbrief.observations.gather import find_mentions
from tipbrief.observations.groups import read_definite, read_group
from tipbrief.observations.leads import read_lead
from tipbrief.observations.mentions import Mention
from tipbrief.observations.movements import read_movement
from tipbrief.observations.named_ngos import learn_ngos, mark_ngos
from tipbrief.observations.other_years import read_respective_years
from tipbrief.observations.own import read_all, read_statement, read_sum, read_zero
from tipbrief.observations.parts import read_continued, read_part, read_remaining
from tipbrief.observations.place import Place, find_place
from tipbrief.observations.postposed import read_postposed
from tipbrief.observations.reading import Reading
from tipbrief.observations.scope import reason_out_of_scope, says_again
from tipbrief.observations.sharing import (
    share_all,
    share_form_of_cases,
    share_form_to_the_left,
    share_leading_offence,
    share_offence_to_the_left,
    share_suspension,
)
from tipbrief.observations.silence import share_year_of_silence
from tipbrief.observations.twins import read_twin
from tipbrief.observations.years import find_years

# Each gives the figures of a mention, or None where the mention is not its own to read; the first answer holds.
READERS: tuple[tuple[str, Callable[[Place], list[Figure] | None]], ...] = (
    ("a part of a group", read_group),
    ("a number behind what it counts", read_postposed),
    ("a part in a list by rank", read_ranked),
    ("a zero or a silence", read_zero),
    ("the remaining one", read_remaining),
    ("a total said again", read_definite),
    ("all of a total before", read_all),
    ("a sum", read_sum),
    ("what a subject rose or fell to", read_movement),
    ("a statement", read_statement),
    ("the other of two years", read_respective_years),
    ("the list goes on", read_continued),
    ("a statement after a comparison", read_new_statement),
    ("a comparison", read_comparison),
    ("a part in another year", read_twin),
    ("a part", read_part),
)
SAID_AGAIN = "said again"  # a number that only adds to one before
# What holds for the whole sentence is shared out once all its figures are known.
SHARERS: tuple[Callable[[Sentence], None], ...] = (
    same_numbers,
    each_year,
    for_each_name,
    share_offence_to_the_left,
    share_leading_offence,
    share_form_to_the_left,
    share_form_of_cases,
    share_year_of_silence,
    share_suspension,
    share_all,
)
_REMEMBERED = 12


def read_sentence(reading: Reading, memory: Memory, nation: str) -> Sentence:
    """The figures of a sentence; `memory` gains its totals.

    "Police freed 30 people, including nine boys, compared with 12 in 2030" gives a total, its part and a comparison.
    """
    if "ngo" in reading.cues:
        learn_ngos(reading, memory.ngos)
    if memory.ngos:
        mark_ngos(reading, memory.ngos)
    mentions = find_mentions(reading)
    sentence = Sentence(reading, find_years(reading), mentions, ignored=[m for m in mentions if m.ignored])
    for mention, following in _outside_leads(sentence, memory):
        _read_mention(find_place(sentence, memory, nation, mention, following))
    if sentence.figures:
        for share in SHARERS:
            share(sentence)
        _remember(sentence, memory)
    elif any(m.nouns for m in sentence.unclaimed):
        memory.interrupted = True
    return sentence


def _remember(sentence: Sentence, memory: Memory) -> None:
    """Keep the sentence's totals and parts for those after it, but not those of a comparison with the one before."""
    if not compare_with_before(sentence, memory):
        spoken_of = list(sentence.leads.values())[-1:]  # what the sentence broke down is what the next one speaks of
        memory.heads = [*memory.heads, *spoken_of, *(f for f in sentence.figures if _is_total(f))][-_REMEMBERED:]
        memory.compared = [*memory.compared, *(f for f in sentence.figures if f.kind == COMPARE)][-_REMEMBERED:]
        memory.parts = [*memory.parts, *(f for f in sentence.figures if f.kind == PART)][-_REMEMBERED:]
    memory.interrupted = False


def _is_total(figure: Figure) -> bool:
    """Whether later sentences may speak of a figure: a statement, also one about a part ("of whom it referred 17")."""
    return figure.kind == HEAD or (figure.kind == PART and figure.claim is not None and figure.claim.verb is not None)


def _outside_leads(sentence: Sentence, memory: Memory) -> Iterator[tuple[Mention, int]]:
    """The mentions that count something, each with the first token of the next, leaving out those inside a lead."""
    live = [m for m in sentence.mentions if not m.ignored]
    ends = [*(m.first for m in live[1:]), len(sentence.reading.tokens)] if live else []
    border = -2  # the last semicolon or lead's comma; a sentence without either begins after -1
    for mention, following in zip(live, ends, strict=True):
        start = next(sentence.reading.back_from(mention.first, ";"), -1)
        if start > border:
            border = max(read_lead(sentence, memory, start), start)
        if mention.first > border and mention not in sentence.unclaimed[-1:]:
            yield mention, following


def _read_mention(place: Place) -> None:
    """Add the mention's figures to the sentence, or leave it unclaimed."""
    if says_again(place):
        place.sentence.read_by[place.mention.first] = SAID_AGAIN
        return
    if reason := reason_out_of_scope(place.reading, place.mention):
        place.mention.ignored = reason
        place.sentence.ignored.append(place.mention)
        return
    figures: list[Figure] = []
    for name, read in READERS:
        if (found := read(place)) is not None:
            figures = found
            place.sentence.read_by[place.mention.first] = name
            break
    place.sentence.figures.extend(figures)
    is_numeral = place.reading.number_at(place.mention.first) is not None  # "no data" leaves nothing unclaimed
    if not figures and not place.mention.ignored and is_numeral:
        place.sentence.unclaimed.append(place.mention)
