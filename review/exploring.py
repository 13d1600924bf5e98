"""What a question to the explorer may cost and reach, what is said where it fails, and its looks.

Datasette calls it for each connection and error. Imported with Datasette alone.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response, hookimpl
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

# Of one value in bytes, of one answer in columns: nobody fills the memory by one question.
LONGEST, WIDEST = 100_000, 60
# What makes large values of nothing, loads programs, or tells where the file lies.
DENIED = frozenset(
    {"printf", "format", "zeroblob", "randomblob", "load_extension", "fts3_tokenizer",
     "pragma_database_list"}
)  # fmt: skip
# Datasette's own prints a traceback with all that was asked, for every error that it knows, too.
REPLACED = "datasette.handle_exception"
_CANNOT = "The explorer cannot answer this. Ask in another way."
# Files of ours, below Datasette's address, and what puts them into its pages.
STATIC = "vouch"
_STYLE, _SCRIPT = f"/{STATIC}/explorer.css", f"/{STATIC}/explorer.js"
log = logging.getLogger("vouch.review")


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let questions neither fill the memory nor learn of anything but the file."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    conn.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, WIDEST)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.set_authorizer(_allowed)


def _allowed(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    name = {sqlite3.SQLITE_FUNCTION: second, sqlite3.SQLITE_READ: first}.get(action) or ""
    denied = action == sqlite3.SQLITE_ATTACH or name.casefold() in DENIED
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK


@hookimpl  # type: ignore[untyped-decorator]
def extra_css_urls() -> list[str]:
    """Give its pages enough contrast, and room on a small screen."""
    return [_STYLE]


@hookimpl  # type: ignore[untyped-decorator]
def extra_js_urls() -> list[dict[str, object]]:
    """Name the fields of its pages for those who hear them. A module runs once a page is there."""
    return [{"url": _SCRIPT, "module": True}]


@hookimpl  # type: ignore[untyped-decorator]
def menu_links() -> list[dict[str, str]]:
    """Lead back to the app."""
    return [{"href": "/", "label": "Back to Vouch"}]


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Response]]:
    """Say what is wrong with a question; neither print nor log a word of it."""
    status, told = _told(exception)

    async def answer() -> Response:
        said = {"ok": False, "status": status, "title": None, **told}
        if request.path.partition("?")[0].endswith(".json"):
            return Response.json(said | {"error": str(said["error"])}, status=status)
        template = datasette.jinja_env.select_template([f"{status}.html", "error.html"])
        links = {
            "urls": datasette.urls, "menu_links": menu_links,
            "extra_css_urls": [{"url": datasette.urls.path(_STYLE)}],
            "extra_js_urls": [{"url": datasette.urls.path(_SCRIPT), "module": True}],
        }  # fmt: skip
        page = await template.render_async(
            {**said, **links, "app_css_hash": datasette.app_css_hash()}
        )
        return Response.html(page, status=status)

    return answer


def _told(exception: Exception) -> tuple[int, dict[str, Any]]:
    if isinstance(exception, DatasetteError):
        words = exception.message
        words = Markup(words) if exception.message_is_html else words  # noqa: S704 - its own marks
        return exception.status, {**exception.error_dict, "error": words, "title": exception.title}
    if isinstance(exception, Base400):
        return exception.status, {"error": str(exception.args[0] if exception.args else _CANNOT)}
    log.warning("the explorer failed with %s", type(exception).__name__)
    return 400, {"error": _CANNOT}
