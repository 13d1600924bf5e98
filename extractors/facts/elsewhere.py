"""What a report prints against what the name of its file and folder say: both are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from corpus.records import Document, Problem
from extractors.facts.anchors import Anchors
from extractors.facts.dates import day_in
from extractors.facts.details import Details
from extractors.printed import Printed, plain_name

_FOLDER = re.compile(r"(?P<urn>\d{4,8})[_ -]+(?P<name>.+)")


def compared(
    details: Details, about: Printed, document: Document, path: str | None, anchors: Anchors
) -> Iterator[Problem]:
    """Yield a problem for each thing that is printed one way and named otherwise."""
    yield from _published(details, document, anchors)
    urn, name = _of_folder(path)
    page = anchors.page(0)
    if about.provider_urn and (urn or document.provider_urn) not in (None, about.provider_urn):
        named = urn or document.provider_urn
        yield _otherwise("number of the provider", about.provider_urn, f"{named}", "folder", page)
    folder = name or document.provider_name
    if about.provider_name and folder and not _alike(about.provider_name, folder):
        yield _otherwise("provider", about.provider_name, folder, "folder", page)


def _published(details: Details, document: Document, anchors: Anchors) -> Iterator[Problem]:
    named = day_in(document.name.replace("_", " "))
    for field, printed in (("published", details.published), ("dated", details.dated)):
        if named is None or printed is None or named == printed:
            continue
        page = anchors.page(details.places[field][0])
        what = "date of publication" if field == "published" else "date of the letter"
        yield _otherwise(what, printed.isoformat(), named.isoformat(), "name of the file", page)


def _of_folder(path: str | None) -> tuple[str | None, str | None]:
    for folder in PurePath(path or "").parents:
        match = _FOLDER.fullmatch(folder.name)
        if match:
            return match["urn"], match["name"]
    return None, None


def _alike(printed: str, folder: str) -> bool:
    """Compare names without "Council", "London Borough of" and the like; one may be the shorter."""
    first, second = (set(plain_name(name).split()) for name in (printed, folder))
    return not first or not second or first <= second or second <= first


def _otherwise(what: str, printed: str, named: str, where: str, page: int | None) -> Problem:
    return Problem(
        "facts",
        "stated-otherwise",
        f"The {what} is printed as {printed}, but the {where} says {named}. The printed one was "
        "taken; check that it is the right file.",
        page,
    )
