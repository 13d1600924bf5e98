"""The evidence base for quality assurance: what bears each judgement, from which sources."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.responses import Response

from review.asking import Ask, NotThereError, go
from review.counting import Remembered
from review.labels import lens
from review.reading.by_area import Piece, strongest
from review.reading.evidence_base import EvidenceBase, evidence_base, provider_told
from review.reading.matrix import By, column_of, in_row, types_of
from review.reading.providers import listed
from review.reading.quotes import quotes
from review.reading.upcoming import Wanted, frameworks_tagged, query_of
from review.sources import title_of
from review.templating import rendered
from review.viewed import saw

# So many documents fit beside each other; more are shown by type of source until asked for.
_MANY = 12
_MOST = 100  # passages of a cell on its page
_RENDERED = Remembered(64)


def show(ask: Ask) -> Response:
    """Let the viewer choose a provider and a framework."""
    evidence, folder = ask.stores.evidence, ask.settings.workspace.frameworks
    key, framework = ask.asked("provider"), ask.asked("framework")
    if key:
        return go(address_of(key, framework=framework))
    return ask.page(
        "evidence.html", "Evidence base", providers=listed(evidence, ask.viewer),
        lenses=[lens(name, folder) for name in frameworks_tagged(evidence)],
    )  # fmt: skip


def show_matrix(ask: Ask) -> Response:
    """Show the matrix of a provider through a framework."""
    found = base_of(ask)
    decides = ask.viewer.may("decide")

    def render() -> Markup:
        values = {"found": found, "told": found.told, "lens": found.lens, "matrix": found.matrix,
                  "here": address_of(ask.path["key"]), "decides": decides}  # fmt: skip
        return Markup(rendered("evidence-matrix.html", values))  # noqa: S704 - a template of ours

    main = _RENDERED.of(ask.stores.evidence, (found.number, ask.path["key"], decides), render)
    return ask.page("provider.html", f"Evidence base: {found.told.provider.name}", main=main)


def show_cell(ask: Ask) -> Response:
    """Show the passages of a row, or of one cell of it."""
    found = base_of(ask)
    label = found.lens.labels.get(ask.path["code"])
    if label is None or found.lens.id != ask.path["framework"]:
        raise NotThereError
    wanted = ask.asked("column")
    column = next((one for one in found.matrix.columns if one.key == wanted), None)
    if wanted and column is None:
        raise NotThereError
    pieces = [
        one
        for one in found.base.pieces
        if in_row(one, label) and (column is None or column.key in column_of(found.laid, one))
    ]
    listed_ = strongest(_once(pieces), found.told.dates)
    known = quotes(
        ask.stores.evidence, found.told.documents, [one.passage for one in listed_[:_MOST]]
    )
    saw(ask, (one.document for one in known.values() if one.restricted))
    return ask.page(
        "evidence-cell.html", f"{label.title or label.code}: {found.told.provider.name}",
        found=found, told=found.told, lens=found.lens, label=label, column=column,
        pieces=[one for one in listed_[:_MOST] if one.passage in known], quotes=known,
        total=len(listed_), here=address_of(ask.path["key"]),
        queue=query_of(Wanted(found.lens.id, ask.path["key"], label.area)),
        sources=lambda one: [title_of(kind) for kind in types_of(found.laid, one)],
    )  # fmt: skip


def base_of(ask: Ask) -> EvidenceBase:
    """Return the evidence base that an address names; NotThereError where none is to be seen."""
    evidence, viewer = ask.stores.evidence, ask.viewer
    told = provider_told(evidence, ask.stores.decisions, viewer, ask.path["key"])
    if told is None:
        raise NotThereError
    by: By = "source" if len(told.documents) > _MANY else "document"
    if ask.asked("by") in ("source", "document"):
        by = "source" if ask.asked("by") == "source" else "document"
    framework = ask.path.get("framework") or ask.asked("framework")
    return evidence_base(evidence, viewer, told, framework, by)


def address_of(key: str, part: str = "", **values: str) -> str:
    """Return the address of a provider's evidence base, or of a page under it."""
    query = urlencode({name: value for name, value in values.items() if value})
    place = f"/evidence/provider/{quote(key, safe='')}{part}"
    return f"{place}?{query}" if query else place


def _once(pieces: Iterable[Piece]) -> Iterable[Piece]:
    return {(one.passage, one.polarity): one for one in pieces}.values()
