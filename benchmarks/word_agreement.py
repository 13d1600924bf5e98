"""How far the words of our extraction are the words that pdfplumber reads: F1 of the multisets.

    python -m benchmarks.word_agreement REPORTS [--every N] [--layout] [--cache FOLDER] [--apart]

Both sides are whole documents with furniture, brought to one form (see `benchmarks.oracle`).
`--layout` compares the text layer's words instead of `Extraction.text`. Prints the mean, the
minimum, and the worst documents with the words that only one side has.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.oracle import normalised, oracle_words
from benchmarks.split import reports
from corpus.problems import RefusedError
from extractors.formats import Options
from extractors.pdf import PDF
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.textlayer import read_layout

_WORST = 20
_SHOWN = 12


class Agreement(NamedTuple):
    """One document: its F1, number of words, and the words that only one side has."""

    path: Path
    f1: float
    words: int
    ours_only: Counter[str]
    theirs_only: Counter[str]


def agreement(path: Path, *, layout: bool, cache: Path | None) -> Agreement:
    """Compare one file. RefusedError where it is no readable PDF."""
    ours = normalised(_layout_words(path) if layout else _text_words(path))
    theirs = normalised(word.text for page in oracle_words(path, cache) for word in page)
    return compare(path, ours, theirs)


def compare(path: Path, ours: Counter[str], theirs: Counter[str]) -> Agreement:
    """Score two multisets of words; two empty ones agree."""
    both = (ours & theirs).total()
    total = ours.total() + theirs.total()
    return Agreement(
        path, 2 * both / total if total else 1.0, total // 2, ours - theirs, theirs - ours
    )


def _layout_words(path: Path) -> list[str]:
    with open_pdf(path.read_bytes()) as pdf:
        return [word.text for n in range(pdf.page_count) for word in read_layout(pdf, n).words]


def _text_words(path: Path) -> list[str]:
    return PDF.extract(path.read_bytes(), "", Options(ocr=False)).text.split()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the comparison from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each Nth file")
    parser.add_argument("--layout", action="store_true", help="the text layer's words")
    parser.add_argument("--cache", type=Path, help="keep pdfplumber's words in this folder")
    parser.add_argument("--apart", action="store_true", help="authorities kept apart while tuning")
    options = parser.parse_args(arguments)
    results = []
    for path in reports(options.reports, apart=options.apart)[:: options.every]:
        try:
            results.append(agreement(path, layout=options.layout, cache=options.cache))
        except RefusedError as error:
            print(f"refused  {path.name}: {error.problem.code}")
    _report(sorted(results, key=lambda result: result.f1))


def _report(results: Sequence[Agreement]) -> None:
    for result in results[:_WORST]:
        if result.f1 == 1.0:
            break
        print(f"{result.f1:.5f}  {result.words:6}  {result.path.parent.name}/{result.path.name}")
        print(f"    ours only:   {_shown(result.ours_only)}")
        print(f"    theirs only: {_shown(result.theirs_only)}")
    scores = [result.f1 for result in results]
    words = sum(result.words for result in results)
    alike = sum(score == 1.0 for score in scores)
    if scores:
        print(
            f"word F1: mean {sum(scores) / len(scores):.6f}, minimum {scores[0]:.5f}, "
            f"{alike} of {len(scores)} documents alike; {words} words"
        )


def _shown(words: Counter[str]) -> str:
    return " ".join(f"{word}*{n}" if n > 1 else word for word, n in words.most_common(_SHOWN))


if __name__ == "__main__":
    main()
