"""Looks through one case: what identifies somebody, and what must be routed to a person.

Pure as far as the case goes, so that worker processes do it. They get a case and its words over
their pipe and give back that it is sealed: nothing else of it leaves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from corpus.problems import VouchError
from corpus.records import Problem, Reading
from corpus.routing import Routed
from corpus.vault import Sealer
from corpus.workspace import open_workspace
from models.deid import Corrections, Pseudonyms, find
from models.deid.component import Component, chosen
from models.signs import signs
from pipelines.logs import log_defect
from pipelines.offers import Offer
from pipelines.redacting.cases import Case, Correction, seal_case
from pipelines.redacting.texts import Texts
from pipelines.rows import before_attempt, failed
from pipelines.settings import Settings

READER = "pipelines.redacting.examining:examine_offer"


@dataclass(frozen=True, slots=True)
class Examination(Offer):
    """A case that is to be looked through, with the words of its notes; `path` is the case's id."""

    case: Case | None = None
    words: tuple[str, ...] = ()
    sealer: Sealer | None = None


def examination(case: Case, texts: Texts, sealer: Sealer) -> Examination:
    """Offer a case to be looked through and sealed."""
    words = tuple(texts.of(one) for one in case.notes)
    # Its id and no label: what stands here may be logged.
    return Examination(
        path=case.id, name=case.id, sha256=case.id, case=case, words=words, sealer=sealer
    )


def examined(case: Case, texts: Texts, components: Sequence[Component] = ()) -> Case:
    """Find all that identifies in the notes of a case, and what must be routed to a person."""
    return looked_through(case, [texts.of(one) for one in case.notes], components)


def looked_through(case: Case, words: Sequence[str], components: Sequence[Component] = ()) -> Case:
    """Do as `examined` with the words of the notes."""
    pseudonyms = Pseudonyms.from_json(case.key)
    said = _corrections(case.corrections)
    found = find(words, case.people, corrections=said, components=components)
    named = pseudonyms.assign(words, found)
    notes = tuple(
        replace(one, identifiers=identifiers)
        for one, identifiers in zip(case.notes, named, strict=True)
    )
    return replace(case, notes=notes, key=pseudonyms.to_json(), signs=_signs(case, words))


def examine_offer(offer: Offer, settings: Settings) -> Reading:
    """Look through a case and seal it, in this process or in a worker; a Reading of nothing."""
    if not isinstance(offer, Examination) or offer.case is None or offer.sealer is None:
        raise TypeError("no case was offered")
    components = chosen_components(settings)
    try:
        case = looked_through(offer.case, offer.words, components)
    except (VouchError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the stage border: one case never stops the others
        log_defect(error, case=offer.case.id)
        return failed(offer, _defect(error))
    seal_case(open_workspace(settings.workspace), offer.sealer, case)
    return Reading(before_attempt(offer))


def chosen_components(settings: Settings) -> tuple[Component, ...]:
    """Return the trained means in use, loaded once a process. ModelError where one is unusable."""
    return _chosen(settings.deid_pipeline)


@cache
def _chosen(folder: Path | None) -> tuple[Component, ...]:
    return chosen(folder)


def _defect(error: Exception) -> Problem:
    # The error's own words may quote a note.
    return Problem("redact", "not-examined", f"Vouch itself failed ({type(error).__name__}).")


def _signs(case: Case, words: Sequence[str]) -> tuple[Routed, ...]:
    """Find the signs of a case; one that was routed before keeps the time when it was."""
    since = {sign.id: sign for sign in case.signs}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = [
        Routed(one.note.id, sign.start, sign.end, sign.kind, now, sign.time, sign.speaker)
        for one, some in zip(case.notes, signs(words), strict=True)
        for sign in some
    ]
    return tuple(since.get(sign.id, sign) for sign in found)


def _corrections(said: Iterable[Correction]) -> Corrections:
    """Return what people said of words; the last word holds."""
    held = Corrections()
    for one in said:
        held = held.this_is(one.words) if one.names else held.this_is_none(one.words)
    return held
