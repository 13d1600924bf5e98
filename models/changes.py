"""Gains and losses: what two versions of a model, a rule or an extractor say differently.

Both are looked at on one fixed sample. A passage is in it by a hash of its own words, so that the
sample is the same for everybody who has the documents, however they were read or stored.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.records import Passage, Polarity, Tag

SAMPLE = 400
_HOW_CLOSE = 16  # hex digits of a key


@dataclass(frozen=True, slots=True)
class Said:
    """What a tagger says of a passage: its area, its codes best first, polarity, sure or not."""

    area: str
    codes: tuple[str, ...] = ()
    polarity: Polarity = "neutral"
    abstained: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is said differently of one passage; null stands for "was not there"."""

    key: str
    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed on a sample of so many passages, in the order of their keys."""

    sample: int
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind, the commonest first."""
        return dict(Counter(change.what for change in self.changes).most_common())

    @property
    def passages(self) -> int:
        """Return how many passages are spoken of differently."""
        return len({change.key for change in self.changes})


def key_of(text: str) -> str:
    """Return the key of a passage: a hash of its words, whatever white space is between them."""
    words = " ".join(text.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_HOW_CLOSE]


def sample(passages: Iterable[Passage], size: int = SAMPLE) -> tuple[Passage, ...]:
    """Choose passages by the hash of their words, each wording once, in the order of their keys."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(key_of(passage.text), passage)
    return tuple(first[key] for key in sorted(first)[:size])


def said_of(passages: Sequence[Passage], tags: Iterable[Tag]) -> dict[str, Said]:
    """Put a tagger's rows together, by passage and framework: the key is "key framework"."""
    keys = {passage.id: key_of(passage.text) for passage in passages}
    rows: dict[str, list[Tag]] = {}
    for tag in tags:
        if tag.passage_id in keys:
            rows.setdefault(f"{keys[tag.passage_id]} {tag.framework}", []).append(tag)
    return {key: _said(sorted(found, key=lambda tag: tag.rank)) for key, found in rows.items()}


def _said(rows: Sequence[Tag]) -> Said:
    best = rows[0]
    codes = [tag.criterion or tag.aspect for tag in rows]
    return Said(best.area, tuple(filter(None, codes)), best.polarity, best.abstained)


def changes(before: Mapping[str, Said], after: Mapping[str, Said]) -> Changes:
    """Compare what was said with what is said now, passage by passage."""
    keys = sorted(before.keys() | after.keys())
    found = [change for key in keys for change in _between(key, before.get(key), after.get(key))]
    return Changes(len(keys), tuple(found))


def _between(key: str, before: Said | None, after: Said | None) -> Iterator[Change]:
    if before is None or after is None:
        yield Change(key, "passage", before.area if before else None, after.area if after else None)
        return
    pairs = (
        ("area", before.area, after.area),
        ("first code", _first(before), _first(after)),
        ("polarity", before.polarity, after.polarity),
        ("not sure", _sure(before), _sure(after)),
    )
    for what, old, new in pairs:
        if old != new:
            yield Change(key, what, old, new)


def _first(said: Said) -> str:
    return said.codes[0] if said.codes else "none"


def _sure(said: Said) -> str:
    return "not sure" if said.abstained else "sure"


def table(found: Changes, words: Mapping[str, str] | None = None, most: int = 20) -> Iterator[str]:
    """Word changes for a reader, line by line; `words` gives the opening of a passage by its key.

    Without it no word of a document is in the table.
    """
    if not found.changes:
        yield f"Nothing changed on the sample ({found.sample:,} readings of passages)."
        return
    yield f"{found.passages:,} of {found.sample:,} readings of the sample changed."
    for (what, old, new), count in Counter(
        (change.what, change.before, change.after) for change in found.changes
    ).most_common(most):
        yield f"{count:>5,}  {what}: {old or 'not there'} → {new or 'not there'}"
    for change in found.changes[:most]:
        key, _, framework = change.key.partition(" ")
        opening = f"  {words[key]}" if words and key in words else ""
        was, now = change.before or "not there", change.after or "not there"
        yield f"  {key} {framework} {change.what}: {was} → {now}{opening}"
    if len(found.changes) > most:
        yield f"  and {len(found.changes) - most:,} more"
