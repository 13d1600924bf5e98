"""`vouch demo`: the main job on the fictional sample documents that come with Vouch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill, indent, shorten

import click

from corpus.evidence import Evidence, open_evidence
from corpus.history.finding import find, providers_of
from corpus.records import Document, Extraction, Passage, Tag
from corpus.workspace import open_workspace
from pipelines import local
from pipelines.commands.options import say_who_writes, workspace_named, workspace_option
from pipelines.commands.provider_view import show
from pipelines.commands.showing import label, place, typed
from pipelines.history import provider_history
from pipelines.lenses import STAND_IN
from pipelines.settings import load_settings
from pipelines.summary import lines

SAMPLES = Path(__file__).parents[1] / "samples"
_PROVIDER = "9900001"
_NOT_SAMPLES = {".py", ".pyc", ".md"}
_SHOWN = 4
_WIDTH = 92


@click.command("demo")
@workspace_option
def command(workspace: Path | None) -> None:
    """Show the main job on the sample documents that come with Vouch.

    The documents are fictional. They are read into ./vouch-demo, or into --workspace.
    """
    chosen = workspace_named(workspace) or Path("vouch-demo")
    # What ships with Vouch is public by that alone; of a user's documents it must be recognised.
    settings = load_settings(
        {"workspace": chosen, "sensitivity": "public", "frameworks": (STAND_IN,)}
    )
    summary = local.ingest(samples(), settings, on_wait=say_who_writes)
    click.echo("\n".join(lines(summary)))
    if summary.interrupted:
        sys.exit(1)
    with open_evidence(open_workspace(settings.workspace), read_only=True) as evidence:
        for paragraph in (_documents(evidence), _passages(evidence)):
            click.echo("\n" + "\n".join(paragraph))
        _history(evidence)
    click.echo("\n" + "\n".join(_next(chosen)))


def samples() -> list[Path]:
    """List the sample documents."""
    found = (path for path in SAMPLES.rglob("*") if path.is_file())
    return sorted(path for path in found if path.suffix not in _NOT_SAMPLES)


def _documents(evidence: Evidence) -> Iterator[str]:
    yield "Documents"
    for document in evidence.documents():
        tagged = {tag.passage_id for tag in evidence.tags(document.id) if _sure(tag)}
        held = sum(1 for _ in evidence.passages(document.id, restricted=True))
        yield f"  {document.name}: {_about(document, evidence)}"
        if document.sensitivity == "public":
            yield f"    {held} passages, {len(tagged)} tagged (the others: not sure, or none fits)"
        else:
            yield f"    {held} passages, restricted: neither tagged nor searched"


def _about(document: Document, evidence: Evidence) -> str:
    extraction = evidence.extraction(document.id)
    pages = len(extraction.pages) if extraction else 0
    provider = document.provider_name or document.provider_urn or "provider unknown"
    kind = (document.kind or "kind unknown").replace("_", " ")
    older = ", supersedes an older edition" if document.supersedes else ""
    return ", ".join(filter(None, (kind, provider, f"{pages} pages" if pages else ""))) + older


def _passages(evidence: Evidence) -> Iterator[str]:
    yield "Passages, each with its page, what it speaks to and the words that say so"
    for document, passage, tag, text in _best(evidence):
        yield ""
        yield indent(fill(f"“{shorten(passage.text, 280, placeholder=' …')}”", _WIDTH), "  ")
        yield f"    {document.name}, {place(passage)}"
        speaks_to = label(tag.framework, tag.area, tag.criterion)
        yield f"    {speaks_to} (score {tag.score:.2f}, {tag.tagger})"
        words = dict.fromkeys(text[cue.start : cue.end].lower() for cue in tag.cues)
        yield f"    because of: {', '.join(words)}"


def _best(evidence: Evidence) -> list[tuple[Document, Passage, Tag, str]]:
    """Pick the clearest passage of each criterion, the clearest criteria first."""
    best: dict[str, tuple[Document, Passage, Tag, str]] = {}
    for document in evidence.documents():
        extraction: Extraction | None = evidence.extraction(document.id)
        passages = {passage.id: passage for passage in evidence.passages(document.id)}
        for tag in evidence.tags(document.id):
            known = best.get(tag.criterion or "")
            clearer = known is None or known[2].score < tag.score
            if extraction and tag.criterion and _sure(tag) and tag.cues and clearer:
                best[tag.criterion] = (document, passages[tag.passage_id], tag, extraction.text)
    return sorted(best.values(), key=lambda found: (-found[2].score, found[1].id))[:_SHOWN]


def _sure(tag: Tag) -> bool:
    return tag.rank == 1 and not tag.abstained and tag.area != "NONE"


def _history(evidence: Evidence) -> None:
    """Show the history of the samples' provider, as `vouch provider` does."""
    provider = find(providers_of(evidence.documents()), _PROVIDER).provider
    if provider is not None:
        click.echo("\nHistory of the provider, from what its documents state\n")
        show(provider_history(evidence, provider, datetime.now(UTC).date()))


def _next(workspace: Path) -> Iterator[str]:
    at = ("--workspace", str(workspace))
    yield "What to type next"
    yield "  " + typed("search", "child*", "missing", *at)
    yield "  " + typed("provider", "harrowmere", *at)
    yield "  " + typed("export", "tags.csv", "--what", "tags", *at)
    yield "  " + typed("verify", *at)
    yield f"  {typed('ingest', 'FOLDER')}        your own documents, into ./vouch-workspace"
