"""Exports of case systems as CSV, XLSX and ODS: one row a note, its cells parted by tabs."""

from __future__ import annotations

import csv
import io
from random import Random

from benchmarks.casefiles.truth import FileTruth


def rows(file: FileTruth) -> list[list[str]]:
    """Return the cells of a table: the heads, then the notes."""
    heads = next(aside for aside in file.asides if aside.place == "columns")
    return [heads.piece.text.split("\t"), *(note.piece.text.split("\t") for note in file.notes)]


def comma_separated(file: FileTruth, rng: Random) -> bytes:
    """Return a CSV file as one of several programs writes it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=rng.choice(",,,;"), quoting=rng.choice((0, 1)))
    writer.writerows(rows(file))
    return out.getvalue().encode("utf-8-sig" if rng.random() < 0.4 else "utf-8")
