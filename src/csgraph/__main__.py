"""Runs the command line: ``csgraph`` and ``python -m csgraph``."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from csgraph.cli import cli

    cli(prog_name="csgraph")


if __name__ == "__main__":
    main()
