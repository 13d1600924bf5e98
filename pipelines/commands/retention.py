"""`vouch retention`: which cases are due to be erased, and erasing them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines.commands.options import json_option, print_json, signed_by, workspace_option


@click.group("retention")
def command() -> None:
    """Say which cases have been kept long enough, and erase a case for good.

    These commands ask for the passphrase of the workspace, or take it from VOUCH_PASSPHRASE.
    """


@command.command("list")
@click.option("--years", type=click.FloatRange(0), required=True, help="How long cases are kept.")
@click.option("--as-of", metavar="DATE", help="Count from this day. [default: today]")
@workspace_option
@json_option
def list_command(workspace: Path | None, years: float, as_of: str | None, as_json: bool) -> None:
    """List cases whose latest note is older than that; of undated notes somebody has to judge."""
    from pipelines.commands.options import day_named  # noqa: PLC0415 - beside what needs it
    from pipelines.commands.redact import opened_vault  # noqa: PLC0415
    from pipelines.redacting.cases import open_cases  # noqa: PLC0415
    from pipelines.redacting.erasing import before_years, due  # noqa: PLC0415

    today = day_named(as_of, "--as-of") if as_of else datetime.now(UTC).date()
    with opened_vault(workspace) as vault:
        found = list(due(open_cases(vault), before_years(today, years)))
    if as_json:
        print_json([{"id": case.id, "label": case.shown, "latest": day} for case, day in found])
        return
    for case, day in found:
        click.echo(f"{case.id[:8]}  latest note {day}  {len(case.notes):,} notes  {case.shown}")
    if not found:
        click.echo("Nothing is due.")


@command.command("erase")
@click.argument("named", metavar="CASE")
@signed_by("administrator")
@workspace_option
def erase_command(workspace: Path | None, named: str, name: str, reason: str) -> None:
    """Erase a case for good: originals, key, notes, tags and index.

    One event stays, with who and why. Backups made before still hold the case, sealed; and files
    outside the workspace are not touched.
    """
    from pipelines.commands.redact import opened_vault, user_named  # noqa: PLC0415
    from pipelines.redacting.cases import find_case  # noqa: PLC0415
    from pipelines.redacting.erasing import erase_case  # noqa: PLC0415

    with opened_vault(workspace) as vault:
        user = user_named(vault, name)
        done = erase_case(vault, find_case(vault, named), user, reason)
    click.echo(f"Erased: {done.notes:,} notes and {done.files:,} files.")
    if done.shared:
        click.echo(
            f"{done.shared:,} files hold other cases, too: their originals are gone, and what was "
            "read of the other cases stays."
        )
