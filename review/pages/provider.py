"""A provider: its history, what is open, what its documents say and do not say, and its pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.responses import Response

from corpus.evidence import Evidence
from pipelines.versions import vouch_version
from review.asking import Ask, NotThereError
from review.counting import Remembered
from review.labels import Label
from review.packs.made import file_name, made, rests_on, values
from review.packs.single import body, html
from review.reading.by_area import Piece, strongest, tally
from review.reading.provider import ProviderShown, provider
from review.reading.quotes import Quote, quotes
from review.stores import Stores
from review.templating import rendered
from review.viewed import saw
from review.viewing import Viewer

_A_SIDE = 12  # passages in each column of a page
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WAYS = ("strength", "weakness", "mixed", "neutral")


# Pages are some 100 kB each; those of a provider are the same for all who may see the same.
_RENDERED = Remembered(256)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage in a column: as evidence, and its words; `on` is when it was inspected."""

    piece: Piece
    quote: Quote
    on: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """What one page shows of those that speak one way, and of how many."""

    items: tuple[Quoted, ...]
    total: int
    first: int
    page: int
    pages: int

    @property
    def last(self) -> int:
        """The number of the last one on this page."""
        return self.first + len(self.items) - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Under which address a page stands, what it shows of it, and whether its reader decides."""

    decides: bool
    key: str
    part: tuple[object, ...] = ()


Columns = Mapping[str, Column]


def show(ask: Ask) -> Response:
    """Show a provider."""
    found = _provider(ask, ask.asked("framework"))
    main = _main(ask.stores.evidence, ask.viewer, ask.path["key"], found)
    _saw(ask, found.quotes.values())
    return ask.page("provider.html", found.told.provider.name, main=main)


def prepare(stores: Stores, viewer: Viewer, key: str) -> None:
    """Make what a provider's page shows, for all who may see and do what the viewer may."""
    found = provider(stores.evidence, stores.decisions, viewer, key)
    if found is not None:
        _main(stores.evidence, viewer, key, found)


def show_area(ask: Ask) -> Response:
    """Show the passages of an area, aspect or criterion, strengths and weaknesses side by side."""
    found = _provider(ask, ask.path["framework"])
    label = found.lens.labels.get(ask.path["code"])
    if label is None or found.lens.id != ask.path["framework"]:
        raise NotThereError
    asked = ask.asked("page")
    page = max(1, int(asked[:6])) if asked.isdecimal() else 1
    columns = _columns(ask, found, label, page)
    at = Place(ask.viewer.may("decide"), ask.path["key"], (label.code, page))
    main = _rendered(
        ask.stores.evidence, found, "provider-area.html", at, lambda: _area(found, label, columns)
    )
    _saw(ask, (one.quote for column in columns.values() for one in column.items))
    title = f"{label.title or label.code}: {found.told.provider.name}"
    return ask.page("provider.html", title, main=main)


def show_pack(ask: Ask) -> Response:
    """Show the whole pack on one page, to be printed."""
    found = _provider(ask, ask.asked("framework"))
    evidence = ask.stores.evidence
    _saw(ask, found.quotes.values())
    return ask.page(
        "provider-pack.html", f"Pack: {found.told.provider.name}",
        made=made(found, ask.viewer.user.name), version=vouch_version(),
        body=_RENDERED.of(evidence, ("pack", found.number), lambda: body(found, linked=True)),
        **values(found), **_addresses(ask.path["key"]),
    )  # fmt: skip


def word_file(ask: Ask) -> Response:
    """Give the pack as a Word document."""
    found = _provider(ask, ask.asked("framework"))
    of = made(found, ask.viewer.user.name)
    _saw(ask, found.quotes.values(), taken=True)
    from review.packs.word import word  # noqa: PLC0415 - slow, and few come here

    return _file(word(found, of), _WORD, file_name(found, of.at, "docx"))


def html_file(ask: Ask) -> Response:
    """Give the pack as one HTML file."""
    found = _provider(ask, ask.asked("framework"))
    of = made(found, ask.viewer.user.name)
    _saw(ask, found.quotes.values(), taken=True)
    return _file(html(found, of), "text/html; charset=utf-8", file_name(found, of.at, "html"))


def _provider(ask: Ask, framework: str) -> ProviderShown:
    stores = ask.stores
    found = provider(stores.evidence, stores.decisions, ask.viewer, ask.path["key"], framework)
    if found is None:
        raise NotThereError
    return found


def _main(evidence: Evidence, viewer: Viewer, key: str, found: ProviderShown) -> Markup:
    at = Place(viewer.may("decide"), key)
    return _rendered(
        evidence, found, "provider-main.html", at, lambda: {"rests_on": rests_on(found)}
    )


def _rendered(
    evidence: Evidence, found: ProviderShown, template: str, at: Place,
    more: Callable[[], dict[str, Any]],
) -> Markup:  # fmt: skip
    """Return what stands on a page for all who may see the same and do the same."""

    def render() -> Markup:
        filled = {**values(found), **_addresses(at.key), **more(), "decides": at.decides}
        return Markup(rendered(template, filled))  # noqa: S704 - made by a template of ours

    return _RENDERED.of(evidence, (template, found.number, at), render)


def _addresses(key: str) -> dict[str, Any]:
    return {"base_address": f"/provider/{quote(key, safe='')}", "queue_key": key}


def _area(found: ProviderShown, label: Label, columns: Columns) -> dict[str, Any]:
    quoted = [one.quote for column in columns.values() for one in column.items]
    return {
        "label": label, "tally": tally(_of(found, label)), "parts_of": columns,
        "page": min(one.page for one in columns.values()),
        "pages": max(one.pages for one in columns.values()),
        "restricted": any(one.restricted for one in quoted),
    }  # fmt: skip


def _of(found: ProviderShown, label: Label) -> list[Piece]:
    """Return the pieces of a label, each passage once for each way in which it speaks."""
    of_area = label.level == "area"
    own = [one for one in found.base.pieces if (one.area if of_area else one.code) == label.code]
    return list({(one.passage, one.polarity): one for one in reversed(own)}.values())


def _columns(ask: Ask, found: ProviderShown, label: Label, wanted: int) -> Columns:
    """Return a page of each way of speaking; the last one where there are not so many."""
    evidence, dates = ask.stores.evidence, found.told.dates

    def find() -> Columns:
        pieces = _of(found, label)
        sides = {
            way: strongest((one for one in pieces if one.polarity == way), dates) for way in WAYS
        }
        pages = max(1, ceil(max(len(side) for side in sides.values()) / _A_SIDE))
        page = min(wanted, pages)
        start = (page - 1) * _A_SIDE
        here = {way: side[start : start + _A_SIDE] for way, side in sides.items()}
        ids = [one.passage for side in here.values() for one in side]
        known = quotes(evidence, found.told.documents, ids)
        return {
            way: Column(_quoted(side, known, dates), len(sides[way]), start + 1, page, pages)
            for way, side in here.items()
        }

    return _RENDERED.of(evidence, ("columns", found.number, label.code, wanted), find)


def _quoted(
    side: Iterable[Piece], known: Mapping[str, Quote], dates: Mapping[str, str]
) -> tuple[Quoted, ...]:
    return tuple(
        Quoted(one, known[one.passage], dates.get(one.document))
        for one in side
        if one.passage in known
    )


def _saw(ask: Ask, quoted: Iterable[Quote], taken: bool = False) -> None:
    saw(ask, (one.document for one in quoted if one.restricted), taken)


def _file(content: bytes, media_type: str, name: str) -> Response:
    # A download: it is never shown as a page of this app.
    return Response(
        content, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, media_type
    )
