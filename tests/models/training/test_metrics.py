"""Figures of quality: against scikit-learn where it has them, else by cases worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from models.training import metrics
from models.training.evaluation import TASKS, Task
from models.training.scored import Item, Scored, scored

LABELS = ("CIC", "CL", "HP", "LEAD")


def single(
    truth: list[str], answers: list[str], confidence: list[float], groups: list[str] | None = None
) -> Scored:
    """One right label and one answer each; every item its own authority unless said."""
    own = groups or [f"{at:04}" for at in range(len(truth))]
    rows = zip(own, truth, answers, confidence, strict=True)
    return scored(
        "area",
        [
            Item(str(at), group, [label], [answer], [probability])
            for at, (group, label, answer, probability) in enumerate(rows)
        ],
    )


def drawn(n: int, seed: int = 0, groups: int = 12) -> Scored:
    """Answers of a classifier that is right three times in four, and knows it roughly."""
    chance = np.random.default_rng(seed)
    truth = chance.choice(LABELS, n, p=[0.4, 0.1, 0.3, 0.2])
    confidence = chance.uniform(0.5, 1.0, n)
    answers = np.where(chance.uniform(size=n) < confidence, truth, chance.choice(LABELS, n))
    own = chance.integers(0, groups, n).astype(str)
    return single(truth.tolist(), answers.tolist(), confidence.tolist(), own.tolist())


def names(found: Scored) -> tuple[list[str], list[str]]:
    """Truth and answers as scikit-learn takes them."""
    return (
        [found.labels[at] for at in found.truth.argmax(axis=1)],
        [found.labels[at] for at in found.ranked[:, 0]],
    )


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_those_of_scikit_learn(seed: int) -> None:
    found = drawn(200, seed)
    truth, answers = names(found)
    assert metrics.value(metrics.macro_f1, found) == pytest.approx(
        f1_score(truth, answers, average="macro")
    )
    assert metrics.value(metrics.accuracy, found) == pytest.approx(accuracy_score(truth, answers))
    theirs = precision_recall_fscore_support(truth, answers, labels=found.labels, zero_division=0.0)
    for at, row in enumerate(metrics.classes(found)):
        assert row.label == found.labels[at]
        assert row[2:] == pytest.approx([theirs[0][at], theirs[1][at], theirs[2][at]])
        assert row.n == theirs[3][at]


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.sampled_from(LABELS)] * 2, st.integers(1, 4)), min_size=1))
def test_weights_are_how_often_an_item_counts(rows: list[tuple[str, str, int]]) -> None:
    truth, answers, times = (list(column) for column in zip(*rows, strict=True))
    found = single(truth, answers, [0.5] * len(rows))
    known = sorted(set(truth))
    expected = f1_score(
        truth, answers, average="macro", labels=known, sample_weight=times, zero_division=0.0
    )
    weights = np.array([times], dtype=float)
    assert metrics.macro_f1(found, weights)[0] == pytest.approx(expected)


def test_a_label_that_no_item_has_is_no_part_of_the_mean() -> None:
    found = scored("area", [Item("1", "1", ["HP"], ["HP"], [1.0])], labels=LABELS)
    assert metrics.value(metrics.macro_f1, found) == 1.0
    lead = metrics.classes(found)[3]
    assert lead == metrics.ClassRow("LEAD", 0, 0.0, 0.0, 0.0)


def test_where_either_reader_counts_an_answer_is_held_against_the_nearer() -> None:
    found = scored(
        "area coded",
        [
            Item("1", "1", ["EXP", "PROT"], ["PROT"], [0.9]),
            Item("2", "1", ["EXP", "PROT"], ["LEAD"], [0.9]),
            Item("3", "2", ["LEAD"], ["LEAD"], [0.9]),
            Item("4", "2", [], ["LEAD"], [0.9]),
        ],
    )
    assert metrics.value(metrics.accuracy, found) == 0.5
    assert [row.n for row in metrics.classes(found)] == [1, 1, 1]


def test_one_of_the_first_three_is_enough_and_the_fourth_is_not() -> None:
    answers = ["LEAD-1", "LEAD-2", "EXP-1", "PROT-1"]
    rows = [
        ("EXP-1", 1.0, "the third"),
        ("PROT-1", 0.0, "the fourth"),
        ("LEAD-1", 1.0, "the first"),
        ("EXP-9", 0.0, "none"),
    ]
    for label, share, reason in rows:
        found = scored("criterion", [Item("1", "1", [label], answers, [0.4, 0.3, 0.2, 0.1])])
        assert metrics.value(metrics.among_three, found) == share, reason
    short = scored(
        "criterion",
        [
            Item("1", "1", ["EXP-1"], ["LEAD-1"], [0.4]),
            Item("2", "1", ["EXP-1"], answers, [0.4, 0.3, 0.2, 0.1]),
        ],
    )
    assert metrics.value(metrics.among_three, short) == 0.5


def test_calibration_error_by_hand() -> None:
    found = single(
        ["HP"] * 4,
        ["HP", "CL", "HP", "HP"],
        [0.98, 0.96, 0.50, 0.52],
    )
    # Steps: .93 to 1 holds two, mean .97 and half right; .47 to .53 two, mean .51, both right.
    expected = 0.5 * abs(0.97 - 0.5) + 0.5 * abs(0.51 - 1.0)
    assert metrics.value(metrics.calibration_error, found) == pytest.approx(expected)
    curve = metrics.calibration_curve(found)
    assert [(step.n, step.right) for step in curve] == [(2, 1.0), (2, 0.5)]
    assert [step.confidence for step in curve] == pytest.approx([0.51, 0.97])
    assert curve[1].low == pytest.approx(14 / 15)
    assert curve[1].high == 1.0


def test_calibration_error_agrees_with_its_definition() -> None:
    found = drawn(300)
    expected = 0.0
    for step in metrics.calibration_curve(found):
        expected += step.n / 300 * abs(step.confidence - step.right)
    assert metrics.value(metrics.calibration_error, found) == pytest.approx(expected)


def test_probabilities_at_the_ends_fall_into_the_end_steps() -> None:
    found = single(["HP", "HP"], ["HP", "CL"], [1.0, 0.0])
    assert [(step.low, step.high) for step in metrics.calibration_curve(found)] == [
        (0.0, pytest.approx(1 / 15)),
        (pytest.approx(14 / 15), 1.0),
    ]
    assert metrics.value(metrics.calibration_error, found) == 0.0


def test_steps_of_equal_mass_hold_equally_many() -> None:
    found = drawn(45)
    order = np.argsort(found.confidence)
    expected = 0.0
    for part in order.reshape(15, 3):
        expected += abs(found.confidence[part].mean() - found.right[part].mean()) / 15
    assert metrics.value(metrics.calibration_error_by_mass, found) == pytest.approx(expected)


def test_accuracy_where_the_surest_are_answered() -> None:
    found = single(
        ["HP"] * 5,
        ["HP", "HP", "HP", "CL", "CL"],
        [0.9, 0.8, 0.7, 0.6, 0.5],
    )
    ones = np.ones((1, 5))
    for coverage, expected in ((0.6, 1.0), (0.8, 0.75), (1.0, 0.6), (0.7, 3 / 3.5)):
        got = metrics.accuracy_at_coverage(found, ones, coverage)[0]
        assert got == pytest.approx(expected), coverage
    curve = metrics.risk_coverage(found)
    assert curve.coverage.tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert curve.risk.tolist() == pytest.approx([0, 0, 0, 0.25, 0.4])
    assert curve.threshold.tolist() == [0.9, 0.8, 0.7, 0.6, 0.5]


def test_equal_probabilities_share_their_fate_whatever_the_order() -> None:
    right, wrong = (["HP"], ["HP"]), (["HP"], ["CL"])
    for rows in ([right, wrong, right, wrong, right], [wrong, wrong, right, right, right]):
        found = single([row[0][0] for row in rows], [row[1][0] for row in rows], [0.7] * 5)
        assert metrics.value(metrics.accuracy_at_coverage, found) == pytest.approx(0.6)


def test_an_interval_holds_its_figure_and_repeats() -> None:
    found = drawn(400, groups=30)
    once = metrics.interval(metrics.macro_f1, found)
    assert once == metrics.interval(metrics.macro_f1, found)
    assert once.low < once.value < once.high
    assert once != metrics.interval(metrics.macro_f1, found, seed=1)
    assert once.value == metrics.value(metrics.macro_f1, found)


def test_authorities_are_drawn_whole() -> None:
    """Forty items of two authorities, one all right, one all wrong: half of all draws are pure."""
    found = single(["HP"] * 40, ["HP"] * 20 + ["CL"] * 20, [0.9] * 40, ["a"] * 20 + ["b"] * 20)
    once = metrics.interval(metrics.accuracy, found)
    assert (once.value, once.low, once.high) == (0.5, 0.0, 1.0)


def test_one_authority_has_no_spread() -> None:
    found = single(["HP"] * 4, ["HP", "HP", "HP", "CL"], [0.9] * 4, ["a"] * 4)
    assert metrics.interval(metrics.accuracy, found) == (0.75, 0.75, 0.75)


def test_a_difference_is_paired() -> None:
    """Who err on nearly the same items differ by little, however hard the items are."""
    ours = drawn(300, groups=20)
    answers = names(ours)[1]
    answers[7] = "none of them"
    own = [ours.group_names[at] for at in ours.groups]
    theirs = single(names(ours)[0], answers, ours.confidence.tolist(), own)
    apart = metrics.difference(metrics.accuracy, ours, theirs)
    alone = metrics.interval(metrics.accuracy, ours)
    assert apart.value == pytest.approx(ours.right[7] / 300)
    assert apart.high - apart.low < (alone.high - alone.low) / 4
    assert metrics.difference(metrics.accuracy, ours, ours) == (0.0, 0.0, 0.0)


def test_a_difference_of_other_items_is_refused() -> None:
    with pytest.raises(ValueError, match="other items"):
        metrics.difference(metrics.accuracy, drawn(10), drawn(11))
    with pytest.raises(ValueError, match="other items"):
        metrics.difference(metrics.accuracy, drawn(10, groups=2), drawn(10, groups=3))


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.title)
def test_every_task_can_be_measured(task: Task) -> None:
    ours, theirs = drawn(60), drawn(60)
    row = metrics.measured(task, ours, {"majority": theirs}, draws=40)
    assert (row.n, row.groups) == (60, 12)
    assert row.reached.low <= row.reached.value <= row.reached.high
    assert [rival.name for rival in row.rivals] == ["majority"]
    assert row.rivals[0].difference.value == 0.0
    assert (task.aim > task.least) is not (task.measure == "calibration error")


def test_a_target_holds_from_its_own_side() -> None:
    right = single(["HP"] * 3, ["HP"] * 3, [1.0] * 3)
    wrong = single(["HP"] * 3, ["CL"] * 3, [1.0] * 3)
    error = next(task for task in TASKS if task.measure == "calibration error")
    for task in (TASKS[0], error):
        assert metrics.measured(task, right, {}, draws=4).holds
        assert not metrics.measured(task, wrong, {}, draws=4).holds
