"""Part files: what a task writes is what the one writer reads, down to the last character."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.facts import FACT_KINDS, Check, Fact, Stated
from corpus.problems import WorkspaceError
from corpus.records import (
    Block,
    Box,
    Cell,
    Cue,
    Document,
    Extraction,
    Line,
    Page,
    Passage,
    Problem,
    Reading,
    SentencePolarity,
    Source,
    Tag,
)
from pipelines.parts import read_part, write_part
from pipelines.rows import Suggestions

REPORT = "Leaders\u2028act swiftly. \uf0b7 Children\x85are safe \U0001f9d2\u200d.\r\n\t\ufeff"

words = st.text(max_size=20)
maybe = st.none() | words
count = st.integers(0, 10**9)
points = st.floats(allow_nan=False) | st.integers(-10, 900)
boxes = st.builds(Box, count, points, points, points, points)
lines = st.lists(st.builds(Line, count, count, boxes), max_size=3).map(tuple)
problems = st.builds(Problem, words, words, words, st.none() | count)
cells = st.builds(Cell, count, count, count, count, lines, st.booleans())
kinds = st.sampled_from(["heading", "paragraph", "item", "table", "note", "furniture"])
blocks = st.builds(
    Block,
    kinds,
    count,
    count,
    count,
    st.sampled_from(["tags", "geometry", "ocr", "markup"]),
    page=st.none() | count,
    number=maybe,
    lines=lines,
    cells=st.lists(cells, max_size=2).map(tuple),
    locator=maybe,
)
pages = st.builds(Page, count, count, count, points, points, st.booleans(), st.none() | points)
many_problems = st.lists(problems, max_size=2).map(tuple)
extractions = st.builds(
    Extraction,
    words,
    words,
    words,
    st.lists(pages, max_size=2).map(tuple),
    st.lists(blocks, max_size=3).map(tuple),
    st.sampled_from(["ok", "partial", "failed"]),
    many_problems,
)
passages = st.builds(
    Passage,
    words,
    words,
    count,
    count,
    words,
    st.lists(words, max_size=3).map(tuple),
    maybe,
    st.none() | st.tuples(count, count),
    st.lists(boxes, max_size=3).map(tuple),
    maybe,
)
polarities = st.sampled_from(["strength", "weakness", "mixed", "neutral"])
judged = st.builds(SentencePolarity, count, count, polarities, points)
cues = st.lists(st.builds(Cue, st.just("phrase"), count, count, words), max_size=2).map(tuple)
tags = st.builds(
    Tag,
    *[words] * 4,
    maybe,
    words,
    maybe,
    maybe,
    st.just("neutral"),
    points,
    st.booleans(),
    count,
    words,
    cues,
    maybe,
    st.lists(judged, max_size=3).map(tuple),
)
sources = st.builds(
    Source, words, words, maybe, maybe, st.sampled_from(["ok", "failed"]), st.none() | problems
)
documents = st.builds(Document, words, words, words, count, st.just("public"), *[maybe] * 6)
plain = st.recursive(maybe | count, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
facts = st.builds(
    Fact,
    words,
    words,
    st.sampled_from(FACT_KINDS),
    st.dictionaries(words, plain, max_size=4),
    count,
    count,
    words,
    st.none() | count,
    st.lists(boxes, max_size=2).map(tuple),
    maybe,
)
stated = st.builds(
    Stated,
    words,
    words,
    maybe,
    st.lists(facts, max_size=2).map(tuple),
    st.lists(st.builds(Check, *[words] * 8), max_size=2).map(tuple),
    many_problems,
)
readings = st.builds(
    Reading,
    sources,
    st.none() | documents,
    st.none() | extractions,
    st.lists(passages, max_size=2).map(tuple),
    st.lists(tags, max_size=2).map(tuple),
    many_problems,
    st.none() | stated,
    points,
)

# What a worker that tags gives back: rows as the store holds them, which name no types.
tag_rows = st.lists(st.tuples(words, maybe, count, points), max_size=2).map(tuple)
suggestions = st.builds(Suggestions, sources, problems=many_problems, rows=tag_rows)


def a_reading(text: str = "Leaders act swiftly.", passage_count: int = 1) -> Reading:
    """A report of one page whose text is one passage, or as many as are asked for."""
    line = Line(0, len(text), Box(1, 72.0, 700.25, 523.1, 712))
    passage = Passage("p1", "d1", 0, len(text), text, ("Findings",), "47", (1, 1), (line.box,) * 10)
    block = Block("paragraph", 0, 0, len(text), "tags", page=1, lines=(line,) * 10)
    return Reading(
        Source("s1", "/reports/a.pdf", "d1", "80472", "ok"),
        Document("d1", "a.pdf", "application/pdf", 9, "public"),
        Extraction("d1", "pdf/1", text, (Page(1, 0, len(text), 595, 842),), (block,)),
        (passage,) * passage_count,
        seconds=0.25,
    )


@settings(max_examples=60)
@given(st.lists(readings | suggestions, max_size=3))
def test_every_reading_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory, given_readings: list[Reading]
) -> None:
    path = tmp_path_factory.mktemp("parts") / "0001.jsonl"
    write_part(path, given_readings)
    # repr too: 72 and 72.0 are equal, but an export would print them differently.
    assert repr(read_part(path)) == repr(given_readings)


def test_odd_characters_and_line_ends_survive(tmp_path: Path) -> None:
    write_part(tmp_path / "part", [a_reading(REPORT)])
    (reading,) = read_part(tmp_path / "part")
    assert reading.passages[0].text == REPORT
    assert reading == a_reading(REPORT)


def test_a_part_is_plain_json_lines(tmp_path: Path) -> None:
    write_part(tmp_path / "part", [a_reading(), a_reading()])
    header, *lines_of_file = (tmp_path / "part").read_text("ascii").splitlines()
    assert json.loads(header) == ["vouch-part/5", 2]
    told = [json.loads(line) for line in lines_of_file]
    assert [(kind, fields[0][1]) for kind, fields in told] == [("Reading", "/reports/a.pdf")] * 2


def test_nothing_but_the_part_is_left_in_the_folder(tmp_path: Path) -> None:
    write_part(tmp_path / "run" / "0001.jsonl", [a_reading()])
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["0001.jsonl"]


def test_a_part_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    write_part(tmp_path / "part", [a_reading()])
    not_a_reading: list[Reading] = [a_reading(), {1}]  # type: ignore[list-item]
    with pytest.raises(TypeError, match="cannot hold a value of type set"):
        write_part(tmp_path / "part", not_a_reading)
    assert read_part(tmp_path / "part") == [a_reading()]
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


@dataclass(frozen=True, slots=True)
class Heard(Reading):
    """A kind of reading that parts do not know."""

    words: str = ""


def test_a_kind_of_reading_that_would_not_come_back_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="cannot hold a value of type Heard"):
        write_part(tmp_path / "part", [Heard(a_reading().source, words="It is quiet.")])
    assert list(tmp_path.iterdir()) == []


WHOLE = b'["vouch-part/5", 1]\n'
DAMAGED = [
    (b"", "an empty file"),
    (b'["vouch-part/5", 2]', "a part cut short after its first line"),
    (WHOLE + b'["Reading",[["s1","/a.pdf"', "a part cut short inside a reading"),
    (WHOLE + b'["Reading",[]]', "a reading without its source"),
    (WHOLE + b'["Heard",[]]', "a kind of reading that is not known"),
    (WHOLE + b"[[],[]]", "a kind that is no word"),
    (WHOLE + b"[]", "a line of nothing"),
    (WHOLE + b"7", "a line that is no reading"),
    (b'["vouch-part/4", 0]', "a part of an earlier version"),
    (b'["vouch-part/6", 0]', "a part of a later version"),
    (b'{"vouch": 1}', "some other JSON file"),
    (b"%PDF-1.7", "no JSON at all"),
    (b"\xff\xfe", "no text at all"),
]


@pytest.mark.parametrize(("content", "what"), DAMAGED, ids=[what for _, what in DAMAGED])
def test_a_damaged_part_is_refused_by_name(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "0007.jsonl"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match=r"0007\.jsonl is damaged .* Run the ingest again"):
        read_part(path)


@pytest.mark.slow
def test_all_passages_of_a_large_run_pass(tmp_path: Path) -> None:
    run = [a_reading("Leaders act swiftly and children are safe. " * 10, 160)] * 356
    write_part(tmp_path / "part", run)
    assert sum(len(reading.passages) for reading in read_part(tmp_path / "part")) == 56_960
