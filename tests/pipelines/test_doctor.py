"""`vouch doctor`: what is missing is named with the way to get it."""

import json
import sqlite3
import sys
from collections import namedtuple
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from pipelines.commands import doctor
from pipelines.main import vouch


def checks(workspace: Path, **environ: str | None) -> tuple[int, dict[str, dict[str, str]]]:
    arguments = ["doctor", "--json", "--workspace", str(workspace)]
    result = CliRunner().invoke(vouch, arguments, env=environ)
    return result.exit_code, {check["name"]: check for check in json.loads(result.output)}


def test_a_healthy_workspace_is_counted(base: Path) -> None:
    status, found = checks(base)

    assert status == 0
    assert found["Workspace"]["found"].endswith("2 documents, 2 passages"), "none of a sealed one"
    assert {"click", "pypdfium2", "rich"} <= set(found)
    assert "prefect-dask" not in found, "an extra is not missing"


def test_the_packages_of_the_app_are_looked_for(base: Path) -> None:
    _, found = checks(base)

    for name in ("starlette", "uvicorn", "jinja2", "python-multipart", "python-docx"):
        assert found[name]["state"] == "ok"
        assert found[name]["found"][0].isdigit()


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "datasette"])
def test_a_package_that_is_not_there_is_named(
    base: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    installed = doctor.version

    def version(name: str) -> str:
        if name == missing:
            raise doctor.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr(doctor, "version", version)
    status, found = checks(base)

    extra = missing == "datasette"
    assert status == (0 if extra else 1)
    assert found[missing]["state"] == ("optional" if extra else "missing")
    assert "pip install" in found[missing]["remedy"]


def test_the_packages_of_the_app_are_looked_for_without_a_list(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def requires(name: str) -> list[str]:
        raise doctor.PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "requires", requires)
    _, found = checks(base)

    assert found["starlette"]["state"] == "ok"
    assert "pypdfium2" not in found


def test_what_is_no_workspace_is_missing_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("Dear Sir")

    status, found = checks(tmp_path / "letters")

    assert status == 1
    assert found["Workspace"]["state"] == "missing"
    assert found["Workspace"]["remedy"]


def test_a_damaged_store_is_a_finding_and_no_trace(tmp_path: Path) -> None:
    (tmp_path / "evidence.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)

    status, found = checks(tmp_path)

    assert (status, found["Workspace"]["state"]) == (1, "missing")


def test_tesseract_may_be_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    status, found = checks(tmp_path / "new")

    assert (status, found["tesseract"]["state"]) == (0, "optional")
    assert "apt-get install tesseract-ocr" in found["tesseract"]["remedy"]


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_a_tesseract_that_does_not_run_is_no_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 127\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    _, found = checks(tmp_path / "new")

    assert found["tesseract"]["state"] == "optional"
    assert "does not run" in found["tesseract"]["found"]


def test_little_room_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, memory = namedtuple("disk", "free"), namedtuple("memory", "available")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: disk(900_000_000))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory(900_000_000))

    status, found = checks(tmp_path / "new")

    assert (found["Disk"]["state"], found["Memory"]["state"]) == ("missing", "optional")
    assert "--jobs 1" in found["Memory"]["remedy"]
    assert status == 1


def test_an_sqlite_without_full_text_search_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Old:
        def execute(self, statement: str) -> None:
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self) -> None:
            return None

    monkeypatch.setattr(doctor.sqlite3, "connect", lambda path: Old())

    found = doctor._fts5()

    assert (found.state, "python.org" in found.remedy) == ("missing", True)


@pytest.mark.parametrize(
    ("url", "words"),
    [(None, "local"), ("http://127.0.0.1:4200/api", "prefect at http://127.0.0.1:4200/api")],
)
def test_the_engine_is_named(tmp_path: Path, url: str | None, words: str) -> None:
    _, found = checks(tmp_path / "new", PREFECT_API_URL=url)

    assert found["Engine"]["found"].startswith(words)
