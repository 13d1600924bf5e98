"""Where sentences end: after closing punctuation that white space and a capital follow.

The labelled passages were split by this rule; scores of sentences are only comparable under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“\"'(])")


def sentence_ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield (end of a sentence, start of the next) for each break inside a text."""
    for match in _BREAK.finditer(text):
        yield match.start(), match.end()
