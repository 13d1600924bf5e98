"""Search with facets: passages by their words, what they are tagged to, whose and when.

The full-text index is asked first and once; what is counted beside is counted over its hits. Of
more hits than MOST nothing is counted: nobody reads so many, and counting them would keep others
waiting. Words that stand nearly everywhere order nothing: of theirs, the last stored come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from corpus.database import snapshot
from corpus.evidence import Evidence
from corpus.search import match_expression, snippets_of
from review.counting import Remembered
from review.viewing import Viewer

MOST = 2000
DECISIONS = ("none", "accept", "change", "reject")
_LOOKED_AT = 4000  # of more hits of the words, the best are looked at
_COMMON = 10_000  # of more hits than this, none is weighed
_SHOWN = 60  # values of one facet
_FOUND_BEFORE = Remembered(24)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody searches for; null stands for anything. `area` is any code of the framework.

    `since` and `until` are days (ISO 8601) of publication, both counted. `decision` is one of
    DECISIONS: what people said of the passage's best tag.
    """

    framework: str
    words: str = ""
    area: str | None = None
    polarity: str | None = None
    provider: str | None = None
    since: str | None = None
    until: str | None = None
    decision: str | None = None


class Row(NamedTuple):
    """One passage that was found; what it is tagged to is null where nothing sure is."""

    number: int
    cost: float
    passage: str
    document: str
    name: str = ""
    provider: str | None = None
    provider_name: str | None = None
    published: str | None = None
    area: str | None = None
    aspect: str | None = None
    criterion: str | None = None
    polarity: str | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """The words of a found passage around the matches, and where in them these stand."""

    words: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first. `more` says that there are more than MOST of them, `partly`
    that the words have so many hits that not all were put to the other conditions.

    `facets` count the values of a field over all that was found, the most frequent first; null
    where there are more than can be counted.
    """

    rows: tuple[Row, ...]
    more: bool
    facets: Mapping[str, tuple[tuple[str, int], ...]] | None
    match: str
    partly: bool = False


def find(evidence: Evidence, viewer: Viewer, asked: Asked, brief: bool = False) -> Found:
    """Return the passages that fit and that the viewer may see; none where nothing is asked.

    With `brief`, rows of more than MOST may only say which passage and document they are: to look
    up the rest of so many costs more than to find them.
    """
    match = match_expression(asked.words)
    if not match and (asked.words.strip() or not (asked.area or asked.polarity or asked.decision)):
        return Found((), False, None, match)
    # People page through what was found, and come back to it from a hit.
    until = next(evidence.query(_UNTIL), None)
    key = viewer.clause(), asked, brief, until
    return _FOUND_BEFORE.of(evidence, key, lambda: _find(evidence, viewer, asked, match, brief))


def _find(evidence: Evidence, viewer: Viewer, asked: Asked, match: str, brief: bool) -> Found:
    where, values = _where(viewer, asked)
    partly = False
    brief = brief and asked == Asked(asked.framework, asked.words)
    with snapshot(evidence.db):
        if match:
            rows, partly = _by_words(evidence, match, asked.framework, (where, values), brief)
        else:
            statement = _BY_TAG.format(where=where)
            found = evidence.query(statement, asked.framework, *values, MOST + 1)
            rows = tuple(Row(*row) for row in found)
    more = len(rows) > MOST
    facets = None if more else _facets(rows)
    return Found(rows[:MOST], more, facets, match, partly and not more)


def _by_words(
    evidence: Evidence, match: str, framework: str, where: tuple[str, list[Any]], brief: bool
) -> tuple[tuple[Row, ...], bool]:
    [(hits,)] = evidence.query(_HITS, match, _COMMON + 1)
    weight, first, order = _WEIGHED if hits <= _COMMON else _AS_STORED
    parts = {"where": where[0], "weight": weight, "first": first, "order": order}
    rows: tuple[Row, ...] = ()
    if brief and hits > MOST:
        given = (match, MOST + 1, *where[1], MOST + 1)
        rows = tuple(Row(*row) for row in evidence.query(_BRIEFLY.format(**parts), *given))
        if len(rows) > MOST:
            return rows, False
    statement = _BY_WORDS.format(**parts)
    # Mostly hits are shown as they are; only where conditions leave too few, more are looked at.
    for looked_at in (MOST + 1, _LOOKED_AT):
        asked = (match, looked_at, framework, *where[1], MOST + 1)
        rows = tuple(Row(*row) for row in evidence.query(statement, *asked))
        if len(rows) > MOST or hits <= looked_at:
            break
    return rows, hits > looked_at


def snippets(evidence: Evidence, found: Found, rows: tuple[Row, ...]) -> list[Snippet]:
    """Return the words around the matches of some rows; none for a search without words."""
    if not found.match:
        return [Snippet("", ()) for _ in rows]
    around = snippets_of(evidence, found.match, [row.number for row in rows])
    return [Snippet(*around[row.number]) for row in rows]


def parameters(asked: Asked) -> dict[str, str]:
    """Return what is asked as parameters of an address, without what stands for anything."""
    values = {entry.name: getattr(asked, entry.name) for entry in fields(asked)}
    return {name: value for name, value in values.items() if value}


def _facets(rows: tuple[Row, ...]) -> dict[str, tuple[tuple[str, int], ...]]:
    return {
        name: tuple(
            Counter(str(value) for row in rows if (value := getattr(row, name))).most_common(_SHOWN)
        )
        for name in ("area", "criterion", "polarity", "provider", "decision")
    }


def _where(viewer: Viewer, asked: Asked) -> tuple[str, list[Any]]:
    visible, seen = viewer.clause()
    clauses, values = [visible], list[Any](seen)
    for clause, value in (
        ("? IN (tags.area, tags.aspect, tags.criterion)", asked.area),
        ("tags.polarity = ?", asked.polarity),
        ("ifnull(provider_urn, provider_name) = ?", asked.provider),
        ("published >= ?", asked.since),
        # A day of publication may be followed by a time.
        ("substr(published, 1, 10) <= ?", asked.until),
    ):
        if value:
            clauses.append(clause)
            values.append(value)
    if asked.decision == "none":
        clauses.append("tags.id NOT NULL AND decided.what IS NULL")
    elif asked.decision:
        clauses.append("decided.what = ?")
        values.append(asked.decision)
    return " AND ".join(clauses), values


_COLUMNS = """
    documents.id, documents.name,
    ifnull(provider_urn, provider_name), ifnull(provider_name, provider_urn), published,
    tags.area, tags.aspect, tags.criterion, tags.polarity, decided.what
"""
# The last event of all: whatever anybody decides changes it.
_UNTIL = "SELECT seq, hash FROM review.events ORDER BY seq DESC LIMIT 1"
# The index is asked first and once; joined the other way round, it would be asked for every row.
_WEIGHED = ("bm25(passages_fts, 1.0, 0.2)", "cost", "cost")
_AS_STORED = ("0.0", "rowid DESC", "found.number DESC")
_HITS = "SELECT count(*) FROM (SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?)"
_FOUND = """
    WITH found AS MATERIALIZED (
        SELECT rowid AS number, {{weight}} AS cost
        FROM passages_fts WHERE passages_fts MATCH ? ORDER BY {{first}} LIMIT ?
    )
    SELECT found.number, cost, passages.id, {columns}
    FROM found
    CROSS JOIN passages INDEXED BY passages_found
        ON passages.row = found.number AND passages.current
    CROSS JOIN documents ON documents.id = passages.document_id
"""
_IN_ORDER = "WHERE {where} ORDER BY {order}, documents.id, passages.start, passages.id LIMIT ?"
_BRIEFLY = _FOUND.format(columns="documents.id") + _IN_ORDER
_BY_WORDS = f"""
    {_FOUND.format(columns=_COLUMNS)}
    LEFT JOIN tags INDEXED BY tags_of_passages
        ON tags.passage_id = passages.id AND tags.framework = ? AND tags.rank = 1
        AND tags.current AND NOT tags.abstained
    LEFT JOIN review.decided ON target_type = 'tag' AND target_id = tags.id
    {_IN_ORDER}
"""
_BY_TAG = f"""
    SELECT 0, 0.0, tags.passage_id, {_COLUMNS}
    FROM tags INDEXED BY tags_in_documents
    CROSS JOIN documents ON documents.id = tags.document_id
    LEFT JOIN review.decided ON target_type = 'tag' AND target_id = tags.id
    WHERE tags.framework = ? AND tags.rank = 1 AND tags.current AND NOT tags.abstained
        AND {{where}}
    ORDER BY published DESC, documents.id, tags.passage_id LIMIT ?
"""  # noqa: S608
