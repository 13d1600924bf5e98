"""The evidence base of a provider through one framework, made once for each state of both files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from pathlib import Path

from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.frameworks import Framework, load
from corpus.problems import FrameworkError
from review.counting import Remembered
from review.labels import Lens, lens
from review.reading import matrix as laid_out
from review.reading.by_area import Base, base, decided_until, lenses_of, told_through
from review.reading.history import Told, told
from review.reading.matrix import By, Matrix
from review.reading.provider import chosen
from review.reading.speaking import voices
from review.viewing import Viewer

_MADE = Remembered(128)
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class EvidenceBase:
    """A provider's evidence as a matrix. `number` tells one such reading from all others.

    `framework` is null where its file is not there any more.
    """

    number: int
    told: Told
    lens: Lens
    lenses: tuple[Lens, ...]
    framework: Framework | None
    base: Base
    matrix: Matrix
    laid: laid_out.Told

    @property
    def key(self) -> str:
        """What events on inspections of this provider name it by: its number, else its name."""
        return self.told.provider.urn or self.told.provider.name


def today() -> date:
    """Return the day on which somebody looks, where they are."""
    return datetime.now(UTC).astimezone().date()


def provider_told(
    evidence: Evidence, decisions: Decisions, viewer: Viewer, key: str
) -> Told | None:
    """Return a provider as the viewer may see it; null where there is nothing to see."""
    return told(evidence, decisions, viewer, key, today())


def evidence_base(
    evidence: Evidence, viewer: Viewer, found: Told, framework: str, by: By
) -> EvidenceBase:
    """Return a provider's evidence through a framework; the usual one where it has no such tags."""
    until = decided_until(evidence, found.documents)
    what = ("evidence base", found.number, framework, by, until)
    return _MADE.of(evidence, what, lambda: _made(evidence, found, framework, by))


def framework_of(name: str, folder: Path) -> Framework | None:
    """Return a framework's data; null where they are not there."""
    try:
        return load(name, folder)
    except FrameworkError:
        return None


def _made(evidence: Evidence, found: Told, wanted: str, by: By) -> EvidenceBase:
    folder = evidence.workspace.frameworks
    names = lenses_of(evidence, found.documents)
    weight = partial(told_through, evidence, found.documents)
    through = lens(chosen(names, wanted, found.history.inspections, weight), folder)
    data = framework_of(through.id, folder)
    all_of_it = base(evidence, found.documents, through.id)
    spoken = voices(evidence, found.documents.values(), through.id)
    laid = laid_out.Told(through, data, found.documents, spoken, by)
    return EvidenceBase(
        next(_NUMBERS), found, through, tuple(lens(name, folder) for name in names), data,
        all_of_it, laid_out.matrix(laid, all_of_it), laid,
    )  # fmt: skip
