"""A provider's history: its inspections in order, what changed, what is open, what was due.

Pure: it works on what documents state (`corpus.facts`), and every line keeps its place in them.
"""

from __future__ import annotations

from corpus.history.changes import with_changes
from corpus.history.deadlines import deadlines
from corpus.history.inspections import inspections, is_report
from corpus.history.records import (
    Against,
    Change,
    Cited,
    Deadline,
    Departure,
    History,
    Improvement,
    Inspected,
    Judged,
    OpenItem,
    Provider,
    RaisedAgain,
    Recorded,
    Related,
)
from corpus.history.standing import departures, open_items

__all__ = [
    "Against",
    "Change",
    "Cited",
    "Deadline",
    "Departure",
    "History",
    "Improvement",
    "Inspected",
    "Judged",
    "OpenItem",
    "Provider",
    "RaisedAgain",
    "Recorded",
    "Related",
    "deadlines",
    "departures",
    "inspections",
    "is_report",
    "open_items",
    "with_changes",
]
