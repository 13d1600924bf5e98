"""What keeps words that look like a sign from being one: denial, training, policy, long ago.

Every rule here asks for its own words in their own place; where none fits, a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from models.signs.expressions import Expression
from models.signs.frames import DENYING, Place
from models.signs.kinds import SignKind
from models.signs.phrasebook import Phrasebook
from models.signs.tokens import BREAK, Words

_AFTER = 1  # words from a sign to "none" or "not seen": a colon, or "were"
_SUPPOSED = 8  # words from "if" to a sign
_DEEP = 14  # words from "film about" to a sign in what it is about
_TURNS = frozenset({"because", "when", "so", "since", "after", "until", "which", "as", "while"})
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905
_TELLING = frozenset({"say", "tell", "told", "disclose", "disclosed"})
_PROCEDURE = frozenset({"must", "staff", "protocol", "procedure", "contact", "call", "999", "ring"})
_BEGINS = frozenset(
    {
        *("he", "she", "they", "i", "we", "it", "dad", "mum", "mother", "father", "mo", "fa", "yp"),
        *("child", "parent", "carer", "partner", "stepdad", "sister", "brother", "baby", "there"),
    }
)
_ARTICLES = frozenset({"the", "his", "her", "their", "my"})
_LISTED = 24  # words that a list behind a negation may hold
_LIST_ENDS = 6  # words from a sign to the "or" of its list
_JOINING = frozenset({",", "or", "nor"})
_OR = frozenset({"or", "nor"})
_THEME = 3  # words from a sign to what makes it the theme of a lesson or form
_REACH = 4  # words behind a negation, as in `models.polarity.scopes`
# A year of the last century, and no day of birth: "in 1991", "closed 1999".
_LONG_AGO = re.compile(
    r" (?:in|,|;|since|of|closed|until|from|circa|about|late|early) 19\d\d (?!\d)"
)
# What a form prints before its heading.
_FIELD = re.compile(r"^(?:(?:contact|event|note|record|form) )?(?:type|kind|event) ")
# Before words that are innocent, these make them none: "has stopped taking her medication".
_STOPS = frozenset({"stop", "stopped", "stopping", "refuse", "refused", "refusing", "never"})
# No game is what a stranger on it asks for.
_REAL: frozenset[SignKind] = frozenset({"sexual-abuse", "sexual-exploitation", "exploitation"})
# What one of these parts from a negation is not denied by it.
_ENDING = frozenset(
    {
        *(
            "know",
            "known",
            "knew",
            "tell",
            "told",
            "say",
            "said",
            "want",
            "stop",
            "stopped",
            "only",
        ),
        *("protect", "protected", "prevent", "prevented", "report", "reported", "just", "until"),
        *(
            "because",
            "that",
            "disclose",
            "disclosed",
            "first",
            "see",
            "understand",
            "accept",
            "but",
        ),
        *("believe", "sure", "food", "supervision", "doubt", "where", "who", "why", "if", "like"),
        *("safe", "leave", "remember", "explain", "answer", "sleep", "eat", "come", "return", "go"),
    }
)


class Found(NamedTuple):
    """A match of a pattern or phrase: words from `first` to before `last`.

    Where the match is of the core of a frame, `ideas` are the places of all its ideas.
    """

    first: int
    last: int
    negative: bool = False  # the pattern itself says "not": what is missing is the sign
    ideas: tuple[Place, ...] = ()

    @property
    def begin(self) -> int:
        """The first word of all that was found."""
        return min((first for first, _ in self.ideas), default=self.first)

    @property
    def end(self) -> int:
        """The word after all that was found."""
        return max((last for _, last in self.ideas), default=self.last)


class Ground(NamedTuple):
    """A sentence in which a sign was found, with what the sentence after it opens with.

    `reported` says that a child or a partner says it. `known` holds what was looked up before.
    `alone` says that the note has no other sentence.
    """

    words: Words
    following: Words | None
    reported: bool
    known: dict[str, list[Found]]
    alone: bool = False

    def hits(self, group: str, book: Phrasebook) -> list[Found]:
        """Find the phrases of a group in the sentence, once for all signs in it."""
        if group not in self.known:
            self.known[group] = hits(book.cancels[group], self.words)
        return self.known[group]


def hits(expression: Expression, words: Words) -> list[Found]:
    """Find the words of an expression; several may overlap, the longest at each word counts."""
    return [Found(*words.between(*match.span())) for match in expression.stands(words)]


def cancelled(kind: SignKind, sign: Found, ground: Ground, book: Phrasebook) -> str | None:
    """Return the group of phrases by which words are no sign, or null: then they are one."""
    if kind == "physical-abuse" and _accident(ground, book):
        return "accident"
    if kind not in _REAL and _game(sign, ground, book):
        return "games"
    for name, rule in _RULES:
        if rule(sign, ground, book):
            return name
    return None


def _innocent(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether any of the words are part of others that mean something else."""
    ideas = sign.ideas or ((sign.first, sign.last),)
    found = _harmless(ground, book)
    return any(_meet(one, idea) for one in found for idea in ideas)


def means_else(places: Iterable[Place], ground: Ground, book: Phrasebook) -> bool:
    """Say whether all of these words are part of others that mean something else."""
    found = _harmless(ground, book)
    return bool(found) and all(any(_meet(one, place) for one in found) for place in places)


def _harmless(ground: Ground, book: Phrasebook) -> list[Found]:
    words = ground.words.words
    found = ground.hits("innocent", book)
    return [one for one in found if not one.first or words[one.first - 1] not in _STOPS]


def _meet(one: Found, place: Place) -> bool:
    return one.first < place[1] and place[0] < one.last


def _game(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether it happens in a game on a screen, named in the same clause."""
    return any(
        not _broken(min(one.last, sign.last), max(one.first, sign.first), ground, book)
        for one in ground.hits("games", book)
    )


def _accident(ground: Ground, book: Phrasebook) -> bool:
    """Say whether an injury has an everyday cause that nobody doubts, and nobody hit anyone."""
    return bool(ground.hits("accident", book)) and not ground.hits("doubted", book)


def _untrue(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether it was looked into and was not so, by words anywhere in the sentence."""
    found = ground.hits("untrue", book)
    return any(not _spoken(one.last, sign.first, ground, book) for one in found)


def _papers(_sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether the sentence is of rules, forms, lessons or stories, and tells of nobody."""
    if ground.hits("generic", book):
        return not ground.hits("now", book)
    found = ground.hits("papers", book)
    return any(
        BREAK not in ground.words.words[: one.first] or one.first <= _DEEP for one in found
    ) and not ground.hits("disclosing", book)


def _denied(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    if sign.negative:
        return False  # "has not been fed" is the sign itself
    if _negated(sign, ground):
        return True
    for one in ground.hits("denied", book):
        if one.first > sign.first or _broken(one.last, sign.first, ground, book):
            continue
        if not _another(one.last, sign.first, ground):
            return True
    return False


def _negated(sign: Found, ground: Ground) -> bool:
    """Say whether a plain negation reaches the last word of a sign: four words of its clause.

    It may stand within: "mum has not been assaulted". "Did not know that dad hit him" denies
    something else, and so does "not only".
    """
    words = ground.words.words
    for at in range(max(sign.first - _LISTED, 0), sign.last - 1):
        reached = words[at + 1 : sign.last]
        inside = at >= sign.first or at + _REACH >= sign.first or _listed(words, at, sign.first)
        if words[at] not in DENYING or not inside:
            continue
        if not _ENDING & set(reached) and not _another(at, sign.first, ground):
            return True
    return False


def _listed(words: Sequence[str], at: int, until: int) -> bool:
    """Say whether a denial goes on through a list: "no marks, bruises or injuries"."""
    if _OR.isdisjoint(words[at : until + _LIST_ENDS]):
        return False
    run = 0
    for word in words[at:until]:
        run = 0 if word in _JOINING else run + 1
        if run > _REACH or word == BREAK:
            return False
    return True


def _denied_after(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    near = range(sign.last, sign.last + _AFTER + 1)
    return any(
        one.first in near and not _spoken(sign.last, one.first, ground, book)
        for one in ground.hits("denied-after", book)
    )


def _another(first: int, last: int, ground: Ground) -> bool:
    """Say whether something else begins between two words: "no food and dad hit him"."""
    words = ground.words.words[first : last + 1]
    if _TURNS & set(words[:-1]):
        return True
    plain = [word for word in words if word not in _ARTICLES]
    return any(before in (",", "and") and after in _BEGINS for before, after in pairwise(plain))


def _subject(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    for one in ground.hits("subject", book):
        near = one.first < sign.last and sign.first <= one.last + _DEEP
        if near and not _spoken(one.last, sign.first, ground, book):
            return True
    return False


def _subject_after(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    if any(one.first == sign.last for one in ground.hits("subject-after", book)):
        return True
    near = range(sign.last, sign.last + _THEME + 1)
    return any(
        one.first in near and not _spoken(sign.last, one.first, ground, book)
        for one in ground.hits("theme", book)
    )


def _supposed(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    words = ground.words.words
    if words[0] in ("should", "were") and "," not in words[: sign.first]:
        return True
    if words[0] == "if" and _TELLING & set(words[: sign.first]):
        return True  # "if she says that dad hit her": what somebody would say
    if ground.reported and not _PROCEDURE & set(words[sign.last :]):
        return False  # "if I go home dad will hit me" is no supposition
    for one in ground.hits("supposed", book):
        near = one.first <= sign.first <= one.last + _SUPPOSED
        between = ground.words.words[one.last : sign.last]
        if (
            near
            and not {",", "will", "ll"} & set(between)
            and not _broken(one.last, sign.first, ground, book)
        ):
            return True
    return False


def _over(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether it was long ago and dealt with, by this sentence or the one after it."""
    if not ground.hits("history", book) or ground.hits("now", book):
        return False
    rows = [ground.words, *([ground.following] if ground.following else [])]
    return any(hits(book.cancels["closed"], row) for row in rows)


def _of_others(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether it is told of a grown-up's own childhood or of the time before the child."""
    if ground.hits("now", book):
        return False
    return bool(ground.hits("others-past", book)) or _LONG_AGO.search(ground.words.line) is not None


def _broken(first: int, last: int, ground: Ground, book: Phrasebook) -> bool:
    """Say whether what was said up to a word ends before another: a break, or somebody speaks."""
    return BREAK in ground.words.words[first:last] or _spoken(first, last, ground, book)


def _spoken(first: int, last: int, ground: Ground, book: Phrasebook) -> bool:
    return any(first <= one.first < last for one in ground.hits("disclosing", book))


def hypothetical(sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether a word of supposition stands before a sign, though it does not cancel it."""
    return any(one.first <= sign.first for one in ground.hits("supposed", book))


def _label(_sign: Found, ground: Ground, book: Phrasebook) -> bool:
    """Say whether the sentence is a heading and no more: "Missing episode"."""
    if ground.alone:
        return False  # a row of a chronology that says no more than this says that it was so
    rows = (word for word in ground.words.words if word not in (",", BREAK))
    said = " ".join(word for word in rows if not word[0].isdigit() and word not in _MONTHS)
    fits = book.headings["headings"].fullmatch(f" {_FIELD.sub('', said)} ")
    return (fits or book.headings["labels"].fullmatch(f" {said} ")) is not None


_RULES = (
    ("labels", _label),
    ("innocent", _innocent),
    ("denied", _denied),
    ("denied-after", _denied_after),
    ("untrue", _untrue),
    ("papers", _papers),
    ("subject", _subject),
    ("subject-after", _subject_after),
    ("supposed", _supposed),
    ("history", _over),
    ("others-past", _of_others),
)
