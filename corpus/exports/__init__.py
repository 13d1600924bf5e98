"""Writes the evidence base out: what (documents, passages, tags, ...) by format (jsonl, csv).

A format is one module with an `Interchange` and one line in FORMATS; a table likewise in TABLES.
Formats for labellers hold tags with their passages; each is a `Labelling` in LABELLINGS.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from corpus.database import snapshot
from corpus.deliveries import delivering
from corpus.evidence import Evidence
from corpus.exports.decided import EVENTS
from corpus.exports.delimited import CSV
from corpus.exports.jsonl import JSONL
from corpus.exports.labelling import DOCBIN, LABEL_STUDIO, Labelling
from corpus.exports.stated import ACTIONS, CHECKS, IMPROVEMENTS, JUDGEMENTS
from corpus.exports.suggested import TAGS
from corpus.exports.surveys import SURVEYS
from corpus.exports.tables import DOCUMENTS, PASSAGES, Row, Table
from corpus.exports.tables import Interchange as Interchange
from corpus.exports.voiced import VOICES
from corpus.problems import SettingsError, WorkspaceError

FORMATS = (JSONL, CSV)
# What tags alone are written in, for labellers.
LABELLINGS = (DOCBIN, LABEL_STUDIO)
TABLES = (
    DOCUMENTS,
    PASSAGES,
    TAGS,
    JUDGEMENTS,
    IMPROVEMENTS,
    ACTIONS,
    CHECKS,
    EVENTS,
    VOICES,
    SURVEYS,
)


def write(
    evidence: Evidence, what: str, format: str, out: Path | BinaryIO, as_of: date | None = None
) -> int:
    """Write one table to a file or an open binary stream and return how many rows that were.

    Two workspaces with the same documents give the same bytes. Memory does not grow with the rows,
    save for `docbin`, which is packed as a whole.
    A file is replaced when all is written, not before; a pipe or a device is written to as it is.
    `as_of` is the day on which what is due is looked at; only some tables have anything due.
    SettingsError names the tables and formats there are; WorkspaceError says why the file cannot
    be written.
    """
    table = _on(_table(what), as_of)
    interchange = _format(format, table)
    if not isinstance(out, Path):
        return _stream(evidence, table, interchange, out)
    try:
        if out.exists() and not out.is_file():
            # A pipe or a device is written to: replacing it would take it away from everybody.
            with out.open("wb") as stream:
                return _stream(evidence, table, interchange, stream)
        # Unlike the store, an export is made to be passed on: the user's umask decides.
        with delivering(evidence.workspace, out, mode=0o666) as stream:
            return _stream(evidence, table, interchange, stream)
    except OSError as error:
        raise WorkspaceError(
            f"The export cannot be written to {out}: {error.strerror or error}. "
            "Check the folder and the space on the disk, or name another file."
        ) from error


def _stream(
    evidence: Evidence, table: Table, interchange: Interchange | Labelling, out: BinaryIO
) -> int:
    if isinstance(interchange, Labelling):
        with snapshot(evidence.db):
            return interchange.write(evidence, out)
    count = 0
    out.write(interchange.head(table.columns))
    with snapshot(evidence.db):
        for row in table.rows(evidence):
            out.write(interchange.line(table.columns, row))
            count += 1
    return count


def _table(what: str) -> Table:
    for table in TABLES:
        if table.name == what:
            return table
    raise SettingsError(
        f"There is no export {what!r} yet. There are: {', '.join(table.name for table in TABLES)}."
    )


def _on(table: Table, as_of: date | None) -> Table:
    """Return the table as it stands on a day. SettingsError where the day makes no difference."""
    if as_of is None:
        return table
    if table.on is None:
        dated = ", ".join(known.name for known in TABLES if known.on)
        raise SettingsError(
            f"Nothing in the export {table.name!r} hangs on a day. Leave --as-of out, or ask for: "
            f"{dated}."
        )
    on = table.on

    def rows(evidence: Evidence) -> Iterator[Row]:
        return on(evidence, as_of)

    return replace(table, rows=rows)


def _format(name: str, table: Table) -> Interchange | Labelling:
    for interchange in FORMATS:
        if interchange.name == name:
            return interchange
    for labelling in LABELLINGS:
        if labelling.name == name and table is TAGS:
            return labelling
        if labelling.name == name:
            raise SettingsError(
                f"Only tags can be written as {name}, not {table.name}. Ask for tags, or choose "
                f"another format: {', '.join(interchange.name for interchange in FORMATS)}."
            )
    names = (known.name for known in (*FORMATS, *LABELLINGS))
    raise SettingsError(f"There is no export format {name!r}. There are: {', '.join(names)}.")
