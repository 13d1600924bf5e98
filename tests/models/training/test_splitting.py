"""Folds by authority, and copies that go before."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.headings import HeadedPassage
from models.training.material import StudyDocument
from models.training.splitting import (
    Fold,
    distinct_documents,
    distinct_passages,
    folds,
    shared_groups,
)

groups_of_rows = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=60)


def headed(text: str, group: str = "a") -> HeadedPassage:
    return HeadedPassage("d", group, "ilacs-2023", 0, text, "HP", False, False)


@given(groups_of_rows, st.integers(2, 6))
def test_no_authority_is_on_both_sides(groups: list[str], count: int) -> None:
    for fold in folds(groups, count):
        assert shared_groups(fold, groups) == set()


@given(groups_of_rows, st.integers(2, 6))
def test_every_row_is_held_out_once(groups: list[str], count: int) -> None:
    held = sorted(chain.from_iterable(fold.held.tolist() for fold in folds(groups, count)))
    assert held == list(range(len(groups)))


@given(groups_of_rows)
def test_what_is_not_held_out_is_learnt_from(groups: list[str]) -> None:
    for fold in folds(groups, 3):
        assert sorted([*fold.learnt, *fold.held]) == list(range(len(groups)))


def test_folds_are_the_same_each_time_and_about_as_large() -> None:
    groups = ["a"] * 10 + ["b"] * 9 + ["c"] * 6 + ["d"] * 5
    first, second = (list(folds(groups, 2)) for _ in range(2))
    assert all(np.array_equal(x.held, y.held) for x, y in zip(first, second, strict=True))
    assert [len(fold.held) for fold in first] == [15, 15]


def test_there_are_no_more_folds_than_authorities() -> None:
    assert len(list(folds(["a", "a", "b"], 10))) == 2


def test_a_split_that_tears_an_authority_is_found_out() -> None:
    torn = Fold(np.array([0, 1]), np.array([2]))
    assert shared_groups(torn, ["a", "b", "a"]) == {"a"}


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["one", "two"], 2),
        (["one", "one"], 1),  # of two authorities with one inspection
        (["In 2023 it grew", "In 2024 it grew"], 1),  # numbers decide nothing
        (["Children’s homes", "children's  homes"], 1),
        (["lone \ud800 surrogate"], 1),
        ([], 0),
    ],
)
def test_copies_of_passages_go(texts: list[str], kept: int) -> None:
    rows = [headed(text, str(at)) for at, text in enumerate(texts)]
    assert len(distinct_passages(rows)) == kept
    assert distinct_passages(rows)[:1] == tuple(rows[:1])


def test_copies_of_documents_go_and_the_order_is_settled() -> None:
    one, two = (StudyDocument(name, "1", None, None, ()) for name in "ab")
    assert distinct_documents([two, one, two]) == (one, two)
