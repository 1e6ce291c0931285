"""Holds the version of the package and of the publication, and its date; both are set for each release."""

__version__ = "0.1.0"
RELEASED = "2026-11-28"
"""The date of the version (ISO 8601). Builds use it instead of the clock, so that they are reproducible."""
