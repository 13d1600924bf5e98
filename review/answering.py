"""From a request to an answer: who asks, may they, is the form ours, and what if it fails.

Pages answer in threads: each has its own connections to the databases. What a person typed is never
lost with a session, a token or a full disk: it stands in the page that says what went wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from corpus.problems import AccessError, VouchError, WorkspaceError
from corpus.users import Users, key_of, may, require
from review import assigning
from review.asking import Ask, NotThereError
from review.doorway import kept, message, read_form, set_cookie, sign_in_page
from review.guarding import from_elsewhere
from review.pages import Page
from review.preparing import Preparing
from review.sessions import COOKIE, Lives, Session, Sessions, same
from review.settings import AppSettings
from review.stores import Stores
from review.vaults import vaults_of
from review.viewing import Viewer

log = logging.getLogger("vouch.review")


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers for all pages of one app."""

    settings: AppSettings
    stores: Stores
    preparing: Preparing

    def route(self, path: str, pages: Iterable[Page]) -> Route:
        """Return the route of an address for all its methods."""
        by_method = {page.method: page for page in pages}

        async def endpoint(request: Request) -> Response:
            page = by_method["POST" if request.method == "POST" else "GET"]
            form = await read_form(request) if request.method == "POST" else FormData()
            return await run_in_threadpool(self.answer, page, request, form)

        return Route(path, endpoint, methods=list(by_method))

    def sessions(self) -> Sessions:
        """Return the sessions, as this thread sees them."""
        told = self.settings
        lives = Lives(told.idle_minutes * 60.0, told.longest_hours * 3600.0)
        return Sessions(self.stores.decisions, lives)

    def close_ended(self) -> None:
        """Close vaults that were opened in sessions that have ended; all where that is unknown."""
        vaults = vaults_of(self.settings.workspace)
        if not len(vaults):
            return
        try:
            alive = self.sessions().alive()
        except VouchError:
            alive = frozenset()
        vaults.keep_only(alive)

    def somebody(self, request: Request) -> bool:
        """Say whether somebody who may read is signed in; null sessions and errors are nobody."""
        try:
            session = self._signed_in(request)[1]
        except VouchError:
            return False
        return session is not None and may(session.user, "read") and not session.user.temporary

    def answer(self, page: Page, request: Request, form: FormData) -> Response:
        """Answer one request; whatever goes wrong becomes a page that says so."""
        try:
            secret, session = self._signed_in(request)
            if session is None:
                return self._ask_to_sign_in(page, request, form)
            answer = self._of_page(page, request, form, session)
            if secret is not None:
                set_cookie(answer, secret, self.settings)
            return answer
        except NotThereError:
            return message(404, "Not found", _NOT_THERE)
        except AccessError as error:
            return message(403, "Not allowed", str(error), kept(form))
        except WorkspaceError as error:
            return message(503, "Not now", str(error), kept(form))
        except VouchError as error:
            return message(400, "This cannot be done", str(error), kept(form))

    def _of_page(self, page: Page, request: Request, form: FormData, session: Session) -> Response:
        if page.method == "POST" and not self._ours(request, form, session):
            return message(403, "Please send it again", _FORGED, kept(form))
        require(session.user, page.may)
        if session.user.temporary and page.path not in _FIRST:
            return RedirectResponse("/password", 303)
        decisions = self.stores.decisions
        viewer = Viewer(session.user, assigning.providers_of(decisions, session.user))
        query = f"?{request.url.query}" if request.url.query else ""
        ask = Ask(
            self.settings, self.stores, viewer, session, request.url.path + query,
            request.path_params, request.query_params, form, request.headers,
        )  # fmt: skip
        with self.preparing.answering(viewer):
            return page.answer(ask)

    def _ours(self, request: Request, form: FormData, session: Session) -> bool:
        token = form.get("token")
        if from_elsewhere(request) or not isinstance(token, str):
            return False
        return same(token, session.token)

    def _signed_in(self, request: Request) -> tuple[str | None, Session | None]:
        """Return the session, and its secret where it has just begun."""
        secret = request.cookies.get(COOKIE)
        sessions = self.sessions()
        session = sessions.of(secret)
        if self.settings.trusted_header is None:
            return None, session
        name = told_by_proxy(request, self.settings)
        if session is not None and session.user.key == name:
            return None, session
        user = Users(self.stores.decisions).named(name) if name else None
        if user is None or user.disabled:
            raise AccessError(
                "The proxy before Vouch names nobody who may use it. Ask an administrator to add "
                "you under the name with which you signed in there."
            )
        return sessions.begin(user)

    def _ask_to_sign_in(self, page: Page, request: Request, form: FormData) -> Response:
        """Send to the sign-in page; what was typed in a form comes along and is sent after it."""
        if page.method == "GET":
            return sign_in_page(_address(request), [])
        return sign_in_page(_address(request), kept(form), 401)


def told_by_proxy(request: Request, settings: AppSettings) -> str:
    """Return who the proxy says is signed in, as users are compared; "" where no proxy says so."""
    given = request.headers.getlist(settings.trusted_header or "")
    host = request.client.host if request.client else ""
    # Two headers mean that somebody put one in before the proxy did.
    if host not in settings.trusted_addresses or len(given) != 1:
        return ""
    return key_of(given[0])


def _address(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path + query


_FIRST = ("/password", "/sign-out")
_NOT_THERE = (
    "There is no such page, or what stood here is not for you to see. Documents with case notes "
    "are shown to inspectors who are assigned to the provider, and to quality reviewers."
)
_FORGED = (
    "This form did not come from the page as it was last shown to you: you may have signed in "
    "again since, or another page sent it. Nothing was stored. Go back, load the page again, and "
    "send it from there; what you typed stands below."
)
