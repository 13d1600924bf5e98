"""From a request to an answer: who is let in, which forms count, and what is never lost."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from corpus.decisions import open_decisions
from corpus.users import MAY, ROLES, TITLES, Role, User
from corpus.workspace import Workspace
from review.app import build
from review.pages import PAGES
from review.sessions import COOKIE
from review.settings import AppSettings

PASSWORD = "river lantern copper moss"
SIGN_IN = {"name": "Ann Keeper", "password": PASSWORD, "next": "/people"}


def address_of(path: str) -> str:
    """Fill the variable parts of an address with what is not there."""
    return re.sub(r"\{[^}]+\}", "0", path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
def test_nobody_gets_anything_without_signing_in(nobody: TestClient, keeper: User, page) -> None:
    answer = nobody.request(page.method, address_of(page.path), data={"comment": "kept"})
    assert answer.status_code == (200 if page.method == "GET" else 401)
    assert "<h1>Sign in</h1>" in answer.text
    assert "Ann" not in answer.text


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.method} {page.path}")
def test_every_page_asks_for_the_right_role(signed_in, page, role: Role) -> None:
    browser = signed_in(role)
    answer = browser.client.request(
        page.method,
        address_of(page.path),
        data={"token": browser.token} if page.method == "POST" else None,
    )
    if page.may in MAY[role]:
        assert answer.status_code not in (401, 403, 500), answer.text
    else:
        assert answer.status_code == 403
        assert f"({TITLES[role]}) may not" in answer.text


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.method == "POST"], ids=lambda page: page.path
)
@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({}, None),
        ({}, "forged"),
        ({"sec-fetch-site": "cross-site"}, "right"),
        ({"sec-fetch-site": "same-site"}, "right"),
        ({"origin": "https://elsewhere.example"}, "right"),
        ({"origin": "null"}, "right"),
    ],
)
def test_forms_of_others_change_nothing(signed_in, place: Workspace, page, headers, token) -> None:
    browser = signed_in("administrator", "Ann Keeper")
    before = list(_events(place))
    fields = {"comment": "typed with care"}
    if token:
        fields["token"] = browser.token if token == "right" else token
    answer = browser.client.post(address_of(page.path), data=fields, headers=headers)
    assert answer.status_code == 403
    assert "typed with care" in answer.text
    assert list(_events(place)) == before


def _events(place: Workspace) -> list[str]:
    with open_decisions(place) as decisions:
        return [event.hash for event in decisions.events()]


def test_signing_in_leads_where_one_was_going(nobody: TestClient, keeper: User) -> None:
    answer = nobody.post("/sign-in", data=SIGN_IN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")
    assert nobody.get("/people").status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1",
     "/x\r\nSet-Cookie: a=b", ""],
)  # fmt: skip
def test_signing_in_never_leads_out_of_the_app(
    nobody: TestClient, keeper: User, elsewhere: str
) -> None:
    answer = nobody.post("/sign-in", data={**SIGN_IN, "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_a_session_that_was_planted_is_not_taken_over(nobody: TestClient, keeper: User) -> None:
    nobody.cookies.set(COOKIE, "planted-by-somebody-else")
    answer = nobody.post("/sign-in", data=SIGN_IN)
    assert "planted" not in answer.headers["set-cookie"]
    assert nobody.get("/people").status_code == 200


def test_a_wrong_password_says_no_more_than_a_wrong_name(nobody: TestClient, keeper: User) -> None:
    one = nobody.post("/sign-in", data={**SIGN_IN, "password": "wrong"})
    other = nobody.post("/sign-in", data={**SIGN_IN, "name": "Nobody"})
    assert one.status_code == other.status_code == 403
    assert one.text == other.text


def test_what_was_typed_outlives_the_session(nobody: TestClient, keeper: User) -> None:
    typed = {"comment": "a long thought\nin two lines", "token": "old", "password": "never kept"}
    asked = nobody.post("/people/change", data=typed)
    assert asked.status_code == 401
    assert "a long thought" in asked.text
    assert "never kept" not in asked.text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.text))
    answer = nobody.post("/sign-in", data={**SIGN_IN, **fields})
    assert answer.status_code == 200
    assert "a long thought\nin two lines" in answer.text
    assert 'action="/people/change"' in answer.text
    assert re.search(r'name="token" value="[^"]{20,}"', answer.text)


def test_signing_out_takes_a_form_of_ours(signed_in) -> None:
    browser = signed_in("inspector")
    assert browser.client.post("/sign-out", data={"token": "forged"}).status_code == 403
    assert "Sign out" in browser.get("/")
    assert browser.post("/sign-out") == "/sign-in"
    assert "<h1>Sign in</h1>" in browser.get("/")


def test_a_password_that_somebody_else_set_is_changed_first(nobody: TestClient, signed_in) -> None:
    signed_in("administrator", "Ann Keeper").post(
        "/people", name="Ben", role="inspector", new_password="a first word for ben"
    )
    ben = {"name": "Ben", "password": "a first word for ben", "next": "/"}
    nobody.post("/sign-in", data=ben)
    assert nobody.get("/").headers["location"] == "/password"


def test_every_answer_keeps_others_out(signed_in) -> None:
    for address in ("/", "/no-such-page", "/static/style.css"):
        headers = signed_in("inspector").client.get(address).headers
        assert "script-src 'self'" in headers["content-security-policy"], address
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"]


def test_pages_say_nothing_of_what_is_not_there(signed_in) -> None:
    browser = signed_in("inspector")
    assert "no such page" in browser.get("/no-such-page", 404)
    assert "no such page" in browser.get("/static/../../review.db", 404)


@pytest.mark.parametrize("sent", ["x" * 1_100_000, "a=1&" * 600])
def test_forms_that_are_too_long_are_refused(signed_in, sent: str) -> None:
    browser = signed_in("inspector")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.client.post("/stay", content=sent, headers=headers)
    assert answer.status_code in (400, 413)
    assert "Traceback" not in answer.text


def test_a_workspace_without_documents_says_what_to_do(tmp_path, keeper: User, signed_in) -> None:
    browser = signed_in("inspector")
    (tmp_path / "workspace" / "evidence.db").unlink()
    assert "vouch ingest" in browser.get("/", 503)


class TestProxy:
    """A proxy that signs people in names them in a header."""

    @pytest.fixture
    def through(self, place: Workspace, keeper: User):
        def client(address: str = "127.0.0.1") -> TestClient:
            told = AppSettings(workspace=place, trusted_header="X-User", secure=False)
            return TestClient(build(told), follow_redirects=False, client=(address, 5000))

        return client

    def test_whom_the_proxy_names_is_signed_in(self, through) -> None:
        answer = through().get("/", headers={"X-User": "ann KEEPER"})
        assert answer.status_code == 200
        assert "Ann Keeper" in answer.text

    @pytest.mark.parametrize("name", ["", "Nobody", "Ann Keeper\x00", "Ann Keeper, Ben"])
    def test_whom_nobody_knows_is_not(self, through, name: str) -> None:
        answer = through().get("/", headers={"X-User": name})
        assert answer.status_code == 403

    def test_the_header_of_anybody_else_is_ignored(self, through) -> None:
        answer = through("10.0.0.7").get("/", headers={"X-User": "Ann Keeper"})
        assert answer.status_code == 403

    def test_two_headers_are_one_too_many(self, through) -> None:
        headers = [("X-User", "Ann Keeper"), ("X-User", "Ben")]
        assert through().get("/", headers=headers).status_code == 403

    def test_a_session_does_not_outlive_the_name(self, through) -> None:
        client = through()
        client.get("/", headers={"X-User": "Ann Keeper"})
        assert client.get("/").status_code == 403

    def test_without_the_mode_the_header_means_nothing(
        self, nobody: TestClient, keeper: User
    ) -> None:
        assert "<h1>Sign in</h1>" in nobody.get("/", headers={"X-User": "Ann Keeper"}).text
