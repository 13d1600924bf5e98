"""Says whether an action of a stored plan is past its day, and from which inspection that runs.

A document may speak of several inspections. A plan is that of the inspection whose framework has
its band, and of these the last one named before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from corpus.evidence import Evidence
from corpus.exports.decided import corrections, shown
from corpus.facts import Fact
from corpus.frameworks import Framework, known, load
from corpus.frameworks.action_plans import band_of, overdue
from corpus.frameworks.inspections import Action

# They report on an inspection's report: their own date is another.
_ABOUT = ("committee_report", "action_plan")


class Plans:
    """What an action's day hangs on: the inspections of its document and what was corrected."""

    def __init__(self, evidence: Evidence) -> None:
        self._folder = evidence.workspace.frameworks
        self._known = known(self._folder)
        self._read = evidence.frameworks()
        self._corrected = corrections(evidence)
        self._published = {
            read.id: read.published for read in evidence.documents() if read.kind not in _ABOUT
        }
        self._inspections: dict[str, list[Fact]] = {}
        for fact, _ in shown(evidence, evidence.facts(kinds=("inspection",))):
            self._inspections.setdefault(fact.document_id, []).append(fact)

    def overdue(self, fact: Fact, as_of: date) -> bool | None:
        """Say whether an action is past its day and not green; null where its day is not known."""
        action = _action(fact)
        inspection = self._inspection(fact, action)
        framework = self._framework(fact.document_id, inspection)
        if framework is not None:
            return overdue(action, self._since(fact.document_id, inspection), framework, as_of)
        # Without a framework no band has a length: the row's own day is all there is.
        late = None if action.due is None else as_of > action.due
        return False if action.rag == "green" else late

    def _inspection(self, fact: Fact, action: Action) -> Fact | None:
        stated = self._inspections.get(fact.document_id, [])
        fitting = [found for found in stated if self._has_band(found, action)] or stated
        before = [found for found in fitting if found.start <= fact.start]
        return _last(before) or next(iter(fitting), None)

    def _has_band(self, inspection: Fact, action: Action) -> bool:
        framework = self._framework(inspection.document_id, inspection)
        return framework is not None and band_of(action, framework) is not None

    def _framework(self, document_id: str, inspection: Fact | None) -> Framework | None:
        said = self._corrected.of("document", document_id).get("framework")
        stated = inspection.fields.get("framework") if inspection else None
        found = said.after if said else stated or self._read.get(document_id)
        return load(found, self._folder) if found in self._known else None

    def _since(self, document_id: str, inspection: Fact | None) -> date | None:
        """Return when the report of the inspection was published."""
        said = self._corrected.of("document", document_id).get("published")
        stated = inspection.fields.get("published") if inspection else None
        return _day(said.after if said else stated or self._published.get(document_id))


def _action(fact: Fact) -> Action:
    said: dict[str, Any] = dict(fact.fields)
    green = str(said.get("rag") or "").casefold() == "green"
    return Action(
        area=said.get("area") or "",
        band=said.get("band"),
        due=_day(said.get("due")),
        # Amber, red and no colour are alike here: not done.
        rag="green" if green else None,
    )


def _last(facts: Iterable[Fact]) -> Fact | None:
    return max(facts, key=lambda fact: fact.start, default=None)


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None
