"""A real browser before the app: Debian's chromium. Tests skip where there is none."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

from corpus.decisions import open_decisions
from corpus.users import PasswordCost, Role, User, Users
from corpus.workspace import Workspace, open_workspace
from review.app import build
from review.sessions import COOKIE, Sessions
from review.settings import AppSettings

PASSWORD = "river lantern copper moss"
CHEAP = PasswordCost(1, 8, 1)
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass
class Tab:
    """A page in the browser, with what it asked of other hosts and what it complained of."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, host: str) -> None:
        self.page.on("request", lambda request: self._asked(request, host))
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Request, host: str) -> None:
        found = urlsplit(request.url)
        if found.scheme not in ("data", "blob") and found.netloc != host:
            self.elsewhere.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        # The browser itself says of every 404 and 409 that it was one.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.complaints.append(message.text)


@dataclass
class Site:
    """The app, answering at `address` over a workspace, with whoever is to be signed in."""

    address: str
    place: Workspace
    chromium: Chromium

    def user(self, role: Role) -> User:
        """Return the user of a role, who chose their password themselves."""
        name = f"Some {role}"
        with open_decisions(self.place) as decisions:
            users = Users(decisions, CHEAP)
            keeper = users.named("Ann Keeper") or users.add("Ann Keeper", "administrator", PASSWORD)
            found = users.named(name)
            if found is None:
                found = users.add(name, role, PASSWORD, keeper)
                found = users.set_password(found.name, PASSWORD, found)
        return found

    def events(self) -> list[tuple[str, str | None]]:
        """List what was decided: what it was, and the words that came with it."""
        with open_decisions(self.place) as decisions:
            return [
                (event.what, event.reason)
                for event in decisions.events()
                if event.target_type != "user"
            ]

    def cookie(self, role: Role) -> tuple[str, str]:
        """Sign somebody in: the secret of their session, and the token of their forms."""
        user = self.user(role)
        with open_decisions(self.place) as decisions:
            secret, session = Sessions(decisions).begin(user)
        return secret, session.token

    @contextlib.contextmanager
    def tab(self, role: Role | None = None, **options: object) -> Iterator[Tab]:
        """Open a page of a browser in which somebody of a role is signed in, or nobody."""
        context = self.chromium.new_context(base_url=self.address, **options)
        context.set_default_timeout(20_000)
        if role is not None:
            secret, _ = self.cookie(role)
            context.add_cookies([{"name": COOKIE, "value": secret, "url": self.address}])
        tab = Tab(context.new_page())
        tab.watch(urlsplit(self.address).netloc)
        try:
            yield tab
        finally:
            context.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Start the browser, for one module: other tests want the loop that drives it."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("There is no chromium here: install the Debian package of that name.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        yield browser
        browser.close()


Serving = Callable[..., contextlib.AbstractContextManager[Site]]


@pytest.fixture(scope="module")
def serving(chromium: Chromium) -> Serving:
    """Give what starts the app over a workspace, on a port that is free."""

    @contextlib.contextmanager
    def start(place: Workspace, **told: int) -> Iterator[Site]:
        app = build(AppSettings(workspace=place, **told))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            answering = threading.Thread(target=server.run, args=([listener],), daemon=True)
            answering.start()
            try:
                yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", place, chromium)
            finally:
                server.should_exit = True
                answering.join(30)

    return start


@pytest.fixture
def site(serving: Serving, place: Workspace) -> Iterator[Site]:
    """Start the app for one test, which may decide what it likes."""
    with serving(place) as found:
        yield found


@pytest.fixture(scope="module")
def standing(
    serving: Serving, sealed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Start the app, with case notes too, for all tests of a module, which only look."""
    root = tmp_path_factory.mktemp("standing") / "workspace"
    shutil.copytree(sealed, root)
    with serving(open_workspace(root)) as found:
        yield found
