"""Reads a file of providers, of ours or of a workspace; every wrong line of it is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.frameworks.shapes import Place
from corpus.frameworks.yaml_lines import Finding, parse, record
from corpus.problems import SettingsError
from corpus.providers import Change, Provider, Providers, Trust, joined

_TIME = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_OPENING = "a file of providers holds the keys providers, changes and trusts"


@dataclass(frozen=True, slots=True)
class ProvidersFile:
    """The file's own shape."""

    providers: tuple[Provider, ...] = ()
    changes: tuple[Change, ...] = ()
    trusts: tuple[Trust, ...] = ()


def read(text: str, name: str, known: Providers) -> Providers:
    """Read the text of a file over what is known already. SettingsError names file and lines."""
    file = parse(text, name, _OPENING, SettingsError)
    shape = record(file, ProvidersFile)
    by_id = {**known.by_id, **{provider.id: provider for provider in shape.providers}}
    file.check(_findings(shape, by_id))
    return joined(known, Providers(by_id, shape.changes, shape.trusts))


def _findings(shape: ProvidersFile, by_id: Mapping[str, Provider]) -> Iterator[Finding]:
    """Find ids that stand twice or mean nobody, and what cannot be."""
    yield from _provider_findings(shape.providers)
    for at, change in enumerate(shape.changes):
        place: Place = ("changes", at)
        for key in ("before", "after", "parts"):
            yield from _unknown((*place, key), getattr(change, key), by_id)
        if not change.before or not change.after:
            yield place, "a change needs providers before and after it"
        if {*change.before, *change.parts} & {*change.after}:
            yield place, "a provider cannot take over from itself; give the new one another id"
    for at, trust in enumerate(shape.trusts):
        yield from _unknown(("trusts", at, "councils"), trust.councils, by_id)
        yield from _time_findings(("trusts", at), trust)


def _provider_findings(providers: tuple[Provider, ...]) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, provider in enumerate(providers):
        if provider.id in seen:
            yield ("providers", at, "id"), f"the provider {provider.id!r} stands twice"
        if not provider.id.strip() or not provider.name.strip():
            yield ("providers", at), "a provider needs an id and a name"
        seen.add(provider.id)


def _time_findings(place: Place, trust: Trust) -> Iterator[Finding]:
    for key in ("since", "until"):
        written = getattr(trust, key)
        if written is not None and not _TIME.fullmatch(written):
            yield (*place, key), f'{written!r} is no time; write "2019", "2019-04" or a day'
    if trust.until is not None and trust.until < trust.since[: len(trust.until)]:
        yield (*place, "until"), "it ends before it begins"


def _unknown(place: Place, ids: Iterable[str], by_id: Mapping[str, Provider]) -> Iterator[Finding]:
    for step, named in enumerate(ids):
        if named not in by_id:
            words = f"no provider has the id {named!r}; add it under providers, with a name"
            yield (*place, step), words
