"""Writes a file atomically."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from csgraph.errors import OutputError, reason
from csgraph.paths import shown


def write_file(text: str, path: Path) -> None:
    """Write text to a file atomically.

    A new file is written beside it and renamed, with the permissions of the old; a symbolic link is replaced, not followed.

    Raises:
        OutputError: The path is a folder, or cannot be written.
    """
    if os.path.isdir(path):
        raise OutputError(f"{shown(path)}: this is a folder; name a file")
    if os.path.exists(path) and not os.path.isfile(path):
        _write_device(text, path)
        return
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(new, "xb") as file:
            file.write(text.encode(errors="surrogatepass"))
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(path):
            os.chmod(new, os.stat(path).st_mode & 0o777)
        os.replace(new, path)
    except OSError as error:
        raise OutputError(f"{shown(path)}: cannot be written: {reason(error)}") from error
    finally:
        with suppress(OSError):
            new.unlink()


def _write_device(text: str, path: Path) -> None:
    """Write to a file that is not regular, such as /dev/stdout, and must not be replaced."""
    try:
        path.write_bytes(text.encode(errors="surrogatepass"))
    except BrokenPipeError:
        pass
    except OSError as error:
        raise OutputError(f"{shown(path)}: cannot be written: {reason(error)}") from error
