"""Time how fast text of each language is read: the lexicon's own examples, over and over. Prints a table in Markdown.

usage, from the repository's root:  .venv/bin/python bench/reading.py [--megabytes 1] [--corpus ../shared/corpus]

Every sentence of the examples holds a figure, so real reports are read faster: `--corpus` reads those of a folder, each
language's documents over and over, without the parsing of their files. Figures are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path
from typing import Iterator

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tipbrief.documents.make import build  # noqa: E402
from tipbrief.model import Block, Document, Part, Source  # noqa: E402
from tipbrief.observations.extract import extract  # noqa: E402
from tipbrief.observations.lexicon import read_lexicon  # noqa: E402
from tipbrief.settings import CONFIG, read_indicators  # noqa: E402

BETWEEN = "\n\n"


def main() -> None:
    """Read each language's text once and print its speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--corpus", type=Path)
    arguments = parser.parse_args()
    homes = sorted(path.parent for path in (CONFIG / "lexicon").glob("*/words.yml"))
    loaded = {home: loading(home.name) for home in homes}  # all first: a document may hold a block in another language
    print("| language | lexicon, s | text, MB | read, s | MB a second | figures |")
    print("| --- | --- | --- | --- | --- | --- |")
    for home in homes:
        corpus, megabytes = arguments.corpus, arguments.megabytes
        documents = list(documents_of(corpus, home.name)) if corpus else [document_of(home, megabytes)]
        if documents:
            print(f"| {home.name} | {loaded[home]:.2f} | {measured(home.name, documents, megabytes)} |")


def loading(language: str) -> float:
    """Seconds in which a lexicon is read."""
    started = time.process_time()
    read_lexicon(language)
    return time.process_time() - started


def measured(language: str, documents: list[Document], megabytes: float) -> str:
    """Size, seconds, speed and figures of documents that are read as often as makes so many megabytes."""
    lexicon, indicators = read_lexicon(language), read_indicators()
    once = sum(len(document.text.encode()) for document in documents) / 1e6
    times, rows, started = max(1, round(megabytes / once)), 0, time.process_time()
    for document in documents * times:
        for part in document.parts:
            rows += len(extract(document, part, lexicon, indicators).observations)
    spent = time.process_time() - started
    return f"{times * once:.1f} | {spent:.1f} | {times * once / spent:.2f} | {rows}"


def documents_of(corpus: Path, language: str) -> Iterator[Document]:
    """The documents of a corpus folder that are in the language."""
    with open(corpus / "sources.csv", encoding="utf-8", newline="") as handle:
        for cells in csv.DictReader(handle):
            if cells["language"] == language:
                yield build((corpus / cells["file"]).read_bytes(), Source(**cells))[0]


def document_of(home: Path, megabytes: float) -> Document:
    """The examples of a language's phrases, one a paragraph, repeated to so many megabytes."""
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((home / "patterns").glob("*.yml")))
    texts = [example["text"] for file in files for phrase in file["phrases"] for example in phrase["examples"]]
    once = sum(len(text.encode()) + len(BETWEEN) for text in texts)
    texts *= max(1, round(megabytes * 1e6 / once))
    blocks, place = [], 0
    for text in texts:
        blocks.append(Block("paragraph", place, place + len(text)))
        place += len(text) + len(BETWEEN)
    cells = dict.fromkeys(Source.__dataclass_fields__, "") | {"doc": "bench", "iso3": "PER", "kind": "annual"}
    cells |= {"edition": "2020", "default_year": "2019", "language": home.name}
    return Document(Source(**cells), BETWEEN.join(texts), tuple(blocks), parts=(Part("PER", 0, place),))


if __name__ == "__main__":
    main()
