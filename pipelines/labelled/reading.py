"""Reads a file of labels, told by its content to be in one of the known formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.evidence import Evidence
from pipelines.labelled import delimited, gold, label_studio
from pipelines.labelled.checking import Collecting, Found, Stored, codebook_named
from pipelines.labelled.records import Failed, Frameworks, Labels, Unfit

LARGEST = 200_000_000  # bytes: forty times what a labeller writes in a year


@dataclass(frozen=True, slots=True)
class Format:
    """One format of label files: whether text is in it, and what rows stand in the text."""

    name: str
    bids: Callable[[str], bool]
    rows: Callable[[str], Iterable[Found]]


FORMATS = (
    Format("Label Studio", label_studio.bids, label_studio.rows),
    Format("gold", gold.bids, gold.rows),
    Format("CSV", delimited.bids, delimited.rows),
)


def read_labels(
    path: Path, codebook: str, frameworks: Frameworks, evidence: Evidence | None = None
) -> Labels:
    """Read labels that people made and that the user gives, with the codebook they were made by.

    `evidence` is where rows that name a passage of the workspace find its words and its authority.
    A bad row, or a file that cannot be read, is among those that failed. SettingsError where the
    codebook is not named.
    """
    book = codebook_named(codebook)
    try:
        text = _text(path)
        rows = _format(text).rows(text)
    except Unfit as error:
        return Labels((), (Failed(path.name, None, error.what, error.remedy),))
    collecting = Collecting(path.name, book, frameworks, Stored(evidence))
    return collecting.labels(_guarded(rows))


def _guarded(rows: Iterable[Found]) -> Iterator[Found]:
    """Yield rows; where the file itself breaks off, that is the last of them."""
    try:
        yield from rows
    except Unfit as error:
        yield None, error


def _text(path: Path) -> str:
    """Return what a file says. Unfit where it is missing, empty, too large or no UTF-8 text."""
    try:
        if path.stat().st_size > LARGEST:
            raise Unfit(
                f"the file is larger than {LARGEST // 1_000_000} MB", "Part it into smaller files."
            )
        content = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise Unfit(
            f"the file cannot be read ({why})", "Check its name and your rights."
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit(
            f"the file is no UTF-8 text (byte {error.start + 1:,})",
            'Save it anew as UTF-8; in a spreadsheet as "CSV UTF-8".',
        ) from error
    if "\0" in text:
        raise Unfit("the file is no text", "Give CSV, Label Studio's JSON, or the gold format.")
    if not text.strip():
        raise Unfit("the file is empty", "Give the file that holds the labels.")
    return text


def _format(text: str) -> Format:
    for known in FORMATS:
        if known.bids(text):
            return known
    raise Unfit(
        "the file is in no format that labels are read from",
        "Give CSV, Label Studio's JSON, or the gold format (docs/labels.md shows them).",
    )
