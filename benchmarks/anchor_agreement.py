"""Whether a passage's boxes hold the passage's words, as pdfplumber reads them off the page.

    python -m benchmarks.anchor_agreement REPORTS [--every N] [--cache FOLDER] [--apart] [--list N]

For each passage: the words whose centre, as pdfplumber measures it, lies in one of the passage's
boxes on that page, against the words of the passage's text, both brought to one form (see
`benchmarks.oracle`) and compared as multisets. A bullet or printed number that pdfplumber glues to
the first word is taken off, as passages leave it out. Prints the share of passages that agree in
every word, and lists the others with the words that only one side has.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.oracle import OracleWord, normalised, oracle_words
from benchmarks.split import reports
from corpus.problems import RefusedError
from corpus.records import Box, Passage
from extractors.formats import Options
from extractors.passages import passages
from extractors.pdf import PDF


class Miss(NamedTuple):
    """A passage whose boxes hold other words than its text."""

    path: Path
    passage: Passage
    missing: Counter[str]
    surplus: Counter[str]


def misses(path: Path, cache: Path | None) -> tuple[int, list[Miss]]:
    """Return the number of passages with boxes in a file, and those that do not agree."""
    extraction = PDF.extract(path.read_bytes(), "", Options(ocr=False))
    pages = oracle_words(path, cache)
    compared, found = 0, []
    for passage in passages(extraction):
        if not passage.boxes:
            continue
        compared += 1
        inside = normalised(word.text for word in _inside(passage.boxes, pages))
        stated = normalised(passage.text.split())
        marker = normalised([passage.number, f"{passage.number}."] if passage.number else [])
        missing, surplus = stated - inside, inside - stated - marker
        if missing or surplus:
            found.append(Miss(path, passage, missing, surplus))
    return compared, found


def _inside(boxes: Sequence[Box], pages: Sequence[Sequence[OracleWord]]) -> Iterator[OracleWord]:
    for number in sorted({box.page for box in boxes}):
        here = [box for box in boxes if box.page == number]
        for word in pages[number - 1]:
            x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
            if any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in here):
                yield word


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the comparison from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each Nth file")
    parser.add_argument("--cache", type=Path, help="keep pdfplumber's words in this folder")
    parser.add_argument("--apart", action="store_true", help="authorities kept apart while tuning")
    parser.add_argument("--list", type=int, default=20, help="how many that do not agree to list")
    options = parser.parse_args(arguments)
    total, rest = 0, []
    for path in reports(options.reports, apart=options.apart)[:: options.every]:
        try:
            compared, found = misses(path, options.cache)
        except RefusedError as error:
            print(f"refused  {path.name}: {error.problem.code}")
            continue
        total += compared
        rest.extend(found)
    _report(total, rest, options.list)


def _report(total: int, rest: Sequence[Miss], listed: int) -> None:
    for path, passage, missing, surplus in rest[:listed]:
        print(f"{path.parent.name}/{path.name}, pages {passage.pages}: {passage.text[:60]!r}")
        print(f"    not in the boxes: {' '.join(missing.elements())}")
        print(f"    only in the boxes: {' '.join(surplus.elements())}")
    if total:
        share = 100 * (total - len(rest)) / total
        print(f"{total - len(rest)} of {total} passages agree in every word ({share:.2f} %)")


if __name__ == "__main__":
    main()
