"""Pictures of printed pages, of published documents alone."""

from __future__ import annotations

from functools import cache

from starlette.responses import Response

from corpus.workspace import Workspace
from review.asking import Ask, NotThereError
from review.pictures import Pictures
from review.reading.shown import visible_document


@cache
def pictures_of(workspace: Workspace) -> Pictures:
    """Return the pictures of a workspace, which all requests share."""
    return Pictures(workspace)


def show(ask: Ask) -> Response:
    """Return one page of a document as PNG."""
    document = visible_document(ask.stores.evidence, ask.viewer, ask.path["document"])
    number = ask.path["number"]
    # What was taken out of a case note would stand on the picture.
    if document is None or document.sensitivity != "public" or not number.isdecimal():
        raise NotThereError
    made = pictures_of(ask.settings.workspace).page(document.id, int(number[:6]))
    if made is None:
        raise NotThereError
    # The bytes of a published document never change, so neither does its picture.
    return Response(made, 200, {"Cache-Control": "private, max-age=86400"}, "image/png")
