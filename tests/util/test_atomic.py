"""A folder is written whole or not at all, by one at a time, and over nothing that is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from csgraph.errors import OutputError
from csgraph.util import atomic
from tests.conftest import names
from tests.support.folders import SOURCES


def is_ours(folder: Path) -> bool:
    return (folder / "mark").is_file()


def fill(folder: Path, text: str) -> None:
    with atomic.replaced(folder, is_ours=is_ours, kind="a thing") as new:
        (new / "mark").write_text(text)


def test_a_new_folder_is_made_with_those_above_it(tmp_path):
    fill(tmp_path / "a" / "b", "new")

    assert "new" == (tmp_path / "a" / "b" / "mark").read_text()
    assert ["b"] == names(tmp_path / "a")


def test_an_empty_folder_and_one_of_ours_are_replaced_whole(tmp_path):
    (tmp_path / "x").mkdir()
    fill(tmp_path / "x", "one")
    (tmp_path / "x" / "old").write_text("")
    fill(tmp_path / "x", "two")

    assert ["mark"] == names(tmp_path / "x")
    assert "two" == (tmp_path / "x" / "mark").read_text()
    assert ["x"] == names(tmp_path)


def test_the_old_folder_goes_back_when_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    fill(tmp_path / "x", "one")
    rename = Path.rename

    def refuse_new(path: Path, target: Path) -> Path:
        if path.name == ".x.new":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(OutputError, match="x: cannot be written: permission denied"):
        fill(tmp_path / "x", "two")

    assert "one" == (tmp_path / "x" / "mark").read_text()
    assert ["x"] == names(tmp_path)


def test_files_are_flushed_one_by_one_where_the_system_has_no_sync(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "sync")
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda file: flushed.append(Path(file.name).name))
    fill(tmp_path / "x", "one")

    assert ["mark"] == flushed


def test_the_old_folder_stays_when_something_fails(tmp_path):
    fill(tmp_path / "x", "one")

    def fail_half_way():
        with atomic.replaced(tmp_path / "x", is_ours=is_ours, kind="a thing") as new:
            (new / "mark").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert "one" == (tmp_path / "x" / "mark").read_text()
    assert ["x"] == names(tmp_path)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "thesis").write_text("dear")

    with pytest.raises(OutputError, match="x: this folder has other content; name a new folder, or a thing"):
        fill(tmp_path / "x", "new")
    assert ["thesis"] == names(tmp_path / "x")


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "x").write_text("dear")

    with pytest.raises(OutputError, match="x: this is a file; name a folder"):
        fill(tmp_path / "x", "new")
    assert "dear" == (tmp_path / "x").read_text()


def test_a_symbolic_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    fill(tmp_path / "real", "one")
    (tmp_path / "link").symlink_to("real")
    fill(tmp_path / "link", "two")

    assert (tmp_path / "link").is_symlink()
    assert "two" == (tmp_path / "real" / "mark").read_text()


def test_two_do_not_mix(tmp_path):
    with atomic.replaced(tmp_path / "x", is_ours=is_ours, kind="a thing") as new:
        (new / "mark").write_text("first")
        with pytest.raises(OutputError, match="x: another process is writing a thing there; wait for it"):
            fill(tmp_path / "x", "second")

    assert "first" == (tmp_path / "x" / "mark").read_text()


def test_what_a_killed_process_has_left_is_cleared(tmp_path):
    code = (
        "import os\nfrom pathlib import Path\nfrom csgraph.util import atomic\n"
        "with atomic.replaced(Path('x'), is_ours=lambda folder: True, kind='a thing') as new:\n"
        "    (new / 'mark').write_text('half')\n    os.kill(os.getpid(), 9)\n"
    )
    fill(tmp_path / "x", "old")

    assert -9 == run(code, tmp_path)
    assert "old" == (tmp_path / "x" / "mark").read_text()
    fill(tmp_path / "x", "new")
    assert ["x"] == names(tmp_path)


def kill_in_exchange(folder: Path, renames: int) -> None:
    """Replace the folder x in a process that is killed after so many renames."""
    code = (
        "import os\nfrom pathlib import Path\nfrom csgraph.util import atomic\n"
        f"left, rename = [{renames}], Path.rename\n"
        "def counted(one, other):\n    rename(one, other)\n    left[0] -= 1\n"
        "    if not left[0]:\n        os.kill(os.getpid(), 9)\n"
        "Path.rename = counted\n"
        "with atomic.replaced(Path('x'), is_ours=lambda folder: True, kind='a thing') as new:\n"
        "    (new / 'mark').write_text('new')\n"
    )
    assert -9 == run(code, folder)


def run(code: str, folder: Path) -> int:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment).returncode


def test_a_folder_that_had_made_room_when_the_process_was_killed_is_put_back(tmp_path):
    fill(tmp_path / "x", "old")
    kill_in_exchange(tmp_path, 1)
    assert not (tmp_path / "x").exists()

    with pytest.raises(ZeroDivisionError), atomic.replaced(tmp_path / "x", is_ours=is_ours, kind="a thing"):
        raise ZeroDivisionError
    assert "old" == (tmp_path / "x" / "mark").read_text()
    assert ["x"] == names(tmp_path)


@pytest.mark.parametrize("renames", [1, 2])
def test_what_was_left_in_an_exchange_is_cleared_by_the_next(renames, tmp_path):
    fill(tmp_path / "x", "old")
    kill_in_exchange(tmp_path, renames)

    fill(tmp_path / "x", "newest")
    assert "newest" == (tmp_path / "x" / "mark").read_text()
    assert ["x"] == names(tmp_path)


def test_a_lock_file_that_is_left_locks_nobody_out(tmp_path):
    (tmp_path / ".x.lock").touch()
    fill(tmp_path / "x", "new")

    assert ["x"] == names(tmp_path)


def test_the_lock_is_held_against_other_processes(tmp_path):
    code = (
        "from pathlib import Path\nfrom csgraph.errors import OutputError\nfrom csgraph.util import atomic\n"
        "try:\n    with atomic.replaced(Path('x'), is_ours=lambda folder: True, kind='a thing'):\n        pass\n"
        "except OutputError:\n    raise SystemExit(7)\n"
    )
    with atomic.replaced(tmp_path / "x", is_ours=is_ours, kind="a thing"):
        assert 7 == run(code, tmp_path)

    assert 0 == run(code, tmp_path)


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/sys").exists(), reason="needs a folder nobody may write")
def test_where_nothing_can_be_written_is_one_line():
    target = Path("/proc/sys/csgraph-release")

    with pytest.raises(OutputError, match="cannot be written"):
        fill(target, "new")
