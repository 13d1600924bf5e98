"""Routed signs and their acknowledgement: lists, and events of a real review.db."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chain import Draft
from corpus.decisions import broken, open_decisions
from corpus.problems import VouchError
from corpus.routing import (
    DONE,
    DONE_WORDS,
    IMMEDIATE_REMEDY,
    REMEDY,
    Routed,
    acknowledge,
    acknowledgements,
    of_one_passing,
    open_signs,
    remedy,
)
from corpus.workspace import open_workspace

NOTE = "a" * 64
BRUISE = Routed(NOTE, 10, 24, "physical-abuse", "2026-03-02T09:00:00+00:00")
OLD = Routed(NOTE, 40, 60, "neglect", "2026-03-01T09:00:00+00:00", time="past")
THREAT = Routed("b" * 64, 0, 9, "self-harm", "2026-03-03T09:00:00+00:00", time="planned")


def test_immediate_risk_stands_first_and_then_the_oldest() -> None:
    assert open_signs([THREAT, OLD, BRUISE], []) == [BRUISE, THREAT, OLD]


def test_a_sign_that_was_routed_twice_is_one_and_as_old_as_the_first_time() -> None:
    again = replace(BRUISE, at="2026-04-01T09:00:00+00:00")
    assert again.id == BRUISE.id
    assert open_signs([again, BRUISE], []) == [BRUISE]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "neglect"}, "another kind asks for another look"),
        ({"start": 11}, "other words"),
        ({"end": 25}, "more words"),
        ({"document_id": "c" * 64}, "another note"),
    ],
    ids=["kind", "start", "end", "document"],
)
def test_what_makes_a_sign_another(change: dict[str, object], reason: str) -> None:
    assert replace(BRUISE, **change).id != BRUISE.id, reason  # type: ignore[arg-type]


def test_an_acknowledged_sign_is_open_no_more(tmp_path: Path) -> None:
    with open_decisions(open_workspace(tmp_path / "w", create=True)) as decisions:
        decisions.record(acknowledge(BRUISE, "Ada", "passed-on", "Duty team, 2 March, 10:15"))
        events = list(decisions.events())
        assert open_signs([BRUISE, OLD], events) == [OLD]
        assert broken(decisions) == []
    (told,) = acknowledgements(events).values()
    assert (told.who, told.done, told.reason) == ("Ada", "passed-on", "Duty team, 2 March, 10:15")
    assert told.at == events[0].at
    assert (events[0].document_id, events[0].start, events[0].end) == (NOTE, 10, 24)


def test_an_acknowledgement_that_was_taken_back_opens_the_sign_again(tmp_path: Path) -> None:
    with open_decisions(open_workspace(tmp_path / "w", create=True)) as decisions:
        done = decisions.record(acknowledge(BRUISE, "Ada", "not-a-sign", "a birthmark"))
        undo = Draft("undo", "Ada", "sign", BRUISE.id, reason="wrong note", undoes=done.hash)
        decisions.record(undo)
        assert open_signs([BRUISE], decisions.events()) == [BRUISE]
        assert open_signs([BRUISE], decisions.standing("acknowledge")) == [BRUISE]


def test_the_last_acknowledgement_holds(tmp_path: Path) -> None:
    with open_decisions(open_workspace(tmp_path / "w", create=True)) as decisions:
        decisions.record(acknowledge(BRUISE, "Ada", "not-a-sign", "a birthmark"))
        decisions.record(acknowledge(BRUISE, "Bo", "passed-on", "GP does not confirm it"))
        told = acknowledgements(decisions.events())[BRUISE.id]
    assert (told.who, told.done) == ("Bo", "passed-on")


def test_what_a_newer_version_says_closes_nothing(tmp_path: Path) -> None:
    draft = replace(acknowledge(BRUISE, "Ada", "passed-on", "x"), after={"done": "archived"})
    with open_decisions(open_workspace(tmp_path / "w", create=True)) as decisions:
        decisions.record(draft)
        assert open_signs([BRUISE], decisions.events()) == [BRUISE]


def test_events_on_other_targets_close_nothing(tmp_path: Path) -> None:
    with open_decisions(open_workspace(tmp_path / "w", create=True)) as decisions:
        decisions.record(Draft("comment", "Ada", "sign", BRUISE.id, reason="looking"))
        decisions.record(Draft("view", "Ada", "document", NOTE))
        assert open_signs([BRUISE], decisions.events()) == [BRUISE]


@pytest.mark.parametrize(
    ("who", "done", "why", "words"),
    [
        ("Ada", "ignored", "x", "one of: passed-on"),
        (" ", "passed-on", "x", "the name of who"),
        ("Ada", "passed-on", "  ", "to whom it was passed"),
    ],
    ids=["unknown act", "nobody", "no reason"],
)
def test_an_acknowledgement_says_who_what_and_why(
    who: str, done: str, why: str, words: str
) -> None:
    with pytest.raises(VouchError, match=words):
        acknowledge(BRUISE, who, done, why)


def test_the_remedy_of_a_present_risk_names_the_director_and_writing() -> None:
    assert remedy(BRUISE) == f"{REMEDY} {IMMEDIATE_REMEDY}"
    assert "director of children's services immediately" in remedy(THREAT)
    assert "in writing at the earliest opportunity" in remedy(BRUISE)
    assert remedy(OLD) == REMEDY
    assert "children's services at once" in REMEDY


def test_every_act_has_its_words() -> None:
    assert set(DONE_WORDS) == set(DONE)


def test_signs_on_the_same_words_are_looked_at_together() -> None:
    same = replace(BRUISE, kind="staff-allegation", start=20, end=30)
    beside = replace(BRUISE, start=24, end=30)
    elsewhere = replace(BRUISE, document_id="c" * 64)
    assert of_one_passing([BRUISE, same, beside, elsewhere], BRUISE) == [BRUISE, same]


ROUTED = st.builds(
    Routed,
    st.sampled_from([NOTE, "b" * 64]),
    st.integers(0, 3),
    st.integers(4, 6),
    st.sampled_from(["neglect", "missing"]),
    st.sampled_from([f"2026-03-0{day}T09:00:00+00:00" for day in range(1, 5)]),
    st.sampled_from(["now", "past", "planned", "hypothetical"]),
)


@given(st.lists(ROUTED, max_size=12))
def test_nothing_that_was_routed_is_lost(signs: list[Routed]) -> None:
    listed = open_signs(signs, [])
    assert {sign.id for sign in listed} == {sign.id for sign in signs}
    assert len({sign.id for sign in listed}) == len(listed)
    urgent = [sign.immediate for sign in listed]
    assert urgent == sorted(urgent, reverse=True)
    for before, after in pairwise(listed):
        assert before.immediate != after.immediate or before.at <= after.at
