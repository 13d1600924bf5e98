"""The numbers that Word prints but does not store: counted from numbering.xml as it would."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractors.markers import BULLET, letters, roman
from extractors.word.markup import child, children, is_on, value, whole
from extractors.word.styles import Styles

_PLACE = re.compile(r"%(\d)")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it prints ("%1.%2").

    It begins anew after any higher level, or after levels up to `restart` only: 0 is never.
    """

    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    style: str | None = None
    restart: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph. `numbered` is true for "5." or "2.3.3", false for "(a)"."""

    text: str
    numbered: bool
    level: int


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


def _level(item: etree._Element) -> Level:
    start = child(item, "start")
    restart = child(item, "lvlRestart")
    return Level(
        format=value(child(item, "numFmt")) or "decimal",
        text=value(child(item, "lvlText")) or "",
        start=whole(start, default=1) if start is not None else 0,
        legal=is_on(child(item, "isLgl")),
        style=value(child(item, "pStyle")),
        restart=whole(restart) if restart is not None else None,
    )


def _levels(item: etree._Element) -> dict[int, Level]:
    return {whole(level, "ilvl"): _level(level) for level in children(item, "lvl")}


def _count(format_name: str, count: int) -> str:
    """Write a count in a number format; formats of other scripts fall back to digits."""
    name = format_name.lower()
    if name.endswith("letter"):
        written = letters(count)
    elif name.endswith("roman"):
        written = roman(count)
    elif name == "decimalzero":
        written = f"{count:02d}"
    else:
        written = str(count)
    return written.upper() if name.startswith("upper") else written


class Numbering:
    """Counts the lists of one document; ask for labels in the order of the paragraphs."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {
            value(item, "abstractNumId") or "": item for item in children(root, "abstractNum")
        }
        self._nums = {value(item, "numId") or "": item for item in children(root, "num")}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def _abstract_levels(self, abstract: str) -> dict[int, Level]:
        item = self._abstract.get(abstract)
        link = value(child(item, "numStyleLink"))
        if link:
            linked, _ = self._styles.numbering(link)
            other = value(child(self._nums.get(linked or ""), "abstractNumId")) or ""
            item = self._abstract.get(other, item)
        return _levels(item) if item is not None else {}

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            num = self._nums.get(num_id)
            self._lists[num_id] = None if num is None else self._resolved(num)
        return self._lists[num_id]

    def _resolved(self, num: etree._Element) -> _List:
        abstract = value(child(num, "abstractNumId")) or ""
        levels = dict(self._abstract_levels(abstract))
        starts: dict[int, int] = {}
        for override in children(num, "lvlOverride"):
            at = whole(override, "ilvl")
            start = child(override, "startOverride")
            if start is not None:
                starts[at] = whole(start, default=1)
            for level in children(override, "lvl"):
                levels[at] = _level(level)
        return _List(abstract, levels, starts)

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """Return the list level that is tied to a paragraph style or one it inherits, else 0."""
        found = self._list(num_id)
        tied = {level.style: at for at, level in found.levels.items()} if found else {}
        return next((tied[name] for name in self._styles.lineage(style_id) if name in tied), 0)

    def label(self, num_id: str, ilvl: int) -> Label | None:
        """Count one paragraph of a list and return what Word prints before it, or None."""
        found = self._list(num_id)
        ilvl = min(max(ilvl, 0), _DEEPEST)
        if found is None or ilvl not in found.levels:
            return None
        level = found.levels[ilvl]
        counts = self._advance(num_id, found, ilvl)
        if level.format == "bullet":
            return Label(BULLET, False, ilvl)
        if level.format == "none" and not _PLACE.search(level.text):
            return Label(level.text, False, ilvl) if level.text else None

        def printed(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = found.levels.get(at, level)
            return _count("decimal" if level.legal else other.format, counts.get(at, other.start))

        text = _PLACE.sub(printed, level.text).strip()
        places = _PLACE.findall(level.text)
        digits = level.legal or level.format.startswith("decimal")
        whole_path = len(places) == ilvl + 1 and "(" not in level.text
        return Label(text, digits and whole_path, ilvl) if text else None

    def _advance(self, num_id: str, found: _List, ilvl: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        if ilvl in found.starts and (num_id, ilvl) not in self._begun:
            self._begun.add((num_id, ilvl))
            counts[ilvl] = found.starts[ilvl] - 1
        counts[ilvl] = counts.get(ilvl, found.levels[ilvl].start - 1) + 1
        for above in range(ilvl):
            counts.setdefault(above, found.levels.get(above, Level()).start)
        for below in [at for at in counts if at > ilvl]:
            restart = found.levels.get(below, Level()).restart
            if restart is None or ilvl < restart:
                del counts[below]
        return counts
