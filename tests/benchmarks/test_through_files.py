"""The measure over files: which formats, how figures are shown, that processes change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.casefiles.scoring import Rate
from benchmarks.casefiles.through import AS_SHIPPED, Way
from benchmarks.through_files import Asked, Measured, measured, report
from models.deid import MEANS

ASKED = Asked(first=21, seeds=2, formats=("txt", "md"), scans_every=0)
WAYS = {"without gazetteer": Way(MEANS - {"gazetteer"})}


@pytest.fixture(scope="module")
def found() -> Measured:
    return measured(ASKED, WAYS)


def test_every_way_has_figures_over_case_files(found: Measured) -> None:
    assert list(found.figures) == [AS_SHIPPED, "without gazetteer"]
    assert found.figures[AS_SHIPPED]["files read"].n == 4
    assert found.figures["without gazetteer"]["recall"].n == found.figures[AS_SHIPPED]["recall"].n
    assert found.scans == 0
    assert found.seconds > 0


@pytest.mark.slow
def test_processes_change_nothing(found: Measured) -> None:
    again = measured(replace(ASKED, processes=2), WAYS)
    assert again.figures == found.figures


def test_the_report_has_a_line_for_each_way_and_format(found: Measured) -> None:
    lines = list(report(ASKED, found, 0.0))
    assert lines[0].startswith("2 synthetic case files, vocabulary development, seeds 21 to 22")
    first = {line.split("  ")[0] for line in lines}
    assert {AS_SHIPPED, "without gazetteer", "txt", "md", "files read", "notes found"} <= first


def test_the_report_shows_no_words_of_notes() -> None:
    figures = {
        "recall": Rate(0.99, 0.98, 1.0, 1234),
        "recall/kind/name": Rate(0.99, 0.98, 1.0, 1234),
        "recall/format/pdf": Rate(0.99, 0.98, 1.0, 20),
        "recall/format/pdf/name": Rate(0.9, 0.8, 1.0, 20),
        "recall/format/pdf/nino": Rate(1.0, 1.0, 1.0, 2),
    }
    lines = list(report(ASKED, Measured({AS_SHIPPED: figures}, 0, 1.0), 0.0))
    assert lines[-1].split() == ["pdf/name", "0.9000", "[0.8000,", "1.0000]", "20"]
    assert any("0.9900 [0.9800, 1.0000] 1,234" in line for line in lines)
    assert not any("nino" in line for line in lines)


@pytest.mark.parametrize(
    ("every", "first", "scans"),
    [(0, 1, 0), (1, 1, 4), (2, 1, 2), (3, 7, 2), (10, 5, 1)],
    ids=["none", "all", "every other", "counted from the first seed", "the first alone"],
)
def test_scans_are_in_some_case_files(
    every: int, first: int, scans: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks import through_files  # noqa: PLC0415 - patched here

    asked = Asked(first=first, seeds=4, scans_every=every)
    monkeypatch.setattr(through_files, "_each", lambda *_: iter(()))
    monkeypatch.setattr(through_files, "score", lambda _: {})
    assert through_files.measured(asked, {}).scans == scans
