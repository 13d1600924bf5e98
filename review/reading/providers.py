"""The providers whose documents a viewer may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from corpus.evidence import Evidence
from review.counting import Remembered
from review.reading.dates import dates
from review.reading.history import corrected_until_of
from review.viewing import Viewer

_KNOWN = Remembered(64)


@dataclass(frozen=True, slots=True)
class Listed:
    """A provider, how much there is of it; `key` is its URN, or its name where none is known.

    `documents` are counted as on its page: each report in its newest edition, and of case notes
    those that were signed. `first` and `last` are days: of publication, else of inspection.
    """

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
        (statement, values, corrected_until_of(evidence)),
        lambda: tuple(
            sorted(_listed(evidence, statement, values), key=lambda one: (one.name, one.key))
        ),
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


def _listed(evidence: Evidence, statement: str, values: tuple[str, ...]) -> Iterator[Listed]:
    days = dates(evidence)
    documents = list(evidence.query(statement, *values))
    older = {supersedes for *_, supersedes in documents}
    counted = [one for one in documents if one[2] not in older]
    for key, some in groupby(counted, lambda one: str(one[0])):
        own = list(some)
        known = [days[document].day for _, _, document, _ in own if document in days]
        names = Counter(name for _, name, _, _ in own if name != key)
        name = max(names, key=lambda one: _weight(one, names[one]), default=key)
        yield Listed(key, name, len(own), min(known, default=None), max(known, default=None))


def _weight(name: str, documents: int) -> tuple[int, int, bool, str]:
    """Return how much speaks for a name: its documents, else its length and its capitals."""
    return documents, len(name), name != name.lower(), name


_LISTED = """
    SELECT ifnull(provider_urn, provider_name) AS key, ifnull(provider_name, provider_urn), id,
        supersedes
    FROM documents WHERE key IS NOT NULL AND (sensitivity = 'public' OR signed) AND {visible}
    ORDER BY key
"""
