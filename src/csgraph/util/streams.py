"""Makes a file of bytes that come in pieces, for parsers that read files."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from csgraph.errors import LocatedError


class Stream(io.RawIOBase):
    """Bytes as a file.

    Args:
        pieces: The bytes; an empty piece ends them.

    Attributes:
        error: The error that ended them, since a parser tells of it in words of its own; None while there is none.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = iter(pieces), memoryview(b"")
        self.error: LocatedError | None = None

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes into a buffer."""
        try:
            self._rest = self._rest or memoryview(next(self._pieces, b""))
        except LocatedError as error:
            self.error = error
            raise OSError(error.problem) from None
        length = min(len(self._rest), len(buffer))
        buffer[:length] = self._rest[:length]
        self._rest = self._rest[length:]
        return length
