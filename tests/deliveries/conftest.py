"""A world of three recipients and two countries."""

import pytest
from delivering import World


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)
