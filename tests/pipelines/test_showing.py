"""What commands print: places, labels, and commands that a shell takes as they stand."""

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.frameworks import known, load
from pipelines.commands.showing import codes, label, place, program, titles_of, typed

posix = pytest.mark.skipif(sys.platform == "win32", reason="quotes of POSIX shells")


@dataclass(frozen=True)
class Somewhere:
    pages: tuple[int, int] | None = None
    number: str | None = None
    locator: str | None = None


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Somewhere((3, 3)), "page 3"),
        (Somewhere((3, 4)), "pages 3-4"),
        (Somewhere((3, 3), "2.3.3"), "page 3, paragraph 2.3.3"),
        (Somewhere(locator="line 12"), "line 12"),
        (Somewhere(locator="line 12", number="47"), "line 12, paragraph 47"),
        (Somewhere(), ""),
    ],
)
def test_where_a_passage_stands(found: Somewhere, text: str) -> None:
    assert place(found) == text


def test_a_label_has_code_and_title_once() -> None:
    title = titles_of("sccif-asa-2024")["PROT"]

    assert label("sccif-asa-2024", "PROT", None) == f"PROT {title}"
    assert label("sccif-asa-2024", "PROT", "PROT") == f"PROT {title}"
    assert label("sccif-asa-2024", "PROT", "PROT-1").startswith(f"PROT {title} · PROT-1 ")


def test_codes_without_a_title_stand_alone() -> None:
    assert label("sccif-asa-2024", "NONE") == "NONE"
    assert label("of-a-newer-version", "X", "X-1") == "X · X-1"


def test_titles_of_areas_below_an_element_are_found_by_the_plain_code_of_tags() -> None:
    titles = titles_of("slac-2009")
    assert titles["LM-EQ"] == titles["SG/LM-EQ"] == "Equality and diversity"


def test_codes_hold_every_area_and_criterion_once_areas_first() -> None:
    found = codes()

    assert len(found) == len(set(found))
    first = [area.code for area in load(known()[0]).walk()]
    assert list(found[: len(first)]) == first
    assert {"EXP-9", "PROT-7", "LEAD-15", "LM-EQ", "SG/LM-EQ"} <= set(found)


def put_program(folder: Path) -> Path:
    folder.mkdir(parents=True)
    path = folder / ("vouch.exe" if sys.platform == "win32" else "vouch")
    path.touch(mode=0o755)
    return path


def test_a_program_that_the_shell_finds_goes_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_program(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(path.parent))
    monkeypatch.setattr(sys, "argv", [str(path), "demo"])

    assert program() == "vouch"


def test_a_program_off_the_path_goes_by_how_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_program(tmp_path / ".venv" / "bin")
    other = put_program(tmp_path / "other")
    monkeypatch.chdir(tmp_path)
    called = str(path.relative_to(tmp_path))
    monkeypatch.setattr(sys, "argv", [called, "demo"])

    for on_path in (tmp_path / "empty", other.parent):
        monkeypatch.setenv("PATH", str(on_path))
        assert program() == called


def test_a_module_run_by_python_is_called_vouch(monkeypatch: pytest.MonkeyPatch) -> None:
    for called in ("pipelines/main.py", "-c", ""):
        monkeypatch.setattr(sys, "argv", [called])
        assert program() == "vouch"


@posix
@pytest.mark.parametrize(
    "words",
    [
        ("search", "child*", "missing"),
        ("search", '"return home"'),
        ("verify", "--workspace", "my cases; $HOME"),
        ("verify", "--workspace", "Kate's"),
        ("verify", "--workspace", ""),
    ],
)
def test_what_is_printed_to_be_typed_comes_through_a_shell_unchanged(
    words: tuple[str, ...],
) -> None:
    line = typed(*words)

    assert shlex.split(line) == [program(), *words]
    assert "child*" not in shlex.split(line, posix=False)
