"""Headings that say themselves whether what stands below is a strength or a weakness.

Lists of "what needs to improve" are noun phrases without a verdict of their own: the heading gives
it. Nothing else of a heading is ever an input.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Polarity

_STRENGTH = re.compile(
    r"^(key |multi-agency )?strengths\b|\bdoing that is effective\b|highly effective practice$"
)
_WEAKNESS = re.compile(
    r"\bneeds? to (improve|do better)\b|\bareas? (of weakness|for (priority )?(action|improvement))\b"
    r"|^(priority (and immediate )?actions?|(statutory )?requirements|recommendations)$"
    r"|^(main )?weaknesses\b"
)
# Sections about practice or about one child tell a story; their heading is no list's.
_STORY = re.compile(r"\b(case|practice) study\b")
_LIST = re.compile(r"\bneeds? to improve\b|\bactions?\b|^(statutory )?requirements|^recommend")


def heading_polarity(headings: Sequence[str]) -> tuple[Polarity, str] | None:
    """Return what the nearest telling heading says, and that heading; null where none does."""
    for heading in reversed(headings):
        words = _plain(heading)
        if _STORY.search(words):
            return None
        if _WEAKNESS.search(words):
            return "weakness", heading
        if _STRENGTH.search(words):
            return "strength", heading
    return None


def heads_list(heading: str) -> bool:
    """Say whether a heading stands above bare items rather than findings in sentences."""
    return _LIST.search(_plain(heading)) is not None


def _plain(heading: str) -> str:
    words = " ".join(heading.lower().replace("’", "'").split())
    return re.sub(r"^\d[\d.]* ", "", words).rstrip(":?. ")
