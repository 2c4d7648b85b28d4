"""One profile for the property tests: the same examples on each machine, and failures told within seconds."""

import subprocess
import sys

import pytest
from hypothesis import Phase, settings

settings.register_profile(
    "tipbrief",
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],  # explaining a failure traces every line: minutes
)
settings.load_profile("tipbrief")


@pytest.fixture(scope="session")
def python_with_frictionless(tmp_path_factory):
    """It brings forty packages, so it gets an environment of its own."""
    python = tmp_path_factory.mktemp("frictionless") / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
    installed = subprocess.run([python, "-m", "pip", "install", "-q", "frictionless>=5.21,<6"], capture_output=True)
    if installed.returncode:
        pytest.skip("frictionless cannot be installed here")
    return python
