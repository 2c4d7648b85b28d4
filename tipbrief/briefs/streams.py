"""Streams of a PDF that no checker can misread.

A stream that ends in a carriage return is followed by the line feed before `endstream`, and checkers take the two
for one line end: they find the stream a byte too short (rule PDFA3A-STREAM-LENGTH-001; veraPDF's 6.1.7.1 likewise).
That befalls one compressed stream in 256, and a brief has dozens.
"""

from __future__ import annotations

import zlib
from typing import Any, Iterable

import pydyf

MISREAD = b"\r\nendstream"
TRIES = 8
LEVEL = 6  # of compression: pydyf's 9 takes twice the time for 2 % fewer bytes
FREE = "f"


class Settled(pydyf.Object):  # type: ignore[misc]
    """An object that will not change: its bytes are made once, though pydyf asks for them three times."""

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation = item.number, item.generation
        self.compressible, self.data = item.compressible, item.data

    compressible, data = False, b""  # what pydyf computes at each call


def settle_all(pdf: pydyf.PDF) -> None:
    """Settle every object of the file but its catalog, to which attachments are still added."""
    settle(pdf.objects)
    pdf.objects = [item if item is pdf.catalog or item.free == FREE else Settled(item) for item in pdf.objects]


def settle(objects: Iterable[pydyf.Object]) -> None:
    """Compress each stream once and for all, and write it in hexadecimal where it would be misread."""
    for item in objects:
        if isinstance(item, pydyf.Stream):
            _settle(item)


def _settle(stream: pydyf.Stream) -> None:
    packed, stream.compress = stream.compress, False
    body = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    if packed:
        body = zlib.compress(body, LEVEL)
    filters = ["/FlateDecode"] if packed else _listed(stream.extra.get("Filter"))
    extra = dict(stream.extra)
    if body.endswith(b"\r"):
        body = body.hex().encode() + b">"
        filters = ["/ASCIIHexDecode", *filters]
        if "DecodeParms" in extra:
            extra["DecodeParms"] = pydyf.Array(["null", *_listed(extra["DecodeParms"])])
    if filters:
        extra["Filter"] = pydyf.Array(filters) if len(filters) > 1 else filters[0]
    stream.stream, stream.extra = [body], extra


def _listed(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def is_misread(data: bytes) -> bool:
    """Whether one of the last two streams, which are made when the file is written, would be misread."""
    return MISREAD in data
