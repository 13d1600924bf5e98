"""The local engine: reads documents in worker processes on this machine and stores what they found.

This process is the only writer; it holds the workspace's lock and saves one batch a transaction.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.evidence import Evidence, open_evidence
from corpus.identity import source_id
from corpus.records import Reading, Run, Source
from corpus.workspace import Workspace, open_workspace, sweep, writing
from pipelines.erased import erased_before
from pipelines.logs import log, logging_to
from pipelines.offers import Gathered, Offer, gather, shown
from pipelines.pool import READER, Pool
from pipelines.progress import Step, bar
from pipelines.remembering import remember, remembered
from pipelines.rows import before_attempt, duplicate
from pipelines.settings import Settings
from pipelines.staff import OnWait, Staff, temporary
from pipelines.stating import state_stored
from pipelines.summary import Summary, Tally
from pipelines.tagging import tag_stored
from pipelines.todo import Todo, todo
from pipelines.versions import current_extractors, stage_versions

_SAVE_AFTER = 5.0


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    *,
    reader: str = READER,
    staff: Staff = Pool,
    on_wait: OnWait | None = None,
) -> Summary:
    """Read everything under the paths into the workspace and return the account of it.

    `staff` makes what reads, from the settings, a folder for temporary files and the reader's name.
    Ctrl-C ends the run early with `interrupted` true; everything stored until then stays.
    VouchError where the workspace cannot be used.
    """
    started = time.monotonic()
    workspace = open_workspace(settings.workspace, create=True)
    wait = settings.wait_seconds
    with (
        writing(workspace, wait=wait, purpose="ingest", on_wait=on_wait),
        logging_to(workspace.logs),
        open_evidence(workspace) as evidence,
    ):
        sweep(workspace)
        gathered = gather(paths, settings)
        work = todo(
            gathered.offers,
            evidence.versions(),
            current_extractors(settings),
            reprocess=settings.reprocess,
            stated=remembered(workspace, settings),
            erased=erased_before(workspace),
        )
        # Before the attempt: a killed run must not have read what nobody will remember.
        remember(workspace, settings, (offer.sha256 for offer in work.read if offer.sha256))
        summary = _Ingest(workspace, settings, evidence, reader, staff).run(gathered, work)
    return replace(summary, seconds=time.monotonic() - started)


@dataclass(slots=True)
class _Ingest:
    """One run over what is to be done, under the lock."""

    workspace: Workspace
    settings: Settings
    evidence: Evidence
    reader: str
    staff: Staff
    tally: Tally = field(default_factory=Tally)

    def run(self, gathered: Gathered, work: Todo) -> Summary:
        """Announce every attempt, then store readings as they come and count everything."""
        run = Run(id=_run_id(), started=_now(), versions=stage_versions(self.settings))
        log("run-started", run=run.id, offered=len(gathered.offers), to_read=len(work.read))
        self.tally.offered = _named(work.read)
        self._count_unread(work)
        self.evidence.start(run, self._announced(work))
        interrupted = False
        try:
            self._save(list(work.rows), run)
            self._read(work.read, run)
            self._catch_up(work.unchanged)
            self.evidence.finish(replace(run, finished=_now(), counts=self.tally.counted()))
        except KeyboardInterrupt:
            interrupted = True
        # A worker that was stopped may have left half a file.
        sweep(self.workspace)
        log("run-ended", run=run.id, interrupted=interrupted, counts=self.tally.counted())
        return Summary(
            run_id=run.id,
            counts=self.tally.counted(),
            unchanged=len(work.unchanged),
            passed_by=gathered.passed_by,
            restricted=self.tally.restricted,
            left=len(gathered.offers) - self.tally.counts.total(),
            bad=tuple(self.tally.bad),
            interrupted=interrupted,
        )

    def _count_unread(self, work: Todo) -> None:
        """Count what is known by its bytes, as an earlier run found it."""
        known = self.evidence.versions()
        states = [known[offer.sha256 or ""] for offer in work.unchanged]
        self.tally.counts["duplicate"] += len(work.duplicates)
        self.tally.counts.update(state.status for state in states)
        self.tally.restricted += sum(state.sensitivity == "restricted" for state in states)

    def _announced(self, work: Todo) -> list[Source]:
        """List what is to be read, and what the store knows by its bytes but not by its path."""
        # By id, for the store holds no path of a restricted file.
        known = {(source.id, source.sha256): source.path for source in self.evidence.sources()}
        states = self.evidence.versions()
        secret = {sha256 for sha256, state in states.items() if state.sensitivity == "restricted"}
        by_bytes = (_as_stored(offer, secret) for offer in (*work.duplicates, *work.unchanged))
        new = (
            offer
            for offer in by_bytes
            # So is what was restricted and is not, and what could not be read and now can.
            if known.get((source_id(offer.path), offer.sha256)) != shown(offer)
            or (source_id(offer.path), None) in known
        )
        return [*map(before_attempt, work.read), *map(duplicate, new)]

    def _catch_up(self, offers: Sequence[Offer]) -> None:
        """Read facts and tag where an earlier run did not, or with other stages than today's."""
        ids = {offer.sha256 for offer in offers if offer.sha256}
        state_stored(self.evidence, ids)
        if self.settings.tag:
            tag_stored(self.evidence, replace(self.settings, reprocess=False), ids)

    def _read(self, offers: Sequence[Offer], run: Run) -> None:
        if not offers:
            return
        with (
            temporary(self.workspace) as folder,
            self.staff(self.settings, folder, self.reader) as pool,
            bar(len(offers), "Reading") as step,
        ):
            self._store(pool.run(offers), run, step)

    def _store(self, readings: Iterator[Reading], run: Run, step: Step) -> None:
        """Save in batches; a batch is also due when it has waited long, for slow documents."""
        batch: list[Reading] = []
        since = time.monotonic()
        try:
            for reading in readings:
                batch.append(reading)
                step(1)
                if len(batch) >= self.settings.batch_size or time.monotonic() - since > _SAVE_AFTER:
                    self._save(batch, run)
                    batch, since = [], time.monotonic()
        except KeyboardInterrupt:
            self._save(batch, run)
            raise
        self._save(batch, run)

    def _save(self, readings: list[Reading], run: Run) -> None:
        if not readings:
            return
        unstored = {reading.source.id: reading for reading in self.evidence.save(readings, run.id)}
        self.tally.add(unstored.get(reading.source.id, reading) for reading in readings)


def _named(offers: Iterable[Offer]) -> dict[str, str]:
    """Return the paths by id, save those that nobody is to see again."""
    return {
        source_id(offer.path): offer.path for offer in offers if offer.sensitivity != "restricted"
    }


def _as_stored(offer: Offer, secret: Collection[str]) -> Offer:
    """Hide the path of a file whose bytes are known to be restricted, unless told otherwise now."""
    hidden = offer.sensitivity is None and offer.sha256 in secret
    return replace(offer, sensitivity="restricted") if hidden else offer


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _run_id() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
