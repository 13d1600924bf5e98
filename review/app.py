"""The app: its pages under one roof, for one workspace."""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import AsyncIterator
from importlib.resources import files
from itertools import groupby

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from review.answering import Answering, log
from review.doorway import message
from review.explorer import PATH, Explorer
from review.guarding import Guard
from review.pages import PAGES, Page, load, signin
from review.preparing import Preparing
from review.settings import AppSettings
from review.stores import Stores
from review.vaults import vaults_of

# Connections are one a thread; more threads than this would only wait for the interpreter.
_THREADS = 8
# Seconds between two looks whether sessions have ended that had opened the vault, and whether pages
# are still made ahead.
_SWEEP = 20.0


def build(settings: AppSettings) -> Starlette:
    """Return the app for a workspace. Before somebody asks it opens no file that is not there."""
    stores = Stores(settings.workspace)
    answering = Answering(settings, stores, Preparing(stores))
    by_path = groupby(sorted(PAGES, key=_path), key=_path)
    routes: list[Route | Mount] = [answering.route(path, list(pages)) for path, pages in by_path]
    # "/queue/next" before "/queue/{item}": the plain address is the more particular one.
    routes.sort(key=lambda route: route.path.count("{"))
    static = StaticFiles(directory=str(files("review").joinpath("static")))
    explorer = Explorer(settings.workspace, answering.somebody)
    routes += [*signin.routes(answering), Mount("/static", static), Mount(PATH, explorer)]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: _http, 404: _http, Exception: _defect},
        lifespan=lambda _: _lifespan(answering),
    )


def _path(page: Page) -> str:
    return page.path


@contextlib.asynccontextmanager
async def _lifespan(answering: Answering) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    ended = threading.Event()
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_work_beside, answering, ended)
            yield
            tasks.cancel_scope.cancel()
    finally:
        ended.set()
    vaults_of(answering.settings.workspace).keep_only(())


async def _work_beside(answering: Answering, ended: threading.Event) -> None:
    """Load beside the first answers what answers the rest; then see to what nobody asks for."""
    await run_in_threadpool(load)
    # It stays until the end: looking through it for waste would take part of each page.
    gc.freeze()
    ahead: threading.Thread | None = None
    while True:
        # A thread of its own: a defect in it ends it, and nothing else, until the next look.
        if ahead is None or not ahead.is_alive():
            ahead = threading.Thread(target=answering.preparing.until, args=[ended], daemon=True)
            ahead.start()
        await anyio.sleep(_SWEEP)
        await run_in_threadpool(answering.close_ended)


async def _http(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    words = _WORDS.get(status, "The request cannot be answered.")
    return message(status, "Not found" if status == 404 else "This cannot be done", words)


async def _defect(request: Request, error: Exception) -> Response:
    # What was asked may name people; where it failed does not.
    log.error("defect at %s %s", request.method, request.scope.get("path"), exc_info=error)
    return message(500, "Something is wrong in Vouch", _WORDS[500])


_WORDS = {
    404: "There is no such page. Start again from the first one.",
    405: "This page does not take that kind of request.",
    413: "What was sent is too long. Send less at once; nothing was stored.",
    500: "Vouch has a defect here, and wrote where it happened into the log. What was stored "
    "before is still there.",
}
