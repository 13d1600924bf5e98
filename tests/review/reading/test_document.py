"""A document in parts: what stands where, which words are meant, which decisions are orphaned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.chain import Draft
from corpus.evidence import open_evidence
from corpus.records import Box, Document, Passage
from corpus.workspace import Workspace
from review.reading.document import (
    lenses_of,
    orphaned,
    part,
    part_of,
    places_of,
    stated,
    text_id,
)
from review.reading.shown import Shown
from review.stores import Stores
from review.viewing import Viewer

LENS = "sccif-asa-2024"


@pytest.fixture
def report(stores: Stores) -> Document:
    """Give the longest document with pages."""
    found = [one for one in stores.evidence.documents() if one.media_type == "application/pdf"]
    return max(found, key=lambda one: len(list(stores.evidence.passages(one.id))))


def parts(stores: Stores, who: Viewer, document: Document, lens: str = LENS) -> list[list[str]]:
    """Return the ids of the passages of every part."""
    count = part(stores.evidence, stores.decisions, who, document, lens, 1).parts
    return [
        [
            one.passage.id
            for one in part(stores.evidence, stores.decisions, who, document, lens, number).passages
        ]
        for number in range(1, count + 1)
    ]


def test_every_passage_stands_in_one_part_in_the_order_of_the_text(
    stores: Stores, viewer: Callable[..., Viewer]
) -> None:
    for document in stores.evidence.documents():
        found = [key for ids in parts(stores, viewer(), document) for key in ids]
        starts = {one.id: one.start for one in stores.evidence.passages(document.id)}
        assert sorted(found) == sorted(starts)
        assert [starts[key] for key in found] == sorted(starts.values())


def test_a_part_holds_two_printed_pages(
    stores: Stores, viewer: Callable[..., Viewer], report: Document
) -> None:
    pages = {one.id: one.pages for one in stores.evidence.passages(report.id)}
    found = parts(stores, viewer(), report)
    assert len(found) > 1
    for ids in found:
        first = [pages[key][0] for key in ids]
        assert max(first) - min(first) <= 1
        assert min(first) % 2 == 1 or len(set(first)) == 1


def test_where_nothing_is_printed_parts_hold_thirty_passages(
    stores: Stores, viewer: Callable[..., Viewer], report: Document, place: Workspace
) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE passages SET page_first = NULL, page_last = NULL WHERE document_id = ?",
            (report.id,),
        )
    sizes = [len(ids) for ids in parts(stores, viewer(), report)]
    assert len(sizes) > 1
    assert set(sizes[:-1]) == {30}
    assert 0 < sizes[-1] <= 30


@pytest.mark.parametrize("number", [-9, 0, 1])
def test_before_the_first_part_is_the_first(
    stores: Stores, viewer: Callable[..., Viewer], report: Document, number: int
) -> None:
    assert part(stores.evidence, stores.decisions, viewer(), report, LENS, number).number == 1


def test_after_the_last_part_is_the_last(
    stores: Stores, viewer: Callable[..., Viewer], report: Document
) -> None:
    found = part(stores.evidence, stores.decisions, viewer(), report, LENS, 10**6)
    assert found.number == found.parts
    assert found.passages


def test_a_passage_is_found_in_its_part(
    stores: Stores, viewer: Callable[..., Viewer], report: Document
) -> None:
    for number, ids in enumerate(parts(stores, viewer(), report), 1):
        assert {part_of(stores.evidence, report.id, key) for key in ids} == {number}
    assert part_of(stores.evidence, report.id, "no-such") is None
    assert part_of(stores.evidence, "no-such", "no-such") is None


def test_pictures_are_of_pages_on_which_something_tagged_stands(
    stores: Stores, viewer: Callable[..., Viewer], report: Document
) -> None:
    found = part(stores.evidence, stores.decisions, viewer(), report, LENS, 1)
    held = {
        (box.page, box)
        for one in found.passages
        if any(each.area != "NONE" for each in one.suggestions)
        for box in one.passage.boxes
    }
    assert held
    assert {(one.number, box) for one in found.pictures for box in one.boxes} == held
    others = part(stores.evidence, stores.decisions, viewer(), report, "no-such-lens", 1)
    assert others.pictures == ()


@pytest.mark.parametrize("change", [{"sensitivity": "restricted"}, {"media_type": "text/plain"}])
def test_case_notes_and_what_has_no_pages_have_no_pictures(
    stores: Stores, viewer: Callable[..., Viewer], report: Document, change: dict[str, str]
) -> None:
    other = replace(report, **change)  # type: ignore[arg-type]
    found = part(stores.evidence, stores.decisions, viewer("qa-reviewer"), other, LENS, 1)
    assert found.passages
    assert found.pictures == ()


def test_the_framework_of_a_document_comes_first(stores: Stores) -> None:
    for document in stores.evidence.documents():
        names = lenses_of(stores.evidence, document.id)
        tagged = {one.framework for one in stores.evidence.tags(document.id)}
        assert set(names) == tagged
        own = stores.evidence.query(
            "SELECT framework FROM readers WHERE document_id = ?", document.id
        )
        for [framework] in own:
            assert framework not in names or names[0] == framework
        assert names[1:] == sorted(names[1:])
    assert lenses_of(stores.evidence, "no-such") == []


def test_what_a_document_states_is_shown_as_corrected(stores: Stores, report: Document) -> None:
    facts = stated(stores.evidence, stores.decisions, report)
    assert [one.value.id for one in facts] == [one.id for one in stores.evidence.facts(report.id)]
    assert not any(one.fields for one in facts)


# Which words are meant


def passage(text: str, start: int = 100) -> Shown:
    one = Passage(
        "p", "d", start, start + len(text), text, (), None, (1, 1), (Box(1, 0.0, 0.0, 1.0, 1.0),)
    )
    return Shown(one, Document("d", "d.pdf", "application/pdf", 1, "public"))


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("act swiftly", ["act  swiftly"], "blanks do not count"),
        (" act\n\nswiftly\t", ["act  swiftly"], "nor do line ends"),
        ("Leaders", ["Leaders"], "one word"),
        ("swiftly. Mostly", ["swiftly.\nMostly"], "over two lines of it"),
        ("st", ["st", "st"], "both places of what stands there twice"),
        ("leaders", [], "capitals do count: an anchor is exact"),
        ("act (swiftly)", [], "what does not stand there"),
        ("Leaders.*", [], "a pattern is no words"),
        ("", [], "no words at all"),
        ("  \n", [], "blanks alone"),
    ],
)
def test_words_are_found_however_they_are_broken(words: str, expected: list[str], why: str) -> None:
    text = "Leaders act  swiftly.\nMostly at first."
    found = places_of(passage(text), words)
    assert [text[start - 100 : end - 100] for start, end in found] == expected, why


@given(some.text(min_size=1, max_size=60), some.integers(0, 59), some.integers(1, 60))
def test_any_words_of_a_passage_are_found_in_it(text: str, at: int, length: int) -> None:
    words = text[at : at + length]
    found = places_of(passage(text), words)
    assert bool(found) is bool(words.strip())
    for start, end in found:
        assert text[start - 100 : end - 100].split() == words.split()


# Orphans


def orphan(stores: Stores, place: Workspace) -> str:
    """Decide on a passage that is read no more, and return its document."""
    one = next(stores.evidence.passages())
    after = {"passage_id": one.id, "framework": LENS, "area": "EXP", "polarity": "mixed"}
    stores.decisions.record(
        Draft("add", "Ina", "passage", one.id, document_id=one.document_id, after=after)
    )
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE passages SET current = 0 WHERE id = ?", (one.id,))
    return one.document_id


def test_a_decision_on_what_is_read_no_more_is_listed_with_its_document(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    assert orphaned(stores.evidence, viewer()) == []
    document = orphan(stores, place)
    assert [one.document_id for one in orphaned(stores.evidence, viewer())] == [document]
    assert len(orphaned(stores.evidence, viewer(), document)) == 1
    assert orphaned(stores.evidence, viewer(), "another") == []


def test_orphans_of_case_notes_are_told_to_nobody_else(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    orphan(stores, place)
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    told = {
        name: len(orphaned(stores.evidence, who))
        for name, who in (
            ("researcher", viewer("researcher")), ("inspector", viewer()),
            ("assigned", viewer("inspector", "9900001")), ("qa", viewer("qa-reviewer")),
        )
    }  # fmt: skip
    assert told == {"researcher": 0, "inspector": 0, "assigned": 1, "qa": 1}


def test_offsets_count_in_the_text_that_is_read_now(stores: Stores, report: Document) -> None:
    extraction = stores.evidence.extraction(report.id)
    assert extraction is not None
    assert text_id(stores.evidence, report.id)
    assert text_id(stores.evidence, "no-such") is None
