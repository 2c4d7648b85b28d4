"""Releases: the briefs and tables of a build, put where nobody changes them, with all that it takes to check them.

No stage: it reads what the stages wrote, and calls them to rebuild. docs/releases.md
"""

from tipbrief.release.gate import Refused, Unchanged
from tipbrief.release.make import make_release
from tipbrief.release.rebuild import verify_release

__all__ = ["Refused", "Unchanged", "make_release", "verify_release"]
