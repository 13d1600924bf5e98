"""The pseudonyms of one case: what stands in the place of each person, place, number and date.

The table grows with the case and never changes what it once said. It is the key to the case: it is
sealed, and nothing of it leaves the quarantine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Self

from corpus.notes import Identifier, IdentifierKind
from corpus.problems import SealedError
from models.deid.shifting import birth_year, days_of, shifted, years_of

_PEOPLE = MappingProxyType(
    {
        "child": "Child", "parent": "Parent", "relative": "Relative", "carer": "Carer",
        "staff": "Staff", "official": "Official", "person": "Person", "other": "Person",
    }
)  # fmt: skip
_NUMBERED = MappingProxyType({"place": "Place", "school": "School", "address": "Address"})
_PLAIN: MappingProxyType[IdentifierKind, str] = MappingProxyType(
    {
        "postcode": "[postcode]", "telephone": "[telephone]", "email": "[e-mail]",
        "nhs-number": "[NHS number]", "nino": "[National Insurance number]", "upn": "[UPN]",
        "case-number": "[case number]", "court-number": "[court number]", "date": "[date]",
        "date-of-birth": "[date of birth]", "vehicle": "[vehicle registration]", "link": "[link]",
        "handle": "[handle]",
    }
)  # fmt: skip
_TITLES = frozenset(("mr", "mrs", "ms", "miss"))
_YEAR = 2023  # of dates in a case that prints no year at all: any year that is no leap year


class Pseudonyms:
    """The pseudonyms of one case; the same secret and notes give the same ones.

    `labels` tells what stands for a key. A person first known by one name alone keeps the label
    when later notes bring the full name, unless that name alone may mean somebody else as well.
    """

    def __init__(self, secret: bytes, labels: dict[str, str] | None = None) -> None:
        self._secret = secret
        self.labels = dict(labels or {})
        self.days = days_of(secret)
        self._names: dict[str, frozenset[str]] = {}  # of the people whom the notes at hand mention

    def assign(
        self, texts: Sequence[str], found: Sequence[Iterable[Identifier]]
    ) -> list[tuple[Identifier, ...]]:
        """Return the identifiers of each text with their replacements; remembers new ones."""
        assigned = []
        every = [tuple(identifiers) for identifiers in found]
        self._names = _named(item.key for items in every for item in items if item.kind == "name")
        for text, items in zip(texts, every, strict=True):
            years = self._years(text, items)
            assigned.append(
                tuple(
                    Identifier(
                        item.start,
                        item.end,
                        item.kind,
                        item.means,
                        item.key,
                        self._replacement(text[item.start : item.end], item, year),
                    )
                    for item, year in zip(items, years, strict=True)
                )
            )
        return assigned

    def shifted(self, iso: str) -> str:
        """Return a note's own ISO date moved as the dates inside are."""
        return (date.fromisoformat(iso) + timedelta(days=self.days)).isoformat()

    def to_json(self) -> str:
        """Return the key to the case as JSON, secret included: seal it."""
        return json.dumps({"secret": self._secret.hex(), "labels": self.labels}, ensure_ascii=False)

    @classmethod
    def from_json(cls, content: str) -> Self:
        """Read what `to_json` wrote. SealedError: it is something else."""
        try:
            data = json.loads(content)
            labels = {str(key): str(label) for key, label in data["labels"].items()}
            return cls(bytes.fromhex(data["secret"]), labels)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SealedError("the key of a case is damaged; restore it from a backup") from error

    def _years(self, text: str, items: Sequence[Identifier]) -> list[int]:
        """Return for each identifier the year to take for a date that prints none."""
        printed = [
            years_of(text[item.start : item.end]) if item.kind == "date" else [] for item in items
        ]
        following = next((years[0] for years in printed if years), _YEAR)
        found = []
        for years in printed:
            following = years[-1] if years else following
            found.append(following)
        return found

    def _replacement(self, printed: str, item: Identifier, year: int) -> str:
        if item.kind == "date":
            return shifted(printed, self.days, year) or _PLAIN["date"]
        if item.kind == "date-of-birth":
            born = birth_year(printed)
            return f"[born {born}]" if born else _PLAIN["date-of-birth"]
        if item.kind in _PLAIN:
            return _PLAIN[item.kind]
        label = self.labels.get(item.key)
        if label is None:
            label = self._inherited(item) or self._new(item)
            self.labels[item.key] = label
        return label

    def _inherited(self, item: Identifier) -> str | None:
        """Return the label of the one person known before by this name or a part of it, or null.

        A part that the notes at hand have for itself is nobody's in particular: "Mrs Trinh" may be
        the mother or the grandmother, and neither takes over her label. Nor does anybody where the
        part fits two who are known by more.
        """
        words = _words_of(item.key) if item.kind == "name" else None
        if words is None:
            return None
        known = _named(self.labels)
        fit = {self.labels[key] for key, of in known.items() if of == words and _full(key, item)}
        parts = [key for key, of in known.items() if of < words and key not in self._names]
        if parts:
            others = {*known.values(), *self._names.values()}
            others = {of for of in others if not (of <= words or words < of)}
            fit |= {self.labels[key] for key in parts if not any(known[key] < of for of in others)}
        return fit.pop() if len(fit) == 1 else None

    def _new(self, item: Identifier) -> str:
        if item.kind in _NUMBERED:
            noun = _NUMBERED[item.kind]
            count = sum(label.startswith(noun + " ") for label in set(self.labels.values()))
            return f"{noun} {count + 1}"
        people = {self.labels[key] for key in _named(self.labels)}
        noun = _PEOPLE.get(item.key.partition(":")[0], "Person")
        return f"{noun} {letters(len(people))}"


def _named(keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the words of the names of those keys that are people's."""
    return {key: words for key in keys if (words := _words_of(key)) is not None}


@lru_cache(maxsize=1024)
def _words_of(key: str) -> frozenset[str] | None:
    """Return the words of a person's key, or null where it is none; a case asks them often."""
    role, _, name = key.partition(":")
    return frozenset(name.split()) - _TITLES if role in _PEOPLE else None


def _full(key: str, item: Identifier) -> bool:
    """Say whether two keys of the same words are of a full name: letters and titles are none."""
    names = [one.partition(":")[2].split() for one in (key, item.key)]
    return all(sum(len(word) > 1 for word in name) > 1 and name[0] not in _TITLES for name in names)


def letters(number: int) -> str:
    """Return the letters of a number from 0: A to Z, then AA, AB and so on."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
