"""Stage 2: the figures that documents state, each proven by its quote."""

from tipbrief.observations.build import run

__all__ = ["run"]
