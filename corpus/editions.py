"""Links republished reports: the same provider and edition in other bytes.

The one published later supersedes the earlier; both are kept. Where the dates do not tell which
came later, nothing is guessed: both documents get a problem that names the other.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

STAGE = "store"
CODE = "possible-republication"
_POSITION = 1_000_000  # after the problems that reading found


class _Issue(NamedTuple):
    id: str
    name: str
    urn: str | None
    provider: str | None
    published: str | None


def link(db: sqlite3.Connection, edition: str) -> None:
    """Work out anew which documents of this edition supersede which. In the caller's transaction.

    Documents that have left the edition lose their link with the next call for the one they left.
    """
    found = db.execute(
        "SELECT id, name, provider_urn, provider_name, published FROM documents "
        "WHERE edition = ? ORDER BY published, name, id",
        (edition,),
    )
    issues = [_Issue(*row) for row in found]
    links: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for group in _by_provider(issues):
        _judge(group, links, doubts)
    for issue in issues:
        _write(db, issue.id, links.get(issue.id), doubts.get(issue.id))


def unlink(db: sqlite3.Connection, document_id: str) -> None:
    """Forget what a document supersedes, is superseded by, and its doubt."""
    db.execute("UPDATE documents SET supersedes = NULL WHERE supersedes = ?", (document_id,))
    _write(db, document_id, None, None)


def _by_provider(issues: list[_Issue]) -> list[list[_Issue]]:
    """Group by URN; a document without one joins by name where one URN alone goes by that name."""
    urns: dict[str, set[str]] = defaultdict(set)
    for issue in issues:
        if issue.urn and issue.provider:
            urns[_plain(issue.provider)].add(issue.urn)
    groups: dict[tuple[str, str], list[_Issue]] = defaultdict(list)
    for issue in issues:
        if issue.urn:
            groups["urn", issue.urn].append(issue)
        elif issue.provider:
            name = _plain(issue.provider)
            known = urns[name]
            key = ("urn", next(iter(known))) if len(known) == 1 else ("name", name)
            groups[key].append(issue)
    return [group for group in groups.values() if len(group) > 1]


def _judge(group: list[_Issue], links: dict[str, str], doubts: dict[str, str]) -> None:
    """Link each date to the one before it; doubt whatever shares its date or has none."""
    dates: dict[str | None, list[_Issue]] = defaultdict(list)
    for issue in group:
        dates[issue.published].append(issue)
    clear = [dates[date][0] for date in sorted(filter(None, dates)) if len(dates[date]) == 1]
    for older, newer in pairwise(clear):
        links[newer.id] = older.id
    for date, same in dates.items():
        if date is not None and len(same) == 1:
            continue
        for issue in same:
            others = [other for other in group if other.id != issue.id]
            names = ", ".join(sorted({f"{other.name} ({other.id[:12]})" for other in others}))
            doubts[issue.id] = (
                f"{issue.name} seems to be the same report as {names}, published again, but the "
                "dates of publication do not say which is newer. Both are kept."
            )


def _write(
    db: sqlite3.Connection, document_id: str, supersedes: str | None, doubt: str | None
) -> None:
    db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (supersedes, document_id))
    db.execute("DELETE FROM problems WHERE about = ? AND code = ?", (document_id, CODE))
    if doubt is not None:
        db.execute(
            "INSERT INTO problems (about, position, stage, code, message, page) "
            "VALUES (?, ?, ?, ?, ?, NULL)",
            (document_id, _POSITION, STAGE, CODE, doubt),
        )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
