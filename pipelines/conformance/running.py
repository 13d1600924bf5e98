"""The verdict on each row of the conformance list, and on the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corpus.frameworks.conformance import Row
from corpus.problems import VouchError
from pipelines.conformance import asking, data, documents, showing, stating
from pipelines.conformance.registry import CHECKS
from pipelines.conformance.world import World

# Importing them enters their checks.
_MODULES = (data, asking, documents, showing, stating)

State = Literal["PASS", "FAIL", "NOT YET"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row with its state, what is wrong or awaited, and how many of its checks ran."""

    row: Row
    state: State
    why: tuple[str, ...]
    ran: int

    @property
    def partly(self) -> bool:
        """Whether some checks could not run, because no document was given."""
        return self.ran < len(self.row.checks)


def judge(row: Row, world: World) -> Verdict:
    """Run the checks of a row. A row that awaits later work is NOT YET; so is one unproved."""
    if row.later is not None:
        return Verdict(row, "NOT YET", (f"awaits {row.later}",), 0)
    wrong: list[str] = []
    ran = 0
    for check in row.checks:
        faults = _run(check, world)
        ran += faults is not None
        wrong += faults or []
    if wrong:
        return Verdict(row, "FAIL", tuple(wrong), ran)
    if not ran:
        return Verdict(row, "NOT YET", ("give --seeds to compare it with its document",), 0)
    return Verdict(row, "PASS", (), ran)


def judge_all(rows: Iterable[Row], world: World) -> tuple[Verdict, ...]:
    """Judge rows in their order."""
    return tuple(judge(row, world) for row in rows)


def count(verdicts: Sequence[Verdict]) -> dict[State, int]:
    """Count the verdicts by state; every state is there."""
    found = Counter(verdict.state for verdict in verdicts)
    return {state: found[state] for state in ("PASS", "FAIL", "NOT YET")}


def _run(check: dict[str, Any], world: World) -> list[str] | None:
    expected = {key: value for key, value in check.items() if key != "do"}
    name = str(check.get("do"))
    if name not in CHECKS:
        return [f"there is no check {name!r}; there are {', '.join(CHECKS)}"]
    try:
        return CHECKS[name](world, **expected)
    except (VouchError, TypeError) as error:
        # A framework that does not load, or a row that calls its check wrongly, fails the row.
        return [f"{name}: {error}"]
