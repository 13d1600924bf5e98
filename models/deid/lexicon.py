"""What is known of a word before any note is read: is it a name, a place, a plain word?

Names, places and plain words come from packages (see `models.deid.listed`); words by which case
notes speak of people are our own (`vocabulary.yaml`, `nicknames.txt`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from corpus.problems import ModelError
from models.deid import listed
from models.deid.words import fold

GIVEN, FAMILY, WORD, COMMON, NEVER, PLACE, PARTICLE = (1 << bit for bit in range(7))
NAMED = GIVEN | FAMILY
_SHORT = ("'t", "'m", "'ve", "'ll", "'re", "'d", "n't")
ROLES = ("parent", "relative", "child", "carer", "staff", "other")
_LISTS = (
    "titles", *ROLES, "labels", "before", "does", "never", "given", "plain", "particles",
    "lettered", "lowly", "determiners",
    "field", "agents", "human", "handled",
)  # fmt: skip
_PREFIXES = ("un", "re", "non", "pre", "over", "mis")
_NO_EVIDENCE = ("st",)  # parts of names that say nothing of a word which stands alone


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The lists of `vocabulary.yaml`; `phrases` has roles and labels of several words as tuples.

    `roles` leads from a word to the kind of person that it speaks of.
    """

    lists: Mapping[str, frozenset[str]]
    phrases: Mapping[str, frozenset[tuple[str, ...]]]
    roles: Mapping[str, str]

    def role_of(self, word: str) -> str | None:
        """Return the kind of person that a word speaks of, or null."""
        return self.roles.get(word)


def _read(name: str) -> str:
    return resources.files("models.deid").joinpath(name).read_text(encoding="utf-8")


@cache
def vocabulary() -> Vocabulary:
    """Return the words by which case notes speak of people. ModelError: a list is missing."""
    import yaml  # noqa: PLC0415  # a process that de-identifies nothing reads none of it

    data = yaml.safe_load(_read("vocabulary.yaml"))
    missing = [name for name in _LISTS if not isinstance(data.get(name), str)]
    if missing:
        raise ModelError(f"vocabulary.yaml: the list {missing[0]!r} is missing; write it back")
    lists, phrases = {}, {}
    for name in _LISTS:
        entries = [tuple(entry.split("-")) for entry in fold(data[name]).split()]
        lists[name] = frozenset(entry[0] for entry in entries if len(entry) == 1)
        phrases[name] = frozenset(entry for entry in entries if len(entry) > 1)
    # A word of several lists is of the role that stands first.
    roles = {word: role for role in reversed(ROLES) for word in lists[role]}
    return Vocabulary(MappingProxyType(lists), MappingProxyType(phrases), roles)


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Return for each given name all others that stand on a line with it."""
    found: dict[str, set[str]] = {}
    for line in _read("nicknames.txt").splitlines():
        if line and not line.startswith("#"):
            names = line.split()
            full, *short = names
            found.setdefault(full, set()).update(short)
            for name in short:
                found.setdefault(name, set()).add(full)
    return MappingProxyType({name: frozenset(others) for name, others in found.items()})


def _names(part: str, named: bool) -> frozenset[str]:
    return listed.names(part).difference(_NO_EVIDENCE) if named else frozenset()


class Lexicon:
    """What is known of words; asks each once. `places` are phrases by their first word.

    One that is not `named` knows plain words alone, and no list of names or places.
    """

    def __init__(self, named: bool = True) -> None:
        self.words = vocabulary()
        never = self.words.lists["never"]
        places = listed.places() if named else frozenset()
        common, words = listed.plain_words()
        self.places: dict[str, list[tuple[str, ...]]] = {}
        for name in places:
            parts = tuple(name.replace("-", " ").split())
            if len(parts) > 1:
                self.places.setdefault(parts[0], []).append(parts)
        self._sets = (
            (GIVEN, _names("first", named) | self.words.lists["given"]),
            (FAMILY, _names("last", named)),
            (WORD | COMMON, common | self.words.lists["plain"]),
            (WORD, words),
            (PLACE, places),
            (NEVER, never),
            (PARTICLE, self.words.lists["particles"]),
        )
        self._known: dict[str, int] = {}

    def bits(self, word: str) -> int:
        """Return what is known of a folded word, as a sum of the flags of this module."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._look(word)
        return found

    def _look(self, word: str) -> int:
        if word.endswith(_SHORT):
            return WORD | COMMON | NEVER
        found = 0
        for flag, known in self._sets:
            if word in known:
                found |= flag
        if not found & WORD and "'" not in word and self._inflected(word):
            found |= WORD
        return found

    def _inflected(self, word: str) -> bool:
        """Say whether a word is a plural or a compound of known words: "safeguarded", "unmet"."""
        words = self._sets[2][1]
        if len(word) > 5 and word.endswith("s") and word[:-1] in words:
            return True
        prefix = next((prefix for prefix in _PREFIXES if word.startswith(prefix)), "")
        return bool(prefix) and len(word) - len(prefix) > 3 and word[len(prefix) :] in words

    def nearly_plain(self, word: str) -> bool:
        """Say whether a word is a common word but for one slip of the pen: "discused", "teh"."""
        words = self._sets[2][1]
        if len(word) < 3:
            return True
        return any(near in words for near in slips(word))


def slips(word: str) -> set[str]:
    """Return all forms one slip away: a letter left out, doubled, changed, or two swapped."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    found = {word[:at] + word[at + 1 :] for at in range(len(word))}
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        found.update(head + letter + tail for letter in letters)
        if tail:
            found.update(head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    found.discard(word)
    return found


@cache
def lexicon(named: bool = True) -> Lexicon:
    """Return the lexicon of this process: two CPU-seconds, once."""
    return Lexicon(named)
