"""An area, NONE or "not sure", with reasons: a lens small enough to check by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from models.answers import NONE, AreaAnswer
from models.areas import AreaLens, Gate, LensAreas, Sureness, log_shares
from models.cues import Spotter
from models.features import Rows
from models.reading import Read, Reader
from models.training.areas import learn_vocabulary

READER = Reader()
LEARNT = (
    "Strategy meetings protect children at risk",
    "Foster carers look after children in homes",
    "Copyright of this document rests with the crown",
    "Therapists in schools assess speech and language",
)
VOCABULARY = learn_vocabulary([READER.read(text) for text in LEARNT] * 8)
SURE = Sureness(wanted=0.95, threshold=0.8, precision=0.96, coverage=0.9)


@dataclass(frozen=True)
class Weighed:
    reads: Sequence[Read]
    rows: Rows


def batch(*texts: str) -> Weighed:
    reads = [READER.read(text) for text in texts]
    return Weighed(reads, VOCABULARY.weigh(reads))


def speaking(*lines: str) -> np.ndarray:
    """Weights by which each line's own words speak for its column, strongly."""
    weights = np.full((len(VOCABULARY.ids), len(lines)), 0.0, dtype=np.float16)
    for column, line in enumerate(lines):
        if line:
            weights[batch(line).rows.columns, column] = 2.0
    return weights


LENS = AreaLens(
    codes=("HP", "CIC"),
    weights=speaking(LEARNT[0], LEARNT[1]),
    bias=np.zeros(2),
    mean=np.zeros(2),
    scale=np.ones(2),
    head=np.eye(2),
    head_bias=np.zeros(2),
    sureness=SURE,
)
GATE = Gate(weights=speaking(LEARNT[2], LEARNT[3]), bias=np.full(2, -4.0), other=0.5)


def areas(lens: AreaLens = LENS) -> LensAreas:
    return LensAreas(lens, GATE, Spotter(VOCABULARY))


def answer(text: str, lens: AreaLens = LENS) -> AreaAnswer:
    return areas(lens).answers(batch(text))[0]


@pytest.mark.parametrize(
    ("text", "area", "sure"),
    [
        (LEARNT[0], "HP", True),
        (LEARNT[1], "CIC", True),
        ("Strategy meetings and foster carers", "HP", False),  # something of both
        (LEARNT[2], NONE, True),  # the imprint
        (LEARNT[3], "CIC", False),  # another genre: whatever the area, it is not sure
        ("", NONE, True),
        ("Children", NONE, True),  # too short to say anything
        ("Mae plant yn cael eu diogelu yn dda gan weithwyr", NONE, True),  # another language
        ("2014 2015 2016 12 15 children", NONE, True),  # a table of numbers
        ("c0py 0f thls d0cum3nt |||| ~~~ rn rn", NONE, True),  # noise of a bad scan
    ],
)
def test_an_answer(text: str, area: str, sure: bool) -> None:
    told = answer(text)
    assert told.sure is sure
    if sure:
        assert told.area == area


def test_a_probability_is_one() -> None:
    told = areas().answers(batch(*LEARNT, ""))
    assert all(0.0 <= one.probability <= 1.0 for one in told)


def test_the_reasons_stand_in_the_text() -> None:
    told = answer(LEARNT[0])
    assert 0 < len(told.cues) <= 5
    for cue in told.cues:
        assert cue.kind == "weight"
        assert cue.rule == f'HP: "{LEARNT[0][cue.start : cue.end]}"'


def test_what_fits_no_area_has_no_reason_among_areas() -> None:
    assert answer(LEARNT[2]).cues == ()


def test_a_passage_of_fifty_thousand_words() -> None:
    told = answer("Foster carers look after children in homes. " * 7000)
    assert told.area == "CIC"
    assert told.cues


def test_passages_are_answered_alone() -> None:
    alone = [answer(text) for text in LEARNT]
    assert list(areas().answers(batch(*LEARNT))) == alone


def test_no_passage_no_answer() -> None:
    assert areas().answers(batch()) == ()


def test_a_higher_threshold_leaves_more_unsure() -> None:
    assert not answer(LEARNT[0], replace(LENS, sureness=replace(SURE, threshold=0.9999))).sure


def test_what_stands_beside_words_decides_where_words_say_nothing() -> None:
    head = np.vstack((np.eye(2), [[9.0, -9.0]]))
    lens = replace(LENS, head=head, mean=np.zeros(3), scale=np.ones(3), beside=("rules HP",))
    spotter = Spotter(VOCABULARY)
    for sign, area in ((1.0, "HP"), (-1.0, "CIC")):
        bound = LensAreas(lens, GATE, spotter, lambda read, sign=sign: np.full((1, 1), sign))
        assert bound.answers(batch("look after children at risk in homes"))[0].area == area
    with pytest.raises(ValueError, match="rules HP"):
        lens.probabilities(batch(LEARNT[0]))


def test_belief_in_criteria_adds_up_by_area() -> None:
    odds = np.log(np.array([[0.5, 0.25, 0.25], [0.01, 0.01, 0.98]]))
    told = log_shares(odds, ("EXP-1", "EXP-2", "LEAD-1"), ("EXP", "LEAD", "PROT"))
    np.testing.assert_allclose(np.exp(told) - 0.02, [[0.75, 0.25, 0.0], [0.02, 0.98, 0.0]])


def test_a_lens_of_one_area() -> None:
    lens = replace(
        LENS, codes=("HP",), weights=LENS.weights[:, :1], bias=np.zeros(1), mean=np.zeros(1),
        scale=np.ones(1), head=np.eye(1), head_bias=np.zeros(1),
    )  # fmt: skip
    assert answer(LEARNT[1], lens).area == "HP"


def test_stored_and_read_back_it_answers_the_same() -> None:
    lens, gate = AreaLens.of(LENS.arrays()), Gate.of(GATE.arrays())
    again = LensAreas(lens, gate, Spotter(VOCABULARY)).answers(batch(*LEARNT))
    assert again == areas().answers(batch(*LEARNT))
    assert lens.sureness == SURE
    for array in (*LENS.arrays().values(), *GATE.arrays().values()):
        assert array.dtype.kind in "fU"
