"""What a person must look at before a case is signed off: what was found, and what was not.

All of it is restricted: it quotes the notes. It never leaves the quarantine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.notes import Person, Redaction
from models.deid.lettering import Lettering
from models.deid.lexicon import COMMON, GIVEN, NAMED, NEVER, PLACE, WORD, lexicon
from models.deid.names.members import members_of
from models.deid.names.roster import Roster
from models.deid.names.viewing import View, view
from models.deid.officials import exemption
from models.deid.rarity import Rare, rare
from models.deid.redaction import Offsets
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, read_words

_AROUND = 32  # characters shown on either side
_LONG_NUMBER = 5
_NUMBER = re.compile(r"(?<![\w£.,])[A-Za-z]{0,4}\d[\d -]{3,}\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many identifiers of one kind one means found; `alone`: how many nothing else found."""

    kind: str
    means: str
    found: int
    alone: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that were not replaced and look as if they should be, or are exempt by a rule.

    `start` and `end` count in the original note `note` (from 0); `around` is redacted.
    """

    note: int
    start: int
    end: int
    words: str
    around: str
    reason: str


@dataclass(frozen=True, slots=True)
class Residual:
    """The residual-risk report of one case."""

    notes: int
    identifiers: int
    counted: tuple[Counted, ...]
    doubts: tuple[Doubt, ...]
    exempt: tuple[Doubt, ...]
    rare: tuple[Rare, ...]
    explanation: str


def residual(
    texts: Sequence[str],
    redactions: Sequence[Redaction],
    people: Iterable[Person] = (),
    batch: Sequence[str] | None = None,
) -> Residual:
    """Return what remains to be looked at in a case.

    `texts` are the original notes, `redactions` theirs in the same order. `batch` are the redacted
    texts among which rare combinations are counted; without it, the case's own.
    """
    listed = members_of(people)
    roster, letters = Roster(listed, "people"), Lettering(listed, redactions)
    doubts: list[Doubt] = []
    exempt: list[Doubt] = []
    for note, (text, redaction) in enumerate(zip(texts, redactions, strict=True)):
        for doubt in _doubts(note, text, redaction, (roster, letters)):
            (exempt if doubt.reason.startswith("exempt") else doubts).append(doubt)
    counted = _counted(redactions)
    redacted = [redaction.text for redaction in redactions]
    uncommon = rare(batch if batch is not None else redacted)
    identifiers = sum(len(redaction.identifiers) for redaction in redactions)
    return Residual(
        len(texts), identifiers, counted, tuple(doubts), tuple(exempt), uncommon,
        _explained(len(texts), identifiers, len(doubts), len(uncommon)),
    )  # fmt: skip


def _explained(notes: int, identifiers: int, doubts: int, uncommon: int) -> str:
    return (
        f"{identifiers} identifiers were replaced in {notes} notes. {doubts} places look like a "
        f"name or a number and were left: look at each. {uncommon} notes tell a combination of "
        "facts by which somebody who knows the child may recognise them. No method finds "
        "everything: read a sample before you sign."
    )


def _counted(redactions: Iterable[Redaction]) -> tuple[Counted, ...]:
    found: Counter[tuple[str, str]] = Counter()
    alone: Counter[tuple[str, str]] = Counter()
    for redaction in redactions:
        for item in redaction.identifiers:
            means = {means.partition("/")[0] for means in item.means}
            found.update((item.kind, one) for one in means)
            alone.update((item.kind, one) for one in means if len(means) == 1)
    return tuple(Counted(*key, found[key], alone[key]) for key in sorted(found))


def _doubts(
    note: int, text: str, redaction: Redaction, of_case: tuple[Roster, Lettering]
) -> Iterator[Doubt]:
    roster, letters = of_case
    looked = view(read_words(text))
    offsets = Offsets(redaction)
    taken = [(item.start, item.end) for item in redaction.identifiers]
    known = {(item.start, item.end) for item in roster.find(looked)}
    spans = [*_words_in_doubt(looked, known, letters), *_numbers_in_doubt(text)]
    at = 0
    for start, end, reason in sorted(spans):
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] < end:
            continue
        rule = exemption(text, start, end)
        first, last = offsets.to_redacted(start, end)
        around = redaction.text[max(0, first - _AROUND) : last + _AROUND]
        yield Doubt(
            note, start, end, text[start:end], around, f"exempt: {rule}" if rule else reason
        )


def _numbers_in_doubt(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _NUMBER.finditer(text):
        if sum(sign.isdigit() for sign in match[0]) >= _LONG_NUMBER:
            yield *match.span(), "a long number that no rule knows"


def _words_in_doubt(
    looked: View, known: set[tuple[int, int]], letters: Lettering
) -> Iterator[tuple[int, int, str]]:
    words = looked.words
    for at in range(len(words)):
        span = (words.starts[at], words.ends[at])
        if span in known:
            yield *span, "somebody listed in this case is called so"
        elif letters.stand(looked, at):
            yield *span, "letters that may be the initials of somebody in this case"
        elif reason := _reason(looked, at):
            yield *span, reason


def _reason(looked: View, at: int) -> str:
    """Return why a word looks like a name, or an empty string."""
    words, bits, shape = looked.words, looked.bits[at], looked.words.shapes[at]
    if shape == DIGITS or bits & NEVER or len(words.folds[at]) < 2:
        return ""
    named = bits & (NAMED | PLACE)
    if shape == LOWER:
        return "a listed given name in lower case" if bits & GIVEN and not bits & WORD else ""
    if words.loud[at] or words.opening[at]:
        return "a listed name or place" if named and not bits & COMMON else ""
    if shape == UPPER and len(words.folds[at]) < 4:
        return ""
    if not bits & WORD:
        return "a capital on a word that is in no dictionary"
    alone = shape == TITLE and bits & GIVEN and looked.before(at) not in _article()
    return "a plain word that is a name as well, with a capital" if alone else ""


def _article() -> frozenset[str]:
    return lexicon().words.lists["determiners"]
