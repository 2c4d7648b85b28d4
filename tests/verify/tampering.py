"""Briefs that somebody changed, well or badly."""

from __future__ import annotations

import csv
import io
import json
import re
from hashlib import sha256

import pikepdf

from tipbrief.files import table_text


def files_of(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}


def with_files(data, changed, removed=()):
    """The PDF with other attachments, and nothing else changed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name in removed:
            del pdf.attachments[name]
        for name, content in changed.items():
            if name in pdf.attachments:
                pdf.attachments[name].obj.EF.F.write(content)
            else:
                pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def summed_anew(files, changed):
    """`changed`, with the sums of all files made to fit: the work of somebody who knows how."""
    files = {**files, **changed}
    package = json.loads(files["datapackage.json"])
    for entry in package["resources"]:
        if "hash" in entry:
            content = files[entry["path"]]
            entry.update(hash=f"sha256:{sha256(content).hexdigest()}", bytes=len(content))
    files["datapackage.json"] = json.dumps(package).encode()
    sums = "".join(f"{sha256(c).hexdigest()}  {n}\n" for n, c in sorted(files.items()) if n != "SHA256SUMS")
    return {**changed, "datapackage.json": files["datapackage.json"], "SHA256SUMS": sums.encode()}


def rows_changed(files, name, change):
    """The CSV file with its rows changed by `change(rows)`."""
    rows = list(csv.DictReader(io.StringIO(files[name].decode(), newline="")))
    columns = list(rows[0])
    change(rows)
    return {name: table_text(columns, rows).encode()}


def with_digit_changed(data, number, old, new):
    """The PDF with the first `old` of a page (from 0) drawn as `new`: glyphs exchanged in its content stream."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page, glyphs, done = pdf.pages[number], {}, False
        fonts = {name: _glyphs(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
        drawn = pikepdf.parse_content_stream(page)
        for operands, operator in drawn:
            if str(operator) == "Tf":
                glyphs = fonts[str(operands[0])]
            elif str(operator) == "TJ" and not done and {old, new} <= glyphs.keys():
                for at, part in enumerate(operands[0]):
                    if not done and isinstance(part, pikepdf.String) and bytes(part) == glyphs[old]:
                        operands[0][at], done = pikepdf.String(glyphs[new]), True
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(drawn))
        out = io.BytesIO()
        pdf.save(out)
    assert done
    return out.getvalue()


def _glyphs(to_unicode):
    """Letter -> its glyph, from a font's ToUnicode map."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>", to_unicode)
    return {chr(int(letter, 16)): bytes.fromhex(glyph.decode()) for glyph, letter in pairs}


def with_page_of(data, other, number):
    """The PDF with one page (from 0) taken from another one."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.open(io.BytesIO(other)) as source:
        pdf.pages[number] = source.pages[number]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def without_page(data, number):
    """The PDF without one of its pages (from 0)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.pages[number]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
