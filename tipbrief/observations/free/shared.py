"""What a whole sentence says of its figures' offence: cases of the sentence before, and totals of unlike parts."""

from __future__ import annotations

from dataclasses import replace

from tipbrief.observations.figures import CASES, COMPARE, HEAD, PART, Figure, Memory, Sentence

_MIXED = "mixed"
_IN_CASES = "victims_in_cases"
_NEAR = 4  # totals before "потерпевшими признаны"
_BOTH = frozenset({"not_related", "related"})


def mix_offences(sentence: Sentence, memory: Memory) -> None:
    """A total whose parts are of trafficking and of other offences is of both, and so is what is compared with it."""
    figures = [*memory.heads, *sentence.figures]
    for total in (f for f in figures if f.kind == HEAD and not f.attributes.offence):
        parts = {f.attributes.offence for f in sentence.figures if f.parent is total and f.kind == PART}
        if "related" in parts and "" in parts:
            for figure in (total, *(f for f in figures if f.parent is total and f.kind != PART)):
                figure.attributes = replace(figure.attributes, offence=_MIXED)


def speak_of_cases_before(sentence: Sentence, memory: Memory) -> None:
    """ "По этим фактам возбуждено 28 дел": of both where the cases before were of trafficking and of other offences."""
    cue = sentence.reading.first_in("these_cases", 0, len(sentence.reading.tokens) - 1)
    said = _offences_named(sentence)
    mixed = memory.offences == _BOTH or _are_mixed([f for f in memory.heads if f.indicator in CASES])
    if mixed and (cue or (not said and _goes_on(sentence, memory))):
        for figure in sentence.figures:
            if not cue or figure.mention.last >= cue.first:
                figure.attributes = replace(figure.attributes, offence=figure.attributes.offence or _MIXED)
    memory.offences = said or memory.offences


def count_in_cases(sentence: Sentence, memory: Memory) -> None:
    """Who was recognised as an injured party of a criminal case is a victim in cases, and so are parts of them.

    "Потерпевшими признаны 19 граждан" says so behind cases, "по делам ..." by itself.
    """
    reading = sentence.reading
    spoken = any(f.indicator in CASES for f in (*memory.heads[-_NEAR:], *sentence.figures))
    for figure in sentence.figures:
        if figure.indicator != "victims_identified" or figure.kind == COMPARE:
            continue
        low, high = reading.clause(figure.mention.first)
        of_case = figure.claim is not None and (
            reading.has("proceedings", low, high)
            and (reading.has("legal", low, high) or reading.has("victim_status", low, high))
        )
        of_case = of_case or (spoken and figure.claim is not None and reading.has("legal", low, high))
        inherited = figure.parent is not None and figure.parent.indicator == _IN_CASES
        if of_case or inherited:
            figure.indicator = _IN_CASES


def _offences_named(sentence: Sentence) -> frozenset[str]:
    return frozenset(sentence.reading.cues) & _BOTH


def _goes_on(sentence: Sentence, memory: Memory) -> bool:
    """Whether the sentence stands in one block with a statement about both."""
    last = memory.heads[-1] if memory.heads else None
    if last is None or last.attributes.offence != _MIXED:
        return False
    return memory.is_news or "\n" not in sentence.reading.text[last.sentence : sentence.reading.span.start]


def _are_mixed(cases: list[Figure]) -> bool:
    offences = {f.attributes.offence for f in cases}
    return _MIXED in offences or {"", "related"} <= offences
