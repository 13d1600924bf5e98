"""The columns of an action plan by the words of their header cells, in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Role = Literal["area", "action", "owner", "due", "progress", "rag", "refs", "formal", "theme"]

# The first pattern that fits a header decides; a role that is taken already passes it on.
_WORDS: tuple[tuple[Role, str], ...] = (
    ("rag", r"\b(?:b?rag|colour|traffic light)\b|^(?:current |overall )?(?:status|rating)$"),
    ("refs", r"\b(?:ref|refs|reference|references)\b|^(?:no|number|item|id|#)$|^action no"),
    ("formal", r"^(?:formal|type|source)\b(?!.*\b(?:area|recommendation)s?\b)"),
    ("theme", r"\b(?:theme|workstream|priority area)\b"),
    (
        "progress",
        r"\b(?:progress|update|evidence of|comments?|status|position|achieved|outcomes? to date)\b",
    ),
    (
        "due",
        r"\b(?:timescales?|time ?frames?|dates?|deadlines?|by when|when|target|due|completion)\b",
    ),
    (
        "owner",
        r"\b(?:leads?|owners?|responsib\w+|accountable|by whom|who|officer|agency|agencies)\b",
    ),
    (
        "area",
        r"\b(?:areas? (?:for|of)|recommendations?|requirements?|findings?|issues?|objectives?"
        r"|what (?:needs|must))\b|^(?:areas?|improvements?(?: areas?| needed)?)$",
    ),
    ("action", r"\b(?:actions?|tasks?|steps?|activit(?:y|ies)|what we will do|how)\b"),
)
_HEADER_WORDS = 8
_SHORT = 4
_PATTERNS = tuple((role, re.compile(words)) for role, words in _WORDS)


def columns_of(headers: Sequence[str]) -> dict[Role, int]:
    """Return which column has which role; a column that no word tells is left out."""
    found: dict[Role, int] = {}
    for column, header in enumerate(headers):
        plain = " ".join(header.casefold().split()).strip(" .:*")
        if len(plain.split()) > _HEADER_WORDS:
            continue
        for role, pattern in _PATTERNS:
            if role not in found and pattern.search(plain):
                found[role] = column
                break
    return found


def is_plan(headers: Sequence[str]) -> bool:
    """Say whether header cells are those of an action plan: what is done, and how it stands.

    A list of requirements with their dates, or with the bodies responsible, is none. Where fewer
    than three columns are told, each header must be short: other tables speak of progress too.
    """
    columns = columns_of(headers)
    if len(columns) < 3 and any(len(header.split()) > _SHORT for header in headers):
        return False
    what = columns.keys() & {"area", "action"}
    stands = columns.keys() & {"rag", "progress"}
    planned = "action" in columns and columns.keys() & {"owner", "due"}
    return bool(what) and bool(stands or planned)


def looks_like_plan(headers: Sequence[str]) -> bool:
    """Say whether a table seems to be an action plan though its columns cannot all be told."""
    columns = columns_of(headers)
    return "rag" in columns or ("progress" in columns and len(columns) > 1)
