"""The words of a Word paragraph: insertions in, deletions out, text boxes and notes told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.word.markup import child, children, is_on, local, value

_LEFT_OUT = frozenset(
    ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText")
)
_FIXED = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "",
}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SURROGATES, _PRIVATE_USE = 0xD800, 0xE000  # symbol fonts keep their glyphs in private use


@dataclass(slots=True)
class NoteNumbers:
    """Numbers notes in the order of their references, as Word does."""

    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def printed(self, kind: str, identifier: str) -> str:
        """Return the printed number of a note, counting it at its first reference."""
        key = (kind, identifier)
        if key not in self.seen:
            self.seen[key] = str(1 + sum(known == kind for known, _ in self.seen))
        return self.seen[key]


@dataclass(slots=True)
class Words:
    """What one paragraph holds: its words, whether all are bold, and the text boxes it anchors."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    plain: bool = False

    @property
    def text(self) -> str:
        """The words, with tabs and line ends as they stand."""
        return "".join(self.parts)


def chosen(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of the one branch of an mc:AlternateContent that is to be read."""
    branch = next(children(element, "Choice"), None)
    if branch is None:
        branch = next(children(element, "Fallback"), None)
    yield from branch if branch is not None else ()


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    is_character = 32 <= code < _SURROGATES or _PRIVATE_USE <= code < 0x110000
    return chr(code) if is_character else ""


class InlineReader:
    """Collects the words of paragraphs; note numbers run on through the document."""

    def __init__(self, numbers: NoteNumbers) -> None:
        self._numbers = numbers

    def read(self, paragraph: etree._Element) -> Words:
        """Return the words of a paragraph."""
        words = Words()
        for item in paragraph:
            self._walk(item, words)
        return words

    def _walk(self, element: etree._Element, words: Words) -> None:
        name = local(element)
        if name in _LEFT_OUT:
            return
        if name == "t":
            words.parts.append(element.text or "")
        elif name in _FIXED:
            words.parts.append(_FIXED[name])
        elif name == "sym":
            words.parts.append(_symbol(element))
        elif name in ("footnoteReference", "endnoteReference"):
            words.parts.append(self._reference(name, element))
        elif name == "txbxContent":
            words.boxes.append(element)
        elif name == "r":
            self._run(element, words)
        else:
            inside = chosen(element) if name == "AlternateContent" else iter(element)
            for item in inside:
                self._walk(item, words)

    def _run(self, run: etree._Element, words: Words) -> None:
        properties = child(run, "rPr")
        if is_on(child(properties, "vanish")):
            return
        before = len(words.parts)
        for item in run:
            self._walk(item, words)
        if not is_on(child(properties, "b")) and "".join(words.parts[before:]).strip():
            words.plain = True

    def _reference(self, name: str, element: etree._Element) -> str:
        kind = name.removesuffix("Reference")
        number = self._numbers.printed(kind, value(element, "id") or "")
        return number.translate(_SUPERSCRIPT)
