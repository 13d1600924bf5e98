"""The people of one case and all forms of their names.

Given names bring their short forms along; family names of two parts bring each part. Forms are
folded (see `models.deid.words.fold`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from corpus.notes import Person
from models.deid.lexicon import FAMILY, GIVEN, lexicon, nicknames, vocabulary
from models.deid.words import TITLE, UPPER, read_words, shape_of

_KEPT = 8192  # people of a spreadsheet, who are looked for in each of its cases
_WOMEN = frozenset(("mrs", "ms", "miss"))
_ROLES = {"relative": "relative", "carer": "carer", "staff": "staff", "child": "child"}


@dataclass(slots=True)
class Member:
    """One person of a case: `given` and `family` are single words; `title` is "mrs" or empty.

    `written` are initials by which notes call somebody, with stops: they need no other evidence.
    """

    key: str
    role: str
    given: set[str] = field(default_factory=set)
    family: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    title: str = ""
    listed: bool = False


class Parsed(NamedTuple):
    """One printed name, parted. `given` and `family` may be empty, `letters` are its initials."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    letters: tuple[str, ...] = ()
    title: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All words, given names first."""
        return self.given + self.family


def may_be(title: str, other: str) -> bool:
    """Say whether two titles may be one person's: "Ms" and "Mrs" are, "Mr" and "Ms" are not."""
    return title == other or {title, other} <= _WOMEN


@lru_cache(maxsize=_KEPT)
def parse(printed: str) -> Parsed:
    """Part a printed name: "SMITH, Jane", "Mrs J. Okafor", "Aisha Bibi Khan", "Smith-Jones".

    One word alone is a given name, unless a title stands before it or only family names have it.
    """
    words = read_words(printed)
    titles, particles = vocabulary().lists["titles"], vocabulary().lists["particles"]
    named: list[list[str]] = []
    letters: list[str] = []
    title = ""
    comma = 0
    for at, word in enumerate(words.folds):
        if word in titles and not named and len(words) > 1:
            title = word
        elif len(word) == 1 or (
            len(word) < 4
            and shape_of(printed[words.starts[at] : words.ends[at]]) == UPPER
            and _are_letters(word, words.folds)
        ):
            letters.append(word)
        elif named and (words.gap(at) in ("-", "‐", "–") or words.folds[at - 1] in particles):
            named[-1].append(word)
        else:
            if named and "," in words.gap(at) and not comma:
                comma = len(named)
            named.append([word])
    return _parted(named, tuple(letters), title, comma)


def _are_letters(word: str, folds: Sequence[str]) -> bool:
    return not any(sign in "aeiouy" for sign in word) or len(folds) == 1


def _parted(named: list[list[str]], letters: tuple[str, ...], title: str, comma: int) -> Parsed:
    if comma:  # the family name stands first
        named = [*named[comma:], *named[:comma]]
    flat = [tuple(parts) for parts in named]
    if not flat:
        return Parsed((), (), letters, title)
    if len(flat) == 1:
        known = lexicon().bits(flat[0][0])
        alone_family = bool(title or letters) or (known & FAMILY and not known & GIVEN)
        return (
            Parsed((), flat[0], letters, title)
            if alone_family
            else Parsed(flat[0], (), letters, title)
        )
    given = tuple(word for parts in flat[:-1] for word in parts)
    return Parsed(given, flat[-1], letters, title)


def members_of(people: Iterable[Person]) -> list[Member]:
    """Return the listed people as members; each one's key comes from the fullest name given.

    Somebody whom two files of a case list by one full name is one person.
    """
    found: dict[str, Member] = {}
    for known in map(_listed, people):
        if known is None:
            continue
        one = found.get(known.key)
        if one is None or not (known.given and known.family):
            found[known.key if one is None else f"{known.key} {len(found)}"] = replace(
                known, given=set(known.given), family=set(known.family),
                initials=set(known.initials), written=set(),
            )  # fmt: skip
        else:
            one.given |= known.given
            one.family |= known.family
            one.initials |= known.initials
            one.title = one.title or known.title
    return list(found.values())


@lru_cache(maxsize=_KEPT)
def _listed(person: Person) -> Member | None:
    """Return a listed person as a member, which is to be copied; null without any name."""
    parsed = [parse(name) for name in person.names]
    if not any(name.words or name.letters for name in parsed):
        return None
    fullest = max(parsed, key=lambda name: (len(name.words), sum(map(len, name.words))))
    role = _ROLES.get(person.role, "official" if person.role == "official" else "person")
    member = Member(f"{role}:{' '.join(fullest.words or fullest.letters)}", role, listed=True)
    for name in parsed:
        extend(member, name)
    return member


def extend(member: Member, name: Parsed) -> None:
    """Add what one printed name says of a member."""
    member.given.update(name.given)
    member.family.update(name.family)
    member.title = member.title or name.title
    if name.given and name.family:
        member.initials.add(name.given[0][0] + name.family[0][0])
        member.initials.add("".join(word[0] for word in name.words))
    elif len(name.letters) == 1 and name.family:
        member.initials.add(name.letters[0] + name.family[0][0])
    elif len(name.letters) > 1 or (name.letters and len(name.letters[0]) > 1):
        member.initials.add("".join(name.letters))


def short_forms(member: Member) -> set[str]:
    """Return the pet and full forms of a member's given names."""
    known = nicknames()
    return {short for name in member.given for short in known.get(name, ())} - member.given


_ = TITLE
