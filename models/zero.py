"""A lens for a framework that nobody trained for: passages are likened to its own wording.

Likeness has three parts. Concepts: passage and wording are both read with the phrases of trained
frameworks, so that "recruitment checks" and "vetting" meet in a criterion of another framework
though they share no word. Company: the same by the words that usually stand beside such phrases.
Words: cosine with the wording itself. A title of two words says little by its company and its
words, so those two count by the wording's length. The figures below were chosen on the criteria of
one framework, read as if unknown; the aspects of another were the check (decision 0092).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.frameworks import Framework
from corpus.records import Cue
from models.answers import NONE, AreaAnswer, Ranked
from models.features import Floats, Rows, Vocabulary, products
from models.last import Last
from models.phrases import Phrases
from models.ranking import Ranker
from models.reading import Read, Reader
from models.wording import Item, items

Doubles = NDArray[np.float64]

RANKS = 3
CUES = 3
FLOOR = 0.3  # a code that is right less often is not worth a reader's look
SURE = 0.8  # of an area; nine of ten such answers were right on passages that people coded
FEWEST_WORDS = 4  # a caption, a date or an address says less

_HALF = 20.0  # words of wording at which its words count half
_LEAST_IDF = 3.5  # words in one of twelve passages or more are no reason that a reader would accept
_NEARNESS = 2.0  # how far an area is what its nearest items are, rather than what all are
_AREA_SHARPNESS = 3.0
_CODE_SHARPNESS = 4.0
_BY_SHARE, _BY_LIKENESS, _CONSTANT = 1.22, 0.48, 1.56  # log-odds of a code to be one of a reader's


class Readings(Protocol):
    """A batch of passages, read and weighed once."""

    @property
    def reads(self) -> Sequence[Read]:
        """The passages."""

    @property
    def rows(self) -> Rows:
        """Their weighted terms."""


@dataclass(frozen=True, slots=True, eq=False)
class Concepts:
    """A trained ranker with its phrases, bound to the reader; `framework` names whose codes."""

    framework: str
    ranker: Ranker
    phrases: Phrases

    def spoken(self, reads: Sequence[Read]) -> Doubles:
        """Return how strongly phrases speak of each code: (passages, codes), 0 or more."""
        return np.sqrt(self.phrases.scores(reads, self.phrases.found(reads)))[:, self._kept()]

    def company(self, reads: Sequence[Read]) -> Doubles:
        """Return what words say for each code against the others: (passages, codes)."""
        sums = self.ranker.words.sums(reads)[:, self._kept()]
        centred: Doubles = sums - sums.mean(axis=1, keepdims=True)
        return centred

    @property
    def width(self) -> int:
        """How many concepts there are."""
        return len(self._kept())

    def _kept(self) -> list[int]:
        """Return the columns that are concepts: what speaks of nothing is likeness to nothing."""
        return [at for at, code in enumerate(self.phrases.codes) if code != NONE]

    def cues(self, read: Read, column: int, code: str) -> tuple[Cue, ...]:
        """Return the phrases by which a passage speaks of the concept in a column, in order."""
        at = self._kept()[column]
        found = self.phrases.found([read])
        own = np.flatnonzero(found.code == at)
        own = np.sort(own[np.argsort(-found.gain[own], kind="stable")[:CUES]])
        spans = [read.slice_of(int(found.first[row]), int(found.last[row])) for row in own]
        rule = f"{code}, by {self.phrases.codes[at]} of {self.framework}"
        return tuple(
            Cue("phrase", start, end, f'{rule}: "{read.text[start:end]}"') for start, end in spans
        )


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """The weighted words of n items: `rows` (words, n) of those columns that any of them holds.

    `at` (columns,) is the row of a column of the vocabulary, -1 where no item holds it.
    """

    at: NDArray[np.int64]
    rows: Floats

    def cosines(self, rows: Rows) -> Floats:
        """Return the cosine of each weighed passage with each item: (passages, n)."""
        at = self.at[rows.columns]
        kept = at >= 0
        # Most words of a passage stand in no wording: to leave them out is most of the work.
        starts = np.concatenate(([0], np.cumsum(kept)))[rows.starts]
        return products(Rows(starts, at[kept], rows.values[kept]), self.rows)


class _Passage(NamedTuple):
    read: Read
    spoken: Doubles


@dataclass(frozen=True, slots=True, eq=False)
class ZeroLens:
    """Likens passages to the n items of a framework's wording.

    `telling` has, for each item, the rarity of its words that are reasons; `words` are
    its weighted words; `spoken` and `company` (n, concepts) what it is to all trained rankers;
    `length` (n,) what words count beside concepts, from 0 to 1.
    """

    items: tuple[Item, ...]
    telling: tuple[Mapping[int, float], ...]
    concepts: tuple[Concepts, ...]
    words: Wordings
    spoken: Doubles
    company: Doubles
    length: Doubles
    _last: Last[Doubles] = field(default_factory=Last, init=False, repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas, in the order of columns of `probabilities`."""
        return tuple(dict.fromkeys(item.area for item in self.items))

    def likeness(self, batch: Readings) -> Doubles:
        """Return how like each passage is to each item: (passages, items); 0 is not at all."""
        return self._last(batch, lambda: self._likeness(batch))

    def _likeness(self, batch: Readings) -> Doubles:
        spoken = _side_by_side(self.concepts, "spoken", batch.reads)
        # What all items of the framework have in common tells none of them from another.
        middle = self.spoken.mean(axis=0)
        concepts = _cosines(spoken - middle, self.spoken - middle)
        concepts[~spoken.any(axis=1)] = 0.0
        concepts[:, ~self.spoken.any(axis=1)] = 0.0
        company = _cosines(_side_by_side(self.concepts, "company", batch.reads), self.company)
        words = self.words.cosines(batch.rows)
        likeness: Doubles = concepts + self.length * (company + words)
        return likeness

    def probabilities(self, batch: Readings) -> Doubles:
        """Return each area's share, (passages, areas)."""
        return self._shares(self.likeness(batch))

    def answers(self, batch: Readings) -> tuple[AreaAnswer, ...]:
        """Answer with an area for each passage, and the words that speak for it."""
        if not len(batch.reads):
            return ()
        likeness = self.likeness(batch)
        shares = self._shares(likeness)
        spoken = _side_by_side(self.concepts, "spoken", batch.reads)
        return tuple(
            self._area(_Passage(read, said), share, row)
            for read, said, share, row in zip(batch.reads, spoken, shares, likeness, strict=True)
        )

    def ranked(self, batch: Readings, kind: str = "criterion") -> tuple[tuple[Ranked, ...], ...]:
        """Rank the items of a kind, "criterion" or "aspect": at most three, above the floor."""
        own = [at for at, item in enumerate(self.items) if item.kind == kind]
        if not len(batch.reads) or not own:
            return ((),) * len(batch.reads)
        likeness = self.likeness(batch)[:, own]
        chances = _chances(likeness)
        chances[[not read.has_words(FEWEST_WORDS) for read in batch.reads]] = 0.0
        spoken = _side_by_side(self.concepts, "spoken", batch.reads)
        return tuple(
            self._best(_Passage(read, said), own, row)
            for read, said, row in zip(batch.reads, spoken, chances, strict=True)
        )

    def _shares(self, likeness: Doubles) -> Doubles:
        nearness = []
        for code in self.codes:
            own = [at for at, item in enumerate(self.items) if item.area == code]
            # An area whose every wording stands elsewhere too still has to be likened somehow.
            own = [at for at in own if self.items[at].telling] or own
            nearness.append(np.log(np.exp(_NEARNESS * likeness[:, own]).mean(axis=1)))
        odds = np.exp(_AREA_SHARPNESS * np.stack(nearness, axis=1))
        shares: Doubles = odds / odds.sum(axis=1, keepdims=True)
        return shares

    def _area(self, passage: _Passage, shares: Doubles, likeness: Doubles) -> AreaAnswer:
        best = int(shares.argmax())
        code = self.codes[best]
        if len(passage.read.words) < FEWEST_WORDS or likeness.max() <= 0.0:
            # Nothing of the framework is found in it, which is no proof that nothing is there.
            return AreaAnswer(NONE, 1.0 - float(shares[best]), sure=False)
        if len(self.codes) == 1:  # nothing to tell apart, and how well it fits is not known
            return AreaAnswer(code, 0.5, sure=False, cues=())
        own = [at for at, item in enumerate(self.items) if item.area == code]
        nearest = max(own, key=lambda at: likeness[at])
        probability = float(shares[best])
        return AreaAnswer(
            code, probability, probability >= SURE, self._cues(passage, nearest, code)
        )

    def _best(self, passage: _Passage, own: Sequence[int], chances: Doubles) -> tuple[Ranked, ...]:
        first: dict[str, Ranked] = {}
        for at in np.argsort(-chances, kind="stable").tolist():
            if chances[at] < FLOOR or len(first) == RANKS:
                break
            code = self.items[own[at]].plain  # one for an aspect that stands in two elements
            if code not in first:
                first[code] = Ranked(code, float(chances[at]), self._cues(passage, own[at], code))
        return tuple(first.values())

    def _cues(self, passage: _Passage, item: int, code: str) -> tuple[Cue, ...]:
        """Return the words shared with an item's wording, else phrases of the nearest concepts."""
        read, telling = passage.read, self.telling[item]
        first: dict[int, int] = {}
        for at, word in enumerate(read.words.tolist()):
            if word in telling:
                first.setdefault(word, at)
        rarest = sorted(first, key=lambda word: -telling[word])[:CUES]
        spans = [read.slice_of(at, at + 1) for at in sorted(first[word] for word in rarest)]
        shared = tuple(
            Cue("weight", start, end, f'{code}, in its wording: "{read.text[start:end]}"')
            for start, end in spans
        )
        return shared or self._bridges(passage, item, code)

    def _bridges(self, passage: _Passage, item: int, code: str) -> tuple[Cue, ...]:
        """Return phrases of the trained concept in which a passage and an item's wording meet."""
        middle, spoken = self.spoken.mean(axis=0), passage.spoken
        meeting = (spoken - middle) * (self.spoken[item] - middle) * (spoken > 0.0)
        if meeting.max(initial=0.0) <= 0.0:
            return ()
        column = int(meeting.argmax())
        for one in self.concepts:
            if column < one.width:
                return one.cues(passage.read, column, code)
            column -= one.width
        return ()


@dataclass(frozen=True, slots=True)
class ZeroLabels:
    """The criteria, or the aspects, of a framework that nobody trained for."""

    lens: ZeroLens
    kind: str

    def ranked(self, batch: Readings) -> tuple[tuple[Ranked, ...], ...]:
        """Rank at most three codes for each passage of a batch; empty where none fits."""
        return self.lens.ranked(batch, self.kind)


def zero_lens(
    framework: Framework, reader: Reader, vocabulary: Vocabulary, concepts: Sequence[Concepts] = ()
) -> ZeroLens:
    """Build the lens of a framework from its wording; cheap, but meant for once a process.

    The reader must be the one to whose phrases the concepts are bound. A framework without criteria
    has areas alone. FrameworkError where it has no areas.
    """
    listed = items(framework)
    reads = tuple(reader.read(item.text) for item in listed)
    lengths = np.array([len(read.words) for read in reads], dtype=np.float64)
    return ZeroLens(
        items=listed,
        telling=tuple(_telling(vocabulary, read) for read in reads),
        concepts=tuple(concepts),
        words=_whole_view(vocabulary, reads),
        spoken=_side_by_side(concepts, "spoken", reads),
        company=_side_by_side(concepts, "company", reads),
        length=lengths / (lengths + _HALF),
    )


def _telling(vocabulary: Vocabulary, read: Read) -> dict[int, float]:
    columns, known = vocabulary.columns_of(read.words)
    pairs = zip(read.words[known].tolist(), vocabulary.idf[columns[known]].tolist(), strict=True)
    return {word: idf for word, idf in pairs if idf >= _LEAST_IDF}


def _whole_view(vocabulary: Vocabulary, reads: Sequence[Read]) -> Wordings:
    """Return the weighted words of wordings, to unit length.

    Wording has no opening that would count more, so only the view of the whole passage is used.
    """
    rows = vocabulary.weigh(reads)
    table = np.zeros((len(vocabulary.ids), len(reads)), dtype=np.float32)
    table[rows.columns, np.repeat(np.arange(len(reads)), np.diff(rows.starts))] = rows.values
    table[vocabulary.views != 0] = 0.0
    lengths = np.linalg.norm(table, axis=0)
    held = np.flatnonzero(table.any(axis=1))
    at = np.full(len(table), -1)
    at[held] = np.arange(len(held))
    return Wordings(at, (table[held] / np.where(lengths > 0.0, lengths, 1.0)).astype(np.float32))


def _side_by_side(concepts: Sequence[Concepts], what: str, reads: Sequence[Read]) -> Doubles:
    tables = [one.spoken(reads) if what == "spoken" else one.company(reads) for one in concepts]
    return np.hstack((np.zeros((len(reads), 0)), *tables))


def _cosines(left: Doubles, right: Doubles) -> Doubles:
    cosines: Doubles = _unit(left) @ _unit(right).T
    return cosines


def _unit(rows: Doubles) -> Doubles:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Doubles = rows / np.where(lengths > 0.0, lengths, 1.0)
    return unit


def _chances(likeness: Doubles) -> Doubles:
    """Return the chance of each code to be one that a reader would give; nil where nothing fits."""
    odds = np.exp(_CODE_SHARPNESS * (likeness - likeness.max(axis=1, keepdims=True)))
    shares = np.log(odds / odds.sum(axis=1, keepdims=True))
    best = likeness.max(axis=1, keepdims=True)
    logits = _BY_SHARE * shares + _BY_LIKENESS * best + _CONSTANT
    chances: Doubles = np.where(best > 0.0, 1.0 / (1.0 + np.exp(-logits)), 0.0)
    return chances
