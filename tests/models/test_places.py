"""Ids are found among known ones exactly as a dictionary would find them."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.places import Places

HIGHEST = 2**64 - 1
# Hashes are spread evenly; ids that crowd at one end must be found all the same.
IDS = st.one_of(
    st.integers(0, HIGHEST),
    st.integers(0, 40),
    st.integers(HIGHEST - 40, HIGHEST),
    st.sampled_from([2**63, 2**63 - 1, 2**52, 2**52 + 1]),
)


def array(ids: list[int]) -> np.ndarray:
    return np.array(ids, dtype=np.uint64)


@settings(max_examples=200)
@given(st.lists(IDS, max_size=60, unique=True), st.lists(IDS, max_size=60))
def test_every_known_id_is_found_in_its_place_and_no_other(known: list[int], asked: list[int]):
    known = sorted(known)
    asked = [*asked, *known[::3]]

    at, same = Places(array(known)).of(array(asked))

    assert same.tolist() == [one in known for one in asked]
    assert [known[place] for place in at[same]] == [one for one in asked if one in known]
    assert ((at >= 0) & (at < max(len(known), 1))).all()


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 5_000])
def test_it_serves_any_number_of_known_ids(count: int) -> None:
    known = np.unique(np.random.default_rng(count).integers(0, 2**63, count, dtype=np.uint64))
    places = pickle.loads(pickle.dumps(Places(known)))  # noqa: S301 - our own bytes

    at, same = places.of(known)

    assert same.all()
    assert (at == np.arange(len(known))).all()
    assert not places.of(known + np.uint64(1))[1].any()


def test_nobody_asked_nobody_answered() -> None:
    at, same = Places(array([3, 5])).of(array([]))

    assert (len(at), len(same)) == (0, 0)
    assert same.dtype == np.bool_
