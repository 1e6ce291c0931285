"""Reading the named graphs of a release. Uploads of them are tested in ``test_push``."""

from __future__ import annotations

from pathlib import Path

import pytest

from csgraph.errors import InputError
from csgraph.release.manifest import ReleaseGraph


def test_a_file_that_becomes_shorter_is_an_error_and_not_read_for_ever(tmp_path: Path):
    line = b'<urn:s> <urn:p> "o" <urn:g> .\n'
    path = tmp_path / "csgraph.nq"
    path.write_bytes(line)
    graph = ReleaseGraph(path, "urn:g", start=0, size=2 * len(line), count=2)

    with pytest.raises(InputError, match=r"csgraph\.nq: the file became shorter while it was read"):
        list(graph.pieces())
