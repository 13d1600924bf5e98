"""What earlier taggers suggested: read by document, and counted by version of the tagger.

`Evidence.prune_tags` deletes it when nobody needs it any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import rows
from corpus.evidence import Evidence
from corpus.records import Tag


@dataclass(frozen=True, slots=True)
class TaggerCount:
    """How many tags of one version of a tagger stand now, and how many are past."""

    framework: str
    tagger: str
    current: int
    past: int


def past_tags(
    evidence: Evidence, document_id: str | None = None, tagger: str | None = None
) -> Iterator[Tag]:
    """Yield past tags of one or all documents and taggers, by passage, tagger, framework, rank."""
    for document in evidence.document_ids() if document_id is None else [document_id]:
        if tagger is None:
            yield from evidence.records(rows.past_tag_of, f"{_PAST} {_IN_ORDER}", document)
        else:
            by_tagger = f"{_PAST} AND past_tags.tagger = ? {_IN_ORDER}"
            yield from evidence.records(rows.past_tag_of, by_tagger, document, tagger)


def tagger_counts(evidence: Evidence) -> list[TaggerCount]:
    """Count tags by framework and version of the tagger, current and past ones."""
    return [TaggerCount(*row) for row in evidence.query(_COUNTS)]


_PAST = (
    f"{rows.select('past_tags', rows.PAST_TAGS)} JOIN passages ON passages.id = passage_id "
    "WHERE past_tags.document_id = ? AND passages.public"
)
_IN_ORDER = (
    'ORDER BY passages.start, passages."end" DESC, passages.id, past_tags.tagger, '
    "past_tags.framework, past_tags.rank, past_tags.id"
)
_COUNTS = """
    SELECT framework, tagger, sum(now), sum(1 - now) FROM (
        SELECT framework, tagger, 1 AS now FROM tags WHERE current
        UNION ALL SELECT framework, tagger, 0 FROM past_tags
    ) GROUP BY framework, tagger ORDER BY framework, tagger
"""
