"""Who is meant: gives every mention in a case the key of its person, and makes the case's cast.

The listed people come first, then everybody whom a full name brings in, then names alone that fit
nobody. A name alone that fits several is nobody's: it has a key of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from models.deid.lexicon import NAMED, lexicon
from models.deid.merging import Merged
from models.deid.names.members import Member, Parsed, extend, parse
from models.deid.names.roster import Roster
from models.deid.names.spelling import Spelling

_TITLES = frozenset(("mr", "mrs", "ms", "miss"))
_BETWEEN = re.compile(r" (?:and|&|\+) |, ", re.IGNORECASE)
Mention = tuple[Parsed, str]
_WEAK = frozenset(
    (
        "gazetteer/given",
        "gazetteer/family",
        "context/verb",
        "context/initial",
        "context/capital",
        "context/plain",
    )
)


def cast_of(listed: Sequence[Member], mentions: Iterable[Mention]) -> list[Member]:
    """Return listed members and those whom mentions (parsed name and role) bring in."""
    counted: Counter[Parsed] = Counter()
    roles: dict[Parsed, Counter[str]] = {}
    for name, role in mentions:
        counted[name] += 1
        if role:
            roles.setdefault(name, Counter())[role] += 1
    cast = list(listed)
    full = [name for name in counted if name.given and name.family]
    alone = [name for name in counted if name.words and not (name.given and name.family)]
    letters = [name for name in counted if not name.words]
    listed_words = {word for name in counted for word in name.words if _own(word)}
    spelling = Spelling(listed_words | {form for member in listed for form in member.given})
    alone = [name for name in alone if not _misspelt(name, spelling)]
    for names in (sorted(full, key=lambda n: (-len(n.words), n.words)), sorted(alone, key=_alone)):
        if names:
            _bring_in(cast, names, roles)
    taken_letters = {form for member in cast for form in member.initials}
    for name in sorted(letters, key=lambda name: name.letters):
        form = "".join(name.letters)
        if len(form) > 1 and form not in taken_letters:
            taken_letters.add(form)
            cast.append(Member(f"person:{form}", "person", initials={form}))
        for member in cast:
            member.written.update({form} & member.initials if len(name.letters) > 1 else ())
    return cast


def _bring_in(
    cast: list[Member], names: Sequence[Parsed], roles: dict[Parsed, Counter[str]]
) -> None:
    """Add to a cast the people of these names whom it does not have."""
    roster = Roster(cast, "")
    taken: dict[tuple[str, ...], Member] = {}
    for name in names:
        if roster.fits(name):
            continue
        member = taken.get(name.words)
        if member is None:
            role = roles[name].most_common(1)[0][0] if name in roles else "person"
            member = Member(f"{role}:{' '.join(name.words)}", role)
            taken[name.words] = member
            cast.append(member)
        extend(member, name)


def _own(word: str) -> bool:
    return bool(lexicon().bits(word) & NAMED)


def _misspelt(name: Parsed, spelling: Spelling) -> bool:
    """Say whether a name alone is a misspelt form of one that the case has."""
    word = name.words[0]
    return len(name.words) == 1 and not _own(word) and spelling.nearest(word) not in (None, word)


def _alone(name: Parsed) -> tuple[bool, tuple[str, ...], str]:
    return not name.given, name.words, name.title


def key_of(name: Parsed, role: str, roster: Roster, known: dict[Mention, str]) -> str:
    """Return the key of who is meant by one mention; remembers it in `known`."""
    mention = (name, role)
    key = known.get(mention)
    if key is None:
        key = known[mention] = roster.who(name, role) or f"{role or 'person'}:{_apart(name)}"
    return key


def each_of(merged: Merged, text: str, roster: Roster) -> Iterator[Merged]:
    """Yield the names of several people that were found as one: "Najib and Tara", "Najib, Tara".

    A comma may part one person's name ("SMITH, Jane"): then nobody must be called by the whole, and
    each half must be somebody else's.
    """
    printed = text[merged.start : merged.end]
    gaps = list(_BETWEEN.finditer(printed))
    if gaps and all(gap[0] == ", " for gap in gaps):
        halves = _BETWEEN.split(printed)
        known = {roster.who(parse(half)) for half in halves}
        one = roster.fits(parse(printed)) or (halves[0].isupper() and not printed.isupper())
        gaps = gaps if not one and None not in known and len(known) == len(halves) else []
    start = 0
    for gap in gaps:
        yield merged._replace(start=merged.start + start, end=merged.start + gap.start())
        start = gap.end()
    yield merged._replace(start=merged.start + start)


def _apart(name: Parsed) -> str:
    """Return the words of a name that fits nobody, or several: "Mr Trinh" is not "Ms Trinh"."""
    words = " ".join((*name.words, *name.letters))
    titled = name.title in _TITLES and words and not name.given
    return f"{name.title} {words}" if titled else words or name.title


def spreads(mention: Merged) -> bool:
    """Say whether a mention is sure enough for its plain words to be names elsewhere, too."""
    return not _WEAK.issuperset(mention.means)


def mention_of(merged: Merged, text: str, parsed: dict[str, Parsed]) -> Mention:
    """Return what a merged name says; `parsed` remembers what was read before."""
    printed = text[merged.start : merged.end]
    name = parsed.get(printed)
    if name is None:
        name = parsed[printed] = parse(printed)
    return name, merged.role
