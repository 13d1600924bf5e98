"""What is remembered for one state of the evidence base, and forgotten with it."""

from __future__ import annotations

import threading

from corpus.evidence import open_evidence
from corpus.workspace import Workspace, writing
from review.counting import Remembered, counted
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
