"""Time how fast text of each language is read: the lexicon's own examples, over and over. Prints a table in Markdown.

usage, from the repository's root:  .venv/bin/python bench/reading.py [--megabytes 1]

Every sentence of the examples holds a figure, so real reports are read faster. Figures are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tipbrief.model import Block, Document, Part, Source  # noqa: E402
from tipbrief.observations.extract import extract  # noqa: E402
from tipbrief.observations.lexicon import read_lexicon  # noqa: E402
from tipbrief.settings import CONFIG, read_indicators  # noqa: E402

BETWEEN = "\n\n"


def main() -> None:
    """Read each language's text once and print its speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1.0)
    arguments = parser.parse_args()
    print("| language | lexicon, s | text, MB | read, s | MB a second | figures |")
    print("| --- | --- | --- | --- | --- | --- |")
    for home in sorted(path.parent for path in (CONFIG / "lexicon").glob("*/words.yml")):
        print(measured(home, arguments.megabytes))


def measured(home: Path, megabytes: float) -> str:
    """A row of the table for one language."""
    started = time.process_time()
    lexicon = read_lexicon(home.name)
    loaded = time.process_time() - started
    document = document_of(home, megabytes)
    size, started = len(document.text.encode()) / 1e6, time.process_time()
    found = extract(document, document.parts[0], lexicon, read_indicators())
    spent = time.process_time() - started
    return f"| {home.name} | {loaded:.2f} | {size:.1f} | {spent:.1f} | {size / spent:.2f} | {len(found.observations)} |"


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
