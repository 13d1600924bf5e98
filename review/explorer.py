"""The researchers' explorer: Datasette, read-only, on research.db and on nothing else.

Whoever is signed in may ask that file anything, for a limited time. It is another program with
scripts of its own in its pages, so that these alone are let run there; it still loads nothing from
elsewhere.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.workspace import Workspace
from review.doorway import message

PATH = "/explore"
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_SETTINGS = {
    "base_url": f"{PATH}/", "sql_time_limit_ms": 2000, "max_returned_rows": 1000,
    "allow_download": False, "allow_facet": True, "suggest_facets": False,
}  # fmt: skip
# Datasette's own pages about itself and this machine are nobody's business here.
_OWN, _FILES = "/-/", "/-/static/"
_NO_FILE = (
    "There is no research file yet. In a terminal: vouch export --what research RESEARCH, or ask "
    "whoever looks after this workspace. It holds published documents alone."
)
_NO_PROGRAM = (
    "The explorer is not installed. In a terminal: pip install 'vouch-evidence[explore]'. What "
    "it would show is on the page Statistics, and in `vouch export`."
)


class Explorer:
    """Answers below /explore for those who are signed in; `signed_in` says whether somebody is."""

    def __init__(self, workspace: Workspace, signed_in: Callable[[Request], bool]) -> None:
        self._workspace = workspace
        self._signed_in = signed_in
        self._made: tuple[tuple[int, int], ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope)
        if not await run_in_threadpool(self._signed_in, request):
            await RedirectResponse(f"/sign-in?next={PATH}", 303)(scope, receive, send)
            return
        if request.method not in ("GET", "HEAD"):
            await message(405, "Not here", "The explorer only reads.")(scope, receive, send)
            return
        inner = request.url.path.removeprefix(PATH) or "/"
        if "//" in inner or (_OWN in inner and not inner.startswith(_FILES)):
            await message(404, "Not here", "There is no such page.")(scope, receive, send)
            return
        app = await self._app()
        if app is None:
            installed = importlib.util.find_spec("datasette") is not None
            words = _NO_FILE if installed else _NO_PROGRAM
            await message(404, "Nothing to explore", words)(scope, receive, send)
            return
        await app(_plain(scope, inner), receive, _with_policy(send))

    async def _app(self) -> ASGIApp | None:
        """Return Datasette on the file as it is now; null where one of the two is not there."""
        path = self._workspace.research
        if not path.is_file() or importlib.util.find_spec("datasette") is None:
            return None
        status = path.stat()
        state = status.st_ino, status.st_mtime_ns
        if self._made is None or self._made[0] != state:
            self._made = state, await _datasette(str(path))
        return self._made[1]


async def _datasette(path: str) -> ASGIApp:
    from datasette.app import Datasette  # noqa: PLC0415 - slow, and only researchers come here
    from datasette.plugins import pm  # noqa: PLC0415

    from review import exploring  # noqa: PLC0415

    if not pm.is_registered(exploring):
        pm.unregister(name=exploring.REPLACED)
        pm.register(exploring)

    static = [(exploring.STATIC, str(files("review").joinpath("static")))]
    made: Any = Datasette(immutables=[path], settings=_SETTINGS, memory=False, static_mounts=static)
    await made.invoke_startup()
    for asked in (made, *made.databases.values()):
        # Otherwise each question that fails is printed into the log of the app.
        asked.execute = partial(asked.execute, log_sql_errors=False)
    app: ASGIApp = made.app()
    return app


def _plain(scope: Scope, path: str) -> Scope:
    """Return the scope without our cookies: Datasette has its own, and no business with ours.

    It puts the address below which it answers before every path itself.
    """
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    raw = scope.get("raw_path", b"").removeprefix(PATH.encode()) or path.encode()
    return {
        **scope, "headers": headers, "root_path": "", "app_root_path": "", "path": path,
        "raw_path": raw,
    }  # fmt: skip


def _with_policy(send: Send) -> Send:
    async def sent(said: Message) -> None:
        if said["type"] == "http.response.start":
            kept = [pair for pair in said["headers"] if pair[0].lower() != b"set-cookie"]
            policy = (b"content-security-policy", POLICY.encode())
            said = {**said, "headers": [*kept, policy]}
        await send(said)

    return sent
