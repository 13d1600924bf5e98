"""Suggests tags: for a document just read, and for those that are stored, in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from corpus.evidence import Evidence, open_evidence
from corpus.heard import unheard
from corpus.problems import VouchError
from corpus.records import Extraction, Passage, Problem, Reading, Tag
from corpus.rows import tag_row
from corpus.suggesting import Spoken
from corpus.workspace import open_workspace, writing
from pipelines.lenses import (
    asked_for,
    check_model,
    lenses_of,
    own_frameworks,
    tagger_names,
    tagger_of,
)
from pipelines.logs import log_defect, logging_to
from pipelines.offers import Offer
from pipelines.pool import Pool
from pipelines.progress import bar
from pipelines.rows import Suggestions, before_attempt, failed
from pipelines.settings import Settings
from pipelines.shipping import collect_seldom
from pipelines.staff import OnWait, Staff, temporary

READER = "pipelines.tagging:tag_offer"
_FEW = 6  # documents that this process has tagged before a worker has started
_AT_ONCE = 16  # documents a transaction: each costs the disk as much as storing their tags
_NO_TAGGER = ""  # no tagger is called so: everything is untagged by it


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was suggested for one document; a problem where our own code failed on it."""

    tags: tuple[Tag, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a round of tagging did: documents gone over, tags written, frameworks looked through.

    `failed` has one problem a document on which it failed; the tags of that stay as they were.
    """

    documents: int
    tags: int
    frameworks: tuple[str, ...]
    failed: tuple[Problem, ...] = ()
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Stored(Offer):
    """A stored document, offered to be tagged; `sha256` is its id and `lenses` are frameworks."""

    lenses: tuple[str, ...] = ()


@dataclass(slots=True)
class _Round:
    """What a round of tagging has done so far; `left` are lenses of documents not yet heard of."""

    frameworks: tuple[str, ...]
    names: Mapping[str, str]
    left: dict[str, tuple[str, ...]]
    documents: int = 0
    tags: int = 0
    failed: list[Problem] = field(default_factory=list)
    interrupted: bool = False

    def store(self, evidence: Evidence, readings: Iterator[Reading]) -> None:
        """Store what workers suggest as it comes, some documents a transaction."""
        spoken = self._spoken(evidence, readings)
        while self.left and not self.interrupted:
            before = self.documents, self.tags
            try:
                evidence.save_tags_of(islice(spoken, _AT_ONCE))
            except KeyboardInterrupt:  # while storing: these documents are undone together
                self.interrupted = True
                self.documents, self.tags = before

    def _spoken(self, evidence: Evidence, readings: Iterator[Reading]) -> Iterator[Spoken]:
        """Yield what is to be stored; Ctrl-C ends it, and what was yielded before is kept."""
        try:
            for reading in readings:
                document = reading.source.sha256 or ""
                lenses = self.left.pop(document)
                if reading.problems:
                    self.failed.append(_not_tagged(evidence, document, reading.problems[0]))
                    continue
                rows = reading.rows if isinstance(reading, Suggestions) else ()
                self.documents += 1
                self.tags += len(rows)
                yield document, rows, [(name, self.names[name]) for name in lenses]
        except KeyboardInterrupt:
            self.interrupted = True

    def told(self) -> Tagged:
        return Tagged(
            self.documents, self.tags, self.frameworks, tuple(self.failed), self.interrupted
        )


def tags_of(
    passages: Sequence[Passage], extraction: Extraction, settings: Settings, own: str | None = None
) -> Suggested:
    """Tag the passages of one document through its own framework and those the settings name.

    Where our own code fails on it, the document keeps its text and facts, and a problem says so.
    VouchError where a framework or the model cannot be used.
    """
    return _suggested(passages, extraction, lenses_of(own, settings), settings)


def tag_stored(
    evidence: Evidence,
    settings: Settings,
    only: Collection[str] | None = None,
    *,
    alone: bool = False,
    staff: Staff | None = None,
) -> Tagged:
    """Tag stored public documents where a tagger has not gone over them; with `reprocess`, all.

    Each is read through its own framework and those of the settings, with `alone` only through
    these. `only` names the documents to look at; null means every one. The caller holds the
    workspace; documents are written whole, some at a time. Ctrl-C ends the round early with
    `interrupted` true. `staff` is a pool of processes, or this process for a few.
    """
    lenses = _lenses(evidence, settings, only, alone)
    frameworks = tuple(sorted({name for names in lenses.values() for name in names}))
    names = tagger_names(frameworks, settings)
    wanted = _todo(evidence, lenses, names, settings.reprocess)
    left = {offer.sha256 or "": offer.lenses for offer in wanted}
    done = _Round(frameworks or asked_for(settings), names, left)
    if only is None:
        _hear(evidence)
    if not wanted:
        return done.told()
    check_model(settings)
    collect_seldom()
    few = _here if len(wanted) <= _FEW else Pool
    with (
        temporary(evidence.workspace) as folder,
        (staff or few)(settings, folder, READER) as pool,
        bar(len(wanted), "Tagging") as step,
    ):
        done.store(evidence, _each(pool.run(wanted), step))
    return done.told()


def _hear(evidence: Evidence) -> None:
    """Say who speaks in signed notes, in this process: most have been listened to before."""
    if not unheard(evidence, "", 1):
        return  # no signed notes at all
    from pipelines.hearing import hear_stored  # noqa: PLC0415 - spaCy comes with it

    hear_stored(evidence)


def _each(readings: Iterator[Reading], step: Callable[[int], None]) -> Iterator[Reading]:
    for reading in readings:
        step(1)
        yield reading


def tag_workspace(
    settings: Settings,
    *,
    alone: bool = False,
    staff: Staff | None = None,
    on_wait: OnWait | None = None,
) -> Tagged:
    """Tag what is stored in a workspace, as `tag_stored` does, and hold it meanwhile."""
    asked_for(settings)
    place = open_workspace(settings.workspace)
    with (
        writing(place, settings.wait_seconds, "tag", on_wait=on_wait),
        logging_to(place.logs),
        open_evidence(place) as evidence,
    ):
        return tag_stored(evidence, settings, alone=alone, staff=staff)


def tag_offer(offer: Offer, settings: Settings) -> Reading:
    """Suggest tags for one stored document, in a worker: it reads the store and writes nothing."""
    lenses = offer.lenses if isinstance(offer, Stored) else ()
    document = offer.sha256 or ""
    with open_evidence(open_workspace(settings.workspace), read_only=True) as evidence:
        # Passages of restricted documents are not among these: they are never tagged.
        passages = tuple(evidence.passages(document))
    suggested = _suggested(passages, without_layout(document), lenses, settings)
    if suggested.problems:
        return failed(offer, suggested.problems[0])
    return Suggestions(before_attempt(offer), rows=tuple(map(tag_row, suggested.tags)))


def without_layout(document: str) -> Extraction:
    """Return an extraction of nothing: no tagger reads it, and unpacking the real one takes long.

    Each passage is judged by its own words and, with context, by those of its neighbours.
    """
    return Extraction(document, "", "", (), ())


def _suggested(
    passages: Sequence[Passage], extraction: Extraction, lenses: Sequence[str], settings: Settings
) -> Suggested:
    if not passages:
        return Suggested()
    try:
        taggers = [tagger_of(framework, settings) for framework in lenses]
        tags = (tag for tagger in taggers for tag in tagger.tag(passages, extraction))
        return Suggested(tuple(tags))
    except (VouchError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the stage border: tags never fail a document
        log_defect(error, document=extraction.document_id)
        return Suggested(problems=(_defect(error),))


def _defect(error: Exception) -> Problem:
    return Problem(
        "tags",
        "not-tagged",
        f"Vouch itself failed while it tagged this document ({type(error).__name__}); its text is "
        "stored all the same. The log file in the workspace says where: please report it.",
    )


def _lenses(
    evidence: Evidence, settings: Settings, only: Collection[str] | None, alone: bool
) -> dict[str, tuple[str, ...]]:
    """Return the lenses of every document that may be tagged, by path."""
    asked = asked_for(settings)
    public = [
        document
        for document in evidence.untagged("", _NO_TAGGER)
        if only is None or document in only
    ]
    own: Mapping[str, str] = {} if alone or not public else own_frameworks(evidence)
    return {
        document: asked if alone else lenses_of(own.get(document), settings) for document in public
    }


def _todo(
    evidence: Evidence,
    lenses: Mapping[str, tuple[str, ...]],
    names: Mapping[str, str],
    reprocess: bool,
) -> list[Stored]:
    """List documents with the lenses through which they are still to be read, by path."""
    open_to = {
        framework: set(evidence.untagged(framework, _NO_TAGGER if reprocess else tagger))
        for framework, tagger in names.items()
    }
    left = {
        document: tuple(name for name in wanted if document in open_to[name])
        for document, wanted in lenses.items()
    }
    # Ids and no names: what stands here may be seen by a server.
    return [
        Stored(path=document, name=document, sha256=document, lenses=wanted)
        for document, wanted in left.items()
        if wanted
    ]


def _not_tagged(evidence: Evidence, document: str, problem: Problem) -> Problem:
    """Say of a worker's problem what it means for tags: nothing that was stored is lost."""
    found = evidence.document(document)
    name = found.name if found else document
    return Problem(
        "tags",
        problem.code,
        f"{name} was not tagged ({problem.code}); its text and earlier tags stay. Run the same "
        "command again; if it fails again, the log file in the workspace says where.",
    )


@contextmanager
def _here(settings: Settings, temporary: Path, reader: str) -> Iterator[_InProcess]:
    """Tag in this process: a few documents are done before a worker has started."""
    yield _InProcess(settings)


@dataclass(frozen=True, slots=True)
class _InProcess:
    settings: Settings

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        return (tag_offer(offer, self.settings) for offer in offers)
