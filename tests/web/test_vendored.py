"""The files of others that the site carries are those of their manifests."""

import shutil
from dataclasses import replace

import pytest

from csgraph.errors import InputError
from csgraph.site import vendored


@pytest.fixture
def copy(tmp_path, monkeypatch):
    folder = tmp_path / "vendored"
    shutil.copytree(vendored.FOLDER, folder)
    monkeypatch.setattr(vendored, "FOLDER", folder)
    return folder


def test_our_copies_are_unaltered(capsys):
    assert vendored.main(["--check"]) == 0
    assert capsys.readouterr().out == "oxigraph 0.5.11 (MIT OR Apache-2.0)\n"


def test_an_altered_file_is_told(copy, capsys):
    with (copy / "oxigraph" / "web.js").open("a") as file:
        file.write(" ")

    assert vendored.main(["--check"]) == 1
    assert "web.js: this file is not the one of its manifest" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "problem"), [("web_bg.wasm", "not the one of its manifest"), ("LICENSE-MIT", "licence text is missing")]
)
def test_a_missing_file_is_told(name, problem, copy):
    (copy / "oxigraph" / name).unlink()

    with pytest.raises(InputError, match=problem):
        vendored.check()


def test_a_file_that_nobody_knows_is_told(copy):
    (copy / "oxigraph" / "more.js").write_text("")

    with pytest.raises(InputError, match="in no manifest"):
        vendored.check()


def test_an_argument_that_there_is_not_is_refused(capsys):
    assert vendored.main(["--chek"]) == 2
    assert "usage" in capsys.readouterr().err


def test_without_npm_nothing_is_refreshed(copy, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(InputError, match="npm is not installed"):
        vendored.refresh(vendored.package("oxigraph"))
    vendored.check()


def test_a_package_is_refreshed_from_what_npm_packs(copy, tmp_path, monkeypatch):
    """With an npm of our own, which packs a folder without asking anybody."""
    import json
    import tarfile

    package = vendored.package("oxigraph")
    packed = tmp_path / "oxigraph.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        for name in package.files:
            (tmp_path / name).write_text(f"new {name}")
            archive.add(tmp_path / name, f"package/{name}")
    programs = tmp_path / "programs"
    programs.mkdir()
    told = json.dumps([{"version": "9.9.9", "filename": "oxigraph.tgz"}])
    (programs / "npm").write_text(f"#!/bin/sh\ncp '{packed}' . && echo '{told}'\n")
    (programs / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    fresh = vendored.refresh(package)

    assert (fresh.version, fresh.read("web.js")) == ("9.9.9", b"new web.js")
    assert vendored.packages() == [fresh]
    vendored.check()
    with pytest.raises(InputError, match=r"has no file other\.js"):
        vendored.refresh(replace(fresh, files={"other.js": ""}))
