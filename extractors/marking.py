"""Paragraphs to drafts by what stands before them: a label of a list, or a typed bullet."""

from __future__ import annotations

from corpus.records import BlockKind
from extractors.drafting import Draft, tidy
from extractors.markers import BULLET, number_of, split_marker


def typed(text: str, locator: str) -> Draft:
    """Make a paragraph, or what its typed bullet or number says it is."""
    marked = split_marker(text.strip())
    if marked.kind and marked.text.strip():
        kind: BlockKind = "paragraph" if marked.kind == "number" else "item"
        level = 0 if kind == "paragraph" else 1
        return Draft(kind, marked.text, marked.marker, level, number_of(marked.marker), locator)
    return Draft("paragraph", text, locator=locator)


def labelled(label: str, text: str, depth: int, locator: str) -> Draft:
    """Make a list item at a depth from 1, or a paragraph where the label is a number ("2.1")."""
    label = tidy(label)
    # Word draws the circle of a second level as the letter "o" of a typewriter font.
    if label == "o" or not any(character.isalnum() for character in label):
        return Draft("item", text, BULLET, depth, None, locator)
    marker = split_marker(f"{label} x")
    if marker.kind == "number":
        return Draft("paragraph", text, label, 0, number_of(label), locator)
    return Draft("item", text, label, depth, number_of(label), locator)


def headed(label: str, text: str, level: int, locator: str) -> Draft:
    """Make a heading at a level from 1, with the number that stands before it."""
    label = tidy(label)
    label = label if any(character.isalnum() for character in label) else ""
    return Draft("heading", text, label, level, number_of(label), locator)
