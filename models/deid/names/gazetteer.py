"""Names and places of the lists that Vouch ships with.

A listed name that is no plain word is one wherever it stands. One that is ("Hope", "Mark") needs a
capital inside a sentence; what else speaks for it is for `models.deid.names.context`.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.deid.found import Found
from models.deid.lexicon import COMMON, FAMILY, GIVEN, NAMED, NEVER, PLACE, WORD
from models.deid.names.neighbours import MONTHS, explains
from models.deid.names.viewing import View, looks_mistyped
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, listed

NAME = "gazetteer"
_WHERE = listed(
    "in from near to at around outside visiting via towards of over across leaving into within "
    "nearby reach reached"
)
_SHORTEST = 3  # letters of a name in lower case
_LONG = 5  # letters from which a name in lower case is none by a slip of the pen


def find(view: View) -> Iterator[Found]:
    """Yield listed names and places of one text."""
    words = view.words
    for at in view.open:
        bits = view.bits[at]
        if words.folds[at] in view.known.places:
            yield from _long_place(view, at)
        if not bits & (NAMED | PLACE) or bits & NEVER or words.shapes[at] == DIGITS:
            continue
        if is_place(view, at):
            yield Found(words.starts[at], words.ends[at], "place", "gazetteer/place")
        elif bits & NAMED and _is_name(view, at):
            rule = "given" if bits & GIVEN else "family"
            yield Found(words.starts[at], words.ends[at], "name", f"gazetteer/{rule}")


def _long_place(view: View, at: int) -> Iterator[Found]:
    words = view.words
    if words.shapes[at] == LOWER and not words.quiet[at]:
        return
    for parts in view.known.places[words.folds[at]]:
        end = at + len(parts)
        if tuple(words.folds[at:end]) == parts and all(
            words.gap(inner) in (" ", "-") for inner in range(at + 1, end)
        ):
            told = view.before(at) in _WHERE or not view.bits[at] & COMMON
            if told and not (words.shapes[at] == LOWER and view.before(at) not in _WHERE):
                yield Found(words.starts[at], words.ends[end - 1], "place", "gazetteer/place")


def is_place(view: View, at: int) -> bool:
    """Say whether a word is a listed place and nothing speaks more for a person."""
    words, bits = view.words, view.bits[at]
    if not bits & PLACE or words.shapes[at] == DIGITS:
        return False
    where = view.before(at) in _WHERE
    if bits & COMMON:
        return where and words.shapes[at] == TITLE and not bits & NAMED and not words.opening[at]
    if words.shapes[at] == LOWER:
        return where and not bits & WORD and len(words.folds[at]) > 4
    if bits & GIVEN or words.owns(at):
        return where and view.before(at) in ("in", "near", "outside", "around") and not bits & WORD
    if bits & FAMILY:
        return where
    return not bits & WORD or (where and words.shapes[at] == TITLE)


def _is_name(view: View, at: int) -> bool:
    words, bits = view.words, view.bits[at]
    shape, word = words.shapes[at], words.folds[at]
    if len(word) < 2 or word in view.lists.lists["titles"]:
        return False
    if bits & WORD:
        return _is_name_in_its_place(view, at)
    if shape == TITLE or words.loud[at]:
        return len(word) > 2 or not words.loud[at]
    if shape == UPPER:
        return len(word) > 3
    if len(word) < (_SHORTEST if bits & GIVEN or words.quiet[at] else _LONG):
        return False
    return (len(word) >= _LONG and words.quiet[at]) or not looks_mistyped(word)


def _is_name_in_its_place(view: View, at: int) -> bool:
    """Judge a name that is a plain word as well: it needs a capital that nothing else explains."""
    words = view.words
    if words.shapes[at] != TITLE or words.opening[at] or not view.bits[at] & GIVEN:
        return False
    before = view.before(at)
    if words.gap(at) == ". " or words.folds[at] in MONTHS:
        return False
    if before in view.lists.lists["determiners"] or before in ("of", "per", "st"):
        return False
    beside = (at - 1, at + 1)
    return not any(explains(view, other) for other in beside)
