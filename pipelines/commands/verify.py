"""`vouch verify`: is every passage still what its document says?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from corpus.verifying import verify
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path


@click.command("verify")
@workspace_option
@json_option
def command(workspace: Path | None, as_json: bool) -> None:
    """Check that every passage still is what its document says.

    Compares anchors, kept originals and the database with themselves; ends with status 1 where
    anything is wrong.
    """
    findings = verify(open_workspace(workspace_path(workspace)))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{finding.code} ({finding.about}): {finding.message}")
            click.echo(f"    {finding.remedy}")
        click.echo("All is as it should be." if not findings else f"{len(findings):,} findings.")
    sys.exit(1 if findings else 0)
