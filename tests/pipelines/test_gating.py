"""The gate: a model that is worse than the one in use does not pass."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.figures import Figure, Figures
from pipelines.gating import Pair, Paired, paired, verdict

AREA = Figure("area, ILACS from 2023", "macro-F1", 0.95, 0.94, 0.96, 2000, 60)
CRITERION = Figure("SCCIF criterion, first", "accuracy", 0.80, 0.75, 0.85, 232, 40)
ERROR = Figure("calibration error", "calibration error", 0.010, 0.005, 0.012, 2000, 60)
NO_PAIRS = paired([])


def figures(*reached: Figure) -> Figures:
    return Figures({"d1": "north"}, 10, {}, reached)


@pytest.mark.parametrize(
    ("old", "value", "passes"),
    [
        pytest.param(AREA, 0.955, True, id="better"),
        pytest.param(AREA, 0.942, True, id="lower, but within the tolerance"),
        pytest.param(AREA, 0.93, False, id="lower than tolerance and interval allow"),
        pytest.param(CRITERION, 0.76, True, id="lower, but within the interval of few passages"),
        pytest.param(CRITERION, 0.70, False, id="below that interval"),
        pytest.param(ERROR, 0.005, True, id="of errors less is better"),
        pytest.param(ERROR, 0.05, False, id="and more is worse"),
        pytest.param(ERROR, 0.015, True, id="unless by no more than the tolerance"),
    ],
)
def test_figures_of_one_measure_are_compared(old: Figure, value: float, passes: bool) -> None:
    found = verdict(figures(replace(old, value=value)), figures(old), NO_PAIRS)

    assert found.passes is passes
    assert passes or f"{old.task}, {old.measure}: {value:.3f}, worse than" in found.reasons[0]


def test_what_was_not_measured_cannot_be_shown_to_be_no_worse() -> None:
    found = verdict(figures(AREA), figures(AREA, CRITERION), NO_PAIRS)

    assert not found.passes
    assert found.reasons[0] == (
        "SCCIF criterion, first: not measured, for want of documents or labels."
    )


def test_what_is_measured_for_the_first_time_is_no_hindrance() -> None:
    assert verdict(figures(AREA, CRITERION), figures(AREA), NO_PAIRS).passes


def test_the_first_model_with_figures_passes() -> None:
    found = verdict(figures(AREA), None, NO_PAIRS)

    assert found.passes
    assert found.reasons == ("The model in use has no figures to compare with.",)


def pairs(candidate: float, current: float, groups: int = 10, each: int = 100) -> list[Pair]:
    return [
        Pair(f"g{group}", number < candidate * each, number >= (1 - current) * each)
        for group in range(groups)
        for number in range(each)
    ]


@pytest.mark.parametrize(
    ("candidate", "current", "passes"),
    [
        pytest.param(0.95, 0.90, True, id="better on what is new to both"),
        pytest.param(0.90, 0.90, True, id="as good"),
        pytest.param(0.85, 0.90, False, id="worse"),
    ],
)
def test_documents_new_to_both_decide_on_areas(
    candidate: float, current: float, passes: bool
) -> None:
    worse_by_its_card = replace(AREA, value=0.90)

    found = verdict(figures(worse_by_its_card), figures(AREA), paired(pairs(candidate, current)))

    assert found.passes is passes
    assert found.reasons[0].startswith("On 1,000 passages of 10 authorities that neither had")


@pytest.mark.parametrize(
    ("groups", "each"), [pytest.param(4, 100, id="authorities"), pytest.param(10, 5, id="passages")]
)
def test_with_too_few_of_them_the_cards_decide(groups: int, each: int) -> None:
    new = paired(pairs(1.0, 0.5, groups, each))

    assert not new.enough
    assert not verdict(figures(replace(AREA, value=0.9)), figures(AREA), new).passes


def test_other_tasks_are_still_compared_by_the_cards() -> None:
    new = paired(pairs(0.95, 0.90))
    worse = figures(AREA, replace(CRITERION, value=0.5))

    assert not verdict(worse, figures(AREA, CRITERION), new).passes


RIGHTS = st.lists(
    st.builds(Pair, st.sampled_from("abcdef"), st.booleans(), st.booleans()), min_size=1
)


@given(RIGHTS)
def test_the_interval_is_a_share_and_the_difference_turns_with_the_models(
    found: list[Pair],
) -> None:
    there = paired(found)
    back = paired([Pair(one.group, one.current, one.candidate) for one in found])

    assert -1 <= there.low <= there.high <= 1
    assert there.difference == -back.difference
    assert there.n == len(found)


def test_small_losses_that_are_sure_are_losses() -> None:
    assert Paired(-0.005, -0.008, -0.002, 9000, 60).worse
    assert not Paired(-0.005, -0.02, 0.01, 300, 6).worse
