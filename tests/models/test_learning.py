"""What to review next, which labels are doubtful, and how much is still to find."""

import random
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.learning import (
    RANDOM_FIRST,
    Given,
    Record,
    doubtful,
    draw,
    recall,
    review_order,
)


def records(provider: str, count: int, score: float = 0.5) -> list[Record]:
    return [
        Record(f"{provider}-{number:03}", provider, "ilacs-2023", score + number / 1000)
        for number in range(count)
    ]


def test_random_records_come_first_then_those_least_sure() -> None:
    order = list(review_order(records("north", 60)))

    assert [one.why for one in order[:RANDOM_FIRST]] == ["random"] * RANDOM_FIRST
    scores = [one.record.score for one in order[RANDOM_FIRST:]]
    assert scores == sorted(scores)
    assert order[RANDOM_FIRST].why == f"score {scores[0]:.2f}"


def test_a_tag_that_is_not_sure_comes_before_any_that_is() -> None:
    unsure = [Record(f"u{n}", "north", "ilacs-2023", 0.99, abstained=True) for n in range(30)]
    order = list(review_order([*records("north", 30, 0.1), *unsure]))

    kinds = [one.why == "not sure" for one in order[RANDOM_FIRST:]]
    assert kinds == sorted(kinds, reverse=True)


def test_what_is_drawn_does_not_depend_on_the_scores() -> None:
    high, low = records("north", 50, 0.9), records("north", 50, 0.1)

    def drawn(members: list[Record]) -> list[str]:
        return [one.record.id for one in review_order(members) if one.why == "random"]

    assert drawn(high) == drawn(low) == drawn(high[::-1])
    assert drawn(high) != [one.record.id for one in islice(review_order(high, seed="2"), 20)]


def test_providers_take_turns() -> None:
    order = list(review_order([*records("north", 40), *records("south", 3), *records("west", 40)]))

    assert {one.record.provider for one in order[:3]} == {"north", "south", "west"}
    assert {one.record.provider for one in order[9:40]} == {"north", "west"}


def test_what_was_reviewed_counts_among_the_random_ones_and_is_not_asked_again() -> None:
    all_of = list(review_order(records("north", 50)))
    done = [one.record.id for one in all_of[:15]]

    left = list(review_order(records("north", 50), done))

    assert [one.record.id for one in left] == [one.record.id for one in all_of[15:]]
    assert [one.why for one in left].count("random") == RANDOM_FIRST - 15


@given(
    counts=st.lists(st.integers(0, 40), max_size=5),
    taken=st.sets(st.integers(0, 39)),
)
def test_every_record_comes_once_unless_it_was_reviewed(counts: list[int], taken: set[int]) -> None:
    members = [one for at, count in enumerate(counts) for one in records(str(at), count)]
    done = {f"0-{number:03}" for number in taken}

    order = [one.record.id for one in review_order(members, done)]

    assert sorted(order) == sorted({one.id for one in members} - done)


def test_the_draw_is_the_same_everywhere() -> None:
    assert draw("a passage", "1").hex().startswith("8e95598c")
    assert draw("a", "1") != draw("a", "2") != draw("b", "1")
    assert len(draw("\udcff", "1")) == 32, "ids of odd files are ids"


LABELLED = [
    *[Given(f"h{n}", "HP", {"HP": 0.9, "LEAD": 0.1}) for n in range(5)],
    *[Given(f"l{n}", "LEAD", {"LEAD": 0.8, "HP": 0.2}) for n in range(5)],
    Given("c1", "CL", {"CL": 0.9}),
]


@pytest.mark.parametrize(
    ("label", "probabilities", "suggested"),
    [
        pytest.param("HP", {"LEAD": 0.95, "HP": 0.05}, "LEAD", id="surer than is usual for it"),
        pytest.param("HP", {"LEAD": 0.6, "HP": 0.4}, None, id="not as sure as is usual"),
        pytest.param("HP", {"HP": 0.5, "LEAD": 0.4}, None, id="the given label is the likeliest"),
        pytest.param("HP", {"CL": 0.99}, None, id="too few labels to know what is usual"),
        pytest.param("LEAD", {"HP": 0.95}, "HP", id="only the likeliest label is known"),
        pytest.param("HP", {}, None, id="no answer"),
    ],
)
def test_a_label_is_doubtful_where_another_is_surer_than_usual(
    label: str, probabilities: dict[str, float], suggested: str | None
) -> None:
    found = doubtful([*LABELLED, Given("x", label, probabilities)])

    assert [(one.id, one.suggested) for one in found] == ([("x", suggested)] if suggested else [])


def test_the_most_doubtful_comes_first() -> None:
    wrong = [
        Given("a", "HP", {"LEAD": 0.9, "HP": 0.1}),
        Given("b", "HP", {"LEAD": 0.99, "HP": 0.01}),
    ]

    first, second = doubtful([*LABELLED, *wrong])

    assert (first.id, second.id) == ("b", "a")
    assert (first.label, first.confidence, first.probability) == ("HP", 0.01, 0.99)
    assert first.usual == pytest.approx(0.8)


def test_wrong_labels_are_found_among_right_ones() -> None:
    chance = random.Random(7)  # noqa: S311 - a simulation
    items, wrong = [], set()
    for number in range(400):
        truth = chance.choice(("HP", "LEAD", "CIC"))
        sure = chance.uniform(0.6, 1.0)
        label = truth
        if chance.random() < 0.05:
            label = chance.choice([one for one in ("HP", "LEAD", "CIC") if one != truth])
            wrong.add(str(number))
        items.append(Given(str(number), label, {truth: sure, "x": 1 - sure}))

    found = {one.id for one in doubtful(items)}

    assert found <= wrong, "a model that is right doubts no right label"
    assert len(found) >= 0.4 * len(wrong)


# Each row: decisions down the ranking, records below, decisions on a sample; recall, bounds, since.
ESTIMATES = [
    pytest.param([True] * 8 + [False] * 4, 0, [], None, (1.0, 1.0), 4, id="all were looked at"),
    pytest.param([True] * 8, 100, [False] * 100, 1.0, (8 / 13, 1.0), 0, id="a sample without hits"),
    pytest.param([True, False], 50, [], None, (0.02, 1.0), 1, id="no sample: nothing is known"),
    pytest.param([True] * 9, 90, [True] + [False] * 9, 10 / 19, (0.196, 1.0), 0, id="a hit in ten"),
    pytest.param([], 0, [], None, (1.0, 1.0), 0, id="nothing there is all found"),
    pytest.param([False] * 5, 20, [False] * 5, 1.0, (0.0, 1.0), 5, id="no hit at all"),
]


@pytest.mark.parametrize(("ranked", "unseen", "sample", "share", "bounds", "since"), ESTIMATES)
def test_recall_is_estimated_from_a_sample_of_the_rest(
    ranked: list[bool],
    unseen: int,
    sample: list[bool],
    share: float | None,
    bounds: tuple[float, float],
    since: int,
) -> None:
    found = recall(ranked, unseen, sample)

    assert found.recall == (share if share is None else pytest.approx(share))
    assert (found.low, found.high) == pytest.approx(bounds, abs=0.02)
    assert found.since_last == since
    assert found.reviewed == len(ranked) + len(sample)


DECISIONS = st.lists(st.booleans(), max_size=40)


@given(ranked=DECISIONS, sample=DECISIONS, unseen=st.integers(0, 200))
def test_bounds_hold_the_estimate_and_what_is_certain(
    ranked: list[bool], sample: list[bool], unseen: int
) -> None:
    found = recall(ranked, unseen, sample)

    assert 0 <= found.low <= found.high <= 1
    assert 0 <= found.most <= unseen
    if found.recall is not None:
        assert found.low - 1e-9 <= found.recall <= found.high + 1e-9
    if unseen == 0:
        assert found.low == found.high == 1.0


@settings(max_examples=20)
@given(ranked=DECISIONS, unseen=st.integers(1, 500))
def test_more_of_the_rest_looked_at_never_lowers_the_bound(ranked: list[bool], unseen: int) -> None:
    lows = [recall(ranked, unseen, [False] * drawn).low for drawn in (0, 5, 20, 80)]

    assert lows == sorted(lows)


@pytest.mark.parametrize(
    ("size", "prevalence", "skill", "looked", "sampled"),
    [
        pytest.param(600, 0.10, 2.0, 150, 60, id="a good ranking"),
        pytest.param(600, 0.10, 0.0, 150, 60, id="a ranking that knows nothing"),
        pytest.param(300, 0.03, 1.0, 60, 30, id="a rare criterion"),
        pytest.param(1000, 0.30, 1.0, 300, 40, id="a common one"),
    ],
)
def test_the_interval_holds_the_true_recall_as_often_as_it_says(
    size: int, prevalence: float, skill: float, looked: int, sampled: int
) -> None:
    chance = random.Random(11)  # noqa: S311 - a simulation
    held = 0
    for _ in range(200):
        truths = [chance.random() < prevalence for _ in range(size)]
        order = sorted(range(size), key=lambda at: -(skill * truths[at] + chance.gauss(0, 1)))
        top, below = order[:looked], order[looked:]
        drawn = chance.sample(below, sampled)
        estimate = recall(
            [truths[at] for at in top], len(below) - sampled, [truths[at] for at in drawn]
        )
        true = sum(truths[at] for at in (*top, *drawn)) / max(1, sum(truths))
        held += estimate.low <= true <= estimate.high

    assert held / 200 >= 0.95
