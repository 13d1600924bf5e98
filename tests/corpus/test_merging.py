"""Merging: chains of several laptops side by side, nothing lost, doubled or slipped in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from corpus.chain import Draft, Event
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


@settings(max_examples=25, deadline=None)
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
