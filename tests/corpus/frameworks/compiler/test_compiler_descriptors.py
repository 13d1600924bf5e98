"""Criteria under a grade: which lines are criteria, which lead in, which belong elsewhere."""

from collections.abc import Callable

import pytest

from corpus.frameworks.compiler import Compiled
from corpus.frameworks.compiler.compiled import GradeGroup

Read = Callable[..., Compiled]
FRAME = """# Inspection framework of mills

Judgements are made on this scale:

- whole
- worn

## Wheels

### Whole

{0}

### Worn

Wheels creak at night.

## Sacks

### Whole

Sacks are dry.

### Worn

Sacks are wet.
"""


def whole(text: str, compiled_from: Read) -> tuple[GradeGroup, Compiled]:
    found = compiled_from(FRAME.replace("{0}", text))
    group = found.areas[0].group("whole")
    assert group is not None
    return group, found


@pytest.mark.parametrize(
    ("text", "criteria", "lead", "why"),
    [
        ("One is whole.\n\nTwo is whole.", ["One is whole.", "Two is whole."], None, "paragraphs"),
        ("- One is.\n- Two is.", ["One is.", "Two is."], None, "bullets alone"),
        (
            "1. A whole mill shows that:\n\n- One is.\n- Two is.",
            ["One is.", "Two is."],
            "A whole mill shows that:",
            "a numbered lead-in",
        ),
        (
            "It is judged whole if there is evidence of the following.\n\nOne is.\n\nTwo is.",
            ["One is.", "Two is."],
            "It is judged whole if there is evidence of the following.",
            "a lead-in before paragraphs",
        ),
        (
            "It is likely to be whole where the criteria below fit best.\n\n- One is.",
            ["One is."],
            "It is likely to be whole where the criteria below fit best.",
            "a lead-in that ends with a stop",
        ),
        (
            "Wheels are likely to be judged whole if they turn.",
            ["Wheels are likely to be judged whole if they turn."],
            None,
            "a single sentence is the criterion itself",
        ),
        (
            "1. A whole mill:\n\n- One is so:\n  - left\n  - right\n- Two is.",
            ["One is so: • left • right", "Two is."],
            "A whole mill:",
            "items below an item belong to it",
        ),
        (
            "1. One is.\n\n2. Two is so:\n\n- left\n- right\n\n3. Three is.",
            ["One is.", "Two is so: • left • right", "Three is."],
            None,
            "numbered paragraphs, one of them with a list",
        ),
    ],
)
def test_what_counts_as_a_criterion(
    text: str, criteria: list[str], lead: str | None, why: str, compiled_from: Read
) -> None:
    group, _ = whole(text, compiled_from)

    assert [one.text for one in group.criteria] == criteria, why
    assert (group.lead_in.text if group.lead_in else None) == lead, why
    assert [one.order for one in group.criteria] == list(range(1, len(criteria) + 1))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("One is.\n\nTwo is.", ["Wheels Whole, paragraph 1", "Wheels Whole, paragraph 2"]),
        ("Evidence of the following.\n\nOne is.", ["Wheels Whole, paragraph 2"]),
        ("- One is.\n- Two is.", ["Wheels Whole, bullet 1", "Wheels Whole, bullet 2"]),
        ("7. A whole mill:\n\n- One is.\n- Two is.", ["7, bullet 1", "7, bullet 2"]),
        ("7. One is.\n\n8. Two is.", ["7", "8"]),
    ],
)
def test_places_are_cited_as_printed(text: str, places: list[str], compiled_from: Read) -> None:
    group, _ = whole(text, compiled_from)

    assert [one.wording.anchor.paragraph for one in group.criteria] == places


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1. A whole mill:\n\n- One is.\n\n2. The miller is told.", "a number of its own"),
        ("1. A whole mill:\n\n- One is.\n\nand so it goes on.", "begins in the middle"),
        ("1. A whole mill:\n\n- One is.\n\n| Name | Age |\n|---|---|\n| Ann | 9 |\n", "a table"),
    ],
)
def test_what_is_left_is_told_with_its_reason(text: str, why: str, compiled_from: Read) -> None:
    group, found = whole(text, compiled_from)

    assert [one.text for one in group.criteria] == ["One is."]
    told = [remark for remark in found.unplaced if remark.code == "unplaced"]
    assert len(told) == 1
    assert why in told[0].message
    assert "Wheels, Whole" in told[0].message


def test_sub_headings_below_a_grade_are_parts(compiled_from: Read) -> None:
    text = (
        "#### Paddles\n\nPaddles are sound.\n\n#### Axle\n\nThe axle is oiled.\n\nIt is straight."
    )
    group, found = whole(text, compiled_from)

    assert [(one.part, one.order) for one in group.criteria] == [
        ("Paddles", 1),
        ("Axle", 2),
        ("Axle", 3),
    ]
    assert [part.title for part in found.areas[0].parts] == ["Paddles", "Axle"]


@pytest.mark.parametrize(
    ("before", "evidence", "notes"),
    [
        ("Areas of required evidence are:\n\n- logs\n- letters", ["logs", "letters"], []),
        ("### Evidence\n\n- logs", ["logs"], []),
        ("Millers may work alone.", [], ["Millers may work alone."]),
        (
            "Required evidence:\n\n- logs\n\nMillers may work alone.",
            ["logs"],
            ["Millers may work alone."],
        ),
        ("Note the following:\n\n- a\n- b", [], ["Note the following:", "a", "b"]),
    ],
)
def test_what_stands_before_the_first_grade(
    before: str, evidence: list[str], notes: list[str], compiled_from: Read
) -> None:
    text = FRAME.replace("## Wheels\n", f"## Wheels\n\n{before}\n").replace("{0}", "One is.")
    area = compiled_from(text).areas[0]

    assert area.title == "Wheels"
    assert [quote.text for quote in area.evidence] == evidence
    assert [note.text for note in area.notes] == notes


def test_criteria_of_one_grade_in_two_places_are_joined(compiled_from: Read) -> None:
    table = "| Part | Whole | Worn |\n|---|---|---|\n| Axle | It is oiled. | It is dry. |\n"
    text = FRAME.replace("## Wheels\n", f"## Wheels\n\n{table}\n").replace("{0}", "One is.")
    group = compiled_from(text).areas[0].group("whole")

    assert group is not None
    assert [one.text for one in group.criteria] == ["One is.", "It is oiled."]
    assert [one.order for one in group.criteria] == [1, 2]


def test_a_grade_that_an_area_lacks_is_told(compiled_from: Read) -> None:
    text = FRAME.replace("{0}", "One is.").replace("\n### Worn\n\nSacks are wet.\n", "")
    found = compiled_from(text)

    [remark] = [r for r in found.suspicions if r.code == "grade-missing"]
    assert remark.message == "Sacks: nothing describes worn"


@pytest.mark.parametrize(
    ("cell", "expected", "why"),
    [
        ("It turns.", ["It turns."], "one sentence"),
        ("It turns. It sings.", ["It turns. It sings."], "one cell is one criterion"),
        ("• It turns. • It sings.", ["It turns.", "It sings."], "bullets cut a cell"),
        ("", [], "nothing said"),
    ],
)
def test_cells_of_a_table(cell: str, expected: list[str], why: str, compiled_from: Read) -> None:
    table = "| Part | Whole | Worn |\n|---|---|---|\n"
    text = "# Inspection framework of mills\n\nOn this scale:\n\n- whole\n- worn\n\n"
    text += f"## Wheels\n\n{table}| Axle | {cell} | It is dry. |\n| Hub | Fine. | Cracked. |\n\n"
    text += f"## Sacks\n\n{table}| Cloth | It is thick. | It is thin. |\n"
    group = compiled_from(text).areas[0].group("whole")

    assert group is not None
    assert [one.text for one in group.criteria] == [*expected, "Fine."], why
