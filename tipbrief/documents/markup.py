"""Leftovers of HTML and Markdown in plain text, taken out of it."""

from __future__ import annotations

import html
import re

from tipbrief.documents.chars import superscript

SUP = re.compile(r"<sup>\s*\[?(\d{1,3})\]?\s*</sup>", re.I)
TAG = re.compile(r"</?(?:u|b|i|s|em|strong|sup|sub|span|font|br|p|div|a|center|small|mark)(?:\s[^<>]{0,200})?/?>", re.I)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|#\d{2,6}|#x[0-9a-f]{2,5});", re.I)
# An emphasis opens before a character that is no blank and closes after one, within one paragraph.
EMPHASIS = re.compile(
    r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])((?:[^*_\n]|\n(?!\s*\n)|(?<=\w)_(?=\w)){1,400}?)(?<![\s*_])\1(?![\w*_])"
)
ATX = re.compile(r"^#{1,6}[ \t]+(?=\S)", re.M)


def strip_markup(text: str) -> str:
    """`text` without tags and emphasis; <sup>10</sup> becomes ¹⁰.

    >>> strip_markup("the <u>2005</u> *Action Plan*, 2023<sup>10</sup>")
    'the 2005 Action Plan, 2023¹⁰'
    """
    if "<" in text:
        text = SUP.sub(lambda m: superscript(m[1]), text)
        text = TAG.sub(lambda m: " " if m[0].lower().startswith(("<br", "<p", "</p", "<div")) else "", text)
    if "&" in text:
        text = ENTITY.sub(lambda m: html.unescape(m[0]), text)
    if "*" in text or "_" in text:
        text = EMPHASIS.sub(r"\2", text)
    return ATX.sub("", text) if "#" in text else text
