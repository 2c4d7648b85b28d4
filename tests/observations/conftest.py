"""Fixtures that several tests of the stage share."""

from pathlib import Path

import pytest
from correction_text import Corrected


@pytest.fixture
def corrected(tmp_path: Path) -> Corrected:
    """A text read, to be corrected."""
    return Corrected(tmp_path)
