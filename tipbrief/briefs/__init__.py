"""Stage briefs: compose a country's series, render it with Jinja2 and WeasyPrint."""

from typing import Any


def run(settings: Any, processes: int) -> None:
    """Write every brief that changed; see tipbrief/briefs/build.py."""
    from tipbrief.briefs.build import run as build

    build(settings, processes)
