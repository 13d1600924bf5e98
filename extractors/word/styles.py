"""Paragraph styles: which are headings, which carry numbering, which make a contents list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractors.word.markup import child, children, is_on, value, whole

_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"toc \d|table of figures")
_BODY_LEVEL = 9  # Word's outline level of ordinary text, counted from 0
_LONGEST_CHAIN = 32


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; `Styles` adds what it inherits."""

    name: str
    based_on: str | None
    outline: int | None
    num_id: str | None
    ilvl: int | None
    hidden: bool | None = None


class Styles:
    """The styles of one document, with inheritance."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {
            value(item, "styleId") or "": _read(item) for item in children(root, "style")
        }
        self.default = next(
            (
                value(item, "styleId") or ""
                for item in children(root, "style")
                if value(item, "type") == "paragraph" and value(item, "default") in ("1", "true")
            ),
            "",
        )

    def _chain(self, style_id: str | None) -> list[Style]:
        chain: list[Style] = []
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(chain) < _LONGEST_CHAIN:
            seen.add(style_id)
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain

    def heading_level(self, style_id: str | None) -> int:
        """Return a style's depth as a heading (1 is highest), 0 where it is none.

        Built-in styles keep their English names in every language; their ids are translated.
        """
        for style in self._chain(style_id):
            name = style.name.lower()
            match = _HEADING.match(name)
            if match:
                return int(match[1])
            if name in ("title", "toc heading"):
                return 1
            if style.outline is not None:
                return style.outline + 1 if 0 <= style.outline < _BODY_LEVEL else 0
        return 0

    def is_hidden(self, style_id: str | None) -> bool:
        """Say whether a paragraph or character style hides its words."""
        said = (style.hidden for style in self._chain(style_id) if style.hidden is not None)
        return next(said, False)

    def lineage(self, style_id: str | None) -> tuple[str, ...]:
        """Return the ids of a style and of those it is based on, nearest first."""
        found: list[str] = []
        for style in self._chain(style_id):
            found.append(style_id or "")
            style_id = style.based_on
        return tuple(found)

    def is_contents(self, style_id: str | None) -> bool:
        """Say whether a style is that of lines in a contents list."""
        return any(_CONTENTS.fullmatch(style.name.lower()) for style in self._chain(style_id))

    def numbering(self, style_id: str | None) -> tuple[str | None, int | None]:
        """Return the list id and list level that a style carries, each None where it has none."""
        chain = self._chain(style_id)
        num_id = next((style.num_id for style in chain if style.num_id is not None), None)
        ilvl = next((style.ilvl for style in chain if style.ilvl is not None), None)
        return num_id, ilvl


def _read(item: etree._Element) -> Style:
    properties = child(item, "pPr")
    outline = child(properties, "outlineLvl")
    ilvl = child(properties, "numPr", "ilvl")
    vanish = child(item, "rPr", "vanish")
    return Style(
        name=value(child(item, "name")) or "",
        based_on=value(child(item, "basedOn")),
        outline=whole(outline) if outline is not None else None,
        num_id=value(child(properties, "numPr", "numId")),
        ilvl=whole(ilvl) if ilvl is not None else None,
        hidden=is_on(vanish) if vanish is not None else None,
    )
