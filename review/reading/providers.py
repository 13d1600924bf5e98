"""The providers whose documents a viewer may see."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.evidence import Evidence
from review.counting import Remembered
from review.viewing import Viewer

_KNOWN = Remembered(64)


@dataclass(frozen=True, slots=True)
class Listed:
    """A provider, how much there is of it; `key` is its URN, or its name where none is known."""

    key: str
    name: str
    documents: int
    first: str | None
    last: str | None


def listed(evidence: Evidence, viewer: Viewer, words: str = "") -> list[Listed]:
    """List providers by name; with `words`, those whose name or URN holds them all."""
    visible, values = viewer.clause()
    statement = _LISTED.format(visible=visible)
    found = _KNOWN.of(
        evidence,
        (statement, values),
        lambda: tuple(Listed(*row) for row in evidence.query(statement, *values)),
    )
    wanted = words.casefold().split()
    return [
        one for one in found if all(word in f"{one.name} {one.key}".casefold() for word in wanted)
    ]


def by_urn(evidence: Evidence, viewer: Viewer) -> dict[str, str]:
    """Return the names of providers by URN, of those whose documents say one."""
    visible, values = viewer.clause()
    return dict(evidence.query(_BY_URN.format(visible=visible), *values))


_BY_URN = """
    SELECT provider_urn, ifnull(max(provider_name), '') FROM documents
    WHERE provider_urn IS NOT NULL AND {visible} GROUP BY 1 ORDER BY 2, 1
"""
_LISTED = """
    SELECT ifnull(provider_urn, provider_name) AS key, max(ifnull(provider_name, provider_urn)),
        count(*), min(published), max(published)
    FROM documents WHERE key IS NOT NULL AND {visible}
    GROUP BY key ORDER BY 2, 1
"""
