"""Initials of the people of a case that were left: two capitals that may be an abbreviation.

Of letters that nobody wrote as initials before, so few are a person's that they are not replaced;
who signs a case is shown them.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.notes import Redaction
from models.deid.lexicon import COMMON, NEVER, WORD
from models.deid.names.fitting import SHORT_WORDS, is_role
from models.deid.names.members import Member
from models.deid.names.viewing import View
from models.deid.words import LOWER, UPPER

_TITLES = frozenset(("mr", "mrs", "ms", "miss"))


class Lettering:
    """The initials of a case: those of full names, and those that a given and a family name make.

    A case may know a child as Ngoc and the father as Mr Hirsi, and call the child NH.
    """

    def __init__(self, listed: Iterable[Member], redactions: Iterable[Redaction]) -> None:
        self._whole = {form for member in listed for form in member.initials if len(form) < 4}
        firsts, lasts = set(), set()
        for key in {
            one.key for each in redactions for one in each.identifiers if one.kind == "name"
        }:
            names = key.partition(":")[2].split()
            words = [word for word in names if len(word) > 1 and word not in _TITLES]
            if len(words) > 1:
                self._whole |= {words[0][0] + words[-1][0], "".join(word[0] for word in words[:3])}
            if words:
                # A word alone may be either.
                firsts.add(words[0][0])
                lasts.add(words[-1][0])
        self._made = {first + last for first in firsts for last in lasts}

    def stand(self, looked: View, at: int) -> bool:
        """Say whether the letters at a place may be somebody of the case."""
        words, word, bits = looked.words, looked.words.folds[at], looked.bits[at]
        shape = words.shapes[at]
        if not 2 <= len(word) <= 3 or not (shape == UPPER or (shape == LOWER and words.quiet[at])):
            return False
        plain = bits & (NEVER | COMMON | WORD) or word in SHORT_WORDS or is_role(looked, word)
        if word in self._whole:
            # "DR" in an ordinary sentence may be Destiny Reid, but "IN" among capitals is no one.
            return not plain or (shape == UPPER and not (words.loud[at] and word in SHORT_WORDS))
        return shape == UPPER and word in self._made and not plain
