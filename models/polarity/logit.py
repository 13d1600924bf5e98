"""A logistic answer over a few features, as the last step of a classifier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_FARTHEST = 4.0  # standard deviations: beyond, a feature says no more than at this distance


@dataclass(frozen=True, slots=True, eq=False)
class Logit:
    """Multinomial logistic regression on standardised features.

    `mean` and `scale` are (features,), `weights` (features, labels), `bias` (labels,).
    """

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats

    def standard(self, features: Floats) -> Floats:
        """Standardise features (n, features)."""
        away = (features - self.mean) / self.scale
        standard: Floats = np.clip(away, -_FARTHEST, _FARTHEST)
        return standard

    def probabilities(self, features: Floats) -> Floats:
        """Return (n, labels)."""
        margins = self.standard(features) @ self.weights + self.bias
        likely = np.exp(margins - margins.max(axis=1, keepdims=True))
        answer: Floats = likely / likely.sum(axis=1, keepdims=True)
        return answer

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all that is learnt as arrays."""
        names = ("mean", "scale", "weights", "bias")
        return {name: getattr(self, name).astype(np.float32) for name in names}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Make one of the arrays of another."""
        names = ("mean", "scale", "weights", "bias")
        return cls(*(arrays[name].astype(np.float64) for name in names))
