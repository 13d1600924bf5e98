"""Search with facets: passages by their words, what they are tagged to, whose and when.

What people decided counts as on all other pages: a changed tag is found at its new place, a
rejected one by its decision alone, and one that a person accepted or added as sure.

The full-text index is asked first and once; what is counted beside is counted over its hits. Of
more hits than MOST nothing is counted: nobody reads so many, and counting them would keep others
waiting. Words that stand nearly everywhere order nothing: of theirs, the last stored come first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from corpus.database import snapshot
from corpus.evidence import Evidence
from corpus.search import match_expression, snippets_of
from review.counting import Remembered
from review.reading.dates import Dated, dates
from review.reading.fitting import Asked, Facets, Left, Row, facets, fitting, once
from review.viewing import Viewer

MOST = 2000
_LOOKED_AT = 4000  # of more hits of the words, the best are looked at
_COMMON = 10_000  # of more hits than this, none is weighed
_DOCUMENTS = 50  # whose tags are looked at together
_FOUND_BEFORE = Remembered(24)


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
    where there are more than can be counted. Then nothing is counted as `left` out either.
    """

    rows: tuple[Row, ...]
    more: bool
    facets: Facets | None
    match: str
    partly: bool = False
    left: Left = field(default_factory=Left)


@dataclass(frozen=True, slots=True)
class _Asking:
    """A search under way: what is asked, of what the viewer may see, and when all that is from."""

    evidence: Evidence
    asked: Asked
    where: str
    values: tuple[Any, ...]
    dates: Mapping[str, Dated]

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return candidates; the values of `where` come last."""
        given = (*values, *self.values)
        return [Row(*row) for row in self.evidence.query(statement, *given)]


def find(evidence: Evidence, viewer: Viewer, asked: Asked, brief: bool = False) -> Found:
    """Return the passages that fit and that the viewer may see; none where nothing is asked.

    With `brief`, rows of more than MOST may only say which passage and document they are: to look
    up the rest of so many costs more than to find them.
    """
    match = match_expression(asked.words)
    if not match and (asked.words.strip() or not asked.of_tags):
        return Found((), False, None, match)
    # People page through what was found, and come back to it from a hit.
    until = next(evidence.query(_UNTIL), None)
    key = viewer.clause(), asked, brief, until
    return _FOUND_BEFORE.of(evidence, key, lambda: _find(evidence, viewer, asked, match, brief))


def _find(evidence: Evidence, viewer: Viewer, asked: Asked, match: str, brief: bool) -> Found:
    where, values = viewer.clause()
    if asked.provider:
        where = f"{where} AND ifnull(provider_urn, provider_name) = ?"
        values = (*values, asked.provider)
    with snapshot(evidence.db):
        asking = _Asking(evidence, asked, where, values, dates(evidence))
        if not match:
            kept, left = _by_tag(asking)
            return _found(kept, left, asked, match, partly=False)
        brief = brief and asked == Asked(asked.framework, asked.words)
        return _by_words(asking, match, brief)


def _found(kept: list[Row], left: Left, asked: Asked, match: str, partly: bool) -> Found:
    rows = once(kept)
    if len(rows) > MOST:
        return Found(tuple(rows[:MOST]), True, None, match)
    return Found(tuple(rows), False, facets(kept, asked), match, partly, left)


def _by_words(asking: _Asking, match: str, brief: bool) -> Found:
    [(hits,)] = asking.evidence.query(_HITS, match, _COMMON + 1)
    weight, first, order = _WEIGHED if hits <= _COMMON else _AS_STORED
    parts = {"where": asking.where, "weight": weight, "first": first, "order": order}
    if brief and hits > MOST:
        rows = asking.rows(_BRIEFLY.format(**parts), match, MOST + 1)
        if len(rows) > MOST:
            return Found(tuple(rows[:MOST]), True, None, match)
    statement = _BY_WORDS.format(**parts)
    added = _added(asking)
    # Mostly hits are shown as they are; only where conditions leave too few, more are looked at.
    for looked_at in (MOST + 1, _LOOKED_AT):
        rows = asking.rows(statement, match, looked_at, asking.asked.framework)
        found = _found(
            *fitting(_with_added(rows, added), asking.asked, asking.dates), asking.asked, match,
            partly=hits > looked_at,
        )  # fmt: skip
        if found.more or hits <= looked_at:
            break
    return found


def _with_added(rows: list[Row], added: Mapping[str, list[Row]]) -> Iterator[Row]:
    """Yield hits of words, each with the tags that people added to it behind it."""
    for row in rows:
        yield row
        for one in added.get(row.passage, ()):
            yield one._replace(number=row.number, cost=row.cost)


def _added(asking: _Asking) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in asking.rows(_ADDED.format(where=asking.where), asking.asked.framework):
        found[row.passage].append(row)
    return found


def _by_tag(asking: _Asking) -> tuple[list[Row], Left]:
    """Return passages by their tags alone, those of the newest documents first."""
    asked = asking.asked
    decided: dict[str, list[Row]] = defaultdict(list)
    if asked.decision != "none":
        own, given = _own(asked)
        for row in asking.rows(
            _DECIDED.format(own=own, where=asking.where), asked.framework, *given
        ):
            decided[row.document].append(row)
        for some in _added(asking).values():
            decided[some[0].document] += some
    documents = _newest_first(asking)
    if asked.decision not in (None, "none"):
        every = (row for one in documents for row in sorted(decided[one], key=_passage))
        return fitting(every, asked, asking.dates)
    kept: list[Row] = []
    left = Left()
    for start in range(0, len(documents), _DOCUMENTS):
        rows = _of_documents(asking, documents[start : start + _DOCUMENTS], decided)
        fit, others = fitting(rows, asked, asking.dates)
        kept, left = kept + fit, left + others
        if len(once(kept)) > MOST:
            break
    return kept, left


def _newest_first(asking: _Asking) -> list[str]:
    """List the documents that may be seen and have a day that is asked for, or none."""
    listed = asking.evidence.query(_LISTED.format(where=asking.where), *asking.values)
    asked, days = asking.asked, asking.dates
    return sorted(
        (
            key
            for (key,) in listed
            if key not in days
            or (asked.since or "") <= days[key].day <= (asked.until or "9999-12-31")
        ),
        key=lambda key: days[key].day if key in days else "",
        reverse=True,
    )


def _of_documents(
    asking: _Asking, documents: list[str], decided: Mapping[str, list[Row]]
) -> Iterator[Row]:
    own, given = _own(asking.asked)
    statement = _UNDECIDED.format(own=own, marks=", ".join("?" * len(documents)))
    found: dict[str, list[Row]] = defaultdict(list)
    for row in asking.evidence.query(statement, *documents, asking.asked.framework, *given):
        found[row[3]].append(Row(*row))
    for one in documents:
        yield from sorted((*found[one], *decided.get(one, ())), key=_passage)


def _own(asked: Asked) -> tuple[str, list[str]]:
    """Return what a tag must be as the machine gave it, to fit as long as nobody changed it."""
    clauses, values = ["TRUE"], []
    if asked.area:
        clauses.append("? IN (tags.area, tags.aspect, tags.criterion)")
        values.append(asked.area)
    if asked.polarity:
        clauses.append("tags.polarity = ?")
        values.append(asked.polarity)
    return " AND ".join(clauses), values


def _passage(row: Row) -> str:
    return row.passage


def snippets(evidence: Evidence, found: Found, rows: tuple[Row, ...]) -> list[Snippet]:
    """Return the words around the matches of some rows; none for a search without words."""
    if not found.match:
        return [Snippet("", ()) for _ in rows]
    around = snippets_of(evidence, found.match, [row.number for row in rows])
    return [Snippet(*around[row.number]) for row in rows]


def parameters(asked: Asked) -> dict[str, str]:
    """Return what is asked as parameters of an address, without what stands for anything."""
    values = {entry.name: getattr(asked, entry.name) for entry in fields(asked)}
    return {name: "yes" if value is True else value for name, value in values.items() if value}


_DOCUMENT = """
    documents.id, documents.name,
    ifnull(provider_urn, provider_name), ifnull(provider_name, provider_urn), published,
"""


def _now(name: str) -> str:
    # What was changed to nothing is there, and null.
    return (
        f"iif(json_type(held.after, '$.{name}') IS NULL, tags.{name}, "
        f"json_extract(held.after, '$.{name}'))"
    )


_COLUMNS = f"""
    {_DOCUMENT} {", ".join(map(_now, ("area", "aspect", "criterion", "polarity")))},
    decided.what, iif(tags.id IS NULL, NULL, decided.what NOT NULL OR NOT tags.abstained)
"""
_CHANGED = "LEFT JOIN review.events AS held ON held.seq = decided.seq AND decided.what = 'change'"
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
_IN_ORDER = "WHERE {where} ORDER BY {order}, documents.id, passages.start, passages.id"
_BRIEFLY = _FOUND.format(columns="documents.id") + _IN_ORDER
_BY_WORDS = f"""
    {_FOUND.format(columns=_COLUMNS)}
    LEFT JOIN tags INDEXED BY tags_of_passages
        ON tags.passage_id = passages.id AND tags.framework = ? AND tags.rank = 1
        AND tags.current
    LEFT JOIN review.decided
        ON decided.target_type = 'tag' AND decided.target_id = tags.id
        AND decided.what != 'reopen'
    {_CHANGED}
    {_IN_ORDER}
"""
_LISTED = "SELECT id FROM documents WHERE {where} ORDER BY id DESC"
_UNDECIDED = f"""
    SELECT 0, 0.0, tags.passage_id, {_DOCUMENT}
        tags.area, tags.aspect, tags.criterion, tags.polarity, NULL, NOT tags.abstained
    FROM documents CROSS JOIN tags INDEXED BY tags_in_documents
        ON tags.document_id = documents.id
    WHERE documents.id IN ({{marks}}) AND tags.framework = ? AND tags.rank = 1 AND tags.current
        AND {{own}} AND NOT EXISTS (SELECT 1 FROM review.decided
            WHERE target_type = 'tag' AND target_id = tags.id AND what != 'reopen')
"""  # noqa: S608 - our own words
_DECIDED = f"""
    SELECT 0, 0.0, tags.passage_id, {_COLUMNS}
    FROM review.decided CROSS JOIN tags ON tags.id = decided.target_id
    CROSS JOIN documents ON documents.id = tags.document_id
    {_CHANGED}
    WHERE decided.target_type = 'tag' AND decided.what IN ('accept', 'change', 'reject')
        AND tags.framework = ? AND tags.rank = 1 AND tags.current
        AND (decided.what = 'change' OR {{own}}) AND {{where}}
"""  # noqa: S608
# Of what people decided last there is a row for each passage or text to which they added anything.
_ADDED = f"""
    SELECT DISTINCT 0, 0.0, passages.id, {_DOCUMENT}
        json_extract(said.after, '$.area'), json_extract(said.after, '$.aspect'),
        json_extract(said.after, '$.criterion'),
        ifnull(json_extract(said.after, '$.polarity'), 'neutral'), 'add', 1
    FROM review.decided CROSS JOIN review.standing AS said
        ON said.target_type = decided.target_type AND said.target_id = decided.target_id
    CROSS JOIN passages
        ON passages.id = ifnull(json_extract(said.after, '$.passage_id'), said.target_id)
    CROSS JOIN documents ON documents.id = passages.document_id
    WHERE decided.target_type IN ('passage', 'selection') AND said.what = 'add'
        AND json_extract(said.after, '$.framework') = ?
        AND json_extract(said.after, '$.area') NOT NULL AND passages.current AND {{where}}
"""  # noqa: S608
