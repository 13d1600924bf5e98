"""Headings of lists of improvements, which say themselves that what stands below is a weakness.

Lists of "what needs to improve" are noun phrases without a verdict of their own: the heading gives
it. Nothing else of a heading is ever an input.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Polarity

_WEAKNESS = re.compile(
    r"\bneeds? to improve\b|\bareas? for (priority )?(action|improvement)\b"
    r"|^(priority (and immediate )?actions?|(statutory )?requirements|recommendations)$"
)
# A study of practice tells a story; its heading is no list's.
_STORY = re.compile(r"\b(case|practice) study\b")


def heading_polarity(headings: Sequence[str]) -> tuple[Polarity, str] | None:
    """Return "weakness" and the heading where the last one is of improvements; null otherwise."""
    words = _plain(headings[-1]) if headings else ""
    if _STORY.search(words) or not _WEAKNESS.search(words):
        return None
    return "weakness", headings[-1]


def _plain(heading: str) -> str:
    words = " ".join(heading.lower().replace("’", "'").split())
    return re.sub(r"^\d[\d.]* ", "", words).rstrip(":?. ")
