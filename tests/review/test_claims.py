"""Claims: two people do not get the same item, and nobody holds one for ever."""

from __future__ import annotations

import pytest

from review.claims import Claims
from review.reading.upcoming import Wanted, upcoming
from review.stores import Stores

LENS = "sccif-asa-2024"


class Clock:
    """A clock that stands still until it is told."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def claims(stores: Stores, clock: Clock) -> Claims:
    return Claims(stores.decisions, clock)


def offered(stores: Stores, who, clock: Clock):
    return upcoming(stores.evidence, who, Wanted(LENS), limit=1, now=clock.now)[0]


def test_what_one_has_in_hand_is_not_offered_to_another(
    stores: Stores, claims: Claims, clock: Clock, viewer
) -> None:
    ina, omar = viewer(name="Ina"), viewer(name="Omar")
    item = offered(stores, ina, clock)
    assert claims.take(item, ina.user)
    assert offered(stores, omar, clock) != item
    assert offered(stores, ina, clock) == item
    assert not claims.take(item, omar.user)


def test_a_claim_ends_by_itself_and_when_it_is_given_back(
    stores: Stores, claims: Claims, clock: Clock, viewer
) -> None:
    ina, omar = viewer(name="Ina"), viewer(name="Omar")
    item = offered(stores, ina, clock)
    claims.take(item, ina.user)
    clock.now += 601
    assert offered(stores, omar, clock) == item
    assert claims.take(item, omar.user)
    claims.free(item, omar.user)
    assert claims.take(item, ina.user)


def test_nobody_gives_back_what_another_holds(claims: Claims, first_item, viewer) -> None:
    claims.take(first_item, viewer(name="Ina").user)
    claims.free(first_item, viewer(name="Omar").user)
    assert not claims.take(first_item, viewer(name="Omar").user)


def test_what_is_put_off_comes_again_tomorrow_and_to_others_at_once(
    stores: Stores, claims: Claims, clock: Clock, viewer
) -> None:
    ina, omar = viewer(name="Ina"), viewer(name="Omar")
    item = offered(stores, ina, clock)
    claims.take(item, ina.user)
    claims.put_off(item, ina.user)
    assert offered(stores, ina, clock) != item
    assert offered(stores, omar, clock) == item
    clock.now += 43_201
    assert offered(stores, ina, clock) == item
