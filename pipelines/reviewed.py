"""What reviewers have decided on tags, beside what is still to review, as `models.learning` asks.

A passage counts as reviewed through a framework once anything was decided on one of its tags there,
or was added to it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from corpus.decisions import open_decisions
from corpus.evidence import Evidence
from corpus.records import Passage, Tag
from corpus.reviewed import POSITIVE, said
from models.learning import Given, Recall, Record, draw, recall
from pipelines.figures import Held
from pipelines.labelled import groups

RIGHT, WRONG = "accepted", "rejected"
_CODES = ("criterion", "aspect", "area")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was decided: confirmed codes by (passage, framework), and each tag's own verdict.

    A pair without a confirmed code was reviewed and none was confirmed.
    """

    confirmed: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)

    def through(self, framework: str) -> dict[str, frozenset[str]]:
        """Return the confirmed codes by passage, through one framework."""
        return {
            passage: codes
            for (passage, through), codes in self.confirmed.items()
            if through == framework
        }


@dataclass(frozen=True, slots=True)
class Search:
    """How far the search for all evidence on one code has come, and what to look at next.

    `ranked` are the passages tagged with the code that are not reviewed, likeliest first; `drawn`
    are those to look at for the estimate, in the order of the draw.
    """

    estimate: Recall
    ranked: tuple[str, ...]
    drawn: tuple[str, ...]


def code_of(tag: Tag) -> str:
    """Return the code that a row suggests: its criterion or aspect, else its area."""
    return tag.criterion or tag.aspect or tag.area


def records(
    evidence: Evidence, framework: str | None = None, provider: str | None = None
) -> Iterator[Record]:
    """Yield every tagged passage, once for each framework; the record's id names both."""
    of = groups(evidence)
    seen = set()
    for tag in evidence.tags():
        name = record_id(tag.passage_id, tag.framework)
        if tag.rank != 1 or name in seen or (framework and tag.framework != framework):
            continue
        if provider is None or of[tag.document_id] == provider:
            seen.add(name)
            yield Record(
                name,
                of[tag.document_id],
                tag.framework,
                tag.score,
                tag.abstained,
            )


def record_id(passage: str, framework: str) -> str:
    """Return the id of a passage read through a framework."""
    return f"{passage} {framework}"


def reviewed(evidence: Evidence, tags: Iterable[Tag]) -> Reviewed:
    """Return what holds of all that reviewers decided on these tags and on passages."""
    if not evidence.workspace.review.exists():
        return Reviewed()
    confirmed: dict[tuple[str, str], set[str]] = {}
    verdicts: dict[str, str] = {}
    with open_decisions(evidence.workspace, read_only=True) as decisions:
        events = [*decisions.current("tag"), *decisions.current("passage")]
    # Few of all tags are decided on: the others need not be held.
    decided = {event.target_id for event in events}
    by_id = {tag.id: tag for tag in tags if tag.id in decided}
    for event in events:
        holds = said(event, by_id.get(event.target_id))
        if event.what == "reopen" or holds is None:
            continue
        place = (str(holds["passage_id"]), str(holds["framework"]))
        codes = {str(holds[name]) for name in _CODES if holds[name]}
        confirmed.setdefault(place, set()).update(codes if event.what in POSITIVE else ())
        if event.target_id in by_id and event.what in ("accept", "reject"):
            verdicts[event.target_id] = RIGHT if event.what == "accept" else WRONG
    return Reviewed({place: frozenset(codes) for place, codes in confirmed.items()}, verdicts)


def judged(tags: Iterable[Tag], found: Reviewed) -> list[Given]:
    """Lay each verdict on a tag beside the tag's own probability."""
    return [
        Given(tag.id, found.verdicts[tag.id], {RIGHT: tag.score, WRONG: 1 - tag.score})
        for tag in tags
        if tag.id in found.verdicts
    ]


def held_given(held: Iterable[Held]) -> dict[str, list[Given]]:
    """Lay each label of a training beside the answer of the fold that had not seen it, by task."""
    found: dict[str, list[Given]] = {}
    for one in held:
        if one.truth:
            # Of several right labels the one that the model had first cannot be doubted.
            label = next((code for code in one.answers[:1] if code in one.truth), one.truth[0])
            answers = dict(zip(one.answers, one.probabilities, strict=True))
            found.setdefault(one.task, []).append(Given(one.id, label, answers))
    return found


def search_for(
    code: str, framework: str, tags: Iterable[Tag], passages: Iterable[str], found: Reviewed
) -> Search:
    """Say how much of the evidence on a code has been found through a framework.

    `passages` are all that were tagged through it. What was reviewed without a gap from the top of
    the ranking is the search; what was reviewed without a gap in the order of the draw, among the
    rest, is the random sample. Hits elsewhere count as found.
    """
    looked = found.through(framework)
    hits = {passage for passage, codes in looked.items() if code in codes}
    best: dict[str, float] = {}
    for tag in tags:
        if tag.framework == framework and code_of(tag) == code:
            best[tag.passage_id] = max(tag.score, best.get(tag.passage_id, 0.0))
    ranking = sorted(best, key=lambda passage: (-best[passage], passage))
    top = list(takewhile(looked.__contains__, ranking))
    rest = sorted(set(passages) - set(top), key=lambda passage: draw(passage, code))
    drawn = list(takewhile(looked.__contains__, rest))
    below = rest[len(drawn) :]
    elsewhere = [passage for passage in below if passage in looked]
    estimate = recall(
        [passage in hits for passage in (*elsewhere, *top)],
        len(below) - len(elsewhere),
        [passage in hits for passage in drawn],
    )
    return Search(
        estimate,
        tuple(passage for passage in ranking if passage not in looked),
        tuple(passage for passage in below if passage not in looked),
    )


def passages_named(evidence: Evidence, wanted: Iterable[str]) -> dict[str, Passage]:
    """Return public passages by their ids."""
    ids = set(wanted)
    return {one.id: one for one in evidence.passages() if one.id in ids} if ids else {}
