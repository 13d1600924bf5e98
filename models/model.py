"""The trained model: everything that training learnt, as one file holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.areas import AreaLens, Gate
from models.features import Vocabulary
from models.model_file import Arrays, ModelFile, read, words_digest
from models.polarity import Polarities
from models.ranking import Ranker
from models.reading import Reader
from models.versions import shipped, unusable

THREE = "three"  # the lens of protection, experience and leadership, which no framework has alone
PROBE = "Children’s plans were reviewed 3 times; leaders act."
_OTHER_SPACY = (
    "Install the version of spaCy that Vouch was delivered with, or train the model again with "
    "`vouch train`."
)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learnt: lenses and rankers by framework, one vocabulary, one sense of polarity.

    `digest` tells models apart; `meta` is what the file says of itself.
    """

    digest: str
    vocabulary: Vocabulary
    gate: Gate
    areas: Mapping[str, AreaLens]
    rankers: Mapping[str, Ranker]
    polarities: Polarities
    meta: Mapping[str, Any]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays; a lens that serves several frameworks is kept once."""
        told: dict[str, NDArray[Any]] = {
            "vocabulary/ids": self.vocabulary.ids,
            "vocabulary/views": self.vocabulary.views,
            "vocabulary/idf": self.vocabulary.idf,
        }
        first: dict[int, str] = {}
        for name, lens in self.areas.items():
            if id(lens) in first:
                told[f"same/{name}"] = np.array(first[id(lens)])
            else:
                first[id(lens)] = name
                told |= _within(f"areas/{name}", lens.arrays())
        for name, ranker in self.rankers.items():
            told |= _within(f"rankers/{name}", ranker.arrays())
        told |= _within("gate", self.gate.arrays())
        return told | _within("polarity", self.polarities.arrays())

    @classmethod
    def of(cls, file: ModelFile) -> Self:
        """Rebuild a model from its file. KeyError, ValueError: an array is missing or unfit."""
        arrays = file.arrays
        areas = {
            name: AreaLens.of(_part(arrays, "areas", name)) for name in _names(arrays, "areas")
        }
        for name in _names(arrays, "same"):
            areas[name] = areas[str(arrays[f"same/{name}"])]
        return cls(
            digest=file.digest,
            vocabulary=Vocabulary(
                arrays["vocabulary/ids"], arrays["vocabulary/views"], arrays["vocabulary/idf"]
            ),
            gate=Gate.of(_part(arrays, "gate")),
            areas=areas,
            rankers={
                name: Ranker.of(_part(arrays, "rankers", name))
                for name in _names(arrays, "rankers")
            },
            polarities=Polarities.of(_part(arrays, "polarity")),
            meta=file.meta,
        )


def load_model(path: Path | None = None) -> Model:
    """Load a model; null is the one that comes with Vouch. ModelError says what is wrong with it.

    Needs neither skops nor scikit-learn.
    """
    place = path or shipped()
    file = read(place)
    if file.meta.get("words") != probe():
        raise unusable(place, "it was trained with a spaCy that cuts words otherwise", _OTHER_SPACY)
    try:
        return Model.of(file)
    except (KeyError, ValueError, IndexError, TypeError) as error:
        reason = f"it was made by another version of Vouch ({type(error).__name__}: {error})"
        raise unusable(place, reason) from error


def probe() -> str:
    """Return a digest of how this spaCy cuts and hashes the words of a fixed sentence."""
    return words_digest(Reader().read(PROBE).words.tolist())


def _within(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {f"{prefix}/{name}": array for name, array in arrays.items()}


def _part(arrays: Arrays, *path: str) -> dict[str, NDArray[Any]]:
    start = "/".join(path) + "/"
    return {key.removeprefix(start): one for key, one in arrays.items() if key.startswith(start)}


def _names(arrays: Arrays, prefix: str) -> list[str]:
    """List the second parts of the names under a prefix, each once, in order of name."""
    parts = (key.split("/") for key in sorted(arrays))
    return list(dict.fromkeys(part[1] for part in parts if part[0] == prefix))
