"""Areas of a framework without reports, answered through the crosswalk from one that was learnt."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.frameworks import Framework, known, load
from corpus.records import Cue
from models.answers import NONE, AreaAnswer
from models.features import Rows
from models.reading import Read, Reader
from models.transfer import Route, Transferred, route

READER = Reader()
LEARNT = ("ilacs-2023", "ilacs-2018", "sif-2013", "sccif-asa-2024")
CUE = Cue("weight", 0, 5, 'CIC: "carers"')


@dataclass(frozen=True)
class Batch:
    reads: tuple[Read, ...]
    rows: Rows


@dataclass(frozen=True)
class Told:
    """A lens that has the same to say of every passage."""

    codes: Sequence[str]
    shares: Sequence[float]
    sure: bool = True
    area: str | None = None

    def probabilities(self, batch: Batch) -> NDArray[np.float64]:
        return np.tile(np.array(self.shares, dtype=np.float64), (len(batch.reads), 1))

    def answers(self, batch: Batch) -> Sequence[AreaAnswer]:
        best = int(np.argmax(self.shares))
        area = self.area or self.codes[best]
        return [AreaAnswer(area, self.shares[best], self.sure, (CUE,)) for _ in batch.reads]


def batch(count: int = 1) -> Batch:
    nothing = Rows(np.zeros(count + 1, dtype=np.int64), np.empty(0, np.int64), np.empty(0, "f4"))
    return Batch(tuple(READER.read("Carers are trained.") for _ in range(count)), nothing)


def frameworks() -> list[Framework]:
    return [load(name) for name in known()]


def way(name: str, *learnt: str) -> Route:
    found = route(load(name), [load(one) for one in learnt or LEARNT], frameworks())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "learnt", "exact", "why"),
    [
        ("ilacs-2026", "ilacs-2023", True, "the same areas without the overall grade"),
        ("jtai-2022", "ilacs-2023", False, "its theme is narrower than help and protection"),
        ("asa-2015", "sccif-asa-2024", False, "read backwards: the newer one has broader areas"),
        ("supported-accommodation-2023", "sccif-asa-2024", False, "two areas are narrower"),
    ],
)
def test_a_framework_is_reached_through_the_crosswalk(
    name: str, learnt: str, exact: bool, why: str
) -> None:
    found = way(name)
    assert (found.learnt, found.exact) == (learnt, exact), why
    assert found.unreached == ()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("send-2023", "nothing links to it"),
        ("adoption-2012", "only one of its areas is linked"),
        ("sccif-asa-2024", "it is linked to what is not learnt"),
    ],
)
def test_without_a_link_for_every_area_there_is_no_way(name: str, why: str) -> None:
    assert route(load(name), [load(one) for one in LEARNT], frameworks()) is None, why


def test_areas_of_an_element_are_reached_by_the_links_of_the_element() -> None:
    found = way("slac-2009")
    assert found.learnt == "sif-2013"
    ties = {(tie.own, tie.learnt, tie.linked) for tie in found.links}
    assert ("SG/QP", "HP", "SG") in ties, "only the element is linked"
    assert ("SG/LM", "LEAD", "SG/LM") in ties, "a link of its own comes first"
    codes = ("HP", "CICL", "ADOPT", "CL", "LEAD")
    near = Told(found.areas, [1.0 if code == "SG/SO" else 0.01 for code in found.areas])
    (answer,) = Transferred(found, Told(codes, (1, 0, 0, 0, 0)), 0.7, near).answers(batch())
    assert answer.area == "SG/SO"
    assert answer.cues[0].rule == 'SG/SO, part of SG, broader than HP of sif-2013: "carers"'


def test_exact_links_are_better_than_an_earlier_place_in_the_list() -> None:
    assert way("ilacs-2026", "sif-2013", "ilacs-2018", "ilacs-2023").learnt == "ilacs-2023"
    assert way("ilacs-2026", "ilacs-2018").learnt == "ilacs-2018", "but lossy is better than none"


def test_a_framework_is_no_way_to_itself() -> None:
    assert route(load("ilacs-2023"), [load("ilacs-2023")]) is None


def test_an_exact_link_hands_the_answer_on_and_says_where_it_is_from() -> None:
    lens = Transferred(
        way("ilacs-2026"), Told(("HP", "CIC", "CL", "LEAD"), (0.1, 0.8, 0.1, 0)), 0.7
    )
    (answer,) = lens.answers(batch())
    assert (answer.area, answer.probability, answer.sure) == ("CIC", pytest.approx(0.8), True)
    assert [cue.rule for cue in answer.cues] == ['CIC, the same as CIC of ilacs-2023: "carers"']


def test_a_lossy_link_is_told_in_the_cue() -> None:
    lens = Transferred(way("jtai-2022"), Told(("HP", "CIC", "CL", "LEAD"), (0.9, 0, 0, 0.1)), 0.7)
    (answer,) = lens.answers(batch())
    assert [cue.rule for cue in answer.cues] == ['RESP, narrower than HP of ilacs-2023: "carers"']


def test_what_no_link_reaches_is_not_sure_and_gives_no_reasons() -> None:
    lens = Transferred(way("jtai-2022"), Told(("HP", "CIC", "CL", "LEAD"), (0, 0.9, 0.1, 0)), 0.7)
    (answer,) = lens.answers(batch())
    assert not answer.sure, "children in care are no part of a themed letter's areas"
    assert answer.cues == ()
    assert answer.probability == 0.0


def test_areas_that_make_one_area_together_are_added_up() -> None:
    told = Told(("HP", "CIC", "CL", "LEAD"), (0.1, 0.45, 0.4, 0.05), sure=False)
    lens = Transferred(way("ilacs-2018", "ilacs-2023"), told, 0.8)
    (answer,) = lens.answers(batch())
    assert (answer.area, answer.sure) == ("CICL", True), "each alone unsure, together sure"
    assert answer.probability == pytest.approx(0.85)
    assert answer.cues[0].rule.startswith("CICL, broader than CIC of ilacs-2023: ")


def test_areas_that_share_a_counterpart_divide_it_by_nearness_to_their_wording() -> None:
    told = Told(("HP", "CICL", "LEAD"), (0, 1.0, 0))
    through = way("ilacs-2026", "ilacs-2018")
    near = Told(("HP", "CIC", "CL", "LEAD"), (0.1, 0.2, 0.6, 0.1))
    (even,) = Transferred(through, told, 0.7).answers(batch())
    assert (even.probability, even.sure) == (0.5, False), "nothing tells the two apart"
    (answer,) = Transferred(through, told, 0.7, near).answers(batch())
    assert (answer.area, answer.probability) == ("CL", pytest.approx(0.75))
    assert answer.sure


def test_none_and_doubts_of_the_learnt_lens_stay() -> None:
    codes, shares = ("HP", "CIC", "CL", "LEAD"), (0.9, 0.1, 0, 0)
    (nothing,) = Transferred(way("ilacs-2026"), Told(codes, shares, area=NONE), 0.7).answers(
        batch()
    )
    assert nothing.area == NONE
    (doubt,) = Transferred(way("ilacs-2026"), Told(codes, shares, sure=False), 0.7).answers(batch())
    assert not doubt.sure, "a passage of another genre is doubted however high its probability"


def test_doubt_whether_a_passage_is_evidence_at_all_comes_off_here_too() -> None:
    class Doubtful(Told):
        def answers(self, batch: Batch) -> Sequence[AreaAnswer]:
            return [AreaAnswer("CIC", 0.4, False) for _ in batch.reads]

    lens = Transferred(
        way("ilacs-2026"), Doubtful(("HP", "CIC", "CL", "LEAD"), (0, 0.8, 0.2, 0)), 0.7
    )
    (answer,) = lens.answers(batch())
    assert (answer.area, answer.probability) == ("CIC", pytest.approx(0.4))
    assert not answer.sure


def test_an_empty_batch_has_no_answers() -> None:
    lens = Transferred(way("ilacs-2026"), Told(("HP", "CIC", "CL", "LEAD"), (1, 0, 0, 0)), 0.7)
    assert lens.answers(batch(0)) == ()


@given(
    st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4),
    st.sampled_from(["ilacs-2026", "jtai-2022", "ilacs-2018"]),
)
def test_nothing_is_gained_on_the_way(weights: list[float], name: str) -> None:
    shares = [weight / sum(weights) for weight in weights]
    lens = Transferred(way(name, "ilacs-2023"), Told(("HP", "CIC", "CL", "LEAD"), shares), 0.7)
    assert lens.probabilities(batch()).sum() <= 1.0 + 1e-9
