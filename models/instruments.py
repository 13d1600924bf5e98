"""A model at work in one process: its reader, its phrases bound to it, and a batch read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from models.answers import NONE, PolarityAnswer, Ranked
from models.areas import Weighed
from models.batches import Batch, Batches
from models.cues import Spotter
from models.features import Rows
from models.model import Model
from models.phrases import Floats, Phrases, bind
from models.polarity import bind as bind_polarity
from models.polarity import phrases as polarity_phrases
from models.ranking import Ranker
from models.reading import Read, Reader
from models.rulesets import RuleSet, load_rule_set
from models.zero import Concepts

AREA_RULES = "areas-three"
_LEAST = 0.02  # a share of nothing is no proof


class Instruments:
    """What all lenses of a process share; building them takes about a second."""

    def __init__(self, model: Model) -> None:
        rules = load_rule_set(AREA_RULES)
        reader = Reader(phrases(one.rules for one in model.rankers.values()))
        lexicon = bind_polarity(reader.numbers)

        def judge(
            reads: Sequence[Read], _rows: Rows, headings: Sequence[tuple[str, ...]]
        ) -> list[PolarityAnswer]:
            return model.polarities.answer(reads, lexicon, headings)

        self.reader = reader
        self.spotter = Spotter(model.vocabulary)
        self.batches = Batches(reader, self.spotter, judge)
        self.rankings = {
            name: Ranking(ranker, ranker.bind(reader.numbers))
            for name, ranker in model.rankers.items()
        }
        self.beside = Beside(self.rankings, bind(rules, reader.numbers))
        self.concepts = tuple(
            Concepts(name, one.ranker, one.phrases) for name, one in self.rankings.items()
        )


@cache
def instruments(model: Model) -> Instruments:
    """Build the instruments of a model; the second call in a process costs nothing."""
    return Instruments(model)


def phrases(rule_sets: Iterable[RuleSet]) -> tuple[str, ...]:
    """List every phrase that any classifier looks for; `rule_sets` are those of the rankers."""
    listed = [*load_rule_set(AREA_RULES).phrases, *polarity_phrases()]
    listed += [phrase for rules in rule_sets for phrase in rules.phrases]
    return tuple(dict.fromkeys(listed))


class Ranking:
    """A ranker with its phrases bound to the reader of the process."""

    def __init__(self, ranker: Ranker, bound: Phrases) -> None:
        self.ranker = ranker
        self.phrases = bound

    def ranked(self, batch: Batch) -> Sequence[tuple[Ranked, ...]]:
        """Rank at most three codes for each passage of a batch; empty where none fits."""
        return self.ranker.rank(batch.reads, self.phrases)

    def shares(self, reads: Sequence[Read]) -> tuple[tuple[str, ...], Floats]:
        """Return how passages divide among groups of codes, with the groups' names.

        A group is what stands before the hyphen of a code, such as LEAD of LEAD-7. How often
        readers give a code has no say: a lens weighs these columns itself.
        """
        ranker = self.ranker
        odds = ranker.log_odds(reads, self.phrases) - ranker.bias
        kept = [at for at, code in enumerate(ranker.codes) if code != NONE]
        groups = tuple(dict.fromkeys(ranker.codes[at].partition("-")[0] for at in kept))
        likely = np.exp(odds[:, kept] - odds[:, kept].max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        member = np.array(
            [[ranker.codes[at].partition("-")[0] == group for group in groups] for at in kept]
        )
        return groups, likely @ member


class Beside:
    """What rankers and area rules say of passages: columns that a lens weighs beside its words."""

    def __init__(self, rankings: Mapping[str, Ranking], rules: Phrases) -> None:
        self._rankings = rankings
        self._rules = rules

    def columns(self, reads: Sequence[Read]) -> tuple[tuple[str, ...], Floats]:
        """Return the names of the columns, and their values: (passages, columns)."""
        names, parts = [f"rules {code}" for code in self._rules.codes], [self._spoken(reads)]
        for framework, ranking in self._rankings.items():
            groups, shares = ranking.shares(reads)
            names += [f"{framework} {group}" for group in groups]
            parts.append(np.log(shares + _LEAST))
        return tuple(names), np.hstack(parts)

    def __call__(self, batch: Weighed, /) -> Floats:
        """Return the values alone."""
        return self.columns(batch.reads)[1]

    def _spoken(self, reads: Sequence[Read]) -> Floats:
        roots = np.sqrt(self._rules.scores(reads, self._rules.found(reads)))
        spoken: Floats = roots - roots.mean(axis=1, keepdims=True)
        return spoken
