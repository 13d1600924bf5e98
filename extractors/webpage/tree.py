"""Walking a page's tree without recursion, and what parts of it are no content.

Pages nest their elements thousands deep, by accident or on purpose; a recursive walk would crash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from selectolax.lexbor import LexborNode

Step = tuple[Literal["open", "close", "text"], LexborNode]

TEXT = "-text"
# Elements whose content nobody reads as text of the page.
_DROPPED_TAGS = (
    "-comment script style template svg iframe object canvas video audio noscript head "
    "select datalist button math dialog map"
)
_DROPPED = frozenset(_DROPPED_TAGS.split())
_FURNITURE = frozenset(("nav", "footer", "menu"))
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "dialog"))
_BANNER = re.compile(r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|skip-?links?)(?:$|[\s_-])")
_NOTES = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?)(?:$|[\s_-])")
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes"))


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute, "" where it is missing or has no value."""
    return node.attributes.get(name) or ""


def walk(root: LexborNode) -> Iterator[Step]:
    """Yield opening and closing of elements and the texts between them, in document order."""
    stack: list[LexborNode] = [root]
    node: LexborNode | None = root
    yield ("open", root)
    node = root.child
    while stack:
        if node is None:
            closed = stack.pop()
            yield ("close", closed)
            node = closed.next if stack else None
        elif node.tag == TEXT:
            yield ("text", node)
            node = node.next
        elif is_dropped(node):
            node = node.next
        else:
            yield ("open", node)
            stack.append(node)
            node = node.child


def is_dropped(node: LexborNode) -> bool:
    """Say whether an element and all inside it is not part of what a reader sees."""
    if node.tag in _DROPPED or node.tag is None:
        return True
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def is_furniture(node: LexborNode, in_content: bool) -> bool:
    """Say whether an element is the site's frame: navigation, banners, cookie notices."""
    if node.tag in _FURNITURE or attribute(node, "role") in _FURNITURE_ROLES:
        return True
    if node.tag == "header":
        # The header of an article is its title; the header of a page is the site's.
        return not in_content
    names = f"{attribute(node, 'id')} {attribute(node, 'class')}".lower()
    return node.tag not in ("html", "body", "main") and _BANNER.search(names) is not None


def is_note(node: LexborNode) -> bool:
    """Say whether an element holds a footnote or the list of footnotes."""
    if attribute(node, "role") in _NOTE_ROLES:
        return True
    if node.tag not in ("section", "div", "ol", "ul", "aside", "li", "p"):
        return False
    return _NOTES.search(f"{attribute(node, 'id')} {attribute(node, 'class')}".lower()) is not None
