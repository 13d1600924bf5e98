"""Ruled tables: a page's ruling lines through pdfplumber's table functions.

The four functions are not part of pdfplumber's documented interface. They are used as of 0.11.10,
pinned below 0.12 in pyproject, and tests compare the result with pdfplumber's own `find_tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractors.pdf.layout import Edge, PageLayout, TableGrid

_SNAP = 3.0  # pdfplumber's defaults, in points
_JOIN = 3.0
_MIN_LENGTH = 3.0
_REACH = 3.0
_MAX_CROSSINGS = 250_000  # upright times level edges; more is a chart or a map, and would take long

Cell = tuple[float, float, float, float]


def ruled_tables(layout: PageLayout) -> list[TableGrid]:
    """Find the ruled tables of a page, top to bottom. A table has at least two cells."""
    if not _may_hold_table(layout.edges):
        return []
    from pdfplumber import table  # noqa: PLC0415 - half a CPU-second, for files with rulings only

    edges = table.merge_edges(
        [_as_dict(edge, layout.height) for edge in _upright_first(layout.edges)],
        snap_x_tolerance=_SNAP,
        snap_y_tolerance=_SNAP,
        join_x_tolerance=_JOIN,
        join_y_tolerance=_JOIN,
    )
    edges = [
        edge
        for edge in edges
        if edge["height" if edge["orientation"] == "v" else "width"] >= _MIN_LENGTH
    ]
    upright = sum(edge["orientation"] == "v" for edge in edges)
    if upright * (len(edges) - upright) > _MAX_CROSSINGS:
        return []
    crossings = table.edges_to_intersections(edges, _REACH, _REACH)
    groups = table.cells_to_tables(table.intersections_to_cells(crossings))
    return [_grid(cells, layout.height) for cells in groups]


def _may_hold_table(edges: Sequence[Edge]) -> bool:
    # Two cells need three edges one way and two the other.
    upright = sum(edge.y0 != edge.y1 for edge in edges)
    level = len(edges) - upright
    return upright >= 2 and level >= 2 and upright + level >= 5


def _upright_first(edges: Sequence[Edge]) -> list[Edge]:
    return sorted(edges, key=lambda edge: edge.y0 == edge.y1)


def _as_dict(edge: Edge, page_height: float) -> dict[str, Any]:
    x0, y0, x1, y1 = edge
    top, bottom = page_height - y1, page_height - y0
    return {
        "object_type": "line",
        "orientation": "h" if y0 == y1 else "v",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _grid(cells: list[Cell], page_height: float) -> TableGrid:
    """Lay cells out as rows: `None` where a row has no cell at a column that others have."""
    lefts = sorted({cell[0] for cell in cells})
    by_top: dict[float, dict[float, Cell]] = {}
    for x0, top, x1, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        by_top.setdefault(top, {})[x0] = (x0, page_height - bottom, x1, page_height - top)
    rows = tuple(tuple(row.get(left) for left in lefts) for row in by_top.values())
    box = (
        min(cell[0] for cell in cells),
        page_height - max(cell[3] for cell in cells),
        max(cell[2] for cell in cells),
        page_height - min(cell[1] for cell in cells),
    )
    return TableGrid(box, rows)
