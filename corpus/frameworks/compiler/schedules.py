"""Lists of the judgements: flat ("the judgements are: …") or a schedule of areas with parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.frameworks.compiler.compiled import Area, Part, Quote
from corpus.frameworks.compiler.descriptors import section_number, unnumbered
from corpus.frameworks.compiler.grades import Grades
from corpus.frameworks.compiler.outline import Outline, Piece
from corpus.frameworks.compiler.words import likeness, plain

_JUDGEMENTS = re.compile(
    r"\bjudge?ments?\b[^.]*\b(are|following|these|below)\b[^.]*:$"
    # What inspectors make, not what they made: a report lists its judgements too.
    r"|\b(make|will make|must make) (the following|these)\b[^.]*\bjudge?ments?:$",
    re.I,
)
_THEMES = re.compile(
    r"\b(evaluat|inspect|judg|assess|report)\w*\b[^.]*\b(areas?|themes?|aspects?|criteria|questions?)"
    r"\b[^.]*:$|\b(areas?|themes?|aspects?|criteria)\b[^.]*\b(are|following|below)\b[^.]*:$",
    re.I,
)
_LOOK = re.compile(
    r"\b(evaluat\w*|assess\w*|consider\w*|look (at|for)|gather\w* evidence|evidence)\b[^.]*:$", re.I
)
_SCHEDULE = re.compile(r"\bschedules?\b", re.I)
_SECTION = re.compile(r"^(section|part|element)\s+\w+\s*[:.–-]\s*", re.I)
_LONGEST = 16  # words of a judgement's name
_ALIKE = 0.5


def judgements(laid: Outline, grades: Grades) -> tuple[Part, ...]:
    """Find the list that says what is judged: items after "the judgements … are:"."""
    for piece in laid.pieces:
        if piece.kind != "paragraph" or not _JUDGEMENTS.search(piece.text):
            continue
        items = list(_items(laid, piece.at + 1))
        names = [item for item in items if not grades.named(item.text)]
        if len(names) > 1 and all(len(item.text.split()) <= _LONGEST for item in names):
            return tuple(_part(laid, item, piece.number) for item in names)
    return ()


def schedules(laid: Outline) -> tuple[Area, ...]:
    """Find the sections that set out a schedule of judgements as a list of areas with parts.

    Two such sections make two elements; one makes the areas themselves.
    """
    found = []
    for piece in laid.pieces:
        if piece.kind != "heading" or not _SCHEDULE.search(piece.text):
            continue
        section = [laid.pieces[at] for at in laid.section(piece.at)]
        number = next((p.number for p in section if p.kind == "paragraph" and p.number), None)
        areas = tuple(_areas(laid, section, number))
        nested = any(area.parts for area in areas)
        if len(areas) > 1 and nested:
            title = unnumbered(piece.text)
            anchor = laid.words(piece, title, number)
            found.append(Area(title, anchor, section_number(piece), number, number, areas=areas))
    return found[0].areas if len(found) == 1 else tuple(found)


def themes(laid: Outline) -> tuple[Area, ...]:
    """Find the areas of a framework without grades: headings under which it says what to look at.

    A list of areas names them where there is one; else two headings or more must do so.
    """
    looked = {piece.at: piece for piece in laid.pieces if _looked_at(laid, piece)}
    listed: list[Piece] = []
    for piece in laid.pieces:
        if piece.kind == "paragraph" and _THEMES.search(piece.text):
            listed = list(_items(laid, piece.at + 1))
            heads = [head for item in listed if (head := _headed(laid, item)) is not None]
            if len(heads) > 1:
                return tuple(_theme(laid, head) for head in heads)
    return tuple(_theme(laid, piece) for piece in looked.values()) if len(looked) > 1 else ()


def evidence(laid: Outline, pieces: list[Piece], title: str) -> tuple[list[Quote], list[Quote]]:
    """Part what stands between an area's heading and its first grade: evidence and notes."""
    found: list[Quote] = []
    notes: list[Quote] = []
    taking = False
    for piece in pieces:
        if piece.kind == "item":
            place = f"{title} Required evidence, bullet {len(found) + 1}"
            (found if taking else notes).append(laid.quote(piece, place if taking else None))
            continue
        taking = re.search(r"\bevidence\b", piece.text, re.I) is not None
        if piece.kind == "paragraph" and not (taking and piece.text.endswith(":")):
            notes.append(laid.quote(piece, piece.number))
    return found, notes


def _areas(laid: Outline, section: list[Piece], number: str | None) -> Iterator[Area]:
    head: Piece | None = None
    run: list[Piece] = []
    for piece in [*section, None]:
        if piece is not None and piece.kind == "item":
            run.append(piece)
            continue
        if run:
            yield from _listed(laid, head, run, number)
            run = []
        if piece is not None and piece.kind == "heading":
            head = piece


def _listed(
    laid: Outline, head: Piece | None, items: list[Piece], number: str | None
) -> Iterator[Area]:
    """A list whose items hold others is a list of areas; else its heading is the area."""
    top = min(item.block.level for item in items)
    if head is not None and all(item.block.level == top for item in items):
        title = _SECTION.sub("", unnumbered(head.text))
        parts = tuple(_part(laid, item, number) for item in items)
        yield Area(
            title,
            laid.words(head, title, number),
            section_number(head),
            number,
            number,
            parts=parts,
        )
        return
    current: Piece | None = None
    below: list[Part] = []
    for item in [*items, None]:
        if item is not None and item.block.level > top:
            below.append(_part(laid, item, number))
            continue
        if current is not None:
            anchor = laid.anchor(current, number)
            yield Area(current.text, anchor, None, number, number, parts=tuple(below))
        current, below = item, []


def _items(laid: Outline, start: int) -> Iterator[Piece]:
    for piece in laid.pieces[start:]:
        if piece.kind != "item":
            return
        yield piece


def _part(laid: Outline, item: Piece, number: str | None) -> Part:
    title = item.text.rstrip(" .;,")
    return Part(title, laid.words(item, title, number))


def _headed(laid: Outline, item: Piece) -> Piece | None:
    """Return the heading further on that an item of a list announces."""
    heads = [piece for piece in laid.pieces[item.at :] if piece.kind == "heading"]
    best = max(heads, key=lambda head: likeness(head.text, item.text), default=None)
    if best is None or likeness(unnumbered(best.text), item.text) < _ALIKE:
        return None
    return best


def _looked_at(laid: Outline, piece: Piece) -> bool:
    if piece.kind != "heading":
        return False
    own = [laid.pieces[at] for at in laid.section(piece.at)]
    if any(other.kind == "heading" for other in own):
        return False
    pairs = pairwise(own)
    return any(
        one.kind == "paragraph" and two.kind == "item" and _LOOK.search(one.text)
        for one, two in pairs
    )


def _theme(laid: Outline, head: Piece) -> Area:
    inside = [laid.pieces[at] for at in laid.section(head.at)]
    title = unnumbered(head.text)
    found: list[Quote] = []
    notes: list[Quote] = []
    taking = False
    place = section_number(head) or title
    for piece in inside:
        if piece.kind == "item" and taking:
            found.append(laid.quote(piece, f"{place}, bullet {len(found) + 1}"))
        elif piece.kind != "heading":
            taking = _LOOK.search(piece.text) is not None
            if not taking:
                notes.append(laid.quote(piece, piece.number))
    numbers = [piece.number for piece in inside if piece.kind == "paragraph" and piece.number]
    return Area(
        title,
        laid.words(head, title, section_number(head)),
        section_number(head),
        numbers[0] if numbers else None,
        numbers[-1] if numbers else None,
        tuple(found),
        tuple(notes),
    )


def same(one: str, other: str) -> bool:
    """Say whether two printed titles mean one area."""
    return plain(one) == plain(other) or likeness(one, other) >= _ALIKE
