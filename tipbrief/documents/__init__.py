"""Stage 1: every source of the corpus becomes one normalised text with its structure."""

from tipbrief.documents.build import run

__all__ = ["run"]
