"""Held-out answers as arrays: truths, rankings, groups."""

import numpy as np
import pytest

from models.training.scored import Item, best_first, scored, with_texts

ITEMS = [
    Item("p1", "80418", ["EXP", "PROT"], ["PROT", "LEAD"], [0.7, 0.2]),
    Item("p2", "80473", ["NONE"], ["LEAD"], [0.4], sure=False),
    Item("p3", "80418", [], ["EXP"], [0.9]),
]


def test_items_keep_their_order_and_labels_are_sorted() -> None:
    found = scored("area coded", ITEMS, labels=["ZZZ"])
    assert found.labels == ("EXP", "LEAD", "NONE", "PROT", "ZZZ")
    assert found.items == ("p1", "p2", "p3")
    assert found.groups.tolist() == [0, 1, 0]
    assert found.group_names == ("80418", "80473")
    assert found.group_count == 2
    assert found.texts == ("", "", "")
    assert "texts" not in repr(found), "no passage is printed by accident"
    assert found.ranked.tolist() == [[3, 1], [1, -1], [0, -1]]
    assert found.probabilities.tolist() == [[0.7, 0.2], [0.4, 0.0], [0.9, 0.0]]
    assert found.sure.tolist() == [True, False, True]


def test_an_answer_is_right_if_any_reader_gives_it() -> None:
    found = scored("area coded", ITEMS)
    assert found.right.tolist() == [True, False, False]
    assert found.confidence.tolist() == [0.7, 0.4, 0.9]
    assert found.truth.sum(axis=1).tolist() == [2, 1, 0]


UNFIT = [
    # (items, what is said)
    ([], "nothing to score"),
    ([Item("p1", "1", ["A"], [], [])], "item p1"),
    ([Item("p1", "1", ["A"], ["A", "B"], [0.5])], "item p1"),
]


@pytest.mark.parametrize(("items", "said"), UNFIT)
def test_items_without_an_answer_cannot_be_scored(items: list[Item], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scored("area coded", items)


def test_all_codes_are_answers_the_likeliest_first() -> None:
    shares = np.array([0.2, 0.3, 0.2, 0.3])
    assert best_first("abcd", shares) == (["b", "d", "a", "c"], [0.3, 0.3, 0.2, 0.2])


def test_types_of_the_arrays() -> None:
    found = scored("area coded", ITEMS)
    assert (found.truth.dtype, found.groups.dtype) == (np.dtype(bool), np.dtype(np.int64))


def test_texts_may_be_added_later() -> None:
    bare = scored("area coded", ITEMS)
    found = with_texts(bare, ["One.", "Two.", "Three."])
    assert found.texts == ("One.", "Two.", "Three.")
    assert found.right.tolist() == bare.right.tolist()
    with pytest.raises(ValueError, match="2 texts for 3 items"):
        with_texts(bare, ["One.", "Two."])
