"""Frames of `rulesets/notes/frames.yaml`: ideas that stand together in a sentence, in any words.

A sentence is gone through once, word by word; frames are asked for only where their core is met.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpus.problems import FrameworkError
from models.rulesets import RuleSet, load_rule_set
from models.signs.kinds import KINDS, SignKind
from models.signs.tokens import phrase_words

RULES = "notes/frames"
_REACH = 10  # words from the first to the last idea of a frame that says nothing else
_PART = re.compile(r"(?:\s([+>])\s)?([\w|-]+)")
_TILDE = re.compile(r"\s~(\d+)$")
_GROUP = re.compile(r"<([\w-]+)>")
DENYING = frozenset({"not", "never", "nobody", "no", "nor", "none"})
_VOWELS = frozenset("aeiou")

Place = tuple[int, int]  # words from the first to before the second
Phrase = tuple[str, ...]


class Part(NamedTuple):
    """One idea of a frame, by any of its groups; `ahead` where it must stand before the core."""

    ideas: tuple[str, ...]
    ahead: bool = False


class Frame(NamedTuple):
    """A kind and the ideas that stand for it, each within `reach` words of the core.

    `negative` frames have a core that is itself an absence, which no denial cancels.
    """

    kind: SignKind
    rule: str
    core: Part
    others: tuple[Part, ...]
    reach: int
    negative: bool

    @property
    def parts(self) -> tuple[Part, ...]:
        """The core and all others."""
        return (self.core, *self.others)


class Met(NamedTuple):
    """A frame met in a sentence: the places of its ideas, that of its core first.

    `negative` cores say themselves that something is absent, as in "no food" or "nobody came".
    """

    frame: Frame
    ideas: tuple[Place, ...]
    negative: bool


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames by the idea of their core, and the phrases of all ideas.

    `single` leads from a word to its ideas, `longer` from two words to what must follow them.
    """

    single: Mapping[str, tuple[str, ...]]
    longer: Mapping[tuple[str, str], tuple[tuple[Phrase, tuple[str, ...]], ...]]
    by_core: Mapping[str, tuple[Frame, ...]]

    def all(self) -> tuple[Frame, ...]:
        """Return every frame once."""
        return tuple(dict.fromkeys(one for rows in self.by_core.values() for one in rows))

    @property
    def words(self) -> Iterator[str]:
        """Every word of every phrase."""
        yield from self.single
        for two, rows in self.longer.items():
            yield from two
            for rest, _ in rows:
                yield from rest

    def met(self, places: Mapping[str, list[Place]], words: Sequence[str]) -> Iterator[Met]:
        """Give each frame at each place of its core in the words of one sentence."""
        asked = {id(one): one for idea in places for one in self.by_core.get(idea, ())}
        for frame in asked.values():
            rows = [_listed(part, places) for part in frame.others]
            if all(rows):
                for core in _listed(frame.core, places):
                    ideas = _around(core, frame, rows)
                    if ideas:
                        absent = not DENYING.isdisjoint(words[slice(*core)])
                        yield Met(frame, ideas, frame.negative or absent)

    def places(self, words: Sequence[str]) -> dict[str, list[Place]]:
        """Return where the words of one sentence have each idea."""
        found: defaultdict[str, list[Place]] = defaultdict(list)
        single, longer = self.single, self.longer
        for at, word in enumerate(words):
            if word in single:
                for idea in single[word]:
                    found[idea].append((at, at + 1))
        for at, two in enumerate(pairwise(words)):
            if two not in longer:
                continue
            for rest, ideas in longer[two]:
                end = at + 2 + len(rest)
                if not rest or tuple(words[at + 2 : end]) == rest:
                    for idea in ideas:
                        found[idea].append((at, end))
        return found


def _listed(part: Part, places: Mapping[str, list[Place]]) -> list[Place]:
    if len(part.ideas) == 1:
        return places.get(part.ideas[0], [])
    return [place for idea in part.ideas for place in places.get(idea, ())]


def _around(core: Place, frame: Frame, rows: Sequence[list[Place]]) -> tuple[Place, ...]:
    """Return the core and the nearest place of each other idea, or nothing if one is too far."""
    taken = [core]
    # The idea with the fewest places first: else its only one may be taken by another.
    for part, listed in sorted(zip(frame.others, rows, strict=True), key=lambda row: len(row[1])):
        near = None
        for first, last in listed:
            if part.ahead and last > core[0]:
                continue
            if any(first < end and start < last for start, end in taken):
                continue
            away = max(first - core[1], core[0] - last)
            if away <= frame.reach and (near is None or away < near[0]):
                near = (away, first, last)
        if near is None:
            return ()
        taken.append((near[1], near[2]))
    return tuple(taken)


@cache
def shipped_frames() -> Frames:
    """Return the frames that come with Vouch, made once a process."""
    return frames(load_rule_set(RULES))


def frames(rules: RuleSet) -> Frames:
    """Make frames of a rule set. FrameworkError where a frame or phrase names no group of it."""
    groups = {name: tuple(row.text for row in rows) for name, rows in rules.groups.items()}
    by_core: dict[str, list[Frame]] = {}
    used: set[str] = set()
    for kind in KINDS:
        for text in groups.get(kind, ()):
            frame = _frame(kind, text, groups)
            used.update(idea for part in (frame.core, *frame.others) for idea in part.ideas)
            for idea in frame.core.ideas:
                by_core.setdefault(idea, []).append(frame)
    ideas: dict[Phrase, list[str]] = {}
    for name in sorted(used):
        for words in _written(groups[name], groups):
            listed = ideas.setdefault(words, [])
            if name not in listed:
                listed.append(name)
    longer: dict[tuple[str, str], list[tuple[Phrase, tuple[str, ...]]]] = {}
    for words, names in ideas.items():
        if len(words) > 1:
            longer.setdefault((words[0], words[1]), []).append((words[2:], tuple(names)))
    return Frames(
        {words[0]: tuple(names) for words, names in ideas.items() if len(words) == 1},
        {two: tuple(rows) for two, rows in longer.items()},
        {idea: tuple(rows) for idea, rows in by_core.items()},
    )


def _frame(kind: SignKind, text: str, groups: Mapping[str, Sequence[str]]) -> Frame:
    reach = _TILDE.search(text)
    bare = text[: reach.start()] if reach else text
    negative = bare.startswith("-")
    parts = []
    for match in _PART.finditer(bare.removeprefix("-")):
        ideas = tuple(match[2].split("|"))
        for idea in ideas:
            _group(idea, text, groups)
        parts.append((match[1], ideas))
    first, rest = Part(parts[0][1]), [Part(ideas) for _, ideas in parts[1:]]
    if rest and parts[1][0] == ">":
        # "mum > hits": what is done is the core, and who does it stands before.
        first, rest[0] = rest[0], Part(first.ideas, ahead=True)
    distance = int(reach[1]) if reach else _REACH
    return Frame(kind, f"{kind}: {text}", first, tuple(rest), distance, negative)


def _group(name: str, text: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if name not in groups:
        raise FrameworkError(
            f"rulesets/{RULES}.yaml: {text!r} names no group {name!r}. Groups are "
            f"{', '.join(groups)}."
        )
    return groups[name]


def _written(phrases: Iterable[str], groups: Mapping[str, Sequence[str]]) -> Iterator[Phrase]:
    """Give the words of phrases in all their forms, those of groups within them included."""
    for phrase in phrases:
        other = _GROUP.fullmatch(phrase)
        if other:
            yield from _written(_group(other[1], phrase, groups), groups)
            continue
        for way in _forms(phrase):
            if words := phrase_words(way):
                yield words


def _forms(phrase: str) -> Iterator[str]:
    """Give a phrase with its marked verb in each regular form: "lick+ at", "licked at"."""
    before, plus, after = phrase.partition("+")
    if not plus:
        yield phrase
        return
    lead, space, verb = before.rpartition(" ")
    for way in inflected(verb):
        yield f"{lead}{space}{way}{after}"


def inflected(verb: str) -> tuple[str, ...]:
    """Return a regular verb's forms: "beg" begs, begged, begging."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb, f"{verb}es", f"{verb}ed", f"{verb}ing"
    stem = f"{verb}{verb[-1]}" if _doubles(verb) else verb
    return verb, f"{verb}s", f"{stem}ed", f"{stem}ing"


def _doubles(verb: str) -> bool:
    """Say whether a last consonant doubles: "grab", "stab", not "beat" or "threaten"."""
    short = sum(letter in _VOWELS for letter in verb) == 1
    ending = verb[-1] not in _VOWELS and verb[-1] not in "wxy" and verb[-2:-1] in tuple(_VOWELS)
    return short and ending
