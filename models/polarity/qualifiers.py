"""What turns a statement round, softens it, sets it in time, or lays it in someone's mouth.

One passage at a time and of use beyond polarity: whoever needs to know whether something is
planned, past or reported finds it here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from models.polarity.layout import Flags, Layout, lay_out
from models.polarity.lexicon import SPEAKERS, Hits, Lexicon
from models.polarity.scopes import Scopes, scopes
from models.reading import Read, Span

QualifierKind = Literal["negation", "cancel", "hedge", "plan", "history", "attribution"]
_NEAR = 5  # words from a speaker to what they do: "young people spoken to by inspectors said"
_PLAIN: tuple[Literal["hedge", "plan", "history"], ...] = ("hedge", "plan", "history")


class Qualifier(NamedTuple):
    """Words that qualify a statement.

    `span` is the slice of those words; `scope` the slice that they bear on: the words after a
    negation, else the sentence. `who` says who speaks ("children", "staff"), of attributions
    alone, and is null where nobody is named.
    """

    kind: QualifierKind
    span: Span
    scope: Span
    who: str | None = None


def qualifiers(read: Read, lexicon: Lexicon) -> tuple[Qualifier, ...]:
    """Find all qualifiers of one passage, in order of their first words."""
    return qualifiers_of((read,), lexicon)[0]


def qualifiers_of(reads: Sequence[Read], lexicon: Lexicon) -> list[tuple[Qualifier, ...]]:
    """Find the qualifiers of each passage of a batch."""
    layout = lay_out(reads)
    return found(layout, lexicon, scopes(layout, lexicon))


def found(layout: Layout, lexicon: Lexicon, scope: Scopes) -> list[tuple[Qualifier, ...]]:
    """Find the qualifiers of each passage of a batch that is laid out."""
    listed: list[list[Qualifier]] = [[] for _ in layout.reads]
    for passage, qualifier in _all(layout, lexicon, scope):
        listed[passage].append(qualifier)
    return [tuple(sorted(row, key=lambda one: (one.span, one.kind))) for row in listed]


def attributions(layout: Layout, lexicon: Lexicon) -> tuple[Hits, list[str | None]]:
    """Find statements laid in someone's mouth, and who speaks.

    Either a phrase says it all ("according to"), or a speaker stands shortly before a word of
    saying in one sentence: "parents, when asked, said".
    """
    begins, names = _speakers(layout, lexicon)
    rows: list[tuple[int, int, str | None]] = []
    for first, last in zip(*lexicon.hits(layout, "says")[:2], strict=True):
        at = bisect_right(begins, first) - 1
        if at >= 0 and _close(layout, begins[at], first):
            rows.append((begins[at], int(last), names[at]))
    covered = {word for first, last, _ in rows for word in range(first, last)}
    for first, last in zip(*lexicon.hits(layout, "attribution")[:2], strict=True):
        if first not in covered:
            rows.append((int(first), int(last), _who(layout, (begins, names), first, last)))
    rows.sort(key=lambda row: row[:2])
    columns = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    hits = Hits(columns[:, 0], columns[:, 1], np.ones(len(rows)))
    return hits, [who for _, _, who in rows]


def openings(layout: Layout, lexicon: Lexicon, group: str) -> Flags:
    """Say which sentences open with a phrase of a group."""
    opens = np.zeros(len(layout.passage), dtype=np.bool_)
    hits = lexicon.hits(layout, group)
    opens[layout.sentence[hits.first[layout.opens[hits.first]]]] = True
    return opens


def _all(layout: Layout, lexicon: Lexicon, scope: Scopes) -> Iterator[tuple[int, Qualifier]]:
    reach = np.bincount(scope.negated_by + 1, minlength=len(scope.negations.first) + 1)[1:]
    for first, last, length in zip(*scope.negations[:2], reach, strict=True):
        yield _one(layout, "negation", first, last, last + length)
    for first, last in zip(*scope.cancels[:2], strict=True):
        yield _one(layout, "cancel", first, last, last)
    for kind in _PLAIN:
        for first, last in zip(*lexicon.hits(layout, kind)[:2], strict=True):
            yield _one(layout, kind, first, last)
    hits, names = attributions(layout, lexicon)
    for first, last, who in zip(hits.first, hits.last, names, strict=True):
        passage, plain = _one(layout, "attribution", first, last)
        yield passage, plain._replace(who=who)


def _one(
    layout: Layout, kind: QualifierKind, first: int, last: int, until: int | None = None
) -> tuple[int, Qualifier]:
    """Make a qualifier of words that bears on those up to `until`, or on its sentence."""
    sentence = layout.sentence[first]
    passage = int(layout.passage[sentence])
    read, offset = layout.reads[passage], int(layout.offsets[passage])
    span = read.slice_of(first - offset, last - offset)
    if until is not None:
        scope = read.slice_of(first - offset, until - offset)
    else:
        scope = read.sentences[sentence - np.searchsorted(layout.passage, passage)]
    return passage, Qualifier(kind, span, scope)


def _speakers(layout: Layout, lexicon: Lexicon) -> tuple[list[int], list[str]]:
    """Return the first words of all who may speak, in reading order, and who they are."""
    rows = [(int(at), who) for who in SPEAKERS for at in lexicon.hits(layout, who).first]
    rows.sort()
    return [at for at, _ in rows], [who for _, who in rows]


def _who(
    layout: Layout, speakers: tuple[list[int], list[str]], first: int, last: int
) -> str | None:
    """Name the speaker within or shortly before a phrase, else shortly after it."""
    begins, names = speakers
    at = bisect_right(begins, last - 1) - 1
    if at >= 0 and _close(layout, begins[at], first):
        return names[at]
    if at + 1 < len(begins) and _close(layout, last - 1, begins[at + 1]):
        return names[at + 1]
    return None


def _close(layout: Layout, before: int, after: int) -> bool:
    """Say whether two words of one sentence stand near each other."""
    return after - before <= _NEAR and bool(layout.sentence[before] == layout.sentence[after])
