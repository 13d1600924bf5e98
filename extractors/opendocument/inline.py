"""The words of an OpenDocument paragraph; notes, comments and boxes in it are told apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from extractors.opendocument.styles import Styles
from extractors.word.markup import child, children, local, value

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEFT_OUT = frozenset(
    (
        *("tracked-changes", "annotation-end", "script", "ruby-text"),
        *("hidden-text", "change", "change-start", "change-end", "event-listeners", "forms"),
        *("glue-point", "image-map", "enhanced-geometry", "note-citation"),
    )
)
_TOLD, _SVG = ("title", "desc"), "svg"  # what a picture shows, for those who do not see it
_FIXED = {"tab": "\t", "line-break": "\n", "s": " ", "soft-page-break": ""}
_SHAPES = frozenset(
    (
        *("text-box", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "line"),
        *("connector", "caption", "polyline", "regular-polygon", "measure"),
    )
)


@dataclass(slots=True)
class Words:
    """What one paragraph holds: its words, and what hangs on it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str, etree._Element]] = field(default_factory=list)  # class, number
    comments: list[etree._Element] = field(default_factory=list)
    pictures: int = 0
    embedded: int = 0

    @property
    def text(self) -> str:
        """The words, with tabs and line ends as they stand."""
        return "".join(self.parts)


def read_words(paragraph: etree._Element, styles: Styles) -> Words:
    """Return the words of a paragraph."""
    words = Words()
    if not styles.is_hidden(value(paragraph, "style-name")):
        _inside(paragraph, styles, words)
    return words


def read_one(element: etree._Element, styles: Styles) -> Words:
    """Return the words of an element that stands in no paragraph: a frame, a shape."""
    words = Words()
    _walk(element, styles, words)
    return words


def _inside(element: etree._Element, styles: Styles, words: Words) -> None:
    words.parts.append(element.text or "")
    for item in element:
        _walk(item, styles, words)
        words.parts.append(item.tail or "")


def _walk(element: etree._Element, styles: Styles, words: Words) -> None:
    name = local(element)
    if name in _LEFT_OUT or (name in _TOLD and _SVG in str(element.tag)):
        return
    if name in _FIXED:
        words.parts.append(_FIXED[name])
    elif name == "note":
        _note(element, words)
    elif name == "annotation":
        words.comments.append(element)
    elif name in _SHAPES:
        words.boxes.append(element)
    elif name in ("frame", "g", "a") and child(element, "object") is None:
        _drawn(element, styles, words)
    elif name in ("frame", "g", "object", "object-ole", "plugin"):
        words.embedded += 1
    elif name == "span" and styles.is_hidden(value(element, "style-name")):
        return
    else:
        _inside(element, styles, words)


def _drawn(element: etree._Element, styles: Styles, words: Words) -> None:
    """Read a frame, a group or a link: a picture in several formats is one picture."""
    names = {local(item) for item in element}
    if local(element) == "frame" and "image" in names and not names & {"object-ole", "text-box"}:
        words.pictures += 1
        return
    words.parts.append((element.text or "") if local(element) == "a" else "")
    for item in element:
        if local(item) != "image":
            _walk(item, styles, words)
        words.parts.append((item.tail or "") if local(element) == "a" else "")


def _note(note: etree._Element, words: Words) -> None:
    number = "".join(child_text(note, "note-citation"))
    words.parts.append(number.translate(_SUPERSCRIPT))
    body = child(note, "note-body")
    if body is not None:
        words.notes.append((value(note, "note-class") or "footnote", number, body))


def child_text(element: etree._Element, name: str) -> list[str]:
    """Return the texts inside the children of a name."""
    return [str(text) for item in children(element, name) for text in item.itertext()]
