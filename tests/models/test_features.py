"""Weighted words of a passage in three views, held to scikit-learn's own arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from models.features import (
    VIEWS,
    WEIGHTS,
    Rows,
    Vocabulary,
    offsets_of,
    products,
    terms_of,
    terms_of_all,
)
from models.reading import Reader

READER = Reader()
TEXTS = (
    "Plans are clear. Plans are reviewed, and plans are shared with families in good time.",
    "Managers know the children well. Audits are regular.",
    "",
    "Plans.",
)


def vocabulary(texts: tuple[str, ...] = TEXTS) -> Vocabulary:
    parts = [terms_of(READER.read(text)) for text in texts]
    ids, at = np.unique(np.concatenate([part.ids for part in parts]), return_index=True)
    views = np.concatenate([part.views for part in parts])[at]
    return Vocabulary(ids, views, np.linspace(1, 3, len(ids), dtype=np.float32))


def dense(rows: Rows, width: int) -> np.ndarray:
    table = np.zeros((len(rows.starts) - 1, width))
    for row in range(len(table)):
        cut = slice(rows.starts[row], rows.starts[row + 1])
        table[row, rows.columns[cut]] = rows.values[cut]
    return table


def test_each_view_is_what_scikit_learn_makes_of_its_counts() -> None:
    known = vocabulary()
    reads = [READER.read(text) for text in TEXTS]
    ours = dense(known.weigh(reads), len(known.ids))
    counts = np.zeros_like(ours)
    for row, read in enumerate(reads):
        columns, _ = known.columns_of(terms_of(read).ids)
        np.add.at(counts[row], columns, 1)
    for view in range(VIEWS):
        cut = known.views == view
        theirs = TfidfTransformer(sublinear_tf=True)
        theirs.fit(counts[:, cut])
        theirs.idf_ = known.idf[cut].astype(float)
        expected = theirs.transform(counts[:, cut]).toarray() * WEIGHTS[view]
        assert np.allclose(ours[:, cut], expected, atol=1e-6)


def test_a_pair_is_not_its_reverse_nor_the_same_pair_in_another_view() -> None:
    ids = terms_of(READER.read("safe children")).ids
    turned = terms_of(READER.read("children safe")).ids
    assert len(set(ids.tolist())) == 9, "two words and a pair, in three views"
    assert len(set(ids.tolist()) & set(turned.tolist())) == 6


def test_terms_of_passages_are_those_of_each_alone() -> None:
    reads = [READER.read(text) for text in TEXTS]
    together, offsets = terms_of_all(reads), offsets_of(reads)
    which = np.searchsorted(offsets, together.first, side="right") - 1
    for row, read in enumerate(reads):
        own, alone = which == row, terms_of(read)
        assert together.ids[own].tolist() == alone.ids.tolist()
        assert (together.last[own] - offsets[row]).tolist() == alone.last.tolist()
        assert together.views[own].tolist() == alone.views.tolist()


def test_terms_tell_which_words_they_cover() -> None:
    read = READER.read("Plans are clear.")
    terms = terms_of(read)
    covered = [
        read.text[slice(*read.slice_of(first, last))]
        for first, last in zip(terms.first.tolist(), terms.last.tolist(), strict=True)
    ]
    assert covered[:5] == ["Plans", "are", "clear", "Plans are", "are clear"]


def test_unknown_words_weigh_nothing() -> None:
    rows = vocabulary().weigh([READER.read("Zebra xylophone quartz")])
    assert rows.starts.tolist() == [0, 0]
    assert len(rows.columns) == 0


def test_no_passage_at_all_gives_no_row() -> None:
    rows = vocabulary().weigh([])
    assert rows.starts.tolist() == [0]


def test_an_empty_vocabulary_knows_nothing() -> None:
    nothing = Vocabulary(np.empty(0, np.uint64), np.empty(0, np.int8), np.empty(0, np.float32))
    assert nothing.weigh([READER.read("Plans are clear.")]).starts.tolist() == [0, 0]


@pytest.mark.parametrize("labels", [1, 4])
def test_products_are_those_of_the_dense_table(labels: int) -> None:
    known = vocabulary()
    rows = known.weigh([READER.read(text) for text in TEXTS])
    weights = np.random.default_rng(3).normal(size=(len(known.ids), labels)).astype(np.float32)
    expected = dense(rows, len(known.ids)) @ weights
    assert np.allclose(products(rows, weights), expected, atol=1e-5)


@given(st.lists(st.text(alphabet="plans are clear. Managers know\n"), max_size=6))
def test_a_passage_weighs_the_same_in_any_company(texts: list[str]) -> None:
    known = vocabulary()
    together = dense(known.weigh([READER.read(text) for text in texts]), len(known.ids))
    for row, text in enumerate(texts):
        alone = dense(known.weigh([READER.read(text)]), len(known.ids))[0]
        assert np.allclose(together[row], alone)
