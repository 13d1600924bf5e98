"""`python -m benchmarks.casefiles` writes files beside their truth."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.casefiles", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def truth(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.slow
def test_files_and_their_truth_are_written(tmp_path: Path) -> None:
    assert run("--seed", "4", "--out", str(tmp_path), "--formats", "txt", "csv").returncode == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"truth.jsonl", *(str(row["name"]) for row in truth(tmp_path)[1:])}


@pytest.mark.slow
def test_several_sets_have_a_folder_each(tmp_path: Path) -> None:
    done = run("--seed", "4", "--out", str(tmp_path), "--count", "2", "--formats", "md")
    assert done.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["4", "5"]
    assert truth(tmp_path / "5")[0]["seed"] == 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "count", "ending"), [("--rows", "50", "csv"), ("--pages", "3", "txt")]
)
def test_what_tests_size_is_one_file(option: str, count: str, ending: str, tmp_path: Path) -> None:
    assert run("--out", str(tmp_path), option, count).returncode == 0
    (path,) = [path for path in tmp_path.iterdir() if path.name != "truth.jsonl"]
    assert path.suffix == f".{ending}"


@pytest.mark.slow
def test_a_wrong_format_is_refused(tmp_path: Path) -> None:
    done = run("--out", str(tmp_path), "--formats", "doc")
    assert done.returncode == 2
    assert "invalid choice: 'doc'" in done.stderr
