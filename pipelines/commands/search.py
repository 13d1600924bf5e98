"""`vouch search`: passages by their words, tag and provider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from textwrap import shorten, wrap

import click

from corpus.evidence import Evidence, open_evidence
from corpus.frameworks import known
from corpus.search import Filters, Hit, match_expression, search
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.commands.showing import codes, label, place
from pipelines.summary import RESTRICTED, counted

_WIDTH = 96
_COUNTED = 1000
_SUCH = 6


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--area", metavar="CODE", help="Tagged to this area, aspect or criterion.")
@click.option(
    "--polarity",
    type=click.Choice(["strength", "weakness", "mixed", "neutral"]),
    help="Tagged so.",
)
@click.option("--provider", metavar="URN|NAME", help="Of this provider; a part of a name will do.")
@click.option("--framework", metavar="ID", help="Tagged through this framework.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@workspace_option
@json_option
def command(
    words: tuple[str, ...], workspace: Path | None, limit: int, as_json: bool, **filters: str | None
) -> None:
    """Find passages by their words.

    A passage must hold all of them; the best come first. "Double quotes" (inside single ones for
    the shell) hold a phrase together; a star ends a word that may go on: child*. Case
    notes are searched once they are signed, without names; what waits sealed is not.
    """
    wanted = Filters(
        area=filters["area"],
        polarity=filters["polarity"],
        provider=filters["provider"],
        framework=filters["framework"],
    )
    place_of = open_workspace(workspace_path(workspace))
    with open_evidence(place_of, read_only=True) as evidence:
        hits = search(evidence, " ".join(words), limit, **wanted)
        why = [] if hits or as_json else list(_why_nothing(evidence, " ".join(words), wanted))
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    for line in why:
        click.echo(line)
    for hit in hits:
        click.echo("\n".join(shown(hit, place_of.frameworks)) + "\n")
    if hits:
        more = f"; there may be more, see --limit {limit * 5}" if len(hits) == limit else ""
        click.echo(f"{counted(len(hits), 'passage')}{more}.")


def shown(hit: Hit, folder: Path | None = None) -> Iterator[str]:
    """Lay a hit out for the terminal: where it stands, under which headings, and its words.

    `folder` holds the workspace's own frameworks.
    """
    yield click.style(" · ".join(filter(None, (hit.provider, hit.document, place(hit)))), bold=True)
    if hit.headings:
        yield click.style(
            "  " + shorten(" › ".join(hit.headings), _WIDTH, placeholder=" …"), dim=True
        )
    for line in _wrapped(hit):
        yield f"  {line}"
    if hit.area and hit.framework:
        tag = label(hit.framework, hit.area, hit.criterion, folder=folder)
        yield click.style(f"  [{tag}; {hit.polarity}; {hit.framework}]", dim=True)


def _wrapped(hit: Hit) -> list[str]:
    """Break the snippet into lines and make the words that matched bold.

    Marks travel through the wrapping as no-width private characters and become bold after it.
    """
    text, at = "", 0
    for start, end in hit.marks:
        # A blank inside a phrase may become a line end, and bold must not run over it.
        words = hit.snippet[start:end].split(" ")
        text += hit.snippet[at:start] + " ".join(f"\x02{word}\x03" for word in words)
        at = end
    text += hit.snippet[at:]
    on, off = click.style("", bold=True, reset=False), click.style("", reset=True)
    lines = wrap(text, _WIDTH, break_on_hyphens=False)
    return [line.replace("\x02", on).replace("\x03", off) for line in lines]


def _why_nothing(evidence: Evidence, words: str, wanted: Filters) -> Iterator[str]:
    """Say which of the words, the filters and the documents is why nothing was found."""
    if not match_expression(words):
        yield "There is no word to look for: type letters or digits."
        return
    yield "No passage holds all these words. Try fewer words, or a star: 'child*'."
    yield from _unknown(wanted, evidence.workspace.frameworks)
    given = [f"--{name}" for name, value in wanted.items() if value is not None]
    if given and (without := search(evidence, words, _COUNTED)):
        or_more = " or more" if len(without) == _COUNTED else ""
        yield f"Without {' and '.join(given)}: {counted(len(without), 'passage')}{or_more}."
    if restricted := evidence.counts()["restricted"]:
        yield f"Not searched: {counted(restricted, 'restricted document')}. {RESTRICTED}"


def _unknown(wanted: Filters, folder: Path) -> Iterator[str]:
    """Name codes that no framework has: most likely slips of the pen."""
    area, framework = wanted.get("area"), wanted.get("framework")
    if area and area.strip().upper() not in codes(folder):
        such = ", ".join(islice(codes(folder), _SUCH))
        yield f"--area: no framework has the code {area}. There are {such} and so on."
    if framework and framework.strip().lower() not in known(folder):
        yield f"--framework: there is no {framework}. Known are {', '.join(known(folder))}."
