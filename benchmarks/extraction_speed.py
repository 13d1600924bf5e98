"""Pages per CPU-second of the text layer, the whole PDF chain, and pdfplumber's words and tables.

    python -m benchmarks.extraction_speed REPORTS [--every N] [--pages N] [--repeats N] [--apart]

All read the same files in one process and take turns (A B C A B C ...), so that a busy machine
slows them alike; CPU time counts, and for each the fastest round. "text only" is the floor: PDFium
loads the page and gives its text without boxes. pdfplumber reads the first `--pages` pages of each
file (0: all), as it takes most of the time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from ctypes import create_string_buffer
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pdfplumber

from benchmarks.split import reports
from corpus.problems import RefusedError
from extractors.formats import Options
from extractors.pdf import PDF, bindings
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.ruled import ruled_tables
from extractors.pdf.textlayer import read_layout

_OPTIONS = Options(ocr=False)


class Contender(NamedTuple):
    """One way of reading a file; `read` returns the number of pages that it read."""

    name: str
    read: Callable[[bytes], int]


def text_only(content: bytes) -> int:
    """Load each page and take its text in one piece."""
    with open_pdf(content) as pdf:
        for index in range(pdf.page_count):
            page = bindings.Handle(pdf.text_page(index))
            count = bindings.count_chars(page)
            bindings.get_text(page, 0, count, create_string_buffer(2 * count + 2))
        return pdf.page_count


def text_layer(content: bytes) -> int:
    """Words with boxes and style, edges, pictures."""
    with open_pdf(content) as pdf:
        for index in range(pdf.page_count):
            read_layout(pdf, index)
        return pdf.page_count


def with_tables(content: bytes) -> int:
    """The text layer and ruled tables of every page: what pdfplumber is asked for below."""
    with open_pdf(content) as pdf:
        for index in range(pdf.page_count):
            ruled_tables(read_layout(pdf, index))
        return pdf.page_count


def whole_chain(content: bytes) -> int:
    """From bytes to blocks with boxes."""
    return len(PDF.extract(content, "benchmark", _OPTIONS).pages)


def plumber(pages: int) -> Callable[[bytes], int]:
    """pdfplumber's words and tables of the first pages."""

    def read(content: bytes) -> int:
        with pdfplumber.open(BytesIO(content)) as pdf:
            chosen = pdf.pages[: pages or None]
            for page in chosen:
                page.extract_words()
                page.find_tables()
                page.close()
            return len(chosen)

    return read


def measure(
    contenders: Sequence[Contender], contents: Sequence[bytes], repeats: int
) -> dict[str, tuple[int, list[float]]]:
    """Let the contenders take turns; return pages, and CPU seconds of each round, by name."""
    taken: dict[str, tuple[int, list[float]]] = {}
    for _ in range(repeats):
        for contender in contenders:
            start = process_time()
            pages = sum(contender.read(content) for content in contents)
            taken.setdefault(contender.name, (pages, []))[1].append(process_time() - start)
    return taken


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurement from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--every", type=int, default=16, help="take each Nth file")
    parser.add_argument("--pages", type=int, default=4, help="pages a file for pdfplumber; 0: all")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--apart", action="store_true", help="authorities kept apart while tuning")
    options = parser.parse_args(arguments)
    contents = [content for path in _sample(options) if _readable(content := path.read_bytes())]
    contenders = [
        Contender("text only", text_only),
        Contender("text layer", text_layer),
        Contender("text layer + tables", with_tables),
        Contender("whole chain", whole_chain),
        Contender("pdfplumber words + tables", plumber(options.pages)),
    ]
    taken = measure(contenders, contents, options.repeats)
    _report(taken, len(contents))


def _sample(options: argparse.Namespace) -> list[Path]:
    return reports(options.reports, apart=options.apart)[:: options.every]


def _readable(content: bytes) -> bool:
    try:
        with open_pdf(content):
            return True
    except RefusedError:
        return False


def _report(taken: dict[str, tuple[int, list[float]]], files: int) -> None:
    speeds = {name: pages / min(seconds) for name, (pages, seconds) in taken.items()}
    slowest = speeds["pdfplumber words + tables"]
    print(f"{files} files; fastest of {len(next(iter(taken.values()))[1])} rounds each")
    for name, (pages, seconds) in taken.items():
        print(
            f"{name:26} {speeds[name]:7.1f} pages/CPU-s  {1000 / speeds[name]:6.2f} ms/page  "
            f"{speeds[name] / slowest:5.1f} x pdfplumber  ({pages} pages, "
            f"{min(seconds):.2f} to {max(seconds):.2f} CPU-s)"
        )


if __name__ == "__main__":
    main()
