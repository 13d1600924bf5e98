"""Learn which sentences are routed, by statements of our own.

`python -m benchmarks.train_signs --out models/signs/learnt.json`.

The sentences beside this file were written for it, by people who had seen neither the rules nor the
generator's own statements: SIGN, its topic and the words; NOT, why, and the words. What most notes
say are those of `ordinary-*.tsv`, and sentences of generated notes that no truth marks. The bound
is set by how many of the sentences that were written to mislead would pass, each part of four
judged by what was learnt from the other three.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.casefiles import generate
from benchmarks.casefiles.notes import Options
from benchmarks.casefiles.truth import Vocabulary, pieces
from models.signs.learnt import TOPICS
from models.signs.phrasebook import shipped
from models.signs.sentences import features_of
from models.signs.tokens import words_of
from models.voices import note_sentences

_FOLDER = Path(__file__).parent
_VOCABULARIES: tuple[Vocabulary, ...] = ("development", "rehearsal")
_SEEDS = range(7_000, 7_030)
_PARTS = 4
_LEAST = 2  # sentences that have a feature
_SMALLEST = 0.02  # a weight below is no weight
_STRENGTH = 30.0  # the higher, the less large weights are held back
_DAILY = 4.0  # what a sentence counts that notes say all day: there are far more than were written
Floats = NDArray[np.float64]


class Example(NamedTuple):
    """A sentence; `topic` is empty where it is no sign, `looks_so` false for what notes say."""

    features: frozenset[str]
    topic: str
    looks_so: bool = True


def main() -> None:
    """Learn, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_signs", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--false", type=float, default=0.25, help="of sentences that only look so")
    asked = parser.parse_args()
    examples = [*written(), *plain()]
    Random(0).shuffle(examples)  # noqa: S311
    sums = _judged_apart(examples)
    bound = _bound(sums, examples, asked.false)
    rule, base = _learnt(examples)
    data = {
        "about": _about(sums, examples, bound),
        "rule": {"bound": round(bound, 3), "base": round(base, 3)},
        "routes": rule,
        **{topic: _topic(topic, examples) for topic in TOPICS},
    }
    text = json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)
    asked.out.write_text(text + "\n", encoding="utf-8")
    print(json.dumps(data["about"], indent=1))


def written() -> Iterable[Example]:
    """Give the sentences that were written to learn from."""
    for path in sorted(_FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            label, topic, words = line.split("\t")
            looks_so = not path.stem.startswith("ordinary-")
            yield Example(_features(words), topic if label == "SIGN" else "", looks_so)


def plain() -> Iterable[Example]:
    """Give sentences of generated notes that no truth marks, but for what patterns route."""
    found: dict[str, None] = {}
    for vocabulary, seed in ((one, seed) for one in _VOCABULARIES for seed in _SEEDS):
        for file in generate(seed, vocabulary, ("txt", "md"), Options()).truth.files:
            for piece in pieces(file):
                for start, end in note_sentences(piece.text):
                    if not any(sign.start < end and start < sign.end for sign in piece.signs):
                        found[piece.text[start:end]] = None
    examples = (Example(_features(words), "", looks_so=False) for words in found)
    # The truth marks no opening of a missing episode, though it says that a child is missing.
    return (one for one in examples if "pattern" not in one.features)


def _features(words: str) -> frozenset[str]:
    return frozenset(features_of(words_of(words, 0, len(words)), shipped()))


def _columns(examples: Sequence[Example]) -> dict[str, int]:
    number = Counter(name for one in examples for name in one.features)
    kept = sorted(name for name, times in number.items() if times >= _LEAST)
    return {name: at for at, name in enumerate(kept)}


def _matrix(examples: Sequence[Example], columns: dict[str, int]) -> csr_matrix:
    """Return a row for each sentence, scaled by the root of the number of its known features."""
    ends, cells, values = [0], list[int](), list[float]()
    for one in examples:
        known = sorted(columns[name] for name in one.features if name in columns)
        cells += known
        values += [len(known) ** -0.5 for _ in known]
        ends.append(len(cells))
    return csr_matrix((values, cells, ends), shape=(len(examples), len(columns)))


def _fitted(
    rows: csr_matrix, signs: Sequence[bool], counts: Sequence[float] | None = None
) -> LogisticRegression:
    model = LogisticRegression(
        C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0, max_iter=500
    )
    return model.fit(rows, signs, sample_weight=counts)


def _judged_apart(examples: Sequence[Example]) -> Floats:
    """Return a sum for each sentence by what was learnt without it."""
    sums = np.zeros(len(examples))
    for part in range(_PARTS):
        rest = [one for at, one in enumerate(examples) if at % _PARTS != part]
        columns = _columns(rest)
        model = _routing(rest, columns)
        sums[part::_PARTS] = model.decision_function(_matrix(examples[part::_PARTS], columns))
    return sums


def _bound(sums: Floats, examples: Sequence[Example], false: float) -> float:
    looking = [total for total, one in zip(sums, examples, strict=True) if _near(one)]
    return float(np.quantile(looking, 1 - false))


def _near(one: Example) -> bool:
    return one.looks_so and not one.topic


def _learnt(examples: Sequence[Example]) -> tuple[dict[str, float], float]:
    columns = _columns(examples)
    model = _routing(examples, columns)
    return _weights(model, columns), float(model.intercept_[0])


def _routing(examples: Sequence[Example], columns: dict[str, int]) -> LogisticRegression:
    counts = [1.0 if one.looks_so or one.topic else _DAILY for one in examples]
    return _fitted(_matrix(examples, columns), [bool(one.topic) for one in examples], counts)


def _topic(topic: str, examples: Sequence[Example]) -> dict[str, float]:
    """Return the weights by which signs of one topic are told from those of others."""
    signs = [
        one._replace(features=frozenset(name for name in one.features if _of_topic(name)))
        for one in examples
        if one.topic
    ]
    columns = _columns(signs)
    model = _fitted(_matrix(signs, columns), [one.topic == topic for one in signs])
    return _weights(model, columns)


def _of_topic(name: str) -> bool:
    return name.startswith(("word:", "idea:", "pattern", "frame"))


def _weights(model: LogisticRegression, columns: dict[str, int]) -> dict[str, float]:
    rows = zip(columns, model.coef_[0], strict=True)
    return {name: round(float(weight), 2) for name, weight in rows if abs(weight) >= _SMALLEST}


def _about(sums: Floats, examples: Sequence[Example], bound: float) -> dict[str, object]:
    def passed(chosen: Sequence[float]) -> dict[str, object]:
        return {"passed": round(float(np.mean(np.array(chosen) > bound)), 3), "n": len(chosen)}

    rows = list(zip(sums, examples, strict=True))
    return {
        "judged": f"each of {_PARTS} parts by what was learnt from the others",
        "signs": passed([total for total, one in rows if one.topic]),
        "only look like one": passed([total for total, one in rows if _near(one)]),
        "what notes say": passed([total for total, one in rows if not one.looks_so]),
        **{topic: passed([t for t, one in rows if one.topic == topic]) for topic in TOPICS},
    }


if __name__ == "__main__":
    main()
