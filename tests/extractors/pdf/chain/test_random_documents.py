"""Whatever is drawn, and wherever: every word once, anchors exact, both trees and engines agree."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.pdf.markers import BULLET, marker_of

few = settings(max_examples=15, derandomize=True)
more = settings(few, max_examples=40)

SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pri", "sto", "ty")
NAMES = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]  # a thousand, none twice


@st.composite
def sentences(draw, least: int = 3, most: int = 40) -> str:
    """Words that a document may repeat; the first in upper case, a stop at the end."""
    words = draw(st.lists(st.sampled_from(NAMES), min_size=least, max_size=most))
    return f"{words[0].title()} {' '.join(words[1:])}."


rows = st.lists(
    st.tuples(*[sentences(1, 2).map(lambda text: text.rstrip("."))] * 2), min_size=2, max_size=5
)
elements = st.one_of(
    st.tuples(st.just("paragraph"), sentences()),
    st.tuples(st.just("numbered"), sentences()),
    st.tuples(st.just("item"), sentences(3, 20)),
    st.tuples(st.just("heading"), sentences(2, 4).map(lambda text: text.rstrip("."))),
    st.tuples(st.just("table"), rows),
    st.tuples(st.just("note"), sentences(3, 6)),
    st.tuples(st.just("turn"), st.just("")),
)
stories = st.lists(elements, min_size=2, max_size=14)


OPENING = "Leaders act swiftly when children need help, and they know the families well. " * 3


def printed(press, story, *, tagged: bool) -> bytes:
    """Set a story under a heading and an opening, and above a closing sentence.

    The opening has several lines: without any such paragraph geometry cannot know the leading.
    """
    report = press(tagged=tagged, frame=lambda n: ("", f"Inspection of Ambleford {n}"))
    report.heading("Ambleford", 24).paragraph(OPENING)
    number, notes = 0, 0
    for kind, content in story:
        if kind == "numbered":
            number += 1
            report.paragraph(content, f"{number}.")
        elif kind == "table":
            report.table(content)
        elif kind == "note":
            if len(report.notes) < 3:
                notes += 1
                report.note(f"{notes} {content}")
        elif kind == "turn":
            report.turn()
        else:
            getattr(report, kind)(content)
    report.paragraph("That is the end of the report.")
    return report.bytes()


def words(story) -> Counter[str]:
    """The words of a story, without printed numbers; of at most three notes a page."""
    found: Counter[str] = Counter()
    notes = 0
    for kind, content in story:
        if kind == "turn":
            notes = 0
        elif kind == "table":
            found.update(word for row in content for cell in row for word in cell.split())
        elif kind != "note":
            found.update(content.split())
        notes += kind == "note"
    return found


def read_words(text: str) -> Counter[str]:
    return Counter(w for w in text.split() if w != BULLET and not marker_of(w))


@few
@given(story=stories)
def test_every_word_of_a_story_is_read_as_often_as_it_was_set(press, reading, story):
    for tagged in (True, False):
        read = reading(printed(press, story, tagged=tagged))  # anchors, pages, boxes: checked there
        assert read_words(read.extraction.text) >= words(story)
        assert read.extraction.status == "ok"


@few
@given(story=stories)
def test_tagged_and_untagged_stories_give_the_same_words(press, reading, story):
    with_tags, without = (reading(printed(press, story, tagged=tagged)) for tagged in (True, False))
    assert Counter(with_tags.extraction.text.split()) == Counter(without.extraction.text.split())


@few
@given(story=stories)
def test_numbered_paragraphs_and_items_come_in_the_order_set(press, reading, story):
    for tagged in (True, False):
        read = reading(printed(press, story, tagged=tagged))
        numbers = [int(p.number) for p in read.passages if p.number]
        assert numbers == list(range(1, 1 + sum(kind == "numbered" for kind, _ in story)))
        items = [text for kind, text in story if kind == "item"]
        assert [text.removeprefix("• ") for text in read.kind("item")] == items


@few
@given(story=stories)
def test_tagged_story_is_cut_where_its_author_cut_it(press, reading, story):
    read = reading(printed(press, story, tagged=True))
    set_as_text = [text for kind, text in story if kind in ("paragraph", "numbered", "item")]
    quoted = [text for text in read.texts if "\t" not in text]
    assert quoted[-1] == "That is the end of the report."
    assert [text for text in quoted if text.endswith(".")][1:-1] == set_as_text


@few
@given(story=stories, tagged=st.booleans())
def test_same_bytes_give_the_same_extraction(press, reading, story, tagged):
    content = printed(press, story, tagged=tagged)
    first, second = reading(content), reading(content)
    assert first.extraction == second.extraction
    assert [p.id for p in first.passages] == [p.id for p in second.passages]
    assert len({p.id for p in first.passages}) == len(first.passages)


@settings(few, max_examples=8)
@given(story=stories, tagged=st.booleans())
def test_second_engine_reads_the_same_words(press, reading, story, tagged):
    content = printed(press, story, tagged=tagged)
    fast, second = reading(content), reading(content, pdf_engine="pdfplumber")
    assert Counter(fast.extraction.text.split()) == Counter(second.extraction.text.split())


places = st.tuples(
    st.sampled_from(NAMES),
    st.integers(10, 520),
    st.integers(10, 820),
    st.sampled_from((6, 9, 12, 24)),
    st.booleans(),
    st.sampled_from((None, "P", "H1", "L#1/LI/LBody", "Table#1/TR#1/TD/P", "Note/P", "Artifact")),
)


def apart(drawn) -> list[tuple]:
    """Leave out what would touch another word, for two words that touch may be one."""
    kept: list[tuple] = []
    for word in drawn:
        _, x, y, size, *_ = word
        if all(
            abs(y - other[2]) > size + other[3] or abs(x - other[1]) > 9 * max(size, other[3])
            for other in kept
        ):
            kept.append(word)
    return kept


@pytest.mark.parametrize("use_tags", [True, False])
@more
@given(sheets=st.lists(st.lists(places, min_size=1, max_size=25), min_size=1, max_size=3))
def test_words_strewn_over_pages_are_each_read_once(draft, reading, use_tags, sheets):
    paper = draft()
    strewn: Counter[str] = Counter()
    for sheet in sheets:
        paper.page()
        for word, x, y, size, bold, role in apart(sheet):
            paper.line(word, x, y, role, size=size, bold=bold)
            # A word that sticks out of the page is still on it.
            strewn[word] += 1
    read = reading(paper.bytes(), use_tags=use_tags)
    assert Counter(read.extraction.text.split()) == strewn
    lines = [line for block in read.extraction.blocks for line in block.lines]
    assert sum(line.end - line.start for line in lines) >= sum(map(len, strewn.elements()))


@more
@given(
    xs=st.lists(st.integers(60, 540), min_size=2, max_size=5, unique=True),
    ys=st.lists(st.integers(60, 780), min_size=2, max_size=6, unique=True),
    drawn=st.lists(places, min_size=1, max_size=20),
)
def test_rules_drawn_anywhere_cost_no_word(draft, reading, xs, ys, drawn):
    paper = draft().page().grid(sorted(xs), sorted(ys))
    kept = apart(drawn)
    for word, x, y, size, bold, _ in kept:
        paper.line(word, x, y, size=size, bold=bold)
    read = reading(paper.bytes())
    assert Counter(read.extraction.text.split()) == Counter(word for word, *_ in kept)
