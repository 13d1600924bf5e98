"""Eight people decide at once while documents are read, and the app is killed under them.

VOUCH_LOAD=full makes it the whole size: 200 decisions each, and 20 kills.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import review_load, review_tags
from benchmarks.review_load import Seen
from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.workspace import open_workspace

FULL = os.environ.get("VOUCH_LOAD") == "full"
REVIEWERS, DECISIONS, KILLS = 8, 200 if FULL else 25, 20 if FULL else 5


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "workspace"
    review_tags.build(made, 2 * 3 * REVIEWERS * DECISIONS)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("kills", [0, KILLS], ids=["undisturbed", "killed"])
def test_no_decision_is_lost_or_doubled(root: Path, tmp_path: Path, kills: int) -> None:
    seen, wrong = review_load.run(root, REVIEWERS, DECISIONS, kills, tmp_path / "offered")
    assert wrong == []
    assert len(seen.acknowledged) == REVIEWERS * DECISIONS
    assert set(Counter(seen.acknowledged).values()) == {1}
    if not kills:
        assert seen.unanswered == 0


def test_what_is_lost_doubled_or_given_twice_would_be_seen(tmp_path: Path) -> None:
    review_tags.build(tmp_path, 1)
    with open_decisions(open_workspace(tmp_path)) as decisions:
        for tag in ("twice", "twice", "once"):
            decisions.record(Draft("accept", "Ina 0", "tag", tag))
    seen = Seen(["twice", "once", "gone"], given={"p": {"Ina 0", "Ina 1"}})
    assert review_load.faults(tmp_path, seen) == [
        "lost: gone", "stored 2 times: twice", "given to ['Ina 0', 'Ina 1']: p",
    ]  # fmt: skip
    assert review_load.faults(tmp_path, Seen(["twice"]))[-1] == (
        "2 decisions more than were acknowledged"
    )
