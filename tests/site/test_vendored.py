"""Vendored files match their manifests."""

import base64
import hashlib
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from csgraph.errors import InputError
from csgraph.site import vendored
from tests.support.folders import NPM


@pytest.fixture
def copy(tmp_path, monkeypatch):
    folder = tmp_path / "vendored"
    shutil.copytree(vendored.FOLDER, folder)
    monkeypatch.setattr(vendored, "FOLDER", folder)
    return folder


def test_our_copies_are_unaltered(capsys):
    assert vendored.main(["--check"]) == 0
    assert capsys.readouterr().out == "oxigraph 0.5.11 (MIT OR Apache-2.0)\n"


def test_altered_file_is_reported(copy, capsys):
    with (copy / "oxigraph" / "web.js").open("a") as file:
        file.write(" ")

    assert vendored.main(["--check"]) == 1
    assert (
        "web.js: the file does not match its checksum in vendored.json; fetch it from npm again"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ("web_bg.wasm", Path.unlink),
        ("LICENSE-MIT", Path.unlink),
        ("LICENSE-APACHE", lambda path: path.write_text("free for all")),
    ],
)
def test_missing_file_and_changed_licence_are_reported(name, does, copy):
    does(copy / "oxigraph" / name)

    with pytest.raises(InputError, match=f"{name}: the file does not match its checksum"):
        vendored.check()


def test_file_that_is_not_listed_is_reported(copy):
    (copy / "oxigraph" / "more.js").write_text("")

    with pytest.raises(InputError, match=r"more\.js: the file is not listed in vendored\.json; remove it"):
        vendored.check()


def test_what_the_site_runs_is_what_the_tests_compare_with():
    """The workbench's engine and the one that tests load scripts into are one version, from one archive."""
    package = vendored.package("oxigraph")
    asked = json.loads((NPM / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((NPM / "package-lock.json").read_text(encoding="utf-8"))["packages"]["node_modules/oxigraph"]

    assert package.version == asked["oxigraph"]
    assert (package.version, package.integrity, package.licence) == tuple(
        locked[key] for key in ("version", "integrity", "license")
    )


@pytest.mark.parametrize(
    "arguments", [["--chek"], ["oxigraph"], ["oxigraph@"], ["other@1.0.0"], ["--check", "oxigraph@1"]]
)
def test_an_argument_that_there_is_not_is_refused(arguments, capsys):
    assert vendored.main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_without_npm_nothing_is_refreshed(copy, monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(InputError, match="npm is not installed"):
        vendored.refresh(vendored.package("oxigraph"))
    vendored.check()


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Let there be an npm of our own, which packs files without asking anybody; gives what tells it so."""

    def pack(version: str, contents: dict[str, str], integrity: str | None = None) -> None:
        packed = tmp_path / "oxigraph.tgz"
        with tarfile.open(packed, "w:gz") as archive:
            for name, text in contents.items():
                (tmp_path / name).write_text(text)
                archive.add(tmp_path / name, f"package/{name}")
        true = f"sha512-{base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()}"
        told = json.dumps([{"version": version, "filename": "oxigraph.tgz", "integrity": integrity or true}])
        programs = tmp_path / "programs"
        programs.mkdir(exist_ok=True)
        (programs / "npm").write_text(
            f'#!/bin/sh\n[ "$3" = "oxigraph@{version}" ] && cp "{packed}" . && echo \'{told}\'\n'
        )
        (programs / "npm").chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")

    return pack


NEW = {"web.js": "new web.js", "web_bg.wasm": "new web_bg.wasm"}


def test_a_package_is_refreshed_from_what_npm_packs(copy, npm, capsys):
    licences = vendored.package("oxigraph").licences
    npm("9.9.9", NEW)

    assert vendored.main(["oxigraph@9.9.9"]) == 0
    assert capsys.readouterr().out.startswith("oxigraph 9.9.9 ")
    (fresh,) = vendored.packages()
    assert (fresh.version, fresh.read("web.js"), fresh.licences) == ("9.9.9", b"new web.js", licences)
    # And again, now that it is the version that there is.
    assert vendored.main([]) == 0
    assert [fresh] == vendored.packages()


@pytest.mark.parametrize(
    ("version", "contents", "integrity", "problem"),
    [
        ("9.9.9", {"web.js": "x"}, None, r"has no file web_bg\.wasm"),
        ("9.9.9", NEW, "sha512-AAAA", "the checksum of the archive has changed to sha512-"),
        ("0.5.11", NEW, None, "the checksum of the archive has changed to sha512-"),
        ("9.9.8", NEW, None, "npm pack failed"),
    ],
    ids=["without a file", "altered on the way", "another archive of the same version", "not there"],
)
def test_what_npm_gives_otherwise_changes_nothing(version, contents, integrity, problem, copy, npm):
    package = vendored.package("oxigraph")
    npm(version, contents, integrity)

    with pytest.raises(InputError, match=problem):
        vendored.refresh(package, "9.9.9" if version == "9.9.8" else version)
    vendored.check()
    assert [package] == vendored.packages()
