"""Draw the pages and page transitions that were labelled by reading.

The sample depends on the bytes of the reports and on the words of `SEED` alone: every candidate is
ranked by the sha256 of seed, document and page, so the order is the same on every machine and with
every version of Python. Only reports of authorities that are kept apart are drawn, each once,
however many copies of it there are. Run from the root of the repository:

    python -m benchmarks.labels.draw ../shared/reports headings
    python -m benchmarks.labels.draw ../shared/reports transitions
    python -m benchmarks.labels.draw ../shared/reports reread

Each command prints one JSON object a line, in the order of the draw.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.split import kept_apart, reports, urn_of

SEED = "labels-2026-11-22"
HEADING_PAGES = {"sif": 20, "ilacs": 20, "jtai": 12, "send": 8}
FIRST_PAGES = 6
TRANSITIONS = {"sif": 110, "ilacs": 100, "jtai": 45, "send": 45}
TRANSITIONS_A_DOCUMENT = 6
# Fewer characters than this are a page number and a footer, or a page that is a picture.
BODY_CHARACTERS = 150
REREAD = {"headings": 10, "transitions": 30}
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Report:
    """One distinct report: its identity, its kind and the number of characters of each page."""

    sha256: str
    urn: str
    kind: str
    characters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a report (1-based); for a transition, the page before the break."""

    report: Report
    page: int

    def rank(self, purpose: str) -> str:
        """Return the place's position in the random order, as a sortable string."""
        return rank(purpose, self.report.sha256, self.page)


def rank(purpose: str, sha256: str, page: int) -> str:
    """Hash purpose, document and page with the seed, which orders candidates at random."""
    return hashlib.sha256(f"{SEED}:{purpose}:{sha256}:{page}".encode()).hexdigest()


def kind_of(path: Path) -> str:
    """Tell the kind of a report from its name, which ends with the year of publication.

    Reports on children's services up to 2017 are the single inspection framework's (SIF).
    """
    if path.name.startswith("area send"):
        return "send"
    if path.name.startswith("joint"):
        return "jtai"
    return "sif" if int(path.stem[-4:]) <= 2017 else "ilacs"


def characters(content: bytes) -> tuple[int, ...]:
    """Count the characters of every page; no pages where the bytes are not a PDF."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return ()
    with document:
        return tuple(page.get_textpage().count_chars() for page in document)


def distinct(root: Path) -> list[Report]:
    """List the distinct readable reports of the authorities kept apart, by sha256."""
    found: dict[str, Report] = {}
    for path in reports(root, apart=True):
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        urn = urn_of(path)
        if sha256 in found or urn is None or not kept_apart(path):
            continue
        counts = characters(content)
        if counts:
            found[sha256] = Report(sha256, urn, kind_of(path), counts)
    return [found[sha256] for sha256 in sorted(found)]


def spread(places: list[Place], quota: int, firsts: int) -> list[Place]:
    """Take places in their order, one an authority, then a second one each, until the quota.

    No more than `firsts` of them are first pages.
    """
    chosen: list[Place] = []
    for most in range(1, quota + 1):
        for place in places:
            urns = Counter(other.report.urn for other in chosen)
            spare = place.page > 1 or sum(other.page == 1 for other in chosen) < firsts
            fits = urns[place.report.urn] < most and place not in chosen and spare
            if fits and len(chosen) < quota:
                chosen.append(place)
    return chosen


def heading_pages(found: list[Report]) -> list[Place]:
    """Draw pages with any text, authorities in turn, with few first pages over all kinds."""
    drawn: list[Place] = []
    for kind, quota in HEADING_PAGES.items():
        places = [
            Place(report, number)
            for report in found
            if report.kind == kind
            for number, count in enumerate(report.characters, start=1)
            if count
        ]
        places.sort(key=lambda place: place.rank("headings"))
        firsts = FIRST_PAGES - sum(place.page == 1 for place in drawn)
        drawn += spread(places, quota, firsts)
    return drawn


def transitions(found: list[Report]) -> list[Place]:
    """Draw transitions between two pages with text, kind by kind, few of one document.

    Those that the reader passed over because a side has no body text are left out, and the next
    ones of the order stand in for them.
    """
    passed = {(str(row["sha256"]), row["page"]) for row in read_rows(HERE / "passed_over.jsonl")}
    drawn: list[Place] = []
    for kind, quota in TRANSITIONS.items():
        places = [
            Place(report, number)
            for report in found
            if report.kind == kind
            for number in range(1, len(report.characters))
            if min(report.characters[number - 1 : number + 1]) >= BODY_CHARACTERS
        ]
        places.sort(key=lambda place: place.rank("transitions"))
        taken: Counter[str] = Counter()
        for place in places:
            sha256 = place.report.sha256
            fits = (sha256, place.page) not in passed and taken[sha256] < TRANSITIONS_A_DOCUMENT
            if fits and taken.total() < quota:
                taken[sha256] += 1
                drawn.append(place)
    return drawn


def read_rows(path: Path) -> list[dict[str, object]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def reread() -> list[dict[str, object]]:
    """Draw from the labels themselves those that are read a second time."""
    drawn: list[dict[str, object]] = []
    for sample, quota in REREAD.items():
        labels = read_rows(HERE / f"{sample}.jsonl")
        keys = [(str(label["sha256"]), int(str(label["page"]))) for label in labels]
        keys.sort(key=lambda key: rank("reread", *key))
        drawn += [{"sample": sample, "sha256": key[0], "page": key[1]} for key in keys[:quota]]
    return drawn


def main() -> None:
    """Print the sample that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path, help="folder of the published reports")
    parser.add_argument("sample", choices=("headings", "transitions", "reread"))
    given = parser.parse_args()
    if given.sample == "reread":
        rows = reread()
    else:
        draw = {"headings": heading_pages, "transitions": transitions}[given.sample]
        rows = [
            {"sha256": place.report.sha256, "page": place.page, "kind": place.report.kind}
            for place in draw(distinct(given.reports))
        ]
    for row in rows:
        print(json.dumps(row))


if __name__ == "__main__":
    main()
