"""Puts text on standard output or into a file: a file whole or not at all, a terminal without control characters."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from csgraph.errors import OutputError, reason
from csgraph.util.files import write_file

# C0 less tab and line feed, DEL and C1, and the characters that reorder text on screen (Unicode Standard Annex 9;
# the "Trojan Source" list), with the line and paragraph separators.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Each of them."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but what XML 1.0 allows as a character (section 2.2)."""

# What is unsafe on a terminal is not to be on a page either, nor what no XML or HTML document can hold.
_NOT_SHOWN = re.compile(UNSAFE.pattern.removesuffix("]") + "\ufffe\uffff]")


def terminal_safe(text: str) -> str:
    r"""Return text with each character that could drive a terminal written as ``\u{1b}``; tab and line feed stay."""
    return UNSAFE.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def page_safe(text: str) -> str:
    r"""Return text with each character that a page cannot show, or that reorders others, written as ``\u{202e}``."""
    return _NOT_SHOWN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def is_terminal() -> bool:
    """Tell whether standard output is a terminal, where people read, and not a pipe or a file."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int | None:
    """Return how many columns the terminal has that standard output is; None where it is none."""
    import shutil

    return shutil.get_terminal_size().columns if is_terminal() else None


def is_bold_known() -> bool:
    """Tell whether standard output is a terminal that can draw bold letters."""
    return is_terminal() and os.environ.get("TERM", "dumb") != "dumb"


@contextmanager
def progress(doing: str) -> Iterator[Callable[[str], None]]:
    """Give what shows in one line of the terminal how far something has come; nothing where there is no terminal.

    Args:
        doing: What is being done, to begin the line with.
    """
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        yield lambda text: None
        return

    def tell(text: str) -> None:
        # The line is drawn anew: carriage return, the text, and what erases the rest of it (ECMA-48, EL).
        sys.stderr.write(f"\r{doing}: {terminal_safe(text)}\x1b[K")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def write(text: str, path: Path | None = None, *, is_safe: bool = False) -> None:
    """Write text to a file, or to standard output where none is named.

    Nothing is said when the reader of standard output has gone: that is how ``| head`` ends.

    Args:
        text: The text.
        path: The file; None for standard output.
        is_safe: Whether all control characters in the text are ours.

    Raises:
        OutputError: The text cannot be written there.
    """
    if path is None:
        # CSV ends its lines by CR and LF; a terminal needs no CR, and would be shown one.
        _write_stdout(terminal_safe(text.replace("\r\n", "\n")) if is_terminal() and not is_safe else text)
    else:
        write_file(text, path)


def _write_stdout(text: str) -> None:
    if sys.stdout is None:
        raise OutputError("standard output: cannot be written: it is closed")
    try:
        sys.stdout.flush()
        # Bytes, so that line ends and letters are the same wherever it runs.
        sys.stdout.buffer.write(text.encode(errors="surrogatepass"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        silence_stdout()
        raise OutputError(f"standard output: cannot be written: {reason(error)}") from error


def tell(lines: Iterable[str]) -> None:
    """Write lines to standard error, where there is one; what comes there is no part of what was asked for."""
    with suppress(OSError, ValueError):
        for line in lines if sys.stderr is not None else ():
            sys.stderr.write(f"{terminal_safe(line)}\n")
            sys.stderr.flush()


def silence_stdout() -> None:
    """Send standard output nowhere, so that closing it at the end cannot fail again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
