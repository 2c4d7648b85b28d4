"""Stage briefs: {work}/series/{iso3}.json becomes {reports}/briefs/{iso3}.{language}.pdf.

Each brief has a key: its country's bytes, this stage's code, the templates, the language, the
organisation and the measured accuracy. A brief whose key and file stand is kept. A country that is
held back keeps its old PDF, one that left the corpus loses it, and a brief that cannot be made is a
problem, not an end.
"""

from __future__ import annotations

import gc
import json
import logging
import time
import traceback
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Mapping

from tipbrief.briefs.chart_draw import start_drawing
from tipbrief.briefs.compose import compose
from tipbrief.briefs.glyphs import printable
from tipbrief.briefs.render import FONTS, PAGES, Renderer, library_versions, load_weasyprint, without_collector
from tipbrief.briefs.validate import TOLD, Unfit, check, start_judge, validator_version
from tipbrief.briefs.wording import Words
from tipbrief.errors import ERROR, WARNING, Problem, TipbriefError, write_problems
from tipbrief.files import digest, is_full, read_table, write_bytes, write_table, write_text
from tipbrief.keyed import add_to_journal, code_key, files_key, read_journal, run_pool, start_journal
from tipbrief.settings import CONFIG, ROOT, Accuracy, Settings, read_accuracy, read_indicators
from tipbrief.sums import file_sum
from tipbrief.translations import load, path_of
from tipbrief.verify import contradictions

STAGE = "briefs"
COLUMNS = ("iso3", "language", "key", "sha256", "pages")

Row = dict[str, Any]
log = logging.getLogger(__name__)


def run(settings: Settings, processes: int) -> None:
    """Write the briefs that changed, {work}/briefs/index.csv and problems.csv; print one line."""
    started, accuracy = time.perf_counter(), read_accuracy()
    countries = read_table(settings.work / "series" / "index.csv")
    kept, wanted = sort_out(settings, countries)
    problems = remove_gone(settings, {row["iso3"] for row in countries})
    rows, failed = render_all(settings, accuracy, kept, wanted, processes)
    save_index(settings, rows)
    write_problems(settings.work / STAGE / "problems.csv", problems + failed)
    counts = f"{len(wanted) - len(failed)} written, {len(wanted_rows(settings, countries)) - len(wanted)} kept"
    blocked = sum(row["status"] == "blocked" for row in countries)
    held = f", {blocked} held back" if blocked else ""
    trouble = f", {len(failed)} failed" if failed else ""
    print(f"{STAGE:<14} {counts}{held}{trouble}      {time.perf_counter() - started:.1f} s", flush=True)


def wanted_rows(settings: Settings, countries: list[dict[str, str]]) -> list[tuple[str, str]]:
    """(iso3, language) of every brief that the series allow."""
    chosen = set(settings.countries)
    ready = [row["iso3"] for row in countries if row["status"] == "ready"]
    return [(iso3, language) for iso3 in ready if not chosen or iso3 in chosen for language in settings.languages]


def sort_out(settings: Settings, countries: list[dict[str, str]]) -> tuple[dict[str, Row], dict[str, Row]]:
    """The index rows that stand, and the briefs to make, by "iso3.language"."""
    common = {language: digest(stage_key(settings), *_words_of(language)) for language in settings.languages}
    known = {row["iso3"] for row in countries}
    kept: dict[str, Row] = read_journal(settings.work / STAGE)
    if not settings.countries:
        kept = {name: row for name, row in kept.items() if row["iso3"] in known}
    wanted: dict[str, Row] = {}
    for iso3, language in wanted_rows(settings, countries):
        data = settings.work / "series" / f"{iso3}.json"
        name, key = f"{iso3}.{language}", digest(common[language], language, file_sum(data))
        if not _stands(settings, kept.get(name), key):
            wanted[name] = {"iso3": iso3, "language": language, "key": key, "data": data}
    return kept, wanted


def stage_key(settings: Settings) -> str:
    """Digest of all that every brief is made from: code, templates, fonts, labels, accuracy, configuration, library."""
    tables = [CONFIG / name for name in ("indicators.yml", "accuracy.yml", "glossary.yml")]
    code = code_key(Path(__file__).parent, *PAGES, FONTS, ROOT / "tipbrief" / "settings.py", *tables)
    logo = settings.organisation["logo"]
    picture = (ROOT / logo).read_bytes() if logo and (ROOT / logo).is_file() else b""
    chosen = json.dumps([settings.organisation, settings.notes, settings.quotes, bool(settings.as_of)], sort_keys=True)
    shared = code_key(*(ROOT / "tipbrief" / name for name in ("carried.py", "pages.py", "templating.py", "verify")))
    return digest(code, shared, chosen, picture, library_versions(), validator_version())


def _words_of(language: str) -> list[bytes]:
    """The file of the language's words, where it has one: a translation remakes the briefs of its language only."""
    path = path_of(language)
    return [path.read_bytes()] if path.is_file() else []


def _stands(settings: Settings, row: Row | None, key: str) -> bool:
    """Whether a brief has this key and its files are whole."""
    if row is None or row["key"] != key:
        return False
    return files_key(*_files(settings, f"{row['iso3']}.{row['language']}")) == row.get("written")


def _files(settings: Settings, name: str) -> tuple[Path, Path]:
    return settings.reports / STAGE / f"{name}.pdf", settings.work / STAGE / f"{name}.json"


def remove_gone(settings: Settings, known: set[str]) -> list[Problem]:
    """Remove the briefs of countries that left the corpus, each with a warning; none where a build is narrowed."""
    if settings.countries:
        return []
    gone = [p for p in sorted((settings.reports / STAGE).glob("???.*.pdf")) if p.name[:3] not in known]
    for path in gone:
        path.unlink()
        (settings.work / STAGE / f"{path.stem}.json").unlink(missing_ok=True)
    message = "No document is about this country any more: its brief {} was removed."
    return [Problem(WARNING, STAGE, path.name[:3], "", message.format(path.name)) for path in gone]


def render_all(
    settings: Settings, accuracy: Accuracy, kept: dict[str, Row], wanted: dict[str, Row], processes: int
) -> tuple[dict[str, Row], list[Problem]]:
    """Render `wanted`; the rows of the index, and a problem for each that failed."""
    folder = settings.work / STAGE
    rows, failed = dict(kept), []
    start_journal(folder, rows)
    if min(processes, len(wanted)) > 1:
        load_weasyprint()  # shared by the processes of the pool
    with without_collector():  # in the processes of the pool too, which inherit it
        for name, result in run_pool(_work, wanted, processes, _start, (settings, accuracy)):
            if "message" in result:
                failed.append(Problem(ERROR, STAGE, result["iso3"], "", result["message"]))
                log.error("%s\n%s", result["message"], result["traceback"])
                continue
            rows[name] = result
            add_to_journal(folder, name, result)
    return rows, failed


def save_index(settings: Settings, rows: Mapping[str, Row]) -> None:
    """Write index.csv, sorted by country and language."""
    table = [{column: rows[name][column] for column in COLUMNS} for name in sorted(rows)]
    write_table(settings.work / STAGE / "index.csv", COLUMNS, table)


class _Worker:
    """What a process keeps between briefs."""

    settings: Settings
    accuracy: Accuracy
    words: dict[str, Words]
    renderers: dict[str, Renderer]


def _start(settings: Settings, accuracy: Accuracy) -> None:
    own = {name: printable(dict(getattr(settings, name))) for name in ("organisation", "notes")}
    _Worker.settings, _Worker.accuracy = replace(settings, **own), accuracy
    _Worker.words, _Worker.renderers = {}, {}
    start_drawing()
    load_weasyprint()  # while the engine of the charts starts
    start_judge()


def _work(item: Row) -> Row:
    """Compose and render one brief; an exception becomes a sentence, but a full disk ends the stage."""
    name = f"{item['iso3']}.{item['language']}"
    try:
        return {**{k: item[k] for k in ("iso3", "language", "key")}, **_write(item, name)}
    except Unfit as error:
        message = f"The brief {name} breaks {error}. It was not written, the old one stays; mend the template or style."
        return _failed(item, message)
    except TipbriefError as error:
        return _failed(item, f"The brief {name} could not be made; the old one stays. {error}")
    except Exception as error:
        if is_full(error):
            raise
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        message = f"The brief {name} could not be made ({reason}); the old one stays. The log has the traceback."
        return _failed(item, message)


def _failed(item: Row, message: str) -> Row:
    return {"iso3": item["iso3"], "message": " ".join(message.split()), "traceback": traceback.format_exc()}


def _write(item: Row, name: str) -> Row:
    settings, language = _Worker.settings, item["language"]
    if _Worker.renderers:
        gc.collect()  # what the brief before left; the last one's goes with the process
    if language not in _Worker.words:
        _Worker.words[language] = Words(language, read_indicators(), load(language))
    country = printable(json.loads(item["data"].read_bytes()))
    brief = compose(country, _Worker.words[language], settings, _Worker.accuracy)
    if language not in _Worker.renderers:
        _Worker.renderers[language] = Renderer(language, settings.organisation["logo"])
    data, pages = _Worker.renderers[language].pdf(brief, country)
    check(data, meanwhile=lambda: _agree(data))
    pdf, plain = _files(settings, name)
    write_text(plain, dump(brief))
    write_bytes(pdf, data)
    return {"sha256": sha256(data).hexdigest(), "pages": pages, "written": files_key(pdf, plain)}


def _agree(data: bytes) -> None:
    """Raise Unfit where a reader's `tipbrief verify` would fail; that quotes say their values was proved before."""
    found = list(contradictions(data, read=lambda row, language: ""))
    if found:
        raise Unfit("the agreement with its own data: " + " ".join(found[:TOLD]).rstrip("."))


def dump(brief: Mapping[str, Any]) -> str:
    """The composed brief as JSON, in the order of print, one value a line: a difference can be read."""
    return json.dumps(brief, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
