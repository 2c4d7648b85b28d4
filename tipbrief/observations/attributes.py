"""The columns beside the value: breakdowns, offence scope, law, actor and who reported (codebook, "Columns")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Callable

from tipbrief.observations.lexicon import Cue
from tipbrief.observations.mentions import Mention
from tipbrief.observations.reading import Reading

_OF_AGE, _OLD = 18, 100  # years of life (Palermo Protocol, article 3 (d)); no age is higher
_UNSPECIFIED, _AGE, _PERSONS = frozenset({"unspecified"}), frozenset({"age"}), frozenset({"victims", "people"})
_PLACE_WITHIN = 5  # tokens between a preposition and the country that it governs
_CASE_NOUNS = frozenset({"cases", "investigations", "prosecutions", "convictions"})
_STOPPING_VERBS = frozenset(
    "identify refer assist give shelter repatriate compensate open complete prosecute convict sentence train hold"
    " operate reach report investigate".split()
)


@dataclass(frozen=True)
class Attributes:
    """The codebook's breakdown and scope columns of one figure; empty where the text says nothing."""

    exploitation: str = ""
    sex: str = ""
    age: str = ""
    origin: str = ""
    offence: str = ""
    law: str = ""
    subtype: str = ""

    @property
    def breaks_down(self) -> bool:
        """Whether a breakdown column is set."""
        return bool(self.exploitation or self.sex or self.age or self.origin)

    def same_columns(self, other: Attributes) -> bool:
        """Whether every column but the subtype says the same."""
        return replace(self, subtype="") == replace(other, subtype="")

    def over(self, base: Attributes) -> Attributes:
        """These columns, and where one is empty that of `base`."""
        return Attributes(*(own or inherited for own, inherited in zip(_values(self), _values(base), strict=True)))


def _values(attributes: Attributes) -> tuple[str, ...]:
    return tuple(getattr(attributes, name) for name in Attributes.__dataclass_fields__)


def zone_end(reading: Reading, mention: Mention, limit: int) -> int:
    """The last token that can still describe the mention: up to a comma, bracket or verb that begins something else."""
    for index in range(mention.last + 1, limit + 1):
        low = reading.low(index)
        if low == "(" and reading.low(index + 1) in reading.grammar.again:
            return index - 1  # "(all for labor trafficking)" is a second statement, not what is counted
        if low == "(" and (closed := _plain_parenthesis(reading, index)) and closed <= limit:
            return closed
        if low in (";", ")", "(", ".", ":", "—"):
            return index - 1
        if low == "," and reading.low(index + 1) not in reading.grammar.describing:
            return index - 1
        stops = any(cue.first > mention.last and cue.label in _STOPPING_VERBS for cue in reading.at(index))
        if stops and not reading.covered(index, _UNSPECIFIED):
            return index - 1
    return limit


def _past_relative_clause(reading: Reading, mention: Mention, limit: int) -> Mention:
    """ "29 of the victims they assisted in 2018 were victims of ...": what is said of them begins at "were"."""
    if not mention.of_group:
        return mention
    within = range(mention.last + 1, min(mention.last + 9, limit))
    copula = next((i for i in within if reading.low(i) in reading.grammar.past_copulas), None)
    return mention if copula is None else replace(mention, last=copula - 1)


def _plain_parenthesis(reading: Reading, index: int) -> int | None:
    """The end of parentheses that hold no number, so only describe what stands before them."""
    pair = reading.parenthesis(index + 1)
    if pair is None or pair[0] != index or any(pair[0] < n.first < pair[1] for n in reading.numbers):
        return None
    return pair[1]


def read_attributes(reading: Reading, mention: Mention, limit: int, nation: str = "") -> Attributes:
    """What the noun phrase and the words that describe it say, up to token `limit`."""
    if mention.hole[0] <= mention.hole[1]:  # what stands in a bracket inside the noun phrase are parts
        before, after = replace(mention, last=mention.hole[0] - 1, hole=(0, -1)), replace(mention, hole=(0, -1))
        after.number = mention.number._replace(last=mention.hole[1])
        own = read_attributes(reading, before, mention.hole[0] - 1, nation)
        return own.over(read_attributes(reading, after, limit, nation))
    mention = _past_relative_clause(reading, mention, limit)
    end = zone_end(reading, mention, limit)
    first = mention.number.last + 1 if not mention.negated else mention.first
    of_cases = bool(mention.nouns & _CASE_NOUNS)

    def said(read: Callable[[Reading, int, int], str]) -> str:
        return read(reading, first, mention.last) or _predicate(reading, mention, end, read)

    form = _form_of(reading, first, mention.last, end) or (
        "" if mention.nouns and mention.value != 1 else _both(reading, first, end)
    )
    return Attributes(
        exploitation=said_of(mention, form),
        sex="" if of_cases else said(read_sex),
        age=child_of_cases(reading, first, end) if of_cases else said(read_age),
        origin=said(partial(read_origin, nation=nation)),
        offence=read_offence(reading, first, end),
    )


def said_of(mention: Mention, form: str) -> str:
    """The form of exploitation; "was unknown" behind what is not reported says that, and no form."""
    return "" if form == "unspecified" and mention.status == "not_reported" else form


def _form_of(reading: Reading, first: int, last: int, end: int) -> str:
    """The form in the noun phrase, else in what describes it; "both sex and labor trafficking" may begin in one."""
    if _says_both(reading, first, end):
        return "both"
    return read_form(reading, first, last) or read_form(reading, last + 1, end)


def _says_both(reading: Reading, first: int, last: int) -> bool:
    """Whether "both" is said of forms, and not of years: "in both 2030 and 2031"."""
    cue = reading.first_in("both", first, last)
    return cue is not None and not reading.low(cue.last + 1).isdigit()


def _both(reading: Reading, first: int, end: int) -> str:
    """Of a number without a noun, "for sex and labor trafficking" says both; of a total it may say one or the other."""
    sex, labor = reading.first_in("sex", first, end), reading.first_in("labor", first, end)
    if sex is None or labor is None:
        return ""
    one, other = sorted((sex, labor), key=lambda cue: cue.first)
    joined = any(reading.low(i) in reading.grammar.both_joints for i in range(one.last + 1, other.first))
    return "both" if joined else ""


def read_form(reading: Reading, first: int, last: int) -> str:
    """sex, labor, both, other or unspecified; empty where none or several are named."""
    if _says_both(reading, first, last):
        return "both"
    labor, sex = reading.has("labor", first, last), reading.has("sex", first, last)
    other = reading.has("other_form", first, last)
    if labor + sex + other > 1 and reading.has("unspecified", first, last):
        return "unspecified"
    if labor + sex + other > 1:
        begging_in_labor = labor and other and not sex
        return "labor" if begging_in_labor else ""
    if labor or sex or other:
        return "labor" if labor else "sex" if sex else "other"
    unknown = first <= last and reading.low(first) in reading.grammar.unknown_forms
    return "unspecified" if unknown or reading.has("unspecified", first, last) else ""


def read_sex(reading: Reading, first: int, last: int) -> str:
    """male or female; empty where the tokens name none or both."""
    male, female = reading.has("male", first, last), reading.has("female", first, last)
    return "" if male == female else "male" if male else "female"


def read_age(reading: Reading, first: int, last: int) -> str:
    """adult or child; empty where the tokens name none or both."""
    adult, child = reading.has("adult", first, last), reading.has("child", first, last)
    if not adult and not child:
        return _age_by_years(reading, first, last)
    return "" if adult == child else "adult" if adult else "child"


def _age_by_years(reading: Reading, first: int, last: int) -> str:
    """The age that years of life say: "below 16", "between 12 and 17", "over 21"; empty where they cross 18."""
    for number in filter(None, map(reading.number_at, range(first, last + 1))):
        if number.last <= last and number.value < _OLD:
            before = {cue.label for cue in reading.at(number.first - 1) if cue.last == number.first - 1}
            joints, aged = reading.grammar.year_and_year, reading.covered(number.first - 3, _AGE)
            joints = joints | reading.grammar.range_to if aged else joints
            counts = reading.covered(number.last + 1, _PERSONS)  # "between 10 and 17 victims" tells no age
            ends_span = reading.low(number.first - 1) in joints and reading.number_at(number.first - 2) and not counts
            if ("younger" in before and number.value <= _OF_AGE) or (ends_span and number.value < _OF_AGE):
                return "child"
            if "older" in before and number.value >= _OF_AGE - 1:
                return "adult"
    return ""


def child_of_cases(reading: Reading, first: int, last: int) -> str:
    """Cases of trafficking in children; adults beside them make it no breakdown."""
    alone = reading.has("child_only", first, last) or not reading.has("adult", first, last)
    return "child" if alone and reading.has("child", first, last) else ""


def _predicate(reading: Reading, mention: Mention, end: int, read: Callable[[Reading, int, int], str]) -> str:
    """A breakdown said of the mention: "two of the victims were children", "105 were male", "(12 from Uzbekistan)"."""
    index, low, grammar = mention.last + 1, reading.low(mention.last + 1), reading.grammar
    if mention.nouns and not mention.of_group:
        if low != "," and low not in grammar.describing and low not in grammar.past_copulas:
            return ""
        if low in grammar.describing_prepositions and not any(cue.first == index for cue in reading.at(index)):
            return ""  # "people of other nationalities" is an entry by itself
    return read(reading, index, end)


def read_origin(reading: Reading, first: int, last: int, nation: str) -> str:
    """national or foreign, by a word that says so or by a nationality beside the document's country `nation`."""
    cues = (c for c in reading.cues.get("nation", ()) if first <= c.first and c.last <= last)
    named = {reading.nation(cue) for cue in cues if not _is_place(reading, cue)}
    if named:
        both = nation in named and (len(named) > 1 or reading.has("foreign", first, last))
        return "" if both else "national" if named == {nation} else "foreign"
    if reading.has("foreign", first, last):
        return "foreign"
    own = (c for c in reading.cues.get("national", ()) if first <= c.first and c.last <= last)
    in_longer = (any(o.first <= c.first and o.last > c.last for o in reading.at(c.first)) for c in own)
    return "national" if not all(in_longer) else ""


def _is_place(reading: Reading, cue: Cue) -> bool:
    """Whether a country is where something happened ("exploited in Georgia"), not where somebody is from."""
    grammar = reading.grammar
    if not reading.covered(cue.first, frozenset({"country"})):
        return False
    for index in range(cue.first - 1, max(cue.first - _PLACE_WITHIN, -1), -1):
        if reading.low(index - 1) in grammar.state_names:
            continue  # "in the Republic of Peru"
        if reading.low(index) in grammar.origin_prepositions:
            return False
        if reading.low(index) in grammar.place_prepositions or reading.low(index) in grammar.topics:
            return True
    return False


def read_offence(reading: Reading, first: int, last: int) -> str:
    """mixed, related, or empty for trafficking."""
    if reading.has("related_mix", first, last):
        return "mixed"
    if reading.has("exclude", first, last):
        return "related"
    found = {
        reading.words(c.first, c.last).lower()
        for c in reading.cues.get("related", ())
        if first <= c.first and c.last <= last
    }
    if (
        found
        and found <= reading.grammar.trafficking_related
        and not reading.has("besides", 0, first)
        and not _other_offences(reading)
    ):
        return ""
    return "related" if found else ""


def _other_offences(reading: Reading) -> bool:
    """Whether the sentence names an offence that is not trafficking: then "trafficking-related" is apart from it."""
    return any(
        reading.words(c.first, c.last).lower() not in reading.grammar.related_offences
        for c in reading.cues.get("related", ())
    )


def read_law(reading: Reading, first: int, last: int) -> str:
    """The single article named within the tokens; several together give none (codebook, `law`)."""
    cue = reading.first_in("law_article", first, last)
    if cue is None:
        return ""
    index, found = cue.last + 1, []
    while index <= last:
        low = reading.low(index)
        if reading.tokens[index].kind == "number":
            name, index = _article_name(reading, index)
            found.append(name)
        elif low == "(" and found and (pair := reading.parenthesis(index + 1)):
            index = pair[1]
        elif low not in (".", ",", "-", "–") and low not in reading.grammar.list_words:
            break
        index += 1
    return found[0] if len(found) == 1 else ""


def _article_name(reading: Reading, index: int) -> tuple[str, int]:
    """An article's number with what is glued to it ("154-1", "360(A)"), and its last token."""
    last, tokens = index, reading.tokens
    while last + 1 < len(tokens) and tokens[last + 1].start == tokens[last].end and last - index < 4:
        low = tokens[last + 1].low
        if (low not in ("-", "(", ")") and tokens[last + 1].kind == "mark") or (low == ")" and tokens[last].low == "("):
            break
        last += 1
    while last > index and tokens[last].low in ("-", "("):
        last -= 1
    name = reading.words(index, last)
    return (name if name.count("(") == name.count(")") else reading.words(index, index)), last


def without_breakdowns(attributes: Attributes) -> Attributes:
    """Only the offence scope, which a comparison with a noun phrase of its own inherits."""
    return replace(Attributes(), offence=attributes.offence)
