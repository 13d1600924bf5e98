"""Decisions on tags: kept whole, never over somebody else's, taken back by another event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.problems import AccessError, SettingsError
from corpus.records import Tag
from corpus.workspace import Workspace
from review.deciding import (
    Decision,
    MeanwhileError,
    change_to,
    comment,
    decide,
    reason_of,
    seen_of,
    undo,
)
from review.labels import lens
from review.reading.shown import shown
from review.stores import Stores

LENS = "sccif-asa-2024"


@pytest.fixture
def look(stores: Stores, viewer, first_item):
    """Look at the first item again, as the page would show it now."""

    def now(role="inspector", name="Ina"):
        who = viewer(role, name=name)
        one = shown(stores.evidence, stores.decisions, who, [first_item.passage_id])[0]
        return who.user, one, one.through(LENS)[0]

    return now


def test_what_was_decided_holds_the_next_time(stores: Stores, look) -> None:
    user, one, best = look()
    event = decide(stores.decisions, user, one, best, Decision("reject", reason="off the point"))
    again = look()[2]
    assert again.rejected
    assert again.decided == event
    assert event.before == seen_of(best.tag)
    assert (event.start, event.end) == (one.passage.start, one.passage.end)


def test_a_change_shows_the_new_label_and_keeps_the_machine_s(stores: Stores, look) -> None:
    user, one, best = look()
    after = {"area": "LEAD", "criterion": "LEAD-3", "polarity": "weakness"}
    decide(stores.decisions, user, one, best, Decision("change", after=after))
    again = look()[2]
    assert (again.area, again.criterion, again.polarity) == ("LEAD", "LEAD-3", "weakness")
    assert again.tag == best.tag


def test_a_change_to_no_criterion_shows_none(stores: Stores, look) -> None:
    user, one, best = look()
    decide(stores.decisions, user, one, best, Decision("change", after={"criterion": None}))
    assert look()[2].criterion is None


def test_who_decides_second_is_told_who_was_first(stores: Stores, look) -> None:
    user, one, best = look()
    other = look(name="Omar")[0]
    decide(stores.decisions, other, one, best, Decision("accept"))
    with pytest.raises(MeanwhileError, match="Omar accepted this since you loaded the page"):
        decide(stores.decisions, user, one, best, Decision("reject"))
    seen = look()[2].decided
    assert seen is not None
    assert seen.who == "Omar"
    decide(stores.decisions, user, one, best, Decision("reject", seen=seen.seq))
    assert look()[2].rejected


def test_taking_back_is_an_event_and_goes_one_step_at_a_time(stores: Stores, look) -> None:
    user, one, best = look()
    first = decide(stores.decisions, user, one, best, Decision("accept"))
    said = comment(stores.decisions, user, one, "See page 3.")
    assert undo(stores.decisions, user) == said
    assert undo(stores.decisions, user) == first
    assert undo(stores.decisions, user) is None
    assert look()[2].decided is None
    whats = [event.what for event in stores.decisions.events() if event.who == user.name]
    assert whats == ["accept", "comment", "undo", "undo"]


def test_nobody_takes_back_what_another_decided(stores: Stores, look) -> None:
    user, one, best = look()
    decide(stores.decisions, user, one, best, Decision("accept"))
    assert undo(stores.decisions, look(name="Omar")[0]) is None


def test_researchers_decide_nothing(stores: Stores, look) -> None:
    user, one, best = look("researcher")
    with pytest.raises(AccessError, match="may not decide"):
        decide(stores.decisions, user, one, best, Decision("accept"))
    with pytest.raises(AccessError, match="may not decide"):
        comment(stores.decisions, user, one, "words")
    with pytest.raises(AccessError, match="may not decide"):
        undo(stores.decisions, user)


class TestChange:
    """What a chosen label makes of a tag."""

    @pytest.fixture
    def tag(self, look) -> Tag:
        return look()[2].tag

    @pytest.mark.parametrize("code", ["EXP", "PROT-1", "LEAD-15", "NONE"])
    def test_only_what_differs_is_said(self, tag: Tag, place: Workspace, code: str) -> None:
        other = "weakness" if tag.polarity != "weakness" else "strength"
        after = change_to(tag, lens(LENS, place.frameworks), code, other)
        assert after["polarity"] == other
        assert all(getattr(tag, name) != value for name, value in after.items())

    def test_a_criterion_brings_its_area(self, tag: Tag, place: Workspace) -> None:
        code = "LEAD-3" if tag.area != "LEAD" else "PROT-1"
        after = change_to(tag, lens(LENS, place.frameworks), code, tag.polarity)
        assert after["area"] == code.partition("-")[0]
        assert after["criterion"] == code

    @pytest.mark.parametrize(
        ("code", "polarity", "says"),
        [("XYZ", "strength", "has no 'XYZ'"), ("EXP", "excellent", "Choose one of"),
         ("", "strength", "has no ''")],
    )  # fmt: skip
    def test_labels_of_no_framework_are_refused(
        self, tag: Tag, place: Workspace, code: str, polarity: str, says: str
    ) -> None:
        with pytest.raises(SettingsError, match=says):
            change_to(tag, lens(LENS, place.frameworks), code, polarity)

    def test_a_change_to_the_same_is_no_change(self, tag: Tag, place: Workspace) -> None:
        code = tag.criterion or tag.aspect or tag.area
        with pytest.raises(SettingsError, match="already"):
            change_to(tag, lens(LENS, place.frameworks), code, tag.polarity)


@given(some.text(max_size=300))
def test_typed_words_are_kept_without_signs_that_hide(words: str) -> None:
    kept = reason_of(words)
    assert kept is None or (
        kept == kept.strip() and all(s.isprintable() or s == "\n" for s in kept)
    )
    assert reason_of(kept or "") == kept


def test_very_long_words_are_refused_and_not_cut() -> None:
    assert reason_of("a" * 5000) == "a" * 5000
    with pytest.raises(SettingsError, match="5,000"):
        reason_of("a" * 5001)
