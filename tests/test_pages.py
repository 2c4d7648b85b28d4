"""The text of pages: words are found however a program breaks them into lines."""

import pytest

from tipbrief.pages import Loose


@pytest.mark.parametrize(
    ("text", "words", "spans"),
    [
        ("at least 12, at\nleast 12", "at least 12", [(0, 11), (13, 24)]),
        ("15-17 Feb-\nruary", "February", [(6, 16)]),
        ("111", "11", [(0, 2), (1, 3)]),
        ("a b", "b c", []),
        ("a - b", "-", []),
    ],
)
def test_words_are_found_across_lines(text, words, spans):
    assert list(Loose(text).spans(words)) == spans
