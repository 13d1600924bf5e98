"""Tells the people of a case from its schools and places: "School: Aisha came late" is no school.

What stands where a school stands is taken for one, and what is found once is looked for in the
whole case: one slip would make a school of a child. So the case decides: who is listed, or is
found as a person more often, is one wherever the name stands by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.notes import IdentifierKind
from models.deid.found import Found
from models.deid.lexicon import vocabulary
from models.deid.merging import Merged
from models.deid.names.members import Member, parse
from models.deid.repeating import Form, parts_of

_KINDS = ("school", "place")
# Found by these alone, a place may be meant: "12 Mill Lane, Tollerby", "got to Tollerby late".
_VAGUE = ("component/", "gazetteer/family", "patterns/", *(
    f"context/{rule}" for rule in ("capital", "list", "full", "place", "plain")
))  # fmt: skip
_VAGUE_ONES = 3  # that tell as much of a school as one that is clear
# "Aisha's school", "Aisha's sch (Oakfield Academy": a general word, and no part of a name.
_GENERAL = ("school", "sch", "nursery", "college", "academy")
_OWN_SCHOOL = re.compile(
    rf"['’][sS]? (?:{'|'.join((*_GENERAL, *(word.upper() for word in _GENERAL)))})\b"
)


class Persons:
    """Whom a case knows by name, as far as they could be taken for a school or a place.

    `righted` are the names of several words that had been.
    """

    def __init__(
        self, texts: Sequence[str], merged: Sequence[Iterable[Merged]], listed: Sequence[Member]
    ) -> None:
        self.righted: set[Form] = set()
        self._listed = listed
        self._titles = vocabulary().lists["titles"]
        self._people: Counter[Form] = Counter()
        self._vague: Counter[Form] = Counter()
        self._families: set[str] = set()
        self._others: Counter[Form] = Counter()
        for text, items in zip(texts, merged, strict=True):
            for item in items:
                if item.kind == "name":
                    self._met(text[item.start : item.end], all(map(_is_vague, item.means)))
                elif item.kind in _KINDS:
                    self._others[parts_of(text[item.start : item.end])] += 1

    def _met(self, printed: str, vaguely: bool) -> None:
        if vaguely:
            self._vague[self._form(printed)] += 1
            return
        self._people[self._form(printed)] += 1
        name = parse(printed)
        self._families.update(name.family)
        if name.given and name.family:
            self._people[name.given] += 1

    def _form(self, printed: str) -> Form:
        parts = parts_of(printed)
        return parts[1:] if len(parts) > 1 and parts[0] in self._titles else parts

    def sorted_out(self, found: Sequence[Found], text: str) -> list[Found]:
        """Return what was found in one text with people as people."""
        schools = {(item.start, item.end) for item in found if item.kind == "school"}
        right: list[Found] = []
        for item in found:
            if item.kind in _KINDS:
                # What one rule takes for a school another may take for a place.
                school = (item.start, item.end) in schools
                right += self._right(item, text, "school" if school else item.kind)
            else:
                right.append(item)
        return right

    def _right(self, item: Found, text: str, kind: IdentifierKind) -> Iterator[Found]:
        """Yield what a school or a place is: itself, a person, or a person and a school."""
        printed = text[item.start : item.end]
        if self._is_one(printed, kind):
            self.righted.add(parts_of(printed))
            yield item._replace(kind="name")
            return
        head, bracket, tail = printed.partition(" (")
        own = _OWN_SCHOOL.search(head)
        name = head[: own.start()] if own else head
        if not (own or bracket) or not self._is_one(name, kind):
            yield item
            return
        yield item._replace(end=item.start + len(name), kind="name")
        if tail:
            yield item._replace(start=item.end - len(tail))

    def _is_one(self, printed: str, kind: IdentifierKind) -> bool:
        """Say whether words by themselves, taken for something else, are somebody of the case."""
        form = self._form(printed)
        vague = self._vague[form] // _VAGUE_ONES if kind == "school" else 0
        if self._people[form] + vague > self._others[form]:
            return True
        name = parse(printed)
        if not name.given:
            return False
        # "Ilie Vlad" where there are an Ilie and a Vlad; but a place is called "Pickford Green".
        if kind == "school" and name.family and self._families.issuperset(name.family):
            return self._people[name.given] > self._others[name.given]
        return any(
            member.given.issuperset(name.given) and member.family.issuperset(name.family)
            for member in self._listed
        )


def _is_vague(means: str) -> bool:
    return means.startswith(_VAGUE)
