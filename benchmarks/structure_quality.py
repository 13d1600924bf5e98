"""How well geometry alone finds what the tags say, and how well both find what people labelled.

    python -m benchmarks.structure_quality REPORTS [--every N] [--apart]    geometry against tags
    python -m benchmarks.structure_quality REPORTS --labels                 against labelled pages

The labels are of authorities kept apart while tuning (see benchmarks/labels).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.split import reports
from corpus.identity import sha256_of_file
from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors.formats import Options
from extractors.pdf import PDF
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.pieces import Piece
from extractors.pdf.ruled import ruled_tables
from extractors.pdf.sheets import Sheet, pieces_of, sheet_of
from extractors.pdf.tagged import Sorted, is_thick, sort_words
from extractors.pdf.tagtree import read_marks
from extractors.pdf.textlayer import read_layout

LABELS = Path(__file__).parent / "labels"
_BODY = ("heading", "paragraph", "item")


@dataclass
class Score:
    """Counts of one comparison: found rightly, found wrongly, missed; with examples."""

    name: str
    right: int = 0
    wrong: int = 0
    missed: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, truth: set[int], found: set[int]) -> None:
        """Count one page or document."""
        self.right += len(truth & found)
        self.wrong += len(found - truth)
        self.missed += len(truth - found)

    def __str__(self) -> str:
        precision = self.right / max(self.right + self.wrong, 1)
        recall = self.right / max(self.right + self.missed, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"{self.name:18} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


@dataclass
class Truth:
    """What one page's tags say, as identities of words."""

    artifacts: set[int]
    starts: dict[int, str]
    headings: set[int]
    ignored: set[int]


def read_sheets(path: Path) -> Iterator[tuple[Sheet, Truth | None]]:
    """Yield each page as geometry sees it, and what its tags say where it is well tagged."""
    with open_pdf(path.read_bytes()) as pdf:
        for index in range(pdf.page_count):
            layout = read_layout(pdf, index)
            known = sort_words(layout.words, read_marks(pdf.page(index)))
            sheet = sheet_of(layout, {})
            sheet.grids = ruled_tables(layout)
            yield sheet, _truth(known) if is_thick(known) else None


def _truth(known: Sorted) -> Truth:
    blocks, artifacts, unknown = known
    truth = Truth({id(word) for word in artifacts}, {}, set(), {id(word) for word in unknown})
    filled: dict[tuple[int, int], set[int]] = {}
    for mark, _ in blocks.values():
        if mark.table >= 0:
            filled.setdefault((mark.table, mark.row), set()).add(mark.column)
    for number in sorted(blocks):
        mark, words = blocks[number]
        table = mark.table >= 0 and len(filled[mark.table, mark.row]) > 1
        if mark.note or table or mark.role == "Figure":
            truth.ignored.update(id(word) for word in words)
            continue
        truth.starts[id(words[0])] = " ".join(word.text for word in words[:8])
        if mark.role[:1] == "H" and mark.role[1:].isdigit():
            truth.headings.update(id(word) for word in words)
    return truth


def compare(path: Path, scores: Sequence[Score], show: int = 0) -> None:
    """Add one document to the scores for furniture, paragraph starts and headings."""
    pairs = list(read_sheets(path))
    pages = pieces_of([sheet for sheet, _ in pairs])
    furniture, starts, headings = scores
    by_page: dict[int, list[Piece]] = {}
    for page in pages:
        for piece in page:
            by_page.setdefault(piece.first.page, []).append(piece)
    for sheet, truth in pairs:
        if truth is None:
            continue
        pieces = by_page.get(sheet.layout.number, [])
        _add_furniture(furniture, truth, pieces, sheet)
        _add_starts(
            starts, truth, pieces, f"{path.parent.name} {path.stem[-16:]} p{sheet.layout.number}"
        )
        _add_headings(
            headings, truth, pieces, f"{path.parent.name} {path.stem[-16:]} p{sheet.layout.number}"
        )


def _add_furniture(score: Score, truth: Truth, pieces: Sequence[Piece], sheet: Sheet) -> None:
    said = {id(line) for piece in pieces if piece.kind == "furniture" for line in piece.lines}
    true: set[int] = set()
    for line in sheet.loose:
        if sum(id(word) in truth.artifacts for word in line.words) * 2 > len(line.words):
            true.add(id(line))
    score.add(true, said)


def _add_starts(score: Score, truth: Truth, pieces: Sequence[Piece], place: str) -> None:
    found: dict[int, str] = {}
    skipped = truth.ignored | truth.artifacts
    for piece in pieces:
        if piece.kind in _BODY and id(piece.lines[0].words[0]) not in skipped:
            found[id(piece.lines[0].words[0])] = piece.text[:60]
    # Tags end a paragraph at the foot of a page, so the first start of a page proves nothing.
    first = {next(iter(found), 0), next(iter(truth.starts), 0)}
    true = set(truth.starts) - first
    said = set(found) - first
    score.add(true, said)
    score.examples.extend(f"wrong  {place} {found[key]!r}" for key in said - true)
    score.examples.extend(f"missed {place} {truth.starts[key]!r}" for key in true - said)


def _add_headings(score: Score, truth: Truth, pieces: Sequence[Piece], place: str) -> None:
    true: dict[int, str] = {}
    said: dict[int, str] = {}
    for piece in pieces:
        words = [id(word) for line in piece.lines for word in line.words]
        if not words or truth.ignored.intersection(words):
            continue
        if piece.kind == "heading":
            said[words[0]] = piece.text[:60]
        if truth.headings.intersection(words[:1]):
            true[words[0]] = piece.text[:60]
    score.add(set(true), set(said))
    score.examples.extend(f"wrong  {place} {said[key]!r}" for key in set(said) - set(true))
    score.examples.extend(f"missed {place} {true[key]!r}" for key in set(true) - set(said))


def labelled(root: Path, folder: Path, *, use_tags: bool) -> tuple[Score, Score]:
    """Score headings and run-ons of the labelled pages in a folder; see the README there."""
    paths = {sha256_of_file(path): path for path in reports(root, apart=True)}
    headings = [json.loads(row) for row in (folder / "headings.jsonl").open(encoding="utf-8")]
    breaks = [json.loads(row) for row in (folder / "transitions.jsonl").open(encoding="utf-8")]
    scores = Score("headings"), Score("run-ons")
    for sha256 in sorted({row["sha256"] for row in [*headings, *breaks]}):
        path = paths[sha256]
        extraction = PDF.extract(path.read_bytes(), sha256, Options(use_tags=use_tags))
        for row in headings:
            if row["sha256"] == sha256:
                _add_page(scores[0], extraction, row, f"{path.parent.name} {path.stem[-16:]}")
        for row in breaks:
            if row["sha256"] == sha256:
                _add_break(scores[1], extraction, row, f"{path.parent.name} {path.stem[-16:]}")
    return scores


def _add_page(score: Score, extraction: Extraction, row: dict[str, Any], place: str) -> None:
    page = row["page"]
    said: dict[int, tuple[float, float, str]] = {}
    for block in extraction.blocks:
        boxes = [line.box for line in block.lines if line.box.page == page]
        if block.kind == "heading" and boxes:
            low, high = min(box.y0 for box in boxes), max(box.y1 for box in boxes)
            said[block.start] = (low, high, extraction.text[block.start : block.end][:60])
    for true in row["headings"]:
        middle = (true["y0"] + true["y1"]) / 2
        match = next((key for key, box in said.items() if box[0] <= middle <= box[1]), None)
        if match is None:
            score.missed += 1
            score.examples.append(f"missed {place} p{page} y {true['y0']:.0f}")
        else:
            score.right += 1
            del said[match]
    score.wrong += len(said)
    score.examples.extend(f"wrong  {place} p{page} {text!r}" for _, _, text in said.values())


def _add_break(score: Score, extraction: Extraction, row: dict[str, Any], place: str) -> None:
    page = row["page"]
    true = row.get("text", row["runs_on"]) if row.get("table") else row["runs_on"]
    said = any(
        {page, page + 1} <= {line.box.page for line in block.lines} for block in extraction.blocks
    )
    if said == true:
        score.right += 1
    else:
        score.wrong += said
        score.missed += true
        score.examples.append(f"{'wrong ' if said else 'missed'} {place} p{page}")


def _print_labelled(root: Path, folder: Path, *, examples: bool) -> None:
    for use_tags in (True, False):
        headings, breaks = labelled(root, folder, use_tags=use_tags)
        total = breaks.right + breaks.wrong + breaks.missed
        print("with tags" if use_tags else "geometry alone")
        print(headings)
        print(
            f"run-ons            {breaks.right} of {total} right ({breaks.right / total:.4f}); ",
            end="",
        )
        print(f"{breaks.wrong} joined wrongly, {breaks.missed} not joined")
        if examples:
            print("\n".join("    " + example for example in headings.examples + breaks.examples))


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--apart", action="store_true", help="final measurement only")
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("--labels", action="store_true", help="final measurement only")
    parser.add_argument("--second", action="store_true", help="the second reader's labels")
    options = parser.parse_args()
    if options.labels:
        folder = LABELS / "second" if options.second else LABELS
        _print_labelled(options.reports, folder, examples=options.examples)
        return
    scores = [Score("furniture"), Score("paragraph starts"), Score("headings")]
    paths = reports(options.reports, apart=options.apart)[options.offset :: options.every]
    for path in paths:
        try:
            compare(path, scores)
        except RefusedError:
            continue
    print(f"{len(paths)} reports")
    for score in scores:
        print(score)
        if options.examples:
            print("\n".join("    " + example for example in score.examples))


if __name__ == "__main__":
    main()
