"""The app over the demo's fictional provider, seen by people of every role."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Self

import pytest
from httpx import Response
from starlette.testclient import TestClient

from corpus.chain import Event
from corpus.decisions import open_decisions
from corpus.records import Reading
from corpus.sealing import Cost
from corpus.users import PasswordCost, Role, User, Users, may
from corpus.vault import create_vault, open_vault
from corpus.workspace import Workspace, open_workspace
from pipelines import local
from pipelines.commands.demo import samples
from pipelines.offers import Offer
from pipelines.redacting.cases import open_cases
from pipelines.redacting.preparing import prepare as look_through
from pipelines.redacting.signing import sign as sign_cases
from pipelines.settings import Settings, load_settings
from pipelines.stages import read_offer
from review.app import build
from review.assigning import assign
from review.counting import Remembered
from review.reading import search
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
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """Copy the demo; a test that is parametrized with "sealed" or "opened" gets case notes too."""
    root = tmp_path / "workspace"
    shutil.copytree(request.getfixturevalue(getattr(request, "param", "demo")), root)
    return open_workspace(root)


@pytest.fixture
def keeper(place: Workspace) -> User:
    """Make the first user, who adds all others."""
    with open_decisions(place) as decisions:
        return Users(decisions, CHEAP).add("Ann Keeper", "administrator", PASSWORD)


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
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each search anew, for those that change what is set."""
    monkeypatch.setattr(search, "_FOUND_BEFORE", Remembered(0))


@pytest.fixture
def first_item(stores: Stores, viewer: Callable[..., Viewer]) -> Item:
    """Give the first item of the queue."""
    return upcoming(stores.evidence, viewer(), Wanted(LENS), limit=1)[0]


# Case notes: two families, of the demo's provider and of one that nothing else tells of.

OPENS = "a ferry of seven lanterns"
NEAR, FAR = "9900001", "9977777"
FAMILIES = {
    NEAR: "Child: Mara Quillfeather\nDOB: 04/05/2014\n\nDate: 12/03/2024\nCase: LCS-4410023\n"
    "Type: Home visit\nAuthor: Social Worker\n\nMara Quillfeather was seen at home with her "
    "mother, Odile Quillfeather. Mara said that she likes her xylophone lessons. Odile can be rung "
    "on 07700 900123.\n\nDate: 19/03/2024\nType: Supervision\nAuthor: Team Manager\n\n"
    "Supervision of the social worker was regular. Mara said her stepfather Craig Quillfeather hit "
    "her with a belt last night.\n",
    FAR: "Child: Tobin Brackenreed\n\nDate: 02/02/2017\nCase: LCS-9920041\nType: Home visit\n"
    "Author: Social Worker\n\nTobin Brackenreed told the social worker that he is happy with his "
    "carer and plays the bassoon. Leaders visit often.\n",
}


class _Here:
    """Staff that reads in this process."""

    def __init__(self, settings: Settings, temporary: Path, reader: str) -> None:
        self.settings = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def run(self, offers: Sequence[Offer]) -> Iterator[Reading]:
        return (read_offer(offer, self.settings) for offer in offers)


@pytest.fixture(scope="session")
def sealed(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seal case notes beside the sample documents, looked through and not signed."""
    folder = tmp_path_factory.mktemp("sealed")
    root = folder / "workspace"
    shutil.copytree(demo, root)
    place = open_workspace(root)
    create_vault(place, OPENS, Cost(n=16, r=1, p=1)).close()
    for provider, words in FAMILIES.items():
        inbox = folder / provider
        inbox.mkdir()
        (inbox / "notes.txt").write_text(words)
        given = Settings(workspace=root, sensitivity="restricted", provider=provider)
        local.ingest([inbox], given, staff=_Here)
    with open_vault(place, OPENS) as vault:
        look_through(vault, Settings(workspace=root, jobs=1))
    return root


@pytest.fixture(scope="session")
def opened(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sign both cases, so that their notes can be searched by those who may see them."""
    root = tmp_path_factory.mktemp("opened") / "workspace"
    shutil.copytree(sealed, root)
    by = User("some signer", "Some signer", "qa-reviewer", "2026-01-01T00:00:00+00:00")
    with open_vault(open_workspace(root), OPENS) as vault:
        given = Settings(workspace=root, jobs=1, frameworks=(LENS,))
        sign_cases(vault, list(open_cases(vault)), by, "read every note", given)
    return root


# A house: an app that a whole test module uses, with somebody of every kind signed in.

PEOPLE: Mapping[str, tuple[Role, tuple[str, ...]]] = {
    "researcher": ("researcher", ()),
    "assigned researcher": ("researcher", (NEAR,)),
    "inspector": ("inspector", ()),
    "assigned inspector": ("inspector", (NEAR,)),
    "qa-reviewer": ("qa-reviewer", ()),
    "administrator": ("administrator", ()),
    "assigned administrator": ("administrator", (NEAR,)),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in: with the secret of their cookie and the token of their forms."""

    user: User
    secret: str
    token: str

    @property
    def cookie(self) -> dict[str, str]:
        """The header by which their browser says who they are."""
        return {"cookie": f"{COOKIE}={self.secret}"}


class House:
    """One app, many people; answers of defects come as pages, as they do in a browser."""

    def __init__(self, place: Workspace, client: TestClient) -> None:
        self.place = place
        self.client = client
        self.people: dict[str, Person] = {}

    def let_in(
        self, name: str, role: Role, providers: Sequence[str] = (), opens: bool = True
    ) -> Person:
        """Add somebody, sign them in, and open the vault for them where they may look into it."""
        with open_decisions(self.place) as decisions:
            users = Users(decisions, CHEAP)
            first = next(iter(self.people.values())).user if self.people else None
            user = users.add(name, role, PASSWORD, first)
            # They chose it themselves, as it were.
            user = users.set_password(user.name, PASSWORD, user)
            for provider in providers:
                assign(decisions, user, provider, first or user)
            secret, session = Sessions(decisions).begin(user)
        self.people[name] = Person(user, secret, session.token)
        if opens and may(user, "view") and self.place.vault.exists():
            assert self.post(name, "/cases", passphrase=OPENS).status_code == 303
        return self.people[name]

    def get(self, who: str, address: str) -> Response:
        """Load a page as somebody."""
        return self.client.get(address, headers=self.people[who].cookie)

    def post(self, who: str, address: str, **fields: str) -> Response:
        """Send a form with the token of somebody's session."""
        person = self.people[who]
        sent = {"token": person.token, **fields}
        return self.client.post(address, data=sent, headers=person.cookie)

    def events(self) -> list[Event]:
        """List all events."""
        with open_decisions(self.place) as decisions:
            return list(decisions.events())


@contextlib.contextmanager
def _house(root: Path, folder: Path) -> Iterator[House]:
    shutil.copytree(root, folder)
    place = open_workspace(folder)
    settings = AppSettings(workspace=place)
    with TestClient(
        build(settings), follow_redirects=False, raise_server_exceptions=False
    ) as client:
        house = House(place, client)
        house.let_in("Ann Keeper", "administrator")
        for name, (role, providers) in PEOPLE.items():
            house.let_in(name, role, providers)
        yield house


@pytest.fixture(scope="module")
def waiting(sealed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house in which all case notes wait for a signature."""
    with _house(sealed, tmp_path_factory.mktemp("waiting") / "workspace") as house:
        yield house


@pytest.fixture(scope="module")
def signed(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house in which all case notes are signed."""
    with _house(opened, tmp_path_factory.mktemp("signed") / "workspace") as house:
        yield house
