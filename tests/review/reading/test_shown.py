"""Passages as pages show them: suggestions, what people decided on them, and who may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corpus.chain import Draft, Event
from corpus.evidence import open_evidence
from corpus.records import Tag
from corpus.workspace import Workspace
from review.reading import shown as module
from review.reading.document import text_id
from review.reading.shown import Shown, Suggestion, last_words, shown, visible_document
from review.stores import Stores
from review.viewing import Viewer

LENS = "sccif-asa-2024"
Seen = Callable[..., list[Shown]]


@pytest.fixture
def tag(stores: Stores) -> Tag:
    """Give the best suggestion of some passage."""
    return next(
        one
        for one in stores.evidence.tags()
        if one.framework == LENS and one.rank == 1 and one.criterion
    )


@pytest.fixture
def see(stores: Stores, viewer: Callable[..., Viewer]) -> Seen:
    def passages(*ids: str, framework: str | None = None, who: Viewer | None = None) -> list[Shown]:
        return shown(stores.evidence, stores.decisions, who or viewer(), ids, framework)

    return passages


@pytest.fixture
def decide(stores: Stores, tag: Tag) -> Callable[..., Event]:
    def record(what: str, target: str = "", kind: str = "tag", **more: object) -> Event:
        return stores.decisions.record(
            Draft(what, "Ina", kind, target or tag.id, document_id=tag.document_id, **more)  # type: ignore[arg-type]
        )

    return record


def best(found: list[Shown], tag: Tag) -> Suggestion:
    return next(one for one in found[0].suggestions if one.tag.id == tag.id)


def test_passages_come_in_the_order_in_which_they_were_asked_for(stores: Stores, see: Seen) -> None:
    ids = [one.id for one in stores.evidence.passages()][:9]
    for wanted in (ids, ids[::-1], [ids[3], ids[0]]):
        assert [one.passage.id for one in see(*wanted)] == wanted


def test_more_passages_than_one_question_holds_are_all_found(
    stores: Stores, see: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [one.id for one in stores.evidence.passages()][:9]
    whole = see(*ids)
    monkeypatch.setattr(module, "_CHUNK", 2)
    assert see(*ids) == whole
    assert len(whole) == 9


@pytest.mark.parametrize("ids", [(), ("no-such",), ("",), ("' OR 1=1 --",)])
def test_what_is_not_there_is_left_out(see: Seen, tag: Tag, ids: tuple[str, ...]) -> None:
    assert see(*ids) == []
    assert [one.passage.id for one in see(*ids, tag.passage_id)] == [tag.passage_id]


def test_the_best_through_one_framework_or_all_of_all(stores: Stores, see: Seen) -> None:
    through_two = {one.passage_id for one in stores.evidence.tags() if one.framework != LENS}
    passage = min(through_two)
    [whole] = see(passage)
    [through] = see(passage, framework=LENS)
    assert len({one.tag.framework for one in whole.suggestions}) == 2
    assert {one.tag.framework for one in through.suggestions} == {LENS}
    assert through.suggestions == whole.through(LENS)[:1]
    assert whole.through("no-such") == ()


def test_through_one_framework_the_best_alone(stores: Stores, see: Seen) -> None:
    second = next(one for one in stores.evidence.tags() if one.rank == 2)
    [whole] = see(second.passage_id)
    [through] = see(second.passage_id, framework=second.framework)
    assert [one.tag.rank for one in whole.through(second.framework)][:2] == [1, 2]
    assert through.suggestions == whole.through(second.framework)[:1]


HELD = [
    # (what somebody decided, its `after`, what holds: area, criterion, polarity, rejected)
    (None, None, ("own", "own", "own", False), "nobody decided"),
    ("accept", None, ("own", "own", "own", False), "as suggested"),
    ("reject", None, ("own", "own", "own", True), "what was rejected is still named"),
    ("change", {"polarity": "mixed"}, ("own", "own", "mixed", False), "the polarity alone"),
    ("change", {"area": "PROT", "criterion": "PROT-2"}, ("PROT", "PROT-2", "own", False), "moved"),
    ("change", {"area": "PROT", "criterion": None}, ("PROT", None, "own", False),
     "to an area, so that the criterion suggested holds no more"),
]  # fmt: skip


@pytest.mark.parametrize("row", HELD, ids=lambda row: row[-1])
def test_the_last_word_lies_over_the_suggestion(
    see: Seen, tag: Tag, decide: Callable[..., Event], row: tuple[Any, ...]
) -> None:
    what, after, holds, why = row
    if what is not None:
        decide(what, after=after)
    one = best(see(tag.passage_id), tag)
    own = (tag.area, tag.criterion, tag.polarity, False)
    assert (one.area, one.criterion, one.polarity, one.rejected) == tuple(
        mine if said == "own" else said for said, mine in zip(holds, own, strict=True)
    ), why


def test_only_the_last_word_counts_and_taken_back_it_is_none(
    stores: Stores, see: Seen, tag: Tag, decide: Callable[..., Event]
) -> None:
    first = decide("reject")
    second = decide("accept")
    assert best(see(tag.passage_id), tag).decided == second
    decide("undo", undoes=second.hash)
    assert best(see(tag.passage_id), tag).decided == first
    decide("undo", undoes=first.hash)
    assert best(see(tag.passage_id), tag).decided is None
    assert last_words(stores.decisions, [tag.id]) == {}


def test_a_second_reading_is_no_last_word(
    see: Seen, tag: Tag, decide: Callable[..., Event]
) -> None:
    first = decide("accept")
    decide("state", after={"about": "second review", "what": "reject", "first": first.hash})
    assert best(see(tag.passage_id), tag).decided == first


def test_what_people_add_and_say_stands_with_its_passage(
    stores: Stores, see: Seen, tag: Tag, decide: Callable[..., Event]
) -> None:
    said = {"framework": LENS, "area": "EXP", "polarity": "mixed", "passage_id": tag.passage_id}
    whole = decide("add", tag.passage_id, "passage", after=said)
    text = text_id(stores.evidence, tag.document_id)
    some = decide("add", text, "selection", after=said, start=3, end=9)
    words = decide("comment", tag.passage_id, "passage", reason="Ask about this.")
    [found] = see(tag.passage_id)
    assert found.added == (whole, some)
    assert found.comments == (words,)
    others = [one.id for one in stores.evidence.passages() if one.id != tag.passage_id]
    assert all(not one.added and not one.comments for one in see(*others))


MAY = [
    # (role, providers to which they are assigned, whether it was signed, whether they see it)
    ("researcher", (), 1, False),
    ("inspector", (), 1, False),
    ("inspector", ("9977777",), 1, False),
    ("inspector", ("9900001",), 1, True),
    ("administrator", (), 1, False),
    ("qa-reviewer", (), 1, True),
    ("inspector", ("9900001",), 0, False),
    ("qa-reviewer", (), 0, False),
]


@pytest.mark.parametrize("signed", [0, 1])
def test_case_notes_are_shown_to_those_alone_who_may_see_them(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace, tag: Tag, signed: int
) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = ? WHERE id = ?",
            (signed, tag.document_id),
        )
    for role, providers, when, sees in MAY:
        if when == signed:
            who = viewer(role, *providers)
            found = shown(stores.evidence, stores.decisions, who, [tag.passage_id])
            assert bool(found) is sees, (role, providers)
            seen = visible_document(stores.evidence, who, tag.document_id)
            assert (seen is not None) is sees, (role, providers)


def test_a_document_that_nobody_knows_is_seen_by_nobody(
    stores: Stores, viewer: Callable[..., Viewer]
) -> None:
    assert visible_document(stores.evidence, viewer("qa-reviewer"), "no-such") is None
