"""The encoder gives what spaCy's own layers give."""

import numpy as np
import pytest
from spacy.ml.models.tok2vec import MaxoutWindowEncoder

from models.deid.encoding import Encoder


def vectors(count: int) -> np.ndarray:
    return np.random.default_rng(5).normal(size=(count, 8)).astype(np.float32)


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize(
    "ids",
    [
        pytest.param([[0, 1, 2, 3]], id="one text"),
        pytest.param([[0, 1], [2], [3, 3, 3]], id="texts that see nothing of each other"),
        pytest.param([[], [4, 1], []], id="empty ones among them"),
    ],
)
def test_it_is_what_spacy_computes(depth: int, ids: list[list[int]]) -> None:
    model = MaxoutWindowEncoder(width=8, window_size=1, maxout_pieces=3, depth=depth)
    table = vectors(6)
    model.initialize([table], [table])
    wanted = model.predict([table[each] if each else table[:0] for each in ids])
    found = Encoder(model).encode(table, ids)
    assert [len(rows) for rows in found] == [len(each) for each in ids]
    assert all(np.allclose(one, two, atol=1e-4) for one, two in zip(found, wanted, strict=True))


def test_a_text_is_encoded_alike_alone_and_among_others() -> None:
    model = MaxoutWindowEncoder(width=8, window_size=1, maxout_pieces=3, depth=2)
    table = vectors(4)
    model.initialize([table], [table])
    encoder = Encoder(model)
    alone, among = encoder.encode(table, [[1, 2]])[0], encoder.encode(table, [[3], [1, 2], [0]])[1]
    assert np.allclose(alone, among, atol=1e-5)
