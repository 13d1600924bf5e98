"""Is a form of somebody's name meant as one here, though it may be a plain word ("Will")?"""

from __future__ import annotations

import re

from models.deid.lexicon import COMMON, NAMED, NEVER, WORD
from models.deid.names.neighbours import is_month
from models.deid.names.viewing import View
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, listed

_SENTENCE_WORDS = listed(
    "he she they it this that there the be you we i mum dad a an not if his her their these those "
    "all no our my be someone anyone need also only"
)
_MODALS = listed("will may can hope mark")
_WITH = listed("with told saw met rang phoned asked visited hugged texted emailed called")
_NEAR = listed("from about abt of for w by and to re")
_ENDS_NAME = frozenset(
    ("", "and", "that", "who", "is", "was", "has", "will", "at", "said", "about")
)
_LIST = re.compile(r"\.?(?:, | \+ | & | and |/)")
SHORT_WORDS = listed(
    "am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we id ad ex ox "
    "re"
)
_FINITE = listed("is was has had will does did who")
_PRONOUNS = listed("i we they you he she it who to not will would can could should must may might")
_OBJECTS = listed(
    "me him them us that his her the a an my it she he how why whether if their our i"
)
_QUIET_VERBS = listed(
    "said says told asked stated reported disclosed felt wanted wants feels became went came lives "
    "arrived returned attended presented appeared seemed refused agreed engaged enjoys likes"
)
_NO_SUBJECTS = listed("were was he she they it")


def fits(view: View, at: int, how: str, family: bool = False) -> bool:
    """Say whether a form is meant as a name.

    `how` it was told: "form", "nickname" or another; `family`: nobody has it as a given name.
    """
    words, bits = view.words, view.bits[at]
    if not bits & WORD:
        short = how == "nickname" and words.shapes[at] == LOWER
        return not short or len(words.folds[at]) > 3 or bool(bits & NAMED)
    if family and words.folds[at] in view.lists.lists["field"]:
        return _told(view, at) and view.before(at) not in view.lists.lists["determiners"]
    if words.shapes[at] == TITLE and not words.loud[at]:
        return _fits_capital(view, at, how)
    lists = view.lists.lists
    lowly = not view.written(at) and words.folds[at] in lists["lowly"]
    if bits & NEVER or lowly:
        return not bits & NEVER and (_only_a_name(view, at) or _lowly_name(view, at, how))
    return _fits_uncapitalised(view, at, how, family)


def _told(view: View, at: int) -> bool:
    before = view.before(at)
    if at and len(words_before := view.words.folds[at - 1]) == 1 and words_before not in "ai":
        written = view.words.shapes[at - 1] == TITLE or view.words.quiet[at]
        return view.joined(at) and written
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


def _fits_uncapitalised(view: View, at: int, how: str, family: bool) -> bool:
    """Judge a plain word in lower case, or where all words are capitals."""
    words, following = view.words, view.after(at)
    if _beside(view, at + 1, at + 1) or (at and _beside(view, at - 1, at)):
        return True
    seldom = how == "form" and not view.bits[at] & COMMON
    if words.loud[at] or words.quiet[at]:
        return (
            seldom
            or following in _QUIET_VERBS
            or _told(view, at)
            or (not family and _alone(view, at, how))
        )
    return seldom or (following in _QUIET_VERBS and how == "form")


def _alone(view: View, at: int, how: str) -> bool:
    """Say whether a plain word stands as a name where capitals say nothing: "TOLD RICH THAT"."""
    lists, words = view.lists.lists, view.words
    before, following = view.before(at), view.after(at)
    conjunction = before == "that" and following in _FINITE
    if (before in lists["determiners"] and not conjunction) or (
        at and words.shapes[at - 1] == DIGITS
    ):
        return False
    handled = following in lists["handled"] and at + 2 < len(words)
    if following in lists["human"] or (handled and words.folds[at + 2] in _OBJECTS):
        return True
    if before in _WITH:
        return True
    if how != "form":
        met = before in lists["before"] or before in _NEAR
        return met and following in _ENDS_NAME and words.folds[at] not in lists["field"]
    if before in _PRONOUNS or (before == "to" and following in _OBJECTS):
        return False
    return words.folds[at] not in lists["field"]


def _lowly_name(view: View, at: int, how: str) -> bool:
    """Say whether "WILL" or "ROSE" of an all-capitals text can only be somebody called so."""
    words, lists = view.words, view.lists.lists
    before, following = view.before(at), view.after(at)
    word = words.folds[at]
    if how != "form" or not words.loud[at] or view.quality(at) != 2 or before in _PRONOUNS:
        return False
    if before in lists["determiners"] or before == "to":
        return False
    if word in _MODALS:
        return following in ("is", "was", "has", "had") or (
            before in _NEAR | _WITH and following in ("", "and", "who", "at")
        )
    met = before in _NEAR | _WITH
    deed = following in lists["human"] or following in lists["handled"]
    return following in _FINITE or deed or (met and following in _ENDS_NAME)


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
        acts = view.after(at) in lists["human"] or view.before(at) in _WITH or words.owns(at)
        plain = never or word in SHORT_WORDS
        return len(word) == 2 and (not plain or (acts and not is_role(view, word)))
    if len(word) > 1:
        after = view.after(at)
        acts = after in lists["does"] or after in ("will", "to", "who")
        told = acts or words.owns(at) or view.before(at) in lists["before"]
        told = told or bool(never and not is_role(view, word) and _among_letters(view, at))
        if words.quiet[at]:
            figure = at > 0 and words.shapes[at - 1] == DIGITS
            return len(word) == 2 and not never and word not in SHORT_WORDS and not figure
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


def is_role(view: View, word: str) -> bool:
    """Say whether letters are the short form of a role or a title: "SW", "DR"."""
    return view.lists.role_of(word) is not None or word in view.lists.lists["titles"]


def _among_letters(view: View, at: int) -> bool:
    """Say whether other people's initials stand beside, in a list: "B.C, NE, R.B."."""
    words = view.words
    for near, joint in ((at - 1, at), (at + 1, at + 1)):
        if not 0 <= near < len(words) or not _LIST.fullmatch(words.gap(joint)):
            continue
        two = words.shapes[near] == UPPER and len(words.folds[near]) == 2
        plain = view.bits[near] & NEVER or words.folds[near] in SHORT_WORDS
        stopped = len(words.folds[near]) == 1 and words.shapes[near] == TITLE
        if (two and not plain) or stopped:
            return True
    return False
