"""Tags through the frameworks asked for: of a document just read, and of those that are stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.frameworks import known, load
from corpus.problems import SettingsError
from corpus.records import Extraction, Passage, Tag
from corpus.workspace import Workspace
from pipelines.progress import bar
from pipelines.settings import Settings

if TYPE_CHECKING:
    from corpus.evidence import Evidence
    from models import Tagger

# Until a document's own framework is recognised. Not all frameworks: some hold no criteria, and
# twelve readings of each passage would bury the one that a reader wants.
DEFAULT_LENSES = ("sccif-asa-2024",)


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a round of tagging did: documents gone over, tags written, frameworks used."""

    documents: int
    tags: int
    frameworks: tuple[str, ...]


def lenses(settings: Settings) -> tuple[str, ...]:
    """Return the ids of the frameworks to tag through, the workspace's own among them.

    SettingsError names one that is unknown, or that holds no criteria to tag by.
    """
    folder = _own(settings)
    for framework in settings.frameworks:
        if framework not in known(folder):
            raise SettingsError(
                f"There is no framework {framework!r}. Known are: {', '.join(known(folder))}."
            )
        _refuse_without_criteria(framework, folder)
    return settings.frameworks or DEFAULT_LENSES


@lru_cache(maxsize=32)
def _refuse_without_criteria(framework: str, folder: Path) -> None:
    """Look once a process, as `_tagger` does: a workspace's own file is read at each loading."""
    if not load(framework, folder).criteria:
        raise SettingsError(
            f"The framework {framework!r} holds no criteria to tag by. Choose one that does: "
            "vouch frameworks list says how many each has."
        )


def tags_of(
    passages: Sequence[Passage], extraction: Extraction, settings: Settings
) -> tuple[Tag, ...]:
    """Tag the passages of one document through every framework that the settings ask for."""
    if not passages:
        return ()
    taggers = (_tagger(framework, _own(settings)) for framework in lenses(settings))
    return tuple(tag for tagger in taggers for tag in tagger.tag(passages, extraction))


def tag_stored(
    evidence: Evidence, settings: Settings, only: Collection[str] | None = None
) -> Tagged:
    """Tag stored public documents that a tagger has not gone over; with `reprocess`, all of them.

    `only` names the documents to look at; null means every one. The caller holds the workspace.
    """
    done, written = set(), 0
    for framework in lenses(settings):
        tagger = _tagger(framework, _own(settings))
        ids = (
            evidence.document_ids()
            if settings.reprocess
            else evidence.untagged(framework, tagger.name)
        )
        wanted = [document for document in ids if only is None or document in only]
        with bar(len(wanted), "Tagging") as step:
            for document in wanted:
                written += _tag_one(evidence, document, framework, tagger)
                done.add(document)
                step(1)
    return Tagged(len(done), written, lenses(settings))


def _tag_one(evidence: Evidence, document: str, framework: str, tagger: Tagger) -> int:
    # Passages of restricted documents are not among these: they are never tagged.
    passages = tuple(evidence.passages(document))
    extraction = evidence.extraction(document)
    if not passages or extraction is None:
        return 0
    tags = tagger.tag(passages, extraction)
    evidence.save_tags(document, tags, [(framework, tagger.name)])
    return len(tags)


@lru_cache(maxsize=32)
def _tagger(framework: str, folder: Path | None) -> Tagger:
    """Build each tagger once a process: that costs more than tagging a document."""
    from models import baseline  # noqa: PLC0415 - classifiers are heavy, and not every run tags

    return baseline(load(framework, folder))


def _own(settings: Settings) -> Path:
    return Workspace(settings.workspace).frameworks
