"""When, from what and for whom a pack was made, and what it may carry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.history import Inspected, OpenItem
from corpus.wording import count_of, in_words
from pipelines.periods import latest_graded
from review.packs.words import IMPROVEMENTS, OUTCOMES, WORDS
from review.reading.by_area import Tally
from review.reading.enquiries import RULE
from review.reading.provider import ProviderShown
from review.wording import share

MARK = "Contains case notes: restricted"
HOW_LIKE = (
    "Found by like wording: about four in five of these are right, and what was put in other words "
    "is missed. Read both passages."
)
HOW_COMPARED = (
    "A row holds what two inspections judged alike; better, worse or the same is said only where "
    "they did so on one scale. What only sounds alike has a row of its own."
)
HOW_OPEN = (
    "Open means that no later inspection of the same kind has followed. Whether it was done, no "
    "document that is read here decides."
)
HOW_MISSING = (
    "That there is no passage says that none was found in these documents, not that a thing is not "
    "done. Criteria are looked for among tags, required evidence by its words: what is put in "
    "other words is missed."
)
HOW_STRONGEST = (
    "Quoted first is what people decided on, then what the machine is sure of, the newest document "
    "before older ones."
)


@dataclass(frozen=True, slots=True)
class Made:
    """What a pack says of itself."""

    at: datetime
    by: str
    rests_on: tuple[str, ...]
    mark: str | None

    @property
    def when(self) -> str:
        """The moment in words, with the zone of the clock of this machine."""
        return f"{in_words(self.at.date())}, {self.at:%H:%M} {self.at.tzname() or ''}".strip()


def made(shown: ProviderShown, by: str, at: datetime | None = None) -> Made:
    """Return what a pack of this says of itself; now unless given."""
    moment = at or datetime.now().astimezone()
    return Made(moment, by, rests_on(shown), MARK if shown.told.restricted else None)


def rests_on(shown: ProviderShown) -> tuple[str, ...]:
    """Return on what it all rests, each number with what it is out of."""
    base, counts = shown.base, shown.told.history.counts
    sure = sum(one.sure for one in base.pieces)
    return (
        f"Read through {shown.lens.title}: {share(base.read, base.documents)} documents, "
        f"{count_of(base.passages, 'passage')}. Of {count_of(len(base.pieces), 'tag')}, "
        f"{share(sure, len(base.pieces))} are sure and "
        f"{share(base.decided, len(base.pieces))} decided on by people; "
        f"{count_of(base.rejected, 'tag')} that people rejected left out.",
        f"{share(counts['documents_that_state_something'], counts['documents'])} documents state "
        f"something of an inspection; {count_of(shown.told.editions, 'older edition')} of a report "
        "left out.",
        f"{share(counts['inspections_with_grades'], counts['inspections'])} inspections gave "
        f"grades: {count_of(counts['judgements'], 'judgement')}, "
        f"{counts['judgements_compared']:,} of them compared with an earlier one.",
        *shown.told.history.notes,
    )


def open_groups(shown: ProviderShown) -> list[tuple[Inspected, list[OpenItem]]]:
    """Return what is still open, by inspection, the newest first."""
    found: dict[str, list[OpenItem]] = {}
    for one in shown.told.history.open:
        found.setdefault(one.improvement.inspection, []).append(one)
    return [(shown.titled[key], items) for key, items in found.items()]


def most_of(tallies: Iterable[Tally]) -> int:
    """Return the highest number of strengths or weaknesses, to which bars are drawn; 1 at least."""
    ways = ("strength", "weakness")
    return max((one.counts.get(way, 0) for one in tallies for way in ways), default=0) or 1


def values(shown: ProviderShown) -> dict[str, Any]:
    """Return what the templates of page and pack need beside the provider itself."""
    return {
        "shown": shown, "history": shown.told.history, "lens": shown.lens, "rule": RULE,
        "how_like": HOW_LIKE, "how_compared": HOW_COMPARED, "how_open": HOW_OPEN,
        "how_missing": HOW_MISSING, "how_strongest": HOW_STRONGEST,
        "improvement_kinds": IMPROVEMENTS, "outcomes": OUTCOMES,
        "open_groups": open_groups(shown), "most_of": most_of,
        "latest_graded": latest_graded(shown.told.history.inspections),
        "again": {one.latest.id: one for one in shown.told.history.raised_again}, **WORDS,
    }  # fmt: skip


def file_name(shown: ProviderShown, at: datetime, ending: str) -> str:
    """Return a name in plain letters: "vouch-80522-medway-2026-03-09.docx"."""
    provider = shown.told.provider
    letters = unicodedata.normalize("NFKD", f"{provider.urn or ''} {provider.name}")
    plain = letters.encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "provider"
    return f"vouch-{words}-{at:%Y-%m-%d}.{ending}"
