"""The plain form under which a printed word is looked up: lower case, without plural endings."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"\d")


def form(token: str) -> str:
    """Return the plain form of one token of spaCy's; punctuation stays as it is.

    Only regular plural and possessive endings go: "families" and "family" are the same, "progress"
    and "analysis" stay. Both kinds of apostrophe are one.
    """
    word = token.lower().replace("’", "'")
    if len(word) > 4:
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith(("sses", "xes", "ches", "shes")):
            return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")):
        return word[:-1]
    return word


def holds_digit(token: str) -> bool:
    """Say whether a token holds a digit: the classifiers see all such words as one."""
    return _DIGIT.search(token) is not None
