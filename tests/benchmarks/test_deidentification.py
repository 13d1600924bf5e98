"""The measure on texts as generated, and which ways of looking are compared."""

from __future__ import annotations

from benchmarks.casefiles import generate
from benchmarks.casefiles.truth import Occurrence, Piece
from benchmarks.deidentification import Case, Score, cases_of, judge, measure, runs
from corpus.notes import Identifier
from models.deid import MEANS

TEXT = "Mr Lind rang. Will Hope come?"
PIECE = Piece(TEXT, (Occurrence(3, 7, "Lind", "name", "c1.father", True, "surname"),))
CASE = Case([PIECE], ["txt"])


def judged(*spans: tuple[int, int]) -> Score:
    score = Score()
    judge(CASE, [[Identifier(start, end, "name", ("test",)) for start, end in spans]], score)
    return score


def test_a_title_is_neither_right_nor_wrong() -> None:
    score = judged((0, 7))
    assert (score.recall(), score.precision(), score.clean["all"]) == (1.0, 1.0, 1)


def test_what_is_missed_and_what_is_wrong_are_kept_apart() -> None:
    score = judged((14, 18))
    assert (score.recall(), score.precision(), score.clean["all"]) == (0.0, 0.0, 0)
    assert score.missed == ["name/surname: Mr [[Lind]] rang. Will Hope come?"]
    assert score.wrong == ["name test: Mr Lind rang. [[Will]] Hope come?"]


def test_each_means_is_switched_off_once() -> None:
    ways = runs(only=False)
    assert {f"without {one}" for one in MEANS} < set(ways)
    assert all(f"{name.removeprefix('without ')}" not in way.means
               for name, way in ways.items() if name.startswith("without "))  # fmt: skip
    assert ways["rules alone"].means == {"patterns", "context"}
    assert list(runs(only=True)) == ["nobody listed"]


def test_people_are_listed_by_case() -> None:
    truth = generate(1, formats=("txt", "csv")).truth
    listed, unlisted = cases_of(truth, True), cases_of(truth, False)
    assert all(case.people for case in listed)
    assert not any(case.people for case in unlisted)
    assert [len(case.pieces) for case in listed] == [len(case.pieces) for case in unlisted]


def test_a_set_is_measured() -> None:
    score, seconds, size = measure([generate(1, formats=("txt",)).truth], MEANS, True)
    assert score.recall() > 0.9
    assert seconds > 0
    assert size > 100
