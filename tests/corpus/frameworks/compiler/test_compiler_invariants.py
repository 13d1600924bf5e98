"""What holds of every document: no crash, exact anchors, a count that is what was written."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.frameworks.compiler import (
    Compiled,
    attach,
    compile_document,
    read_wordings,
    to_yaml,
    write_wordings,
)
from corpus.frameworks.compiler.compiled import Quote
from corpus.frameworks.loading import read
from corpus.problems import FrameworkError
from corpus.records import Extraction

Text = Callable[..., Extraction]
SLOWLY = settings(max_examples=60)
NAMES = ["amber", "brass", "coral", "delft", "ebony", "flint"]
AREAS = ["Boats", "Harbour walls", "Pilots", "Keeping of lamps", "Ropes and nets"]
SCRAPS = [
    "# Framework of inspection",
    "## Good",
    "### Outstanding",
    "## Leadership: good",
    "- a bullet",
    "  - below it",
    "• loose",
    "1. Numbered, see paragraph 7.",
    "2.3.1 Deep. Within 5 days.",
    "The judgements are:",
    "On a three-point scale:",
    "| Good | Grade |",
    "|---|---|",
    "| a | b |",
    "Overall is likely to be good if:",
    "and the rest",
    "In force from 31 February 2031.",
    "",
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=25))
@SLOWLY
def test_scraps_are_compiled_or_refused_and_never_crash(
    extraction_of: Text, lines: list[str]
) -> None:
    try:
        extraction = extraction_of("\n\n".join(lines) + "\nEnd of it.\n")
        found = compile_document(extraction, "scraps")
    except FrameworkError as error:
        assert "scraps" in str(error)
        return
    for quote in quotes(found):
        assert extraction.text[quote.anchor.start : quote.anchor.end] == quote.text


def quotes(found: Compiled) -> list[Quote]:
    every = [found.title]
    for area in found.areas:
        every += [*area.evidence, *area.notes]
        for group in area.groups:
            every += [one.wording for one in group.criteria]
            every += [more for one in group.criteria for more in one.continued]
            every += [group.lead_in] if group.lead_in else []
    return every + [row.wording for row in (*found.limits, *found.deadlines)]


@st.composite
def frameworks(draw: st.DrawFn) -> tuple[str, dict[str, dict[str, int]], tuple[str, ...]]:
    """A document with grades, areas and so many criteria, and what must come out of it."""
    scale = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    areas = draw(st.lists(st.sampled_from(AREAS), min_size=2, max_size=4, unique=True))
    printed = draw(st.permutations(scale))
    bullets, lead = draw(st.booleans()), draw(st.booleans())
    listed = "\n".join(f"- {grade}" for grade in scale)
    lines = [f"# Inspection framework\n\nIn use from May 2031. On this scale:\n\n{listed}\n"]
    expected: dict[str, dict[str, int]] = {}
    number = 0
    for area in areas:
        lines.append(f"\n## {area}\n")
        expected[area] = {}
        for grade in printed:
            count = draw(st.integers(1, 4))
            expected[area][grade] = count
            number += 1
            lines.append(f"\n### {grade.capitalize()}\n")
            if lead or bullets:
                lines.append(f"\n{number}. {area} are likely to be {grade} if:\n")
            mark = "- " if bullets else ""
            for n in range(count):
                lines.append(f"\n{mark}Watch {n} of {area.lower()} keeps the {grade} mark.\n")
    return "".join(lines), expected, tuple(scale)


@given(frameworks())
@SLOWLY
def test_what_was_written_is_what_is_counted(
    extraction_of: Text, made: tuple[str, dict[str, dict[str, int]], tuple[str, ...]]
) -> None:
    text, expected, scale = made
    found = compile_document(extraction_of(text))

    assert found.counts() == expected
    assert found.scale is not None
    assert found.scale.grades == scale


@given(frameworks())
@SLOWLY
def test_a_framework_made_of_a_document_loads_and_attaches_whole(
    extraction_of: Text, made: tuple[str, dict[str, dict[str, int]], tuple[str, ...]]
) -> None:
    compiled = compile_document(extraction_of(made[0]))
    itself = read(to_yaml(compiled), "itself.yaml")
    found = attach(compiled, itself)

    assert [row.code for row in found.wordings].sort() == [c.code for c in itself.criteria].sort()
    assert {row.code: row.text for row in found.wordings} == {
        criterion.code: criterion.text for criterion in itself.criteria
    }
    assert found.unmatched == ()
    assert read_wordings(write_wordings(found), "kept") == found


@pytest.mark.parametrize("name", ["a b.pdf", "ü.txt", "x" * 200])
def test_a_refusal_names_the_file(name: str, extraction_of: Text) -> None:
    with pytest.raises(FrameworkError) as told:
        compile_document(extraction_of("# A list\n\n- milk\n"), name)

    assert str(told.value).startswith(name)
