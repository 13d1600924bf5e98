"""Providers and what became of them: `load()` reads the data, `lineage` follows history through it.

What is shipped stands in `providers.yaml`; a workspace may add its own file in the same form. A
provider that no file knows is passed through as it is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from corpus.problems import SettingsError

_MARKS = re.compile(r"[^a-z0-9]+")
_FORMS = frozenset(
    {"the", "of", "and", "city", "council", "county", "borough", "metropolitan", "district"}
    | {"london", "royal", "unitary", "authority"}
)

ChangeKind = Literal["renamed", "replaced", "split", "merged"]


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider; `id` is its URN where that is known. `also` are further names of it."""

    id: str
    name: str
    also: tuple[str, ...] = ()

    @property
    def urn(self) -> str | None:
        """Its number, or None where the id is a word of ours."""
        return self.id if self.id[:1].isdigit() or self.id[:2].isupper() else None


@dataclass(frozen=True, slots=True)
class Change:
    """On a day some providers ended and others took over; of `parts` only a part was taken over."""

    day: date
    kind: ChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    note: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trust:
    """A company that runs services for councils, which stay responsible.

    `since` and `until`, both inclusive, are a year, a month or a day, as exactly as it is known.
    """

    name: str
    councils: tuple[str, ...]
    since: str
    note: str
    until: str | None = None

    def runs_on(self, day: date) -> bool:
        """Say whether it ran the services on a day, as exactly as its times are known."""
        written = day.isoformat()
        until = self.until
        return written[: len(self.since)] >= self.since and (
            until is None or written[: len(until)] <= until
        )


@dataclass(frozen=True, slots=True)
class Kin:
    """A provider before or after another one: since which day the later holds, how and why.

    `partly` is true where only a part of the earlier one's area went to the later one.
    """

    provider: Provider
    on: date
    kind: ChangeKind
    note: str
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Lineage:
    """What came before and after a provider, nearest first, and who answers for it on a day.

    `responsible` are those that existed on the day that was asked for, today's without one. `known`
    is false for a provider that no file knows: it is passed through.
    """

    provider: Provider
    known: bool
    earlier: tuple[Kin, ...] = ()
    later: tuple[Kin, ...] = ()
    responsible: tuple[Provider, ...] = ()
    run_by: tuple[Trust, ...] = ()


@dataclass(frozen=True, slots=True)
class Providers:
    """All that is known of providers: by id, with changes in the order of their days."""

    by_id: Mapping[str, Provider]
    changes: tuple[Change, ...] = ()
    trusts: tuple[Trust, ...] = ()

    def find(self, words: str, day: date | None = None) -> Provider | None:
        """Return the provider that a URN, id or name means; None where none or several do.

        Of an old and a new one of the same name it is the one of that day, today's without one.
        """
        if words.strip() in self.by_id:
            return self.by_id[words.strip()]
        wanted = plain(words)
        found = [one for one in self.by_id.values() if wanted and wanted in _names(one)]
        if len(found) > 1:
            found = [one for one in found if self.existed(one.id, day or date.max)]
        return found[0] if len(found) == 1 else None

    def existed(self, provider: str, day: date) -> bool:
        """Say whether a provider existed on a day; one without a change always did."""
        began = any(provider in change.after and change.day > day for change in self.changes)
        ended = any(provider in change.before and change.day <= day for change in self.changes)
        return not began and not ended

    def lineage(self, words: str, day: date | None = None) -> Lineage:
        """Return what came before and after a provider, named by its URN or a name of it."""
        found = self.find(words, day)
        if found is None:
            unknown = Provider(words.strip(), words.strip())
            return Lineage(unknown, known=False, responsible=(unknown,))
        earlier = tuple(self._kin(found.id, back=True))
        later = tuple(self._kin(found.id, back=False))
        on = day or date.max
        kin = [found, *(one.provider for one in (*earlier, *later))]
        responsible = (
            (found,)
            if self.existed(found.id, on)
            else tuple(one for one in kin if self.existed(one.id, on))
        )
        run_by = tuple(
            trust
            for trust in self.trusts
            if found.id in trust.councils and (day is None or trust.runs_on(day))
        )
        return Lineage(found, True, earlier, later, responsible, run_by)

    def _kin(self, provider: str, back: bool) -> Iterator[Kin]:
        """Yield what came before, or after, step by step; a circle ends where it began."""
        waiting, seen = [provider], {provider}
        while waiting:
            here = waiting.pop(0)
            for change in self.changes:
                whole, other = change.before, change.after
                near, far = (other, (*whole, *change.parts)) if back else (whole, other)
                if here not in (near if back else (*near, *change.parts)):
                    continue
                for key in far:
                    if key not in seen:
                        seen.add(key)
                        waiting.append(key)
                        partly = (key if back else here) in change.parts
                        yield Kin(self.by_id[key], change.day, change.kind, change.note, partly)


def plain(name: str) -> str:
    """Return a name for comparing: without case, accents, marks and words such as "City of"."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    words = _MARKS.sub(" ", bare).split()
    return " ".join([word for word in words if word not in _FORMS] or words)


def load(own: Path | None = None) -> Providers:
    """Load what is shipped, with a workspace's own file laid over it where there is one.

    A provider of the own file replaces the shipped one with the same id. SettingsError names every
    line of the own file that is wrong.
    """
    shipped = _shipped()
    if own is None or not own.is_file():
        return shipped
    # Here, because YAML and pydantic cost more than most commands do in all.
    from corpus.providers_file import read  # noqa: PLC0415

    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"{own} cannot be read: {why}. Check the file.") from error
    return read(text, str(own), shipped)


@cache
def _shipped() -> Providers:
    from corpus.providers_file import read  # noqa: PLC0415

    text = resources.files("corpus").joinpath("providers.yaml").read_text(encoding="utf-8")
    return read(text, "providers.yaml", Providers({}))


def joined(first: Providers, second: Providers) -> Providers:
    """Lay one body of data over another."""
    changes = sorted((*first.changes, *second.changes), key=lambda change: change.day)
    return replace(
        first,
        by_id={**first.by_id, **second.by_id},
        changes=tuple(changes),
        trusts=(*first.trusts, *second.trusts),
    )


def _names(provider: Provider) -> set[str]:
    return {plain(name) for name in (provider.name, *provider.also)}
