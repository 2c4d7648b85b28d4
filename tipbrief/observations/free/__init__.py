"""Reading a sentence of a language with free word order (grammar.yml, `free_order`), such as Russian.

Endings, not places, say there what a verb governs: "возбуждено 12 дел", "12 дел возбуждено". So a number belongs to
the predicate of its clause, wherever that stands; a noun comes before what describes it; and a label may stand before
its number ("дети — 12"). What the figures are is the same as in English, and so are the steps after this one.
"""
