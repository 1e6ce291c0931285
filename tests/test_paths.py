from pathlib import Path

from csgraph import paths


def test_checkout_is_found():
    assert (paths.ROOT / "pyproject.toml").is_file()
    assert paths.SOURCE_TEXT.is_file()


def test_path_below_the_working_folder_is_shown_relative_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert paths.shown(Path.cwd() / "a" / "b.ttl") == "a/b.ttl"


def test_path_below_our_root_is_shown_relative_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert paths.shown(paths.DATA / "report" / "a.ttl") == "data/report/a.ttl"


def test_other_paths_are_shown_as_they_are(tmp_path):
    assert paths.shown(tmp_path / "a.ttl") == str(tmp_path / "a.ttl")
    assert paths.shown(Path("a.ttl")) == "a.ttl"
