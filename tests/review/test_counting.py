"""What is remembered for one state of the evidence base, and forgotten with it."""

from __future__ import annotations

import threading

from corpus.evidence import open_evidence
from corpus.workspace import Workspace, writing
from review.counting import Remembered, counted, state_of
from review.stores import Stores


def touch(place: Workspace) -> None:
    with writing(place), open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET kind = ifnull(kind, '') || '!'")


def test_a_result_is_made_once_a_state(stores: Stores, place: Workspace) -> None:
    remembered, made = Remembered(), []
    for _ in range(3):
        remembered.of(stores.evidence, "key", lambda: made.append(1))
    assert made == [1]
    touch(place)
    remembered.of(stores.evidence, "key", lambda: made.append(1))
    assert made == [1, 1]


def test_the_least_used_go_first(stores: Stores) -> None:
    remembered, made = Remembered(most=2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        remembered.of(stores.evidence, key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]


def test_many_may_ask_at_once(stores: Stores, place: Workspace) -> None:
    remembered, found = Remembered(), []

    def ask() -> None:
        mine = Stores(place)
        found.append(remembered.of(mine.evidence, "key", lambda: "made"))
        mine.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["made"] * 8


def test_counts_follow_what_is_written(stores: Stores, place: Workspace) -> None:
    statement = "SELECT count(*) FROM documents WHERE kind LIKE ?"
    assert counted(stores.evidence, statement, "%!") == 0
    touch(place)
    assert counted(stores.evidence, statement, "%!") == 3


def test_what_was_made_of_an_earlier_state_is_held_nowhere(
    stores: Stores, place: Workspace
) -> None:
    first, second = Remembered(), Remembered()
    for key in ("a", "b"):
        first.of(stores.evidence, key, lambda: "the words of a case")
    second.of(stores.evidence, "c", lambda: "more of them")
    touch(place)
    # Nobody asks the first for anything: what it holds of an erased case goes all the same.
    second.of(stores.evidence, "d", lambda: "other words")
    assert (len(first), len(second)) == (0, 1)


def test_what_is_read_while_somebody_writes_is_shown_for_a_moment_alone(
    stores: Stores, place: Workspace
) -> None:
    touch(place)
    clock = [max(changed for changed, _ in state_of(stores.evidence)) / 1e9]
    remembered, made = Remembered(now=lambda: clock[0]), []

    def ask() -> None:
        remembered.of(stores.evidence, "key", lambda: made.append(1))

    for wait in (0.1, 0.5, 0.3):
        clock[0] += wait
        ask()
    assert made == [1]
    # What was written is seen by all now: it is read once more, and kept.
    clock[0] += 0.5
    ask()
    clock[0] += 1_000
    ask()
    assert made == [1, 1]
