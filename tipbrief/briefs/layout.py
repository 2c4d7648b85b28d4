"""What a reader would see as broken, and where figures stand, found on the laid-out boxes of a brief.

Text or a picture across an edge of its page or table cell, a heading with nothing below it on its page, a section or a
table without content. WeasyPrint shows its boxes as `Page._page_box` only, hence the private name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator, Sequence

SLACK = 1.0  # px: what rounding may put across an edge
HEADINGS = ("h1", "h2", "h3", "caption")
LEADS = "lead"  # the class of a paragraph that leads into a table
# Names an element whose place is asked for. An `id` would do, but each costs a computed style of its own.
MARK = "data-figure"
SHOWN = 40  # characters of a text that a sentence tells

Box = Any  # weasyprint.formatting_structure.boxes.Box


@dataclass
class _Seen:
    """What one page holds: headings and contents as (top, bottom, words)."""

    headings: list[tuple[float, float, str]] = field(default_factory=list)
    contents: list[tuple[float, float, str]] = field(default_factory=list)


def faults(pages: Sequence[Any]) -> list[str]:
    """One sentence for each fault of the laid-out pages, in their order; none for a sound brief."""
    return [f"page {number}: {fault}" for number, page in enumerate(pages, 1) for fault in _page_faults(page._page_box)]


def marked(pages: Sequence[Any]) -> list[dict[str, tuple[float, float, float, float]]]:
    """Of each page where (left, top, right, bottom; px) the text of an element with a `MARK` begins, by its name."""
    return [_marked(page._page_box) for page in pages]


def _marked(page: Box) -> dict[str, tuple[float, float, float, float]]:
    found: dict[str, tuple[float, float, float, float]] = {}
    for box in page.descendants():
        name = box.element.get(MARK) if type(box).__name__ == "TextBox" and box.element is not None else None
        if name and name not in found:
            left, top = box.position_x, box.position_y
            found[name] = (left, top, left + box.width, top + box.height)
    return found


def _page_faults(page: Box) -> Iterator[str]:
    left, top = page.content_box_x(), page.content_box_y()
    edges = left, top, left + page.width, top + page.height
    for root in page.children:
        if root.element_tag == "html":
            seen = _Seen()
            yield from _walk(root, edges, "the page", seen, False)
            yield from _lonely(seen)


def _walk(box: Box, edges: tuple[float, float, float, float], name: str, seen: _Seen, heading: bool) -> Iterator[str]:
    """Faults of the box and of all below it; `edges` (left, top, right, bottom) are those of the page or cell."""
    kind = type(box).__name__
    if kind == "TextBox" or hasattr(box, "replacement"):
        words = box.text.strip() if kind == "TextBox" else "a picture"
        if not words:
            return
        yield from _across(box, edges, words, name)
        where = seen.headings if heading else seen.contents
        where.append((box.position_y, box.position_y + box.height, words))
        return
    if kind == "TableCellBox":
        edges, name = _inner(box, edges), "its table cell"
    if box.element_tag == "section" and not _has_content(box):
        yield f"the section “{_words(box)}” has a heading and nothing else"
    if kind == "TableBox" and box.element_tag == "table" and not _has_rows(box):
        yield f"the table “{_words(box)}” has a head and no row"
    for child in getattr(box, "children", ()):
        yield from _walk(child, edges, name, seen, heading or _heads(box))


def _heads(box: Box) -> bool:
    """Whether the box is a heading, or leads into what follows as one does."""
    return box.element_tag in HEADINGS or (box.element is not None and box.element.get("class") == LEADS)


def _across(box: Box, edges: tuple[float, float, float, float], words: str, name: str) -> Iterator[str]:
    """A sentence where the box leaves the edges around it."""
    left, top, right, bottom = edges
    out = box.position_x < left - SLACK or box.position_x + box.width > right + SLACK
    if out or box.position_y + box.height > bottom + SLACK or box.position_y < top - SLACK:
        yield f"“{words[:SHOWN]}” crosses an edge of {name}"


def _inner(cell: Box, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The border box of a cell across, the page's edges down: a cell grows with its text."""
    return cell.position_x, edges[1], cell.position_x + cell.border_width(), edges[3]


def _lonely(seen: _Seen) -> Iterator[str]:
    """The heading that ends its page."""
    for top, bottom, words in seen.headings:
        if not any(start >= top and end > bottom for start, end, _words in seen.contents):
            yield f"the heading “{words[:SHOWN]}” has nothing below it"


def _has_content(section: Box) -> bool:
    """Whether there is text or a picture outside the headings."""
    return any(
        (type(box).__name__ == "TextBox" and box.text.strip()) or hasattr(box, "replacement")
        for child in section.children
        for box in _outside_headings(child)
    )


def _outside_headings(box: Box) -> Iterator[Box]:
    if box.element_tag not in HEADINGS:
        yield box
        for child in getattr(box, "children", ()):
            yield from _outside_headings(child)


def _has_rows(table: Box) -> bool:
    return any(
        group.element_tag not in ("thead", "tfoot") and group.children
        for group in table.children
        if type(group).__name__ == "TableRowGroupBox"
    )


def _words(box: Box) -> str:
    texts = (found.text for found in box.descendants() if type(found).__name__ == "TextBox")
    return " ".join(" ".join(texts).split())[:SHOWN]
