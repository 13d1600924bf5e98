"""Is a form of somebody's name meant as one here, though it may be a plain word ("Will")?"""

from __future__ import annotations

from models.deid.lexicon import COMMON, GIVEN, NAMED, NEVER, WORD
from models.deid.names.neighbours import is_month
from models.deid.names.viewing import View
from models.deid.words import LOWER, TITLE, UPPER, listed

_SENTENCE_WORDS = listed(
    "he she they it this that there the be you we i mum dad a an not if his her their these those "
    "all no our my be someone anyone need also only"
)
_MODALS = listed("will may can hope mark")
_WITH = listed("with told saw met rang phoned asked visited hugged")
_QUIET_VERBS = listed(
    "said says told asked stated reported disclosed felt wanted wants feels became went came lives "
    "arrived returned attended presented appeared seemed refused agreed engaged enjoys likes"
)
_NO_SUBJECTS = listed("were was he she they it")


def fits(view: View, at: int, how: str) -> bool:
    """Say whether a form is meant as a name; `how` it was told: "form", "nickname" or another."""
    words, bits = view.words, view.bits[at]
    if not bits & WORD:
        short = how == "nickname" and words.shapes[at] == LOWER
        return not short or len(words.folds[at]) > 3 or bool(bits & NAMED)
    if words.shapes[at] == TITLE and not words.loud[at]:
        return _fits_capital(view, at, how)
    lists = view.lists.lists
    lowly = not view.written(at) and words.folds[at] in lists["lowly"]
    if bits & NEVER or lowly:
        return _only_a_name(view, at) and not bits & NEVER
    return _fits_uncapitalised(view, at, how)


def _told(view: View, at: int) -> bool:
    before = view.before(at)
    role = view.lists.role_of(before) is not None and view.after(at) != "be"
    return before in view.lists.lists["titles"] or role or view.words.owns(at)


def _fits_capital(view: View, at: int, how: str) -> bool:
    words, bits, lists = view.words, view.bits[at], view.lists.lists
    determined = view.before(at) in lists["determiners"]
    if is_month(view, at, True):
        return _told(view, at)
    if bits & NEVER:
        alone = how == "form" and not words.opening[at] and not determined
        return alone or _told(view, at)
    if not words.opening[at]:
        return how != "nickname" or not bits & COMMON or not determined
    if words.folds[at] in _MODALS:
        acts = view.after(at) in lists["does"]
        return acts or _told(view, at) or _beside(view, at + 1, at + 1)
    return view.after(at) not in _SENTENCE_WORDS


def _fits_uncapitalised(view: View, at: int, how: str) -> bool:
    """Judge a plain word in lower case, or where all words are capitals."""
    words, following = view.words, view.after(at)
    if _beside(view, at + 1, at + 1) or (at and _beside(view, at - 1, at)):
        return True
    given = how == "form" and bool(view.bits[at] & GIVEN)
    if words.loud[at] and given and (words.opening[at] or following in ("and", "")):
        return True
    seldom = how == "form" and not view.bits[at] & COMMON
    if words.loud[at] or words.quiet[at]:
        return seldom or following in _QUIET_VERBS or _told(view, at)
    return seldom or (following in _QUIET_VERBS and how == "form")


def _only_a_name(view: View, at: int) -> bool:
    """Say whether the words beside a very common word leave it nothing but to be a name."""
    following = view.after(at)
    said = following in _QUIET_VERBS and following not in ("told", "asked", "wanted")
    if said and view.words.folds[at] not in _NO_SUBJECTS:
        return True
    met = view.before(at) in _WITH
    return met and following in ("and", "", "who", "about", "that", "at", "on")


def _beside(view: View, near: int, joint: int) -> bool:
    """Say whether a word beside is a listed name and no plain word."""
    if near >= len(view.words) or not view.joined(joint):
        return False
    return bool(view.bits[near] & NAMED) and not view.bits[near] & COMMON


def fits_letters(view: View, at: int, written: bool = False) -> bool:
    """Say whether letters that are somebody's initials are meant so: "JS attended", "T's".

    `written`: the case has them with stops as well, so that no other sense is likely.
    """
    words, lists = view.words, view.lists.lists
    word, never = words.folds[at], view.bits[at] & NEVER
    if words.loud[at]:
        plain = view.bits[at] & COMMON if written else view.bits[at] & (NEVER | WORD)
        return len(word) == 2 and not plain
    if len(word) > 1:
        after = view.after(at)
        acts = after in lists["does"] or after in ("will", "to", "who")
        told = acts or words.owns(at) or view.before(at) in lists["before"]
        return words.shapes[at] == UPPER and (told or written or not never)
    if words.shapes[at] != TITLE or view.before(at) in lists["lettered"]:
        return False
    rest = words.after(at)[:1]
    lettered = at + 1 < len(words) and words.gap(at + 1) in (".", "/", "&", "-", "'", "’")
    if word in ("a", "i") or lettered:
        return words.owns(at)
    before = words.text[max(0, words.starts[at] - 1) : words.starts[at]]
    return rest in (" ", ".", ",", ")", "'", "’", "", ";", "\n") and before not in (
        "/",
        "&",
        "-",
        ".",
    )
