"""An item: its context, its page, the words that caused its tag."""

from __future__ import annotations

import pytest

from corpus.evidence import open_evidence
from review.reading.item import item, page_sizes, spans
from review.stores import Stores

LENS = "sccif-asa-2024"


@pytest.fixture
def found(stores: Stores, viewer, first_item):
    return item(stores.evidence, stores.decisions, viewer(), first_item.passage_id)


def test_the_words_around_are_those_of_the_same_document(stores: Stores, found) -> None:
    passages = [one.id for one in stores.evidence.passages(found.shown.document.id)]
    at = passages.index(found.shown.passage.id)
    assert [one.id for one in found.before] == passages[max(0, at - 2) : at]
    assert [one.id for one in found.after] == passages[at + 1 : at + 3]


def test_the_picture_is_of_the_page_with_the_passage_on_it(stores: Stores, viewer) -> None:
    for passage in stores.evidence.passages():
        one = item(stores.evidence, stores.decisions, viewer(), passage.id)
        assert one is not None
        assert sum(len(picture.boxes) for picture in one.pictures) == len(passage.boxes)
        for picture in one.pictures:
            assert all(0 <= box.x0 < box.x1 <= picture.width + 1 for box in picture.boxes)
            assert all(0 <= box.y0 < box.y1 <= picture.height + 1 for box in picture.boxes)


def test_what_is_marked_stands_in_the_passage_in_order(stores: Stores, viewer) -> None:
    for passage in list(stores.evidence.passages())[:60]:
        one = item(stores.evidence, stores.decisions, viewer(), passage.id)
        assert one is not None
        for suggestion in one.shown.through(LENS):
            marked = spans(one.shown, suggestion.tag)
            flat = [place for span in marked for place in span]
            assert flat == sorted(flat)
            assert all(0 <= start < end <= len(passage.text) for start, end in marked)


def test_of_case_notes_there_is_no_picture(stores: Stores, viewer, place, first_item) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    one = item(stores.evidence, stores.decisions, viewer("qa-reviewer"), first_item.passage_id)
    assert one is not None
    assert one.pictures == ()
    assert item(stores.evidence, stores.decisions, viewer(), first_item.passage_id) is None


def test_there_is_nothing_where_nothing_is(stores: Stores, viewer) -> None:
    assert item(stores.evidence, stores.decisions, viewer(), "no-such-passage") is None
    assert page_sizes(stores.evidence, "no-such-document") == {}
