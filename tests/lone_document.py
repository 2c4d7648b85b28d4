"""A corpus of one document, read by the first two stages."""

import csv
from dataclasses import fields
from pathlib import Path

from tipbrief import documents, observations
from tipbrief.model import Source
from tipbrief.settings import CONFIG, Settings, check_settings, read_yaml


def read_alone(folder: Path, data: bytes, **cells: str) -> Settings:
    """Make a corpus of `data` below `folder` and read it; `cells` are those of its row in sources.csv."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / cells["file"]).write_bytes(data)
    plain = {"publisher": "A publisher", "edition": "2023", "language": "en", "access": "public"}
    row = dict.fromkeys((field.name for field in fields(Source)), "") | plain | cells
    with open(corpus / "sources.csv", "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, row)
        writer.writeheader()
        writer.writerow(row)
    folders = {name: str(folder / name) for name in ("corpus", "work", "reports")}
    settings = check_settings(read_yaml(CONFIG / "config.yaml") | folders)
    documents.run(settings, 1)
    observations.run(settings, 1)
    return settings
