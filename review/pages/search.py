"""Search: by words and facets, kept under a name, taken along as CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from corpus.exports.delimited import CSV
from corpus.exports.jsonl import JSONL
from corpus.exports.tables import Interchange
from review.asking import Ask, go
from review.deciding import POLARITIES
from review.labels import lens
from review.reading.dates import dates
from review.reading.fitting import DECISIONS, Asked, Row
from review.reading.providers import listed
from review.reading.search import MOST, find, parameters, snippets
from review.reading.shown import shown
from review.reading.upcoming import framework_asked, frameworks_tagged
from review.searching import forget, save, saved
from review.viewed import restricted, saw

_A_PAGE = 20
_COLUMNS = (
    "passage_id", "document_id", "document", "provider", "provider_name", "published", "inspected",
    "framework", "area", "aspect", "criterion", "polarity", "sure", "decision", "page_first",
    "page_last", "locator", "text",
)  # fmt: skip


def show(ask: Ask) -> Response:
    """Show what was found, with the counts that narrow it."""
    evidence, decisions = ask.stores.evidence, ask.stores.decisions
    asked = asked_of(ask)
    found = find(evidence, ask.viewer, asked, brief=True)
    last = max(1, -(-len(found.rows) // _A_PAGE))
    page = min(_number(ask.asked("page")), last)
    rows = found.rows[(page - 1) * _A_PAGE : page * _A_PAGE]
    hits = shown(evidence, decisions, ask.viewer, [row.passage for row in rows], asked.framework)
    saw(ask, restricted(hits))
    around = dict(zip((row.passage for row in rows), snippets(evidence, found, rows), strict=True))
    folder = ask.settings.workspace.frameworks
    through = lens(asked.framework, folder)
    return ask.page(
        "search.html", "Search", asked=asked, found=found, most=MOST, page=page, last=last,
        hits=[(one, around[one.passage.id]) for one in hits],
        lens=through, codes=[choice[:2] for choice in through.choices],
        lenses=[lens(name, folder) for name in frameworks_tagged(evidence)],
        names={one.key: one.name for one in listed(evidence, ask.viewer)},
        polarities=POLARITIES, decisions=DECISIONS, dates=dates(evidence),
        query=urlencode(parameters(asked)), parameters=parameters(asked),
        with_=lambda **values: urlencode({**parameters(asked), **values}),
        saved=saved(decisions, ask.viewer.user),
    )  # fmt: skip


def as_csv(ask: Ask) -> Response:
    """Give all that was found as CSV."""
    return _file(ask, CSV, "text/csv; charset=utf-8")


def as_json(ask: Ask) -> Response:
    """Give all that was found as JSON lines."""
    return _file(ask, JSONL, "application/jsonl; charset=utf-8")


def keep(ask: Ask) -> Response:
    """Keep a search under a name, or delete one that was kept."""
    if ask.said("do") == "forget":
        forget(ask.stores.decisions, ask.viewer.user, ask.said("id"))
    else:
        query = urlencode(parameters(asked_of(ask)))
        save(ask.stores.decisions, ask.viewer.user, ask.said("name"), query)
    return go(ask.address)


def asked_of(ask: Ask) -> Asked:
    """Return what the address asks for; what makes no sense there is left out."""
    framework = framework_asked(ask.stores.evidence, ask.viewer, ask.asked("framework"))
    return Asked(
        framework, ask.asked("words")[:1000], ask.asked("area")[:50] or None,
        _one_of(ask.asked("polarity"), POLARITIES), ask.asked("provider")[:200] or None,
        _day(ask.asked("since")), _day(ask.asked("until")),
        _one_of(ask.asked("decision"), DECISIONS), ask.asked("unsure") == "yes",
    )  # fmt: skip


def _file(ask: Ask, form: Interchange, media_type: str) -> Response:
    asked = asked_of(ask)
    found = find(ask.stores.evidence, ask.viewer, asked)
    lines = b"".join((form.head(_COLUMNS), *_lines(ask, form, asked, found.rows)))
    name = f"search.{form.name}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(lines, 200, headers, media_type)


def _lines(ask: Ask, form: Interchange, asked: Asked, rows: tuple[Row, ...]) -> Iterator[bytes]:
    ids = [row.passage for row in rows]
    stored = shown(ask.stores.evidence, ask.stores.decisions, ask.viewer, ids, asked.framework)
    saw(ask, restricted(stored), taken=True)
    by_id = {one.passage.id: one.passage for one in stored}
    days = dates(ask.stores.evidence)
    for row in rows:
        passage = by_id.get(row.passage)
        if passage is not None:
            first, last = passage.pages or (None, None)
            on = days.get(row.document)
            yield form.line(_COLUMNS, (
                row.passage, row.document, row.name, row.provider, row.provider_name,
                row.published, on.day if on and on.inspected else None,
                asked.framework if row.area else None, row.area, row.aspect, row.criterion,
                row.polarity, None if row.sure is None else bool(row.sure), row.decision, first,
                last, passage.locator, passage.text,
            ))  # fmt: skip


def _one_of(word: str, known: tuple[str, ...]) -> str | None:
    return word if word in known else None


def _day(written: str) -> str | None:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return None


def _number(written: str) -> int:
    return max(1, int(written[:6])) if written.isascii() and written[:6].isdecimal() else 1
