"""Any sequence of decisions: what holds is what a simple model says, and the chain verifies."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chain import Draft
from corpus.corrections import collect
from corpus.decisions import Decisions, broken, open_decisions
from corpus.workspace import open_workspace

DECIDING = ("accept", "change", "reject", "add", "reopen")
TARGETS = ("a", "b")


@dataclass(frozen=True)
class Step:
    """One thing that a person does; an undo takes back the event of that number, if it may."""

    what: str
    target: str = "a"
    number: int = 0
    field: str = "kind"
    value: str = ""


STEPS = st.lists(
    st.one_of(
        st.builds(
            Step, st.sampled_from([*DECIDING, "comment", "view", "sign"]), st.sampled_from(TARGETS)
        ),
        st.builds(
            Step,
            st.just("correct"),
            st.sampled_from(TARGETS),
            field=st.sampled_from(["kind", "published"]),
            value=st.text(st.characters(codec="utf-8"), max_size=3),
        ),
        st.builds(Step, st.just("undo"), number=st.integers(0, 12)),
    ),
    max_size=12,
)


@contextmanager
def fresh() -> Iterator[Decisions]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "w", create=True)
        with open_decisions(workspace) as decisions:
            yield decisions


def take(decisions: Decisions, steps: list[Step]) -> list[Step]:
    """Do what the steps say; return those that stand, as a list that undoing shortens would."""
    done: list[tuple[int, Step]] = []
    gone: set[int] = set()
    for step in steps:
        if step.what != "undo":
            kind = "document" if step.what == "correct" else "tag"
            after = {step.field: step.value} if step.what == "correct" else None
            draft = Draft(step.what, "Ann", kind, step.target, after=after)  # type: ignore[arg-type]
            done.append((decisions.record(draft).seq, step))
            continue
        event = decisions.event(step.number)
        if event is None or event.what == "undo":
            continue
        gone.add(event.seq)
        decisions.record(
            Draft("undo", "Ann", event.target_type, event.target_id, undoes=event.hash)
        )
    return [step for seq, step in done if seq not in gone]


@settings(max_examples=60)
@given(STEPS)
def test_the_last_decision_that_stands_holds(steps: list[Step]) -> None:
    with fresh() as decisions:
        left = take(decisions, steps)
        expected = {step.target: step.what for step in left if step.what in DECIDING}
        found = {event.target_id: event.what for event in decisions.current("tag")}
        assert found == expected


@settings(max_examples=60)
@given(STEPS)
def test_the_last_correction_of_each_field_that_stands_holds(steps: list[Step]) -> None:
    with fresh() as decisions:
        left = take(decisions, steps)
        expected: dict[str, dict[str, str]] = {target: {} for target in TARGETS}
        for step in left:
            if step.what == "correct":
                expected[step.target][step.field] = step.value
        known = collect(decisions.standing("correct"))
        for target in TARGETS:
            fields = known.of("document", target)
            assert {name: one.after for name, one in fields.items()} == expected[target]


@settings(max_examples=60)
@given(STEPS)
def test_the_chain_of_any_sequence_verifies_and_nothing_is_lost(steps: list[Step]) -> None:
    with fresh() as decisions:
        take(decisions, steps)
        events = list(decisions.events())
        assert broken(decisions) == []
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert [event.tick for event in events] == [event.origin_seq for event in events]
        assert decisions.undone() == {event.undoes for event in events if event.undoes}


@settings(max_examples=30)
@given(STEPS)
def test_what_is_protected_is_what_anything_but_a_view_points_at(steps: list[Step]) -> None:
    with fresh() as decisions:
        for step in steps:
            if step.what not in ("undo", "correct"):
                decisions.record(Draft(step.what, "Ann", "tag", step.target, "d"))  # type: ignore[arg-type]
        pointed = {step.target for step in steps if step.what not in ("undo", "correct", "view")}
        assert decisions.pointed_at("d") == pointed
        assert decisions.pointed_at("e") == frozenset()
