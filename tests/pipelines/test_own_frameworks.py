"""A person writes a framework file by the page that explains it, and is told what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.frameworks import known, load, shipped_text
from corpus.frameworks.schema import FrameworkShape
from pipelines.main import vouch

PAGE = Path(__file__).parents[2] / "docs" / "frameworks.md"
EXAMPLE = re.search(r"```yaml\n(id: canteens.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.fixture
def example() -> str:
    assert EXAMPLE is not None
    return EXAMPLE[1]


def called(workspace: Path, *words: str | Path) -> Result:
    typed = ["--workspace", str(workspace), "frameworks", *(str(word) for word in words)]
    return CliRunner().invoke(vouch, typed)


def written(folder: Path, content: str, name: str = "canteens-2025.yaml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_the_example_of_the_page_is_taken_in_and_shown(tmp_path: Path, example: str) -> None:
    workspace = tmp_path / "ws"
    result = called(workspace, "compile", written(tmp_path, example))

    assert result.exit_code == 0, result.output
    assert "is in order" in result.output
    assert "canteens-2025" in known(workspace / "frameworks")
    shown = called(workspace, "show", "canteens-2025").output
    assert "A canteen with a mouse is likely to be poor overall. (likely; paragraph 4)" in shown
    assert "canteens-2025  School canteens, 2025" in called(workspace, "list").output


def test_taking_in_twice_changes_nothing_and_a_correction_replaces(
    tmp_path: Path, example: str
) -> None:
    path = written(tmp_path, example)
    first = called(tmp_path / "ws", "compile", path).output
    again = called(tmp_path / "ws", "compile", path).output
    path = written(tmp_path, example.replace("Soup is warm.", "Soup is hot."))
    corrected = called(tmp_path / "ws", "compile", path).output

    assert ["(written)" in first, "(unchanged)" in again, "(replaced)" in corrected] == [True] * 3
    framework = load("canteens-2025", tmp_path / "ws" / "frameworks")
    assert framework.criteria[0].text == "Soup is hot."


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("aliases: [food", "alias: [food", "line 17: unknown key 'alias'; allowed here: code"),
        ("force: likely", "force: surely", "'force' is 'surely'; allowed: always, must"),
        ("at_most: poor", "at_most: awful", "no grade 'awful'; allowed: good, poor"),
        ('paragraph: "3.2"', "paragraph: 3.2", "'paragraph' must be words; put"),
        ("  FOOD: {good: 1}", "  FOOD: {good: 2}", "the source has 2 criteria for FOOD good"),
        ("end: on-site", "end: arrival", "no milestone 'arrival'; allowed: notified, on-site"),
        ("id: canteens-2025", "id: slac-2009", "comes with Vouch, and stays as it is"),
        ("id: canteens-2025", "id: canteens-2026", "Name the file canteens-2026.yaml, or change"),
        ("id: canteens-2025", "id: Canteens", "does not look like 'sccif-asa-2024'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_costs_nothing(
    tmp_path: Path, example: str, old: str, new: str, words: str
) -> None:
    workspace = tmp_path / "ws"
    called(workspace, "compile", written(tmp_path, example))
    assert old in example
    result = called(workspace, "compile", written(tmp_path, example.replace(old, new, 1)))

    assert result.exit_code == 1
    assert words in " ".join(result.output.split())
    assert load("canteens-2025", workspace / "frameworks").title == "School canteens, 2025"


@pytest.mark.parametrize("name", ["canteens-2025.yaml.txt", "canteens-2025.txt", "canteens"])
def test_a_file_that_an_editor_renamed_is_told_its_name(
    tmp_path: Path, example: str, name: str
) -> None:
    result = called(tmp_path / "ws", "compile", written(tmp_path, example, name))

    assert result.exit_code == 1
    assert f"{name} looks like a framework file of your own" in result.output
    assert "Rename it to its id and .yaml" in result.output
    assert not (tmp_path / "ws").exists()


@pytest.mark.parametrize(
    ("link", "doubt"),
    [
        ("{framework: sif-2031, kind: area, own: FOOD, relation: exact, to: HP}", "'sif-2031'"),
        ("{framework: sif-2013, kind: area, own: FOOD, relation: exact, to: HQ}", "area 'HQ'"),
        (
            "{framework: sif-2013, kind: grade, own: good, relation: exact, to: fine}",
            "grade 'fine'",
        ),
    ],
)
def test_a_crosswalk_to_what_nobody_knows_is_kept_and_told(
    tmp_path: Path, example: str, link: str, doubt: str
) -> None:
    content = f"{example}\ncrosswalk:\n  - {link}\n"
    result = called(tmp_path / "ws", "compile", written(tmp_path, content))

    assert result.exit_code == 0
    assert f"  Look again: the crosswalk leads to {doubt}, which" in result.output
    assert "canteens-2025" in known(tmp_path / "ws" / "frameworks")


def test_the_crosswalk_of_the_page_is_sound_and_reads_as_words(
    tmp_path: Path, example: str
) -> None:
    block = re.search(r"```yaml\n(crosswalk:.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert block is not None
    workspace = tmp_path / "ws"
    result = called(workspace, "compile", written(tmp_path, f"{example}\n{block[1]}"))

    assert "Look again" not in result.output
    shown = called(workspace, "show", "canteens-2025").output
    assert "  area FOOD is broader than HP of sif-2013\n" in shown
    assert "  grade good is good of sif-2013\n" in shown
    assert "  area OE has nothing in sif-2013\n" in shown


def test_a_file_that_is_no_text_is_named_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "canteens-2025.yaml"
    path.write_bytes("id: käse".encode("utf-16"))
    result = called(tmp_path / "ws", "compile", path)
    assert result.exit_code == 1
    assert "is not UTF-8 text. Save it again" in result.output


@pytest.mark.parametrize("framework_id", known())
def test_a_shipped_file_can_be_printed_to_copy_from(tmp_path: Path, framework_id: str) -> None:
    printed = called(tmp_path / "ws", "show", framework_id, "--yaml").output
    assert printed == shipped_text(framework_id)
    renamed = f"{framework_id.rpartition('-')[0]}-2099"
    copied = printed.replace(f"id: {framework_id}", f"id: {renamed}", 1)
    result = called(tmp_path / "ws", "compile", written(tmp_path, copied, f"{renamed}.yaml"))
    assert result.exit_code == 0, result.output


def test_the_page_names_every_key_of_a_framework_file() -> None:
    page = PAGE.read_text(encoding="utf-8")
    keys = {field.alias or name for name, field in FrameworkShape.model_fields.items()}
    named = {key for key in keys if f"`{key}`" in page or f"\n{key}:" in page}
    assert keys - named == set()
