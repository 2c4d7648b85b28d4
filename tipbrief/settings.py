"""Configuration: one closed schema, checked before the first job, refused in sentences.

Imports nothing heavy: the Snakefile reads this at each start.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

import yaml

from tipbrief.errors import TipbriefError

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "config"
TRANSLATIONS = ROOT / "templates" / "i18n"
ORIGINAL = "en"  # the language that the briefs are written in
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Settings:
    """A checked configuration; `corpus`, `work` and `reports` are folders as given."""

    corpus: Path
    work: Path
    reports: Path
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    as_of: str | None
    organisation: Mapping[str, str]
    notes: Mapping[str, Mapping[str, str]]
    quotes: Mapping[str, Any]
    comparison: Mapping[str, int]
    masking: Mapping[str, int]


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; TipbriefError names the file and the line that cannot be read."""
    try:
        with open(path, encoding="utf-8") as handle:
            return yaml.load(handle, Loader)  # noqa: S506 - a safe loader, in C where there is one
    except FileNotFoundError:
        raise TipbriefError(f"{path} does not exist; restore it with `git checkout {path}`.") from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: no text, or a date that no calendar has
        raise TipbriefError(f"{path} is not valid YAML: {' '.join(str(error).split())}.") from None


def read_settings(path: Path = CONFIG / "config.yaml") -> Settings:
    """Read and check a configuration file."""
    return check_settings(read_yaml(path) or {}, str(path))


def check_settings(config: Mapping[str, Any], where: str = "the configuration") -> Settings:
    """Check values against config/schemas/config.schema.yaml.

    `countries` and `languages` may be comma-separated text, as the command line gives them, and
    `as_of` a date, as YAML reads it. Raises TipbriefError with one sentence for each fault.
    """
    values = dict(config)
    for key in ("countries", "languages"):
        if isinstance(values.get(key), str):
            values[key] = [part.strip() for part in values[key].split(",") if part.strip()]
    if values.get("as_of") is not None:
        values["as_of"] = str(values["as_of"])
    check_schema(values, read_yaml(CONFIG / "schemas" / "config.schema.yaml"), where)
    if unknown := [name for name in values["languages"] if name not in known_languages()]:
        told = f"{' and '.join(unknown)} {'has' if len(unknown) == 1 else 'have'} no translation in templates/i18n"
        raise TipbriefError(f"{where}: `languages`: {told}; the languages are {', '.join(known_languages())}.")
    return Settings(
        corpus=Path(values["corpus"]),
        work=Path(values["work"]),
        reports=Path(values["reports"]),
        countries=tuple(values["countries"]),
        languages=tuple(values["languages"]),
        as_of=values["as_of"],
        organisation=values["organisation"],
        notes=values["notes"],
        quotes=values["quotes"],
        comparison=values["comparison"],
        masking=values["masking"],
    )


def known_languages() -> tuple[str, ...]:
    """The languages that a brief can be printed in: the original, and each that has its file in templates/i18n."""
    return ORIGINAL, *sorted(path.stem for path in TRANSLATIONS.glob("*.po"))


def check_schema(values: Any, schema: Mapping[str, Any], where: str) -> None:
    """Raise TipbriefError with every fault of `values` against a JSON Schema, one line each."""
    from jsonschema import Draft202012Validator

    faults = sorted(Draft202012Validator(schema).iter_errors(values), key=lambda e: [str(p) for p in e.absolute_path])
    if faults:
        sentences = dict.fromkeys(f"{where}: {describe_fault(fault)}" for fault in faults)
        raise TipbriefError("\n".join(sentences))


def describe_fault(fault: Any) -> str:
    """One schema fault as a sentence: which key, what is wrong, what is allowed."""
    key = ".".join(str(part) for part in fault.absolute_path) or "the file"
    known = ", ".join(fault.schema.get("properties", {}))
    match fault.validator:
        case "additionalProperties":
            unknown = sorted(set(fault.instance) - set(fault.schema["properties"]))
            prefix = "" if key == "the file" else f"{key}."
            names = ", ".join(f"`{prefix}{name}`" for name in unknown)
            return f"{names} is not a known key; the keys here are {known}."
        case "required":
            missing = [name for name in fault.validator_value if name not in fault.instance]
            return f"`{key}` lacks {', '.join(f'`{name}`' for name in missing)}; add it."
        case "enum":
            return f"`{key}` is {fault.instance!r}; it must be one of {', '.join(map(str, fault.validator_value))}."
        case "type":
            return f"`{key}` is {fault.instance!r}, which is not of type {_types(fault.validator_value)}."
        case "pattern":
            wanted = fault.schema.get("description") or f"it must match {fault.validator_value}."
            return f"`{key}` is {fault.instance!r}; {wanted}"
        case _:
            return f"`{key}`: {fault.message}."


def _types(wanted: str | list[str]) -> str:
    return wanted if isinstance(wanted, str) else " or ".join(wanted)


@dataclass(frozen=True)
class Indicator:
    """One entry of config/indicators.yml; `order` is its place in the file.

    `stage`: the step of justice that it counts, in cases or in persons (empty for none). `at_most`: the code of
    the indicator that cannot well be smaller (empty for none).
    """

    code: str
    order: int
    pillar: str
    unit: str
    offence: bool
    key: bool
    stage: str
    at_most: str
    labels: Mapping[str, str]


def read_indicators(path: Path = CONFIG / "indicators.yml") -> dict[str, Indicator]:
    """Indicators by code, in the order in which they are printed; TipbriefError says every fault of the file."""
    values = read_yaml(path)
    check_schema(values, read_yaml(CONFIG / "schemas" / "indicators.schema.yaml"), str(path))
    entries = values["indicators"]
    for code, entry in entries.items():
        if entry["pillar"] not in values["pillars"]:
            raise TipbriefError(
                f"{path}: {code} has the pillar {entry['pillar']}, which is not among the pillars; add it."
            )
        if entry.get("at_most", code) not in entries:
            raise TipbriefError(f"{path}: {code} has `at_most: {entry['at_most']}`, which is no indicator; correct it.")
    return {
        code: Indicator(
            code=code,
            order=order,
            pillar=entry["pillar"],
            unit=entry["unit"],
            offence=entry.get("offence", False),
            key=entry.get("key", False),
            stage=entry.get("stage", ""),
            at_most=entry.get("at_most", ""),
            labels={"en": entry["en"]},
        )
        for order, (code, entry) in enumerate(entries.items())
    }


@dataclass(frozen=True)
class Accuracy:
    """What bench/accuracy.py measured: shares from 0 to 1, `right` of the rows found, `found` of the rows coded."""

    measured: str
    passages: int
    rows: int
    right: float
    found: float


def read_accuracy(path: Path = CONFIG / "accuracy.yml") -> Accuracy:
    """The measurement that the briefs print, checked against config/schemas/accuracy.schema.yaml.

    Raises TipbriefError that says what is wrong and how to measure anew.
    """
    try:
        values = read_yaml(path)
        if isinstance(values, dict) and "measured" in values:
            values["measured"] = str(values["measured"])
        check_schema(values, read_yaml(CONFIG / "schemas" / "accuracy.schema.yaml"), str(path))
        return Accuracy(**values)
    except TipbriefError as error:
        raise TipbriefError(f"{error}\nTo measure anew, run `.venv/bin/python bench/accuracy.py --write`.") from None
