"""Tagger "baseline/1": no labels, only likeness of a passage to our wording of the criteria.

A passage is judged alone: its headings are never read, because they give the area away. The score
of a row is the cosine between passage and criterion, not a probability; polarity stays neutral.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from corpus.frameworks import Criterion, Framework, JudgementArea
from corpus.identity import tag_id
from corpus.records import Cue, Extraction, Passage, Tag
from models.similarity import Weights, index_of
from models.synonyms import Synonyms, synonyms
from models.tagging import NONE, Tagger
from models.words import Forms, Term

NAME = "baseline/1"
RANKS = 3
CUES = 3

# Chosen on the labelled passages of the authorities that may be looked at; benchmarks/
# baseline_quality.py prints what other values would give.
CRITERIA_SHARE = 0.5  # what the two nearest criteria of an area add to the area's own likeness
CLEAR_SHARE = 0.43  # below this share of all likeness, the area of a passage is "not sure"
FEWEST_WORDS = 2  # one shared word alone says too little

_START = itemgetter(1)


@cache
def baseline(framework: Framework) -> Tagger:
    """Build the tagger of a framework; the second call in a process costs nothing."""
    return _Baseline(framework, synonyms(framework))


@dataclass(frozen=True, slots=True)
class _Answer:
    area: str
    criterion: str | None = None
    score: float = 0.0
    abstained: bool = False
    cues: tuple[Cue, ...] = ()


class _Baseline:
    def __init__(self, framework: Framework, words: Synonyms) -> None:
        described = _described(framework)
        areas = tuple(_leaves(framework.areas))
        wording: dict[str, tuple[str, ...]] = {row.code: (row.title, row.text) for row in described}
        wording |= {area.code: (area.title,) for area in areas}
        self._framework = framework.id
        self._members = {
            area.code: tuple(row.code for row in described if row.area == area.code)
            for area in areas
        }
        self._criteria = tuple(row.code for row in described)
        read = Forms().terms
        self._index = index_of(
            {
                code: [term[0] for part in (*own, *words.get(code, ())) for term in read(part)]
                for code, own in wording.items()
            }
        )
        self._forms = Forms(self._index.idf)

    @property
    def name(self) -> str:
        return NAME

    def tag(self, passages: Sequence[Passage], extraction: Extraction) -> tuple[Tag, ...]:
        # The extraction holds headings and position, which give the area away; it is not read.
        return tuple(
            _tag(passage, self._framework, rank, answer)
            for passage in passages
            for rank, answer in enumerate(self._answers(passage), start=1)
        )

    def _answers(self, passage: Passage) -> list[_Answer]:
        counts: dict[str, int] = {}
        places: dict[str, Term] = {}
        for term in self._forms.terms(passage.text):
            name = term[0]
            counts[name] = counts.get(name, 0) + 1
            places.setdefault(name, term)
        if not counts:
            return [_Answer(NONE)]
        weights = self._index.weigh(counts)
        likeness = self._index.nearest(weights)
        area, share = self._area(likeness)
        words = sum(" " not in name for name in counts)
        unsure = share < CLEAR_SHARE or words < FEWEST_WORDS
        ranked = sorted(self._criteria, key=likeness.__getitem__, reverse=True)[:RANKS]
        codes: list[str | None] = [code for code in ranked if likeness[code] > 0]
        return [
            _Answer(
                area=area,
                criterion=code,
                score=round(min(likeness[code or area], 1.0), 4),
                abstained=unsure,
                cues=_cues(
                    code or area, self._index.shares(weights, code or area), places, passage
                ),
            )
            for code in codes or [None]
        ]

    def _area(self, likeness: dict[str, float]) -> tuple[str, float]:
        """Return the likeliest area and its share of the likeness of all areas."""
        totals = {}
        for area, members in self._members.items():
            nearest = sorted(likeness[code] for code in members)[-2:]
            totals[area] = likeness[area] + CRITERIA_SHARE * sum(nearest)
        best = max(totals, key=totals.__getitem__)
        return best, totals[best] / sum(totals.values())


def _leaves(areas: tuple[JudgementArea, ...]) -> Iterator[JudgementArea]:
    """Yield the areas that are judged themselves: an element's own areas stand in its place."""
    for area in areas:
        if area.areas:
            yield from _leaves(area.areas)
        else:
            yield area


def _described(framework: Framework) -> tuple[Criterion, ...]:
    """Return the criteria that say what a service does: those of "good", else all there are."""
    good = tuple(row for row in framework.criteria if row.grade == "good")
    return good or framework.criteria


def _cues(
    label: str, shares: Weights, places: dict[str, Term], passage: Passage
) -> tuple[Cue, ...]:
    """Return the words that count most for a label, where they first stand, in reading order."""
    # A pair counts with its two words, so that the reader is shown "child protection" whole.
    gains = dict(shares)
    for name in shares:
        first, space, second = name.partition(" ")
        if space:
            gains[name] += shares.get(first, 0.0) + shares.get(second, 0.0)
    chosen: list[Term] = []
    for name in sorted(gains, key=gains.__getitem__, reverse=True):
        _, start, end = place = places[name]
        if all(end <= other[1] or other[2] <= start for other in chosen):
            chosen.append(place)
            if len(chosen) == CUES:
                break
    chosen.sort(key=_START)
    at = passage.start
    return tuple(
        Cue(kind="weight", start=at + start, end=at + end, rule=f"{label}: {name}")
        for name, start, end in chosen
    )


def _tag(passage: Passage, framework: str, rank: int, answer: _Answer) -> Tag:
    return Tag(
        id=tag_id(passage.id, framework, answer.criterion or answer.area, NAME),
        passage_id=passage.id,
        document_id=passage.document_id,
        framework=framework,
        element=None,
        area=answer.area,
        aspect=None,
        criterion=answer.criterion,
        polarity="neutral",
        score=answer.score,
        abstained=answer.abstained,
        rank=rank,
        tagger=NAME,
        cues=answer.cues,
    )
