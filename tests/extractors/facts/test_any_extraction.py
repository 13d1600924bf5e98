"""What holds of the facts of any document, however odd its blocks, cells and words are."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Block, Cell, Document, Extraction, Page
from extractors import passages
from extractors.facts import state
from extractors.printed import Printed
from extractors.publication import Kind

WORDS = st.one_of(
    st.sampled_from(
        [
            "Inspection of Westshire local authority children’s services",
            "Inspection of services for children in need of help and protection",
            "Area SEND inspection of Westshire Local Area Partnership",
            "Joint targeted area inspection of Westshire",
            "Inspection of adoption service",
            "Inspection dates: 28 December 2023 to 5 January 2024",
            "Inspection dates: 31 June to 2 May 2024",
            "Inspection date:\t14",
            "On-site between 3 and 5 March 2013",
            "Lead inspector: Ann Example, HMI",
            "Report published: 1 May 2015",
            "1 December 2017",
            "Judgement",
            "Grade",
            "Good",
            "Inadequate Grade 4",
            "Excellent",
            "Overall effectiveness",
            "Overall effectiveness: good",
            "Adoption performance",
            "The experiences and progress of care leavers",
            "The Local Safeguarding Children Board is good because:",
            "Inspection outcome",
            "At the previous inspection the judgements were:",
            "Recommendations",
            "Areas for improvement",
            "Within three months",
            "The board should see children by 31 June 2024.",
            "Action",
            "RAG",
            "Progress",
            "Lead",
            "Plan ref",
            "A1 & A2",
            "See A9 above",
            "Amber",
            "A – Safeguarding",
            "the remaining judgement (which related to leadership) being 'Good'",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
    st.sampled_from(["", " ", "\u00a0", "\u2028", "\ue000", "\u202eטוב", "²"]),
)
NUMBERS = st.sampled_from([None, None, None, "1", "2", "9", "(i)", "2.3", "²", "٣", "9" * 12])


class Drawn(NamedTuple):
    """One block as drawn: its kind, level and number, and its rows of cells or its words."""

    kind: str
    level: int
    number: str | None
    rows: list[list[str | None]]


BLOCKS = st.builds(
    Drawn,
    st.sampled_from(["heading", "paragraph", "item", "table", "table", "note", "furniture"]),
    st.integers(0, 3),
    NUMBERS,
    st.lists(st.lists(st.one_of(st.none(), WORDS), min_size=1, max_size=4), min_size=1, max_size=4),
)
KINDS: list[Kind | None] = [None, "inspection_report", "committee_report", "action_plan"]


def built(drawn: list[list[Drawn]], *, paged: bool) -> Extraction:
    """Lay drawn blocks out, page by page; a cell that is null is merged into another."""
    text, blocks, pages = "", [], []
    for number, on_page in enumerate(drawn, 1):
        first = len(text)
        for each in on_page:
            text, block = _block(text, each, number if paged else None)
            blocks.append(block)
        pages.append(Page(number, first, len(text), 595, 842))
    return Extraction("d" * 64, "draft/1", text, tuple(pages) if paged else (), tuple(blocks))


def _block(text: str, drawn: Drawn, page: int | None) -> tuple[str, Block]:
    start, cells = len(text), []
    marker = f"{drawn.number}. " if drawn.number and drawn.kind != "table" else ""
    text += marker
    for row, line in enumerate(drawn.rows if drawn.kind == "table" else drawn.rows[:1]):
        for column, words in enumerate(line):
            if words is not None:
                cells.append(Cell(row, column, len(text), len(text) + len(words)))
                text += f"{words}\t"
        text = f"{text[:-1]}\n" if text.endswith("\t") else text
    end = max(start + len(marker), len(text) - 1)
    block = Block(
        drawn.kind,  # type: ignore[arg-type]
        start,
        start + len(marker),
        end,
        "markup",
        drawn.level,
        page,
        drawn.number if marker else None,
        cells=tuple(cells) if drawn.kind == "table" else (),
        locator=None if page else "line 1",
    )
    return text if len(text) > end else f"{text}\n", block


@pytest.mark.slow
@settings(max_examples=150)
@given(
    st.lists(st.lists(BLOCKS, max_size=6), min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from(KINDS),
)
def test_facts_of_any_document_are_slices_in_order_with_ids_of_their_own(
    drawn: list[list[Drawn]], paged: bool, kind: Kind | None
) -> None:
    extraction = built(drawn, paged=paged)
    document = Document("d" * 64, "report 1 May 2015.pdf", "application/pdf", 1, "public")
    about = Printed(kind, True)
    quoted = passages(extraction)
    found = state(extraction, quoted, document, "reports/80001_westshire/x.pdf", about)
    for fact in found.facts:
        assert extraction.text[fact.start : fact.end] == fact.text
        assert fact.text == fact.text.strip() != ""
        assert fact.page or fact.locator
        for start, end, _ in fact.fields.get("agrees", []):
            assert extraction.text[start:end].strip()
        for start, end, _ in fact.fields.get("places", {}).values():
            assert extraction.text[start:end].strip()
    assert len({fact.id for fact in found.facts}) == len(found.facts)
    assert [fact.start for fact in found.facts] == sorted(fact.start for fact in found.facts)
    assert all(problem.stage == "facts" and problem.message for problem in found.problems)
    assert state(extraction, quoted, document, "reports/80001_westshire/x.pdf", about) == found


DAYS = ["start", "end", "dated", "published", "notified"]


@pytest.mark.slow
@settings(max_examples=80)
@given(st.lists(BLOCKS, min_size=1, max_size=8))
def test_dates_are_days_and_ranges_end_after_they_start(drawn: list[Drawn]) -> None:
    title = Drawn(
        "heading", 1, None, [["Inspection of Westshire local authority children’s services"]]
    )
    extraction = built([[title, *drawn]], paged=True)
    document = Document("d" * 64, "report.pdf", "application/pdf", 1, "public")
    for fact in state(extraction, passages(extraction), document).of_kind("inspection"):
        fields = fact.fields
        assert all(first <= last for first, last in fields["ranges"])
        assert (fields["start"] is None) == (not fields["ranges"])
        assert all(fields[day] is None or len(fields[day]) == len("2024-01-01") for day in DAYS)
