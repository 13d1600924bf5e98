"""Tables as sentences: every count is anchored in them and comes back as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.exports.surveys import Count, counts_in
from corpus.records import Extraction
from corpus.suppression import Said, tables_of
from extractors import passages
from extractors.surveys.wording import Answered, Heading, document_of

SAFE = "Do you feel safe at home?"


def written(
    counted: dict[str | None, dict[Said, int]], none: int | None = None, name: str = SAFE
) -> Extraction:
    answered = Answered(tables_of(name, counted), none)
    return document_of("d" * 64, Heading("Children's survey", 42), [answered])


def sentences(extraction: Extraction) -> list[str]:
    return [passage.text for passage in passages(extraction)]


def test_a_question_is_a_passage_that_can_be_quoted() -> None:
    extraction = written({None: {("Yes", ""): 34, ("No", ""): 7}}, 1)
    (passage,) = passages(extraction)
    assert passage.text == f"{SAFE} No 7 of 41 (17 %), Yes 34 of 41 (83 %); no answer 1."
    assert passage.headings == ("Children's survey: 42 responses",)
    assert passage.locator == "question 1"
    assert extraction.text[passage.start : passage.end] == passage.text


def test_groups_have_a_passage_each() -> None:
    counted = {
        None: {("Yes", ""): 20, ("No", ""): 12},
        "Home": {("Yes", "Oak"): 14, ("No", "Oak"): 6, ("Yes", "Elm"): 6, ("No", "Elm"): 6},
    }
    assert sentences(written(counted, name="Safe"))[1:] == [
        "Safe: Elm (Home): No 6 of 12 (50 %), Yes 6 of 12 (50 %).",
        "Safe: Oak (Home): No 6 of 20 (30 %), Yes 14 of 20 (70 %).",
    ]


def test_what_is_left_out_is_said_to_be() -> None:
    counted = {None: {("Yes", ""): 30, ("No", ""): 2, ("Some", ""): 9}}
    assert sentences(written(counted)) == [
        f"{SAFE} No not shown, Some not shown, Yes 30 of 41 (73 %)."
    ]


def test_where_no_count_is_shown_how_many_answered_is() -> None:
    extraction = written({None: {("Yes", ""): 30, ("No", ""): 2}}, 3)
    assert sentences(extraction) == [f"{SAFE} No, Yes not shown; 32 answered; no answer 3."]
    assert list(counts_in(extraction)) == [
        Count(SAFE, None, None, "No", None, 32), Count(SAFE, None, None, "Yes", None, 32),
        Count(SAFE, None, None, "no answer", 3, 32),
    ]  # fmt: skip


def test_where_too_few_answered_not_even_that_is_shown() -> None:
    extraction = written({None: {("Yes", ""): 2}}, 40)
    assert sentences(extraction) == [f"{SAFE} Yes not shown; how many answered is not shown."]
    assert [one.answered for one in counts_in(extraction)] == [None]


def test_what_is_left_out_altogether_is_told_at_the_end() -> None:
    heading = Heading("Survey", None, 7, 2)
    text = document_of("d" * 64, heading, []).text
    assert text.splitlines() == [
        "Survey",
        "Counts under 7 are not shown, nor others that would tell them; groups under 7 are put "
        "together. 2 responses were left out: a later one is the same person's.",
    ]


WORDS = st.text("abc ?.,:;()0123456789\t\n", min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=60)
@given(
    WORDS, st.dictionaries(st.tuples(WORDS, WORDS), st.integers(0, 2000), min_size=1, max_size=8)
)
def test_counts_come_back_as_they_were(name: str, counted: dict[Said, int]) -> None:
    tables = tables_of(name, {"Home": counted})
    extraction = document_of("d" * 64, Heading("Survey", 9), [Answered(tables)])
    shown = [row[at] for table in tables for at in range(len(table.groups)) for row in table.counts]
    assert [one.count for one in counts_in(extraction)] == shown
    for block in extraction.blocks:
        assert block.start <= block.end <= len(extraction.text)
        assert "\n" not in extraction.text[block.start : block.end]
