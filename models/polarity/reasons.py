"""The words that moved a passage's polarity, as cues that a reader understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.records import Cue, CueKind
from models.polarity.evidence import Evidence
from models.polarity.layout import Layout
from models.polarity.lexicon import Hits
from models.polarity.qualifiers import Qualifier
from models.polarity.scopes import Scopes
from models.polarity.terms import Values
from models.reading import NUMBER

_MOST = 5  # cues a passage; the first ones are the weightiest
_WEAK = 0.5  # phrases that weigh less count only beside others, and explain nothing
_WORDS = 3  # words of the learnt wording, where no phrase explains the answer
_GRAMMAR = {
    *("a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "being", "by", "did", "do"),
    *("does", "each", "for", "from", "had", "has", "have", "he", "her", "him", "his", "how", "i"),
    *("if", "in", "into", "is", "it", "its", "more", "of", "on", "one", "or", "our", "she", "so"),
    *("than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those"),
    *("to", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "you"),
}
_TOLD = frozenset({"hedge", "plan", "history", "attribution"})


class Reason(NamedTuple):
    """A cue with its passage and how much it weighs."""

    passage: int
    weight: float
    cue: Cue


def cues(
    layout: Layout, scope: Scopes, found: Evidence, told: Sequence[tuple[Qualifier, ...]]
) -> list[list[Reason]]:
    """List the reasons of each passage, by the edited phrases alone."""
    listed: list[list[Reason]] = [[] for _ in layout.reads]
    for reason in (*_strengths(layout, scope, found), *_weaknesses(layout, scope, found)):
        listed[reason.passage].append(reason)
    for passage, row in enumerate(told):
        text = layout.reads[passage].text
        for one in row:
            if one.kind in _TOLD:
                words = f'"{text[one.span.start : one.span.end]}"'
                rule = f"{one.kind}: {f'{one.who}, ' if one.who else ''}{words}"
                listed[passage].append(Reason(passage, _WEAK, Cue(one.kind, *one.span, rule)))
    return listed


def chosen(reasons: Sequence[Reason]) -> tuple[Cue, ...]:
    """Keep the weightiest cues, in order of the text."""
    best = sorted(reasons, key=lambda reason: -reason.weight)[:_MOST]
    return tuple(sorted((reason.cue for reason in best), key=lambda cue: (cue.start, cue.end)))


def wording(
    layout: Layout, values: Values, parts: NDArray[np.float64], praised: Mapping[int, bool]
) -> Iterator[Reason]:
    """Name the words that moved the learnt score most, for passages that no phrase explains.

    `parts` is what each term adds to its sentence's score; `praised` says of each passage asked
    for whether its answer leans to a strength. Words that speak against the answer, numbers and
    words of grammar are no reason that a reader would accept.
    """
    # A pair counts for the word that it begins with.
    by_word = np.bincount(values.first, parts, len(layout.words)).astype(np.float64)
    for passage, praise in praised.items():
        first, last = layout.offsets[passage], layout.offsets[passage + 1]
        sums = by_word[first:last] * (1.0 if praise else -1.0)
        rule = f"{'strength' if praise else 'weakness'}: learnt from reports"
        told = 0
        for at in np.argsort(-sums, kind="stable").tolist():
            if told == _WORDS or sums[at] <= 0.0:
                break
            word = int(first) + at
            if _tells(layout, word):
                yield _reason(layout, ("weight", word, word + 1, rule), float(sums[at]))
                told += 1


def _tells(layout: Layout, word: int) -> bool:
    _, start, end = place = _place(layout, word, word + 1)
    return (
        layout.words[word] != NUMBER
        and layout.reads[place[0]].text[start:end].lower() not in _GRAMMAR
    )


def _strengths(layout: Layout, scope: Scopes, found: Evidence) -> Iterator[Reason]:
    for first, last, weight, negated in _rows(found.strengths, found.negated):
        if weight < _WEAK:
            continue
        words = _words(layout, first, last)
        if negated:
            by = scope.negated_by[first]
            start, end = int(scope.negations.first[by]), int(scope.negations.last[by])
            rule = f"negated: {_words(layout, start, end)} before {words}"
            yield _reason(layout, ("negation", start, last, rule), weight)
        else:
            yield _reason(layout, ("phrase", first, last, f"strength: {words}"), weight)


def _weaknesses(layout: Layout, scope: Scopes, found: Evidence) -> Iterator[Reason]:
    negated = set(scope.negated_by[found.strengths.first[found.negated]].tolist())
    spent = {
        word
        for by in negated
        for word in range(int(scope.negations.first[by]), int(scope.negations.last[by]))
    }
    turning = set(scope.contrasts.first.tolist())  # "although" is no fault by itself
    cancelled_in: dict[int, tuple[float, int, int]] = {}
    for first, last, weight, cancelled in _rows(found.weaknesses, found.cancelled):
        if weight < _WEAK or spent.intersection(range(first, last)) or first in turning:
            continue
        if cancelled:
            by = int(max(scope.cancelled_by[first], scope.cancelled_by[last - 1]))
            # Of "no" and "drift" in "no drift" the last one names the fault.
            cancelled_in[by] = (weight, first, last)
        else:
            rule = f"weakness: {_words(layout, first, last)}"
            yield _reason(layout, ("phrase", first, last, rule), weight)
    for by, (weight, first, last) in cancelled_in.items():
        start, end = int(scope.cancels.first[by]), int(scope.cancels.last[by])
        rule = f"cancelled: {_words(layout, first, last)} in {_words(layout, start, end)}"
        yield _reason(layout, ("cancel", start, end, rule), weight)


def _rows(hits: Hits, flags: NDArray[np.bool_]) -> Iterator[tuple[int, int, float, bool]]:
    columns = (column.tolist() for column in (*hits, flags))
    yield from zip(*columns, strict=True)


def _place(layout: Layout, first: int, last: int) -> tuple[int, int, int]:
    """Return passage, start and end in its text of words of the batch."""
    passages, starts, ends = layout.places
    return passages[first], starts[first], ends[last - 1]


def _words(layout: Layout, first: int, last: int) -> str:
    passage, start, end = _place(layout, first, last)
    return f'"{layout.reads[passage].text[start:end]}"'


def _reason(layout: Layout, told: tuple[CueKind, int, int, str], weight: float) -> Reason:
    kind, first, last, rule = told
    passage, start, end = _place(layout, first, last)
    return Reason(passage, weight, Cue(kind, start, end, rule))
