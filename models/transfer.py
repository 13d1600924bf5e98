"""Areas of a framework without reports of its own, through the crosswalk from one that was learnt.

Links are lossy: an area may be narrower than the one it stands for, and two areas may share one.
So every cue names the area that was really recognised and how it stands to the answer; what two
areas share is divided by likeness to their wording; what no link reaches is "not sure", since a
missing link is not the same as "no counterpart".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.frameworks import Framework
from corpus.frameworks.crosswalk import cross_area
from corpus.frameworks.provisions import Relation
from corpus.records import Cue
from models.answers import NONE, AreaAnswer
from models.wording import judged
from models.zero import Readings

Doubles = NDArray[np.float64]


class LearntAreas(Protocol):
    """A trained lens; `codes` names the columns of `probabilities`."""

    @property
    def codes(self) -> Sequence[str]:
        """The areas it tells apart."""

    def probabilities(self, batch: Readings) -> Doubles:
        """Return calibrated probabilities, given that an area fits: (passages, codes)."""

    def answers(self, batch: Readings) -> Sequence[AreaAnswer]:
        """Answer for each passage, NONE included."""


class Nearness(Protocol):
    """What divides between areas that share a counterpart, such as a `models.zero.ZeroLens`."""

    @property
    def codes(self) -> Sequence[str]:
        """The areas it tells apart."""

    def probabilities(self, batch: Readings) -> Doubles:
        """Return each area's share: (passages, codes)."""


class Tie(NamedTuple):
    """An own area and a learnt one; "narrower" says that what is linked here is the narrower one.

    `linked` is the own area, or the element that it is a part of where only that is linked.
    """

    own: str
    learnt: str
    relation: Relation
    linked: str


@dataclass(frozen=True, slots=True)
class Route:
    """How the areas of a framework are reached from those of a learnt one: `links`, own by own."""

    framework: str
    learnt: str
    areas: tuple[str, ...]
    links: tuple[Tie, ...]

    @property
    def unreached(self) -> tuple[str, ...]:
        """The own areas that no link reaches: they can never be the answer."""
        reached = {link.own for link in self.links}
        return tuple(area for area in self.areas if area not in reached)

    @property
    def exact(self) -> bool:
        """Whether the two frameworks mean the same by all areas that are linked."""
        return all(link.relation == "exact" for link in self.links)


def route(
    framework: Framework, learnt: Iterable[Framework], through: Iterable[Framework] = ()
) -> Route | None:
    """Find the learnt framework that reaches all areas, the most faithfully; null if none does.

    Exact links are better than lossy ones, and of equals the first framework given counts.
    `through` may lend chains.
    """
    lent = tuple(through)
    found = [_route(framework, other, lent) for other in learnt if other.id != framework.id]
    whole = [one for one in found if one.links and not one.unreached]
    return max(whole, key=_faithfulness, default=None)


def _route(framework: Framework, learnt: Framework, through: Sequence[Framework]) -> Route:
    areas = tuple(area.code for area in judged(framework))
    theirs = {area.code for area in judged(learnt)} | {area.code for area in learnt.areas}
    links = [
        Tie(code, to, relation, linked)
        for code in areas
        for linked, to, relation in _ties(framework, code, learnt, through)
        if to in theirs
    ]
    return Route(framework.id, learnt.id, areas, tuple(dict.fromkeys(links)))


def _ties(
    framework: Framework, code: str, learnt: Framework, through: Sequence[Framework]
) -> list[tuple[str, str, Relation]]:
    """Return the links of an area, else those of the element that holds it."""
    for linked in (code, *_holders(framework, code)):
        found: list[tuple[str, str, Relation]] = [
            (linked, link.to, link.relation)
            for link in cross_area(framework, linked, learnt, through)
            if link.to is not None and link.relation != "none"
        ]
        if found:
            return found
    return []


def _holders(framework: Framework, code: str) -> tuple[str, ...]:
    return tuple(
        area.code for area in framework.walk() if any(part.code == code for part in area.areas)
    )


def _faithfulness(one: Route) -> tuple[float, int, int]:
    inherited = len({link.own for link in one.links if link.linked != link.own})
    shared = len(one.links) - len({link.learnt for link in one.links})
    exact = sum(link.relation == "exact" for link in one.links)
    return exact / len(one.links), -inherited, -shared


@dataclass(frozen=True, slots=True)
class Transferred:
    """Answers with areas of a framework by what a learnt lens recognises.

    An answer is sure from probability `sure` on, which should be the learnt lens's own threshold,
    and never where the learnt lens takes the passage for none of its areas' evidence.
    """

    route: Route
    learnt: LearntAreas
    sure: float
    nearness: Nearness | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas, in the order of columns of `probabilities`."""
        return self.route.areas

    def probabilities(self, batch: Readings) -> Doubles:
        """Return what each own area gets of the learnt probabilities: (passages, areas).

        A row sums to less than 1 where some of it went to learnt areas that no link reaches.
        """
        learnt = self.learnt.probabilities(batch)
        near = self._near(batch, len(learnt))
        shares = np.zeros((len(learnt), len(self.codes)))
        for at, code in enumerate(self.learnt.codes):
            own = [self.codes.index(tie.own) for tie in self.route.links if tie.learnt == code]
            if own:
                parts = near[:, own] / near[:, own].sum(axis=1, keepdims=True)
                shares[:, own] += learnt[:, [at]] * parts
        return shares

    def answers(self, batch: Readings) -> tuple[AreaAnswer, ...]:
        """Answer for each passage; the learnt lens's NONE and its doubts stay."""
        if not len(batch.reads):
            return ()
        shares = self.probabilities(batch)
        most = self.learnt.probabilities(batch).max(axis=1)
        answers = self.learnt.answers(batch)
        # What the learnt lens takes off for passages that may be no evidence comes off here too.
        fits = np.minimum([one.probability for one in answers] / most, 1.0)
        shares = shares * fits[:, None]
        ties = {tie[:2]: tie for tie in reversed(self.route.links)}
        best = self._within_elements(shares).argmax(axis=1)
        most = np.take_along_axis(shares, best[:, None], axis=1)[:, 0]
        return tuple(
            self._answer(answer, self.codes[at], share, ties)
            for answer, at, share in zip(answers, best.tolist(), most.tolist(), strict=True)
        )

    def _within_elements(self, shares: Doubles) -> Doubles:
        """Leave only the areas of the element that gets most: it is told before its areas are."""
        elements = [code.rpartition("/")[0] for code in self.codes]
        if not any(elements):
            return shares
        names = sorted(set(elements))
        member = np.array([[element == name for name in names] for element in elements])
        leading = (shares @ member).argmax(axis=1)
        return np.where(member.T[leading], shares, -1.0)

    def _near(self, batch: Readings, count: int) -> Doubles:
        if self.nearness is None:
            return np.ones((count, len(self.codes)))
        columns = [list(self.nearness.codes).index(code) for code in self.codes]
        near: Doubles = np.maximum(self.nearness.probabilities(batch)[:, columns], 1e-9)
        return near

    def _answer(
        self, answer: AreaAnswer, code: str, share: float, ties: Mapping[tuple[str, str], Tie]
    ) -> AreaAnswer:
        if answer.area == NONE:
            return answer
        tie = ties.get((code, answer.area))
        # What was recognised may reach no own area; then the next best is only a guess.
        sure = tie is not None and share >= self.sure and self._told(answer)
        cues = self._cues(answer, tie) if tie else ()
        return AreaAnswer(code, share, sure, cues, recognised=answer.sure)

    def _told(self, answer: AreaAnswer) -> bool:
        # Several learnt areas may make one own area: each alone unsure, together sure.
        return answer.sure or answer.probability < self.sure

    def _cues(self, answer: AreaAnswer, tie: Tie) -> tuple[Cue, ...]:
        how = "the same as" if tie.relation == "exact" else f"{tie.relation} than"
        part = "" if tie.linked == tie.own else f"part of {tie.linked}, "
        label = f"{tie.own}, {part}{how} {answer.area} of {self.route.learnt}"
        return tuple(
            Cue(cue.kind, cue.start, cue.end, f"{label}: {cue.rule.partition(': ')[2] or cue.rule}")
            for cue in answer.cues
        )
