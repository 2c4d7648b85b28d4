"""The data package by the words of its makers."""

import json
import subprocess

import pytest


@pytest.mark.system
def test_frictionless_finds_a_release_valid(release, python_with_frictionless):
    command = [python_with_frictionless, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=release.folder, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["valid"], report
    assert len(report["tasks"]) == len(json.loads((release.folder / "datapackage.json").read_text())["resources"])
