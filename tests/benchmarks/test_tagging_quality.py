"""The quality table's own arithmetic: sides of the split, rows, details; no model is needed."""

import hashlib

import pytest

from benchmarks.tagging_quality import check_apart, details, elsewhere, printed, side
from corpus.records import Passage
from models.training.evaluation import TASKS
from models.training.material import CodedPassage, Material, StudyDocument
from models.training.measuring import headed_labels, measure
from models.training.metrics import measured
from models.training.scored import Item, Scored, scored


def share(urn: str) -> int:
    return int(hashlib.sha256(urn.encode()).hexdigest()[:8], 16) % 10


KEPT = next(str(urn) for urn in range(80400, 80500) if share(str(urn)) < 3)
OPEN = next(str(urn) for urn in range(80400, 80500) if share(str(urn)) >= 3)


def document(name: str, group: str) -> StudyDocument:
    return StudyDocument(name, group, "ilacs-2023", "2024-05-01", ())


MATERIAL = Material(
    (document("a" * 64, OPEN), document("b" * 64, KEPT)),
    tuple(CodedPassage(f"p{group}", group, "Text.", "gold", ()) for group in (OPEN, KEPT)),
)


def test_documents_and_labels_of_an_authority_go_to_one_side() -> None:
    tuned, apart = (side(MATERIAL, {"b" * 64}, kept) for kept in (False, True))
    assert [one.group for one in tuned.documents] == [OPEN]
    assert [one.group for one in tuned.coded] == [OPEN]
    assert [one.group for one in apart.documents] == [KEPT]
    assert [one.group for one in apart.coded] == [KEPT]
    check_apart(tuned, apart)


def test_an_authority_on_both_sides_stops_everything() -> None:
    tuned, apart = (side(MATERIAL, set(), kept) for kept in (False, True))
    assert len(tuned.documents) == 2
    with pytest.raises(SystemExit, match=f"1 authorities are on both sides, such as {KEPT}"):
        check_apart(tuned, apart)


def answers(task: str = "area ilacs-2023") -> Scored:
    labels = ("HP", "CIC", "CL", "LEAD")
    return scored(
        task,
        [
            Item(
                str(at),
                str(at % 5),
                [labels[at % 4]],
                [labels[(at + (at % 10 == 0)) % 4]],
                [0.9],
                sure=at % 10 != 0,
                text=f"{labels[at % 4]} are seen by authority {at}.",
            )
            for at in range(40)
        ],
    )


def test_the_table_marks_what_was_not_reached_and_shows_the_baselines() -> None:
    lines = printed(measure([answers()], draws=20))
    assert lines[0].endswith(
        "| n | Auth. | majority | keywords | zero-shot TF-IDF | TF-IDF and LinearSVC |"
    )
    assert len({line.count("|") for line in lines}) == 1
    rows = [line for line in lines if line.startswith(("| area, ILACS", "| calib", "| area where"))]
    assert [("not reached" in row) for row in rows] == [True, False, True]
    assert all("| 40 | 5 |" in row for row in rows)


def test_rows_without_baselines_have_no_columns_for_them() -> None:
    lines = printed([measured(TASKS[0], answers(), {}, draws=10)])
    assert lines[0].endswith("| n | Auth. |")


def test_details_give_each_label_and_how_often_it_is_sure() -> None:
    lines = details([answers()])
    assert lines[0].startswith("area ilacs-2023: calibration error by equal counts 0.")
    assert "sure of 0.900, right of these 1.000" in lines[0]
    assert [line.split()[0] for line in lines[1:]] == ["CIC", "CL", "HP", "LEAD"]


def headed_document(framework: str, group: str, headings: dict[str, str]) -> StudyDocument:
    passages = tuple(
        Passage(
            f"{group}-{at}-{heading}",
            group,
            0,
            9,
            f"{said}, as number {word} of several findings about the work.",
            (heading,),
        )
        for heading, said in headings.items()
        for at, word in enumerate(("one", "two", "three"))
    )
    return StudyDocument(group * 4, group, framework, "2024-05-01", passages)


ILACS = headed_document(
    "ilacs-2023",
    "80418",
    {
        "The experiences and progress of children who need help and protection": "Visits are made",
        "The experiences and progress of children in care": "Carers are well supported",
        "The experiences and progress of care leavers": "Young adults keep in touch",
        "The impact of leaders on social work practice with children and families": "Audits help",
    },
)


def test_baselines_learn_three_areas_from_headings_but_none_of_the_answered_framework() -> None:
    tuned = Material((ILACS,))
    across = scored("area across", [Item(ILACS.passages[0].id, "80418", ["PROT"], ["PROT"], [0.9])])
    learnt = elsewhere(tuned, [across, answers()], apart=False)
    assert set(learnt) == {"area coded", "area across"}
    areas = [label for (label,) in learnt["area coded"].labels]
    assert sorted(areas) == ["EXP"] * 6 + ["LEAD"] * 3 + ["PROT"] * 3
    assert list(learnt["area across"].texts) == []


def test_for_what_is_kept_apart_they_learn_from_the_other_side() -> None:
    learnt = elsewhere(Material((ILACS,)), [answers()], apart=True)
    assert len(learnt["area ilacs-2023"].texts) == 40
    assert learnt["area ilacs-2023"].groups[:6] == ["0", "1", "2", "3", "4", "0"]


def test_nothing_headed_is_nothing_to_learn() -> None:
    assert headed_labels([]).texts == ()
