"""When documents are from: the day they were published, else the last day of their inspection.

Many reports print no day of publication: by that day alone, no list or search would find them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from corpus import rows
from corpus.corrections import collect, corrected, corrected_facts
from corpus.decisions import standing
from corpus.evidence import Evidence
from corpus.facts import Fact
from review.counting import Remembered
from review.reading.history import corrected_until_of

_MADE = Remembered(8)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day (ISO 8601); `inspected` says that it is that of an inspection, not of publication."""

    day: str
    inspected: bool = False


def dates(evidence: Evidence) -> Mapping[str, Dated]:
    """Return when documents are from, as people corrected them; those without any day are not in.

    All documents are told of: whoever shows a day must know that its document may be seen.
    """
    key = ("dates", corrected_until_of(evidence))
    return _MADE.of(evidence, key, lambda: dict(_dates(evidence)))


def _dates(evidence: Evidence) -> Iterator[tuple[str, Dated]]:
    known = collect(standing(evidence.workspace, "correct"))
    silent = []
    for read in evidence.documents():
        if published := _day(corrected(read, known).value.published):
            yield read.id, Dated(published)
        else:
            silent.append(read.id)
    stated: dict[str, list[Fact]] = defaultdict(list)
    for fact in evidence.records(rows.fact_of, _INSPECTIONS, json.dumps(silent)):
        stated[fact.document_id].append(fact)
    for document, facts in stated.items():
        shown = corrected_facts(facts, known, report=True)
        said = (_day(_on(one.value)) for one in shown if one.value.kind == "inspection")
        # Of several inspections that it tells of, the last: it cannot be older than that.
        if last := max(filter(None, said), default=None):
            yield document, Dated(last, inspected=True)


def _on(fact: Fact) -> str | None:
    names = ("end", "start", "dated", "published")
    return next((str(fact.fields[name]) for name in names if fact.fields.get(name)), None)


def _day(written: str | None) -> str | None:
    # A day of publication may be followed by a time.
    day = (written or "")[:10]
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


# No index holds facts by their kind: those of the documents in question are looked through.
_INSPECTIONS = f"""
    {rows.select("facts", rows.FACTS)} WHERE current AND kind = 'inspection'
    AND document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, position
"""  # noqa: S608 - our own words
