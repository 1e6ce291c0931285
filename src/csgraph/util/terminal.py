"""Writes text to standard output or to a file: files atomically, terminals without control characters."""

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
"""Characters that are escaped on a terminal."""

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow (section 2.2)."""

# On pages, characters that XML and HTML documents cannot contain are escaped as well.
_NOT_SHOWN = re.compile(UNSAFE.pattern.removesuffix("]") + "\ufffe\uffff]")


def terminal_safe(text: str) -> str:
    r"""Escape the characters that can control a terminal, such as ``\u{1b}``; tab and line feed stay."""
    return UNSAFE.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def page_safe(text: str) -> str:
    r"""Escape the characters that a page cannot show or that reorder others, such as ``\u{202e}``."""
    return _NOT_SHOWN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int | None:
    """Return the width of the terminal in columns; None if standard output is not a terminal."""
    import shutil

    return shutil.get_terminal_size().columns if is_terminal() else None


def is_bold_known() -> bool:
    """Whether standard output is a terminal that supports bold text."""
    return is_terminal() and os.environ.get("TERM", "dumb") != "dumb"


@contextmanager
def progress(doing: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows progress in one line of the terminal; it does nothing if there is no terminal.

    Args:
        doing: The activity, which begins the line.
    """
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        yield lambda text: None
        return

    def tell(text: str) -> None:
        # Redraw the line: carriage return, the text, and Erase in Line (ECMA-48, section 8.3.41, EL).
        sys.stderr.write(f"\r{doing}: {terminal_safe(text)}\x1b[K")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def write(text: str, path: Path | None = None, *, is_safe: bool = False) -> None:
    """Write text to a file, or to standard output.

    A closed pipe is no error: ``| head`` closes it.

    Args:
        text: The text.
        path: The file; None for standard output.
        is_safe: Whether control characters in the text are ours, so that they are not escaped.

    Raises:
        OutputError: The text cannot be written there.
    """
    if path is None:
        # CSV ends its lines with CR LF; on a terminal the CR would be escaped.
        _write_stdout(terminal_safe(text.replace("\r\n", "\n")) if is_terminal() and not is_safe else text)
    else:
        write_file(text, path)


def _write_stdout(text: str) -> None:
    if sys.stdout is None:
        raise OutputError("standard output: cannot be written: it is closed")
    try:
        sys.stdout.flush()
        # Bytes, so that line ends and encoding are the same on all systems.
        sys.stdout.buffer.write(text.encode(errors="surrogatepass"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        silence_stdout()
        raise OutputError(f"standard output: cannot be written: {reason(error)}") from error


def tell(lines: Iterable[str]) -> None:
    """Write lines to standard error, if it is open; errors in writing are ignored."""
    with suppress(OSError, ValueError):
        for line in lines if sys.stderr is not None else ():
            sys.stderr.write(f"{terminal_safe(line)}\n")
            sys.stderr.flush()


def silence_stdout() -> None:
    """Redirect standard output to the null device, so that closing it at exit cannot fail again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
