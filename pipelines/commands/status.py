"""`vouch status`: how many documents are in which state, and which problems there are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from corpus.evidence import open_evidence
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.summary import BAD, RESTRICTED, SHOWN, STATUSES


@click.command("status")
@workspace_option
@json_option
def command(workspace: Path | None, as_json: bool) -> None:
    """Count documents by status and problems by code."""
    place = open_workspace(workspace_path(workspace))
    with open_evidence(place, read_only=True) as evidence:
        counts = evidence.counts()
        problems = Counter(found.problem.code for found in evidence.problems())
        bad = [
            {"path": source.path, "status": source.status, **_problem(source.problem)}
            for source in evidence.sources()
            if source.status in BAD
        ]
    found = {
        "workspace": str(place.root),
        "counts": counts,
        "problems": dict(sorted(problems.items())),
        "not_read": [source for source in bad if source["status"] != "partial"],
        "read_in_part": [source for source in bad if source["status"] == "partial"],
    }
    if as_json:
        print_json(found)
    else:
        _show(found["workspace"], counts, problems, bad)


def _problem(problem: object) -> dict[str, object]:
    return {"code": getattr(problem, "code", None), "problem": getattr(problem, "message", None)}


def _show(
    place: object, counts: dict[str, int], problems: Counter[str], bad: list[dict[str, object]]
) -> None:
    click.echo(f"Workspace {place}")
    click.echo(f"{counts['sources']:>9,} files offered")
    for status in STATUSES:
        click.echo(f"{counts[status]:>9,}   {status}")
    click.echo(f"{counts['documents']:>9,} documents, {counts['restricted']:,} of them restricted")
    for name in ("pages", "passages", "tags"):
        click.echo(f"{counts[name]:>9,} {name}")
    if counts["restricted"]:
        click.echo(f"Restricted documents are kept, but neither tagged nor searched. {RESTRICTED}")
    if problems:
        click.echo("Problems by code (docs/problems.md explains them)")
    for code, count in problems.most_common():
        click.echo(f"{count:>9,}   {code}")
    for source in bad[:SHOWN]:
        click.echo(f"{source['status']} ({source['code']}): {source['path']}")
        click.echo(f"    {source['problem']}")
    if len(bad) > SHOWN:
        click.echo(f"and {len(bad) - SHOWN:,} more; --json lists them all")
