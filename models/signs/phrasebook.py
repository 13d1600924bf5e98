"""The patterns and phrases of `rulesets/notes/signs.yaml`, made ready to be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import NamedTuple

from corpus.problems import FrameworkError
from models.rulesets import RuleSet, load_rule_set
from models.signs.expressions import Expression
from models.signs.frames import Frames, shipped_frames
from models.signs.kinds import KINDS, SignKind
from models.signs.needs import Needs, needs
from models.signs.spelling import Spelling
from models.signs.tokens import phrase_words
from models.words import plain_words

RULES = "notes/signs"
GAP = ".."
_PEOPLE = ("adult", "staff", "child", "self", "body")
_REACH = 4  # words that a gap may hold
_FORGIVEN = 7  # letters of a word of a frame, from which a misspelling is taken for it
_NEGATIVE = frozenset({"not", "no", "never", "nobody", "no_one", "nothing", "without", "n't"})
_GROUP = re.compile(r"<([\w-]+)>")


class Pattern(NamedTuple):
    """One pattern of a kind: `words` finds it in a sentence.

    `rule` is "kind: pattern as written"; `negative` patterns find what is absent ("not fed").
    """

    kind: SignKind
    rule: str
    words: Expression
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All that is looked for; `needs` tells by the words of a sentence what may stand in it.

    `cancels` has one expression for each group of phrases that cancel or limit;
    `headings` are sentences that are a heading alone, by group: "labels" are kinds of harm.
    """

    needs: Needs
    patterns: tuple[Pattern, ...]
    cancels: Mapping[str, Expression]
    headings: Mapping[str, re.Pattern[str]]
    spelling: Spelling
    frames: Frames


_CANCELS = (
    "innocent", "denied", "denied-after", "subject", "subject-after", "supposed", "history",
    "closed", "disclosing", "others-past", "untrue", "accident", "doubted", "theme", "papers",
    "generic", "now", "games",
)  # fmt: skip


@cache
def shipped() -> Phrasebook:
    """Return the phrasebook that comes with Vouch, made once a process."""
    return phrasebook(load_rule_set(RULES), shipped_frames())


@cache
def real_words() -> frozenset[str]:
    """Return words that are no misspelling, from `rulesets/notes/real-words.txt`."""
    file = resources.files("models").joinpath("rulesets", "notes", "real-words.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def phrasebook(rules: RuleSet, frames: Frames) -> Phrasebook:
    """Make a phrasebook of a rule set. FrameworkError where a pattern names no group of it."""
    groups = {name: tuple(row.text for row in rows) for name, rows in rules.groups.items()}
    between = _either(phrase_words(text) for text in groups.get("not-between", ()))
    gap = rf"(?:(?!(?:{between}) )[^\s;]+ ){{0,{_REACH}}}?" if between else ""
    patterns: list[Pattern] = []
    parted: list[list[set[str]]] = []
    triggers: set[str] = set()
    known: set[str] = set()
    for kind in KINDS:
        for text in groups.get(kind, ()):
            parts = [part if part == GAP else _alternatives(part, groups) for part in text.split()]
            triggers |= _trigger(text, parts)
            parted.append([{row[0] for row in part} for part in parts if part != GAP])
            known.update(word for part in parts if part != GAP for row in part for word in row)
            negative = bool(_NEGATIVE & set(text.replace("/", " ").split()))
            patterns.append(Pattern(kind, f"{kind}: {text}", _expression(parts, gap), negative))
    cancels = {name: _phrases(groups.get(name, ())) for name in _CANCELS}
    headings = {name: _whole(groups.get(name, ())) for name in ("headings", "labels")}
    return Phrasebook(
        needs(parted, [[part.ideas for part in frame.parts] for frame in frames.all()]),
        tuple(patterns),
        cancels,
        headings,
        Spelling(known.union(frames.words), real_words(), {*triggers, *_long(frames.words)}),
        frames,
    )


def _long(words: Iterable[str]) -> Iterator[str]:
    return (word for word in words if len(word) >= _FORGIVEN)


def _alternatives(part: str, groups: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return all that may stand for one part of a pattern, each as its words."""
    rows: list[tuple[str, ...]] = []
    for way in part.split("/"):
        group = _GROUP.fullmatch(way)
        if group is None:
            rows.append(phrase_words(way.replace("_", " ")))
        elif group[1] in groups:
            rows += [phrase_words(text) for text in groups[group[1]]]
        else:
            raise FrameworkError(
                f"rulesets/{RULES}.yaml: the pattern part {part!r} names no group. Groups are "
                f"{', '.join(groups)}."
            )
    return [row for row in dict.fromkeys(rows) if row]


def _trigger(text: str, parts: list[str | list[tuple[str, ...]]]) -> set[str]:
    """Return the first words of the rarest part of a pattern, of which misspelt ones count, too."""
    best: set[str] = set()
    lowest: tuple[int, int] | None = None
    for name, part in zip(text.split(), parts, strict=True):
        if isinstance(part, str):
            continue
        firsts = {row[0] for row in part}
        people = any(f"<{group}>" in name for group in _PEOPLE)
        rank = (len(firsts & _common()) + 100 * people, len(firsts))
        if lowest is None or rank < lowest:
            best, lowest = firsts, rank
    return best


@cache
def _common() -> frozenset[str]:
    return plain_words() | {"not", "no", "own", "home", "house", "child", "mum", "dad"}


def _expression(parts: list[str | list[tuple[str, ...]]], gap: str) -> Expression:
    words = "".join(gap if isinstance(part, str) else f"(?:{_either(part)}) " for part in parts)
    first = parts[0] if parts else GAP
    firsts = None if isinstance(first, str) else frozenset(row[0] for row in first)
    return Expression(rf"(?<= ){words}", firsts)


def _phrases(texts: Iterable[str]) -> Expression:
    """Return what finds any of these phrases; one that finds nothing where there is none."""
    rows = [row for text in texts for row in map(phrase_words, _spelt_out(text)) if row]
    source = rf"(?<= )(?:{_either(rows) or '(?!)'}) "
    return Expression(source, frozenset(row[0] for row in rows))


def _whole(texts: Iterable[str]) -> re.Pattern[str]:
    """Return what fits a whole sentence that is one of these phrases."""
    return re.compile(rf" (?:{_either(map(phrase_words, texts)) or '(?!)'}) ")


def _spelt_out(text: str) -> Iterator[str]:
    """Yield all that a phrase stands for: "cut his/her hair" is two."""
    for ways in product(*(part.split("/") for part in text.split())):
        yield " ".join(ways).replace("_", " ")


def _either(rows: Iterable[tuple[str, ...]]) -> str:
    """Join phrases to alternatives, the longest first."""
    return "|".join(re.escape(" ".join(row)) for row in _longest_first(rows))


def _longest_first(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield from sorted(dict.fromkeys(rows), key=lambda row: (-len(row), row))
