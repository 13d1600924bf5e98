"""Exports of what documents state: judgements, improvements, actions, and checks of grades.

Rows go by the path of their document, then by place, then in the reader's order. Whether an action
is overdue is said only where the day to look at is given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from corpus.evidence import Evidence
from corpus.exports.decided import corrections, shown
from corpus.exports.tables import Row, Table
from corpus.facts import IMPROVEMENTS as KINDS
from corpus.facts import Fact

if TYPE_CHECKING:
    from corpus.frameworks.framework import Framework

_Overdue = Callable[[Fact], bool | None]


def _facts(evidence: Evidence, kinds: Collection[str]) -> Iterator[tuple[Fact, list[str]]]:
    """Yield facts as people corrected them, each with the names of the corrected fields."""
    return shown(evidence, _read(evidence, kinds))


def _read(evidence: Evidence, kinds: Collection[str]) -> Iterator[Fact]:
    for document_id in evidence.document_ids():
        # Stable: what stands in one place stays in the order in which it was read.
        yield from sorted(evidence.facts(document_id, kinds), key=lambda fact: fact.start)


def _boxes(fact: Fact) -> list[list[float]]:
    return [list(box) for box in fact.boxes]


def _judgements(evidence: Evidence) -> Iterator[Row]:
    for fact, changed in _facts(evidence, ("judgement",)):
        said = fact.fields
        yield (
            fact.document_id, said.get("framework"), said.get("area"), said.get("label"),
            said.get("grade"), said.get("grade_normalised"), fact.page, _boxes(fact),
            fact.id, changed,
        )  # fmt: skip


def _improvements(evidence: Evidence) -> Iterator[Row]:
    for fact, changed in _facts(evidence, KINDS):
        said = fact.fields
        yield (
            fact.document_id, fact.kind, fact.text, fact.page, _boxes(fact),
            said.get("references") or [], said.get("due"), said.get("band"),
            fact.id, changed,
        )  # fmt: skip


def _actions(evidence: Evidence) -> Iterator[Row]:
    return _action_rows(evidence, lambda _fact: None)


def _actions_on(evidence: Evidence, as_of: date) -> Iterator[Row]:
    return _action_rows(evidence, partial(_overdue, _Plans(evidence), as_of))


def _action_rows(evidence: Evidence, overdue: _Overdue) -> Iterator[Row]:
    for fact, changed in _facts(evidence, ("action",)):
        said = fact.fields
        yield (
            fact.document_id, said.get("area"), said.get("rag"), said.get("plan_refs") or [],
            said.get("band"), said.get("due"), said.get("status_text"), overdue(fact), fact.page,
            fact.id, changed,
        )  # fmt: skip


class _Plans:
    """Looks up what an action's day may hang on: its document's publication and framework."""

    def __init__(self, evidence: Evidence) -> None:
        self._folder = evidence.workspace.frameworks
        self._frameworks = evidence.frameworks()
        self._published = {read.id: read.published for read in evidence.documents()}
        for fact in evidence.facts(kinds=("inspection",)):
            if printed := fact.fields.get("published"):
                self._published[fact.document_id] = printed
        # What people corrected comes last: it wins over whatever the document was read to say.
        for (kind, target), found in corrections(evidence).by_target.items():
            if kind == "document" and "published" in found:
                self._published[target] = found["published"].after
            if kind == "document" and found.get("framework"):
                self._frameworks[target] = found["framework"].after

    def published(self, document_id: str) -> date | None:
        """Return when a document was published, as it says itself; null where it does not."""
        return _day(self._published.get(document_id))

    def framework(self, document_id: str) -> Framework | None:
        """Return the framework under which a document reports; null where there is none."""
        # Here, because YAML costs more than an export of what needs no framework.
        from corpus.frameworks import known, load  # noqa: PLC0415

        found = self._frameworks.get(document_id)
        return load(found, self._folder) if found in known(self._folder) and found else None


def _overdue(plans: _Plans, as_of: date, fact: Fact) -> bool | None:
    """Say whether an action is past its day and not green; null where its day is not known."""
    from corpus.frameworks.action_plans import overdue  # noqa: PLC0415 - as above
    from corpus.frameworks.inspections import Action  # noqa: PLC0415

    said: Mapping[str, Any] = fact.fields
    rag = str(said.get("rag") or "").casefold()
    due, framework = _day(said.get("due")), plans.framework(fact.document_id)
    if framework is None:
        # Without a framework no band has a length: the row's own day is all there is.
        late = None if due is None else as_of > due
        return False if rag == "green" else late
    action = Action(
        area=said.get("area") or "",
        band=said.get("band"),
        due=due,
        rag="green" if rag == "green" else None,
    )
    return overdue(action, plans.published(fact.document_id), framework, as_of)


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def _checks(evidence: Evidence) -> Iterator[Row]:
    names = {document.id: document.name for document in evidence.documents()}
    for check in evidence.checks():
        yield (
            check.document_id, names.get(check.document_id), check.framework, check.rule,
            check.force, check.paragraph, check.outcome, check.text, check.reason,
        )  # fmt: skip


JUDGEMENTS = Table(
    "judgements",
    (
        "document_id", "framework", "area", "label", "grade", "grade_normalised", "page", "boxes",
        "fact_id", "corrected",
    ),
    _judgements,
)  # fmt: skip
IMPROVEMENTS = Table(
    "improvements",
    (
        "document_id", "kind", "text", "page", "boxes", "references", "due", "band",
        "fact_id", "corrected",
    ),
    _improvements,
)  # fmt: skip
ACTIONS = Table(
    "actions",
    (
        "document_id", "area", "rag", "plan_refs", "band", "due", "status_text", "overdue", "page",
        "fact_id", "corrected",
    ),
    _actions,
    _actions_on,
)  # fmt: skip
CHECKS = Table(
    "checks",
    (
        "document_id", "name", "framework", "rule", "force", "paragraph", "outcome", "text",
        "reason",
    ),
    _checks,
)  # fmt: skip
