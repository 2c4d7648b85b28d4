"""Whole annual reports: each country comes out once, with its text and its pages, from reports of several styles."""

import html

import pytest
from annual_report import BOX, HOUSES, PRINTED, UNKNOWN, Narrative, Report, narratives_of, printed_names

from tipbrief.model import Document

SOME = list(dict.fromkeys([*list(PRINTED)[::2], *"XKX MAC MMR ALB CHN PHL THA UKR TUR LCA VCT ZWE".split()]))
TITLES = ("PROSECUTION", "PROTECTION", "PREVENTION", "TRAFFICKING PROFILE")
NARRATIVE = "The government identified ten victims in the country and convicted two traffickers in courts. " * 4


def words(text: str) -> str:
    """A text without its line ends, and without the boxes that stand where the page begins."""
    return " ".join(text.replace(BOX, " ").split())


def texts(document: Document) -> list[tuple[str, str]]:
    return [(part.iso3, words(document.text[part.start : part.end])) for part in document.parts]


def expected(narratives: list[Narrative]) -> list[tuple[str, str]]:
    return [(one.iso3, words(one.text)) for one in narratives if one.iso3]


def pages_of(document: Document, report: Report) -> list[tuple[str, str, int, int]]:
    """(country, line, page read, page printed) of every heading and mention, where the two differ."""
    wrong = []
    for one in report.narratives:
        printed = {text: page for text, page in zip(one.blocks, one.pages, strict=True) if len(text) < 60}
        for block in (b for part in document.parts if part.iso3 == one.iso3 for b in document.blocks_of(part)):
            line = document.text[block.start : block.end]
            if line in printed and document.page_at(block.start) != printed[line]:
                wrong.append((one.iso3, line, document.page_at(block.start), printed[line]))
    return wrong


def check_report(corpus, report: Report) -> None:
    corpus.add(report.data, file="a.pdf", iso3="")
    corpus.run()
    document = corpus.document()
    assert texts(document) == expected(report.narratives)
    assert pages_of(document, report) == []
    (warning,) = corpus.messages()
    assert UNKNOWN in warning.upper() and "whose country is not known; add its name to config/countries.yml" in warning


def test_every_country_of_a_report_of_300_pages(corpus):
    report = Report(HOUSES["colon"], narratives_of(printed_names()), width=330, height=450)
    assert report.set.pages >= 300 and len(report.narratives) >= 200
    check_report(corpus, report)


@pytest.mark.parametrize("house", HOUSES)
def test_every_country_of_a_report_in_any_style(corpus, house):
    check_report(corpus, Report(HOUSES[house], narratives_of(SOME)))


MARKUP = {
    "headings with the tier": ("<h2 id='c{i}'>{name} ({tier})</h2>", "<h3>{}</h3>"),
    "headings of one depth": ("<h2>{name}</h2>", "<h2>{}</h2>"),
    "the tier on a line below": ("<h3>{name}</h3><p>{tier}</p>", "<h4>{}</h4>"),
    "bold paragraphs": ("<p><strong>{name}</strong></p>", "<p><b>{}:</b></p>"),
    "buttons that unfold": ("<h2><button>{name}</button></h2>", "<h3>{}</h3>"),
    "sections with headers": ("</section><section><header><h2>{name}</h2></header>", "<h3>{}</h3>"),
}


def web_page(heading: str, title: str, narratives: list[Narrative]) -> str:
    """One HTML page of all narratives, with a list and a table of countries before them and a glossary behind."""
    names = [html.escape(one.name.title()) for one in narratives]
    body = "<h1>A report</h1><ul>" + "".join(f"<li><a href='#c{i}'>{n}</a></li>" for i, n in enumerate(names)) + "</ul>"
    body += "<h2>Tier placements</h2><table>" + "".join(f"<tr><td>{n}</td><td>Tier 1</td></tr>" for n in names)
    body += f"</table><h2>How to read it</h2><p>{NARRATIVE}</p>"
    for i, (name, one) in enumerate(zip(names, narratives, strict=True)):
        body += heading.format(i=i, name=name, tier=one.tier.title())
        body += "".join(title.format(b) if b in TITLES else f"<p>{html.escape(b)}</p>" for b in one.blocks)
    return f"<html><body><nav>Albania</nav>{body}<h2>Glossary</h2><p>{NARRATIVE}</p></body></html>"


@pytest.mark.parametrize("markup", MARKUP)
def test_every_country_of_a_page_of_narratives(corpus, markup):
    narratives = narratives_of(SOME)
    heading, title = MARKUP[markup]
    corpus.add(web_page(heading, title, narratives), file="a.html", iso3="")
    corpus.run()
    for one in narratives:
        tier = one.tier.title()
        lines = [one.name.title() + (f" ({tier})" if "({tier}" in heading else "")]
        lines += [tier] if "<p>{tier}" in heading else []
        one.blocks[:0] = lines
    read = [(iso3, text.replace(":", "")) for iso3, text in texts(corpus.document())]
    assert read == [(iso3, text.replace(":", "")) for iso3, text in expected(narratives)]
    (warning,) = corpus.messages()
    assert "'Ruritania" in warning


def test_a_heading_that_looks_otherwise_and_stands_out_of_order_is_told(corpus):
    names = ("ALBANIA", "BURMA", "CHINA", "GHANA", "KENYA", "SERBIA AND MONTENEGRO", "ZAMBIA")
    parts = [f"{name} (Tier 2)\n\n{NARRATIVE}" for name in names]
    parts[5] += f"\n\nKOSOVO\n\n{NARRATIVE}"
    corpus.add("\n\n".join(parts), iso3="")
    corpus.run()
    assert [part.iso3 for part in corpus.document().parts] == ["ALB", "MMR", "CHN", "GHA", "KEN", "SCG", "ZMB"]
    (warning,) = corpus.messages()
    assert "has the heading 'KOSOVO' inside the part about SERBIA AND MONTENEGRO (Tier 2), whose own part" in warning


def test_a_name_that_looks_otherwise_but_stands_in_order_has_its_part(corpus):
    parts = [f"{name} (Tier 2)\n\n{NARRATIVE}" for name in ("ALBANIA", "BURMA", "CHINA", "GHANA", "ZAMBIA")]
    corpus.add("\n\n".join([*parts[:4], f"SOMALIA\n\n{NARRATIVE}", parts[4]]), iso3="")
    corpus.run()
    assert [part.iso3 for part in corpus.document().parts] == ["ALB", "MMR", "CHN", "GHA", "SOM", "ZMB"]
    assert not corpus.messages()


def test_the_running_heads_of_a_text_with_pages(corpus):
    names = ("ALBANIA", "BURMA", "CHINA", "GHANA", "KENYA", "ZAMBIA")
    sentences = [
        f"Police in the port of {name.title()} opened cases about people whom recruiters had sold and" for name in names
    ]
    pages = [
        page
        for number, (name, text) in enumerate(zip(names, sentences, strict=True), 1)
        for page in (
            f"{name}\n{2 * number}\n{name}: TIER 2\n\n{text}",
            f"{name}\n{2 * number + 1}\nhidden in 1{number} villages. {NARRATIVE}",
        )
    ]
    corpus.add("\f".join(pages), iso3="")
    corpus.run()
    assert [text for _, text in texts(corpus.document())] == [
        f"{name}: TIER 2 {text} hidden in 1{number} villages. {NARRATIVE}".strip()
        for number, (name, text) in enumerate(zip(names, sentences, strict=True), 1)
    ]


def test_an_order_of_regions_is_kept(corpus):
    names = ("GHANA", "KENYA", "ZAMBIA", "ALBANIA", "SERBIA", "NEPAL", "CHINA")
    corpus.add("\n\n".join(f"{name} (Tier 2)\n\n{NARRATIVE}" for name in names), iso3="")
    corpus.run()
    assert [part.iso3 for part in corpus.document().parts] == ["GHA", "KEN", "ZMB", "ALB", "SRB", "NPL", "CHN"]
