"""Eight people decide at once while documents are read, and the app is killed under them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import review_load, review_tags
from benchmarks.review_load import Seen, Wanted
from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.workspace import open_workspace


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted", [Wanted(8, 200), Wanted(8, 10, kills=20)], ids=["undisturbed", "killed"]
)
def test_no_decision_is_lost_or_doubled(tmp_path: Path, wanted: Wanted) -> None:
    review_load.build(tmp_path / "workspace", wanted)
    seen, wrong = review_load.run(tmp_path / "workspace", wanted, tmp_path / "offered")
    assert wrong == []
    assert len(seen.acknowledged) >= wanted.reviewers * wanted.decisions
    assert set(Counter(seen.acknowledged).values()) == {1}
    # Somebody was always waiting for an answer when the app was killed.
    assert (seen.unanswered > 0) == (wanted.kills > 0)


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
