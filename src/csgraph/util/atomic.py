"""Writes a folder whole or not at all: what stood there before stays until all of the new one is written.

The new folder is filled beside the one it replaces, ``.NAME.new``. Then two renames exchange them: the old folder goes
aside to ``.NAME.old``, the new one takes its place. A lock, ``.NAME.lock``, keeps two writers of one folder apart. After a
process was killed, the next one first completes or takes back the exchange, then clears what is left. Only what Python
offers on Linux, macOS and Windows alike is used (decision 41, ``docs/decisions``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from csgraph.errors import OutputError, reason
from csgraph.paths import shown


@contextmanager
def replaced(folder: Path, *, is_ours: Callable[[Path], bool], kind: str) -> Iterator[Path]:
    """Yield a new, empty folder to fill; when the block ends without an error it takes the place of ``folder``.

    A reader may find no folder for the moment between the two renames.

    Args:
        folder: The folder to make or to replace.
        is_ours: Whether a folder that is not empty may be replaced.
        kind: What the folder is, in messages: ``a release``.

    Raises:
        OutputError: There is a file, or a folder that is neither empty nor ours; or another process writes there; or it
            cannot be written.
    """
    try:
        # A symbolic link stays, and its target is replaced.
        folder = Path(os.path.realpath(folder))
        _check(folder, is_ours, kind)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder, kind):
            new = folder.with_name(f".{folder.name}.new")
            _recover(folder)
            _remove(new)
            new.mkdir()
            try:
                yield new
                _check(folder, is_ours, kind)
                _sync(new)
                _exchange(new, folder)
            finally:
                _remove(new)
    except OSError as error:
        raise OutputError(f"{shown(folder)}: cannot be written: {reason(error)}") from error


def _check(folder: Path, is_ours: Callable[[Path], bool], kind: str) -> None:
    if folder.is_dir():
        if any(folder.iterdir()) and not is_ours(folder):
            raise OutputError(f"{shown(folder)}: this folder has other content; name a new folder, or {kind}")
    elif os.path.lexists(folder):
        raise OutputError(f"{shown(folder)}: this is a file; name a folder")


@contextmanager
def _locked(folder: Path, kind: str) -> Iterator[None]:
    """Hold the lock of a folder, which the system releases when the process ends, however it ends.

    Raises:
        OutputError: Another process holds it.
    """
    from filelock import FileLock, Timeout

    path = folder.with_name(f".{folder.name}.lock")
    lock = FileLock(path)
    # Where no file can be made, the system's reason is better than a lock that cannot be had.
    path.touch()
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise OutputError(f"{shown(folder)}: another process is writing {kind} there; wait for it") from None
    try:
        yield
    finally:
        # Only its holder may remove the file, so before it lets go; Windows does not remove an open file.
        with suppress(OSError):
            path.unlink()
        lock.release()


def _sync(folder: Path) -> None:
    """Flush a folder to the disk, so that a power cut cannot leave empty files under its final name.

    All file systems at once where the system can (``sync`` of POSIX), which for thousands of files is several times as fast
    as one after the other; on Windows each file.
    """
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file)


def _recover(folder: Path) -> None:
    """Finish the exchange of a process that was killed in it.

    Without a new folder in place the old one goes back; with one, the old one is removed.
    """
    old = _aside(folder)
    if os.path.lexists(folder):
        _remove(old)
    elif old.is_dir():
        old.rename(folder)


def _exchange(new: Path, folder: Path) -> None:
    """Put a new folder in the place of an old one, which is removed."""
    old = _aside(folder)
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    _remove(old)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
