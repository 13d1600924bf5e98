"""What a rule says of an inspection: an outcome with the force and the paragraph behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.frameworks.records import Force

Outcome = Literal[
    "kept",
    "broken",
    "departed from",
    "to weigh",
    "does not apply",
    "cannot be evaluated",
]

# A departure needs a reason, a break none can excuse; what only may be so is for people to weigh.
_WHEN_NOT_MET: dict[Force, Outcome] = {
    "always": "broken",
    "must": "broken",
    "is": "broken",
    "cap": "broken",
    "will": "departed from",
    "in addition": "departed from",
    "likely": "departed from",
    "unlikely": "departed from",
    "expected": "departed from",
    "may": "to weigh",
    "descriptor": "to weigh",
    "never automatic": "to weigh",
}


def outcome(force: Force, met: bool | None) -> Outcome:
    """Return what it is called when something of a force is met, not met, or unknown (null)."""
    if met is None:
        return "cannot be evaluated"
    return "kept" if met else _WHEN_NOT_MET[force]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One rule's answer. `text` is what the source asks for, `reason` why the outcome is so.

    `about` names the part of the inspection that it speaks of ("requirement 2", "case 5").
    `topic` groups answers for a reader: grades, dates, requirements, evidence, documents, ...
    """

    topic: str
    rule: str
    force: Force
    paragraph: str
    outcome: Outcome
    text: str
    reason: str
    about: str | None = None
