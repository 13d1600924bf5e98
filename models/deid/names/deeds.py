"""Names told by what people do, and capitals that nothing else explains."""

from __future__ import annotations

import re

from models.deid.lexicon import COMMON, GIVEN, NAMED, NEVER, PLACE, WORD
from models.deid.names.neighbours import Run, explained, is_month, lists_on, organised
from models.deid.names.telling import PET, Told
from models.deid.names.viewing import looks_mistyped
from models.deid.words import LOWER, TITLE, UPPER, listed

_LIVES = re.compile(
    r"\b(?:liv(?:es|ed|ing)|mov(?:ed|es|ing)|stay(?:s|ed|ing)?|resid\w+|placed|placement|born|"
    r"based|travel\w*|train|bus|house|flat|home|hotel|refuge|went|taken|found|seen|back|over|down|"
    r"up|driving|drove)\s+(?:\w+\s+){0,3}?(?:in|to|at|from|near|around|outside|through)\s+$",
    re.IGNORECASE,
)
_INTO = listed("in to at from near around outside through")
_WHERE = listed("in near outside around towards via")
_PATCHES = listed("team area office patch locality cluster branch road estate library mash police")
_MODAL = listed("will may can hope mark grace rose pat sue bill")
_NO_SUBJECT = listed("that to for")
_WEAK_VERBS = listed(
    "is was has had have did does and also then who made makes needs do need like looked looks "
    "showed shows left means will appears appeared seems seemed continued continues remains"
)
_OBJECTS = listed(
    "me him them us that his her the a an my it she he how why whether if their our i mum dad"
)
_NO_INITIAL = listed("a i t x u e s")
_LOOSE = listed("for called about by")


def doing(run: Run) -> Told:
    """Will said; told Grace; Hope's room; told Yeti: plain words that can only be a person."""
    seldom = run.quality == 0 and not run.bits & COMMON and run.shape == TITLE
    if run.quality == 0 and run.shape == TITLE and run.end > run.at + 1 and _unknown_next(run):
        return "full", ""
    if run.quality == 0 and not seldom:
        return ("verb", "") if _addressed(run) or _alone_before_deed(run) else _plain(run)
    if run.quality == 1 and _after_initial(run):
        return "initial", ""
    sure = run.quality == 3 or (run.quality == 1 and run.end - run.at == 1)
    if sure or is_month(run.view, run.at):
        return None
    if run.shape == TITLE:
        return _full(run) or _acting(run, seldom)
    lowly = run.listed("lowly", run.word) and not run.view.written(run.at)
    acts = run.listed("does", run.after) and run.after not in _WEAK_VERBS
    return ("verb", "") if acts and not lowly else None


def _unknown_next(run: Run) -> bool:
    """Jawed Haldane; Temple Ezenwa: a plain word before one that only a name can be."""
    if run.opening or run.loud or _barred(run) or organised(run.view, run.end):
        return False
    if run.gap not in (" ", " (", "/", " - "):
        return False
    return run.view.quality(run.at + 1) == 3 and not run.view.bits[run.at + 1] & PLACE


def _after_initial(run: Run) -> bool:
    """F Baker; I Sobers where a line or sentence begins."""
    words, at = run.view.words, run.at - 1
    if (
        run.loud
        and len(run.last) == 1
        and run.last.isalpha()
        and run.gap == " "
        and run.last not in _NO_INITIAL
    ):
        lists = ("does", "lowly", "handled", "human", "determiners", "field")
        verb = any(run.listed(name, run.word) for name in lists)
        return not verb and not run.listed("lettered", run.view.before(at))
    if run.shape != TITLE or len(run.last) != 1 or words.shapes[at] != TITLE:
        return False
    stop = run.gap == ". " and run.bits & COMMON
    if run.gap not in (" ", ". ") or stop or run.listed("lettered", run.view.before(at)):
        return False
    return run.last not in ("a", "i") or (run.last == "i" and words.opening[at])


def _full(run: Run) -> Told:
    """Grace Baker; Long Fong."""
    if run.end - run.at == 1 or run.view.quality(run.at + 1) < 1:
        return None
    surname = run.view.bits[run.at + 1] & NAMED or run.view.quality(run.at + 1) == 3
    return ("full", "") if surname or not run.opening else None


def _acting(run: Run, seldom: bool) -> Told:
    words = run.view.words
    if organised(run.view, run.end):
        return None
    if run.owns:
        return "possessive", ""
    if seldom and run.opening and run.after in _WEAK_VERBS:
        return None
    came = run.word not in _MODAL and run.after == "from" and not _barred(run)
    if run.quality == 2 and (came or _alone_before_deed(run)):
        return "verb", ""
    ready = run.after == "to" and run.quality == 2 and run.word not in _MODAL
    past = run.quality == 2 and len(run.after) > 4 and run.after.endswith("ed")
    if run.listed("does", run.after) or ready or past:
        then = words.folds[run.end + 1] if run.end + 1 < len(words) else ""
        if run.word not in _MODAL or (run.after != "have" and then not in _NO_SUBJECT):
            return "verb", ""
    return ("verb", "") if run.listed("before", run.before) else None


def _barred(run: Run) -> bool:
    """Say whether a plain word with a capital is most likely no name: a service, a role."""
    lists = run.view.lists
    known = run.listed("field", run.word) or run.listed("agents", run.word)
    return known or run.listed("determiners", run.word) or lists.role_of(run.word) is not None


def _alone_before_deed(run: Run) -> bool:
    """Light opened the door; Bug wants to go home."""
    if run.shape != TITLE or run.loud or _barred(run) or run.word.endswith("ly"):
        return False
    words, end = run.view.words, run.end
    if run.listed("human", run.after):
        return not run.listed("does", run.word) and not run.listed("handled", run.word)
    if not run.listed("handled", run.after) or end + 1 >= len(words):
        return False
    return words.gap(end + 1) == " " and words.folds[end + 1] in _OBJECTS


def _plain(run: Run) -> Told:
    """Find a plain word whose capital nothing explains: "a message from Memory", "w/ Rainbow"."""
    if run.shape != TITLE or run.opening or run.loud or run.gap not in (" ", "/"):
        return None
    if _barred(run) or organised(run.view, run.end) or explained(run.view, run.at):
        return None
    if run.listed("determiners", run.before) or run.before in ("of", "or") or run.last.isdigit():
        return None
    if _titled_thing(run) or run.rest(2)[1:].isdigit() or PET.search(run.lead(24)):
        return None
    return "plain", ""


def _titled_thing(run: Run) -> bool:
    """Say whether the word before is a plain one that opens a sentence: "Turning Point"."""
    words, at = run.view.words, run.at - 1
    if words.shapes[at] != TITLE or words.gap(run.at) != " ":
        return False
    word = words.folds[at]
    if any(run.listed(name, word) for name in ("before", "titles", "labels")):
        return False
    return run.view.quality(at) < 2 and run.view.lists.role_of(word) is None


def _addressed(run: Run) -> bool:
    if run.shape != TITLE or run.opening or run.loud or organised(run.view, run.end):
        return False
    if not run.listed("before", run.before) or run.before in _LOOSE:
        return False
    return run.view.lists.role_of(run.word) is None and not explained(run.view, run.at)


def _seldom(run: Run) -> bool:
    """Say whether a word is a seldom one, and its capital stands inside a sentence, alone."""
    if run.bits & COMMON or run.shape != TITLE or run.opening or run.gap == ". ":
        return False
    return not run.listed("determiners", run.before) and not explained(run.view, run.at)


def is_place(run: Run) -> bool:
    """Say whether an unexplained capital stands where places stand: "lives in Wickenden"."""
    if run.bits & GIVEN or not _unexplained(run):
        return False
    at = run.before == "at" and not run.owns
    if run.before in _WHERE or at:
        return True
    if run.before == "the" and run.after in _PATCHES and run.quality == 3:
        return True
    return run.before in _INTO and _LIVES.search(run.lead(48)) is not None


def place_phrase(run: Run) -> int | None:
    """Return the end of capitals that stand where places stand, or null: "in Ten Acre"."""
    if run.shape != TITLE or run.opening or run.loud or run.owns or is_month(run.view, run.at):
        return None
    words, lists, end = run.view.words, run.view.lists, run.at
    while end < len(words) and end - run.at < 4 and words.shapes[end] == TITLE:
        if end > run.at and words.gap(end) not in (" ", "-", "'s ", "’s "):
            break
        word = words.folds[end]
        if run.view.bits[end] & NEVER or lists.role_of(word) is not None:
            return None
        end += 1
    own = [at for at in range(run.at, end) if words.folds[at] not in lists.lists["field"]]
    if not own or organised(run.view, end) or run.listed("titles", run.word):
        return None
    if run.before in _WHERE:
        return end
    many = end - run.at > 1 and run.before in _INTO | {"of"}
    return end if many and not run.bits & GIVEN else None


def capital(run: Run) -> Told:
    """A capital on a word that is in no dictionary."""
    if not _unexplained(run) or organised(run.view, run.end):
        return None
    if run.bits & WORD and not _seldom(run):
        return None
    if not run.opening:
        return "capital", ""
    acting = run.owns or run.listed("does", run.after) or run.end > run.at + 1
    acting = acting or run.after == "from"
    if not acting and not lists_on(run.view, run.end) and looks_mistyped(run.word):
        return None
    return ("capital", "") if len(run.word) > 2 else None


def _unexplained(run: Run) -> bool:
    if run.quality < 3 and not run.bits & PLACE and not _seldom(run):
        return False
    if run.shape == LOWER or (run.shape == UPPER and len(run.word) < 5):
        return False
    return not run.loud or not (run.bits & WORD or looks_mistyped(run.word))
