import pytest
from local_site import Corpus, served


@pytest.fixture
def site():
    """A local web server; a test says what it answers."""
    with served() as running:
        yield running


@pytest.fixture
def corpus(tmp_path, site):
    """The source `a`, at /a of the site, which has it."""
    site.gives("/a", b"The first text.\n" * 10, ETag='"one"', Last_Modified="Thu, 01 Jan 2032 00:00:00 GMT")
    return Corpus(tmp_path, site.url("/a"))
