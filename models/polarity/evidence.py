"""What the edited phrases find in each sentence, after negation, cancelling and the like."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.polarity.layout import Counts, Flags, Layout
from models.polarity.lexicon import Hits, Lexicon
from models.polarity.qualifiers import attributions, openings
from models.polarity.scopes import Scopes

Floats = NDArray[np.float64]

_CANCELLED = 0.5  # what a cancelled weakness counts as a strength: "no delay" is some praise
_SIDES = ("strength", "weakness", "neither", "history")  # a longer phrase hides those inside it
SIZE = 20  # columns of `features`


class Evidence(NamedTuple):
    """Words of praise and blame in a batch, and where they are turned round.

    `negated` goes with `strengths`, `cancelled` with `weaknesses`: one flag a match.
    """

    strengths: Hits
    negated: Flags
    weaknesses: Hits
    cancelled: Flags


def evidence(layout: Layout, lexicon: Lexicon, scope: Scopes) -> Evidence:
    """Find words of praise and blame."""
    strengths, weaknesses = (lexicon.hits(layout, side, _SIDES) for side in _SIDES[:2])
    # A negation may begin before what cancels it: "are not afraid".
    cancelled = scope.cancelled[weaknesses.first] | scope.cancelled[weaknesses.last - 1]
    return Evidence(strengths, scope.negated[strengths.first], weaknesses, cancelled)


def features(layout: Layout, lexicon: Lexicon, scope: Scopes, found: Evidence) -> Floats:
    """Describe each sentence: (sentences, SIZE).

    Weight of strengths and of weaknesses, of negated strengths, balance of the two from -1 to 1,
    logarithms of the two, the smaller of the two; then flags: hedge, plan, history, attribution,
    contrast, cancelling phrase, need, opening with a contrast, with a demand, with a word that
    leans on the sentence before, with a turn; then the number of negations and the logarithm of
    its length.
    """
    count = len(layout.passage)

    def total(hits: Hits, kept: Flags) -> Floats:
        places = layout.sentence[hits.first[kept]]
        return np.bincount(places, hits.weight[kept], count).astype(np.float64)

    negated = total(found.strengths, found.negated)
    good = total(found.strengths, ~found.negated)
    good += _CANCELLED * total(found.weaknesses, found.cancelled)
    bad = total(found.weaknesses, ~found.cancelled) + negated
    groups = [lexicon.hits(layout, group) for group in ("hedge", "plan", "history")]
    groups += [attributions(layout, lexicon)[0], lexicon.hits(layout, "contrast"), scope.cancels]
    groups += [lexicon.hits(layout, "need")]
    flags = [_holds(layout.sentence[hits.first], count) for hits in groups]
    flags += [
        openings(layout, lexicon, group) for group in ("contrast", "demand", "reference", "turn")
    ]
    balance = (good - bad) / (good + bad + 1.0)
    columns = [good, bad, negated, balance, np.log1p(good), np.log1p(bad), np.minimum(good, bad)]
    lengths = np.log1p(layout.lengths)
    return np.stack([*columns, *flags, _negations(layout, scope), lengths], axis=1)


def _negations(layout: Layout, scope: Scopes) -> Floats:
    """Count the negations of each sentence."""
    places = layout.sentence[scope.negations.first]
    return np.bincount(places, minlength=len(layout.passage)).astype(np.float64)


def _holds(sentences: Counts, count: int) -> Flags:
    return np.bincount(sentences, minlength=count) > 0
