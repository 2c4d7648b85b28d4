"""The command `tipbrief release` in a copy of the project that Snakemake built."""

from __future__ import annotations

import json
import subprocess
import sys

from test_workflow import Build


def release(build: Build, *arguments: str) -> tuple[int, str]:
    folders = {"corpus": str(build.corpus), "work": str(build.work), "reports": str(build.reports)}
    command = [sys.executable, "-m", "tipbrief", "release", "--settings", json.dumps(folders), *arguments]
    done = subprocess.run(command, cwd=build.project, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_build_is_released_by_name_and_refused_once_its_corpus_changed(tmp_path):
    build = Build(tmp_path)
    assert build.run() == 0, build.printed
    assert release(build)[1].startswith("No release was made:\nNobody approved the release")
    status, told = release(build, "--approve", "A. Person")
    assert (status, "2 briefs" in told, "approved by A. Person" in told) == (0, True, True)
    assert release(build)[1].startswith("Nothing changed since the release ")
    build.write("pw.md", "# PALAU (Tier 2)\n\n## PROTECTION\n\nThe government identified 15 victims in 2021.\n")
    status, told = release(build, "--approve", "A. Person", "--again")
    assert status == 1
    assert "changed since the build (to be done again: read_documents" in told
    assert release(build, "list")[1].count("\n") == 1
