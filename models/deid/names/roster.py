"""Finds the people of a case in its texts, in all forms, misspelt ones too, and tells who is meant.

Two people with one given name are told apart by their family name alone: where only the given name
stands, nobody in particular is meant, and the form has a key of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from models.deid.found import Found
from models.deid.lexicon import COMMON, NAMED, NEVER, WORD, lexicon
from models.deid.names.fitting import fits, fits_letters
from models.deid.names.members import Member, Parsed, may_be, short_forms
from models.deid.names.spelling import SHORTEST, Spelling
from models.deid.names.viewing import View
from models.deid.words import DIGITS, LOWER

_OWN = WORD | NEVER


class Roster:
    """All forms of the members of one case, ready to be found; `means` names what it found."""

    def __init__(self, members: Sequence[Member], means: str) -> None:
        self.members = members
        self._means = means
        self._exact: dict[str, list[int]] = {}
        self._short: dict[str, list[int]] = {}
        self._letters: dict[str, list[int]] = {}
        self._written: set[str] = set()
        lists = lexicon().words.lists
        determiners = lists["determiners"] | lists["labels"]
        for at, member in enumerate(members):
            self._written |= member.written
            for form in (member.given | member.family) - determiners:
                self._exact.setdefault(form, []).append(at)
            for letters in member.initials | {form[0] for form in member.given}:
                self._letters.setdefault(letters, []).append(at)
        for at, member in enumerate(members):
            # A set less the keys of a table would go through the whole table for each member.
            for form in short_forms(member):
                if form not in self._exact:
                    self._short.setdefault(form, []).append(at)
        self._forms = {*self._exact, *self._short, *self._letters}
        self._family_only = _all(member.family for member in members).difference(
            _all(member.given for member in members)
        )

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._exact)

    def form_of(self, word: str, bits: int) -> tuple[str, str] | None:
        """Return the known form that a folded word stands for and how it does, or null."""
        if word in self._exact:
            return word, "form"
        if word in self._short:
            return word, "nickname"
        if bits & NEVER:
            return None
        if word.endswith("s") and not bits & WORD and word[:-1] in self._exact:
            return word[:-1], "possessive"
        if bits & WORD or len(word) < SHORTEST - 1:
            return None
        near = self._spelling.nearest(word)
        return (near, "misspelt") if near else None

    def find(self, view: View) -> Iterator[Found]:
        """Yield every form of every member in one text."""
        words = view.words
        if not self._forms:
            return
        for at, (word, bits) in enumerate(zip(words.folds, view.bits, strict=True)):
            # A word of its own is no misspelt name: it must be a form as it stands.
            if bits & _OWN and word not in self._forms:
                continue
            if words.shapes[at] == LOWER and bits & COMMON and not self._knows(word):
                continue
            how = "" if words.shapes[at] == DIGITS else self._how(view, at, word, bits)
            if how:
                if words.quiet[at] and at and how != "initials" and _initialled(view, at):
                    yield Found(
                        words.starts[at - 1], words.ends[at], "name", f"{self._means}/{how}"
                    )
                yield Found(words.starts[at], words.ends[at], "name", f"{self._means}/{how}")

    def _knows(self, word: str) -> bool:
        return word in self._exact or word in self._short

    def _how(self, view: View, at: int, word: str, bits: int) -> str:
        """Return how a word is meant for a member, or an empty string."""
        if (
            len(word) < 4
            and word in self._letters
            and fits_letters(view, at, word in self._written)
        ):
            return "initials"
        form = self.form_of(word, bits) if len(word) > 1 else None
        if form is None:
            return ""
        if bits & WORD and self._paired(view, at, form[0]):
            return "pair"
        return form[1] if fits(view, at, form[1], form[0] in self._family_only) else ""

    def _paired(self, view: View, at: int, form: str) -> bool:
        """Say whether the word beside is another part of the name of somebody called so."""
        words, shape = view.words, view.words.shapes[at]
        if shape == LOWER and not words.quiet[at]:
            return False
        own = self._bearers(form)
        for near, joint in ((at + 1, at + 1), (at - 1, at)):
            if not 0 <= near < len(words) or words.shapes[near] != shape:
                continue
            if not view.joined(joint) and not (words.gap(joint) == ", " and view.written(at)):
                continue
            other = self.form_of(words.folds[near], view.bits[near])
            if other is None or other[0] == form:
                continue
            for member in own & self._bearers(other[0]):
                family = self.members[member].family
                if "-" in words.gap(joint) or (form in family) != (other[0] in family):
                    return True
        return False

    def _bearers(self, form: str) -> set[int]:
        return {*self._exact.get(form, ()), *self._short.get(form, ())}

    def who(self, name: Parsed, role: str = "") -> str | None:
        """Return the key of the one member that a name fits, or null where none or several do."""
        several = self._candidates(name)
        if len(several) > 1 and role:
            several = {at for at in several if self.members[at].role == role} or several
        if len(several) > 1 and not name.family and len(name.given) == 1:
            own = {at for at in several if name.given[0] in self.members[at].given}
            several = own or several
        return self.members[several.pop()].key if len(several) == 1 else None

    def fits(self, name: Parsed) -> bool:
        """Say whether a name fits any member, and remember the title that it gives to one alone."""
        found = self._candidates(name)
        if name.title and len(found) == 1:
            member = self.members[next(iter(found))]
            member.title = member.title or name.title
        return bool(found)

    def _candidates(self, name: Parsed) -> set[int]:
        """Return the members that every part of a name fits, and its title."""
        found = self._fitting(name)
        if not name.title or name.given or name.letters:
            return found
        # "Mrs Khan" beside a child Khan is somebody else; a grown-up may be called so.
        called = {at for at in found if self.members[at].title == name.title}
        grown = {at for at in found if _grown_up(self.members[at], name.title)}
        if called:
            return called | {at for at in grown if not self.members[at].title}
        # Of whom nobody knows who it is may be meant as well, though not for that alone.
        return grown | {at for at in found if grown and _unknown(self.members[at])}

    def _fitting(self, name: Parsed) -> set[int]:
        sets = [self._having(word, True) for word in name.given]
        sets += [self._having(word, False) for word in name.family]
        if not sets:
            return set(self._letters.get("".join(name.letters), ()))
        # A middle name may be unknown; given and family name must both fit.
        found = set.intersection(*sets)
        if not found and len(name.given) > 1:
            found = sets[0].intersection(*sets[len(name.given) :])
        if found and name.letters:
            return {
                at
                for at in found
                if any(form[0] == name.letters[0][0] for form in self.members[at].given)
                or not self.members[at].given
            }
        return found

    def _having(self, word: str, given: bool) -> set[int]:
        found = set(self._exact.get(word, ()))
        if given:
            found |= set(self._short.get(word, ()))
        # "Amina" is no misspelt "Amira": what is a name of its own is somebody else's.
        if not found and len(word) >= SHORTEST and not lexicon().bits(word) & NAMED:
            near = self._spelling.nearest(word)
            stem = word[:-1] if word.endswith("s") else ""
            found = set(self._exact.get(near or stem, ()))
        return {
            at
            for at in found
            if not (
                given
                and word in self.members[at].family
                and self.members[at].given - {word}
                and word not in self.members[at].given
            )
        }


def _all(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)


def _initialled(view: View, at: int) -> bool:
    """Say whether a letter before a family name in lower case is an initial: "p longbottom"."""
    letter = view.words.folds[at - 1]
    return len(letter) == 1 and letter not in "ai" and view.joined(at)


def _grown_up(member: Member, title: str) -> bool:
    if member.title:
        return may_be(member.title, title)
    known = member.role in ("parent", "relative", "carer", "staff", "official")
    return known or (member.listed and member.role != "child")


def _unknown(member: Member) -> bool:
    return not member.title and not member.listed and member.role == "person"
