"""Tagger "lens": area, aspect, criterion and polarity of each passage, read through one framework.

The classifiers answer; here their answers become rows. Each passage is judged alone: headings
reach the polarity of listed improvements only, and neighbours only a lens "with context".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from corpus.frameworks import Framework
from corpus.identity import tag_id
from corpus.records import Cue, Extraction, Passage, Tag
from models.answers import NONE, AreaAnswer, PolarityAnswer, Ranked
from models.batches import DIGITS, Batch, Batches, moved

# From this probability on, the best aspect also tells the area that holds it.
LEADING = 0.6
_NOTHING_SAID = PolarityAnswer("neutral", 1.0)


class Areas(Protocol):
    """Tells the area of passages, and why."""

    def answers(self, batch: Batch) -> Sequence[AreaAnswer]:
        """Answer for each passage of a batch, in order."""


class Labels(Protocol):
    """Ranks the aspects or criteria of passages."""

    def ranked(self, batch: Batch) -> Sequence[tuple[Ranked, ...]]:
        """Rank at most three codes for each passage of a batch; empty where none fits."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What reads through one framework: `areas` and, where it has any, criteria and aspects.

    `name` is that of the tagger, which tells versions apart (see `models.versions`).
    """

    framework: Framework
    areas: Areas
    criteria: Labels | None
    aspects: Labels | None
    name: str


class LensTagger:
    """A tagger of one lens. `batches` reads the passages, once for all lenses of a process."""

    def __init__(self, lens: Lens, batches: Batches) -> None:
        self._lens = lens
        self._batches = batches
        self._name = lens.name
        self._places = _places(lens.framework)

    @property
    def name(self) -> str:
        """Family, version, and what this one was made of: "lens/1-0a1b2c3d"."""
        return self._name

    def tag(self, passages: Sequence[Passage], extraction: Extraction) -> tuple[Tag, ...]:
        """Tag all passages of one document: one to three rows each, in the order given."""
        # The extraction holds headings and position, which give the area away; it is not read.
        if not passages:
            return ()
        batch = self._batches.read(passages)
        areas = self._lens.areas.answers(batch)
        nothing: Sequence[tuple[Ranked, ...]] = [()] * len(passages)
        criteria = self._lens.criteria.ranked(batch) if self._lens.criteria else nothing
        aspects = self._lens.aspects.ranked(batch) if self._lens.aspects else nothing
        answers = zip(passages, areas, aspects, criteria, batch.polarity, strict=True)
        return tuple(chain.from_iterable(self._rows(*answer) for answer in answers))

    def _rows(
        self,
        passage: Passage,
        area: AreaAnswer,
        aspects: tuple[Ranked, ...],
        criteria: tuple[Ranked, ...],
        polarity: PolarityAnswer,
    ) -> Iterator[Tag]:
        """Yield one row a suggestion; those of aspects and criteria stand side by side by rank."""
        if area.area == NONE:
            aspects, criteria = (), ()
            # What is no evidence of anything is evidence of no strength and no weakness; but what
            # stands in a list of what must improve does, whatever it is about.
            if not any(cue.kind == "heading" for cue in polarity.cues):
                polarity = _NOTHING_SAID
        area = self._led_by(area, aspects)
        element, _, plain = area.area.rpartition("/")
        for at in range(max(len(aspects), len(criteria), 1)):
            aspect = aspects[at] if at < len(aspects) else None
            criterion = criteria[at] if at < len(criteria) else None
            own = criterion or aspect
            label = own.code if own else area.area
            own_cues = (*(aspect.cues if aspect else ()), *(criterion.cues if criterion else ()))
            if at == 0:
                cues = (*moved((*own_cues, *area.cues), passage.start), *polarity.cues)
            else:
                cues = moved(own_cues, passage.start)
            yield Tag(
                id=tag_id(passage.id, self._lens.framework.id, label, self._name),
                passage_id=passage.id,
                document_id=passage.document_id,
                framework=self._lens.framework.id,
                element=element or None,
                area=plain,
                aspect=aspect.code if aspect else None,
                criterion=criterion.code if criterion else None,
                polarity=polarity.polarity,
                score=round(own.probability if own else area.probability, DIGITS),
                abstained=not area.sure,
                rank=at + 1,
                tagger=self._name,
                cues=_each_once(cues),
                sentences=polarity.sentences if at == 0 else (),
            )

    def _led_by(self, area: AreaAnswer, aspects: tuple[Ranked, ...]) -> AreaAnswer:
        """Let the best aspect name the area that holds it, within the element that was found."""
        holders = self._places.get(aspects[0].code, ()) if aspects else ()
        if not holders:
            return area
        sure = (area.sure or area.recognised) and aspects[0].probability >= LEADING
        if area.area in holders:
            return replace(area, sure=area.sure or sure)
        element = area.area.rpartition("/")[0]
        kept = [code for code in holders if code.rpartition("/")[0] == element]
        chosen = (kept or list(holders))[0]
        # The words tell the element alone now: the area is the aspect's, and so are its reasons.
        cues = tuple(
            replace(cue, rule=f"{element}: {cue.rule.partition(': ')[2]}")
            for cue in area.cues
            if kept and element
        )
        return replace(area, area=chosen, sure=sure, probability=aspects[0].probability, cues=cues)


def _places(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Return the areas that hold each aspect, by the aspect's plain code."""
    found: dict[str, tuple[str, ...]] = {}
    for area in framework.walk():
        for aspect in area.aspects:
            plain = aspect.code.rpartition("/")[2]
            found[plain] = (*found.get(plain, ()), area.code)
    return found


def _each_once(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    # Two classifiers may name the same words for the same rule; rules alone are compared faster.
    if len({cue.rule for cue in cues}) == len(cues):
        return cues
    return tuple(dict.fromkeys(cues))
