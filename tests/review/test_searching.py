"""Searches that people keep: theirs alone, under names that can be read."""

from __future__ import annotations

import pytest

from corpus.decisions import Decisions
from corpus.problems import SettingsError
from corpus.users import User
from review.searching import forget, save, saved
from review.stores import Stores

INA = User("ina", "Ina", "inspector", "2026-01-01")
BEN = User("ben", "Ben", "inspector", "2026-01-01")


@pytest.fixture
def decisions(stores: Stores, signed_in) -> Decisions:
    """Give the store with both of them among the users."""
    signed_in("inspector", "Ina")
    signed_in("inspector", "Ben")
    return stores.decisions


def names(decisions: Decisions, user: User = INA) -> list[str]:
    return [one.name for one in saved(decisions, user)]


def test_a_search_is_kept_with_its_query(decisions: Decisions) -> None:
    save(decisions, INA, "Delays", "words=delay&area=HP")
    [one] = saved(decisions, INA)
    assert (one.name, one.query) == ("Delays", "words=delay&area=HP")
    assert one.id


def test_searches_are_listed_by_name(decisions: Decisions) -> None:
    for name in ("Visits", "Delays", "Matching"):
        save(decisions, INA, name, "words=x")
    assert names(decisions) == ["Delays", "Matching", "Visits"]


def test_a_search_of_the_same_name_takes_the_others_place(decisions: Decisions) -> None:
    save(decisions, INA, "Delays", "words=old")
    save(decisions, INA, "  Delays ", "words=new")
    assert [one.query for one in saved(decisions, INA)] == ["words=new"]


def test_nobody_sees_or_deletes_what_others_keep(decisions: Decisions) -> None:
    save(decisions, INA, "Delays", "words=delay")
    save(decisions, BEN, "Delays", "words=other")  # one name for two people is two searches
    [one] = saved(decisions, INA)
    forget(decisions, BEN, one.id)
    assert names(decisions) == ["Delays"]
    assert [each.query for each in saved(decisions, BEN)] == ["words=other"]


def test_what_is_forgotten_is_gone(decisions: Decisions) -> None:
    save(decisions, INA, "Delays", "words=delay")
    save(decisions, INA, "Visits", "words=visit")
    forget(decisions, INA, saved(decisions, INA)[0].id)
    assert names(decisions) == ["Visits"]
    forget(decisions, INA, "no-such")
    assert names(decisions) == ["Visits"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Delays", "Delays"),
        ("  late   visits ", "late visits"),
        ("late\nvisits", "late visits"),  # a line end parts words as a blank does
        ("late\tvisits", "late visits"),
        ("a\x00b", "a b"),
        ("\u202eDelays", "Delays"),  # turns round what is read after it
        ("<b>Delays</b>", "<b>Delays</b>"),  # escaped where it is shown
        ("x" * 100, "x" * 100),
    ],
)
def test_names_are_kept_as_one_readable_line(decisions: Decisions, typed: str, kept: str) -> None:
    save(decisions, INA, typed, "words=x")
    assert names(decisions) == [kept]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", "words=x"),
        (" \t ", "words=x"),
        ("\x00\u200b", "words=x"),  # nothing of it can be seen
        ("x" * 101, "words=x"),
        ("Delays", "x" * 2001),
    ],
)
def test_a_name_that_nobody_can_read_or_too_much_is_refused(
    decisions: Decisions, name: str, query: str
) -> None:
    with pytest.raises(SettingsError, match="name of at most 100"):
        save(decisions, INA, name, query)
    assert names(decisions) == []


def test_there_is_an_end_to_keeping_and_what_is_there_can_still_change(
    decisions: Decisions,
) -> None:
    for number in range(100):
        save(decisions, INA, f"Search {number:03}", "words=x")
    with pytest.raises(SettingsError, match="delete one first"):
        save(decisions, INA, "One more", "words=x")
    save(decisions, INA, "Search 042", "words=changed")
    assert len(names(decisions)) == 100
    assert saved(decisions, INA)[42].query == "words=changed"


def test_to_keep_a_search_is_no_decision(decisions: Decisions) -> None:
    before = [one.hash for one in decisions.events()]
    save(decisions, INA, "Delays", "words=delay")
    assert [one.hash for one in decisions.events()] == before
