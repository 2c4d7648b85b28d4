"""Tipbrief: country briefs from anti-trafficking reports, every number proven by its quote."""

__version__ = "0.1.0"
