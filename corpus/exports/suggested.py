"""The export of tags: what the machine suggests, and beside it what people decided on that.

The store keeps the polarity of sentences with the best tag alone. Here each row of a passage and
framework has it, so that a row can be read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.chain import Event
from corpus.decisions import open_decisions
from corpus.evidence import Evidence
from corpus.exports.tables import Row, Table
from corpus.records import Passage, SentencePolarity, Tag

DECIDED = ("accept", "change", "reject")


@dataclass(frozen=True, slots=True)
class Suggested:
    """A passage and all that is suggested of it, in the order of the export."""

    passage: Passage
    tags: tuple[Tag, ...]

    def holds(self, start: int, end: int) -> bool:
        """Say whether a place of the frozen text is in the passage; a cue may be in its heading."""
        return self.passage.start <= start < end <= self.passage.end

    def lenses(self) -> list[tuple[Tag, ...]]:
        """Return the tags of each framework and tagger, by these, the best first."""
        parted: dict[tuple[str, str], list[Tag]] = {}
        for tag in self.tags:
            parted.setdefault((tag.framework, tag.tagger), []).append(tag)
        return [tuple(parted[key]) for key in sorted(parted)]


def suggestions(evidence: Evidence) -> Iterator[Suggested]:
    """Yield every tagged passage of public documents, by path, then by place."""
    for document in evidence.document_ids():
        tagged = groupby(evidence.tags(document), key=lambda tag: tag.passage_id)
        by_passage = {key: tuple(tags) for key, tags in tagged}
        for passage in evidence.passages(document) if by_passage else ():
            if passage.id in by_passage:
                yield Suggested(passage, by_passage[passage.id])


def decisions_on_tags(evidence: Evidence) -> dict[str, Event]:
    """Return what was last decided on each tag and holds, by the tag's id.

    One that was opened again is not among them.
    """
    if not evidence.workspace.review.exists():
        return {}
    with open_decisions(evidence.workspace, read_only=True) as decisions:
        last = decisions.current("tag")
        return {event.target_id: event for event in last if event.what in DECIDED}


def tag_fields(tag: Tag, sentences: Sequence[SentencePolarity], decision: str | None) -> Row:
    """Return the row of a tag, with the sentences of its passage, in the order of the columns."""
    cues = [
        {"kind": cue.kind, "start": cue.start, "end": cue.end, "rule": cue.rule} for cue in tag.cues
    ]
    said = [
        {"start": one.start, "end": one.end, "polarity": one.polarity, "score": _short(one.score)}
        for one in sentences
    ]
    return (
        tag.id, tag.passage_id, tag.document_id, tag.framework, tag.element, tag.area, tag.aspect,
        tag.criterion, tag.polarity, _short(tag.score), tag.abstained, tag.rank, cues, said,
        tag.tagger, decision,
    )  # fmt: skip


def sentences_by_lens(tags: Sequence[Tag]) -> dict[tuple[str, str], tuple[SentencePolarity, ...]]:
    """Return the polarity of a passage's sentences by framework and tagger."""
    return {(tag.framework, tag.tagger): tag.sentences for tag in tags if tag.sentences}


def _tags(evidence: Evidence) -> Iterator[Row]:
    decided = {tag: event.what for tag, event in decisions_on_tags(evidence).items()}
    for _, found in groupby(evidence.tags(), key=lambda tag: tag.passage_id):
        tags = list(found)
        sentences = sentences_by_lens(tags)
        for tag in tags:
            said = sentences.get((tag.framework, tag.tagger), ())
            yield tag_fields(tag, said, decided.get(tag.id))


def _short(score: float) -> float:
    # Six decimals hide the last bits, in which processors differ.
    return round(score, 6)


TAGS = Table(
    "tags",
    (
        "tag_id", "passage_id", "document_id", "framework", "element", "area", "aspect",
        "criterion", "polarity", "score", "abstained", "rank", "cues", "sentences", "tagger",
        "decision",
    ),
    _tags,
)  # fmt: skip
