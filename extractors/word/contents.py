"""Contents lists that no style names: typed by hand, or in a style of the author's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.records import BlockKind
from extractors.drafting import Draft, tidy

_TITLE = re.compile(r"(?:table of )?contents(?: page)?\W*", re.IGNORECASE)
# A tab, dots or wide space lead to the page: "Inspected in May 2023" is no contents line.
_LED = re.compile(r"(?=\S).*?(?:\t|\.\s?\.|…|\s{3})[\s.…]*\d{1,3}", re.DOTALL)
_LONGEST = 400  # characters; the pattern looks at each gap, of which a hostile text is full
_PAGE = re.compile(r"\d{1,3}")


def is_contents_line(text: str) -> bool:
    """Say whether a tab or leader dots lead from words to a page number at the end of a line."""
    text = text.strip(" \n")
    return len(text) <= _LONGEST and _LED.fullmatch(text) is not None


def _as_lines(table: Draft) -> list[Draft] | None:
    """Return the rows of a table as lines, or None where its rows do not end in page numbers."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(tidy(cell.text))
    paged = sum(len(row) > 1 and _PAGE.fullmatch(row[-1]) is not None for row in rows.values())
    if paged < max(len(rows) - 1, 1):  # the first row may be "Section" and "Page"
        return None
    return [Draft("furniture", " ".join(row), locator=table.locator) for row in rows.values()]


def _set_aside(draft: Draft) -> list[Draft] | None:
    if draft.cells:
        return _as_lines(draft)
    if draft.kind not in ("paragraph", "item") or not is_contents_line(draft.text):
        return None
    text = f"{draft.marker} {draft.text}"
    return [replace(draft, kind="furniture", text=text, marker="", level=0, number=None)]


def _kind_of_title(title: Draft) -> BlockKind:
    return "heading" if title.kind == "heading" else "furniture"


def without_contents(drafts: Iterable[Draft]) -> list[Draft]:
    """Set aside the lines under a title "Contents" that lead to page numbers, and that title.

    A title that is a heading stays one, and a title without such lines stays what it is.
    """
    found: list[Draft] = []
    title: int | None = None
    for draft in drafts:
        if draft.kind == "furniture" or not (draft.cells or tidy(draft.text)):
            if draft.kind == "furniture" and title == len(found) - 1:
                found[title] = replace(found[title], kind=_kind_of_title(found[title]))
            found.append(draft)
        elif draft.kind in ("paragraph", "heading") and _TITLE.fullmatch(tidy(draft.text)):
            title = len(found)
            found.append(draft)
        elif title is not None and (lines := _set_aside(draft)) is not None:
            found[title] = replace(found[title], kind=_kind_of_title(found[title]))
            found += lines
        else:
            title = None
            found.append(draft)
    return found
