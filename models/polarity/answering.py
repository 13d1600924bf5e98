"""The trained classifier: strength, weakness, mixed or neutral, of passages and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from corpus.records import Cue, Polarity, SentencePolarity
from models.answers import PolarityAnswer
from models.polarity.evidence import Evidence, evidence, features
from models.polarity.headings import heading_polarity
from models.polarity.layout import Layout, lay_out
from models.polarity.lexicon import Lexicon
from models.polarity.logit import Logit
from models.polarity.passages import DIRECTION, neutral, summary
from models.polarity.qualifiers import found as qualifiers_found
from models.polarity.reasons import chosen, cues, wording
from models.polarity.scopes import Scopes, scopes
from models.polarity.sentences import around
from models.polarity.terms import Values, Wording, terms_of
from models.reading import NUMBER, Read

Floats = NDArray[np.float64]

LABELS: tuple[Polarity, ...] = ("strength", "weakness", "mixed", "neutral")
_APART = np.uint64(0x9E3779B97F4A7C15)
_FEWEST = 3  # different words: less is no statement
_OPPOSITE: dict[Polarity, Polarity] = {"strength": "weakness", "weakness": "strength"}
_UNREAD = PolarityAnswer("neutral", 0.25)  # nothing to go by: one of four
_KNOWN = 0.4  # share of words that must be known, lest it is another language or noise


class Evident(NamedTuple):
    """What was found in a batch before anything is decided: all by sentence or word."""

    layout: Layout
    scope: Scopes
    found: Evidence
    lexical: Floats


class Likely(NamedTuple):
    """Probabilities in the order of `LABELS`, and the direction alone.

    `sentences` is (sentences, 4), `passages` (passages, 4); `direction` (passages,) is how likely
    a passage is a strength if it is either strength or weakness.
    """

    sentences: Floats
    passages: Floats
    direction: Floats


def evident(reads: Sequence[Read], lexicon: Lexicon) -> Evident:
    """Find words of praise and blame and what turns them round in a batch of passages."""
    layout = lay_out(reads)
    scope = scopes(layout, lexicon)
    found = evidence(layout, lexicon, scope)
    return Evident(layout, scope, found, features(layout, lexicon, scope, found))


@dataclass(frozen=True, slots=True, eq=False)
class Polarities:
    """Wording of sentences, and three last steps: sentence, direction, mixed or not.

    `lift` (4,) is by what sentence probabilities are divided before the largest answers, since
    mixed and neutral sentences are rare.
    """

    wording: Wording
    sentence: Logit
    direction: Logit
    mixed: Logit
    lift: Floats

    def answer(
        self,
        reads: Sequence[Read],
        lexicon: Lexicon,
        headings: Sequence[Sequence[str]] | None = None,
    ) -> list[PolarityAnswer]:
        """Answer for each passage of a batch.

        `headings` are those above each passage; they decide where they say "what needs to improve"
        and the like, and are not looked at otherwise.
        """
        seen = evident(reads, lexicon)
        values = self.wording.values(terms_of(seen.layout, seen.scope))
        likely = self.likely(seen, values)
        reasons = self._reasons(seen, lexicon, values, likely.direction)
        told = self._sentences(seen.layout, likely.sentences)
        readable = _readable(seen.layout, values)
        answers = []
        for row, read in enumerate(reads):
            if not readable[row]:
                answer = _UNREAD
            else:
                answer = _whole(likely.passages[row], told[row], reasons[row])
            answers.append(_headed(answer, read, headings[row]) if headings else answer)
        return answers

    def likely(self, seen: Evident, values: Values) -> Likely:
        """Return how likely each polarity is, of sentences and of passages."""
        layout = seen.layout
        score = self.wording.scores(values, len(layout.passage))
        near = around(score, seen.lexical, layout.passage)
        sentences = self.sentence.probabilities(near)
        whole = summary(score, seen.lexical, sentences, layout.first_sentences)
        direction = self.direction.probabilities(whole[:, :DIRECTION])[:, 0]
        # A passage of one sentence says what that says, and there demands and hedges are seen too.
        alone = np.flatnonzero(np.diff(layout.first_sentences) == 1)
        sides = sentences[layout.first_sentences[alone], :2]
        direction[alone] = sides[:, 0] / sides.sum(axis=1)
        mixed = self.mixed.probabilities(whole)[:, 1]
        aside = neutral(sentences, layout.first_sentences)
        clear = (1.0 - aside) * (1.0 - mixed)
        passages = np.column_stack(
            [clear * direction, clear * (1.0 - direction), (1.0 - aside) * mixed, aside]
        )
        return Likely(sentences, passages, direction)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all that is learnt as arrays."""
        parts = {"wording": self.wording, **self._steps()}
        named = {
            f"{name}/{key}": a for name, part in parts.items() for key, a in part.arrays().items()
        }
        return {**named, "lift": self.lift}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Make one of the arrays of another."""
        sentence, direction, mixed = (
            Logit.of(_under(arrays, name)) for name in ("sentence", "direction", "mixed")
        )
        wording = Wording.of(_under(arrays, "wording"))
        return cls(wording, sentence, direction, mixed, arrays["lift"])

    def _steps(self) -> dict[str, Any]:
        return {"sentence": self.sentence, "direction": self.direction, "mixed": self.mixed}

    def _sentences(self, layout: Layout, likely: Floats) -> list[tuple[SentencePolarity, ...]]:
        best = (likely / self.lift).argmax(axis=1)
        scores = likely[np.arange(len(best)), best].tolist()
        first, answers = layout.first_sentences, []
        for passage, read in enumerate(layout.reads):
            rows = range(first[passage], first[passage + 1])
            answers.append(
                tuple(
                    SentencePolarity(span.start, span.end, LABELS[best[row]], scores[row])
                    for span, row in zip(read.sentences, rows, strict=True)
                )
            )
        return answers

    def _reasons(
        self, seen: Evident, lexicon: Lexicon, values: Values, direction: Floats
    ) -> list[tuple[Cue, ...]]:
        layout = seen.layout
        told = qualifiers_found(layout, lexicon, seen.scope)
        listed = cues(layout, seen.scope, seen.found, told)
        bare = {
            passage: bool(direction[passage] >= 0.5)
            for passage, row in enumerate(listed)
            if not any(reason.cue.kind in {"phrase", "negation", "cancel"} for reason in row)
        }
        parts = values.value * self.wording.weights[values.column]
        for reason in wording(layout, values, parts, bare):
            listed[reason.passage].append(reason)
        return [chosen(row) for row in listed]


def _whole(
    likely: Floats, sentences: tuple[SentencePolarity, ...], reasons: tuple[Cue, ...]
) -> PolarityAnswer:
    """Answer for a passage whose sentences are answered: it never contradicts them all."""
    best = int(likely.argmax())
    said = {one.polarity for one in sentences}
    if said <= {"neutral"}:  # facts alone are no verdict
        best = LABELS.index("neutral")
    elif LABELS[best] in _OPPOSITE and not said & {LABELS[best], "mixed"}:
        best = LABELS.index(_OPPOSITE[LABELS[best]])
    polarity, chance = LABELS[best], float(likely[best])
    if len(sentences) == 1:
        sentences = (replace(sentences[0], polarity=polarity, score=chance),)
    return PolarityAnswer(polarity, chance, sentences, reasons)


def _readable(layout: Layout, values: Values) -> NDArray[np.bool_]:
    """Say which passages are English prose: enough different words known, and enough of all."""
    words = layout.words
    known = np.zeros(len(words), dtype=np.bool_)
    known[values.first] = True
    known &= words != NUMBER
    held = np.diff(np.concatenate(([0], np.cumsum(known)))[layout.offsets])
    which = layout.passage[layout.sentence[known]]
    # The words are hashes already: a sum with one more tells words of different passages apart.
    keys = words[known] + which.astype(np.uint64) * _APART
    different = np.bincount(which[np.unique(keys, return_index=True)[1]], minlength=len(held))
    lengths = np.maximum(np.diff(layout.offsets), 1)
    readable: NDArray[np.bool_] = (different >= _FEWEST) & (held >= _KNOWN * lengths)
    return readable


def _headed(answer: PolarityAnswer, read: Read, headings: Sequence[str]) -> PolarityAnswer:
    """Let a heading such as "what needs to improve" decide."""
    told = heading_polarity(headings)
    if told is None or not read.text:
        return answer
    polarity, heading = told
    cue = Cue("heading", 0, len(read.text), f'heading: "{heading}"')
    sentences = answer.sentences
    if len(sentences) == 1:  # an item of the list; sentences of a longer finding may differ
        sentences = (SentencePolarity(*read.sentences[0], polarity, 1.0),)
    return PolarityAnswer(polarity, 1.0, sentences, (cue, *answer.cues))


def _under(arrays: Mapping[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    start = f"{name}/"
    return {key.removeprefix(start): a for key, a in arrays.items() if key.startswith(start)}
