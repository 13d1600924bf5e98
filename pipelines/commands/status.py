"""`vouch status`: documents by state, problems by code, facts by kind, and grades against rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from corpus.decisions import standing
from corpus.evidence import open_evidence
from corpus.past_tags import tagger_counts
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.promoting import SHIPPED, in_use
from pipelines.summary import BAD, RESTRICTED, SHOWN, STATUSES

DEPARTURES = ("broken", "departed from")
GUESSED = "columns-guessed"


@click.command("status")
@click.option("--checks", "with_checks", is_flag=True, help="Name the rules that grades break.")
@workspace_option
@json_option
def command(workspace: Path | None, with_checks: bool, as_json: bool) -> None:
    """Count documents by status, problems by code and facts by kind.

    Every set of grades that a document states was put to its framework's rules. With --checks each
    rule that was broken or departed from is named, with its force and the document. A departure is
    no mistake: only where the source says so is a rule without exceptions.
    """
    place = open_workspace(workspace_path(workspace))
    with open_evidence(place, read_only=True) as evidence:
        counts = evidence.counts()
        problems = Counter(found.problem.code for found in evidence.problems())
        sources = list(evidence.sources())
        facts = evidence.fact_counts()
        checks = list(evidence.checks())
        past = sum(one.past for one in tagger_counts(evidence))
    bad = [
        {"path": source.path, "status": source.status, **_problem(source.problem)}
        for source in sources
        if source.status in BAD
    ]
    corrections = sum(1 for _ in standing(place, "correct"))
    outcomes = Counter(check.outcome for check in checks)
    paths = {source.sha256: source.path for source in sources if source.status != "duplicate"}
    departures = [
        {"path": paths.get(check.document_id), **asdict(check)}
        for check in checks
        if check.outcome in DEPARTURES
    ]
    found = {
        "workspace": str(place.root),
        "counts": counts,
        "problems": dict(sorted(problems.items())),
        "facts": facts,
        "checks": dict(sorted(outcomes.items())),
        "corrections": corrections,
        "model": in_use(place),
        "past_tags": past,
        "not_read": [source for source in bad if source["status"] != "partial"],
        "read_in_part": [source for source in bad if source["status"] == "partial"],
    }
    if as_json:
        print_json({**found, "departures": departures} if with_checks else found)
        return
    _show_counts(found["workspace"], counts)
    _show_facts(facts, outcomes, with_checks)
    if found["model"] != SHIPPED:
        click.echo(f"Tags with the model {found['model']}, trained here (vouch train --use)")
    if past:
        click.echo(f"{past:>9,} tags of earlier taggers, kept beside (vouch tag --prune)")
    if corrections:
        click.echo(f"{corrections:>9,} corrections that hold (vouch correct list)")
    if with_checks:
        _show_departures(departures)
    _show_bad(problems, bad)


def _problem(problem: object) -> dict[str, object]:
    return {"code": getattr(problem, "code", None), "problem": getattr(problem, "message", None)}


def _show_counts(place: object, counts: dict[str, int]) -> None:
    click.echo(f"Workspace {place}")
    click.echo(f"{counts['sources']:>9,} files offered")
    for status in STATUSES:
        click.echo(f"{counts[status]:>9,}   {status}")
    restricted = counts["restricted"] + counts["signed"]
    click.echo(f"{counts['documents']:>9,} documents, {restricted:,} of them restricted")
    if counts["signed"]:
        click.echo(f"{counts['signed']:>9,}   signed notes: tagged and searched, without names")
    if counts["restricted"]:
        click.echo(f"{counts['restricted']:>9,}   sealed: neither tagged nor searched")
    for name in ("pages", "passages", "tags"):
        click.echo(f"{counts[name]:>9,} {name}")
    if counts["restricted"]:
        click.echo(RESTRICTED)


def _show_facts(facts: dict[str, int], outcomes: Counter[str], with_checks: bool) -> None:
    if any(facts.values()):
        click.echo(f"{sum(facts.values()):>9,} facts that documents state")
    for kind, count in facts.items():
        if count:
            click.echo(f"{count:>9,}   {kind.replace('_', ' ')}")
    if outcomes:
        click.echo(f"{outcomes.total():>9,} answers of rules on printed grades")
    for outcome in DEPARTURES:
        if count := outcomes[outcome]:
            click.echo(f"{count:>9,}   {outcome}{'' if with_checks else ' (--checks names them)'}")


def _show_departures(departures: list[dict[str, object]]) -> None:
    for found in departures:
        click.echo(
            f"{found['outcome']}: rule {found['rule']} ({found['force']}) of {found['framework']}, "
            f"{found['paragraph']}: {found['path']}"
        )
        click.echo(f"    {found['text']} {found['reason']}")
    if not departures:
        click.echo("No rule on printed grades is broken or departed from.")


def _show_bad(problems: Counter[str], bad: list[dict[str, object]]) -> None:
    if problems:
        click.echo("Problems by code (docs/problems.md explains them)")
    for code, count in problems.most_common():
        click.echo(f"{count:>9,}   {code}")
    if problems[GUESSED]:
        click.echo("Columns guessed, not confirmed: vouch columns FILE, with the exported file")
    for source in bad[:SHOWN]:
        click.echo(f"{source['status']} ({source['code']}): {source['path']}")
        click.echo(f"    {source['problem']}")
    if len(bad) > SHOWN:
        click.echo(f"and {len(bad) - SHOWN:,} more; --json lists them all")
