"""Words that could be one name, and what their neighbours say: a month, a thing, a list."""

from __future__ import annotations

import re
from typing import NamedTuple

from models.deid.lexicon import NAMED, WORD
from models.deid.names.viewing import View
from models.deid.words import TITLE, UPPER, listed

MONTHS = listed("may april june august jan jun march")
_SURELY_MONTH = listed("in by since until till during early late mid last next of from")
_IN_MONTH = _SURELY_MONTH | listed("this every before after to end start for and around or")
_LIST_GAPS = re.compile(
    r"^\s*(?:\([^()\n]{0,40}\))?\s*(?:,|;|&|/|\band\b|\+)[ \t]*$", re.IGNORECASE
)
_ORGANISED = listed(
    "council trust team service services ltd limited plc fc police partnership association "
    "foundation university cup league project programme assessment act order protocol scale model "
    "approach framework policy hub station clinic ward unit tool form report grant award"
)


class Run(NamedTuple):
    """Words `at` to before `end` of a view, which could be one person's name.

    `last` is the word before, whatever parts them, and `gap` what does.
    """

    view: View
    at: int
    end: int
    word: str
    shape: int
    bits: int
    quality: int
    gap: str
    last: str

    @property
    def before(self) -> str:
        """The word before, where only a space parts them."""
        return self.view.before(self.at)

    @property
    def after(self) -> str:
        """The word after, where only a space parts them."""
        return self.view.after(self.end - 1)

    @property
    def opening(self) -> bool:
        """Whether a capital says nothing here."""
        return self.view.words.opening[self.at]

    @property
    def loud(self) -> bool:
        """Whether all words around are capitals."""
        return self.view.words.loud[self.at]

    @property
    def owns(self) -> bool:
        """Whether the run is possessive."""
        return self.view.words.owns(self.end - 1)

    def listed(self, name: str, word: str) -> bool:
        """Say whether a word is in one of the vocabulary's lists."""
        return word in self.view.lists.lists[name]

    def rest(self, size: int) -> str:
        """Return the text behind the run."""
        end = self.view.words.ends[self.end - 1]
        return self.view.words.text[end : end + size]

    def lead(self, size: int) -> str:
        """Return the text before the run."""
        start = self.view.words.starts[self.at]
        return self.view.words.text[max(0, start - size) : start]


def run_from(view: View, at: int) -> Run:
    """Return the run that begins at a word."""
    words = view.words
    return Run(
        view, at, view.run(at), words.folds[at], words.shapes[at], view.bits[at], view.quality(at),
        words.gap(at), words.folds[at - 1] if at else "",
    )  # fmt: skip


def is_month(view: View, at: int, known: bool = False) -> bool:
    """Say whether a word that may be a name stands where months stand: "by May", "June 2024".

    Where somebody of the case is `known` to be called so, fewer words speak for the month.
    """
    words = view.words
    if words.folds[at] not in MONTHS:
        return False
    following = at + 1
    named = following < len(words) and view.joined(following) and view.written(following)
    if named and view.quality(following) == 3:
        return False
    before = view.before(at)
    if before in (_SURELY_MONTH if known else _IN_MONTH) or before.isdigit():
        return True
    loud_month = words.loud[at] and words.folds[at] in ("may", "march")
    return view.after(at).isdigit() or loud_month


def explains(view: View, at: int) -> bool:
    """Say whether a neighbour is a plain word with a capital, as in the name of a thing."""
    words = view.words
    if not 0 <= at < len(words) or words.shapes[at] not in (TITLE, UPPER) or words.loud[at]:
        return False
    plain = view.bits[at] & WORD and not view.bits[at] & NAMED
    role = view.lists.role_of(words.folds[at]) is not None
    titled = words.folds[at] in view.lists.lists["titles"]
    return bool(plain) and not role and not titled and not words.opening[at]


def explained(view: View, at: int) -> bool:
    """Say whether a word before or after makes a capital the name of a thing."""
    return explains(view, at - 1) or explains(view, at + 1)


def organised(view: View, end: int) -> bool:
    """Say whether what follows makes a run the name of an organisation or a thing."""
    words = view.words
    return end < len(words) and words.gap(end) == " " and words.folds[end] in _ORGANISED


def lists_on(view: View, end: int) -> bool:
    """Say whether a list of names goes on after a run."""
    words = view.words
    if end >= len(words) or not _LIST_GAPS.match(words.gap(end)):
        return False
    return view.written(end) and view.nameable(end) and view.quality(end) >= 2


def next_listed(view: View, end: int) -> int | None:
    """Return the word with which a list goes on: after "Will (SW), " or "Grace and "."""
    words = view.words
    # What stands in brackets after a name is its role, and part of what parts two names.
    if end >= len(words):
        return None
    if _LIST_GAPS.match(words.gap(end)):
        return end
    if words.folds[end] != "and" and "(" not in words.gap(end):
        return None
    for at in range(end + 1, min(end + 6, len(words))):
        if _LIST_GAPS.match(words.text[words.ends[end - 1] : words.starts[at]]):
            return at
    return None
