"""Which words are grades, in which order, and how headings name them."""

from collections.abc import Callable

import pytest

from corpus.frameworks.compiler.grades import (
    GENERIC,
    Grades,
    find_grades,
    in_order,
    scale_of,
)
from corpus.frameworks.compiler.outline import outline
from corpus.records import Extraction

Text = Callable[..., Extraction]
FOUR = Grades(("outstanding", "good", "requires improvement", "inadequate"))


@pytest.mark.parametrize(
    ("heading", "expected", "why"),
    [
        ("Good", "good", "the grade itself"),
        ("GOOD:", "good", "capitals and a colon"),
        ("Grade: good", "good", "said to be a grade"),
        ("What good looks like", "good", "a common turn"),
        ("Good judgement", "good", "named as a judgement"),
        ("Characteristics of an outstanding", "outstanding", "introduced"),
        ("Descriptors for inadequate", "inadequate", "introduced"),
        ("Good (2)", "good", "with its number"),
        ("Good practice elsewhere", None, "more than the grade"),
        ("Goods", None, "another word"),
        ("Leadership", None, "an area"),
        ("", None, "nothing"),
    ],
)
def test_headings_name_grades(heading: str, expected: str | None, why: str) -> None:
    assert FOUR.named(heading) == expected, why


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Leadership: good", ("Leadership", "good")),
        ("Leadership – Requires improvement", ("Leadership", "requires improvement")),
        ("Help and care: now and then", None),
        ("Good", None),
        ("Self-harm", None),
    ],
)
def test_headings_may_hold_area_and_grade(heading: str, expected: tuple[str, str] | None) -> None:
    assert FOUR.split(heading) == expected


def test_a_text_names_grades_by_their_stems() -> None:
    assert FOUR.within("is likely to require improvement") == ("requires improvement",)
    assert FOUR.within("boats are painted") == ()


def found(text: str, extraction_of: Text) -> Grades:
    return find_grades(outline(extraction_of(text)), GENERIC)


@pytest.mark.parametrize(
    ("text", "names", "why"),
    [
        (
            "# A\n\nWe judge on a four-point scale:\n\n- bright\n- clear\n- pale\n- dim.\n",
            ("bright", "clear", "pale", "dim"),
            "a list",
        ),
        (
            "# A\n\nThey use a three-point scale.\n\nBright\n\nClear\n\nDim\n\n## Next\n\nText.\n",
            ("bright", "clear", "dim"),
            "lines of their own",
        ),
        (
            "# A\n\nJudgements are made on a scale: bright, clear or dim.\n",
            ("bright", "clear", "dim"),
            "inside the sentence",
        ),
        (
            "# A\n\nThe grades are:\n\n- Bright: it shines far into the night.\n"
            "- Dim: it can hardly be seen from the road.\n",
            ("bright", "dim"),
            "with what each means",
        ),
    ],
)
def test_a_stated_scale(text: str, names: tuple[str, ...], why: str, extraction_of: Text) -> None:
    grades = found(text, extraction_of)

    assert grades.names == names, why
    assert grades.order == "stated"
    assert grades.anchor is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# A\n\nIt was done on a large scale.\n\n## B\n\nText.\n", "another meaning of scale"),
        (
            "# A\n\nThe limiting grades are:\n\n- overall is likely to be dim if any of the other "
            "areas is dim as well\n- never bright otherwise, whatever else has been found\n",
            "rules, not names",
        ),
    ],
)
def test_what_is_no_scale(text: str, why: str, extraction_of: Text) -> None:
    assert found(text, extraction_of).names == (), why


AREAS = """# A handbook

## One

### {0}

It is {0} if the sun shines.

### {1}

Text.

### {2}

Text.

## Two

### {0}

Text.

### {1}

It is judged {1} if it rains.

### {2}

Text.
"""


def test_recurring_headings_that_the_text_calls_grades(extraction_of: Text) -> None:
    grades = found(AREAS.format("bright", "dim", "dark"), extraction_of)

    assert grades.names == ("bright", "dim", "dark")
    assert grades.order == "inferred"
    assert grades.doubt is None


def test_headings_in_step_that_nothing_calls_grades(extraction_of: Text) -> None:
    text = (
        AREAS.format("bright", "dim", "dark").replace("It is ", "We like ").replace("judged ", "")
    )
    grades = found(text, extraction_of)

    assert grades.names == ("bright", "dim", "dark")
    assert grades.doubt == "no text calls them grades"
    _, remarks = scale_of(grades, grades.names)
    assert [remark.code for remark in remarks] == ["grades-by-headings", "scale-order"]


@pytest.mark.parametrize(
    "names",
    [
        ("Required evidence", "Guidance", "Questions"),
        ("Introduction", "Scope", "Summary"),
    ],
)
def test_parts_that_stand_in_every_area_are_no_grades(
    names: tuple[str, str, str], extraction_of: Text
) -> None:
    assert found(AREAS.format(*names), extraction_of).names == ()


def test_known_grades_are_ordered_as_known(extraction_of: Text) -> None:
    grades = found(AREAS.format("Inadequate", "Good", "Outstanding"), extraction_of)

    assert (grades.names, grades.order) == (("outstanding", "good", "inadequate"), "known")


def test_a_printed_variant_of_a_stated_grade_is_that_grade(extraction_of: Text) -> None:
    text = "# A\n\nOn this scale:\n\n- good\n- requires improvement to be good\n- inadequate\n\n"
    text += AREAS.format("Good", "Requires improvement", "Inadequate").split("\n", 2)[2]
    grades = found(text, extraction_of)

    assert grades.names == ("good", "requires improvement to be good", "inadequate")
    assert grades.named("Requires improvement") == "requires improvement to be good"


@pytest.mark.parametrize(
    ("wordings", "expected", "why"),
    [
        (
            {"bright": "In addition to meeting clear, it shines."},
            ("bright", "clear", "dim"),
            "one adds to another",
        ),
        ({"dim": "It is not yet clear."}, ("clear", "dim", "bright"), "one falls short"),
        ({}, ("clear", "dim", "bright"), "nothing says anything: as printed"),
        (
            {"bright": "It exceeds the standard of clear.", "dim": "not yet clear"},
            ("bright", "clear", "dim"),
            "both ways",
        ),
    ],
)
def test_order_from_what_grades_say_of_each_other(
    wordings: dict[str, str], expected: tuple[str, ...], why: str
) -> None:
    grades = Grades(("bright", "clear", "dim"), "inferred")

    assert in_order(grades, wordings, ("clear", "dim", "bright")).names == expected, why


def test_a_stated_order_is_never_changed() -> None:
    grades = Grades(("bright", "dim"), "stated")

    assert in_order(grades, {"dim": "It exceeds bright."}, ("dim", "bright")) is grades


def test_no_grades_make_no_scale() -> None:
    assert scale_of(Grades(()), ()) == (None, [])
