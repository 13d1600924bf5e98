"""The type of evidence source that a statement of a case note is, for triangulation (row E-11)."""

from __future__ import annotations

from types import MappingProxyType

from corpus.notes import NoteKind
from corpus.voices import Who

# What stays what it is, whoever is quoted in it.
_BY_KIND = MappingProxyType(
    {
        "notification": "notification",
        "complaint": "complaint",
        "survey-response": "survey",
        "audit": "audit",
    }
)
# In these a person is met and asked: what they say there is said to somebody, not merely on file.
_MEETINGS = frozenset({"contact-record", "visit", "return-interview", "review-minutes"})
_BY_WHO = MappingProxyType(
    {
        "child": "interview-child",
        "parent": "interview-parent-carer",
        "carer": "interview-parent-carer",
        "staff": "interview-staff",
        "leader": "interview-leader",
        "partner": "interview-partner",
    }
)
_STAFF_MEETINGS = frozenset({"supervision"})


def source_type(kind: NoteKind | None, who: Who | None) -> str:
    """Return the source type of what somebody says in a note of a kind.

    A word of `corpus.frameworks.triangulation.SOURCE_TYPES`. Null is an unknown kind or speaker.
    What nobody is named for, and what staff write of their own visit, is the case file's.
    """
    fixed = _BY_KIND.get(kind or "")
    if fixed is not None:
        return fixed
    if who is None:
        return "case-file"
    if kind in _STAFF_MEETINGS and who in ("staff", "leader"):
        return _BY_WHO[who]
    if kind in _MEETINGS and who not in ("staff", "leader"):
        return _BY_WHO[who]
    return "case-file"
