"""The speed benchmark counts what it says it counts; nothing is timed here."""

from types import SimpleNamespace

from benchmarks.tagging_speed import LENSES, Round, report, tag, yardstick
from corpus.records import Passage

TEXT = "Managers supervise staff regularly and audit case records."
DOCUMENT = (
    Passage("p1", "d1", 0, len(TEXT), TEXT),
    Passage("p2", "d1", 60, 75, "Page 4 of 12."),
)


def test_rows_of_all_documents_are_counted() -> None:
    cpu, rows = tag(yardstick, LENSES, [DOCUMENT, DOCUMENT])
    _, once = tag(yardstick, LENSES, [DOCUMENT])
    assert rows == 2 * once >= 4
    assert cpu >= 0


def test_the_yardstick_reads_through_one_framework() -> None:
    assert [tagger.name for tagger in yardstick(LENSES)] == ["baseline/1"]


def test_a_line_gives_the_middle_round_and_the_fastest() -> None:
    side = SimpleNamespace(loading=1.26)
    rounds = [Round(4.0, 2.5, 900), Round(3.0, 9.0, 900), Round(5.0, 2.0, 900)]
    line = report("lenses", side, rounds)  # type: ignore[arg-type]
    assert line.split()[:5] == ["lenses", "CPU", "4.0", "s", "(3.0)"]
    assert "wall     2.5 s (2.0)" in line
    assert "rows 900" in line
    assert line.endswith("to start 1.3 CPU-s a process")
