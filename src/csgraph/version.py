"""The version of the package and of the publication it carries."""

__version__ = "0.1.0"
