"""A PDF's tag tree, page by page: what its author says each piece of marked content is.

PDFium has applied the document's role map already: Word's `Footnote` arrives here as `Note`.
"""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import NamedTuple

from extractors.pdf import bindings
from extractors.pdf.bindings import Handle, Passed, Unsigned

_MAX_DEPTH = 200  # real trees go 12 deep; what lies deeper counts as untagged
_MAX_NODES = 60_000  # a page of a damaged or hostile file; a real one has about a hundred
_BUFFER_BYTES = 128  # UTF-16 role names; longer ones are no standard role
_ROOM = Unsigned(_BUFFER_BYTES)
_ALIASES = {"Title": "H1", "H": "H2", "Subtitle": "P", "Lbl": "P"}
_OPENS = frozenset(("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LI", "TD", "TH"))
_OPENS_TOO = frozenset(("Note", "TOCI", "Caption", "BlockQuote", "Figure", "Formula", "Form"))
_TRANSPARENT = frozenset(("Lbl", "LBody"))


class Mark(NamedTuple):
    """What the tree says of one marked-content id.

    `block` numbers the paragraph-like element that holds the id, in reading order: all ids of one
    paragraph share it. `role` is P, H1 to H6, LI, Note, TD, TH, TOCI, Figure or what else the
    file says. `table`, `row` and `column` count from 0 within the page and are -1 outside a
    table; `header` is true in a TH. `note` is true below a Note, whatever the role.
    """

    block: int
    role: str
    table: int = -1
    row: int = -1
    column: int = -1
    header: bool = False
    note: bool = False


_Entry = tuple[int, int, Mark, int]  # an element or 0 and a content id; outer mark; depth


class _Walk:
    """The state of one walk: counters for blocks and tables, and what was found."""

    __slots__ = (
        "address",
        "begun",
        "blocks",
        "buffer",
        "marks",
        "nodes",
        "roles",
        "seats",
        "tables",
    )

    def __init__(self) -> None:
        self.marks: dict[int, Mark] = {}
        self.blocks = 0
        self.tables = 0
        self.nodes = 0
        self.begun: set[int] = set()  # list items that have their first paragraph
        self.seats: dict[int, list[int]] = {}  # table number -> its current row and column
        self.buffer = ctypes.create_string_buffer(_BUFFER_BYTES)
        self.address = ctypes.byref(self.buffer)
        self.roles: dict[bytes, str] = {}

    def role(self, element: Passed) -> str:
        """Return the element's role with the role map applied."""
        written = bindings.element_type(element, self.address, _ROOM)
        key = self.buffer.raw[: max(min(written, _BUFFER_BYTES) - 2, 0)]
        role = self.roles.get(key)
        if role is None:
            role = self.roles[key] = key.decode("utf-16-le", "replace")
        return role

    def enter(self, role: str, outer: Mark) -> Mark:
        """Return the mark that content directly below an element of this role gets."""
        if role == "Span" or role in _TRANSPARENT:
            return outer
        if role == "Table":
            table = self.tables
            self.tables += 1
            self.seats[table] = [-1, -1]
            return Mark(-1, role, table, -1, -1, False, outer.note)
        if role == "TR":
            return self._row(outer)
        if role in _OPENS or role in _OPENS_TOO:
            return self._block(role, outer)
        return outer

    def _row(self, outer: Mark) -> Mark:
        seat = self.seats.get(outer.table)
        if seat is None:
            return outer
        seat[0] += 1
        seat[1] = -1
        self.blocks += 1
        return outer._replace(block=self.blocks, row=seat[0], column=-1, header=False)

    def _block(self, role: str, outer: Mark) -> Mark:
        column, header = outer.column, outer.header
        seat = self.seats.get(outer.table)
        if role in ("TD", "TH") and seat is not None:
            seat[1] += 1
            column, header = seat[1], role == "TH"
        if role == "P" and outer.role == "LI" and outer.block not in self.begun:
            self.begun.add(outer.block)
            # The first paragraph of a list item is the item, with its bullet; later ones are not.
            return outer
        self.blocks += 1
        return Mark(
            self.blocks,
            _ALIASES.get(role, role),
            outer.table,
            outer.row,
            column,
            header,
            outer.note or role == "Note",
        )


def read_marks(page: int) -> dict[int, Mark]:
    """Return a page's marked-content ids with their marks; empty where the page has no tags.

    `page` is PDFium's pointer to a loaded page. Order of the keys is the tree's reading order.
    The walk keeps its own stack, so that no nesting, however deep, can exhaust Python's.
    """
    address = bindings.tag_tree(Handle(page))
    if not address:
        return {}
    tree = Handle(address)
    walk = _Walk()
    try:
        top = Mark(0, "")
        count = bindings.count_roots(tree)
        roots = list(map(bindings.root_element, repeat(tree), range(count)))
        stack: list[_Entry] = [(element, 0, top, 0) for element in reversed(roots) if element]
        while stack:
            _visit(stack.pop(), stack, walk)
    finally:
        bindings.close_tree(tree)
    return walk.marks


def _visit(entry: _Entry, stack: list[_Entry], walk: _Walk) -> None:
    address, content, outer, depth = entry
    if not address:
        walk.marks.setdefault(content, outer)
        return
    element = Handle(address)
    mark = walk.enter(walk.role(element), outer)
    # Seven children of eight are content: asking for that first, and for an element only where
    # there is none, saves half the calls.
    count = bindings.count_children(element)
    contents = list(map(bindings.child_content, repeat(element), range(count)))
    if contents and min(contents) >= 0:
        walk.nodes += count
        if depth < _MAX_DEPTH and walk.nodes <= _MAX_NODES:
            for content in contents:
                walk.marks.setdefault(content, mark)
        return
    places = [place for place, content in enumerate(contents) if content < 0]
    children = map(bindings.child_element, repeat(element), places)
    found: list[_Entry] = []
    for content in contents:
        if content >= 0:
            found.append((0, content, mark, depth + 1))
        elif child := next(children):  # none where it is on other pages
            found.append((child, -1, mark, depth + 1))
    walk.nodes += len(found)
    if depth < _MAX_DEPTH and walk.nodes <= _MAX_NODES:
        stack.extend(reversed(found))
