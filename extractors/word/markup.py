"""Names in Word's XML: by local name, so that strict and transitional files read alike."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_OFF = ("0", "false", "off", "none")


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the children of the given local names."""
    for child in element if element is not None else ():
        if local(child) in names:
            yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant along a path of local names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Return an attribute by its local name, or None."""
    if element is None:
        return None
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return None


def whole(element: etree._Element | None, name: str = "val", default: int = 0) -> int:
    """Return an attribute as a whole number; the default where it is missing or no number."""
    text = value(element, name)
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def is_on(element: etree._Element | None) -> bool:
    """Say whether a switch such as bold is there and not switched off."""
    return element is not None and (value(element) or "1") not in _OFF
