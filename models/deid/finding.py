"""Finds the identifiers of one case: all means over all its notes, then names through the whole.

A name found surely anywhere in a case is looked for everywhere in it. Cost grows with the length of
the notes, not with its square: forms are looked up by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.notes import Identifier, Person
from corpus.problems import SettingsError
from models.deid import patterns, repeating
from models.deid.component import Component
from models.deid.corrections import Corrections
from models.deid.found import Found
from models.deid.lexicon import COMMON, lexicon
from models.deid.merging import Merged, merge
from models.deid.names import context, gazetteer
from models.deid.names.members import Parsed, members_of
from models.deid.names.roster import Roster
from models.deid.names.standing import local_names
from models.deid.names.viewing import View, view
from models.deid.naming import Mention, cast_of, each_of, key_of, mention_of, spreads
from models.deid.officials import exemption
from models.deid.persons import Persons
from models.deid.words import read_words

PEOPLE, PROPAGATION, COMPONENT = "people", "propagation", "component"
MEANS = frozenset((patterns.NAME, gazetteer.NAME, context.NAME, PEOPLE, PROPAGATION, COMPONENT))
_KEPT = 300_000  # words of a case whose views are held: 40 MB
Means = frozenset[str] | set[str]


def find(
    texts: Sequence[str],
    people: Iterable[Person] = (),
    *,
    means: Means = MEANS,
    corrections: Corrections | None = None,
    components: Sequence[Component] = (),
) -> list[tuple[Identifier, ...]]:
    """Return the identifiers of each text of one case, in order and disjoint.

    `texts` are all notes of the case. Every identifier names all means that found it, and bears the
    key of its person, number or place; its replacement is not decided yet. `means` are those in
    use; corrections of a person always are. SettingsError names a means that is none.
    """
    unknown = sorted(set(means) - MEANS)
    if unknown:
        raise SettingsError(f"{unknown[0]!r} is no means; allowed: {', '.join(sorted(MEANS))}")
    search = _Search(tuple(people) if PEOPLE in means else (), means, corrections or Corrections())
    seen = [component.find(texts) for component in components] if COMPONENT in means else []
    return search.run(texts, seen)


class _Search:
    """One search through one case."""

    def __init__(self, people: tuple[Person, ...], means: Means, corrections: Corrections) -> None:
        self._people_given = people
        self._listed = members_of(people)
        self._means = means
        self._corrections = corrections
        self._known = lexicon(gazetteer.NAME in means)
        self._people = Roster(self._listed, PEOPLE)
        self._parsed: dict[str, Parsed] = {}
        self._views: dict[int, View] = {}
        self._kept = 0

    def run(
        self, texts: Sequence[str], seen: Sequence[list[tuple[Found, ...]]]
    ) -> list[tuple[Identifier, ...]]:
        """Return the identifiers of each text; `seen` is what trained components saw."""
        found: list[list[Found]] = []
        merged: list[list[Merged]] = []
        for at, text in enumerate(texts):
            looked = self._view(at, text)
            first = self._first(looked)
            for each in seen:
                first += each[at]
            found.append(first)
            merged.append(merge(first, text))
        spread = PROPAGATION in self._means
        people = self._sorted_out(texts, found, merged) if spread else ()
        cast = cast_of(self._listed, self._sure(texts, merged))
        roster = Roster(cast, PROPAGATION)
        if spread:
            numbers = repeating.numbers(texts, merged)
            phrases = repeating.Phrases(texts, merged, people)
            for at, text in enumerate(texts):
                looked = self._view(at, text)
                again = [
                    *roster.find(looked), *repeating.again(text, numbers),
                    *phrases.find(looked.words),
                ]  # fmt: skip
                if again:
                    merged[at] = merge([*found[at], *again], text)
        born = repeating.births(texts, merged, self._people_given)
        keys = _Keys(self._corrections, roster, self._parsed, born)
        return [
            tuple(keys.identified(text, items)) for text, items in zip(texts, merged, strict=True)
        ]

    def _sorted_out(
        self, texts: Sequence[str], found: list[list[Found]], merged: list[list[Merged]]
    ) -> set[repeating.Form]:
        """Make people of the case of what was taken for schools and places; return their names."""
        persons = Persons(texts, merged, self._listed)
        for at, text in enumerate(texts):
            right = persons.sorted_out(found[at], text)
            if right != found[at]:
                found[at] = right
                merged[at] = merge(right, text)
        return persons.righted

    def _view(self, at: int, text: str) -> View:
        """Return the view of a text; those of a case of usual size are made once."""
        looked = self._views.get(at)
        if looked is None:
            looked = view(read_words(text), self._known)
            self._kept += len(looked.words)
            if self._kept < _KEPT:
                self._views[at] = looked
        return looked

    def _first(self, looked: View) -> list[Found]:
        found: list[Found] = []
        if patterns.NAME in self._means:
            found += patterns.find(looked.words, self._known)
        if gazetteer.NAME in self._means:
            found += gazetteer.find(looked)
        if context.NAME in self._means:
            found += context.find(looked)
        if self._listed:
            found += self._people.find(looked)
        found += self._corrections.find(looked.words)
        return found

    def _sure(self, texts: Sequence[str], merged: Sequence[list[Merged]]) -> Iterator[Mention]:
        """Yield the names that may be looked for elsewhere; plain words only on good grounds."""
        weak: Counter[Parsed] = Counter()
        for text, items in zip(texts, merged, strict=True):
            for item in items:
                if item.kind == "email":
                    told = local_names(text, item.start, item.end, self._known.words.lists["field"])
                    if told is not None:
                        yield Parsed((told[0],), (told[1],)), ""
                if item.kind != "name" or self._corrections.denies(text[item.start : item.end]):
                    continue
                name, role = mention_of(item, text, self._parsed)
                if not name.words and not name.letters:
                    continue
                if not spreads(item) and self._plain(name):
                    weak[name] += 1
                # One doubtful "Hope" may be a sentence's first word; two are a person.
                if weak[name] != 1:
                    yield name, role

    def _plain(self, name: Parsed) -> bool:
        """Say whether a word of a name is a plain one, too."""
        return any(self._known.bits(word) & COMMON for word in name.words)


class _Keys:
    """Gives what was found in a case its keys: equal for the same person, number, place or day."""

    def __init__(
        self,
        corrections: Corrections,
        roster: Roster,
        parsed: dict[str, Parsed],
        born: frozenset[repeating.Day],
    ) -> None:
        self._corrections = corrections
        self._roster = roster
        self._parsed = parsed
        self._born = born
        self._known: dict[Mention, str] = {}

    def identified(self, text: str, items: Iterable[Merged]) -> Iterator[Identifier]:
        """Yield the identifiers of one text; what a person or a rule exempts is left out."""
        for item in items:
            if item.kind == "name":
                for name in each_of(item, text, self._roster):
                    yield from self._one(text, name)
            else:
                yield from self._one(text, item)

    def _one(self, text: str, item: Merged) -> Iterator[Identifier]:
        printed = text[item.start : item.end]
        kind = item.kind
        if not self._corrections.denies(printed):
            if kind == "name":
                if exemption(text, item.start, item.end):
                    return
                key = key_of(*mention_of(item, text, self._parsed), self._roster, self._known)
            elif kind in ("date", "date-of-birth"):
                day = repeating.day_of(printed)
                kind = "date-of-birth" if day in self._born else kind
                key = f"{kind}:{'-'.join(map(str, day)) if day else printed.casefold()}"
            else:
                key = f"{kind}:{_plain(printed, kind)}"
            yield Identifier(item.start, item.end, kind, item.means, key)


def _plain(printed: str, kind: str) -> str:
    """Return the form under which equal numbers and places are equal."""
    if kind not in ("school", "place", "address"):
        return repeating.plain(printed)
    return " ".join(repeating.parts_of(printed))
