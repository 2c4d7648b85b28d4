"""Whether a brief carries all that it should, each file as it was attached."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Iterator, Mapping

from tipbrief.carried import PACKAGE, SUMS, TABLES, TEXT, sums_of
from tipbrief.verify.brief import Brief


def attachment_faults(brief: Brief) -> Iterator[str]:
    """A sentence for each file that is missing, is not known, or is not what its sum says."""
    sums = sums_of(brief.files.get(SUMS, b""))
    wanted = {PACKAGE, SUMS, TEXT, *(table.path for table in TABLES), *sums}
    for name in sorted(wanted - set(brief.files)):
        yield f"The attachment {name} is missing."
    for name, data in sorted(brief.files.items()):
        if name in brief.damaged:
            yield f"The attachment {name} cannot be read: {brief.damaged[name]}."
        if name == SUMS or not sums:
            continue
        if name not in sums:
            yield f"The attachment {name} is not listed in {SUMS}."
        elif sha256(data).hexdigest() != sums[name]:
            yield f"The attachment {name} was changed: its sum is not the one in {SUMS}."
    yield from _package_faults(brief)


def _package_faults(brief: Brief) -> Iterator[str]:
    if PACKAGE not in brief.files:
        return
    try:
        resources = json.loads(brief.files[PACKAGE])["resources"]
        described = {entry["path"]: entry for entry in resources}
    except (ValueError, KeyError, TypeError):
        yield f"The attachment {PACKAGE} describes no files."
        return
    for name in sorted(set(brief.files) - set(described) - {PACKAGE}):
        yield f"The attachment {name} is not described in {PACKAGE}."
    for name, entry in sorted(described.items()):
        if name not in brief.files:
            yield f"The attachment {name}, which {PACKAGE} describes, is missing."
        elif not _is_described(brief.files[name], entry):
            yield f"The attachment {name} is not the one that {PACKAGE} describes."


def _is_described(data: bytes, entry: Mapping[str, Any]) -> bool:
    """Whether size, sum and head are those of the description; SHA256SUMS has neither, since it holds the package's."""
    if "hash" not in entry:
        return True
    fields = [field["name"] for field in entry.get("schema", {}).get("fields", [])]
    head = data.decode("utf-8", "replace").split("\n", 1)[0].split(",")
    return (
        entry.get("bytes") == len(data)
        and entry["hash"] == f"sha256:{sha256(data).hexdigest()}"
        and (not fields or fields == head)
    )
