"""What a reviewer said of a passage, out of decisions on its tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from corpus.chain import Event
from corpus.records import Passage, Tag
from corpus.reviewed import Reviewed, reviewed, said

Tagging = Callable[..., Tag]
PASSAGE = Passage("p1", "d", 0, 12, "Leaders act.")


def event(what: Any, target: str = "t", who: str = "Ann", **said_: Mapping[str, Any]) -> Event:
    kind: Any = said_.pop("kind", "tag")
    return Event(
        1, "o", 1, 1, "2026-01-01T00:00:00+00:00", who, what, kind, target, "d", None, None,
        said_.get("before"), said_.get("after"), None, None, "", "h",
    )  # fmt: skip


def one(*decided: tuple[Event, Tag | None]) -> Reviewed:
    [found] = reviewed(decided)
    return found


def test_criteria_go_by_rank_and_each_once(tag: Tagging) -> None:
    second = tag(PASSAGE, "LEAD", criterion="LEAD-3", rank=2)
    first = tag(PASSAGE, "LEAD", criterion="LEAD-7", rank=1)
    same = tag(PASSAGE, "LEAD", criterion="LEAD-3", rank=3)
    added = event("add", kind="passage", target="p1", after={
        "framework": "asa-2024", "criterion": "EXP-1",
    })  # fmt: skip
    found = one(
        (added, None),
        (event("accept"), second),
        (event("accept"), first),
        (event("accept"), same),
    )
    assert found.criteria == ("LEAD-7", "LEAD-3", "EXP-1"), "what was added comes last"


def test_of_two_words_on_the_area_the_last_counts(tag: Tagging) -> None:
    changed = event("change", after={"area": "PROT", "polarity": "weakness"})
    found = one((event("accept"), tag(PASSAGE, "LEAD")), (changed, tag(PASSAGE, "EXP")))
    assert (found.area, found.polarity) == ("PROT", "weakness")


def test_people_passages_and_frameworks_are_kept_apart(tag: Tagging) -> None:
    other = Passage("p0", "d", 20, 30, "Staff go.")
    found = reviewed([
        (event("accept", who="Ben"), tag(PASSAGE)),
        (event("accept"), tag(PASSAGE)),
        (event("accept"), tag(PASSAGE, framework="slac-2009")),
        (event("accept"), tag(other)),
    ])  # fmt: skip
    assert [(said_.passage_id, said_.framework, said_.who) for said_ in found] == [
        ("p0", "asa-2024", "Ann"),
        ("p1", "asa-2024", "Ann"),
        ("p1", "asa-2024", "Ben"),
        ("p1", "slac-2009", "Ann"),
    ]


@pytest.mark.parametrize("what", ["reject", "reopen", "comment", "view"])
def test_what_is_no_positive_word_says_nothing(tag: Tagging, what: str) -> None:
    assert reviewed([(event(what), tag(PASSAGE))]) == []


SAID = [
    (event("accept"), "EXP", "as suggested"),
    (event("accept", before={"area": "LEAD"}), "LEAD", "as the reviewer saw it"),
    (event("change", after={"area": "PROT"}), "PROT", "as it was changed"),
    (event("change", before={"area": "LEAD"}, after={"area": "PROT"}), "PROT", "the change wins"),
    (event("accept", before={"text": "Leaders act."}), "EXP", "other keys are passed by"),
]


@pytest.mark.parametrize(("decision", "area", "why"), SAID, ids=[row[2] for row in SAID])
def test_what_holds_by_a_decision(tag: Tagging, decision: Event, area: str, why: str) -> None:
    found = said(decision, tag(PASSAGE, "EXP"))
    assert found is not None
    assert found["area"] == area, why
    assert "text" not in found


def test_without_tag_or_passage_nothing_holds() -> None:
    assert said(event("accept"), None) is None
    assert said(event("add", after={"framework": "asa-2024"}), None) is None, "on which passage?"
    assert reviewed([(event("accept"), None)]) == []


def test_a_polarity_that_is_none_is_passed_by(tag: Tagging) -> None:
    assert one((event("change", after={"polarity": "good"}), tag(PASSAGE))).polarity is None
