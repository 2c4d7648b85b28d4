"""Stage 5: what needs a decision, on one page, and the summary of the run."""

from tipbrief.review.build import run

__all__ = ["run"]
