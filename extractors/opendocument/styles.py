"""Styles of an OpenDocument text: which hide words, which are titles, how lists count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extractors.markers import BULLET, letters, roman
from extractors.word.markup import child, children, local, value, whole

_LONGEST_CHAIN = 32
_DEEPEST = 10  # levels that a list style has


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: `format` is "1", "a", "I" and the like, "" for no number."""

    bullet: bool = False
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # levels printed: 2 is "1.2"


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    hidden: bool
    display: str


def written(format: str, count: int) -> str:
    """Write a count in a number format; formats of other scripts fall back to digits."""
    if format.lower() == "a":
        text = letters(count)
    elif format.lower() == "i":
        text = roman(count)
    else:
        text = str(count)
    return text.upper() if format.isupper() else text


class Styles:
    """The styles of the parts given, those of later parts first."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        for item in _style_elements(roots):
            name = value(item, "name") or ""
            if local(item) == "style":
                hidden = value(child(item, "text-properties"), "display") == "none"
                display = value(item, "display-name") or name
                self._styles[name] = _Style(value(item, "parent-style-name"), hidden, display)
            elif local(item) == "list-style":
                self._lists[name] = _levels(item)
            else:
                self.outline = _levels(item)

    def _chain(self, name: str | None) -> Iterator[_Style]:
        for _ in range(_LONGEST_CHAIN):
            if name is None or name not in self._styles:
                return
            yield self._styles[name]
            name = self._styles[name].parent

    def is_hidden(self, name: str | None) -> bool:
        """Say whether a paragraph or character style hides its words."""
        return any(style.hidden for style in self._chain(name))

    def is_title(self, name: str | None) -> bool:
        """Say whether a paragraph style is that of a document's title."""
        return name == "Title" or any(
            style.display == "Title" or style.parent == "Title" for style in self._chain(name)
        )

    def level(self, list_style: str | None, depth: int) -> Level:
        """Return how a list counts at a depth from 1; a bullet where no style says it."""
        return self._lists.get(list_style or "", {}).get(depth, Level(bullet=True))

    def label(self, list_style: str | None, counts: dict[int, int], depth: int) -> str:
        """Write what stands before an item at a depth from 1; `counts` are those of each depth."""
        levels = self._lists.get(list_style or "", {})
        level = self.level(list_style, depth)
        return BULLET if level.bullet else label(levels, counts, depth)


def label(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    """Write the number of a depth, with those above it as far as the level shows them."""
    level = levels.get(depth, Level())
    if not level.format:
        return ""
    shown = range(max(depth - level.shown + 1, 1), depth + 1)
    numbers = [
        written(levels[at].format, counts.get(at, levels[at].start))
        for at in shown
        if at in levels and levels[at].format
    ]
    return f"{level.prefix}{'.'.join(numbers)}{level.suffix}"


def _style_elements(roots: tuple[etree._Element | None, ...]) -> Iterator[etree._Element]:
    for root in roots:
        for part in children(root, "styles", "automatic-styles"):
            yield from children(part, "style", "list-style", "outline-style")


def _levels(item: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for level in item:
        depth = whole(level, "level")
        if 1 <= depth <= _DEEPEST:
            found[depth] = Level(
                bullet=local(level) in ("list-level-style-bullet", "list-level-style-image"),
                format=value(level, "num-format") or "",
                prefix=value(level, "num-prefix") or "",
                suffix=value(level, "num-suffix") or "",
                start=whole(level, "start-value", default=1),
                shown=min(max(whole(level, "display-levels", default=1), 1), _DEEPEST),
            )
    return found
