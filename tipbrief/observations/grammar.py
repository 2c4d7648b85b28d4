"""The small words of a language on which the reading of a sentence turns: config/lexicon/<language>/grammar.yml.

What each list is for stands beside it in that file.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Mapping

from tipbrief.errors import TipbriefError
from tipbrief.observations.forms import all_forms, entry_forms
from tipbrief.settings import read_yaml

Exact = frozenset[str]  # words that are not inflected
_NOTHING: Mapping[str, Any] = {"str": "latin", "bool": False, "Mapping[str, str]": {}}  # by kind; else an empty list


@dataclass(frozen=True, slots=True)
class Grammar:
    """Lists of lower-case words; endings and openings are tuples, as `str.endswith` takes them.

    `script` is the writing of the language; `free_order` says that verbs stand before or after what is counted, and
    that what describes a noun follows it. `groups` gives the noun class of a group named by what was done to it.
    """

    script: str
    tier: frozenset[str]
    watch_list: frozenset[str]
    placed: frozenset[str]
    special_case: frozenset[str]
    plan_prepositions: frozenset[str]
    case_prepositions: frozenset[str]
    free_order: bool
    abbreviations: Exact
    modifier_endings: tuple[str, ...]
    instrumental_endings: tuple[str, ...]
    instrumental_prepositions: frozenset[str]
    prepositions: frozenset[str]
    complements: frozenset[str]
    dashes: frozenset[str]
    skipped: frozenset[str]
    difference_before: frozenset[str]
    difference_after: frozenset[str]
    year_words: frozenset[str]
    source_ends: frozenset[str]
    auxiliaries: frozenset[str]
    passive_adverbs: frozenset[str]
    copulas: frozenset[str]
    past_copulas: frozenset[str]
    adverb_endings: tuple[str, ...]
    gerund_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    verb_joints: frozenset[str]
    action_prepositions: frozenset[str]
    object_prepositions: frozenset[str]
    passive_prepositions: frozenset[str]
    finite: frozenset[str]
    before_infinitive: frozenset[str]
    before_object: frozenset[str]
    subordinators: frozenset[str]
    clause_joints: frozenset[str]
    clause_adverbs: frozenset[str]
    not_in_subject: frozenset[str]
    anaphors: frozenset[str]
    states: frozenset[str]
    both_joints: frozenset[str]
    topics: frozenset[str]
    adjectival: frozenset[str]
    ago: frozenset[str]
    not_victims: frozenset[str]
    each: frozenset[str]
    ratio_joints: frozenset[str]
    all_alike: frozenset[str]
    amid: frozenset[str]
    agents: frozenset[str]
    past_perfect: frozenset[str]
    brought: frozenset[str]
    resulting: frozenset[str]
    whens: frozenset[str]
    than: frozenset[str]
    state_names: frozenset[str]
    turns: frozenset[str]
    onwards: frozenset[str]
    after_no: frozenset[str]
    ranked_with: frozenset[str]
    origins: frozenset[str]
    destinations: frozenset[str]
    multiples: frozenset[str]
    ngo_titles: frozenset[str]
    month_openings: frozenset[str]
    bystanders: frozenset[str]
    hard_relatives: frozenset[str]
    respectively: frozenset[str]
    same_as: frozenset[str]
    for_total: frozenset[str]
    unknown_forms: frozenset[str]
    never_before_noun: frozenset[str]
    part_prepositions: frozenset[str]
    moved_to: frozenset[str]
    moved_from: frozenset[str]
    phrase_stops: frozenset[str]
    conjunctions: frozenset[str]
    plural_endings: tuple[str, ...]
    no_plural_endings: tuple[str, ...]
    name_openings: frozenset[str]
    name_links: frozenset[str]
    relatives: frozenset[str]
    origin_prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    plans: frozenset[str]
    exploited: frozenset[str]
    them: frozenset[str]
    the_state: frozenset[str]
    years: tuple[str, ...]
    all_but: tuple[str, ...]
    describing: frozenset[str]
    describing_prepositions: frozenset[str]
    articles: frozenset[str]
    definite: frozenset[str]
    demonstratives: frozenset[str]
    groups: Mapping[str, str]
    of_before: frozenset[str]
    again: frozenset[str]
    negation_ends: frozenset[str]
    negation_links: frozenset[str]
    question_words: frozenset[str]
    not_all_subjects: frozenset[str]
    before_unreported: frozenset[str]
    unreported_links: frozenset[str]
    one_of_kind: frozenset[str]
    range_to: frozenset[str]
    range_or: frozenset[str]
    not_counted: frozenset[str]
    lead_openings: frozenset[str]
    victim_kinds: frozenset[str]
    done_to: frozenset[str]
    tied_by: frozenset[str]
    person_prepositions: frozenset[str]
    plain_prepositions: frozenset[str]
    law_openings: frozenset[str]
    period_clauses: frozenset[str]
    list_words: frozenset[str]
    estimated: frozenset[str]
    comparison_openings: tuple[str, ...]
    ordinal_endings: frozenset[str]
    years_old: frozenset[str]
    span_words: frozenset[str]
    one: frozenset[str]
    before_pronoun_one: frozenset[str]
    after_pronoun_one: frozenset[str]
    before_year: frozenset[str]
    year_prepositions: frozenset[str]
    year_openings: frozenset[str]
    year_determiners: frozenset[str]
    after_year: frozenset[str]
    leading_words: frozenset[str]
    clause_openings: frozenset[str]
    after_leading_year: frozenset[str]
    unlike: frozenset[str]
    since: frozenset[str]
    period: frozenset[str]
    perfect: frozenset[str]
    between_perfect: frozenset[str]
    fiscal_names: tuple[str, ...]
    year_to_year: frozenset[str]
    range_from: frozenset[str]
    year_parts: frozenset[str]
    date_prepositions: frozenset[str]
    dated_texts: frozenset[str]
    other_ones: frozenset[str]
    year_and_year: frozenset[str]
    range_between: frozenset[str]
    month_to_month: frozenset[str]
    by: frozenset[str]
    nobody: frozenset[str]
    pronouns: frozenset[str]
    joint_actors: frozenset[str]
    opens_subject: frozenset[str]
    together_with: frozenset[str]
    partner_prepositions: frozenset[str]
    before_body_verb: frozenset[str]
    body_starts: frozenset[str]
    before_accounts: frozenset[str]
    accounts: frozenset[str]
    source_of: frozenset[str]
    after_told: frozenset[str]
    asides: frozenset[str]
    it: frozenset[str]
    this: frozenset[str]
    in_body_name: frozenset[str]
    body_kinds: frozenset[str]
    general_bodies: frozenset[str]
    we: frozenset[str]
    all_of_them: frozenset[str]
    such: frozenset[str]
    of_them: frozenset[str]
    same_subject: frozenset[str]
    new_subject: frozenset[str]
    subtype_edges: frozenset[str]
    continued: frozenset[str]
    topic_prepositions: frozenset[str]
    general_offences: frozenset[str]
    offence_prepositions: frozenset[str]
    related_offences: frozenset[str]
    trafficking_related: frozenset[str]
    plain_forms: frozenset[str]
    plain_inspections: frozenset[str]
    plain_audience: frozenset[str]
    small_words: frozenset[str]

    def is_plural(self, noun: str) -> bool:
        """Whether a noun has a plural form: "officers", "fishermen"."""
        return noun.endswith(self.plural_endings) and not noun.endswith(self.no_plural_endings)

    def is_gerund(self, verb: str) -> bool:
        """Whether a verb is no finite one: "identifying"."""
        return verb.endswith(self.gerund_endings)

    def is_adverb(self, word: str) -> bool:
        """Whether a word is an adverb by its form: "reportedly"."""
        return word.endswith(self.adverb_endings)


def read_grammar(path: Path, language: str = "en") -> Grammar:
    """The grammar of a language; of its words every form is read, and a list left out is empty.

    TipbriefError names the lists that are unknown or hold no words.
    """
    data = read_yaml(path)
    kinds = {field.name: field.type for field in fields(Grammar)}
    if unknown := sorted(data.keys() - kinds.keys()):
        faults = (f"`{name}` is no list that the program reads" for name in unknown)
        raise TipbriefError(f"{path}: {'; '.join(faults)}.")
    return Grammar(**{
        name: _words(path, name, data.get(name, _NOTHING.get(str(kind), [])), str(kind), language)
        for name, kind in kinds.items()
    })  # fmt: skip


def _words(path: Path, name: str, value: Any, kind: str, language: str) -> Any:
    if kind in ("str", "bool"):
        if type(value).__name__ != kind:
            raise TipbriefError(f"{path}: `{name}` must be {'a word' if kind == 'str' else 'true or false'}.")
        return value
    if kind.startswith("Mapping"):
        return {form: noun for word, noun in value.items() for form in entry_forms(word, language)}
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise TipbriefError(f"{path}: `{name}` must be a list of words; put no, on and yes in quotes.")
    if kind.startswith("tuple"):
        return tuple(value)
    return frozenset(value) if kind == "Exact" else all_forms(value, language)
