"""`vouch compare`: a published table of grades against what the reports themselves print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import fill

import click

from corpus.comparing import (
    COLUMNS,
    MEANINGS,
    Comparison,
    Difference,
    TableError,
    compare,
    corrected_table,
    place,
    read_table,
)
from corpus.evidence import Evidence, open_evidence
from corpus.history import inspections
from corpus.history.finding import documents_of, providers_of
from corpus.workspace import open_workspace, replacing
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.history import Frameworks, corrected_documents, frameworks_of, recorded

_WIDTH = 80


@click.command("compare")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column holds: urn, provider, start, end, published, type, lead, the code of a "
    "judgement area as OE, or - for nothing. May be given several times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the corrected table here, as CSV with a citation for each cell.",
)
@workspace_option
@json_option
def command(
    table: Path, mapped: tuple[str, ...], out: Path | None, workspace: Path | None, as_json: bool
) -> None:
    """Compare a published table of grades with what the reports say.

    Rows are matched by authority and dates of inspection. Every disagreement is listed with both
    values, the page and the printed words, and what kind of disagreement it is.
    """
    if out is not None and out.exists() and out.samefile(table):
        raise click.UsageError(f"--out is {table} itself, the table to compare. Choose another.")
    with open_evidence(open_workspace(workspace_path(workspace)), read_only=True) as evidence:
        frameworks = frameworks_of(evidence)
        compared = compared_with(evidence, table, _mapping(mapped), frameworks)
    if out is not None:
        with replacing(out, 0o666) as stream:
            stream.write(corrected_table(compared, frameworks).encode("utf-8", "replace"))
    if as_json:
        print_json({**asdict(compared), "differences": [asdict(x) for x in compared.differences]})
        return
    for line in lines(compared):
        click.echo(line)
    if out is not None:
        click.echo(f"\nThe corrected table, with a citation for each cell: {out}")


def compared_with(
    evidence: Evidence, table: Path, mapping: dict[str, str], frameworks: Frameworks
) -> Comparison:
    """Compare a table with all that the documents of the evidence base state."""
    areas = {code for framework in frameworks.values() for code in framework.codes()}
    ordered = sorted(areas, key=lambda code: (code not in COLUMNS, code))
    read = read_table(table.read_bytes(), table.name, mapping, ordered)
    documents, corrections = corrected_documents(evidence)
    ours = {}
    for provider in providers_of(documents):
        own = recorded(evidence, documents_of(provider, documents), corrections)
        ours[provider.urn or provider.name] = (provider, inspections(own, frameworks))
    return compare(read, ours, frameworks)


def lines(compared: Comparison) -> Iterator[str]:
    """Lay a comparison out for the terminal: what agrees, then each difference by its kind."""
    counts = compared.counts
    yield (
        f"{counts['rows_compared']:,} of {counts['rows']:,} rows are of inspections whose reports "
        "are here."
    )
    yield f"{counts['cells_agreeing']:,} of {counts['cells_compared']:,} cells compared agree."
    yield f"Of these, {counts['grades_agreeing']:,} of {counts['grades_compared']:,} are grades."
    if wider := counts["grades_of_a_wider_judgement"]:
        yield _wrapped(
            f"{wider:,} of the grades that agree are of a wider judgement: the report does not "
            "judge that area apart."
        )
    yield from (_wrapped(f"Note: {note}") for note in compared.table.notes)
    kinds = Counter(one.category for one in compared.differences)
    for kind, count in kinds.most_common():
        yield ""
        yield click.style(f"{kind.capitalize()} ({count:,})", bold=True)
        yield f"  {MEANINGS[kind]}"
        for one in compared.differences:
            if one.category == kind:
                yield from _shown(one)
    if not kinds:
        yield "Nothing differs."


def _shown(one: Difference) -> Iterator[str]:
    if one.column is None:
        yield _wrapped(f"Line {one.line}: {one.authority}. {one.explanation}", "  ", "    ")
        return
    ours = f"“{one.ours}”" if one.ours else "nothing"
    yield f"  Line {one.line}: {_plain(one.authority)}, {_plain(one.column)}"
    yield _wrapped(f"table “{one.table}”, ours {ours}. {one.explanation}", "    ")
    if one.cited is not None:
        words = " ".join(one.cited.words.split())
        yield click.style(_wrapped(f"{place(one.cited)}: “{words}”", "    "), dim=True)


def _wrapped(text: str, indent: str = "", further: str | None = None) -> str:
    return fill(_plain(text), _WIDTH, initial_indent=indent, subsequent_indent=further or indent)


def _plain(text: str) -> str:
    """Return text of a table that somebody else wrote without what would steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _mapping(mapped: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in mapped:
        column, sign, field = one.rpartition("=")
        if not sign or not column:
            raise TableError(f"--map {one!r}: write COLUMN=FIELD, as --map 'Overall grade=OE'.")
        found[column.strip()] = field.strip()
    return found
