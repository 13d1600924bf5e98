"""Records travel between processes as their fields in order.

By itself Python unpacks a frozen record with slots field by field through `dataclasses.fields`: for
the tags of all reports that takes the one process that writes longer than writing them.
"""

from __future__ import annotations

import copyreg
import dataclasses
import gc
from operator import attrgetter
from typing import Any

from corpus.notes import Identifier, Note, Person
from corpus.records import Block, Cell, Cue, Passage, SentencePolarity, Tag

RECORDS: tuple[type[Any], ...] = (
    Tag, Cue, SentencePolarity, Passage, Block, Cell, Identifier, Note, Person,
)  # fmt: skip
_SELDOM = 100_000  # objects made and still there, before cycles are looked for


def ship_as_fields() -> None:
    """Make this process send the records that come in thousands as their fields."""
    for record in RECORDS:
        copyreg.pickle(record, _reducer(record))


def collect_seldom() -> None:
    """Look for cycles seldom: records come and go by the hundred thousand, and make none."""
    gc.set_threshold(_SELDOM, 50, 50)


def _reducer(record: type[Any]) -> Any:
    fields = attrgetter(*(entry.name for entry in dataclasses.fields(record)))

    def reduced(sent: Any) -> tuple[type[Any], tuple[Any, ...]]:
        return record, fields(sent)

    return reduced
