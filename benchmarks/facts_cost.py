"""CPU of reading facts on top of extraction: ms a page of each, their ratio, the costliest files.

    python -m benchmarks.facts_cost REPORTS [--every N] [--repeats N] [--apart] [--show N]

Extraction and facts take turns over the same files in one process (A B A B ...), so that a busy
machine slows them alike; CPU time counts, and for each file the fastest round. Facts are read from
what the extraction gave, as in a run; frameworks are loaded before the clock starts, once.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

from benchmarks.split import reports
from corpus.facts import Stated
from corpus.identity import sha256_of
from corpus.problems import RefusedError
from corpus.records import Document, Extraction, Passage
from extractors import extract, passages, sniff
from extractors.facts import state
from extractors.formats import Options
from extractors.printed import printed

_OPTIONS = Options(ocr=False)
_AIM = 0.25


class Read(NamedTuple):
    """One file and all that reading its facts starts from."""

    path: Path
    content: bytes
    extraction: Extraction
    passages: tuple[Passage, ...]
    document: Document


class Cost(NamedTuple):
    """The fastest rounds of one file, in CPU seconds."""

    path: Path
    pages: int
    extraction: float
    facts: float

    @property
    def ratio(self) -> float:
        """Return what facts cost on top of extraction; 0.25 is a quarter."""
        return self.facts / self.extraction if self.extraction else 0.0


def prepared(path: Path) -> Read | None:
    """Read one file as the stages do; null where it is refused or is no published report."""
    content = path.read_bytes()
    key = sha256_of(content)
    try:
        found = sniff(content, path.name)
        extraction = extract(content, key, found, _OPTIONS, path.name)
    except RefusedError:
        return None
    told = printed(extraction)
    if not told.public:
        return None
    document = Document(
        id=key,
        name=path.name,
        media_type=found.media_type,
        size=len(content),
        sensitivity="public",
        provider_urn=told.provider_urn,
        provider_name=told.provider_name,
        kind=told.kind,
        published=told.published,
        edition=told.edition,
    )
    return Read(path, content, extraction, passages(extraction), document)


def measure(files: Sequence[Read], repeats: int) -> list[Cost]:
    """Let extraction and facts take turns over all files; return the fastest of each."""
    contenders: tuple[Callable[[Read], object], ...] = (_extract, _state)
    rounds = [
        [[_timed(work, file) for file in files] for work in contenders] for _ in range(repeats)
    ]
    return [
        Cost(
            file.path,
            len(file.extraction.pages),
            min(taken[0][at] for taken in rounds),
            min(taken[1][at] for taken in rounds),
        )
        for at, file in enumerate(files)
    ]


def _extract(file: Read) -> Extraction:
    # Sniffing and passages are no part of it: the aim is set against extraction alone.
    found = sniff(file.content, file.path.name)
    return extract(file.content, file.document.id, found, _OPTIONS, file.path.name)


def _state(file: Read) -> Stated:
    return state(file.extraction, file.passages, file.document)


def _timed(work: Callable[[Read], object], file: Read) -> float:
    start = process_time()
    work(file)
    return process_time() - start


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurement from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--every", type=int, default=10, help="take each Nth file")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--apart", action="store_true", help="authorities kept apart while tuning")
    parser.add_argument("--show", type=int, default=5, help="name the costliest files")
    options = parser.parse_args(arguments)
    chosen = reports(options.reports, apart=options.apart)[:: options.every]
    files = [file for file in map(prepared, chosen) if file is not None]
    if not files:
        raise SystemExit(f"There is no published report under {options.reports}.")
    # The first call loads frameworks and compiles patterns.
    stated = [_state(file) for file in files]
    _report(measure(files, options.repeats), stated, options.show)


def _report(costs: Sequence[Cost], stated: Sequence[Stated], show: int) -> None:
    pages = sum(cost.pages for cost in costs)
    extraction = sum(cost.extraction for cost in costs)
    facts = sum(cost.facts for cost in costs)
    print(f"{len(costs)} files, {pages} pages; the fastest round of each")
    for name, seconds in (("extraction", extraction), ("facts", facts)):
        print(f"{name:12} {1000 * seconds / pages:7.2f} ms/page  {seconds:7.2f} CPU-s")
    ratio = facts / extraction
    print(f"facts on top of extraction: {ratio:.1%} (aim: at most {_AIM:.0%})")
    kinds = Counter(fact.kind for one in stated for fact in one.facts)
    print("facts:", ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "none")
    for cost in sorted(costs, key=lambda cost: -cost.ratio)[:show]:
        print(f"{cost.ratio:7.1%}  {cost.pages:4} pages  {cost.path.parent.name}/{cost.path.name}")


if __name__ == "__main__":
    main()
