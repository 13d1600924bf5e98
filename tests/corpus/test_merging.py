"""Merging: chains of several laptops side by side, nothing lost, doubled or slipped in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from corpus.chain import Draft, Event, hash_of
from corpus.decisions import Decisions, broken, open_decisions
from corpus.evidence import open_evidence
from corpus.exports import write
from corpus.merging import Merged, conflicts, merge, read_events, settle
from corpus.problems import AccessError, VouchError
from corpus.users import User
from corpus.workspace import open_workspace

QUIN = User("quin", "Quin", "qa-reviewer", "2026-01-01")
Laptop = Callable[[str], Decisions]


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    held: list[Decisions] = []

    def new(name: str) -> Decisions:
        held.append(open_decisions(open_workspace(tmp_path / name, create=True)))
        return held[-1]

    yield new
    for one in held:
        one.close()


def accept(target: str = "t1", who: str = "Ina", what: str = "accept") -> Draft:
    return Draft(what, who, "tag", target, document_id="d")  # type: ignore[arg-type]


def all_of(decisions: Decisions) -> list[Event]:
    return list(decisions.events())


def holds(decisions: Decisions) -> dict[str, str]:
    return {event.target_id: event.what for event in decisions.current("tag")}


def test_what_was_decided_elsewhere_holds_here(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    one.record(accept("t1"))
    other.record_all([accept("t2", "Omar"), accept("t3", "Omar", "reject")])
    assert merge(one, all_of(other)) == Merged(2, 0, 1)
    assert holds(one) == {"t1": "accept", "t2": "accept", "t3": "reject"}
    assert broken(one) == []


def test_the_same_file_may_come_twice_and_grow(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    other.record(accept("t1"))
    merge(one, all_of(other))
    assert merge(one, all_of(other)) == Merged(0, 1, 1)
    other.record(accept("t2"))
    assert merge(one, all_of(other)) == Merged(1, 1, 1)
    assert broken(one) == []


def test_a_file_of_a_third_laptop_comes_by_way_of_the_second(laptop: Laptop) -> None:
    one, two, three = laptop("one"), laptop("two"), laptop("three")
    three.record(accept("t3"))
    merge(two, all_of(three))
    two.record(accept("t2"))
    assert merge(one, all_of(two)).origins == 2
    assert holds(one) == holds(two)
    assert broken(one) == []


def test_one_s_own_events_come_back_unharmed(laptop: Laptop) -> None:
    one, two = laptop("one"), laptop("two")
    one.record(accept("t1"))
    merge(two, all_of(one))
    two.record(accept("t2"))
    assert merge(one, all_of(two)) == Merged(1, 1, 2)
    one.record(accept("t4"))
    assert broken(one) == []


def test_undoing_crosses_too(laptop: Laptop) -> None:
    one, two = laptop("one"), laptop("two")
    event = one.record(accept("t1"))
    merge(two, all_of(one))
    two.record(Draft("undo", "Omar", "tag", "t1", document_id="d", undoes=event.hash))
    merge(one, all_of(two))
    assert holds(one) == {}


FORGERIES = [
    (lambda e: replace(e, who="Mal"), "changed after it was written"),
    (lambda e: replace(e, origin_seq=e.origin_seq + 1), "changed after it was written"),
    (lambda e: replace(e, after={"area": "LEAD"}), "changed after it was written"),
]


@pytest.mark.parametrize(("forge", "says"), FORGERIES)
def test_what_was_changed_on_the_way_is_refused(
    laptop: Laptop, tmp_path: Path, forge: Callable[[Event], Event], says: str
) -> None:
    other = laptop("other")
    other.record(accept())
    path = written(tmp_path, [forge(event) for event in all_of(other)])
    with pytest.raises(VouchError, match=says):
        read_events(path)


def written(folder: Path, events: list[Event]) -> Path:
    path = folder / "events.jsonl"
    lines = [json.dumps({n: getattr(event, n) for n in event.__slots__}) for event in events]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_gap_is_refused_and_costs_nothing(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    other.record_all([accept("t1"), accept("t2"), accept("t3")])
    first, _, third = all_of(other)
    with pytest.raises(VouchError, match="events before it are missing"):
        merge(one, [first, third])
    assert all_of(one) == []


def test_another_past_is_refused_and_costs_nothing(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    first = other.record(accept("t1"))
    merge(one, [first])
    other.db.execute("DROP TRIGGER events_never_deleted")
    other.db.execute("DROP TRIGGER heads_never_deleted")
    other.db.execute("DELETE FROM events")
    other.db.execute("DELETE FROM heads")
    other.record(accept("t1", "Mal", "reject"))
    with pytest.raises(VouchError, match="is another one here"):
        merge(one, all_of(other))
    assert holds(one) == {"t1": "accept"}


def test_two_exports_put_together_are_taken_once(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    other.record_all([accept("t1"), accept("t2")])
    early = all_of(other)
    other.record(accept("t3"))
    assert merge(one, [*early, *all_of(other)[::-1], *early]) == Merged(3, 4, 1)
    assert holds(one) == {"t1": "accept", "t2": "accept", "t3": "accept"}
    assert broken(one) == []


def test_two_pasts_in_one_file_are_refused(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    event = other.record(accept("t1"))
    twin = replace(event, who="Mal")
    with pytest.raises(VouchError, match="is another one here"):
        merge(one, [event, replace(twin, hash=hash_of(twin))])
    assert all_of(one) == []


# Whoever makes an event up can give it its right hash: what it holds is looked at as well.
MADE_UP = [
    ({"reason": 5}, "a number where words belong would come back as words, and break the chain"),
    ({"reason": ["x"]}, "a list cannot be stored"),
    ({"document_id": 7}, "an id is text"),
    ({"undoes": 3}, "so is a hash"),
    ({"undoes": True}, "a truth is no hash"),
    ({"start": 10**30}, "more than a file can hold"),
    ({"end": -1}, "nothing ends before the beginning"),
    ({"start": 1.5}, "between two characters"),
    ({"tick": 2**53}, "after it no event could be numbered"),
    ({"tick": 0}, "before all time"),
    ({"origin_seq": 0}, "chains begin with one"),
    ({"origin_seq": True}, "a truth is no number"),
    ({"what": "destroy"}, "nothing that anybody may do"),
    ({"target_type": "planet"}, "nothing that there is"),
    ({"who": ""}, "somebody did it"),
    ({"who": None}, "and has a name"),
    ({"target_id": ""}, "something was meant"),
    ({"before": ["area"]}, "fields have names"),
    ({"after": "LEAD"}, "so have these"),
]


@pytest.mark.parametrize(("field", "why"), MADE_UP, ids=[str(row[0]) for row in MADE_UP])
def test_what_no_vouch_would_write_is_refused_whatever_its_hash(
    laptop: Laptop, tmp_path: Path, field: dict[str, Any], why: str
) -> None:
    other = laptop("other")
    other.record(accept())
    [event] = all_of(other)
    made_up = replace(event, **field)
    path = written(tmp_path, [replace(made_up, hash=hash_of(made_up))])
    with pytest.raises(VouchError, match=r"line 1"):
        read_events(path)
    assert why


def test_what_a_vouch_may_write_is_read_to_the_last_field(laptop: Laptop, tmp_path: Path) -> None:
    one, other = laptop("one"), laptop("other")
    other.record_all([
        Draft("add", "Zoë", "selection", "x", document_id="d", start=0, end=2**40,
              after={"area": "EXP", "deep": [1, {"ü": None}]}, reason="“quoted”\n"),
        Draft("accept", "Zoë", "tag", "t"),
    ])  # fmt: skip
    assert merge(one, read_events(written(tmp_path, all_of(other)))).taken == 2
    assert [replace(event, seq=0) for event in all_of(one)] == [
        replace(event, seq=0) for event in all_of(other)
    ]
    assert broken(one) == []


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "null", "1", '"x"', "{}", '{"seq": 1}', "[" * 5000, '{"seq": NaN}', "\x00"],
)
def test_lines_that_are_no_events_are_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(VouchError, match=r"events.jsonl, line 2"):
        read_events(path)


def test_other_encodings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes("é".encode("utf-16"))
    with pytest.raises(VouchError, match="not UTF-8"):
        read_events(path)


def test_an_export_is_what_merging_reads(laptop: Laptop, tmp_path: Path) -> None:
    one, other = laptop("one"), laptop("other")
    other.record_all([accept("t1"), Draft("comment", "Zoë", "passage", "p", reason="„ja“\n2")])
    with open_evidence(other.workspace) as evidence:
        write(evidence, "events", "jsonl", tmp_path / "out.jsonl")
    assert merge(one, read_events(tmp_path / "out.jsonl")).taken == 2
    assert broken(one) == []


# Conflicts


@pytest.fixture
def torn(laptop: Laptop) -> Decisions:
    """One laptop accepted, another rejected, and neither saw the other."""
    one, other = laptop("one"), laptop("other")
    one.record(accept("t1"))
    other.record(accept("t1", "Omar", "reject"))
    merge(one, all_of(other))
    return one


def test_two_opinions_are_a_conflict_until_somebody_settles_it(torn: Decisions) -> None:
    [conflict] = conflicts(torn)
    assert {event.what for event in conflict.events} == {"accept", "reject"}
    kept = next(event for event in conflict.events if event.who == "Omar")
    settle(torn, conflict, kept, QUIN, "Omar read the whole page.")
    assert conflicts(torn) == []
    assert holds(torn) == {"t1": "reject"}


def test_a_settled_conflict_is_settled_everywhere(torn: Decisions, laptop: Laptop) -> None:
    [conflict] = conflicts(torn)
    settle(torn, conflict, conflict.events[0], QUIN)
    third = laptop("third")
    merge(third, all_of(torn))
    assert conflicts(third) == []
    assert holds(third) == holds(torn)


def differing(laptop: Laptop, *decided: str) -> list[Decisions]:
    """Let as many laptops decide on one tag, then bring all to the first."""
    some_ = [laptop(f"laptop {number}") for number in range(len(decided))]
    for number, (one, what) in enumerate(zip(some_, decided, strict=True)):
        one.record(accept("t1", f"user {number}", what))
    for other in some_[1:]:
        merge(some_[0], all_of(other))
    return some_


@pytest.mark.parametrize(
    ("decided", "torn", "why"),
    [
        (("accept", "accept", "reject"), True, "one of three differs"),
        (("reject", "reject", "reject"), False, "all agree"),
        (("accept",), False, "there is one alone"),
    ],
)
def test_a_conflict_names_the_last_word_of_every_laptop(
    laptop: Laptop, decided: tuple[str, ...], torn: bool, why: str
) -> None:
    first = differing(laptop, *decided)[0]
    found = conflicts(first)
    assert [len(one.events) for one in found] == ([len(decided)] if torn else []), why


def test_who_thinks_again_ends_a_conflict(torn: Decisions) -> None:
    torn.record(accept("t1", "Ina", "reject"))
    assert conflicts(torn) == []


def test_who_takes_back_ends_a_conflict(torn: Decisions) -> None:
    event = next(one for one in all_of(torn) if one.who == "Omar")
    torn.record(Draft("undo", "Quin", "tag", "t1", document_id="d", undoes=event.hash))
    assert conflicts(torn) == []


def test_two_changes_to_different_places_are_a_conflict_and_to_one_are_none(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    for target, here, there in (("t1", "EXP", "PROT"), ("t2", "EXP", "EXP")):
        one.record(replace(accept(target, "Ina", "change"), after={"area": here}))
        other.record(replace(accept(target, "Omar", "change"), after={"area": there}))
    merge(one, all_of(other))
    assert [one_.target_id for one_ in conflicts(one)] == ["t1"]


def test_who_differs_after_it_was_settled_opens_it_anew(torn: Decisions, laptop: Laptop) -> None:
    [conflict] = conflicts(torn)
    accepted = next(event for event in conflict.events if event.what == "accept")
    settle(torn, conflict, accepted, QUIN)
    third = laptop("third")
    third.record(accept("t1", "Zoe", "reject"))
    merge(torn, all_of(third))
    [again] = conflicts(torn)
    assert {event.who for event in again.events} == {"Quin", "Zoe"}


def test_agreeing_is_no_conflict(laptop: Laptop) -> None:
    one, other = laptop("one"), laptop("other")
    one.record(accept("t1"))
    other.record(accept("t1", "Omar"))
    merge(one, all_of(other))
    assert conflicts(one) == []


def test_inspectors_do_not_settle_what_inspectors_differ_on(torn: Decisions) -> None:
    [conflict] = conflicts(torn)
    with pytest.raises(AccessError, match="may not check and sign off"):
        settle(torn, conflict, conflict.events[0], User("ina", "Ina", "inspector", "2026"))


def test_only_what_is_in_conflict_can_hold(torn: Decisions) -> None:
    [conflict] = conflicts(torn)
    stranger = torn.record(accept("t2"))
    with pytest.raises(VouchError, match="no part of this conflict"):
        settle(torn, conflict, stranger, QUIN)


@settings(max_examples=25)
@given(
    some.lists(
        some.tuples(
            some.integers(0, 2),
            some.sampled_from("ab"),
            some.sampled_from(["accept", "reject", "merge"]),
        ),
        max_size=14,
    )
)
def test_whatever_the_order_laptops_come_to_the_same(tmp_path_factory, steps) -> None:
    folder = tmp_path_factory.mktemp("laptops")
    three = [open_decisions(open_workspace(folder / str(n), create=True)) for n in range(3)]
    for at, target, what in steps:
        if what == "merge":
            merge(three[at], all_of(three[(at + 1) % 3]))
        else:
            three[at].record(accept(target, f"user {at}", what))
    for _ in range(2):
        for at, one in enumerate(three):
            merge(one, all_of(three[(at + 1) % 3]))
            merge(one, all_of(three[(at + 2) % 3]))
    assert holds(three[0]) == holds(three[1]) == holds(three[2])
    assert [len(all_of(one)) for one in three] == [sum(w != "merge" for _, _, w in steps)] * 3
    assert all(broken(one) == [] for one in three)
    for one in three:
        one.close()
