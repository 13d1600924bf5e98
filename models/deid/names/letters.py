"""Names written in letters: initials, "SMITH, Jane", and the letters before a family name."""

from __future__ import annotations

import re

from models.deid.found import Found
from models.deid.lexicon import COMMON, GIVEN, NAMED, NEVER
from models.deid.names.viewing import View
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, listed

_ABBREVIATIONS = listed("pe uk it gp dob nhs adhd tv id phd gcse")
_STOPPED = _ABBREVIATIONS | listed("eg ie am pm nb ad bc ob")
_DAYS = listed("sunday monday tuesday wednesday thursday friday saturday christmas easter everton")
_ON_DAYS = listed("on last this next every each by since until till from to and or late early the")
_PARTICLES = listed("ní ap ab nic mac de da dos do van von der den bin al el di du la le ibn ter")
_STOP_INSIDE = re.compile(r"\.(?=['’,;)]| [a-z(&])")
_BESIDE = frozenset("/&-£")
_BODIES = listed("la ea ed ep ot pa cp ni us uk eu ca po cc hq re pm am id tv it we he is as of")
_OBJECTS = listed(
    "me him them us that his her the a an my it she he how why whether if their our i to"
)
_NOT_DOING = listed("and also then is was")


def in_capitals(view: View, at: int) -> Found | None:
    """Return SMITH, Jane or JS, or null."""
    words, word = view.words, view.words.folds[at]
    following = at + 1
    last = following >= len(words)
    if len(word) == 2:
        return _initials(view, at)
    if last or words.loud[at] or words.gap(following) != ", " or words.shapes[following] != TITLE:
        return None
    given = view.bits[following] & GIVEN or view.quality(following) == 3 or _bounded(view, at)
    family = view.bits[at] & NAMED or (len(word) > 3 and not view.bits[at] & NEVER)
    if not given or not family or not view.nameable(following):
        return None
    if (
        view.words.folds[following] in view.lists.lists["field"]
        and not view.bits[following] & GIVEN
    ):
        return None
    start, end = _first_half(view, at), view.run(following)
    return Found(words.starts[start], words.ends[end - 1], "name", "context/surname-first")


def _initials(view: View, at: int) -> Found | None:
    words, word = view.words, view.words.folds[at]
    if word in _BODIES or (view.bits[at] & (NEVER | COMMON) and not _doer(view, at)):
        return None
    around = {words.text[max(0, words.starts[at] - 1)], words.after(at)[:1]}
    numbered = at + 1 < len(words) and words.shapes[at + 1] == DIGITS
    after = view.after(at)
    acts = (after in view.lists.lists["does"] and after not in _NOT_DOING) or words.owns(at)
    if around & _BESIDE or numbered or (words.loud[at] and not acts):
        return None
    return Found(words.starts[at], words.ends[at], "name", "context/initials")


def _doer(view: View, at: int) -> bool:
    """Say whether letters that usually mean something else do what only people do: "PR said"."""
    lists, word = view.lists, view.words.folds[at]
    if lists.role_of(word) is not None or view.words.loud[at]:
        return False
    following = view.after(at)
    if word in lists.lists["titles"]:
        return following in ("will", "said", "told", "asked", "and", "agreed")
    after = at + 2 < len(view.words) and view.words.folds[at + 2] in _OBJECTS
    return following in lists.lists["human"] or (
        following in lists.lists["handled"] and bool(after)
    )


def _bounded(view: View, at: int) -> bool:
    """Say whether "SMITH, Jane" fills a line, a cell or what follows a label."""
    words = view.words
    before = words.gap(at).rstrip(" *") or "\n"
    after = words.text[words.ends[at + 1] : words.ends[at + 1] + 2].lstrip(" *")[:1] or "\n"
    return before[-1] in ":\n\t|;" and after in "(\n\t|;," and len(words.folds[at]) > 3


def _first_half(view: View, at: int) -> int:
    words = view.words
    while at > 0 and words.gap(at) in ("-", " ") and words.shapes[at - 1] == UPPER:
        if words.gap(at) == " " and not view.bits[at - 1] & NAMED:
            break
        at -= 1
    return at


def first_of(view: View, at: int) -> int:
    """Return the first word of a name with what leads it in: "F Ezenwa", "Ana dos Santos"."""
    words, lists = view.words, view.lists.lists
    if at > 0 and words.gap(at) == " " and words.folds[at - 1] == "nana":
        return at - 1
    if at > 0 and words.folds[at - 1] in _DAYS and words.gap(at) == " ":
        told = not words.opening[at - 1] and view.before(at - 1) not in _ON_DAYS
        if told and words.shapes[at - 1] == words.shapes[at] == TITLE:
            return at - 1
    first = at
    while first > 0 and words.gap(first) == " " and words.folds[first - 1] in _PARTICLES:
        first -= 1
    if 0 < first < at and (words.folds[first - 1] in lists["titles"] or view.nameable(first - 1)):
        return first - 1
    while at > 0 and words.shapes[at - 1] == TITLE and _is_letter_of(view, at):
        at -= 1
    return at


def _is_letter_of(view: View, at: int) -> bool:
    """Say whether the word before is an initial of the name at `at`, and not "I" or "A"."""
    words = view.words
    letter, gap = words.folds[at - 1], words.gap(at)
    if len(letter) != 1 or gap not in (" ", ". ", "."):
        return False
    if view.before(at - 1) in view.lists.lists["lettered"]:
        return False
    labelled = any(sign in words.gap(at - 1) for sign in ":(,")
    labelled |= words.opening[at - 1] and letter == "i" and view.written(at)
    return letter not in ("a", "i") or gap != " " or view.quality(at) == 3 or labelled


def initial(view: View, at: int) -> Found | None:
    """Return T of "T said", "T's bedroom", "told K. that", or J.S., or null."""
    words = view.words
    shape = words.shapes[at]
    if shape != TITLE and not (words.quiet[at] and words.after(at).startswith(".")):
        return None
    last = at
    while last + 1 < len(words) and words.gap(last + 1) in (".", ". "):
        if len(words.folds[last + 1]) != 1 or words.shapes[last + 1] != shape:
            break
        if shape == LOWER and words.gap(last + 1) != ".":
            break
        last += 1
    if last > at:
        known = _STOPPED if shape == LOWER else _ABBREVIATIONS
        if last - at < 4 and "".join(words.folds[at : last + 1]) not in known:
            end = words.ends[last]
            # The stop belongs to the initials unless it ends the sentence.
            end += _STOP_INSIDE.match(words.text, end) is not None
            return Found(words.starts[at], end, "name", "context/initials")
        return None
    beside = words.after(at)[:1]
    if view.before(at) in view.lists.lists["lettered"]:
        return None
    if (
        shape == LOWER
        or words.folds[at] == "i"
        or words.loud[at]
        or beside.isdigit()
        or not _meant(view, at)
    ):
        return None
    return Found(words.starts[at], words.ends[at], "name", "context/initial")


def _meant(view: View, at: int) -> bool:
    words, lists = view.words, view.lists.lists
    following = view.after(at)
    article = words.folds[at] == "a"
    if words.owns(at) or (following in lists["does"] - _NOT_DOING and not article):
        return True
    if article or words.after(at).startswith("."):
        return False
    return view.before(at) in lists["before"] or following in ("is", "was")
