"""Who writes a note that is somebody's own account: a survey's answers, a complaint.

They say so in a cell or line of their own ("Parent", "Complainant: Relative B"), or by what only
such a person says ("my social worker", "I am the mother of").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from corpus.notes import NoteKind
from corpus.voices import Who
from models.reading import Span
from models.rulesets import load_rule_set

# Kinds in which one person writes on their own behalf.
OWN_ACCOUNTS: frozenset[NoteKind] = frozenset({"survey-response", "complaint"})
_GROUPS: Mapping[str, Who] = MappingProxyType(
    {"i-child": "child", "i-parent": "parent", "i-carer": "carer", "i-staff": "staff"}
)
_ANSWERS: Mapping[str, Who] = MappingProxyType(
    {"is-child": "child", "is-parent": "parent", "is-carer": "carer", "is-staff": "staff",
     "is-partner": "partner"}
)  # fmt: skip
_LABEL = r"(?:respondents?|complainants?|completed by|filled in by|made by|from|who are you|i am)"
# What de-identification writes for names.
_LABELLED = re.compile(r"\b(child|parent|relative|carer) [a-z]{1,2}\b", re.IGNORECASE)
_BY_LABEL: Mapping[str, Who] = MappingProxyType(
    {"child": "child", "parent": "parent", "relative": "parent", "carer": "carer"}
)
_CELL = re.compile(
    rf"(?:(?<=[\t\n])|^)[ ]*(?:{_LABEL}\s*:?\s*)?([^\t\n.:]{{2,40}}?)[ ]*(?=[\t\n]|$)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_HEAD = re.compile(r"\bcomplainant\s*[:-]\s*([^\t\n,.;]{2,60})", re.IGNORECASE)
# What the office adds to a complaint is not its writer's.
REPLY = re.compile(
    r"^\W*(?:acknowledged|response|(?:not|partly|partially)?\s*upheld|outcome|stage \d|investigat"
    r"|finding|complainant|ref\b|complaint (?:received|closed|logged)|dear\b|re:|passed to|copy to"
    r"|lessons)",
    re.IGNORECASE,
)


class Writer(NamedTuple):
    """Who writes, and the words of the note that say so; `printed` where a cell or line does."""

    who: Who
    span: Span
    printed: bool = False


def writer(text: str, kind: NoteKind | None) -> Writer | None:
    """Return who writes a note on their own behalf; null where it does not say, or says two."""
    if kind not in OWN_ACCOUNTS:
        return None
    return _headed(text) or _by_words(text)


def _headed(text: str) -> Writer | None:
    """Find who answers where that stands in a cell, a line or behind "Complainant:"."""
    found = _HEAD.search(text)
    if found is not None:
        return _named(found[1], found.start(1))
    for match in _CELL.finditer(text):
        who = _answers().get(_plain(match[1]))
        if who is not None:
            return Writer(who, Span(*match.span(1)), printed=True)
    return None


def _named(words: str, at: int) -> Writer | None:
    labelled = _LABELLED.search(words)
    who = _BY_LABEL[labelled[1].lower()] if labelled else _answers().get(_plain(words))
    return Writer(who, Span(at, at + len(words))) if who else None


def _by_words(text: str) -> Writer | None:
    """Find what only one sort of writer says; null where two sorts speak."""
    found: dict[Who, Span] = {}
    words = list(_WORDS.finditer(text.lower()))
    plain = [match[0].rstrip("s").replace("’", "'") for match in words]
    for at, word in enumerate(plain):
        for phrase, who in _own_words().get(word, ()):
            if plain[at : at + len(phrase)] == phrase:
                end = words[at + len(phrase) - 1].end()
                found.setdefault(who, Span(words[at].start(), end))
    return Writer(*found.popitem()) if len(found) == 1 else None


@cache
def _answers() -> Mapping[str, Who]:
    groups = load_rule_set("notes/writers").groups
    return {_plain(row.text): who for name, who in _ANSWERS.items() for row in groups[name]}


@cache
def _own_words() -> Mapping[str, Sequence[tuple[list[str], Who]]]:
    """Return what writers say of themselves, by the first word of each phrase."""
    groups = load_rule_set("notes/writers").groups
    listed: dict[str, list[tuple[list[str], Who]]] = {}
    for name, who in _GROUPS.items():
        for row in groups[name]:
            phrase = [word.rstrip("s") for word in _WORDS.findall(row.text.lower())]
            listed.setdefault(phrase[0], []).append((phrase, who))
    return listed


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("-", " ").split())
