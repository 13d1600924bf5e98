"""The residual-risk report of a case: what a person has to know before signing.

It quotes what was left as it is, and nothing that is hidden: that is for those who may see
originals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from corpus.vault import Vault
from models.deid import redact, residual
from models.deid.rarity import Rare
from models.deid.residual import Counted, Doubt
from pipelines.redacting.cases import Case, open_cases
from pipelines.redacting.texts import Texts

_SHOWN = 40  # rows of a part: more would not be read
_BATCH = 5_000  # notes among which rare combinations are counted


def report(
    vault: Vault, case: Case, *, full: bool = False, others: Iterable[Case] | None = None
) -> Iterator[str]:
    """Yield what was found, by which means, what is left, and what may be recognised.

    Each part shows as many rows as somebody reads, with `full` all. What is rare is counted among
    the notes of all cases, or of `others` alone.
    """
    texts = Texts(vault)
    most = len(case.notes) * 1_000_000 if full else _SHOWN
    words = [texts.of(one) for one in case.notes]
    hidden = [redact(text, one.identifiers) for text, one in zip(words, case.notes, strict=True)]
    batch = [redaction.text for redaction in hidden]
    beside = open_cases(vault) if others is None else others
    batch += islice(_others(beside, case, texts), max(0, _BATCH - len(batch)))
    left = residual(words, hidden, case.people, batch)
    yield f"Case {case.id[:8]}, {case.shown}: {_size(case)}"
    yield f"{left.identifiers:,} places hidden; by what they are, and by what found them:"
    yield from _by_kind(left.counted, case)
    yield from _part("What stands in their place", _replaced(case, words), most)
    yield from _part("Looks like a name or number, and is not hidden", _doubted(left.doubts), most)
    yield from _part("Not hidden, for it names a public office", _doubted(left.exempt), most)
    own = [one for one in left.rare if one.note < len(words)]
    yield from _part(f"Rare together, among {len(batch):,} notes", _rare(own), most)
    yield from _part("Not read", _unread(case, texts, words), most)
    if case.signs:
        yield f"{len(case.signs):,} statements that a child may be at risk: vouch redact signs"
    yield (
        "No method finds everything: read a sample before you sign (vouch redact show "
        f"{case.id[:8]} --text)."
    )


def _others(cases: Iterable[Case], case: Case, texts: Texts) -> Iterator[str]:
    """Yield what the notes of other cases would read like, for counting."""
    for other in cases:
        if other.id != case.id:
            yield from (redact(texts.of(one), one.identifiers).text for one in other.notes)


def _size(case: Case) -> str:
    kinds = Counter(one.note.kind or "of no known kind" for one in case.notes)
    told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    undated = sum(one.note.date is None for one in case.notes)
    dated = f"; {undated:,} without a day" if undated else ""
    return f"{len(case.notes):,} notes in {len(case.files):,} files ({told}{dated})"


def _by_kind(counted: Sequence[Counted], case: Case) -> Iterator[str]:
    """Yield a line a kind: how many, by which means, and how many of these by that means alone."""
    totals = Counter(item.kind for one in case.notes for item in one.identifiers)
    for kind, total in totals.most_common():
        means = sorted((one for one in counted if one.kind == kind), key=lambda one: -one.found)
        told = (f"{one.means} {one.found:,}{_alone(one)}" for one in means)
        yield f"    {total:>6,} {kind}: {', '.join(told)}"


def _alone(one: Counted) -> str:
    return f" ({one.alone:,} alone)" if one.alone else ""


def key(case: Case, words: Sequence[str]) -> Iterator[str]:
    """Yield the words that each pseudonym stands for: for those who may see originals."""
    rows = [f"{label}: {_listed(said)}" for label, said in _forms(case, words)]
    yield from _part("What stands for whom or what", rows, len(rows))


def _replaced(case: Case, words: Sequence[str]) -> list[str]:
    """List each pseudonym with the number of its places, and none of the words it stands for."""
    return [
        f"{label}: {_many(said.total(), 'place')}, {_many(len(said), 'spelling')}"
        for label, said in _forms(case, words)
    ]


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _forms(case: Case, words: Sequence[str]) -> list[tuple[str, Counter[str]]]:
    """Return what each pseudonym stands for, the most frequent first; days are only moved."""
    forms: dict[str, Counter[str]] = {}
    for text, one in zip(words, case.notes, strict=True):
        for item in one.identifiers:
            if not item.kind.startswith("date"):
                said = " ".join(text[item.start : item.end].split())
                forms.setdefault(item.replacement, Counter())[said] += 1
    return sorted(forms.items(), key=lambda row: (-row[1].total(), row[0]))


def _listed(said: Counter[str]) -> str:
    return ", ".join(f"{words} ({count:,})" for words, count in said.most_common())


def _doubted(doubts: Sequence[Doubt]) -> list[str]:
    """List what is in doubt, each word once, with the words around its first place."""
    first: dict[str, Doubt] = {}
    for one in doubts:
        first.setdefault(one.words, one)
    counts: Mapping[str, int] = Counter(one.words for one in doubts)
    told = sorted(first.values(), key=lambda one: (_harmless(one), -counts[one.words]))
    return [
        f"{one.words} ({counts[one.words]:,}): {' '.join(one.around.split())} [{one.reason}]"
        for one in told
    ]


def _harmless(one: Doubt) -> bool:
    """Say whether words are in doubt only because they are plain words that are names, too."""
    return one.reason.startswith("a plain word")


def _rare(found: Sequence[Rare]) -> list[str]:
    """List each combination of facts once."""
    notes = Counter(one.facts for one in found)
    kept = {one.facts: one for one in found}
    return [
        f"{', '.join(words for _, words in facts)}: {notes[facts]:,} of this case's notes, "
        f"{one.k:,} in all"
        for facts, one in kept.items()
    ]


def _unread(case: Case, texts: Texts, words: Sequence[str]) -> list[str]:
    told = [problem.message for file in case.files for problem in texts.waiting(file).problems]
    empty = [
        f"without text: {one.note.locator}"
        for text, one in zip(words, case.notes, strict=True)
        if not text.strip()
    ]
    return [*dict.fromkeys(told), *empty]


def _part(what: str, rows: Sequence[str], most: int) -> Iterator[str]:
    if not rows:
        yield f"{what}: nothing"
        return
    yield f"{what} ({len(rows):,}):"
    yield from (f"    {row}" for row in rows[:most])
    if len(rows) > most:
        yield f"    and {len(rows) - most:,} more; --full shows all"
