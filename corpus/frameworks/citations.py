"""What a text cites, as frozen records, and the one form in which each is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "regulation",
    "section",
    "standard",
    "guide",
    "statutory guidance",
    "act",
    "statutory instrument",
    "place",
]

DASH = "–"
_ROMAN = frozenset("ivx")
# Ranks of labels, outermost first: (1), then (a), then (i), then (A).
_DIGITS, _LETTER, _NUMERAL, _CAPITAL = range(4)


@dataclass(frozen=True, slots=True)
class Label:
    """One bracketed label as it stands in a row: "(a)", or "(a)–(e)" with `until`."""

    label: str
    until: str | None = None

    def __str__(self) -> str:
        """Print it in brackets."""
        last = f"{DASH}({self.until})" if self.until else ""
        return f"({self.label}){last}"


@dataclass(frozen=True, slots=True)
class Part:
    """A bracketed part of a provision with the parts below it: (1) holds (a)–(e)."""

    label: str
    until: str | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One thing cited; `text[start:end]` is where. Equality leaves the two offsets out.

    `instrument` is the code of the framework's instrument, null where it cannot be resolved;
    `title` is the title as printed, without its article. `number` is that of a regulation, section
    or standard ("18", "12A", "1.6", "12–14"); `page` and `paragraph` may be lists ("3.1, 3.2").
    The kind "place" is a page or paragraph of something that the text does not name.
    """

    kind: Kind
    instrument: str | None = None
    title: str | None = None
    number: str | None = None
    parts: tuple[Part, ...] = ()
    page: str | None = None
    paragraph: str | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        """Print the canonical form, which parses into an equal reference."""
        if self.number is None:
            return ", ".join(filter(None, (self.title, *_places(self))))
        word = {"regulation": "Regulation", "section": "Section"}.get(self.kind, "NMS")
        plural = "s" if DASH in self.number and word != "NMS" else ""
        title = f" of the {self.title}" if self.title else ""
        return f"{word}{plural} {self.number}{''.join(_printed(self.parts))}{title}"


def nested(labels: Iterable[Label]) -> tuple[Part, ...]:
    """Build the tree of a row of labels: (1), (2), (g) is (1) and, below (2), (g)."""
    row = list(labels)
    ranks = _ranks(row)
    # Built from the end, so that each part is frozen with what stands below it.
    pending: list[tuple[int, Part]] = []
    for rank, label in zip(reversed(ranks), reversed(row), strict=True):
        below: list[Part] = []
        while pending and pending[-1][0] > rank:
            below.append(pending.pop()[1])
        pending.append((rank, Part(label.label, label.until, tuple(below))))
    return tuple(part for _, part in reversed(pending))


def flat(parts: Iterable[Part]) -> Iterator[Label]:
    """Give the labels of a tree in the order in which they are printed."""
    for part in parts:
        yield Label(part.label, part.until)
        yield from flat(part.parts)


def same_rank(first: str, second: str) -> bool:
    """Say whether two labels can be the ends of one range."""
    if first[0].isdigit() or second[0].isdigit():
        return first[0].isdigit() == second[0].isdigit()
    return first.isupper() == second.isupper()


def _ranks(row: list[Label]) -> list[int]:
    ranks: list[int] = []
    for position, label in enumerate(row):
        previous = row[position - 1] if position else None
        following = row[position + 1] if position + 1 < len(row) else None
        above = ranks[-1] if ranks else None
        ranks.append(_rank(label, previous, above, following))
    return ranks


def _rank(label: Label, previous: Label | None, above: int | None, following: Label | None) -> int:
    """Rank a label. Only i, v and x are in doubt: a letter, or a numeral below a letter."""
    word = label.label
    if word[0].isdigit():
        return _DIGITS
    if word.isupper():
        return _CAPITAL
    if not set(word) <= _ROMAN:
        return _LETTER
    after = following.label if following else ""
    if any(_plainly_numeral(each) for each in (word, label.until or "", after)):
        return _NUMERAL
    if above not in (_LETTER, _NUMERAL, _CAPITAL):
        return _LETTER
    last = (previous.until or previous.label) if previous else ""
    follows = len(last) == 1 and ord(last) + 1 == ord(word)
    return _LETTER if above == _LETTER and follows else _NUMERAL


def _plainly_numeral(word: str) -> bool:
    return len(word) > 1 and set(word) <= _ROMAN


def _printed(parts: tuple[Part, ...]) -> Iterator[str]:
    for position, part in enumerate(parts):
        before = parts[position - 1] if position else None
        # (a)(b)(c) may stand together; what has parts of its own is set off by a comma.
        if before is not None and (part.parts or before.parts or part.label[0].isdigit()):
            yield ","
        yield str(Label(part.label, part.until))
        yield from _printed(part.parts)


def _places(reference: Reference) -> Iterator[str]:
    for word, value in (("page", reference.page), ("paragraph", reference.paragraph)):
        if value:
            several = DASH in value or "," in value
            yield f"{word}{'s' if several else ''} {value}"
