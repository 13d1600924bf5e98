"""The compiler on documents it has never seen: other layouts, other grades, and no frameworks."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.frameworks.compiler import Compiled, compile_document
from corpus.frameworks.compiler.compiled import Remark
from corpus.problems import FrameworkError
from corpus.records import Extraction

Read = Callable[..., Compiled]

TABLES = """<html><body><h1>Lighthouse review framework</h1>
<p>Published by Coast Trust. In force from 1 May 2031.</p>
<p>Reviewers make each judgement on a three-point scale: strong, steady, weak.</p>
<h2>1 Light</h2>
<p>Required evidence:</p><ul><li>the keeper's log</li><li>letters from ships</li></ul>
<table><tr><th>Aspect</th><th>Strong</th><th>Steady</th><th>Weak</th></tr>
<tr><td>Lamp</td><td>The lamp burns all night.</td><td>It burns most nights.</td>
<td>It is often out.</td></tr>
<tr><td>Lens</td><td>The lens is polished daily.</td><td>Weekly.</td><td>Never.</td></tr></table>
<h2>2 Keepers</h2>
<table><tr><th>Aspect</th><th>Strong</th><th>Steady</th><th>Weak</th></tr>
<tr><td>Rest</td><td>Keepers sleep by turns.</td><td>They sleep when they can.</td>
<td>They do not sleep.</td></tr></table>
<p>If the light is weak, the whole station is always judged weak. The report follows within 12
working days of the visit.</p></body></html>"""

NUMBERED = """# Lantern schools: evaluation handbook

Effective from 3 September 2032.

## 1 Teaching the dark

### 1.1 Excellent

1.1.1 Teaching is judged excellent if every pupil can find the way at night.

1.1.2 Lamps are lent freely, as paragraph 1.1.1 expects.

1.1.4 Elders speak of it with pride. See paragraph 9.9.9.

### 1.2 Fair

1.2.1 Teaching is likely to be judged fair if most pupils can find the way.

## 2 Keeping of lamps

### 2.1 Excellent

2.1.1 Keeping is likely to be judged excellent if:

- oil is never short
- glass shines

2.1.2 This paragraph stands after the list.

### 2.2 Fair

2.2.1 Keeping is fair if oil is sometimes short.
"""

UNGRADED = """# Guidance for joint reviews of river crossings

This guidance says how reviewers evaluate crossings. There are no grades.

Reviewers evaluate these areas:

- Courage of ferrymen
- Care for passengers

## Courage of ferrymen

Reviewers will consider:

- how ferrymen answer a storm
- what they say afterwards

## Care for passengers

Reviewers will look at:

- blankets
- soup

Ask the passengers first.
"""

GRADES_ABOVE = """# Framework for the review of orchards

## Grade descriptors

### Flourishing

#### Trees

Trees stand straight.

Bark is whole.

#### Pickers

Pickers sing. An orchard is judged flourishing if all do.

### Withering

#### Trees

Trees lean. An orchard is judged withering where trees fall.

#### Pickers

Pickers leave.
"""

COLON = """# Evaluation criteria for ferries

## Boats: good

Boats are painted and dry inside.

## Boats: inadequate

Boats leak.

## Crew: good

The crew is awake. The crew knows the tides.

## Crew: inadequate

The crew sleeps.
"""

LETTER = """# Visit to Gull House

Dear Ms Fenn,

Thank you for the welcome. The judgement is good because staff listen.

## Overall effectiveness: good

Staff are kind, and children say so.

## What needs to improve

Records are late. The leaders' work is likely to be inadequate if this goes on.
"""


def counts(compiled: Compiled) -> dict[str, dict[str, int]]:
    return compiled.counts()


def codes(remarks: tuple[Remark, ...]) -> list[str]:
    return [remark.code for remark in remarks]


def test_numbered_lead_ins_with_bullets(harbour: str, compiled_from: Read) -> None:
    found = compiled_from(harbour)

    assert found.title.text == "Harbour homes: inspection framework and grade descriptors"
    assert found.publisher == "Harbour Quality Office"
    assert found.published is not None
    assert found.published.iso == "2031-03-01"
    assert found.in_force is not None
    assert (found.in_force.iso, found.in_force.whole) == ("2031-04-01", False)
    assert found.scale is not None
    assert (found.scale.grades, found.scale.order) == (("strong", "steady", "weak"), "stated")
    assert counts(found) == {
        "Warmth of welcome": {"strong": 2, "steady": 1, "weak": 1},
        "Safe passage": {"strong": 2, "steady": 1, "weak": 1},
    }


def test_each_place_is_cited_as_a_reader_would(harbour: str, compiled_from: Read) -> None:
    welcome, passage = compiled_from(harbour).areas

    group = passage.group("strong")
    assert group is not None
    places = [one.wording.anchor.paragraph for one in group.criteria]
    assert places == ["7, bullet 1", "7, bullet 2"]
    assert (welcome.first_paragraph, welcome.last_paragraph) == ("4", "6")
    assert [quote.text for quote in welcome.evidence] == [
        "letters from visitors",
        "the diary of arrivals",
    ]


def test_force_is_what_the_lead_in_says(harbour: str, compiled_from: Read) -> None:
    welcome, passage = compiled_from(harbour).areas

    assert [group.force for group in welcome.groups] == ["descriptor", "likely", "is"]
    assert [group.force for group in passage.groups] == ["in addition", "likely", "likely"]


def test_every_wording_is_its_slice_of_the_frozen_text(
    harbour: str, extraction_of: Callable[..., Extraction]
) -> None:
    extraction = extraction_of(harbour)
    found = compile_document(extraction)

    quotes = [one.wording for area in found.areas for g in area.groups for one in g.criteria]
    quotes += [g.lead_in for area in found.areas for g in area.groups if g.lead_in]
    quotes += [row.wording for row in (*found.limits, *found.deadlines)]
    quotes += [quote for area in found.areas for quote in (*area.evidence, *area.notes)]
    assert len(quotes) > 15
    for quote in quotes:
        assert extraction.text[quote.anchor.start : quote.anchor.end] == quote.text
        assert quote.anchor.document_id == extraction.document_id
    for area in found.areas:
        assert extraction.text[area.anchor.start : area.anchor.end] == area.title


def test_what_is_no_criterion_is_told_with_its_place(harbour: str, compiled_from: Read) -> None:
    [left] = [r for r in compiled_from(harbour).unplaced if r.code == "unplaced"]

    assert "no criterion" in left.message
    assert left.anchor is not None
    assert left.anchor.paragraph == "10"


def test_report_headings_and_the_judgement_without_one(harbour: str, compiled_from: Read) -> None:
    found = compiled_from(harbour)

    assert [(row.text, row.cell) for row in found.report] == [
        ("About the home", "context"),
        ("Warmth of welcome", "grade"),
        ("Next steps", "no grade"),
        ("Safe passage", "grade"),
    ]
    assert [part.title for part in found.judgements][-1] == "harbour office"
    assert codes(found.suspicions).count("judgement-without-cell") == 1
    assert codes(found.suspicions).count("judgement-without-section") == 1


def test_limiting_sentences_and_deadlines(harbour: str, compiled_from: Read) -> None:
    found = compiled_from(harbour)

    [limit] = found.limits
    assert (limit.force, limit.wording.anchor.paragraph) == ("always", "3")
    [deadline] = found.deadlines
    assert deadline.signs == ("within five working days",)


def test_a_table_with_a_column_for_each_grade(compiled_from: Read) -> None:
    found = compiled_from(TABLES, "framework.html")

    assert counts(found) == {
        "Light": {"strong": 2, "steady": 2, "weak": 2},
        "Keepers": {"strong": 1, "steady": 1, "weak": 1},
    }
    assert found.scale is not None
    assert found.scale.grades == ("strong", "steady", "weak")
    light = found.areas[0]
    assert [part.title for part in light.parts] == ["Lamp", "Lens"]
    assert len(light.evidence) == 2
    strong = light.group("strong")
    assert strong is not None
    assert [one.part for one in strong.criteria] == ["Lamp", "Lens"]
    assert found.in_force is not None
    assert (found.in_force.iso, found.in_force.whole) == ("2031-05-01", True)


ONE_TABLE = """# Inspection criteria for bakeries

## Grade descriptors

| Area | Outstanding | Good | Inadequate |
|---|---|---|---|
| Bread | The crust sings. | The crust holds. | It is burnt. |
| Shop | All are greeted. | Most are greeted. | None is. |
"""
ROWS = """# Inspection criteria for bakeries

## Bread

| Grade | What it looks like |
|---|---|
| Outstanding | The crust sings. |
| Good | The crust holds. |

## Shop

| Grade | What it looks like |
|---|---|
| Outstanding | All are greeted. |
| Good | Most are greeted. |
"""


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            NUMBERED,
            {
                "Teaching the dark": {"excellent": 3, "fair": 1},
                "Keeping of lamps": {"excellent": 2, "fair": 1},
            },
            "sections and paragraphs numbered 1.2.3",
        ),
        (
            GRADES_ABOVE,
            {
                "Trees": {"flourishing": 2, "withering": 1},
                "Pickers": {"flourishing": 1, "withering": 1},
            },
            "areas stand below the grades",
        ),
        (
            COLON,
            {"Boats": {"good": 1, "inadequate": 1}, "Crew": {"good": 1, "inadequate": 1}},
            "area and grade in one heading",
        ),
        (
            ONE_TABLE,
            {
                "Bread": {"outstanding": 1, "good": 1, "inadequate": 1},
                "Shop": {"outstanding": 1, "good": 1, "inadequate": 1},
            },
            "one table whose rows are the areas",
        ),
        (
            ROWS,
            {"Bread": {"outstanding": 1, "good": 1}, "Shop": {"outstanding": 1, "good": 1}},
            "one row a grade",
        ),
    ],
)
def test_other_layouts(
    text: str, expected: dict[str, dict[str, int]], why: str, compiled_from: Read
) -> None:
    assert counts(compiled_from(text)) == expected, why


def test_numbers_of_parts_are_counted_series_by_series(compiled_from: Read) -> None:
    found = compiled_from(NUMBERED)

    assert found.numbering.count == 7
    assert found.numbering.gaps == ("1.1.3",)
    assert codes(found.suspicions).count("cross-reference") == 1
    assert "9.9.9" in next(r.message for r in found.suspicions if r.code == "cross-reference")


def test_an_order_that_nothing_states_is_told(compiled_from: Read) -> None:
    found = compiled_from(NUMBERED)

    assert found.scale is not None
    assert found.scale.order == "inferred"
    assert "scale-order" in codes(found.assumptions)


def test_a_framework_without_grades(compiled_from: Read) -> None:
    found = compiled_from(UNGRADED)

    assert found.scale is None
    assert [area.title for area in found.areas] == ["Courage of ferrymen", "Care for passengers"]
    assert [len(area.evidence) for area in found.areas] == [2, 2]
    assert [note.text for note in found.areas[1].notes] == ["Ask the passengers first."]
    assert {"no-publisher", "no-date"} <= set(codes(found.unplaced))


SPLIT = """# Framework of mills

Judgements are made on this scale:

- good
- inadequate

## Wheels

#### Good

1. In a good mill:

- The wheel is greased and turns without
  noise.
- The miller listens to it every morning and every

evening before the sluice is shut.

- Belts are whole.

The sluice opens at once when a child calls.

#### Inadequate

2. In an inadequate mill:

- The wheel stands.
"""


def test_items_that_a_page_break_split_or_robbed_of_their_bullet(compiled_from: Read) -> None:
    found = compiled_from(SPLIT)

    good = found.areas[0].group("good")
    assert good is not None
    assert len(good.criteria) == 4
    assert good.criteria[1].text.endswith("before the sluice is shut.")
    assert good.criteria[3].how == "item without its mark"
    assert "mark-lost" in codes(found.assumptions)


REFERENCES = """# Framework of wells

The judgements are:

- water
- rope

1. Buckets are counted by the warden before the round begins.

2. The warden lowers the lantern and looks for cracks in the stone.

3. Ropes are tested with a full bucket twice a year.

4. Cracks that the lantern shows in the stone are chalked (see paragraph 3).

5. Ropes tested with a full bucket are dated (see paragraph 3).

6. The scale is: sound, cracked. Nothing follows paragraph 40 of the Well Act.
"""


def test_a_reference_whose_target_speaks_of_something_else(compiled_from: Read) -> None:
    found = [r for r in compiled_from(REFERENCES).suspicions if r.code == "cross-reference"]

    about = [(r.anchor.paragraph, r.message) for r in found if r.anchor is not None]
    assert about[0][0] == "4"
    assert "paragraph 2 fits better" in about[0][1]
    assert all(paragraph != "5" for paragraph, _ in about)


def test_a_word_from_another_kind_of_place(compiled_from: Read) -> None:
    agency = "The agency keeps its word and the agency answers letters. " * 5
    text = SPLIT.replace("Belts are whole.", f"{agency} Leaders know the strengths of the school.")

    [remark] = [r for r in compiled_from(text).suspicions if r.code == "foreign-word"]
    assert '"the school"' in remark.message
    assert '"the agency" 10 times' in remark.message


@pytest.mark.parametrize(
    ("grades", "order"),
    [
        (("Outstanding", "Good", "Inadequate"), "known"),
        (("Bright", "Clear", "Dim"), "inferred"),
    ],
)
def test_grades_that_no_scale_states(
    grades: tuple[str, ...], order: str, compiled_from: Read
) -> None:
    best, middle, worst = grades
    text = "# Evaluation framework for lamps\n"
    for area in ("Oil", "Wick"):
        text += f"\n## {area}\n\n### {middle}\n\n{area} is likely to be judged {middle.lower()}"
        text += " if it lasts the night.\n\nIt is fresh.\n"
        text += f"\n### {worst}\n\nIt is likely to be judged {worst.lower()} if it is not yet"
        text += f" {middle.lower()}.\n\n### {best}\n\nIn addition to meeting the standard of"
        text += f" {middle.lower()}, it is judged {best.lower()} if it lasts two nights.\n"
    found = compiled_from(text)

    assert found.scale is not None
    assert found.scale.order == order
    assert found.scale.grades == tuple(name.lower() for name in grades)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LETTER, "a letter that gives one grade a heading"),
        ("# A shopping list\n\n- milk\n- bread\n", "nothing of the kind"),
        (
            "# Report\n\nGrades are:\n\n- Good: it is good\n- Inadequate: it is not\n\n"
            "## Findings\n\nThe service was judged good.\n",
            "a report that explains its grades",
        ),
        (
            "# Report\n\n## What the judgements mean\n\n| Grade | Meaning |\n|---|---|\n"
            "| Outstanding | It leads. |\n| Good | It meets. |\n| Inadequate | It fails. |\n",
            "a report's table of what grades mean",
        ),
    ],
)
def test_what_is_no_framework_is_refused(text: str, why: str, compiled_from: Read) -> None:
    with pytest.raises(FrameworkError, match=r"framework\.md is no inspection framework") as told:
        compiled_from(text)

    assert "Looked for, and not found" in str(told.value), why


def test_a_document_without_text_is_refused(
    harbour: str, extraction_of: Callable[..., Extraction]
) -> None:
    empty = replace(extraction_of(harbour), text="", blocks=())

    with pytest.raises(FrameworkError, match=r"scan\.pdf holds no text"):
        compile_document(empty, "scan.pdf")


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_other_formats_give_the_same(
    suffix: str,
    harbour: str,
    compiled_from: Read,
    extraction_of: Callable[..., Extraction],
    as_pdf: Callable[[Extraction], bytes],
    as_docx: Callable[[Extraction], bytes],
) -> None:
    copy = {"pdf": as_pdf, "docx": as_docx}[suffix](extraction_of(harbour))

    text, other = compiled_from(harbour), compiled_from(copy, f"copy.{suffix}")
    assert counts(other) == counts(text)
    assert other.numbering == text.numbering
    # These copies do not mark the head of a table, so its first row counts as one of context.
    graded = [(row.text, row.cell) for row in other.report if row.cell != "context"]
    assert graded == [(row.text, row.cell) for row in text.report if row.cell != "context"]
    assert codes(other.suspicions) == codes(text.suspicions)
    pages = {one.wording.anchor.page for one in other.areas[0].groups[0].criteria}
    assert pages == ({1} if suffix == "pdf" else {None})
