"""Signing in and out: the only addresses that answer those whom Vouch does not know yet."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from corpus.problems import AccessError, VouchError
from review.answering import Answering
from review.asking import local
from review.doorway import Kept, message, read_form, set_cookie, sign_in_page
from review.guarding import from_elsewhere
from review.sessions import COOKIE, Session, same
from review.templating import rendered
from review.vaults import vaults_of

PATH = "/sign-in"
_KEPT = "kept:"


def routes(answering: Answering) -> list[Route]:
    """Return the routes to sign in and out."""

    async def asked(request: Request) -> Response:
        return sign_in_page(local(request.query_params.get("next", "/")), [])

    async def signed(request: Request) -> Response:
        form = await read_form(request)
        if from_elsewhere(request):
            return message(403, "Not allowed", "Another site sent this form. Sign in here.")
        return await run_in_threadpool(_sign_in, answering, form)

    async def left(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_sign_out, answering, request, form)

    return [
        Route(PATH, asked, methods=["GET"]),
        Route(PATH, signed, methods=["POST"]),
        Route("/sign-out", left, methods=["POST"]),
    ]


def _sign_in(answering: Answering, form: FormData) -> Response:
    address = local(_text(form, "next") or "/")
    typed = [(n.removeprefix(_KEPT), str(v)) for n, v in form.multi_items() if n.startswith(_KEPT)]
    try:
        found = answering.sessions().sign_in(_text(form, "name"), _text(form, "password"))
    except AccessError as error:
        return sign_in_page(address, typed, 403, str(error))
    except VouchError as error:
        return message(503, "Not now", str(error), typed)
    secret, session = found
    answer = _go_on(address, typed, session)
    set_cookie(answer, secret, answering.settings)
    return answer


def _go_on(address: str, typed: Kept, session: Session) -> Response:
    """Go where they were going; what was typed in a form there is shown, to be sent by them."""
    if not typed:
        return RedirectResponse(address, 303)
    values = {"title": "You are signed in again", "next": address, "typed": typed,
              "token": session.token}  # fmt: skip
    return HTMLResponse(rendered("resume.html", values))


def _sign_out(answering: Answering, request: Request, form: FormData) -> Response:
    secret = request.cookies.get(COOKIE)
    try:
        sessions = answering.sessions()
        session = sessions.of(secret)
        if session is not None and secret and not from_elsewhere(request):
            if not same(_text(form, "token"), session.token):
                return message(403, "Please send it again", "Load the page again and sign out.")
            sessions.end(secret)
            vaults_of(answering.settings.workspace).drop(session.id)
    except VouchError as error:
        return message(503, "Not now", str(error))
    answer = RedirectResponse(PATH, 303)
    answer.delete_cookie(COOKIE)
    return answer


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
