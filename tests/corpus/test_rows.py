"""Rows hold a record whole: what goes in comes out."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import rows
from corpus.records import (
    Block,
    BlockKind,
    Box,
    Cell,
    Cue,
    CueKind,
    Document,
    Extraction,
    How,
    Line,
    Page,
    Passage,
    Polarity,
    Problem,
    Run,
    SentencePolarity,
    Source,
    SourceStatus,
    Tag,
)

# All that frozen text may hold, and more: no lone surrogates.
texts = st.text(max_size=20)
maybe_text = st.none() | texts
numbers = st.integers(0, 10**9)
points = st.integers(-1_000_000, 1_000_000).map(lambda hundredths: hundredths / 100)
boxes = st.builds(Box, numbers, points, points, points, points)
lines = st.lists(st.builds(Line, numbers, numbers, boxes), max_size=3).map(tuple)
cells = st.builds(Cell, numbers, numbers, numbers, numbers, lines, st.booleans())
blocks = st.builds(
    Block,
    kind=st.sampled_from(get_args(BlockKind)),
    start=numbers,
    body=numbers,
    end=numbers,
    how=st.sampled_from(get_args(How)),
    level=numbers,
    page=st.none() | numbers,
    number=maybe_text,
    lines=lines,
    cells=st.lists(cells, max_size=2).map(tuple),
    locator=maybe_text,
)
pages = st.builds(
    Page, numbers, numbers, numbers, points, points, st.booleans(), st.none() | st.floats(0, 1)
)
problems = st.builds(Problem, texts, texts, texts, st.none() | numbers)
sentences = st.builds(
    SentencePolarity, numbers, numbers, st.sampled_from(get_args(Polarity)), st.floats(0, 1)
)
cues = st.builds(Cue, st.sampled_from(get_args(CueKind)), numbers, numbers, texts)


@given(
    st.builds(
        Extraction,
        document_id=texts,
        extractor=texts,
        text=texts,
        pages=st.lists(pages, max_size=2).map(tuple),
        blocks=st.lists(blocks, max_size=3).map(tuple),
        status=st.sampled_from(["ok", "partial", "failed"]),
        problems=st.lists(problems, max_size=2).map(tuple),
    )
)
def test_extractions(extraction: Extraction) -> None:
    assert rows.extraction_of(rows.extraction_row(extraction, 0)) == extraction


@given(
    st.builds(
        Passage,
        id=texts,
        document_id=texts,
        start=numbers,
        end=numbers,
        text=texts,
        headings=st.lists(texts, max_size=3).map(tuple),
        number=maybe_text,
        pages=st.none() | st.tuples(numbers, numbers),
        boxes=st.lists(boxes, max_size=3).map(tuple),
        locator=maybe_text,
    )
)
def test_passages(passage: Passage) -> None:
    assert rows.passage_of(rows.passage_row(passage, "e", public=True)) == passage


@given(
    st.builds(
        Tag,
        id=texts,
        passage_id=texts,
        document_id=texts,
        framework=texts,
        element=maybe_text,
        area=texts,
        aspect=maybe_text,
        criterion=maybe_text,
        polarity=st.sampled_from(get_args(Polarity)),
        score=st.floats(0, 1),
        abstained=st.booleans(),
        rank=numbers,
        tagger=texts,
        cues=st.lists(cues, max_size=2).map(tuple),
        run_id=st.none() | st.just("run-1"),
        sentences=st.lists(sentences, max_size=3).map(tuple),
    )
)
def test_tags(tag: Tag) -> None:
    row = rows.tag_row(tag)
    assert rows.tag_of(row) == tag
    named = dict(zip(rows.TAGS, row, strict=True))
    assert rows.past_tag_of(tuple(named[name] for name in rows.PAST_TAGS)) == tag


@given(
    st.builds(
        Source,
        id=texts,
        path=texts,
        sha256=st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
        provider=maybe_text,
        status=st.sampled_from(get_args(SourceStatus)),
        problem=st.none() | problems,
    )
)
def test_sources(source: Source) -> None:
    assert rows.source_of(rows.source_row(source, "run", 0.5)) == source


def test_documents_and_runs() -> None:
    document = Document("d", "a.pdf", "application/pdf", 7, "public", "1", "Hill", "report",
                        "2019-01-01", "older", "e")  # fmt: skip
    assert rows.document_of((*rows.document_row(document), "older")) == document
    run = Run("r", "2026-01-01", {"pdf": "1"}, "2026-01-02", {"ok": 3})
    assert rows.run_of(rows.run_row(run)) == run


@pytest.mark.parametrize("side", [float("nan"), float("inf"), float("-inf")])
def test_a_side_that_is_no_number_is_refused(side: float) -> None:
    passage = Passage("p", "d", 0, 0, "", boxes=(Box(1, 0.0, side, 1.0, 1.0),))
    with pytest.raises(ValueError, match="no number"):
        rows.passage_row(passage, "e", public=True)


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (rows.SOURCES, rows.source_row(Source("s", "/a", None, None, "ok"), None)),
        (rows.DOCUMENTS, rows.document_row(Document("d", "a", "text/plain", 1, "public"))),
        (rows.EXTRACTIONS, rows.extraction_row(Extraction("d", "x/1", "", (), ()), 0)),
        (rows.PASSAGES, rows.passage_row(Passage("p", "d", 0, 0, ""), "e", public=False)),
        (rows.RUNS, rows.run_row(Run("r", "2026-01-01"))),
    ],
)
def test_a_row_has_a_value_for_each_column(columns: tuple[str, ...], row: tuple[Any, ...]) -> None:
    assert len(row) == len(columns)
