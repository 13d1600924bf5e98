"""The four baselines: each does the plain thing, and none sees an authority that it answers."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from models.training.baselines import Labelled, baselines
from models.training.evaluation import BASELINES, TASKS
from models.training.keywords import AREAS, Guide, guide, title_words
from models.training.measuring import UNLABELLED, measure
from models.training.scored import Item, Scored, scored, with_texts
from models.training.splitting import folds

SAID = {
    "CL": "Care leavers have a pathway plan and settle in homes of their own.",
    "HP": "Thresholds for child protection are understood by the front door team.",
    "LEAD": "Senior managers audit practice and the workforce is stable.",
}
LABELS = tuple(SAID)
GUIDE = Guide(
    {label: AREAS[label] for label in LABELS},
    {
        "CL": "leavers and their pathway to homes of their own",
        "HP": "protection of a child, thresholds, front door",
        "LEAD": "managers, workforce, audit",
    },
)


def items(task: str = "area ilacs-2023", each: int = 8) -> Scored:
    """Passages of eight authorities; care leavers are rarer than the rest."""
    rows = [
        (label, group, f"{SAID[label]} Authority {group} does well.")
        for group in range(each)
        for label in LABELS
        if label != "CL" or group % 2
    ]
    return scored(
        task,
        [
            Item(f"{group}/{label}", str(group), [label], [label], [0.9], text=text)
            for label, group, text in rows
        ],
    )


OURS = items()
FOUND = baselines(OURS, GUIDE)


def test_the_four_stand_in_their_order_on_our_items() -> None:
    assert tuple(FOUND) == BASELINES
    for name, theirs in FOUND.items():
        assert theirs.items == OURS.items, name
        assert theirs.truth.tolist() == OURS.truth.tolist(), name
        assert theirs.groups.tolist() == OURS.groups.tolist(), name
        assert ((theirs.probabilities >= 0) & (theirs.probabilities <= 1)).all(), name


def test_majority_says_the_commonest_label_always() -> None:
    theirs = FOUND["majority"]
    assert set(theirs.ranked[:, 0]) == {OURS.labels.index("HP")}
    assert theirs.confidence.mean() == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("name", BASELINES[1:])
def test_easy_passages_are_easy_for_those_that_read(name: str) -> None:
    assert FOUND[name].right.all()


def test_keywords_count_whole_words_whatever_their_case() -> None:
    ours = scored(
        "area",
        [
            Item("1", "1", ["LEAD"], ["LEAD"], [1.0], text="AUDIT finds; auditoria do not."),
            Item("2", "2", ["LEAD"], ["LEAD"], [1.0], text="Audits, auditing, leadership."),
            Item("3", "3", ["HP"], ["HP"], [1.0], text="Early help, and an audit of early help."),
        ],
    )
    theirs = baselines(ours, GUIDE)["keywords"]
    firsts = [theirs.labels[at] for at in theirs.ranked[:, 0]]
    # The second holds no word of any list: the label whose words are met most often is guessed.
    assert firsts == ["LEAD", "HP", "HP"]
    assert theirs.confidence[2] == pytest.approx(2 / 3, abs=0.01)


def test_plain_svc_is_scikit_learn_as_it_comes() -> None:
    groups = [OURS.group_names[at] for at in OURS.groups]
    truth = [OURS.labels[at] for at in OURS.truth.argmax(axis=1)]
    expected = np.empty(len(truth), dtype=object)
    for fold in folds(groups, 10):
        words = TfidfVectorizer().fit([OURS.texts[at] for at in fold.learnt])
        machine = LinearSVC(random_state=0).fit(
            words.transform([OURS.texts[at] for at in fold.learnt]),
            [truth[at] for at in fold.learnt],
        )
        expected[fold.held] = machine.predict(words.transform([OURS.texts[at] for at in fold.held]))
    theirs = FOUND["TF-IDF and LinearSVC"]
    assert [theirs.labels[at] for at in theirs.ranked[:, 0]] == expected.tolist()


def test_what_is_answered_was_not_learnt_from() -> None:
    """Each authority has a word and a label of its own: whoever peeks is always right."""
    ours = scored(
        "area",
        [
            Item(f"{at}", f"{at % 5}", [f"L{at % 5}"], ["L0"], [1.0], text=f"word{at % 5} here")
            for at in range(20)
        ],
    )
    for name, theirs in baselines(ours, Guide({}, {})).items():
        learnt = name in ("majority", "TF-IDF and LinearSVC")
        assert not learnt or not theirs.right.any(), name


def test_what_is_learnt_may_come_from_elsewhere() -> None:
    learnt = Labelled(
        [SAID["HP"], SAID["LEAD"], SAID["CL"], SAID["HP"]],
        [["LEAD"], ["HP"], ["CL"], ["LEAD"]],  # the wrong way round, so that it shows
        ["a", "b", "c", "a"],
    )
    theirs = baselines(OURS, GUIDE, learnt)["TF-IDF and LinearSVC"]
    answered = {
        (OURS.labels[truth], theirs.labels[first])
        for truth, first in zip(OURS.truth.argmax(axis=1), theirs.ranked[:, 0], strict=True)
    }
    assert answered == {("HP", "LEAD"), ("LEAD", "HP"), ("CL", "CL")}


def test_elsewhere_too_an_authority_is_left_out_while_it_is_answered() -> None:
    theirs_only = Labelled([SAID["HP"]] * 2, [["HP"]] * 2, ["0", "0"])
    found = baselines(items(each=1), GUIDE, theirs_only)
    assert not found["majority"].confidence.any()
    assert np.ptp(found["TF-IDF and LinearSVC"].probabilities) == 0


def test_items_without_texts_have_no_baselines() -> None:
    silent = with_texts(OURS, [""] * len(OURS.items))
    with pytest.raises(ValueError, match="area ilacs-2023: the items carry no texts"):
        baselines(silent, GUIDE)
    assert [row.rivals for row in measure([silent], draws=20)] == [(), (), ()]


def test_several_labels_are_ranked() -> None:
    ours = scored(
        "criterion coded",
        [
            Item(
                f"{at}", str(at), ["HP", "LEAD"], ["HP"], [1.0], text=f"{SAID['HP']} {SAID['LEAD']}"
            )
            for at in range(6)
        ],
        labels=LABELS,
    )
    for name, theirs in baselines(ours, GUIDE).items():
        assert theirs.ranked.shape == (6, 3), name
        assert theirs.right.all(), name


def test_without_labels_nothing_learns() -> None:
    assert tuple(baselines(OURS, GUIDE, unlabelled=True)) == BASELINES[:3]


@pytest.mark.parametrize("task", sorted({task.answers for task in TASKS}))
def test_every_task_has_words_and_wording(task: str) -> None:
    found = guide(task)
    assert len(found.wording) >= 2
    assert set(found.words) == set(found.wording)
    assert all(found.wording.values())


GUIDED = [
    # (task, labels, reason)
    ("area ilacs-2023", {"HP", "CIC", "CL", "LEAD"}, "four areas, not the overall one"),
    ("area sif-2013", {"HP", "CICL", "ADOPT", "CL", "LEAD"}, "five areas, not the board"),
    ("area across", {"EXP", "PROT", "LEAD"}, "three areas"),
    ("polarity official", {"strength", "weakness"}, "two ways"),
]


@pytest.mark.parametrize(("task", "labels", "reason"), GUIDED)
def test_labels_of_a_guide(task: str, labels: set[str], reason: str) -> None:
    assert set(guide(task).wording) == labels, reason


def test_guides_of_aspects_and_criteria_use_the_short_codes() -> None:
    assert {"QP-PLAN", "LM-SG", "LAC-ECON"} <= set(guide("aspect coded").wording)
    assert len(guide("criterion coded").wording) == 31


def test_an_unknown_task_has_no_guide() -> None:
    with pytest.raises(KeyError):
        guide("grade")


def test_words_of_a_title() -> None:
    assert title_words("Case planning, reviews and recording") == (
        "case",
        "planning",
        "reviews",
        "recording",
    )


def test_the_table_has_each_task_that_was_answered_in_order() -> None:
    unlabelled = items(UNLABELLED)
    rows = measure([unlabelled, OURS], draws=20)
    assert [row.task.answers for row in rows] == [
        "area ilacs-2023",
        UNLABELLED,
        "area ilacs-2023",
        "area ilacs-2023",
    ]
    assert [len(row.rivals) for row in rows] == [4, 3, 4, 4]
    assert rows[0].reached.value == 1.0
    alone = measure([OURS, items("something else")], beside=False, draws=20)
    assert [row.rivals for row in alone] == [(), (), ()]
