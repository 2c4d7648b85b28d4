"""The data package by the words of its makers."""

import json
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def python_with_frictionless(tmp_path_factory):
    """It brings forty packages, so it gets an environment of its own."""
    python = tmp_path_factory.mktemp("frictionless") / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
    installed = subprocess.run([python, "-m", "pip", "install", "-q", "frictionless>=5.21,<6"], capture_output=True)
    if installed.returncode:
        pytest.skip("frictionless cannot be installed here")
    return python


@pytest.mark.system
def test_frictionless_finds_a_release_valid(release, python_with_frictionless):
    command = [python_with_frictionless, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=release.folder, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["valid"], report
    assert len(report["tasks"]) == len(json.loads((release.folder / "datapackage.json").read_text())["resources"])
