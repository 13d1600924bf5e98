"""`vouch learn`: what to review next, which labels are doubtful, how much is still to find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from textwrap import shorten

import click

from corpus.evidence import Evidence, open_evidence
from corpus.frameworks import known
from corpus.problems import SettingsError
from corpus.records import Passage, Tag
from corpus.workspace import open_workspace
from models.answers import NONE
from models.learning import Doubt, Next, Recall, doubtful, review_order
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.commands.showing import place, titles_of
from pipelines.figures import read_held
from pipelines.labelled import groups
from pipelines.lenses import STAND_IN
from pipelines.reviewed import (
    Search,
    code_of,
    held_given,
    judged,
    passages_named,
    record_id,
    records,
    reviewed,
    search_for,
)
from pipelines.summary import SHOWN, counted

_LIMIT = click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
_FRAMEWORK = click.option("--framework", metavar="ID", help="Through this framework alone.")
_WIDTH = 92


@click.group("learn")
def command() -> None:
    """Say what to review next, which labels are doubtful, how much is still to find.

    Nothing is changed: decisions are made in the review app and stay what they are.
    """


@command.command("next")
@_FRAMEWORK
@click.option("--provider", metavar="URN", help="Of this provider alone.")
@click.option("--seed", default="1", show_default=True, help="Another draw of the random part.")
@_LIMIT
@workspace_option
@json_option
def review_next(
    workspace: Path | None,
    framework: str | None,
    provider: str | None,
    seed: str,
    limit: int,
    as_json: bool,
) -> None:
    """List what to review next: passages drawn at random first, then the least sure.

    Providers take turns. The random part is what the share of right tags can be told from.
    """
    with _evidence(workspace) as evidence:
        done = reviewed(evidence, evidence.tags())
        seen = {record_id(*pair) for pair in done.confirmed}
        found = list(records(evidence, framework, provider))
        if not found:
            _refuse_unknown(evidence, framework, provider)
        order = review_order(found, seen, seed)
        chosen = list(islice(order, limit))
        texts = passages_named(evidence, (one.record.id.partition(" ")[0] for one in chosen))
        names = _names(evidence)
    if as_json:
        print_json([{**asdict(one.record), "why": one.why} for one in chosen])
        return
    for one in chosen:
        click.echo(_line(one, texts, names))
    click.echo(f"{counted(len(seen), 'passage')} reviewed so far.")


def _line(one: Next, texts: Mapping[str, Passage], names: Mapping[str, str]) -> str:
    passage = texts[one.record.id.partition(" ")[0]]
    said = f"{one.why}; {one.record.framework}; {one.record.provider}"
    return "\n".join(_shown(passage, said, names))


def _refuse_unknown(evidence: Evidence, framework: str | None, provider: str | None) -> None:
    """Refuse a framework or a provider without tags: nothing to review would mean all is done."""
    if framework is not None and not any(tag.framework == framework for tag in evidence.tags()):
        raise _untagged(evidence, framework)
    if provider is None:
        return
    of = groups(evidence)
    there = sorted({of[tag.document_id] for tag in evidence.tags()})
    if provider not in there:
        more = f" and {len(there) - SHOWN:,} more" if len(there) > SHOWN else ""
        raise SettingsError(
            f"No tagged document is of the provider {provider!r}. Tagged are documents of: "
            f"{', '.join(there[:SHOWN]) or 'nobody'}{more}."
        )


def _untagged(evidence: Evidence, framework: str) -> SettingsError:
    folder = evidence.workspace.frameworks
    if framework not in known(folder):
        return SettingsError(
            f"There is no framework {framework!r}. Known are: {', '.join(known(folder))}."
        )
    return SettingsError(
        f"Nothing is tagged through {framework!r} yet. Run `vouch tag --framework {framework}`."
    )


@command.command("doubtful")
@_LIMIT
@workspace_option
@json_option
def list_doubtful(workspace: Path | None, limit: int, as_json: bool) -> None:
    """List decisions and labels that are probably wrong, the most doubtful first.

    A decision is held against the score of its tag; a label, or the heading that a passage stands
    under, against what a model trained without it said (where the model was trained here).
    """
    with _evidence(workspace) as evidence:
        tags = list(evidence.tags())
        found = {"decisions": doubtful(judged(tags, reviewed(evidence, tags)))}
        for task, given in held_given(read_held(evidence.workspace)).items():
            found[task] = doubtful(given)
        of = {tag.id: tag.passage_id for tag in tags}
        wanted = {of.get(one.id, one.id) for doubts in found.values() for one in doubts[:limit]}
        texts = passages_named(evidence, wanted)
        names = _names(evidence)
    if as_json:
        told = {task: [asdict(one) for one in doubts[:limit]] for task, doubts in found.items()}
        print_json(told)
        return
    for task, doubts in found.items():
        click.echo(f"{task}: {counted(len(doubts), 'doubtful one')}")
        for one in doubts[:limit]:
            click.echo("\n".join(_doubt(one, texts.get(of.get(one.id, one.id)), names)))


def _doubt(one: Doubt, passage: Passage | None, names: Mapping[str, str]) -> Iterator[str]:
    said = (
        f"{one.label} ({one.confidence:.2f}); the model: {one.suggested} ({one.probability:.2f}, "
        f"usually {one.usual:.2f})"
    )
    if passage is None:
        yield f"  {one.id}: {said}"
    else:
        yield from _shown(passage, said, names)


@command.command("recall")
@click.argument("code")
@click.option("--framework", metavar="ID", default=STAND_IN, show_default=True)
@click.option("--limit", type=click.IntRange(0, 1000), default=5, show_default=True)
@workspace_option
@json_option
def estimate_recall(
    workspace: Path | None, code: str, framework: str, limit: int, as_json: bool
) -> None:
    """Say how much of all evidence on a criterion, aspect or area has been found.

    Review the passages that are tagged with it from the top, and then some drawn at random from
    the rest: only these tell how much is still to find.
    """
    wanted = code.strip().upper()
    with _evidence(workspace) as evidence:
        found = _search(evidence, wanted, framework)
        listed = (*found.ranked[:limit], *found.drawn[:limit])
        texts = passages_named(evidence, listed)
        names = _names(evidence)
    if as_json:
        print_json({**asdict(found.estimate), "ranked": found.ranked[:limit],
                    "drawn": found.drawn[:limit]})  # fmt: skip
        return
    for line in _estimate(wanted, found.estimate):
        click.echo(line)
    for words, ids in (("likeliest", found.ranked), ("drawn at random", found.drawn)):
        click.echo(f"To review next, {words}:" if ids[:limit] else f"None left, {words}.")
        for name in ids[:limit]:
            click.echo("\n".join(_shown(texts[name], name, names)))


def _search(evidence: Evidence, code: str, framework: str) -> Search:
    tags = [tag for tag in evidence.tags() if tag.framework == framework]
    if not tags:
        raise _untagged(evidence, framework)
    _refuse_unknown_code(evidence, code, framework, tags)
    return search_for(
        code, framework, tags, {tag.passage_id for tag in tags}, reviewed(evidence, tags)
    )


def _refuse_unknown_code(
    evidence: Evidence, code: str, framework: str, tags: Iterable[Tag]
) -> None:
    """Refuse a code that the framework lacks: of a slip it would say that all is still to find."""
    codes = {
        named.rpartition("/")[2] for named in titles_of(framework, evidence.workspace.frameworks)
    }
    codes |= {code_of(tag) for tag in tags} | {NONE}
    if code not in codes:
        raise SettingsError(
            f"{code!r} is no criterion, aspect or area of {framework}. There are: "
            f"{', '.join(sorted(codes))}."
        )


def _estimate(code: str, found: Recall) -> Iterator[str]:
    yield (
        f"{code}: {counted(found.found, 'passage')} found among {found.reviewed:,} reviewed; "
        f"{found.unseen:,} not reviewed; {found.since_last:,} reviewed since the last hit."
    )
    if found.recall is None or found.left is None:
        yield "How much is still to find cannot be told: no passage drawn at random was reviewed."
        return
    yield (
        f"About {found.recall:.0%} of all evidence is found ({found.low:.0%} to {found.high:.0%}, "
        f"95 % interval from {found.sampled:,} drawn at random); still to find: about "
        f"{found.left:.0f}, at most {found.most:,}."
    )


def _shown(passage: Passage, said: str, names: Mapping[str, str]) -> Iterator[str]:
    yield click.style(f"  {said}", bold=True)
    where = ", ".join(filter(None, (names.get(passage.document_id), place(passage))))
    yield f"    {where}: {shorten(passage.text, _WIDTH, placeholder=' …')}"


def _names(evidence: Evidence) -> dict[str, str]:
    return {document.id: document.name for document in evidence.documents()}


def _evidence(workspace: Path | None) -> Evidence:
    return open_evidence(open_workspace(workspace_path(workspace)), read_only=True)
