"""`vouch compare`: a published table against the store, shown, as JSON and as a corrected table."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from corpus.history import Recorded

Telling = Callable[..., Recorded]
Call = Callable[..., Result]
TABLE = """\
urn,local_authority,overall_effectiveness_grade,help_and_protection_grade,inspection_start_date,inspection_end_date,publication_date
9900001,harrowmere,good,requires improvement,06/03/2023,17/03/2023,05/05/23
9900009,nowhere,good,good,06/03/2023,17/03/2023,05/05/23
"""


@pytest.fixture
def workspace(stored: Callable[..., Path], told: Telling, tmp_path: Path) -> Path:
    report = told(
        "inspection of harrowmere - 02 may 2023.pdf",
        grades={"OE": "Good", "HP": ("Good", 2), "CIC": "Good", "CL": "Good", "LEAD": "Good"},
        start="2023-03-06",
        end="2023-03-17",
    )
    return stored(tmp_path / "workspace", report)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_each_disagreement_has_both_values_the_page_and_the_words(
    workspace: Path, table: Path, call: Call
) -> None:
    result = call(workspace, "compare", str(table))
    assert result.exit_code == 0, result.output
    for words in (
        "1 of 2 rows are of inspections whose reports are here.",
        "Grade differs (1)",
        "Line 2: Harrowmere, help_and_protection_grade",
        "table “requires improvement”, ours “Good”.",
        "inspection of harrowmere - 02 may 2023.pdf, page 2: “Good”",
        "Unknown authority (1)",
        "Line 3: nowhere.",
    ):
        assert words in result.output


def test_a_publication_that_no_report_prints_is_held_against_the_files_name(
    workspace: Path, table: Path, call: Call
) -> None:
    told = json.loads(call(workspace, "compare", str(table), "--json").output)
    (one,) = [one for one in told["differences"] if one["field"] == "published"]
    assert (one["category"], one["ours"]) == ("date differs", "2023-05-02")
    assert one["cited"]["locator"] == "the file's name"


def test_the_corrected_table_is_written_with_a_citation_for_each_cell(
    workspace: Path, table: Path, call: Call, tmp_path: Path
) -> None:
    out = tmp_path / "corrected.csv"
    result = call(workspace, "compare", str(table), "--out", str(out))
    assert str(out) in result.output.replace("\n", "")
    with out.open(encoding="utf-8", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert first["help_and_protection_grade"] == "good"
    assert first["help_and_protection_grade_citation"].endswith("page 2: “Good”")
    assert first["publication_date"] == "02/05/23"
    assert second["vouch_note"] == "row: unknown authority"


def test_the_table_that_is_compared_is_never_overwritten(
    workspace: Path, table: Path, call: Call
) -> None:
    before = table.read_bytes()
    result = call(workspace, "compare", str(table), "--out", str(table))
    assert result.exit_code == 2
    assert "Choose another" in result.output
    assert table.read_bytes() == before


def test_columns_of_other_names_are_mapped(workspace: Path, tmp_path: Path, call: Call) -> None:
    table = tmp_path / "other.csv"
    table.write_text("Council;Judgement\nHarrowmere;Inadequate\n", encoding="utf-8")
    result = call(
        workspace, "compare", str(table), "--map", "Council=provider", "--map", "Judgement=OE"
    )
    assert "table “Inadequate”, ours “Good”." in result.output


@pytest.mark.parametrize(
    ("mapped", "said"),
    [
        ("overall_effectiveness_grade", "write COLUMN=FIELD"),
        ("urn=elephant", "a column may hold one of"),
        ("nothing=OE", "has no column 'nothing'"),
    ],
)
def test_a_mapping_that_means_nothing_is_said(
    workspace: Path, table: Path, call: Call, mapped: str, said: str
) -> None:
    result = call(workspace, "compare", str(table), "--map", mapped)
    assert result.exit_code == 1
    assert said in result.output


def test_a_table_without_a_difference_says_so(workspace: Path, tmp_path: Path, call: Call) -> None:
    table = tmp_path / "right.csv"
    table.write_text("urn,overall,start\n9900001,Good,2023-03-06\n", encoding="utf-8")
    assert "Nothing differs." in call(workspace, "compare", str(table)).output


def test_what_a_table_holds_never_steers_the_terminal(
    workspace: Path, tmp_path: Path, call: Call
) -> None:
    path = tmp_path / "hostile.csv"
    path.write_text(
        "urn,authority,overall effectiveness,\x1b[2Jnote\n"
        "9900001,Harrowmere,go\x1b]0;title\x07od,\n"
        "9900009,No\x1b[31mwhere\u202e,good,\n",
        encoding="utf-8",
    )
    result = call(workspace, "compare", str(path))
    assert result.exit_code == 0, result.output
    assert all(char.isprintable() or char == "\n" for char in result.output)
    assert "table “go ]0;title od”" in result.output
    told = json.loads(call(workspace, "compare", str(path), "--json").output)
    assert {one["category"] for one in told["differences"]} == {
        "cannot be read",
        "unknown authority",
    }


def test_the_corrected_table_keeps_every_character_of_a_cell_that_is_not_ours(
    workspace: Path, tmp_path: Path, call: Call
) -> None:
    path, out = tmp_path / "table.csv", tmp_path / "out.csv"
    path.write_text("urn,overall effectiveness,note\n9900009,good,a\tb é\n", encoding="utf-8")
    assert call(workspace, "compare", str(path), "--out", str(out)).exit_code == 0
    [row] = csv.DictReader(out.open(encoding="utf-8", newline=""))
    assert (row["overall effectiveness"], row["note"]) == ("good", "a\tb é")
