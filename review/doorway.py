"""What is said to those whom Vouch does not know, and when something went wrong.

What a person typed comes along: a lost session or a full disk must not cost their words.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from review.sessions import COOKIE
from review.settings import AppSettings
from review.templating import rendered

_MOST_FIELDS, _MOST_BYTES = 500, 1_000_000
# Secrets, and words that name somebody: whoever signs in next in this browser may be another.
_NEVER_KEPT = ("token", "password", "new_password", "again", "passphrase", "identifying")
Kept = list[tuple[str, str]]


async def read_form(request: Request) -> FormData:
    """Read a form of bounded size. HTTPException 413 for a longer one, 400 for none."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > _MOST_BYTES:
        raise HTTPException(413, "The form is too long.")
    return await request.form(max_files=2, max_fields=_MOST_FIELDS, max_part_size=_MOST_BYTES)


def kept(form: FormData) -> Kept:
    """Return what was typed, without secrets, so that it can be shown again."""
    return [
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in _NEVER_KEPT
    ]


def message(status: int, title: str, words: str, typed: Kept | None = None) -> Response:
    """Return a page that says what went wrong, with what was typed."""
    values = {"title": title, "words": words, "typed": [pair for pair in typed or [] if pair[1]]}
    return HTMLResponse(rendered("message.html", values), status)


def sign_in_page(
    address: str, typed: Kept, status: int = 200, wrong: str | None = None
) -> Response:
    """Return the page to sign in; `address` and what was typed there are gone on with after it."""
    values: Mapping[str, object] = {
        "title": "Sign in", "next": address, "typed": typed, "wrong": wrong,
    }  # fmt: skip
    return HTMLResponse(rendered("sign-in.html", values), status)


def set_cookie(answer: Response, secret: str, settings: AppSettings) -> None:
    """Give the browser the secret of its session; no script can read it, no other site send it."""
    answer.set_cookie(COOKIE, secret, httponly=True, samesite="strict", secure=settings.secure)
