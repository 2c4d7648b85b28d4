"""A run of the stage over documents of two invented countries, for the tests of the stage as a whole."""

from __future__ import annotations

from pathlib import Path

from observation_text import document_of

from tipbrief.files import digest, read_table, write_table, write_text
from tipbrief.model import dump_document
from tipbrief.observations import run
from tipbrief.settings import CONFIG, check_settings, read_yaml

TEXT = "Police identified 12 victims. The film portrayed 27 victims. In 2018, courts convicted three traffickers."


class Stage:
    """What the stage `documents` would have written, and a run of `observations` over it."""

    def __init__(self, folder: Path) -> None:
        self.work, self.reports = folder / "work", folder / "reports"
        self.index: dict[str, dict[str, str]] = {}

    def add(self, doc: str, iso3: str, text: str = TEXT, status: str = "ok", **cells: str) -> None:
        document, folder = document_of(text, doc=doc, iso3=iso3, **cells), self.work / "documents"
        if status == "ok":
            write_text(folder / f"{doc}.txt", text)
            write_text(folder / f"{doc}.json", dump_document(document))
        sha256 = digest(text, *cells.values())
        place = {"start": "0", "end": str(len(text))}
        self.index[doc] = {"doc": doc, "iso3": iso3, **place, "sha256": sha256, "key": "", "status": status}

    def run(self, processes: int = 1, **settings: str) -> None:
        columns = ("doc", "iso3", "start", "end", "sha256", "key", "status")
        write_table(self.work / "documents" / "index.csv", columns, self.index.values())
        values = {"corpus": "none", "work": str(self.work), "reports": str(self.reports)}
        run(check_settings(read_yaml(CONFIG / "config.yaml") | values | settings), processes)

    def table(self, name: str) -> list[dict[str, str]]:
        return read_table(self.reports / "data" / f"{name}.csv")

    def problems(self) -> list[dict[str, str]]:
        return read_table(self.work / "observations" / "problems.csv")

    def times(self) -> dict[str, int]:
        paths = [*(self.work / "observations").iterdir(), *(self.reports / "data").iterdir()]
        return {path.name: path.stat().st_mtime_ns for path in paths}


def two_countries(folder: Path) -> Stage:
    """A run over one document about each of two countries."""
    made = Stage(folder)
    made.add("one", "PER")
    made.add("two", "BOL", "NGOs assisted 40 victims in 2018.")
    made.run()
    return made
