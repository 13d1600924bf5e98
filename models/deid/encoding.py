"""The convolution of the trained component over many texts at once, with NumPy alone.

The same sums as spaCy's `MaxoutWindowEncoder` over one window of three tokens, in half the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Layer(NamedTuple):
    """Weights of one layer: (3 widths, pieces times width), and of its normalisation."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats


class Encoder:
    """The layers of an encoder that spaCy trained."""

    def __init__(self, model: Any) -> None:
        maxouts = [node for node in model.walk() if node.name == "maxout"]
        norms = [node for node in model.walk() if node.name == "layernorm"]
        self._layers = [
            Layer(
                _flat(maxout.get_param("W").transpose(2, 1, 0)), maxout.get_param("b").T.ravel(),
                norm.get_param("G"), norm.get_param("b"),
            )
            for maxout, norm in zip(maxouts, norms, strict=True)
        ]  # fmt: skip

    def encode(self, table: Floats, ids: Sequence[Sequence[int]]) -> list[Floats]:
        """Return a row for each token of each text; `ids` are rows of `table`."""
        seam = len(self._layers)  # rows of zeros between texts: they see nothing of each other
        flat: list[int] = []
        gaps: list[int] = []
        starts = []
        for each in ids:
            gaps += range(len(flat), len(flat) + seam)
            flat += [0] * seam
            starts.append(len(flat))
            flat += each
        gaps += range(len(flat), len(flat) + seam)
        flat += [0] * seam
        rows = table[flat] if len(table) else np.zeros((len(flat), table.shape[1]), np.float32)
        rows[gaps] = 0
        width = table.shape[1]
        around = np.zeros((len(rows), 3 * width), np.float32)
        pieces = np.empty((len(rows), self._layers[0].weights.shape[1]), np.float32)
        for layer in self._layers:
            around[1:, :width] = rows[:-1]
            around[:, width : 2 * width] = rows
            around[:-1, 2 * width :] = rows[1:]
            np.matmul(around, layer.weights, out=pieces)
            rows += _normal(layer, pieces)
        return [rows[start : start + len(each)] for start, each in zip(starts, ids, strict=True)]


def _normal(layer: Layer, pieces: Floats) -> Floats:
    """Return the largest piece of each cell, normalised; writes over `pieces`."""
    width = len(layer.gain)
    pieces += layer.bias
    best = pieces[:, :width]
    for first in range(width, pieces.shape[1], width):
        best = np.maximum(best, pieces[:, first : first + width])
    best -= best.mean(1, keepdims=True)
    spread = np.einsum("ij,ij->i", best, best) / width + 1e-8
    best *= (1 / np.sqrt(spread))[:, None]
    best *= layer.gain
    best += layer.shift
    return best


def _flat(weights: Floats) -> Floats:
    return np.ascontiguousarray(weights.reshape(weights.shape[0], -1))
