"""One text as the means that look for names see it: each word, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from models.deid.lexicon import (
    COMMON,
    FAMILY,
    GIVEN,
    NAMED,
    NEVER,
    PARTICLE,
    PLACE,
    WORD,
    Lexicon,
    Vocabulary,
    lexicon,
)
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, Words

_PLAIN_GAPS = frozenset((" ", "-", "‐", "–", "  "))
_INITIAL_GAPS = frozenset((". ", ".", " ", "-"))
_AFTER_SURNAME = frozenset(("", "and", "who", "to", "is", "was", "has", "will", "at", "completed"))
_ACRONYM = 4  # letters: shorter capitals among others are more likely an abbreviation


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A text's words with what is known of each; `open` are those that could be part of a name."""

    words: Words
    known: Lexicon
    bits: list[int]
    open: list[int]

    @property
    def lists(self) -> Vocabulary:
        """Return the words by which notes speak of people."""
        return self.known.words

    def joined(self, at: int) -> bool:
        """Say whether a word belongs to the one before it: a space, a hyphen, an initial's stop."""
        if at <= 0 or at >= len(self.words):
            return False
        gap = self.words.gap(at)
        if gap in _PLAIN_GAPS:
            return True
        return len(self.words.folds[at - 1]) == 1 and gap in _INITIAL_GAPS

    def before(self, at: int) -> str:
        """Return the word before, where nothing but a space parts them; else an empty string."""
        return self.words.folds[at - 1] if at > 0 and self.words.gap(at) in (" ", " - ") else ""

    def after(self, at: int) -> str:
        """Return the word after, where nothing but a space parts them; else an empty string."""
        following = at + 1
        if following >= len(self.words) or self.words.gap(following) != " ":
            return ""
        return self.words.folds[following]

    def quality(self, at: int) -> int:
        """Return how much a word looks like a name: 3 no plain word, 2 given, 1 family, 0 none."""
        bits = self.bits[at]
        if not bits & WORD:
            return 3
        return 2 if bits & GIVEN else int(bool(bits & FAMILY))

    def nameable(self, at: int) -> bool:
        """Say whether a word could be a name at all, as it is written here."""
        words, bits = self.words, self.bits[at]
        shape = words.shapes[at]
        if shape == DIGITS or bits & NEVER or len(words.folds[at]) < 2:
            return False
        if words.folds[at] in self.lists.lists["titles"]:
            return False
        if shape == TITLE:
            return True
        if words.loud[at]:
            return not bits & WORD or bool(bits & NAMED)
        if shape == UPPER:
            return len(words.folds[at]) >= _ACRONYM and (not bits & WORD or bool(bits & NAMED))
        return not bits & COMMON or bool(bits & GIVEN)

    def written(self, at: int) -> bool:
        """Say whether a word is written as names are: a capital, or no other way is in use."""
        words = self.words
        return words.shapes[at] in (TITLE, UPPER) and not words.loud[at]

    def run(self, at: int) -> int:
        """Return the end (exclusive) of the words from `at` that may be one person's name."""
        end = at + 1
        while end < len(self.words) and end - at < 5 and self.joined(end) and self._goes_on(end):
            end += 1
        while end > at + 1 and self.bits[end - 1] & PARTICLE and not self.bits[end - 1] & NAMED:
            end -= 1
        return end

    def _goes_on(self, at: int) -> bool:
        words, bits = self.words, self.bits[at]
        if words.opening[at] and words.gap(at) not in _INITIAL_GAPS and words.gap(at) != "–":
            return False
        shape = words.shapes[at]
        if bits & PARTICLE and at + 1 < len(words) and self.joined(at + 1):
            return self.nameable(at + 1) and self.quality(at + 1) >= 1
        letter = len(words.folds[at]) == 1
        if letter or bits & NEVER or words.folds[at] in self.lists.lists["titles"]:
            return letter and shape == TITLE and words.folds[at] not in "ia"
        if words.loud[at] and bits & COMMON:
            # "BESNIK SAID NAJIB HIT HIM": Said is a name as well, and here it is not.
            given = bits & GIVEN and shape == UPPER
            if not given or words.folds[at] in self.lists.lists["does"]:
                return self._loud_surname(at)
        return self._written_as_name(at)

    def _written_as_name(self, at: int) -> bool:
        words, bits, shape = self.words, self.bits[at], self.words.shapes[at]
        if shape == TITLE or (shape == UPPER and len(words.folds[at]) >= 3):
            halves = (
                at + 1 < len(words) and words.gap(at + 1) == "-" and words.shapes[at + 1] == shape
            )
            if self.quality(at) >= 1 or words.gap(at) == "-" or halves:
                return True
            return shape == TITLE and words.shapes[at - 1] == TITLE and self._surname(at)
        listed_name = not bits & WORD and bool(bits & NAMED or words.quiet[at])
        return shape == LOWER and listed_name

    def _loud_surname(self, at: int) -> bool:
        """Say whether a plain word among capitals can be a surname: "BY TRAPAIN FLOOD, WHO"."""
        if self.quality(at) != 1 or self.quality(at - 1) < 2:
            return False
        lists, word = self.lists.lists, self.words.folds[at]
        verbs = ("does", "lowly", "determiners", "before", "agents", "field", "handled")
        if any(word in lists[name] for name in verbs):
            return False
        return self.after(at) in _AFTER_SURNAME or self.after(at) in lists["does"]

    def _surname(self, at: int) -> bool:
        """Say whether a plain word with a capital can be a surname after a given name."""
        lists, word = self.lists.lists, self.words.folds[at]
        if word in lists["field"] or word in lists["agents"] or word in lists["determiners"]:
            return False
        led = at > 1 and self.lists.role_of(self.words.folds[at - 2]) is not None
        if (self.quality(at - 1) < 2 and not led) or self.lists.role_of(
            self.words.folds[at - 1]
        ) is not None:
            return False
        return self.lists.role_of(word) is None and not self.words.opening[at]


def view(words: Words, known: Lexicon | None = None) -> View:
    """Return a text's view; `open` leaves out plain words in lower case, which are most."""
    known = known or lexicon()
    bits = [known.bits(word) for word in words.folds]
    plain = COMMON | WORD
    lowly = known.words.lists["lowly"]
    open_ = [
        at
        for at, (known_bits, shape) in enumerate(zip(bits, words.shapes, strict=True))
        if shape != DIGITS
        and (
            shape != LOWER
            or not known_bits & plain
            or (known_bits & (GIVEN | PLACE) and words.folds[at] not in lowly)
        )
    ]
    return View(words, known, bits, open_)


@lru_cache(maxsize=100_000)
def looks_mistyped(word: str) -> bool:
    """Say whether a word is most likely a plain word with a slip of the pen."""
    return lexicon().nearly_plain(word)
