"""The words of a Word paragraph: insertions in, deletions out, text boxes and notes told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.word.markup import child, children, is_on, local, value, whole
from extractors.word.styles import Styles

_LEFT_OUT = frozenset(
    (
        *("del", "moveFrom", "delText", "delInstrText"),
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText"),
        "rt",  # how to pronounce the word below it
    )
)
_FIXED = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "",
}
_READ = ("sym", "ddList", "checkBox", "footnoteReference", "endnoteReference")
_COMMENTED = ("commentRangeStart", "commentReference")
_PAGEREF = "PAGEREF"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SURROGATES, _PRIVATE_USE = 0xD800, 0xE000  # symbol fonts keep their glyphs in private use


@dataclass(slots=True)
class NoteNumbers:
    """Numbers notes in the order of their references, as Word does."""

    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def printed(self, kind: str, identifier: str) -> str:
        """Return the printed number of a note, counting it at its first reference."""
        key = (kind, identifier)
        if key not in self.seen:
            self.counts[kind] += 1
            self.seen[key] = str(self.counts[kind])
        return self.seen[key]


@dataclass(slots=True)
class Words:
    """What one paragraph holds: its words, whether all are bold, and the text boxes it anchors.

    `fields` are those open: where in `parts` the instruction began, None once the result is on.
    `comments` are the ids of the comments that begin or end in it.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    plain: bool = False
    refers_to_page: bool = False
    fields: list[int | None] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, with tabs and line ends as they stand."""
        return "".join(self.parts)

    def mark_field(self, step: str | None) -> None:
        """Begin, separate or end a field: what stands inside its instruction is not printed."""
        if step == "begin":
            self.fields.append(len(self.parts))
        elif self.fields and step in ("separate", "end"):
            begun = self.fields.pop()
            if begun is not None:
                del self.parts[begun:]
            if step == "separate":
                self.fields.append(None)


def chosen(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of the one branch of an mc:AlternateContent that is to be read.

    It is the first that holds words: a drawing may stand before the same thing in words.
    """
    branches = [*children(element, "Choice"), *children(element, "Fallback")]
    worded = (branch for branch in branches if any(local(item) == "t" for item in branch.iter()))
    branch = next(worded, branches[0] if branches else None)
    yield from branch if branch is not None else ()


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    is_character = 32 <= code < _SURROGATES or _PRIVATE_USE <= code < 0x110000
    return chr(code) if is_character else ""


def _form_value(element: etree._Element) -> str:
    """Return what a form field of the old kind prints: the entry chosen, or a ticked box."""
    if local(element) == "checkBox":
        ticked = child(element, "checked")
        return "☒" if is_on(child(element, "default") if ticked is None else ticked) else "☐"
    entries = [value(entry) or "" for entry in children(element, "listEntry")]
    at = whole(child(element, "result"), default=whole(child(element, "default")))
    return entries[at] if 0 <= at < len(entries) else ""


class InlineReader:
    """Collects the words of paragraphs; note numbers run on through the document."""

    def __init__(self, numbers: NoteNumbers, styles: Styles) -> None:
        self._numbers = numbers
        self._styles = styles

    def read(self, paragraph: etree._Element) -> Words:
        """Return the words of a paragraph."""
        words = Words()
        if self._styles.is_hidden(value(child(paragraph, "pPr", "pStyle"))):
            return words
        for item in paragraph:
            self._walk(item, words)
        return words

    def _walk(self, element: etree._Element, words: Words) -> None:
        name = local(element)
        if name in _LEFT_OUT:
            words.refers_to_page |= name == "instrText" and _PAGEREF in (element.text or "")
        elif name == "t":
            words.parts.append(element.text or "")
        elif name in _FIXED:
            words.parts.append(_FIXED[name])
        elif name in _READ:
            words.parts.append(self._read_one(name, element))
        elif name in _COMMENTED:
            words.comments.append(value(element, "id") or "")
        elif name in ("txbxContent", "txBody"):
            words.boxes.append(element)
        elif name == "r":
            self._run(element, words)
        else:
            self._inside(name, element, words)

    def _inside(self, name: str, element: etree._Element, words: Words) -> None:
        for item in chosen(element) if name == "AlternateContent" else iter(element):
            self._walk(item, words)
        if name == "fldChar":
            words.mark_field(value(element, "fldCharType"))
        elif name == "fldSimple":
            words.refers_to_page |= _PAGEREF in (value(element, "instr") or "")

    def _read_one(self, name: str, element: etree._Element) -> str:
        if name == "sym":
            return _symbol(element)
        if name in ("ddList", "checkBox"):
            return _form_value(element)
        return self._reference(name, element)

    def _run(self, run: etree._Element, words: Words) -> None:
        properties = child(run, "rPr")
        hidden = child(properties, "vanish")
        if is_on(hidden) or (hidden is None and self._styled_hidden(properties)):
            return
        before = len(words.parts)
        for item in run:
            self._walk(item, words)
        if not is_on(child(properties, "b")) and "".join(words.parts[before:]).strip():
            words.plain = True

    def _styled_hidden(self, properties: etree._Element | None) -> bool:
        return self._styles.is_hidden(value(child(properties, "rStyle")))

    def _reference(self, name: str, element: etree._Element) -> str:
        if value(element, "customMarkFollows") in ("1", "true", "on"):
            return ""  # the mark stands behind it as text, and the note is not counted
        kind = name.removesuffix("Reference")
        number = self._numbers.printed(kind, value(element, "id") or "")
        return number.translate(_SUPERSCRIPT)
