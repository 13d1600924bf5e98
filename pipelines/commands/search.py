"""`vouch search`: passages by their words, tag and provider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten, wrap

import click

from corpus.evidence import open_evidence
from corpus.search import Filters, Hit, search
from corpus.workspace import open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path

_WIDTH = 96


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
    the shell) hold a phrase together; a star ends a word that may go on: child*. Restricted
    documents are not searched.
    """
    wanted = Filters(
        area=filters["area"],
        polarity=filters["polarity"],
        provider=filters["provider"],
        framework=filters["framework"],
    )
    with open_evidence(open_workspace(workspace_path(workspace)), read_only=True) as evidence:
        hits = search(evidence, " ".join(words), limit, **wanted)
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    for hit in hits:
        click.echo("\n".join(shown(hit)) + "\n")
    found = f"{len(hits)} passages" if len(hits) != 1 else "1 passage"
    click.echo(f"{found}{', the limit' if len(hits) == limit else ''}." if hits else _nothing())


def shown(hit: Hit) -> Iterator[str]:
    """Lay a hit out for the terminal: where it stands, under which headings, and its words."""
    yield click.style(" · ".join(filter(None, (hit.provider, hit.document, place(hit)))), bold=True)
    if hit.headings:
        yield click.style(
            "  " + shorten(" › ".join(hit.headings), _WIDTH, placeholder=" …"), dim=True
        )
    for line in _wrapped(hit):
        yield f"  {line}"
    if hit.area:
        tag = " ".join(filter(None, (hit.area, hit.criterion, hit.polarity)))
        yield click.style(f"  [{tag}, {hit.framework}]", dim=True)


def place(hit: Hit) -> str:
    """Say where in its document a passage stands: page and number, or line, row or part."""
    number = f"paragraph {hit.number}" if hit.number else None
    if hit.pages is None:
        return ", ".join(filter(None, (hit.locator, number)))
    first, last = hit.pages
    page = f"page {first}" if first == last else f"pages {first}-{last}"
    return ", ".join(filter(None, (page, number)))


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


def _nothing() -> str:
    return "No passage holds all these words. Try fewer words, or a star: child*."
