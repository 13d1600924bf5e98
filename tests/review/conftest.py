"""The app over the demo's fictional provider, seen by people of every role."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from corpus.decisions import open_decisions
from corpus.users import PasswordCost, Role, User, Users
from corpus.workspace import Workspace, open_workspace
from pipelines import local
from pipelines.commands.demo import samples
from pipelines.settings import load_settings
from review.app import build
from review.reading.upcoming import Item, Wanted, upcoming
from review.sessions import COOKIE, Sessions
from review.settings import AppSettings
from review.stores import Stores
from review.viewing import Viewer

PASSWORD = "river lantern copper moss"
LENS = "sccif-asa-2024"
CHEAP = PasswordCost(1, 8, 1)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read the sample documents once; every test gets a copy of what came of it."""
    root = tmp_path_factory.mktemp("demo") / "workspace"
    local.ingest(
        samples(),
        load_settings(
            {"workspace": root, "sensitivity": "public", "jobs": 1, "frameworks": (LENS,)}
        ),
    )
    return root


@pytest.fixture
def place(demo: Path, tmp_path: Path) -> Workspace:
    root = tmp_path / "workspace"
    shutil.copytree(demo, root)
    return open_workspace(root)


@pytest.fixture
def keeper(place: Workspace) -> User:
    """Make the first user, who adds all others."""
    with open_decisions(place) as decisions:
        return Users(decisions, CHEAP).add("Ann Keeper", "keeper", PASSWORD)


@pytest.fixture
def settings(place: Workspace) -> AppSettings:
    return AppSettings(workspace=place)


@pytest.fixture
def nobody(settings: AppSettings) -> Iterator[TestClient]:
    """Give a browser in which nobody is signed in."""
    with TestClient(build(settings), follow_redirects=False) as client:
        yield client


SignedIn = Callable[..., "Browser"]


class Browser:
    """A browser in which somebody is signed in; forms are sent with the token of their session."""

    def __init__(self, client: TestClient, user: User, token: str) -> None:
        self.client = client
        self.user = user
        self.token = token

    def get(self, address: str, status: int = 200) -> str:
        """Load a page, and check the status that it comes with."""
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def check_absent(self, *addresses: str) -> None:
        """Check that there is nothing at these addresses for this person, and no word of why."""
        for address in addresses:
            assert "There is no such page" in self.get(address, 404)

    def words(self, address: str, status: int = 200) -> str:
        """Load a page, and return what it says, without its marks."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.get(address, status))).split())

    def post(self, address: str, status: int = 303, **fields: str) -> str:
        """Send a form; the page that comes back, or the address that it leads to."""
        answer = self.client.post(address, data={"token": self.token, **fields})
        assert answer.status_code == status, answer.text
        return str(answer.headers.get("location", answer.text))


@pytest.fixture
def signed_in(place: Workspace, settings: AppSettings, keeper: User) -> Iterator[SignedIn]:
    """Sign somebody of a role in, without typing a password."""
    open_clients: list[TestClient] = []

    def sign(role: Role, name: str | None = None) -> Browser:
        with open_decisions(place) as decisions:
            users = Users(decisions, CHEAP)
            user = users.named(name or f"Some {role}")
            if user is None:
                user = users.add(name or f"Some {role}", role, PASSWORD, keeper)
                # They chose it themselves, as it were.
                user = users.set_password(user.name, PASSWORD, user)
            secret, session = Sessions(decisions).begin(user)
        client = TestClient(build(settings), follow_redirects=False, cookies={COOKIE: secret})
        open_clients.append(client)
        return Browser(client, user, session.token)

    yield sign
    for client in open_clients:
        client.close()


@pytest.fixture
def stores(place: Workspace, keeper: User) -> Iterator[Stores]:
    """Open the databases as a request sees them."""
    found = Stores(place)
    yield found
    found.close()


@pytest.fixture
def viewer() -> Callable[..., Viewer]:
    """Make a viewer of a role."""

    def make(role: Role = "inspector", *providers: str, name: str = "Ina") -> Viewer:
        return Viewer(User(name.casefold(), name, role, "2026-01-01"), frozenset(providers))

    return make


@pytest.fixture
def first_item(stores: Stores, viewer: Callable[..., Viewer]) -> Item:
    """Give the first item of the queue."""
    return upcoming(stores.evidence, viewer(), Wanted(LENS), limit=1)[0]
