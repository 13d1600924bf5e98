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
    "select datalist button math dialog map del rp rt"
)
_DROPPED = frozenset(_DROPPED_TAGS.split())
_HIDING = re.compile(r"(?:^|[;\s])(?:display:none|visibility:hidden|mso-hide:all)")
_FURNITURE = frozenset(("nav", "footer", "menu"))
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "dialog"))
# What word processors write round a page's header and footer and round their contents list.
_FRAME_TITLES = frozenset(("header", "footer"))
_CONTENTS_ID = re.compile(r"table of contents\d*")
_CONTENTS_CLASS = re.compile(r"(?:^|\s)(?:msotoc\d|contents_20_\d|toc\d?)(?:$|\s)")
_BANNER = re.compile(r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|skip-?links?)(?:$|[\s_-])")
_NOTES = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?)(?:$|[\s_-])")
_NOTE_ID = re.compile(r"(?:sd(?:foot|end)note|ftn|edn|_com_)\d+")
_NOTE_CLASS = re.compile(r"(?:^|\s)(?:mso(?:foot|end)notetext|msocommenttext)(?:$|\s)")
_NOTE_STYLE = re.compile(r"mso-element:(?:foot|end)note|mso-element:comment")
# Where the number before a note leads back to: the names that word processors give its reference.
_TO_REFERENCE = re.compile(
    r"#(?:(?:_(?:ftn|edn)ref|body_ftn|ftnt_ref|cmnt_ref)\d+|sd(?:foot|end)note\d+anc)"
)
_TO_NOTE = re.compile(r"#(?:(?:_(?:ftn|edn)|ftn|ftnt|fn:?)\d+|sd(?:foot|end)note\d+sym)")
_LABEL_CLASS = re.compile(r"(?:^|\s)listlabel")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
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
    tag = node.tag
    if tag == "button":
        # A heading that folds its section away is a button inside a heading.
        return node.parent is None or node.parent.tag not in _HEADINGS
    if tag in _DROPPED or tag is None:
        return True
    attributes = node.attributes
    if "hidden" in attributes:
        # What a search inside the page may find is only folded away.
        return (attributes["hidden"] or "").strip().lower() != "until-found"
    if attributes.get("role") == "doc-backlink":
        return True
    return _HIDING.search(_style(node)) is not None


def _style(node: LexborNode) -> str:
    return attribute(node, "style").replace(" ", "").lower()


def is_furniture(node: LexborNode, in_content: bool) -> bool:
    """Say whether an element is the site's frame: navigation, banners, cookie notices."""
    if node.tag in _FURNITURE or attribute(node, "role") in _FURNITURE_ROLES:
        return True
    if node.tag == "header":
        # The header of an article is its title; the header of a page is the site's.
        return not in_content
    if node.tag in ("html", "body", "main"):
        return False
    identifier, names = attribute(node, "id").lower(), attribute(node, "class").lower()
    if node.tag == "div" and (
        attribute(node, "title").lower() in _FRAME_TITLES or _CONTENTS_ID.fullmatch(identifier)
    ):
        return True
    if node.tag in ("p", "div") and _CONTENTS_CLASS.search(names):
        return True
    return _BANNER.search(f"{identifier} {names}") is not None


def is_note(node: LexborNode) -> bool:
    """Say whether an element holds a footnote or the list of footnotes."""
    if attribute(node, "role") in _NOTE_ROLES:
        return True
    if node.tag not in ("section", "div", "ol", "ul", "aside", "li", "p"):
        return False
    if node.tag == "p" and _TO_REFERENCE.fullmatch(_first_target(node)):
        return True
    if _NOTE_ID.fullmatch(attribute(node, "id")) or _NOTE_STYLE.search(_style(node)):
        return True
    if _NOTE_CLASS.search(attribute(node, "class").lower()):
        return True
    return _NOTES.search(f"{attribute(node, 'id')} {attribute(node, 'class')}".lower()) is not None


def _first_target(paragraph: LexborNode) -> str:
    """Return where the link leads that a paragraph begins with, "" where it begins with none."""
    node = paragraph.child
    while node is not None:
        if node.tag == TEXT:
            node = None if (node.text_content or "").strip() else node.next
        elif node.tag == "a" and attribute(node, "href"):
            return _fragment(node)
        else:
            node = node.child or node.next
    return ""


def _fragment(link: LexborNode) -> str:
    return "".join(attribute(link, "href").rpartition("#")[1:])


def refers_to_note(node: LexborNode) -> bool:
    """Say whether a link leads to a footnote or endnote: what it prints is the note's number."""
    return node.tag == "a" and _TO_NOTE.fullmatch(_fragment(node)) is not None


def is_label(node: LexborNode) -> bool:
    """Say whether an element prints the number or the bullet that a word processor counted."""
    if node.tag != "span":
        return False
    style = attribute(node, "style").lower().replace(" ", "")
    is_listed = _LABEL_CLASS.search(attribute(node, "class").lower()) is not None
    return "mso-list:ignore" in style or (is_listed and "display:block" in style)


def is_comment(node: LexborNode) -> bool:
    """Say whether an element stands inside a line but holds a reviewer's comment on it."""
    return node.tag == "span" and "annotation_style_by_filter" in attribute(node, "class")


def is_set_apart(node: LexborNode) -> bool:
    """Say whether an inline element is shown as a block, so that no word runs on through it."""
    return re.search(r"(?:^|;)(?:display:block|float:)", _style(node)) is not None


def leads_within_page(node: LexborNode) -> bool:
    """Say whether a link leads to another place of the page, and is no note's."""
    target = attribute(node, "href")
    if node.tag != "a" or not target.startswith("#"):
        return False
    return not (_TO_NOTE.fullmatch(target) or _TO_REFERENCE.fullmatch(target))
