"""Stage series: choose each year's value and compare what may be compared."""

from tipbrief.series.build import run

__all__ = ["run"]
