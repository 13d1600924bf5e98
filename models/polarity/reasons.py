"""The words that moved a passage's polarity, as cues that a reader understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

_MOST = 12  # cues a passage; the first ones are the weightiest
_WEAK = 0.5  # phrases that weigh less count only beside others, and explain nothing
_WORDS = 3  # words of the learnt wording, where no phrase explains the answer
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
    layout: Layout, values: Values, parts: NDArray[np.float64], passages: Sequence[int]
) -> Iterator[Reason]:
    """Name the words that moved the learnt score most, for passages that no phrase explains.

    `parts` is what each term adds to its sentence's score.
    """
    for passage in passages:
        low, high = np.searchsorted(layout.passage, [passage, passage + 1])
        inside = np.flatnonzero((values.sentence >= low) & (values.sentence < high))
        total = parts[inside].sum()
        for at in inside[np.argsort(-parts[inside] * np.sign(total), kind="stable")][:_WORDS]:
            if parts[at] * total > 0:
                word = int(values.first[at])
                rule = f"{'strength' if total > 0 else 'weakness'}: learnt from reports"
                yield _reason(layout, ("weight", word, word + 1, rule), abs(float(parts[at])))


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
    for first, last, weight, cancelled in _rows(found.weaknesses, found.cancelled):
        if weight < _WEAK or spent.intersection(range(first, last)):
            continue
        words = _words(layout, first, last)
        if cancelled:
            by = scope.cancelled_by[first]
            start, end = int(scope.cancels.first[by]), int(scope.cancels.last[by])
            rule = f"cancelled: {words} in {_words(layout, start, end)}"
            yield _reason(layout, ("cancel", start, end, rule), weight)
        else:
            yield _reason(layout, ("phrase", first, last, f"weakness: {words}"), weight)


def _rows(hits: Hits, flags: NDArray[np.bool_]) -> Iterator[tuple[int, int, float, bool]]:
    columns = (column.tolist() for column in (*hits, flags))
    yield from zip(*columns, strict=True)


def _place(layout: Layout, first: int, last: int) -> tuple[int, int, int]:
    """Return passage, start and end in its text of words of the batch."""
    passage = int(layout.passage[layout.sentence[first]])
    offset = int(layout.offsets[passage])
    return (passage, *layout.reads[passage].slice_of(first - offset, last - offset))


def _words(layout: Layout, first: int, last: int) -> str:
    passage, start, end = _place(layout, first, last)
    return f'"{layout.reads[passage].text[start:end]}"'


def _reason(layout: Layout, told: tuple[CueKind, int, int, str], weight: float) -> Reason:
    kind, first, last, rule = told
    passage, start, end = _place(layout, first, last)
    return Reason(passage, weight, Cue(kind, start, end, rule))
