"""Trains the component: spaCy's own layers, from nothing, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc
from spacy.util import fix_random_seed
from thinc.api import Adam, set_dropout_rate

from benchmarks.train_deid.notes import KINDS, Example, examples
from models.deid.contextual import LABELS, document
from models.deid.lexicon import Lexicon, lexicon

WIDTH, DEPTH = 48, 3
ROWS = {"NORM": 2000, "PREFIX": 400, "SUFFIX": 1500, "SHAPE": 600, "LEMMA": 50}
_WORDS = 2500  # tokens of a batch
_AT = {label: at for at, label in enumerate(LABELS)}


def blank(seed: int) -> spacy.Language:
    """Return an untrained pipeline."""
    fix_random_seed(seed)
    language = spacy.blank("en")
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "depth": DEPTH,
        "window_size": 1, "maxout_pieces": 3,
    }  # fmt: skip
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": WIDTH, "attrs": list(ROWS),
        "rows": list(ROWS.values()), "include_static_vectors": False,
    }  # fmt: skip
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    model = {"@architectures": "spacy.Tagger.v2", "tok2vec": tok2vec}
    tagger = language.add_pipe("tagger", config={"model": model})
    for label in LABELS:
        tagger.add_label(label)  # type: ignore[attr-defined]
    language.initialize()
    return language


def trained(seeds: range, rounds: int, seed: int) -> spacy.Language:
    """Train on the notes of some seeds; each round has other names, words and slips."""
    language = blank(seed)
    model = language.get_pipe("tagger").model  # type: ignore[attr-defined]
    known = lexicon(named=False)
    batches = max(1, rounds * len(seeds) * 19_000 // _WORDS)
    optimizer = Adam(0.002, L2=1e-5, grad_clip=1.0)
    set_dropout_rate(model, 0.15)
    done, loss = 0, 0.0
    for number in range(rounds):
        rng = Random(f"{seed} {number}")  # noqa: S311 - nothing here is secret
        every = list(examples(seeds, rng))
        rng.shuffle(every)
        for batch in _batches(every):
            optimizer.learn_rate = 0.002 * max(0.02, 1 - done / batches)
            loss = 0.99 * loss + 0.01 * _step(model, optimizer, batch, known, language)
            done += 1
        print(f"round {number + 1}: {done} batches, loss {loss:.4f}", flush=True)
    return language


def _batches(every: Sequence[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    size = 0
    for example in every:
        batch.append(example)
        size += len(example.tokens)
        if size >= _WORDS:
            yield batch
            batch, size = [], 0


def _step(
    model: Any, optimizer: Adam, batch: Sequence[Example], known: Lexicon, language: Any
) -> float:
    docs: list[Doc] = [document(language.vocab, one.tokens, known) for one in batch]
    scores, backward = model.begin_update(docs)
    loss, size = 0.0, sum(map(len, docs))
    wrong = []
    for example, guess in zip(batch, scores, strict=True):
        truth = np.zeros_like(guess)
        truth[range(len(guess)), [_AT[label] for label in example.labels]] = 1
        loss -= float(np.log(np.maximum(1e-9, guess[truth == 1])).sum())
        wrong.append((guess - truth) / size)
    backward(wrong)
    model.finish_update(optimizer)
    return loss / size


def tokens_right(language: Any, every: Iterable[Example]) -> dict[str, tuple[float, float, int]]:
    """Return recall, precision and number of the tokens of each kind."""
    model, known = language.get_pipe("tagger").model, lexicon(named=False)
    counts = {kind: [0, 0, 0] for kind in KINDS}
    for example in every:
        if not example.tokens:
            continue
        (scores,) = model.predict([document(language.vocab, example.tokens, known)])
        for label, at in zip(example.labels, scores.argmax(1), strict=True):
            guess = LABELS[at]
            if label:
                counts[label][0] += 1
                counts[label][2] += guess == label
            if guess:
                counts[guess][1] += 1
    return {kind: (hit / max(1, n), hit / max(1, m), n) for kind, (n, m, hit) in counts.items()}
