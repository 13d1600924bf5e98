"""The chain of events: whatever is changed, dropped, put in or moved is found and named."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chain import START, Break, Draft, Event, Head, breaks, canonical, hash_of

WORDS = st.text(max_size=12)
FIELDS = st.none() | st.dictionaries(
    WORDS, st.none() | st.booleans() | st.integers(-9, 9) | WORDS | st.lists(WORDS), max_size=2
)
DRAFTS = st.builds(
    Draft,
    what=st.sampled_from(["accept", "reject", "correct", "comment"]),
    who=st.sampled_from(["Ann", "Ben"]),
    target_type=st.sampled_from(["tag", "fact", "document"]),
    target_id=st.sampled_from(["a", "b"]),
    start=st.none() | st.integers(0, 99),
    before=FIELDS,
    after=FIELDS,
    reason=st.none() | WORDS,
)


def chained(drafts: list[Draft], origins: str = "L") -> list[Event]:
    """Put drafts in their places, the installations taking turns."""
    events: list[Event] = []
    for at, draft in enumerate(drafts):
        origin = origins[at % len(origins)]
        own = [event for event in events if event.origin == origin]
        event = Event(
            seq=at + 1, origin=origin, origin_seq=len(own) + 1, tick=at + 1,
            at="2026-01-05T09:00:00+00:00", **asdict(draft),
            previous_hash=own[-1].hash if own else START,
        )  # fmt: skip
        events.append(replace(event, hash=hash_of(event)))
    return events


def heads(events: list[Event]) -> list[Head]:
    last = {event.origin: event for event in events}
    return [Head(event.origin, event.origin_seq, event.hash) for event in last.values()]


def accepts(count: int) -> list[Draft]:
    return [Draft("accept", "Ann", "tag", f"t{at}") for at in range(count)]


def found(events: list[Event], ends: list[Head]) -> set[tuple[int, str]]:
    return {(broken.seq, broken.code) for broken in breaks(events, ends)}


@given(st.lists(DRAFTS, max_size=8), st.sampled_from(["L", "LM", "LMN"]))
def test_what_was_written_in_turn_holds(drafts: list[Draft], origins: str) -> None:
    events = chained(drafts, origins)
    assert list(breaks(events, heads(events))) == []


OTHER: dict[str, st.SearchStrategy[Any]] = {
    "seq": st.integers(1, 20),
    "origin": st.sampled_from(["L", "M", "X"]),
    "origin_seq": st.integers(1, 20),
    "tick": st.integers(1, 20),
    "start": st.none() | st.integers(0, 9),
    "end": st.none() | st.integers(0, 9),
    "before": FIELDS,
    "after": FIELDS,
}


@given(st.lists(DRAFTS, min_size=1, max_size=6), st.sampled_from(["L", "LM"]), st.data())
def test_any_single_change_of_any_field_is_found(
    drafts: list[Draft], origins: str, data: st.DataObject
) -> None:
    events = chained(drafts, origins)
    ends = heads(events)
    at = data.draw(st.integers(0, len(events) - 1))
    name = data.draw(st.sampled_from([field.name for field in fields(Event)]))
    other = data.draw(OTHER.get(name, WORDS))
    old = getattr(events[at], name)
    events[at] = replace(events[at], **{name: other})
    if canonical(other) == canonical(old):
        assert not found(events, ends)
    else:
        assert found(events, ends)
        if name != "seq":
            assert (at + 1, "event-edited") in found(events, ends)


@given(st.integers(1, 8), st.sampled_from(["L", "LM"]), st.data())
def test_any_event_that_is_gone_is_missed(count: int, origins: str, data: st.DataObject) -> None:
    events = chained(accepts(count), origins)
    ends = heads(events)
    gone = events.pop(data.draw(st.integers(0, count - 1)))
    assert (gone.seq, "event-removed") in found(events, ends)
    # Also where the rows were numbered anew to hide it.
    closed = [replace(event, seq=at + 1) for at, event in enumerate(events)]
    assert {code for _, code in found(closed, ends)} == {"event-removed"}


@given(st.integers(2, 8), st.data())
def test_any_two_events_that_changed_places_are_found(count: int, data: st.DataObject) -> None:
    events = chained(accepts(count))
    ends = heads(events)
    first, second = sorted(
        data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))
    )
    events[first], events[second] = (
        replace(events[second], seq=first + 1),
        replace(events[first], seq=second + 1),
    )
    assert (second + 1, "event-moved") in found(events, ends)


def forged(seq: int, after: Event | None, **changes: Any) -> Event:
    """Make an event as somebody would who knows how hashes are made."""
    event = replace(
        chained(accepts(1))[0],
        seq=seq,
        origin_seq=after.origin_seq + 1 if after else 1,
        previous_hash=after.hash if after else START,
        **changes,
    )
    return replace(event, hash=hash_of(event))


def test_a_forged_event_at_the_end_is_found() -> None:
    events = chained(accepts(3))
    ends = heads(events)
    events.append(forged(4, events[-1], who="Mallory"))
    assert found(events, ends) == {(4, "event-forged")}


def test_a_forged_event_in_place_of_another_is_found_by_the_one_that_follows() -> None:
    events = chained(accepts(3))
    ends = heads(events)
    events[1] = forged(2, events[0], who="Mallory")
    assert found(events, ends) == {(3, "event-forged")}
    [told] = breaks(events, ends)
    assert told.message.startswith("Event 3 does not follow the event before it")


def test_a_forged_last_event_is_found() -> None:
    events = chained(accepts(3))
    ends = heads(events)
    events[2] = forged(3, events[1], who="Mallory")
    assert found(events, ends) == {(3, "event-forged")}


def test_an_event_of_an_installation_that_never_wrote_here_is_found() -> None:
    events = chained(accepts(2))
    ends = heads(events)
    events.append(forged(3, None, origin="M"))
    assert found(events, ends) == {(3, "event-forged")}


def test_one_edit_is_one_finding() -> None:
    events = chained(accepts(5))
    ends = heads(events)
    for name, other in (("reason", "No."), ("hash", "0" * 64), ("origin_seq", 7), ("at", "then")):
        edited = [*events]
        edited[2] = replace(edited[2], **{name: other})
        assert found(edited, ends) == {(3, "event-edited")}, name


def test_an_emptied_file_is_missed() -> None:
    ends = heads(chained(accepts(2)))
    [told] = breaks([], ends)
    assert told == Break(
        1,
        "event-removed",
        "After event 0 events are missing: installation L wrote 2, and the last one there is "
        "number 0.",
    )


def test_a_chain_that_jumps_far_is_told_in_two_words() -> None:
    events = chained(accepts(1))
    events.append(forged(2, replace(events[0], origin_seq=10**12)))
    assert (2, "event-removed") in found(events, heads(events))


def test_a_value_has_one_json_text() -> None:
    assert canonical({"b": 1, "a": ["é", None]}) == '{"a":["é",null],"b":1}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_a_value_without_json_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON|surrogate"):
        canonical({"a": value})
