"""What holds for every answer: headers that keep others' pages and scripts out.

Nothing is loaded from elsewhere, no script or style stands in a page, and no page may be framed.
What a browser asks for before anybody goes there is not answered: what is sent counts as seen.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Adds the headers, and keeps pages with evidence out of the browser's cache."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        ahead = "prefetch" in Headers(scope=scope).get("sec-purpose", "")
        # The browser drops such an answer, and asks again when the page is really opened.
        await (Response(status_code=503) if ahead else self._app)(scope, receive, guarded)


def from_elsewhere(request: Request) -> bool:
    """Say whether another site's page made the browser send this.

    Browsers say so themselves (Fetch Metadata), and before that in the header Origin.
    """
    headers: Headers = request.headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin != f"{request.url.scheme}://{headers.get('host', '')}"
