"""A PDF's tag tree, page by page: what its author says each piece of marked content is.

PDFium has applied the document's role map already: Word's `Footnote` arrives here as `Note`.
"""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from pypdfium2 import raw

_MAX_DEPTH = 200  # real trees go 12 deep; what lies deeper counts as untagged
_MAX_NODES = 60_000  # a page of a damaged or hostile file; a real one has about a hundred
_BUFFER_BYTES = 128  # UTF-16 role names; longer ones are no standard role
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


def _call(function: Any, result: Any, *arguments: Any) -> Any:
    # Plain integer pointers: pypdfium2's typed ones cost a fifth of the walk.
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_pointer, _int, _size = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
_tree_of = _call(raw.FPDF_StructTree_GetForPage, _pointer, _pointer)
_close = _call(raw.FPDF_StructTree_Close, None, _pointer)
_root_count = _call(raw.FPDF_StructTree_CountChildren, _int, _pointer)
_root = _call(raw.FPDF_StructTree_GetChildAtIndex, _pointer, _pointer, _int)
_count = _call(raw.FPDF_StructElement_CountChildren, _int, _pointer)
_child = _call(raw.FPDF_StructElement_GetChildAtIndex, _pointer, _pointer, _int)
_content = _call(raw.FPDF_StructElement_GetChildMarkedContentID, _int, _pointer, _int)
_type = _call(raw.FPDF_StructElement_GetType, _size, _pointer, _pointer, _size)


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
        self.address = ctypes.addressof(self.buffer)
        self.roles: dict[bytes, str] = {}

    def role(self, element: int) -> str:
        """Return the element's role with the role map applied."""
        size = min(_type(element, self.address, _BUFFER_BYTES), _BUFFER_BYTES)
        key = ctypes.string_at(self.address, max(size - 2, 0))
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
    tree = _tree_of(page)
    if not tree:
        return {}
    walk = _Walk()
    try:
        top = Mark(0, "")
        roots = [_root(tree, index) for index in range(_root_count(tree))]
        stack = [(element, 0, top, 0) for element in reversed(roots) if element]
        while stack:
            _visit(stack.pop(), stack, walk)
    finally:
        _close(tree)
    return walk.marks


def _visit(entry: tuple[int, int, Mark, int], stack: list[Any], walk: _Walk) -> None:
    element, content, outer, depth = entry
    if not element:
        walk.marks.setdefault(content, outer)
        return
    mark = walk.enter(walk.role(element), outer)
    found = []
    for index in range(_count(element)):
        child = _child(element, index)
        if child:
            found.append((child, -1, mark, depth + 1))
            continue
        content = _content(element, index)
        if content >= 0:
            found.append((0, content, mark, depth + 1))
    walk.nodes += len(found)
    if depth >= _MAX_DEPTH or walk.nodes > _MAX_NODES:
        return
    if found and found[0][0] == 0 and all(item[0] == 0 for item in found):
        for _, content, _, _ in found:
            walk.marks.setdefault(content, mark)
        return
    stack.extend(reversed(found))
