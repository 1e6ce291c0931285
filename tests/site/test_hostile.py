"""Whatever a graph holds, nothing of it becomes active in a page, and no file is written outside the folder."""

from __future__ import annotations

RUN = "globalThis.pwned=1"
