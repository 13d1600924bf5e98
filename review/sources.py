"""Which type of evidence source a document is, by its kind (row E-11), as far as that is known.

A published report is what an earlier inspection found, whoever it quotes. A note is what its kind
says. A kind that is not known has no type: it is named as such, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Of notes as `models.voices.source_type` says it where nobody is named as speaking; a test compares
# the two, since to import that one takes longer than the app takes to start.
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "inspection_report": "previous-inspection",
        "joint_inspection_letter": "previous-inspection",
        "send_report": "previous-inspection",
        "monitoring_letter": "previous-inspection",
        "action_plan": "document",
        "committee_report": "document",
        "framework": "document",
        "training": "document",
        "contact-record": "case-file",
        "visit": "case-file",
        "supervision": "case-file",
        "strategy-discussion": "case-file",
        "review-minutes": "case-file",
        "missing-episode": "case-file",
        "return-interview": "case-file",
        "chronology": "case-file",
        "allegation": "case-file",
        "notification": "notification",
        "complaint": "complaint",
        "survey-response": "survey",
        "audit": "audit",
    }
)
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "document": "Document",
        "data": "Data",
        "case-file": "Case file",
        "interview-child": "Talk with a child",
        "interview-parent-carer": "Talk with a parent or carer",
        "interview-staff": "Talk with staff",
        "interview-leader": "Talk with a leader",
        "interview-partner": "Talk with a partner",
        "observation": "Observation",
        "survey": "Survey",
        "audit": "Audit",
        "previous-inspection": "Previous inspection",
        "notification": "Notification",
        "complaint": "Complaint",
        "serious-case-review": "Serious case review",
    }
)
UNKNOWN = "not-recorded"


def type_of(kind: str | None) -> str:
    """Return the source type of a kind of document; UNKNOWN where its kind is not known."""
    return TYPES.get(kind or "", UNKNOWN)


def title_of(source: str) -> str:
    """Return a source type in words."""
    return TITLES.get(source, source.replace("-", " ").capitalize())
