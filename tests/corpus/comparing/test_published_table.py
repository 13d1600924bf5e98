"""The table that the sector relies on, against grades and dates that a reader took from page 1."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.split import kept_apart
from corpus.comparing import Comparison, compare, read_table
from corpus.frameworks import Framework
from corpus.history import Provider, Recorded, inspections

Telling = Callable[..., Recorded]
SHARED = Path(__file__).parents[3].parent / "shared" / "reports"
VERIFIED = Path(__file__).parents[2] / "extractors" / "facts" / "verified"
pytestmark = [
    pytest.mark.reports,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"the published reports are not in {SHARED}"),
]


def answers(name: str) -> list[dict[str, str]]:
    with (VERIFIED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def files() -> dict[str, tuple[str, str]]:
    """Authority (number and name of its folder) by hash, of those looked at while building."""
    found = {}
    for path in sorted((SHARED / "ilacs").rglob("*.pdf")):
        if not kept_apart(path):
            urn, _, name = path.parent.name.partition("_")
            found[hashlib.sha256(path.read_bytes()).hexdigest()] = (urn, name)
    return found


@pytest.fixture
def compared(
    files: dict[str, tuple[str, str]], told: Telling, frameworks: dict[str, Framework]
) -> Comparison:
    grades: dict[str, dict[str, str]] = defaultdict(dict)
    for row in answers("judgements.csv"):
        if row["area"] and row["form"] in frameworks:
            grades[row["sha256"]][row["area"]] = row["grade"]
    reports: dict[str, list[Recorded]] = defaultdict(list)
    for row in answers("inspections.csv"):
        if row["sha256"] in files and row["sha256"] in grades:
            ranges = [re.split("/", part) for part in row["ranges"].split(";") if part]
            reports[files[row["sha256"]][0]].append(
                told(
                    row["sha256"],
                    row["form"],
                    grades[row["sha256"]],
                    type=row["type"],
                    start=row["start"],
                    end=row["end"],
                    ranges=ranges,
                )
            )
    names = dict(files.values())
    ours = {
        urn: (Provider(urn, names[urn]), inspections(own, frameworks))
        for urn, own in reports.items()
    }
    areas = {code for framework in frameworks.values() for code in framework.codes()}
    path = SHARED / "ilacs_overview.csv"
    return compare(read_table(path.read_bytes(), path.name, {}, areas), ours, frameworks)


def test_the_table_is_read_as_it_is(compared: Comparison) -> None:
    assert len(compared.table.fields) == len(compared.table.columns) == 12
    assert compared.table.notes == ()
    assert compared.counts["rows"] == 88


def test_every_grade_of_the_inspections_that_are_here_agrees(compared: Comparison) -> None:
    assert compared.counts["rows_compared"] == 42
    assert compared.counts["grades_agreeing"] == compared.counts["grades_compared"] == 210


def test_what_differs_is_a_true_difference_and_nothing_else(compared: Comparison) -> None:
    # The authorities that are kept apart are unknown here: their reports were not offered.
    counted = Counter(one.category for one in compared.differences)
    assert counted == {
        "unknown authority": 27,
        "later inspection": 19,
        "left blank": 3,
        "date differs": 1,
    }


def test_each_cell_that_differs_names_both_values(compared: Comparison) -> None:
    cells = [(one.urn, one.field, one.table, one.ours) for one in compared.differences if one.field]
    assert cells == [
        ("80438", "type", "None", "short"),
        ("80438", "start", "", "2024-03-11"),
        ("80438", "end", "", "2024-03-15"),
        ("80557", "end", "09/12/2022", "2023-02-15"),
    ]
