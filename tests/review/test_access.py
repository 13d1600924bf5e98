"""Who gets what: every page, for everybody, of every sensitivity, in every state of a case.

A page that has no row in the table fails a test here: whoever adds one says what it is about.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pytest
from starlette.testclient import TestClient

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.users import MAY, ROLES, Users
from review.app import build
from review.inspecting import open_inspection
from review.pages import PAGES
from review.reading.inspections import Named
from review.sessions import COOKIE, Sessions
from review.settings import AppSettings

LENS, DAY = "sccif-asa-2024", "2026-03-02"
PASSWORD, OPENS = "river lantern copper moss", "a ferry of seven lanterns"
PROVIDERS = {"published": "9900001", "near": "9900001", "far": "9977777"}
PAGE_OF = {(page.method, page.path): page for page in PAGES}
STATES = ("waiting", "signed")
# Whoever is not named here sees what is published, and no more.
SEES = {
    "assigned inspector": {"published", "near"},
    "assigned administrator": {"published", "near"},
    "qa-reviewer": {"published", "near", "far"},
}
WHO = {
    "researcher": "researcher", "assigned researcher": "researcher", "inspector": "inspector",
    "assigned inspector": "inspector", "qa-reviewer": "qa-reviewer",
    "administrator": "administrator", "assigned administrator": "administrator",
}  # fmt: skip
# What tells of a family's notes, and what no page but that of the originals says to anybody.
TELLS = {
    "near": ("xylophone", "hit her with", "4410023"),
    "far": ("bassoon", "9977777", "9920041"),
}
NAMES = ("Quillfeather", "Odile", "07700", "Brackenreed", "Tobin")

# What an address is about: nothing that could be hidden; a document with its passages; the picture
# of a page, which case notes have none of; a provider; a case of the vault.
About = Literal["nothing", "document", "picture", "provider", "case"]


@dataclass(frozen=True, slots=True)
class Row:
    """What a page is about, what is asked of it, and the form that is sent to it."""

    about: About = "nothing"
    query: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


_OF = "/evidence/provider/{key}"
_ONE = f"{_OF}/inspections/{{framework}}/{{on}}"
TABLE: dict[tuple[str, str], Row] = {
    ("GET", "/"): Row(),
    ("POST", "/stay"): Row(),
    ("GET", "/password"): Row(),
    ("POST", "/password"): Row(),
    ("GET", "/people"): Row(),
    ("POST", "/people"): Row(),
    ("POST", "/people/change"): Row(),
    ("GET", "/audit"): Row(),
    ("GET", "/queue"): Row(),
    ("GET", "/queue/next"): Row(),
    ("POST", "/queue/undo"): Row(),
    ("GET", "/queue/{framework}/{passage}"): Row("document"),
    ("POST", "/queue/{framework}/{passage}"): Row("document", fields={"do": "comment"}),
    ("GET", "/picture/{document}/{number}"): Row("picture"),
    ("GET", "/document/{document}"): Row("document"),
    ("POST", "/document/{document}"): Row("document"),
    ("GET", "/document/{document}/passage/{passage}"): Row("document"),
    ("GET", "/document/{document}/passage/{passage}/add"): Row("document"),
    ("POST", "/document/{document}/passage/{passage}/add"): Row("document"),
    ("GET", "/orphans"): Row(),
    ("GET", "/provider/{key}"): Row("provider"),
    ("GET", "/provider/{key}/pack"): Row("provider"),
    ("GET", "/provider/{key}/pack.docx"): Row("provider"),
    ("GET", "/provider/{key}/pack.html"): Row("provider"),
    ("GET", "/provider/{key}/area/{framework}/{code}"): Row("provider"),
    ("GET", "/search"): Row(query="words=visit+OR+worker+OR+children"),
    ("POST", "/search"): Row(fields={"do": "forget", "id": "0"}),
    ("GET", "/search.csv"): Row(query="words=visit+OR+worker+OR+children"),
    ("GET", "/search.jsonl"): Row(query="words=visit+OR+worker+OR+children"),
    ("GET", "/evidence"): Row(),
    ("GET", _OF): Row("provider"),
    ("GET", f"{_OF}/passages/{{framework}}/{{code}}"): Row("provider"),
    ("GET", f"{_OF}/inspections"): Row("provider"),
    ("POST", f"{_OF}/inspections"): Row("provider"),
    ("GET", _ONE): Row("provider"),
    ("POST", _ONE): Row("provider"),
    ("GET", f"{_ONE}/changes"): Row("provider"),
    ("POST", f"{_ONE}/changes"): Row("provider"),
    ("GET", f"{_ONE}/accuracy"): Row("provider"),
    ("POST", f"{_ONE}/accuracy"): Row("provider", fields={"do": "point"}),
    ("GET", f"{_ONE}/sign-off"): Row("provider"),
    ("POST", f"{_ONE}/sign-off"): Row("provider"),
    ("GET", "/cases"): Row(),
    ("POST", "/cases"): Row(fields={"passphrase": OPENS}),
    ("POST", "/cases/prepare"): Row(),
    ("GET", "/cases/{case}"): Row("case"),
    ("POST", "/cases/{case}"): Row("case", fields={"do": "originals"}),
    ("GET", "/statistics"): Row(),
    ("GET", "/statistics/grades.csv"): Row(),
    ("GET", "/statistics/evidence.csv"): Row(),
    ("GET", "/evidence/disagreements"): Row(),
    ("GET", "/evidence/second-review"): Row(query="seed=one"),
    ("POST", "/evidence/second-review"): Row(),
    ("GET", "/evidence/second-review/{tag}"): Row("document", "seed=one"),
    ("POST", "/evidence/second-review/{tag}"): Row("document", "seed=one"),
    ("GET", "/evidence/conflicts"): Row(),
    ("POST", "/evidence/conflicts"): Row(),
}


def test_every_page_has_a_row_and_every_row_a_page() -> None:
    assert set(TABLE) == set(PAGE_OF)


def test_every_role_is_tried() -> None:
    assert set(WHO.values()) == set(ROLES)


# What is asked for


@pytest.fixture(scope="module")
def targets(signed, waiting) -> dict[str, dict[str, str]]:
    """Return what fills the variable parts of addresses, for each thing that one may see or not."""
    found = {}
    with open_evidence(signed.place, read_only=True) as evidence:
        for target, provider in PROVIDERS.items():
            sensitivity = "public" if target == "published" else "restricted"
            tag, passage, document = next(evidence.query(_TAG, provider, sensitivity, LENS))
            found[target] = {
                "tag": tag, "passage": passage, "document": document, "key": provider,
                "framework": LENS, "code": "EXP", "on": DAY, "number": "1", "case": "0" * 24,
            }  # fmt: skip
    labels = dict(
        re.findall(r'href="/cases/([0-9a-f]+)">([^<]+)', signed.get("qa-reviewer", "/cases").text)
    )
    for case, label in labels.items():
        found["near" if TELLS["near"][-1] in label else "far"]["case"] = case
    for house in (signed, waiting):
        _prepare(house, found)
    return found


def _prepare(house, found: Mapping[str, Mapping[str, str]]) -> None:
    """State something about each provider, and decide on each tag, as others than those asked."""
    house.let_in("another reviewer", "qa-reviewer")
    by = house.people["Ann Keeper"].user
    with open_decisions(house.place) as decisions:
        for provider in set(PROVIDERS.values()):
            open_inspection(decisions, by, Named(provider, LENS, DAY))
    for target, values in found.items():
        address = f"/queue/{LENS}/{values['passage']}"
        sent = house.post("another reviewer", address, do="accept", tag=values["tag"], words="")
        assert sent.status_code in ((303,) if target == "published" else (303, 404))


_TAG = """
    SELECT tags.id, passage_id, tags.document_id FROM tags
    JOIN documents ON documents.id = tags.document_id
    WHERE provider_urn = ? AND sensitivity = ? AND framework = ? AND rank = 1 AND area != 'NONE'
    AND tags.current AND media_type IN ('application/pdf', 'text/plain') ORDER BY tags.id
"""


def asked() -> Iterator[tuple[str, str, Row, str]]:
    """Yield method, path and row of every page with each target of which it may be asked."""
    for (method, path), row in TABLE.items():
        for target in ("published",) if row.about == "nothing" else PROVIDERS:
            if row.about != "provider" or target != "near":
                yield method, path, row, target


def is_there(row: Row, target: str, who: str, state: str) -> bool:
    """Say whether somebody whose role may ask for a page finds there what they ask for."""
    seen = target in SEES.get(who, {"published"})
    if row.about == "picture":
        return target == "published"
    if row.about == "case":
        return seen and target != "published"
    if row.about == "nothing" or target == "published":
        return True
    return seen and state == "signed"


def sent(house, who: str, method: str, address: str, row: Row):
    """Ask for a page, or send its form."""
    if method == "GET":
        return house.get(who, f"{address}?{row.query}")
    return house.post(who, f"{address}?{row.query}", **row.fields)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("state", STATES)
def test_everybody_gets_what_is_for_them_and_no_word_more(
    request: pytest.FixtureRequest, targets, who: str, state: str
) -> None:
    house = request.getfixturevalue(state)
    wrong = []
    for method, path, row, target in asked():
        answer = sent(house, who, method, path.format(**targets[target]), row)
        if PAGE_OF[method, path].may not in MAY[WHO[who]]:
            expected = answer.status_code == 403
        elif not is_there(row, target, who, state):
            expected = answer.status_code == 404
        else:
            expected = answer.status_code in (
                (200, 303) if method == "GET" else (200, 303, 400, 409)
            )
        hidden = told(words_of(answer), who)
        if not expected or hidden:
            wrong.append((method, path, target, answer.status_code, hidden))
    assert wrong == []


def told(text: str, who: str) -> list[str]:
    """Return what a page says that is not for somebody to read."""
    hidden = [word for word in NAMES if word in text]
    for target, words in TELLS.items():
        if target not in SEES.get(who, ()):
            hidden += [word for word in words if word in text]
    return hidden


UNSEEING = ("researcher", "assigned researcher", "inspector", "administrator")
# These tell of people and of events, not of documents.
_OF_PEOPLE = ("/people", "/audit", "/cases")


@pytest.mark.parametrize("who", UNSEEING)
def test_who_sees_none_cannot_tell_whether_there_are_case_notes(
    signed, waiting, targets, who: str
) -> None:
    """Every count, facet, title and suggestion is the same, whether notes were signed or not."""
    for house in (signed, waiting):
        with open_decisions(house.place) as decisions, decisions.together():
            # Who has what in hand differs with what others may see, and moves on the queue.
            decisions.db.execute("DELETE FROM claims")
    compared = 0
    for method, path, row, target in asked():
        may = PAGE_OF[method, path].may in MAY[WHO[who]]
        if method == "POST" or not may or path.startswith(_OF_PEOPLE):
            continue
        address = path.format(**targets[target])
        pages = [
            plain(words_of(sent(house, who, "GET", address, row))) for house in (signed, waiting)
        ]
        assert pages[0] == pages[1], address
        compared += 1
    assert compared > 30


def plain(text: str) -> str:
    """Return a page without what is another in each session."""
    text = re.sub(r'(name="(token|seen)" value|data-ends|data-token)="[^"]*"', "", text)
    return re.sub(r"\d\d? \w+ 20\d\d,? \d\d:\d\d", "", text)


# What the forms of a case do, and for whom

ACTS = {"sign": "sign", "refuse": "refuse", "correct": "sign", "judge": "sign",
        "acknowledge": "view", "originals": "view"}  # fmt: skip


@pytest.mark.parametrize("do", ACTS)
@pytest.mark.parametrize("who", WHO)
def test_forms_of_a_case_are_for_those_whose_role_may(waiting, targets, who: str, do: str) -> None:
    before = len([one for one in waiting.events() if one.what != "view"])
    answer = waiting.post(who, f"/cases/{targets['near']['case']}", do=do, reason=" ", seen="x")
    kept = len([one for one in waiting.events() if one.what != "view"])
    assert kept == before, "no reason was given"
    if "view" not in MAY[WHO[who]]:
        assert answer.status_code == 403
    elif "near" not in SEES.get(who, ()):
        assert answer.status_code == 404
    elif ACTS[do] not in MAY[WHO[who]]:
        assert (answer.status_code, "may not" in answer.text) == (403, True)
    else:
        assert answer.status_code == 409
    assert told(answer.text, who) == []


def test_originals_are_for_those_who_see_the_case_and_each_look_is_kept(signed, targets) -> None:
    address = f"/cases/{targets['near']['case']}"
    for who in WHO:
        before = len(signed.events())
        answer = signed.post(who, address, do="originals", reason="asked by the court")
        shown = "near" in SEES.get(who, ())
        assert ("Odile Quillfeather" in answer.text) == shown
        assert (len(signed.events()) > before) == shown
        assert not any(word in answer.text for word in TELLS["far"])


def test_a_look_is_an_event_before_the_page_is_sent(signed, targets) -> None:
    start = len(signed.events())
    for target in ("published", "near", "far"):
        signed.get("assigned inspector", f"/document/{targets[target]['document']}")
        signed.get("qa-reviewer", f"/document/{targets[target]['document']}")
    views = {
        (one.who, one.target_id) for one in signed.events()
        if one.what == "view" and one.target_type == "document"
    }  # fmt: skip
    assert ("assigned inspector", targets["near"]["document"]) in views
    assert ("qa-reviewer", targets["far"]["document"]) in views
    assert not [one for one in views if one[1] == targets["published"]["document"]]
    assert ("assigned inspector", targets["far"]["document"]) not in views
    assert len(signed.events()) - start <= 3, "one an hour is enough"


def test_no_page_shows_words_of_case_notes_without_an_event_that_says_so(signed, targets) -> None:
    families = {}
    with open_evidence(signed.place, read_only=True) as evidence:
        for document, provider in evidence.query(_NOTES):
            families.setdefault("near" if provider == PROVIDERS["near"] else "far", set()).add(
                document
            )
    shown = 0
    for number, (method, path, row, target) in enumerate(asked()):
        if method == "POST" or path.startswith(_OF_PEOPLE):
            continue
        # Somebody new for each page: views of one person are written once an hour.
        name = f"reader {number}"
        signed.let_in(name, "qa-reviewer", opens=False)
        answer = sent(signed, name, "GET", path.format(**targets[target]), row)
        seen = {one.target_id for one in signed.events() if (one.what, one.who) == ("view", name)}
        for family, documents in families.items():
            if any(word in words_of(answer) for word in NOTED[family]):
                shown += 1
                assert seen & documents, (path, target, family)
        del signed.people[name]
    assert shown > 10


_NOTES = "SELECT id, provider_urn FROM documents WHERE sensitivity = 'restricted' AND signed"
# Words of the notes themselves; that there is a provider is no word of theirs.
NOTED = {
    "near": ("xylophone", "hit her with", "Supervision of the social worker"),
    "far": ("bassoon", "Leaders visit often"),
}


def words_of(answer) -> str:
    """Return the text of a page, or of a Word document."""
    if "wordprocessingml" not in answer.headers.get("content-type", ""):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())


# Forms that others forged


POSTS = [(path, row) for (method, path), row in TABLE.items() if method == "POST"]


def test_no_form_counts_without_the_token_of_its_own_session(signed, targets) -> None:
    qa, other = signed.people["qa-reviewer"], signed.people["administrator"]
    before = len(signed.events())
    tries = [
        ({}, {}), ({"token": ""}, {}), ({"token": "x" * 43}, {}), ({"token": other.token}, {}),
        ({"token": qa.secret}, {}), ({"token": qa.token[:-1]}, {}),
        ({"token": qa.token}, {"sec-fetch-site": "cross-site"}),
        ({"token": qa.token}, {"sec-fetch-site": "same-site"}),
        ({"token": qa.token}, {"origin": "null"}),
        ({"token": qa.token}, {"origin": "http://testserver.elsewhere.example"}),
    ]  # fmt: skip
    for path, row in [*POSTS, ("/sign-out", Row())]:
        for fields, headers in tries:
            answer = signed.client.post(
                path.format(**targets["published"]), data={**row.fields, **fields},
                headers={**qa.cookie, **headers},
            )  # fmt: skip
            # Who is sent to the sign-in page by another site stays signed in all the same.
            assert answer.status_code in ((303, 403) if path == "/sign-out" else (403,)), path
    assert len(signed.events()) == before
    assert signed.get("qa-reviewer", "/queue").status_code == 200


def test_a_token_in_the_address_is_none(signed) -> None:
    qa = signed.people["qa-reviewer"]
    answer = signed.client.post(f"/stay?token={qa.token}", headers=qa.cookie)
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_other_method_does_anything(signed, targets, method: str) -> None:
    qa = signed.people["qa-reviewer"]
    before = len(signed.events())
    for path in {path for _, path in TABLE}:
        address = path.format(**targets["published"])
        answer = signed.client.request(method, address, headers=qa.cookie)
        assert answer.status_code == 405, address
    assert len(signed.events()) == before


# Sessions: begun anew at each sign-in, and ended by whatever changes what one may do


@pytest.fixture
def guest(signed):
    """Add somebody of their own to a test: a name that no other test changes."""
    known = set(signed.people)

    def come(name: str, role: str = "inspector"):
        return signed.let_in(name, role)

    yield come
    for name in set(signed.people) - known:
        del signed.people[name]


def cookie_of(answer) -> str:
    return re.search(rf"{COOKIE}=([^;]+)", answer.headers["set-cookie"])[1]


def in_again(house, name: str, password: str = PASSWORD, secret: str = ""):
    """Sign in with a password, in a browser that has this cookie already."""
    return house.client.post(
        "/sign-in", data={"name": name, "password": password, "next": "/"},
        headers={"cookie": f"{COOKIE}={secret}"} if secret else {},
    )  # fmt: skip


def is_in(house, secret: str) -> bool:
    answer = house.client.get("/queue", headers={"cookie": f"{COOKIE}={secret}"})
    return "<h1>Sign in</h1>" not in answer.text


def test_signing_in_gives_another_secret_and_leaves_a_planted_one_worthless(signed, guest) -> None:
    guest("Una")
    planted = "planted-by-somebody-else-in-this-browser"
    first = cookie_of(in_again(signed, "Una", secret=planted))
    second = cookie_of(in_again(signed, "Una", secret=first))
    assert len({planted, first, second}) == 3
    assert not is_in(signed, planted)
    assert is_in(signed, second)


@pytest.mark.parametrize("change", ["role", "password", "disable"])
@pytest.mark.parametrize("where", ["app", "terminal"])
def test_another_role_ends_every_session_as_another_password_does(
    signed, guest, change: str, where: str
) -> None:
    name = f"Vic {change} {where}"
    person = guest(name)
    other = cookie_of(in_again(signed, name))
    assert is_in(signed, person.secret)
    if where == "app":
        fields = {"user": name, "role": "researcher", "new_password": "a word of the keeper"}
        assert signed.post("Ann Keeper", "/people/change", do=change, **fields).status_code == 303
    else:
        with open_decisions(signed.place) as decisions:
            users, by = Users(decisions), signed.people["Ann Keeper"].user
            if change == "role":
                users.set_role(name, "researcher", by)
            elif change == "password":
                users.set_password(name, "a word of the keeper", by)
            else:
                users.disable(name, by)
    assert not is_in(signed, person.secret)
    assert not is_in(signed, other)


def test_after_signing_out_neither_cookie_nor_token_is_worth_anything(signed, guest) -> None:
    person = guest("Wyn")
    assert signed.post("Wyn", "/sign-out").status_code == 303
    before = len(signed.events())
    for path, row in POSTS:
        if "{" not in path:
            answer = signed.post("Wyn", path, **row.fields)
            assert (answer.status_code, "<h1>Sign in</h1>" in answer.text) == (401, True), path
    assert len(signed.events()) == before
    again = cookie_of(in_again(signed, "Wyn"))
    replayed = signed.client.post(
        "/stay", data={"token": person.token}, headers={"cookie": f"{COOKIE}={again}"}
    )
    assert replayed.status_code == 403


def test_two_cookies_of_one_name_do_not_add_up(signed) -> None:
    qa, researcher = signed.people["qa-reviewer"], signed.people["researcher"]
    both = f"{COOKIE}={qa.secret}; {COOKIE}={researcher.secret}"
    answer = signed.client.post("/cases", data={"token": qa.token}, headers={"cookie": both})
    assert answer.status_code == 403


def test_a_name_is_locked_after_five_wrong_passwords_and_no_other_is(signed, guest) -> None:
    guest("Xan")
    guest("Yve")
    for _ in range(5):
        assert "do not belong together" in in_again(signed, "Xan", "wrong").text
    for name in ("Xan", "XAN ", "\uff38an"):
        answer = in_again(signed, name)
        assert (answer.status_code, "locked for 15 more minutes" in answer.text) == (403, True)
        assert "set-cookie" not in answer.headers
    assert in_again(signed, "Yve").status_code == 303


# A proxy that says who is signed in


@pytest.fixture(scope="module")
def behind(signed) -> Iterator:
    """Give the app as a proxy at 10.0.0.1 sees it, and as others do who reach it past the proxy."""
    told = AppSettings(
        workspace=signed.place, trusted_header="X-User", trusted_addresses=("10.0.0.1",)
    )
    app = build(told)

    def ask(address: str, headers: list[tuple[str, str]], path: str = "/people"):
        client = TestClient(app, follow_redirects=False, client=(address, 5000))
        return client.get(path, headers=headers)

    yield ask


def test_the_proxy_is_believed(behind) -> None:
    answer = behind("10.0.0.1", [("X-User", "Ann Keeper")])
    assert answer.status_code == 200
    assert "Add somebody" in answer.text


@pytest.mark.parametrize("address", ["10.0.0.2", "127.0.0.1", "::1", "", "10.0.0.11", "testclient"])
@pytest.mark.parametrize(
    "more",
    [
        [],
        [("X-Forwarded-For", "10.0.0.1")],
        [("Forwarded", "for=10.0.0.1")],
        [("X-Real-IP", "10.0.0.1"), ("Client-IP", "10.0.0.1")],
        [("X-Forwarded-Host", "10.0.0.1"), ("Via", "1.1 10.0.0.1")],
    ],
)
def test_whoever_is_not_the_proxy_cannot_say_so(behind, address: str, more) -> None:
    answer = behind(address, [("X-User", "Ann Keeper"), *more])
    assert answer.status_code == 403
    assert "Ann" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        [("X_User", "Ann Keeper")],
        [("X-User", "Ann Keeper"), ("x-user", "inspector")],
        [("X-User", "inspector, Ann Keeper")],
        [("X-User", "Ann Keeper;")],
        [("X-User", "Ann\tKeeper\x0bx")],
        [("X-User", '"Ann Keeper"')],
        [("X-User", "%41nn Keeper")],
        [("X-Users", "Ann Keeper"), ("User", "Ann Keeper")],
        [("X-User", "x" * 20_000)],
    ],
)
def test_what_the_proxy_did_not_say_clearly_is_nobody(behind, headers) -> None:
    answer = behind("10.0.0.1", headers)
    assert answer.status_code == 403
    assert "Add somebody" not in answer.text


def test_a_session_of_somebody_else_gives_way_to_whom_the_proxy_names(behind, signed) -> None:
    keeper = signed.people["Ann Keeper"]
    headers = [("cookie", f"{COOKIE}={keeper.secret}")]
    assert behind("10.0.0.1", [*headers, ("X-User", "researcher")]).status_code == 403
    assert behind("10.0.0.1", headers).status_code == 403
    assert behind("10.0.0.2", [*headers, ("X-User", "Ann Keeper")]).status_code == 403


# Addresses that lead out of their folder


TRICKS = (
    "..", "../..", "%2e%2e", "%2e%2e%2f%2e%2e%2freview.db", "..%2freview.db", "..%5creview.db",
    "%252e%252e%252freview.db", "review.db", "%2fetc%2fpasswd", "....//review.db", "%00",
    "a%00.pdf",
    "vault.json", "..;/review.db", "%c0%ae%c0%ae%c0%afreview.db", "C:%5cWindows%5cwin.ini",
    "originals", "~", "file:%2f%2f%2fetc%2fpasswd",
)  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_no_address_leads_out_of_its_folder(signed, targets, trick: str) -> None:
    there = targets["published"]["document"]
    for address in (
        f"/picture/{trick}/1", f"/picture/{there}/{trick}", f"/picture/{there}/1/{trick}",
        f"/picture/{there}{trick}/1", f"/document/{trick}", f"/document/{there}/{trick}",
        f"/document/{there}/passage/{trick}", f"/cases/{trick}", f"/static/{trick}",
        f"/static/style.css/{trick}", f"/provider/{trick}", f"/queue/{LENS}/{trick}",
        f"/provider/{targets['published']['key']}/area/{trick}/EXP",
    ):  # fmt: skip
        answer = signed.get("qa-reviewer", address)
        # Dots are taken out before anything is asked; what is left may be another page.
        assert answer.status_code in (200, 303, 307, 404), address
        if answer.status_code == 200:
            assert answer.headers["content-type"].startswith("text/html"), address
        for word in (b"SQLite format", b"root:", b"private_key", b"wrapped", b"%PDF"):
            assert word not in answer.content, address


@pytest.mark.parametrize(
    "number", ["0", "-1", "1e3", "1.5", "\u0663\u0663\u0663", "9" * 4000, "", " 1", "0x1"]
)
def test_pages_that_are_none_have_no_picture(signed, targets, number: str) -> None:
    there = targets["published"]["document"]
    assert signed.get("qa-reviewer", f"/picture/{there}/{number}").status_code == 404


def test_published_pages_have_one(signed, targets) -> None:
    there = targets["published"]["document"]
    answer = signed.get("researcher", f"/picture/{there}/1")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_sessions_of_the_house_lasted_through_all_this(signed) -> None:
    with open_decisions(signed.place) as decisions:
        alive = Sessions(decisions)
        assert all(alive.of(one.secret) for one in signed.people.values())
