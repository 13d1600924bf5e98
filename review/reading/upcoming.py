"""What is to review next: tagged passages on whose best tag nobody has decided.

An item is a passage read through one framework. The order is one of an index, so that the first
ones come as fast from a million tags as from a thousand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import urlencode

from corpus.evidence import Evidence
from review.counting import Remembered, counted
from review.labels import FIRST_LENS
from review.viewing import Viewer

Order = Literal["uncertain", "certain", "printed"]
ORDERS: tuple[Order, ...] = get_args(Order)
_TAGGED = Remembered()


@dataclass(frozen=True, slots=True)
class Item:
    """A passage, by its id, to be reviewed through a framework."""

    passage_id: str
    framework: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items somebody wants, and in which order. Null stands for all.

    `mine` asks for providers to which the viewer is assigned; `after` is a passage behind which to
    go on, in that order, and to begin again where there is no more.
    """

    framework: str
    provider: str | None = None
    area: str | None = None
    order: Order = "uncertain"
    mine: bool = False
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the items that are wanted have been decided on."""

    decided: int
    total: int


def query_of(wanted: Wanted) -> str:
    """Return what is wanted as the query of an address of the queue."""
    values = {
        "framework": wanted.framework, "provider": wanted.provider, "area": wanted.area,
        "order": wanted.order, "mine": "yes" if wanted.mine else None, "after": wanted.after,
    }  # fmt: skip
    return urlencode({name: value for name, value in values.items() if value})


def upcoming(
    evidence: Evidence, viewer: Viewer, wanted: Wanted, limit: int = 2, now: float | None = None
) -> list[Item]:
    """Return the items to review next, none that others have in hand or the viewer put off."""
    where, values = _where(viewer, wanted)
    moment = time.time() if now is None else now
    behind, place = _behind(evidence, wanted)
    key = viewer.user.key
    statement = _NEXT.format(where=f"{where}{behind}", order=_ORDER[wanted.order])
    found = evidence.query(statement, *values, *place, moment, key, key, moment, limit)
    items = [Item(passage, wanted.framework) for (passage,) in found]
    if len(items) < limit and behind:
        first = upcoming(evidence, viewer, replace(wanted, after=None), limit, moment)
        items += [one for one in first if one not in items][: limit - len(items)]
    return items


def still_open(evidence: Evidence, item: Item) -> bool:
    """Say whether nobody has decided on an item, at this moment."""
    return next(evidence.query(_STILL_OPEN, item.passage_id, item.framework), None) is not None


def progress(evidence: Evidence, viewer: Viewer, wanted: Wanted) -> Progress:
    """Count what is wanted, and what of it is decided."""
    where, values = _where(viewer, wanted)
    total = counted(evidence, _TOTAL.format(where=where), *values)
    [(decided,)] = evidence.query(_DECIDED.format(where=where), *values)
    return Progress(decided, total)


def frameworks_tagged(evidence: Evidence) -> list[str]:
    """List the frameworks through which anything is tagged."""
    return list(_TAGGED.of(evidence, "frameworks", lambda: tuple(_distinct(evidence))))


def framework_asked(evidence: Evidence, viewer: Viewer, asked: str) -> str:
    """Return the framework that an address asks for, if anything is tagged through it.

    Else that through which most passages are read that the viewer may see: of these there is most
    to review and to find.
    """
    names = frameworks_tagged(evidence)
    if asked in names:
        return asked
    visible, values = viewer.clause()
    statement = _MOST.format(visible=visible)

    def find() -> str:
        read = [row[0] for row in evidence.query(statement, *values)]
        return next((one for one in (*read, *names) if one in names), FIRST_LENS)

    return _TAGGED.of(evidence, (statement, values), find)


def _distinct(evidence: Evidence) -> Iterator[str]:
    # One step of the index for each framework, however many tags there are.
    last = ""
    while found := next(evidence.query(_AFTER, last), None):
        last = found[0]
        yield last


def _where(viewer: Viewer, wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    visible, values = viewer.clause()
    # Few documents are hidden, if any: to look those up is cheaper than each document.
    hidden = f"tags.document_id NOT IN (SELECT id FROM documents WHERE NOT {visible})"  # noqa: S608
    clauses, given = ["tags.framework = ?"], [wanted.framework]
    if wanted.area is not None:
        clauses.append("tags.area = ?")
        given.append(wanted.area)
    if wanted.provider is not None:
        clauses.append(
            "tags.document_id IN (SELECT id FROM documents "
            "WHERE ifnull(provider_urn, provider_name) = ?)"
        )
        given.append(wanted.provider)
    if wanted.mine:
        marks = ", ".join("?" * len(viewer.providers))
        clauses.append(
            f"tags.document_id IN (SELECT id FROM documents WHERE provider_urn IN ({marks}))"  # noqa: S608
        )
        given += sorted(viewer.providers)
    return " AND ".join((*clauses, hidden)), (*given, *values)


def _behind(evidence: Evidence, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    """Return a condition, and its values, for what comes after a passage in the order."""
    if wanted.after is None:
        return "", ()
    found = next(evidence.query(_PLACE, wanted.after, wanted.framework), None)
    if found is None:
        return "", ()
    abstained, score, tag, document, start = found
    if wanted.order == "printed":
        return _BEHIND["printed"], (document, document, start, tag)
    return _BEHIND[wanted.order], (abstained, abstained, score, tag)


_FROM = "FROM tags WHERE tags.rank = 1 AND tags.current AND {where}"
_START = "(SELECT start FROM passages WHERE id = tags.passage_id)"
_ORDER: dict[Order, str] = {
    "uncertain": "tags.abstained DESC, tags.score, tags.id",
    # The other way through the same index.
    "certain": "tags.abstained, tags.score DESC, tags.id DESC",
    "printed": f"tags.document_id, {_START}, tags.id",
}
_PLACE = f"""
    SELECT abstained, score, tags.id, document_id, {_START} FROM tags
    WHERE passage_id = ? AND framework = ? AND rank = 1 AND current
"""  # noqa: S608 - our own words
# The first half of each says again what the second does: with it, the index leads to the place.
_BEHIND: dict[Order, str] = {
    "uncertain": " AND tags.abstained <= ? AND (tags.abstained < ? "
    "OR (tags.score, tags.id) > (?, ?))",
    "certain": " AND tags.abstained >= ? AND (tags.abstained > ? "
    "OR (tags.score, tags.id) < (?, ?))",
    "printed": " AND tags.document_id >= ? AND (tags.document_id > ? "
    f"OR ({_START}, tags.id) > (?, ?))",
}
_OPEN = """
    NOT EXISTS (SELECT 1 FROM review.decided
        WHERE target_type = 'tag' AND target_id = tags.id AND what != 'reopen')
"""
_NEXT = f"""
    SELECT tags.passage_id {_FROM} AND {_OPEN}
    AND NOT EXISTS (SELECT 1 FROM review.claims WHERE claims.passage_id = tags.passage_id
        AND claims.framework = tags.framework AND until > ? AND user != ?)
    AND NOT EXISTS (SELECT 1 FROM review.skips WHERE skips.passage_id = tags.passage_id
        AND skips.framework = tags.framework AND user = ? AND until > ?)
    ORDER BY {{order}} LIMIT ?
"""  # noqa: S608 - our own words
_STILL_OPEN = f"""
    SELECT 1 FROM tags WHERE tags.passage_id = ? AND tags.framework = ?
    AND tags.rank = 1 AND tags.current AND {_OPEN}
"""  # noqa: S608
_TOTAL = f"SELECT count(*) {_FROM}"
# From the decisions, of which there are fewer than tags.
_DECIDED = """
    SELECT count(*) FROM review.decided CROSS JOIN tags ON tags.id = target_id
    WHERE target_type = 'tag' AND what != 'reopen' AND tags.rank = 1 AND tags.current AND {where}
"""
# From documents, of which there are fewer than tags: counting those would take a tenth of a second.
_MOST = """
    SELECT framework FROM (SELECT DISTINCT document_id, framework FROM lenses) AS read
    CROSS JOIN documents ON documents.id = read.document_id
    CROSS JOIN extractions ON extractions.id = documents.extraction_id
    WHERE {visible} GROUP BY framework ORDER BY sum(passage_count) DESC, framework
"""
_AFTER = """
    SELECT framework FROM tags WHERE framework > ? AND rank = 1 AND current
    ORDER BY framework LIMIT 1
"""
