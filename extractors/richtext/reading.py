"""Rich text to drafts: what a word processor shows of the groups, fonts and destinations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from corpus.problems import refuse
from corpus.records import Problem
from extractors.drafting import Draft, tidy
from extractors.richtext.codepages import of_charset, of_page
from extractors.richtext.story import Form, Row, Story
from extractors.richtext.tokens import Token, tokens
from extractors.unread import embedded_unread, pictures_unread

_DEEPEST = 5000  # groups; Word's own files stay under 50
_HEADING = re.compile(r"heading (\d)")
_CODES = 0x110000
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CHARACTERS = {
    "tab": "\t", "line": "\n", "softline": "\n", "page": "\n", "column": "\n", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "nestcell": " ",
    "nestrow": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\"}
# Groups without words of the document; any other group that a reader may ignore is one too.
_SKIPPED_NAMES = (
    "colortbl info pict fldinst xe tc nonshppict shprslt nonesttables sp sn sv private1 filetbl "
    "pntxta pntxtb pnseclvl objclass objname objdata htmltag operator"
)
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_FURNITURE_NAMES = "header headerl headerr headerf footer footerl footerr footerf"
_STORIES = {
    **dict.fromkeys(("footnote", "annotation"), "note"),
    **dict.fromkeys(_FURNITURE_NAMES.split(), "furniture"),
    **dict.fromkeys(("shptxt", "dptxbxtext"), "box"),
    **dict.fromkeys(("listtext", "pntext"), "label"),
    "atnauthor": "author",
}
_THOUGH_STARRED = frozenset((*_STORIES, "shpinst", "shppict", "do", "ud", "objdata"))


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and gives back at its end."""

    skipped: bool = False
    table: str = ""  # "fonttbl" or "stylesheet" while inside it
    page: str | None = None
    after_escape: int = 1  # characters to step over behind a Unicode escape
    hidden: bool = False
    deleted: bool = False
    two_ways: bool = False  # the same words follow in Unicode
    in_object: bool = False
    heading: int = 0
    depth: int = 1
    in_table: bool = False


class RichTextReader:
    """Reads one document; `read` returns its drafts, `problems` says what it met."""

    def __init__(self) -> None:
        self._state = _State()
        self._states: list[tuple[_State, int]] = []
        self._stories = [Story("body")]
        self._aside: list[Draft] = []
        self._frames: set[str] = set()  # headers and footers, each wording once
        self._default = "cp1252"
        self._fonts: dict[int, str | None] = {}
        self._first_font: int | None = None
        self._headings: dict[int, int] = {}
        self._named = 0  # the font or style that its table is at
        self._name: list[str] = []
        self._starred = False
        self._opened = False
        self._step_over = 0
        self._author = ""
        self._merged = False
        self._open_at_end = 0
        self._notes = self._comments = self._pictures = self._embedded = 0

    def read(self, source: str) -> list[Draft]:
        """Read bytes that were decoded as Latin-1. RefusedError: too-deep."""
        handlers: dict[str, Callable[[Token], None]] = {
            "open": self._open,
            "close": self._close,
            "word": self._word,
            "symbol": self._symbol,
            "bytes": self._bytes,
        }
        for token in tokens(source):
            handlers[token.kind](token)
        self._open_at_end = len(self._states)
        while self._states:
            self._close(Token("close"))
        return [*self._stories[0].finish(), *self._aside]

    @property
    def problems(self) -> list[Problem]:
        """What was not read, after `read`."""
        found = [*pictures_unread(self._pictures), *embedded_unread(self._embedded)]
        if self._open_at_end:
            message = (
                "The end of the document is missing; what was there was read. "
                "Download or copy it again to have all of it."
            )
            found.append(Problem("extract", "truncated-document", message))
        return found

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    @property
    def _silent(self) -> bool:
        state = self._state
        return state.skipped or state.hidden or state.deleted or bool(state.table)

    def _open(self, _: Token) -> None:
        if len(self._states) >= _DEEPEST:
            message = (
                "The Rich Text document nests its parts deeper than any real document does, so it "
                "was not read. Open it in Word, save it as Word document (.docx), and offer that."
            )
            raise refuse("extract", "too-deep", message)
        self._states.append((self._state, len(self._stories)))
        self._starred, self._opened, self._step_over = False, True, 0

    def _close(self, _: Token) -> None:
        self._step_over = 0
        if not self._states:
            return  # a brace too many
        if self._state.table == "stylesheet" and not self._state.skipped:
            self._end_style()
        self._state, stories = self._states.pop()
        while len(self._stories) > stories:
            self._end_story(self._stories.pop())

    def _end_story(self, story: Story) -> None:
        if story.kind == "box":
            self._story.boxes += story.finish()
        elif story.kind == "label":
            self._story.label += story.line()
        elif story.kind == "author":
            self._author = story.line()
        elif story.kind == "comment":
            self._comments += 1
            marker = f"Comment by {self._author}:" if self._author else "Comment:"
            where = f"comment {self._comments} on {self._story.place}"
            self._aside.append(Draft("note", story.line(), marker, locator=where))
            self._author = ""
        elif story.kind == "note":
            number = str(self._notes) if self._notes else ""
            where = f"footnote {number or 'without reference'}"
            self._aside.append(
                Draft("note", story.line(), number, number=number or None, locator=where)
            )
        else:
            self._end_furniture(story)

    def _end_furniture(self, story: Story) -> None:
        text = story.line()
        if text and text not in self._frames:
            self._frames.add(text)
            self._aside.append(Draft("furniture", text, locator="header or footer"))

    def _word(self, token: Token) -> None:
        opened, self._opened = self._opened, False
        starred, self._starred = self._starred, False
        name = token.text
        if self._step_over and not opened:
            self._step_over -= 1
            return
        if name == "ud" and self._state.two_ways:
            self._state = replace(self._state, skipped=False, two_ways=False)
        elif self._state.skipped:
            return
        elif (starred and name not in _THOUGH_STARRED) or name in _SKIPPED:
            self._skip(name)
        elif name in _STORIES:
            kind = "comment" if name == "annotation" else _STORIES[name]
            self._stories.append(Story(kind, "text box, " if kind == "box" else ""))
            self._state = replace(self._state, in_table=False, heading=0)
        elif self._state.table:
            self._in_table_of(self._state.table, token)
        elif not self._structural(token):
            self._set(token)

    def _skip(self, name: str) -> None:
        self._embedded += name == "objdata"
        shown = self._story.kind != "furniture" and not self._state.in_object
        self._pictures += name == "pict" and shown
        self._state = replace(self._state, skipped=True)

    def _in_table_of(self, table: str, token: Token) -> None:
        """Read the table of fonts or of styles."""
        name, number = token.text, token.number or 0
        if table == "fonttbl":
            if name == "f":
                self._named = number
                self._fonts.setdefault(number, None)
            elif name in ("fcharset", "cpg"):
                page = of_charset(number) if name == "fcharset" else of_page(number)
                self._fonts[self._named] = page
        elif name == "s":
            self._named = number
        elif name == "outlinelevel" and 0 <= number < 9:
            self._headings[self._named] = number + 1

    def _end_style(self) -> None:
        match = _HEADING.match(tidy("".join(self._name)).lower())
        if match and self._named:
            self._headings[self._named] = int(match[1])
        self._name.clear()
        self._named = 0

    def _structural(self, token: Token) -> bool:
        """Do what a word says about characters, paragraphs and tables; false where it is none."""
        name, story = token.text, self._story
        if name in _CHARACTERS:
            self._say(_CHARACTERS[name])
        elif name in ("par", "sect"):
            if not self._state.deleted:  # else its words run on into the next paragraph
                story.end_paragraph(self._form())
        elif name == "cell":
            story.end_cell()
        elif name == "row":
            story.end_row()
        elif name == "u":
            number = token.number or 0
            self._say(chr(number if 0 <= number < _CODES else number % 0x10000))
            self._step_over = self._state.after_escape
        elif name == "chftn":
            self._footnote_mark()
        else:
            return self._defines_row(token)
        return True

    def _form(self) -> Form:
        return Form(self._state.heading, self._state.depth, self._state.in_table)

    def _footnote_mark(self) -> None:
        if self._story.kind != "note" and not self._silent:
            self._notes += 1
            self._say(str(self._notes).translate(_SUPERSCRIPT))

    def _defines_row(self, token: Token) -> bool:
        row = self._story.row
        if token.text == "trowd":
            self._story.row = Row(cells=row.cells)
            self._merged = False
        elif token.text in ("clmrg", "clvmrg"):
            self._merged = True
        elif token.text == "cellx":
            row.merged.append(self._merged)
            self._merged = False
        elif token.text == "trhdr":
            row.header = True
        else:
            return False
        return True

    def _set(self, token: Token) -> None:
        """Change what is inherited: fonts, code pages, hidden words, forms of paragraphs."""
        name, number = token.text, token.number
        on = number != 0
        state = self._state
        if name in ("fonttbl", "stylesheet"):
            self._state = replace(state, table=name)
        elif name == "pard":
            self._state = replace(state, heading=0, depth=1, in_table=False)
        elif name == "plain":
            self._state = replace(state, hidden=False, deleted=False, page=None)
        elif name in _CHANGES:
            self._state = replace(state, **_CHANGES[name](on, number or 0))
        elif name == "f":
            self._state = replace(state, page=self._fonts.get(number or 0) or self._default)
        elif name == "s":
            self._state = replace(state, heading=self._headings.get(number or 0, 0))
        elif name in ("ansicpg", "mac", "pc", "pca"):
            page = {"mac": 10000, "pc": 437, "pca": 850}.get(name, number)
            self._default = of_page(page) or self._default
        elif name == "deff":
            self._first_font = number

    def _symbol(self, token: Token) -> None:
        if token.text == "*":
            self._starred = self._opened
            return
        self._opened = self._starred = False
        if self._step_over:
            self._step_over -= 1
        elif token.text in "\r\n":
            self._word(Token("word", "par"))
        elif token.text in _SYMBOLS:
            self._say(_SYMBOLS[token.text])

    def _bytes(self, token: Token) -> None:
        self._opened = self._starred = False
        text = token.text
        if self._step_over:
            over = min(self._step_over, len(text))
            self._step_over -= over
            text = text[over:]
        if self._state.table == "stylesheet" and not self._state.skipped:
            self._name.append(text)
        elif text and not self._silent:
            page = self._state.page or self._fonts.get(self._first_font or 0) or self._default
            self._story.add_bytes(text, page)

    def _say(self, text: str) -> None:
        if not self._silent:
            self._story.add(text)


_CHANGES: dict[str, Callable[[bool, int], dict[str, Any]]] = {
    "v": lambda on, _: {"hidden": on},
    "deleted": lambda on, _: {"deleted": on},
    "uc": lambda _, number: {"after_escape": min(max(number, 0), 16)},
    "intbl": lambda _on, _number: {"in_table": True},
    "ilvl": lambda _, number: {"depth": min(max(number, 0), 8) + 1},
    "outlinelevel": lambda _, number: {"heading": number + 1 if 0 <= number < 9 else 0},
    "upr": lambda _on, _number: {"skipped": True, "two_ways": True},
    "object": lambda _on, _number: {"in_object": True},
}
