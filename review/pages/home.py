"""The first page, which leads to every provider, and what keeps a session alive."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from review.asking import Ask
from review.reading.providers import listed


def show(ask: Ask) -> Response:
    """List the providers of which there is anything that the viewer may see."""
    words = ask.asked("words")
    return ask.page(
        "home.html", "Providers", providers=listed(ask.stores.evidence, ask.viewer, words),
        words=words,
    )  # fmt: skip


def stay(ask: Ask) -> Response:
    """Say when the session ends now that it was asked for."""
    return JSONResponse({"ends": int(ask.session.ends)})
