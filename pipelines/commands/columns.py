"""`vouch columns`: what the columns of an export mean, guessed, shown and confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path

if TYPE_CHECKING:
    from corpus.records import Extraction
    from extractors.sheets.mapping import Column, Mapping, Table

_WIDE = 24


class _Sheet(NamedTuple):
    """One sheet with what its columns mean, and whether that was confirmed."""

    table: Table
    key: str
    mapping: Mapping
    confirmed: bool


@click.command("columns")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--sheet", metavar="NAME", help="Of a workbook, this sheet alone.")
@click.option(
    "--write",
    "out",
    metavar="MAPPING",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what the columns of one sheet mean to this file, for you to correct.",
)
@click.option(
    "--use",
    "given",
    metavar="MAPPING",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Confirm what this file says: this export and all with the same columns go by it.",
)
@click.option("--as", "name", metavar="NAME", help="The user you are; needed with --use.")
@click.option("--reason", metavar="WORDS", help="Why, in your words; needed with --use.")
@workspace_option
@json_option
def command(
    workspace: Path | None, path: Path, sheet: str | None, as_json: bool, **given: Any
) -> None:
    """Show what each column of a spreadsheet is taken for; confirm or correct it.

    FILE is a CSV, XLSX or ODS export; nothing of it is stored. Of values only their shape is shown
    (Aaaa 99/99/9999). A file of --write holds the names of the columns and no value.
    """
    from pipelines.columns import sheet_in  # noqa: PLC0415 - help reads no spreadsheet

    extraction = sheet_in(path)
    sheets = _chosen(list(_sheets(extraction, workspace_path(workspace))), sheet, path)
    if given["given"] is not None:
        _confirm(extraction, sheets, path, workspace, given)
        return
    if given["out"] is not None:
        _write(sheets, path, given["out"])
        return
    shown = [_row(extraction, one) for one in sheets]
    if as_json:
        print_json(shown)
        return
    for row in shown:
        for line in _lines(row):
            click.echo(line)
    if not all(one.confirmed for one in sheets):
        click.echo("To confirm or correct: --write MAPPING, look at that file, then --use MAPPING.")


def _sheets(extraction: Extraction, place: Path) -> Iterator[_Sheet]:
    from corpus.sealed_items import exists  # noqa: PLC0415 - beside what reads the sheet
    from corpus.workspace import Workspace, absolute  # noqa: PLC0415
    from extractors.sheets.mapping import (  # noqa: PLC0415
        fingerprint,
        headings,
        mapping_of,
        tables,
    )
    from pipelines.columns import COLUMNS  # noqa: PLC0415

    held = Workspace(absolute(place))
    named = (table for table in tables(extraction) if table.names)
    for table, names in zip(named, headings(extraction), strict=True):
        key = fingerprint(names)
        yield _Sheet(table, key, mapping_of(extraction, table), exists(held, COLUMNS, key))


def _chosen(sheets: list[_Sheet], name: str | None, path: Path) -> list[_Sheet]:
    from corpus.problems import SettingsError  # noqa: PLC0415

    if not sheets:
        raise SettingsError(
            f"{path} has no row that names its columns, so that nothing says what they mean. Put "
            "their names into the first row and export or save it again."
        )
    if name is None:
        return sheets
    chosen = [one for one in sheets if one.mapping.sheet == name]
    if not chosen:
        there = ", ".join(repr(one.mapping.sheet) for one in sheets)
        raise SettingsError(f"{path} has no sheet {name!r} with named columns. It has {there}.")
    return chosen


def _one(sheets: Sequence[_Sheet], path: Path) -> _Sheet:
    """Return the only sheet, or the first of several that have the same columns."""
    if len({one.key for one in sheets}) > 1:
        there = ", ".join(repr(one.mapping.sheet) for one in sheets)
        raise click.UsageError(f"{path} has sheets with other columns each: say --sheet {there}.")
    return sheets[0]


def _write(sheets: Sequence[_Sheet], path: Path, out: Path) -> None:
    from extractors.sheets.mapping_file import write_mapping  # noqa: PLC0415

    out.write_text(write_mapping(_one(sheets, path).mapping), encoding="utf-8")
    click.echo(f"Written to {out}. Correct the roles there, then: --use {out}", err=True)


def _confirm(
    extraction: Extraction,
    sheets: Sequence[_Sheet],
    path: Path,
    workspace: Path | None,
    given: dict[str, Any],
) -> None:
    from extractors.sheets.checking import check  # noqa: PLC0415
    from extractors.sheets.mapping_file import read_mapping  # noqa: PLC0415
    from pipelines.commands.redact import opened_vault, user_named  # noqa: PLC0415
    from pipelines.confirming import confirm  # noqa: PLC0415

    file: Path = given["given"]
    mapping = read_mapping(_text(file), str(file))
    meant = [one for one in sheets if mapping.sheet in (None, one.mapping.sheet)]
    one = _one(_chosen(meant, None, path) if meant else sheets, path)
    check(mapping, extraction, one.table, (str(file), str(path)))
    if not given["name"] or not given["reason"]:
        raise click.UsageError("Say who you are and why, with --as NAME --reason WORDS.")
    with opened_vault(workspace) as vault:
        user = user_named(vault, given["name"])
        done = confirm(vault, {one.key: mapping}, user, given["reason"])
    click.echo(f"Confirmed by {user.name}: exports with these columns go by {file.name} now.")
    if done.files:
        click.echo(
            f"{done.files:,} files had been read otherwise and were read anew: {done.notes:,} "
            "notes. What was signed of them waits for another signature: vouch redact list"
        )


def _text(file: Path) -> str:
    from corpus.problems import SettingsError  # noqa: PLC0415

    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise SettingsError(
            f"The column mapping {file} cannot be read: {reason}. Write one with --write."
        ) from error


def _row(extraction: Extraction, one: _Sheet) -> dict[str, Any]:
    from extractors.sheets.doubting import doubts, place_of  # noqa: PLC0415
    from extractors.sheets.mapping import sampled  # noqa: PLC0415
    from extractors.sheets.shapes import shapes  # noqa: PLC0415

    _, rows = sampled(extraction, one.table)
    unsure = list(doubts(one.mapping, rows))

    def described(column: Column) -> dict[str, Any]:
        at = place_of(column.column) or 0
        return {
            "column": column.column,
            "header": column.header,
            "role": column.role,
            "reason": column.reason,
            "shapes": list(shapes(row[at] for row in rows)),
            "unsure": [doubt.words for doubt in unsure if doubt.column is column],
        }

    return {
        "sheet": one.mapping.sheet,
        "rows": len(one.table.rows),
        "confirmed": one.confirmed,
        "columns": [described(column) for column in one.mapping.columns],
        "unsure": [doubt.words for doubt in unsure if doubt.column is None],
    }


def _lines(row: dict[str, Any]) -> Iterator[str]:
    named = f"Sheet {row['sheet']}: " if row["sheet"] is not None else ""
    state = (
        "a mapping of these columns is confirmed; this is the guess"
        if row["confirmed"]
        else "columns guessed, not confirmed"
    )
    yield f"{named}{row['rows']:,} rows, {state}"
    for column in row["columns"]:
        yield (
            f"{column['column']:>3}  {column['header']:<{_WIDE}} {column['role']:<11} "
            f"{column['reason']}"
        )
        if column["shapes"]:
            yield f"     such as {'  |  '.join(column['shapes'])}"
        yield from (f"     unsure: {words}" for words in column["unsure"])
    yield from (f"unsure: {words}" for words in row["unsure"])
