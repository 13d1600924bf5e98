"""What the compiler reads beside criteria: schedules, report rows, sentences, faults, dates."""

from collections.abc import Callable

import pytest

from corpus.frameworks.compiler import Compiled
from corpus.frameworks.compiler.compiled import Anchor, Numbering, Remark
from corpus.frameworks.compiler.descriptors import force_of, unnumbered
from corpus.frameworks.compiler.faults import foreign_words, numbering, references
from corpus.frameworks.compiler.front_matter import in_force, published, publisher, title
from corpus.frameworks.compiler.grades import Grades
from corpus.frameworks.compiler.outline import Outline, grid, outline
from corpus.frameworks.compiler.report_rows import report_rows
from corpus.frameworks.compiler.schedules import judgements, same, schedules
from corpus.frameworks.compiler.sentences import deadlines, limiting
from corpus.records import Extraction

Read = Callable[..., Compiled]
Text = Callable[..., Extraction]
Laid = Callable[[str], Outline]
THREE = Grades(("bright", "clear", "dim"))


@pytest.fixture
def laid(extraction_of: Text) -> Laid:
    """A function: lay text out as the compiler walks it."""
    return lambda text: outline(extraction_of(text))


SCHEDULE = """# Framework of two harbours

## Evaluation schedule for the north harbour

1. The schedule for the north is set out below.

### Section 1: Overall worth

To be based on all that is seen.

- Capacity to grow
- Next steps

### Section 2: What the harbour does

- Boats
  - Hulls
  - Sails
- People
  - Pilots

## Evaluation schedule for the south harbour

2. The schedule for the south is set out below.

### Section 1: Overall worth

- Capacity to grow
- Next steps

### Section 2: What the harbour does

- Boats
  - Hulls

## Grading

3. Text.
"""


def test_schedules_become_elements_areas_and_parts(laid: Laid) -> None:
    north, south = schedules(laid(SCHEDULE))

    assert north.title == "Evaluation schedule for the north harbour"
    assert [area.title for area in north.areas] == ["Overall worth", "Boats", "People"]
    assert [[part.title for part in area.parts] for area in north.areas] == [
        ["Capacity to grow", "Next steps"],
        ["Hulls", "Sails"],
        ["Pilots"],
    ]
    assert [area.title for area in south.areas] == ["Overall worth", "Boats"]
    assert (north.first_paragraph, south.first_paragraph) == ("1", "2")


def test_one_schedule_gives_the_areas_themselves(laid: Laid) -> None:
    text = SCHEDULE[: SCHEDULE.index("## Evaluation schedule for the south")]

    assert [area.title for area in schedules(laid(text))] == ["Overall worth", "Boats", "People"]


def test_a_section_about_schedules_without_a_list_is_none(laid: Laid) -> None:
    text = (
        "# A\n\n## Evaluation schedules\n\n1. They stand in another document.\n\n## Next\n\nEnd.\n"
    )

    assert schedules(laid(text)) == ()


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("The judgements are:\n\n- boats\n- people.\n", ["boats", "people"], "the plain case"),
        ("We make the following judgements:\n\n- boats\n- people\n", ["boats", "people"], "turned"),
        ("The judgements are:\n\n- bright\n- dim\n", [], "those are grades"),
        ("Judgements matter:\n\n- boats\n- people\n", [], "it does not say what they are"),
        ("The judgements are:\n\n- boats\n", [], "one alone is no list"),
    ],
)
def test_the_list_of_judgements(text: str, expected: list[str], why: str, laid: Laid) -> None:
    found = judgements(laid(f"# A\n\n{text}"), THREE)

    assert [part.title for part in found] == expected, why


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Capacity to improve", "Capacity for improvement", True),
        ("Economic well-being", "Achieving economic well-being", True),
        ("Leadership and management", "leadership and management.", True),
        ("Boats", "People", False),
    ],
)
def test_titles_that_drift_mean_one_area(one: str, other: str, expected: bool) -> None:
    assert same(one, other) is expected


def test_report_rows_with_sections(laid: Laid) -> None:
    text = (
        "# A\n\n## The north\n\n| Boats | Grade |\n|---|---|\n| Next steps | No grade |\n"
        "| The south | |\n| Boats | Grade |\n| How good is the catch | Grade |\n"
        "| How good is the catch and the haul? | Grade |\n"
    )
    rows, remarks = report_rows(laid(text))

    assert ("Boats", "grade", "The south") in [(row.text, row.cell, row.section) for row in rows]
    assert [remark.code for remark in remarks] == ["row-repeated"]
    assert "How good is the catch" not in [row.text for row in rows]


def test_report_rows_as_plain_lines(laid: Laid) -> None:
    text = (
        "# A\n\n1. The headings are these.\n\nBoats Grade\n\nPeople Grade\n\nNext steps No grade\n"
    )
    rows, _ = report_rows(laid(text))

    assert [(row.text, row.cell) for row in rows] == [
        ("Boats", "grade"),
        ("People", "grade"),
        ("Next steps", "no grade"),
    ]


def test_one_cell_alone_is_no_report(laid: Laid) -> None:
    assert report_rows(laid("# A\n\n| Boats | Grade |\n|---|---|\n| Name | Age |\n")) == ([], [])


@pytest.mark.parametrize(
    ("sentence", "force", "why"),
    [
        ("Overall is always dim if boats are dim.", "always", "no way round"),
        ("Overall is likely to be dim if boats are dim.", "likely", "as a rule"),
        ("Overall is unlikely to be bright if boats are dim.", "unlikely", "as a rule not"),
        ("Meeting all rules does not of itself mean bright.", "never automatic", "no automatism"),
        ("It is expected that a bright harbour breaks no rule.", "expected", "expected"),
        ("Boats are dim and the judgement must be no better than dim.", "cap", "a cap"),
        ("Boats are dim.", None, "no sign of force"),
        ("Boats always leak.", None, "no grade"),
        ("A pilot must be asked.", None, "must alone is not about grades"),
    ],
)
def test_sentences_that_tie_grades(sentence: str, force: str | None, why: str, laid: Laid) -> None:
    found = list(limiting(laid(f"# A\n\n1. {sentence}\n"), THREE, ()))

    assert [row.force for row in found] == ([] if force is None else [force]), why


def test_items_keep_the_words_that_lead_to_them(laid: Laid) -> None:
    text = "# A\n\n1. The limits are:\n\n- overall is likely to be dim if boats are dim\n"
    [found] = limiting(laid(text), THREE, ())

    assert found.lead_in == "The limits are:"
    assert found.wording.anchor.paragraph == "1"


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("It is sent within 10 working days of the visit.", ("within 10 working days of",)),
        ("They answer within five days (10 working days after the visit).",
         ("within five days", "10 working days after")),
        ("We return within six to 12 months.", ("within six to 12 months",)),
        ("Harbours get 20 working days' notice.", ("20 working days' notice",)),
        ("Up to 30 calendar days from publication.", ("Up to 30 calendar days from",)),
        ("Once in each three-year cycle.", ("each three-year cycle",)),
        ("Pilots of eight boats.", ()),
        ("The day was long.", ()),
    ],
)  # fmt: skip
def test_sentences_with_a_time(sentence: str, signs: tuple[str, ...], laid: Laid) -> None:
    found = [row.signs for row in deadlines(laid(f"# A\n\n1. {sentence}\n"))]

    assert found == ([signs] if signs else [])


@pytest.mark.parametrize(
    ("numbers", "expected", "why"),
    [
        (("1", "2", "3"), Numbering(3, "1", "3"), "whole"),
        (("1", "3"), Numbering(2, "1", "3", ("2",)), "a gap"),
        (("1", "2", "2", "3"), Numbering(4, "1", "3", (), ("2",)), "twice"),
        (("2.1", "2.3", "3.1"), Numbering(3, "2.1", "3.1", ("2.2",)), "each series for itself"),
        ((), Numbering(0), "none"),
    ],
)
def test_numbered_paragraphs(
    numbers: tuple[str, ...], expected: Numbering, why: str, laid: Laid
) -> None:
    lines = "\n\n".join(
        f"{number}{'' if '.' in number else '.'} A pilot watches the boats." for number in numbers
    )
    assert numbering(laid(f"# A\n\nAn opening line.\n\n{lines}\n")) == expected, why


@pytest.mark.parametrize(
    ("words", "count", "why"),
    [
        ("as paragraph 9 says", 1, "there is none"),
        ("as paragraphs 1 and 9 say", 1, "one of two is not there"),
        ("as paragraph 9 of the Wells Act says", 0, "another text"),
        ("as paragraph 9(2) of it says", 0, "a part of a law"),
        ("as paragraph 1 says", 0, "it is there"),
        ("as page 9 says", 0, "a page"),
    ],
)
def test_references_to_what_is_not_there(words: str, count: int, why: str, laid: Laid) -> None:
    text = f"# A\n\n1. Pilots watch boats.\n\n2. Watching boats goes on, {words}.\n"

    assert len(list(references(laid(text)))) == count, why


@pytest.mark.parametrize(
    ("words", "count", "why"),
    [
        ("the strengths of the home", 1, "foreign"),
        ("away from home", 0, "not a place that is inspected"),
        ("the home office", 0, "a ministry"),
        ("the agency", 0, "its own word"),
        ("the home. The home. The home", 0, "too often for a slip"),
    ],
)
def test_words_from_another_kind_of_place(words: str, count: int, why: str, laid: Laid) -> None:
    agency = "The agency listens. The agency answers. " * 4
    text = f"# Agencies\n\n{agency}\n\nLeaders know {words}.\n"

    assert len(list(foreign_words(laid(text), "Agencies"))) == count, why


def test_a_place_of_the_title_is_never_foreign(laid: Laid) -> None:
    text = "# A school run by an agency\n\n" + "The agency listens. " * 9 + "\n\nSee the school.\n"

    assert list(foreign_words(laid(text), "A school run by an agency")) == []


@pytest.mark.parametrize(
    ("line", "expected", "whole"),
    [
        ("In force from 5 April 2024.", "2024-04-05", True),
        ("It takes effect from 1st April 2009.", "2009-04-01", True),
        ("To be in use from April 2015.", "2015-04-01", False),
        ("Effective: 3 May 2020", "2020-05-03", True),
    ],
)
def test_the_date_in_force(line: str, expected: str, whole: bool, laid: Laid) -> None:
    found = in_force(laid(f"# A\n\n{line}\n"))

    assert found is not None
    assert (found.iso, found.whole) == (expected, whole)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published: March 2015", "2015-03-01"),
        ("Published on 4 May 2016", "2016-05-04"),
        ("It was written in March 2015", None),
    ],
)
def test_the_date_of_publication(line: str, expected: str | None, laid: Laid) -> None:
    found = published(laid(f"# A\n\n{line}\n"))

    assert (found.iso if found else None) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published by Coast Trust.", "Coast Trust"),
        ("Ofsted inspects. Ofsted reports.", "Ofsted"),
        ("Nobody in particular.", None),
        ("Published by the sea", None),
    ],
)
def test_the_publisher(line: str, expected: str | None, laid: Laid) -> None:
    assert publisher(laid(f"# A\n\n{line}\n")) == expected


def test_the_title_is_the_first_heading_or_the_first_line(laid: Laid) -> None:
    assert title(laid("# Framework\n\n## Scope\n\nText.\n")).text == "Framework"
    bare = "Only text stands here, and it goes on for a while.\n\nAnd there is more of it.\n"
    assert title(laid(bare)).text.startswith("Only text stands here")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is likely to be bright if", "likely"),
        ("It is likely to be bright if, in addition, the sea is calm", "in addition"),
        ("It is bright if", "is"),
        ("It is judged bright where", "is"),
        ("In a bright harbour:", "descriptor"),
        ("It must be bright", "must"),
    ],
)
def test_force(text: str, expected: str) -> None:
    assert force_of(text, "bright") == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("5.1 Boats", "Boats"), ("5. Boats", "Boats"), ("Boats", "Boats"), ("2 ", "2 ")],
)
def test_headings_without_their_number(heading: str, expected: str) -> None:
    assert unnumbered(heading) == expected


def test_places_read_well() -> None:
    assert str(Anchor("d", 5, 9, page=3, paragraph="42")) == "page 3, paragraph 42"
    assert str(Anchor("d", 5, 9, locator="line 7")) == "line 7"
    assert str(Anchor("d", 5, 9)) == "character 5"
    assert str(Remark("x", "Odd", Anchor("d", 5, 9, page=3))) == "Odd (page 3)"
    assert str(Remark("x", "Odd")) == "Odd"


def test_the_outline_knows_sections_and_numbers(laid: Laid) -> None:
    found = laid("# A\n\n## B\n\n1. One.\n\n- item\n\n### C\n\nText.\n\n## D\n\nEnd.\n")

    heads = {piece.text: piece.at for piece in found.pieces if piece.kind == "heading"}
    inside = [found.pieces[at].text for at in found.section(heads["B"])]
    assert inside == ["One.", "item", "C", "Text."]
    item = next(piece for piece in found.pieces if piece.kind == "item")
    assert found.numbered_before(item.at) == "1"
    assert found.titled("D") is not None
    assert found.titled("Z") is None
    assert grid(item) == []
