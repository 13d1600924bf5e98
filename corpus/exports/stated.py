"""Exports of what documents state: judgements, improvements, actions, and checks of grades.

Rows go by the path of their document, then by place, then in the reader's order. Whether an action
is overdue is said only where the day to look at is given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from corpus.evidence import Evidence
from corpus.exports.decided import shown
from corpus.exports.tables import Row, Table
from corpus.facts import IMPROVEMENTS as KINDS
from corpus.facts import Fact

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
    # Here, because frameworks cost more than an export of what needs none.
    from corpus.exports.overdue import Plans  # noqa: PLC0415

    plans = Plans(evidence)
    return _action_rows(evidence, lambda fact: plans.overdue(fact, as_of))


def _action_rows(evidence: Evidence, overdue: _Overdue) -> Iterator[Row]:
    for fact, changed in _facts(evidence, ("action",)):
        said = fact.fields
        yield (
            fact.document_id, said.get("area"), said.get("rag"), said.get("plan_refs") or [],
            said.get("band"), said.get("due"), said.get("status_text"), overdue(fact), fact.page,
            fact.id, changed,
        )  # fmt: skip


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
