"""`vouch provider`: one provider's inspections, grades and what is still to improve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import click

from corpus.evidence import open_evidence
from corpus.history import Provider
from corpus.history.finding import find, providers_of
from corpus.problems import VouchError
from corpus.providers import Providers, load
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.commands.provider_view import show
from pipelines.commands.showing import typed
from pipelines.history import corrected_documents, provider_history

_CHOICES = 12


class UnknownProviderError(VouchError):
    """No provider, or more than one, is meant by what was typed; the message gives the choices."""


@click.command("provider")
@click.argument("name", nargs=-1, required=True, metavar="URN|NAME")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Look from this day, as 2024-01-31; later inspections are left out.  [default: today]",
)
@workspace_option
@json_option
def command(
    name: tuple[str, ...], as_of: datetime | None, workspace: Path | None, as_json: bool
) -> None:
    """Show a provider's history: grades, what changed, what is still to improve.

    A part of the name will do. The newest inspection comes first. What was raised again, and which
    rules and deadlines were not kept, follows. Every line names the document and the page.
    """
    day = as_of.date() if as_of else _today()
    with open_evidence(open_workspace(workspace_path(workspace)), read_only=True) as evidence:
        documents, _ = corrected_documents(evidence)
        known = load(evidence.workspace.providers)
        provider = chosen(providers_of(documents), " ".join(name), known)
        history = provider_history(evidence, provider, day)
    if as_json:
        print_json(asdict(history))
    else:
        show(history)


def chosen(providers: tuple[Provider, ...], words: str, known: Providers) -> Provider:
    """Return the one provider that was meant, or say which there are to choose from.

    A name that no document gives may be a further name of one, or that of one before or after it.
    """
    match = find(providers, words)
    if match.provider is not None:
        return match.provider
    if match.several:
        raise UnknownProviderError(
            f"{len(match.several)} providers fit “{words}”. Type the number of one:\n"
            + "\n".join(_choices(match.several))
        )
    lineage = known.lineage(words)
    by_urn = {one.urn: one for one in providers if one.urn}
    if lineage.provider.urn in by_urn:
        return by_urn[lineage.provider.urn]
    kin = [by_urn[x.provider.urn] for x in (*lineage.later, *lineage.earlier)
           if x.provider.urn in by_urn]  # fmt: skip
    nearest = tuple(dict.fromkeys(kin)) or match.nearest
    near = f"{'Before or after it' if kin else 'Near to it'} {'is' if len(nearest) == 1 else 'are'}"
    if nearest:
        raise UnknownProviderError(
            f"No document here is of a provider “{words}”. {near}:\n" + "\n".join(_choices(nearest))
        )
    raise UnknownProviderError(
        f"No document here is of a provider “{words}”. To read its reports in, type:\n"
        f"  {typed('ingest', 'FOLDER', '--provider', 'URN')}"
    )


def _choices(providers: Iterable[Provider]) -> list[str]:
    listed = list(providers)
    lines = [f"  {one.urn or 'no number':>10}  {one.name}" for one in listed[:_CHOICES]]
    more = len(listed) - _CHOICES
    return [*lines, f"  and {more:,} more: type more of the name"] if more > 0 else lines


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
