"""The PDF as a document: PDF/A-3a and PDF/UA-1 at once, with the data that it prints inside.

WeasyPrint writes one variant to a file. It is asked for PDF/A-3a, with tags; its finisher then adds what else
PDF/UA-1 needs (its identifier, and the extension schema without which PDF/A does not allow it), leaves the metadata
uncompressed as PDF/A wants it, and attaches the files. Dates are those of the brief: same input, same bytes.
"""

from __future__ import annotations

import copy
import io
from hashlib import md5
from typing import Any, Callable, Mapping, Sequence

import pydyf

from tipbrief.briefs.attach import File, files
from tipbrief.briefs.layout import marked
from tipbrief.briefs.locate import brief_text, located
from tipbrief.briefs.printed import Entry
from tipbrief.briefs.streams import TRIES, is_misread, settle, settle_all
from tipbrief.pages import Pages

VARIANT = "pdf/a-3a"
UA = "http://www.aiim.org/pdfua/ns/id/"
SCHEMA = "http://www.aiim.org/pdfa/ns/"
IDENTIFIER = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{UA}" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="{SCHEMA}extension/" xmlns:pdfaSchema="{SCHEMA}schema#"
 xmlns:pdfaProperty="{SCHEMA}property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{UA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
""".encode()


def write(document: Any, country: Mapping[str, Any], brief: Mapping[str, Any], entries: Sequence[Entry]) -> bytes:
    """The laid out document as a PDF that carries its data; `entries` are the figures that it prints."""
    for blanks in range(TRIES):
        finish = _finisher(country, brief, entries, " " * blanks)
        data: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=finish)
        if not is_misread(data):
            break
    return data


def _finisher(
    country: Mapping[str, Any], brief: Mapping[str, Any], entries: Sequence[Entry], blanks: str
) -> Callable[..., None]:
    """What WeasyPrint calls before it closes the file; `blanks` behind a title change the streams that it adds."""

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        _identify(pdf)
        _give_scope(pdf)
        settle_all(pdf)
        with Pages(_draft(pdf)) as pages:
            figures = located(entries, marked(document.pages), pages, country["observations"])
            carried = files(country, brief, brief_text(pages), figures)
        before = len(pdf.objects)
        _attach(pdf, [carried[0]._replace(title=carried[0].title + blanks), *carried[1:]], country["as_of"])
        settle(pdf.objects[before:])

    return finish


def _draft(pdf: pydyf.PDF) -> bytes:
    """The file as far as it is written: its text is read before the files that rest on it are attached."""
    draft, written = copy.copy(pdf), io.BytesIO()
    draft.objects = list(pdf.objects)
    draft.write(written)
    return written.getvalue()


def _identify(pdf: pydyf.PDF) -> None:
    """Put the identifier of PDF/UA-1 into the metadata and leave them uncompressed."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    end = b"</rdf:RDF>"
    metadata.stream = [part.replace(end, IDENTIFIER + end) for part in metadata.stream]
    metadata.compress = False


def _give_scope(pdf: pydyf.PDF) -> None:
    """Say of each header cell whether it heads its column or its row: of a table's head, or of its body.

    WeasyPrint links cells to their headers, which is enough for the standard; readers that look for the scope only
    find it too (Kozea/WeasyPrint, issue 2508).
    """
    for cell in pdf.objects:
        if isinstance(cell, dict) and cell.get("S") == "/TH":
            group = _parent(pdf, _parent(pdf, cell))
            cell["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"


def _parent(pdf: pydyf.PDF, element: Mapping[str, Any]) -> Any:
    return pdf.objects[int(element["P"].split()[0])]


def _attach(pdf: pydyf.PDF, carried: Sequence[File], as_of: str) -> None:
    """Attach the files, by their names in order; each belongs to the document as a whole."""
    dates = {}
    if len(as_of) == len("2025-06-30"):
        day = pydyf.String(f"D:{as_of.replace('-', '')}000000Z")
        dates = {"CreationDate": day, "ModDate": day}
    names, references = pydyf.Array(), pydyf.Array()
    for file in carried:
        name = pydyf.String(file.name)
        specification = _specification(pdf, file, name, dates)
        names.extend([name, specification])
        references.append(specification)
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = references


def _specification(pdf: pydyf.PDF, file: File, name: pydyf.String, dates: Mapping[str, Any]) -> bytes:
    """Add a file and its description; the reference of the latter."""
    sum_ = md5(file.data, usedforsecurity=False).hexdigest()
    facts = {"CheckSum": f"<{sum_}>", "Size": len(file.data), **dates}
    kind = {"Type": "/EmbeddedFile", "Subtype": "/" + file.kind.replace("/", "#2f"), "Params": pydyf.Dictionary(facts)}
    stream = pydyf.Stream([file.data], pydyf.Dictionary(kind), compress=True)
    pdf.add_object(stream)
    specification = pydyf.Dictionary({
        "Type": "/Filespec", "F": name, "UF": name, "Desc": pydyf.String(file.title),
        "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        "AFRelationship": f"/{file.relation}",
    })  # fmt: skip
    pdf.add_object(specification)
    return specification.reference
