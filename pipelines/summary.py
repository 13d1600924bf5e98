"""What a run did, in figures and in sentences for the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from corpus.records import Reading, SourceStatus

STATUSES: tuple[SourceStatus, ...] = get_args(SourceStatus)
BAD = ("partial", "refused", "failed")
SHOWN = 20  # files named on a screen; more would push the counts off it
RESTRICTED = (
    "`vouch redact list` shows what waits for somebody to sign. What is published: ingest it with "
    "--sensitivity public."
)
_WORDS: dict[SourceStatus, tuple[str, str]] = {
    "ok": ("document read in full", "documents read in full"),
    "partial": ("document read in part", "documents read in part"),
    "duplicate": ("duplicate of another file", "duplicates of other files"),
    "refused": ("file refused", "files refused"),
    "failed": ("file on which Vouch failed", "files on which Vouch failed"),
}


@dataclass(frozen=True, slots=True)
class Bad:
    """One file that is not in order: its path, its problem's code and the sentence about it."""

    path: str
    status: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The account of one run. `counts` covers every file offered, by status.

    `unchanged` of them were not read because an earlier run had; `bad` lists those found now;
    `restricted` counts the documents that are neither tagged nor searched. `left` are the files
    that an interrupted run did not come to; only these are in no other figure.
    """

    run_id: str
    counts: Mapping[str, int]
    unchanged: int = 0
    passed_by: int = 0
    restricted: int = 0
    bad: tuple[Bad, ...] = ()
    seconds: float = 0.0
    left: int = 0
    interrupted: bool = False

    @property
    def offered(self) -> int:
        """Return how many files the run was offered."""
        return sum(self.counts.values()) + self.left

    @property
    def clean(self) -> bool:
        """Say whether every file was read in full or is a duplicate of one that was."""
        return not self.left and not any(self.counts.get(status) for status in BAD)


@dataclass(slots=True)
class Tally:
    """Counts readings as they come. `offered` gives paths by the id of their source.

    What is refused for want of a vault is stored under a mask; who offered it must know it again.
    """

    counts: Counter[str] = field(default_factory=Counter)
    restricted: int = 0
    bad: list[Bad] = field(default_factory=list)
    offered: Mapping[str, str] = field(default_factory=dict)

    def counted(self) -> dict[str, int]:
        """Return the counts by status, without those that are nought."""
        return {status: count for status, count in self.counts.items() if count}

    def add(self, readings: Iterable[Reading]) -> None:
        """Count readings that were stored."""
        for reading in readings:
            source, document = reading.source, reading.document
            self.counts[source.status] += 1
            self.restricted += document is not None and document.sensitivity == "restricted"
            if source.status in BAD:
                code, message = (
                    (source.problem.code, source.problem.message) if source.problem else ("", "")
                )
                path = self.offered.get(source.id) if code == "no-vault" else None
                self.bad.append(Bad(path or source.path, source.status, code, message))


def lines(summary: Summary) -> Iterator[str]:
    """Word a summary for the terminal, one line at a time."""
    yield f"{counted(summary.offered, 'file')} offered, {summary.seconds:.1f} s."
    if not summary.offered:
        yield "  There is nothing to read in what you named"
    for status, words in _WORDS.items():
        if number := summary.counts.get(status, 0):
            yield f"  {counted(number, *words)}"
    if summary.left:
        yield f"  {counted(summary.left, 'file')} left for the next run"
    if summary.unchanged:
        yield f"  {summary.unchanged:,} of these had been read before and are unchanged"
    if summary.passed_by:
        entries = counted(summary.passed_by, "entry", "entries")
        yield f"  {entries} passed by: hidden, or a workspace of Vouch"
    if summary.restricted:
        kept = counted(summary.restricted, "document")
        yield f"  {kept} restricted: sealed, and neither tagged nor searched. {RESTRICTED}"
    if sum(summary.counts.get(status, 0) for status in BAD) > len(summary.bad):
        yield "  vouch status says what is wrong with those of an earlier run"
    yield from _named(summary.bad)


def _named(found: Sequence[Bad]) -> Iterator[str]:
    for bad in sorted(found, key=lambda bad: bad.path)[:SHOWN]:
        yield f"{bad.status} ({bad.code}): {bad.path}"
        yield f"    {bad.message}"
    if len(found) > SHOWN:
        yield f"and {len(found) - SHOWN:,} more; vouch status --json lists them all"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Word a count: "1 file", "2,304 files"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
