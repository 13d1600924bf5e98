"""The list of views of what is restricted: who looked at what, when, how and why."""

from __future__ import annotations

import pytest

from corpus.chain import Draft
from review.reading import views as module
from review.reading.views import views
from review.stores import Stores


def look(
    stores: Stores, who: str, target: str = "d", kind: str = "document", **more: object
) -> int:
    return stores.decisions.record(
        Draft("view", who, kind, target, **more)  # type: ignore[arg-type]
    ).seq


@pytest.mark.parametrize(
    ("kind", "after", "how", "why"),
    [
        ("document", None, "on a page", "nothing is said of it"),
        ("document", {"as": "file"}, "taken along as a file", "it left the app"),
        ("case", {"as": "without-names"}, "without names", "by a Vouch that kept no state"),
        ("document", {"as": "by-telepathy"}, "on a page", "a way that this Vouch does not know"),
        ("case", {"notes": 12}, "12 notes as they were written", "names and all"),
        ("passage", None, "as it was written", "a citation"),
    ],
)
def test_how_somebody_looked_is_said_in_words(
    stores: Stores, kind: str, after: dict[str, object] | None, how: str, why: str
) -> None:
    look(stores, "Quin", kind=kind, after=after, reason="To check a date.")
    [found] = views(stores.decisions)
    assert found.how == how, why
    assert (found.who, found.target_type, found.target_id) == ("Quin", kind, "d")
    assert found.reason == "To check a date."


@pytest.mark.parametrize(
    ("state", "when"),
    [
        ("waiting", "before it was signed"),
        ("signed", "after it was signed"),
        ("refused", "after it was refused"),
        ("changed", "changed since it was signed"),
    ],
)
def test_what_held_of_a_case_when_somebody_looked_is_said(
    stores: Stores, state: str, when: str
) -> None:
    look(stores, "Quin", kind="case", after={"as": "without-names", "state": state})
    assert [one.how for one in views(stores.decisions)] == [f"{when}, without names"]


def test_only_views_are_listed_the_latest_first(stores: Stores) -> None:
    first = look(stores, "Quin")
    stores.decisions.record(Draft("accept", "Quin", "tag", "t"))
    last = look(stores, "Ina")
    assert [one.seq for one in views(stores.decisions)] == [last, first]


@pytest.mark.parametrize(
    ("who", "number"), [(None, 3), ("", 3), ("Quin", 2), ("Ina", 1), ("quin", 0), ("%", 0)]
)
def test_one_persons_views_or_everybodys(stores: Stores, who: str | None, number: int) -> None:
    for name in ("Quin", "Ina", "Quin"):
        look(stores, name)
    assert len(views(stores.decisions, who)) == number


def test_pages_follow_each_other_without_gap_or_repeat(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [look(stores, f"user {number % 2}") for number in range(7)][::-1]
    monkeypatch.setattr(module, "A_PAGE", 3)
    seen: list[int] = []
    before = None
    while page := views(stores.decisions, before=before):
        assert len(page) <= 3
        seen += [one.seq for one in page]
        before = page[-1].seq
    assert seen == every
    assert [one.seq for one in views(stores.decisions, "user 0", before=every[2])] == [
        seq for seq in every[3:] if (every[::-1].index(seq) % 2) == 0
    ]
