"""Which providers the documents are of, and which of them somebody means by a number or a name."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.history.records import Provider
from corpus.records import Document

_NEAREST = 5
_WORD = re.compile(r"[^\W_]+")
# Words by which one authority is called differently, and which tell none from another; where
# nothing else is left, as in "City of London", the second line stays.
_FORMS = frozenset(
    {"and", "borough", "city", "council", "county", "corporation", "district", "metropolitan"}
    | {"of", "the", "unitary", "upon", "on", "with", "local", "authority", "children", "services"}
    | {"partnership"}
)
_KINDS = frozenset(("london", "royal"))


@dataclass(frozen=True, slots=True)
class Match:
    """What a number or name led to: one provider, or several to choose from, or the nearest."""

    provider: Provider | None = None
    several: tuple[Provider, ...] = ()
    nearest: tuple[Provider, ...] = ()


def providers_of(documents: Iterable[Document]) -> tuple[Provider, ...]:
    """Return the providers of documents by name, each with all names its documents give it.

    Documents without a number join the one provider with a number that goes by their name.
    """
    names: dict[tuple[str | None, str], Counter[str]] = defaultdict(Counter)
    listed = [one for one in documents if _is_named(one)]
    urns = _numbers(listed)
    for one in listed:
        names[_key(one, urns)][one.provider_name or ""] += 1
    found = [_provider(urn, counted) for (urn, _), counted in names.items()]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.urn or "")))


def documents_of(provider: Provider, documents: Iterable[Document]) -> list[Document]:
    """Return the documents of one of the providers that `providers_of` found."""
    listed = list(documents)
    urns = _numbers(listed)
    wanted = (provider.urn, "") if provider.urn else (None, plain(provider.name))
    return [one for one in listed if _is_named(one) and _key(one, urns) == wanted]


def find(providers: Sequence[Provider], words: str) -> Match:
    """Find a provider by its number, its name, or the beginning of each word of its name.

    Case, accents and words such as "council" or "county" do not matter.
    """
    wanted = words.strip()
    by_urn = [one for one in providers if one.urn and one.urn.casefold() == wanted.casefold()]
    same = by_urn or [one for one in providers if plain(wanted) in _plain_names(one)]
    if len(same) == 1:
        return Match(provider=same[0])
    parts = plain(wanted).split()
    fitting = same or [one for one in providers if parts and _begins(one, parts)]
    if len(fitting) == 1:
        return Match(provider=fitting[0])
    if fitting:
        return Match(several=tuple(fitting))
    return Match(nearest=_nearest(providers, wanted))


# The same few names come with every document.
@functools.lru_cache(8192)
def plain(name: str) -> str:
    """Return a name in a form for comparing: no case, accents, marks or words of form."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    words = _WORD.findall(re.sub(r"[’']s?\b", "", bare))
    telling = [word for word in words if word not in _FORMS] or words
    return " ".join([word for word in telling if word not in _KINDS] or telling)


def _is_named(document: Document) -> bool:
    return bool(document.provider_urn or document.provider_name)


def _numbers(documents: Iterable[Document]) -> dict[str, set[str]]:
    """Return the numbers that go with each plain name."""
    urns: dict[str, set[str]] = defaultdict(set)
    for one in documents:
        if one.provider_urn and one.provider_name:
            urns[plain(one.provider_name)].add(one.provider_urn)
    return urns


def _key(document: Document, urns: Mapping[str, set[str]]) -> tuple[str | None, str]:
    """Return what a document's provider is grouped by: its number, else its plain name."""
    if document.provider_urn:
        return document.provider_urn, ""
    name = plain(document.provider_name or "")
    own = urns.get(name, set())
    return (next(iter(own)), "") if len(own) == 1 else (None, name)


def _provider(urn: str | None, counted: Counter[str]) -> Provider:
    """Name a provider as most of its documents do, by the shorter of two names as frequent."""
    names = sorted(filter(None, counted), key=lambda name: (-counted[name], len(name), name))
    if not names:
        return Provider(urn, urn or "")
    spelt = {name.casefold(): name for name in reversed(names)}
    further = tuple(name for name in names[1:] if spelt[name.casefold()] == name)
    return Provider(urn, names[0], further)


def _plain_names(provider: Provider) -> set[str]:
    return {plain(name) for name in (provider.name, *provider.names)}


def _begins(provider: Provider, parts: Sequence[str]) -> bool:
    return any(
        all(any(word.startswith(part) for word in name.split()) for part in parts)
        for name in _plain_names(provider)
    )


def _nearest(providers: Sequence[Provider], wanted: str) -> tuple[Provider, ...]:
    names: dict[str, Provider] = {}
    for one in providers:
        for name in (*_plain_names(one), one.urn or ""):
            names.setdefault(name, one)
    close = difflib.get_close_matches(plain(wanted), names, n=2 * _NEAREST, cutoff=0.65)
    found = {names[name].name: names[name] for name in close}
    return tuple(found.values())[:_NEAREST]
