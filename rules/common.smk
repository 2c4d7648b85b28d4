# Needs: the merged configuration. Gives: the checked settings, the folders, and what makes a stage run again.
import json
import shlex
import sys
import time
from pathlib import Path

sys.path.insert(0, workflow.basedir)
from tipbrief.errors import TipbriefError
from tipbrief.files import digest, write_text
from tipbrief.keyed import code_key
from tipbrief.releases import last_release
from tipbrief.runs import files_below, forget_spoiled
from tipbrief.settings import check_settings
from tipbrief.sums import remembered, state_of

try:
    SETTINGS = check_settings(config)
except TipbriefError as error:
    sys.exit(f"tipbrief: {error}")

WORK, REPORTS = str(SETTINGS.work), str(SETTINGS.reports)
TIPBRIEF = f"{shlex.quote(sys.executable)} -m tipbrief"
STAGES = ("documents", "observations", "series", "briefs", "review")

# A file that was deleted, cut short or edited since makes its stage run again.
if workflow.is_main_process:
    with remembered(Path(WORK, "sums", "snakemake")):
        forget_spoiled(Path(WORK, "done", stage) for stage in STAGES)

PAGES = ("base.html", "brief.html", "sections", "macros", "styles", "fonts", "charts", "i18n")

# What a stage's results depend on beside its inputs: files of the repository and keys of the configuration.
MADE_WITH = {
    "documents": ["config/lexicon/*/sections.yml", "config/countries.yml"],
    "observations": [
        "config/lexicon",
        "config/confidence.yml",
        "config/countries.yml",
        "config/indicators.yml",
        "config/corrections.csv",
    ],
    "series": ["config/comparison.yml", "config/indicators.yml"],
    "briefs": [
        *(f"templates/{name}" for name in PAGES),
        "config/indicators.yml",
        "config/accuracy.yml",
        "config/glossary.yml",
        "tipbrief/verify",
    ],
    "review": ["templates/review", "config/indicators.yml"],
}
SET_BY = {
    "documents": ("countries",),
    "observations": ("countries",),
    "series": ("countries", "as_of", "comparison", "masking"),
    "briefs": ("countries", "languages", "as_of", "organisation", "notes", "quotes"),
    "review": ("countries",),
}


def made_with(stage):
    """The file that says what the stage is made with beside its inputs: where it changes, the stage runs again.

    An input, not `params`: of these Snakemake keeps the last values in .snakemake, and without it (a cache of CI, another
    checkout) takes what stands there for finished, whatever changed.
    """
    path = Path(WORK, "made_with", f"{stage}.json")
    if workflow.is_main_process:
        found = {"settings": settings_of(stage), "code": code_of(stage)}
        if stage == STAGES[0]:
            found["corpus"] = corpus_state()
        write_text(path, json.dumps(found, indent=1) + "\n")
    return str(path)


def code_of(stage):
    """Digest of the stage's code and of the files that it is made with."""
    root = Path(workflow.basedir)
    shared = sorted((root / "tipbrief").glob("*.py"))
    named = [path for pattern in MADE_WITH[stage] for path in sorted(root.glob(pattern))]
    return code_key(root / "tipbrief" / stage, *shared, *named)


def settings_of(stage):
    """The folders and the settings that the stage reads."""
    folders = {key: str(getattr(SETTINGS, key)) for key in ("corpus", "work", "reports")}
    return folders | {key: getattr(SETTINGS, key) for key in SET_BY[stage]}


def corpus_state():
    """Digest of names, sizes and times in the corpus folder: a copy with an old date counts as changed."""
    files = sorted(name for name in files_below(SETTINGS.corpus) if Path(name).is_file())
    return digest(*(f"{name} {state_of(name)}" for name in files))


def last_released(wildcards):
    """The figures of the last release, with which the series are compared; none before the first."""
    release = last_release(SETTINGS.reports)
    return [str(release / "data" / "series.csv")] if release else []


def problems_until(wildcards):
    """The problem tables of the stage and of those before it."""
    return [f"{WORK}/{stage}/problems.csv" for stage in STAGES[: STAGES.index(wildcards.stage) + 1]]


def finished(stage):
    """What a target asks for: the marker of the stage and of each before it, and the verdict on them."""
    stages = STAGES[: STAGES.index(stage) + 1]
    return [*(f"{WORK}/done/{name}" for name in stages), f"{WORK}/verdict/{stage}"]
