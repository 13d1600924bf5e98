"""The benchmark of case notes takes a sheet all the way, and says what each phase took."""

import time
from pathlib import Path

import pytest

from benchmarks.case_notes_speed import Phase, Watch, measured
from benchmarks.casefiles import many_rows


@pytest.mark.slow
def test_a_small_sheet_goes_all_the_way(tmp_path: Path) -> None:
    [file] = many_rows(40, 3, "development").files
    sheet = tmp_path / file.name
    sheet.write_bytes(file.content)
    told: list[str] = []

    found = measured(sheet, tmp_path / "ws", 1, told.append)

    assert [phase.name for phase in found] == ["read", "de-identify", "list", "sign and tag"]
    assert told[0].startswith("40 notes in ")
    assert told[1].startswith("40 notes can be searched")
    assert all(phase.memory for phase in found[1:2])


def test_a_phase_is_a_line_with_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    watch = Watch()

    with watch.phase("waiting"):
        time.sleep(0.25)

    [found] = watch.phases
    assert found.wall >= 0.25
    assert found.memory > 0
    assert str(Phase("x", 1.25, 2.5, 3_000_000)).split() == [
        "x", "wall", "1.2", "s", "CPU", "2.5", "s", "memory", "3", "MB",
    ]  # fmt: skip
    assert "waiting" in capsys.readouterr().out
