"""The version of the package and of the publication it carries, and the day it is of; set when a release is made."""

__version__ = "0.1.0"
RELEASED = "2026-11-28"
"""The day of the version (ISO 8601). A build takes it from here, since the same commit is to give the same bytes."""
