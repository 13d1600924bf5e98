"""The leak test of case notes with the app running: a real server, real browsers' requests.

Generated case notes are read, looked through and partly signed, in the app itself. Everybody loads
every page that they can reach, those who see much before those who see little, so that whatever is
remembered for one could be shown to another. Then all that was answered and all that lies on the
disk is searched for every identifier of the truth.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import httpx
import pytest

from benchmarks.casefiles import generate
from benchmarks.casefiles.desk import PASSPHRASE, PASSWORD
from benchmarks.casefiles.leaks import Leak, search
from benchmarks.casefiles.needles import Needles
from benchmarks.casefiles.proving import Journey, free_port
from corpus.vault import open_vault
from corpus.workspace import open_workspace
from pipelines.commands.demo import samples
from pipelines.redacting.cases import open_cases
from pipelines.redacting.looking import released

pytestmark = pytest.mark.slow
NEAR, FAR = "9900001", "9977777"
OWN = "a drawer of ten forks"
SECRETS = {("secret", PASSPHRASE), ("secret", PASSWORD), ("secret", OWN)}
# Those who see most come first: what is remembered of their pages must not reach the others.
PEOPLE = {"Sal": "qa-reviewer", "Ina": "inspector", "Kit": "administrator", "Otto": "inspector",
          "Rae": "researcher"}  # fmt: skip
UNSEEING = ("Kit", "Otto", "Rae")
_MOST = 150  # pages that one person loads in one round
_KINDS = {"text/html": "html", "text/csv": "csv", "application/jsonl": "jsonl",
          "application/json": "json", "image/png": "png"}  # fmt: skip
Terms = set[tuple[str, str]]


@dataclass
class Browser:
    """One person's browser: it keeps every answer as a file, as a search for leaks wants it."""

    client: httpx.Client
    folder: Path
    cached: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    token: str = ""
    tokens: set[str] = field(default_factory=set)

    def get(self, address: str) -> str:
        return self._kept(self.client.get(address))

    def post(self, address: str, keep: bool = True, **fields: str) -> str:
        answer = self.client.post(address, data={"token": self.token, **fields})
        return self._kept(answer) if keep else answer.text

    def sign_in(self, name: str, password: str) -> str:
        self.client.post("/sign-in", data={"name": name, "password": password, "next": "/password"})
        return self._token(self.get("/password"))

    def crawl(self, *starts: str) -> set[str]:
        """Load every page that links lead to from these; return their addresses."""
        waiting, known = list(starts), set(starts)
        done: set[str] = set()
        while waiting and len(done) < _MOST:
            address = waiting.pop(0)
            done.add(address)
            for link in re.findall(r'(?:href|src)="([^"]+)"', self.get(address)):
                found = urlsplit(urljoin(address, link.replace("&amp;", "&")))
                following = found.path + (f"?{found.query}" if found.query else "")
                if not found.netloc and following not in known:
                    known.add(following)
                    waiting.append(following)
        return done

    def _kept(self, answer: httpx.Response) -> str:
        kind = answer.headers.get("content-type", "").partition(";")[0]
        name = f"{len(self.statuses):04}.{_KINDS.get(kind, 'docx' if 'word' in kind else 'bin')}"
        # With what the headers say: names of files stand there.
        said = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        (self.folder / name).write_bytes(answer.content)
        (self.folder / f"{name}.txt").write_text(f"{answer.url}\n{said}")
        self.statuses.append(answer.status_code)
        if "no-store" not in answer.headers.get("cache-control", "") and kind == "text/html":
            self.cached.append(str(answer.url))
        if kind == "text/html" and 'name="token"' in answer.text:
            self._token(answer.text)
        return answer.text if kind.startswith("text/") else ""

    def _token(self, page: str) -> str:
        self.token = re.search(r'name="token" value="([^"]+)"', page)[1]
        self.tokens.add(self.token)
        return self.token


@dataclass
class Day:
    """What came of a whole day at the app."""

    journey: Journey
    near: Terms
    far: Terms
    browsers: dict[str, Browser]
    signed: int = 0
    shown: Terms = field(default_factory=set)
    labels: Terms = field(default_factory=set)
    originals: str = ""

    @property
    def root(self) -> Path:
        return self.journey.desk.folder

    def answered(self, who: str, terms: Terms) -> list[object]:
        """Return what of these terms stands in any answer to somebody."""
        found = search(terms, self.root / "answers" / who)
        return [leak for leak in found if not self.by_chance(leak)]

    def by_chance(self, leak: Leak) -> bool:
        """Say whether a short name stands in a random token of somebody's forms: "x-Rusu-9"."""
        tokens = (token for browser in self.browsers.values() for token in browser.tokens)
        return any(leak.text in token for token in tokens)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    journey = Journey(tmp_path_factory.mktemp("day"), [1, 2], formats=("txt", "docx", "csv"),
                      thorough=False)  # fmt: skip
    _read(journey)
    day = Day(journey, _terms(1), _terms(2), {})
    port = free_port()
    run = journey.desk.start("review", "--no-browser", "--port", str(port))
    try:
        with journey.desk.watched():
            _enter(day, f"http://127.0.0.1:{port}")
            _look_and_sign(day)
            _everybody_reads(day)
            _ask_badly(day)
            _explore(day)
            yield day
    finally:
        os.kill(run.pid, signal.SIGINT)
        run.wait(20)
        for browser in day.browsers.values():
            browser.client.close()


def _terms(seed: int) -> Terms:
    from benchmarks.casefiles.leaks import searchable  # noqa: PLC0415

    return searchable(generate(seed, formats=("txt", "docx", "csv")).truth)


def _read(journey: Journey) -> None:
    """Read published reports and two providers' case notes, and look these through."""
    desk = journey.desk
    journey.begin()
    for name, role in PEOPLE.items():
        if name not in ("Kit", "Sal"):
            desk.type("users", "add", name, "--role", role, "--as", "Kit")
    desk.type("ingest", str(samples()[0].parent), "--sensitivity", "public")
    for (seed, files), provider in zip(journey.sets.items(), (NEAR, FAR), strict=True):
        folder = desk.folder / "in" / str(seed)
        folder.mkdir()
        for file in files.files:
            (folder / file.name).write_bytes(file.content)
        desk.type("ingest", str(folder), "--sensitivity", "restricted", "--provider", provider)
    desk.type("redact", "list", passphrase=PASSPHRASE)


def _enter(day: Day, address: str) -> None:
    """Sign everybody in; who got a password of somebody else's chooses their own."""
    for _ in range(1_200):  # a minute, on a machine that is busy with other things
        try:
            httpx.get(f"{address}/sign-in")
            break
        except httpx.TransportError:
            time.sleep(0.05)
    for name in PEOPLE:
        folder = day.root / "answers" / name
        folder.mkdir(parents=True)
        # A connection each: the server closes those that nobody uses while something else is done.
        limits = httpx.Limits(max_keepalive_connections=0)
        client = httpx.Client(base_url=address, follow_redirects=True, timeout=60, limits=limits)
        browser = day.browsers[name] = Browser(client, folder)
        browser.sign_in(name, PASSWORD)
        if name != "Kit":
            browser.post("/password", password=PASSWORD, new_password=OWN, again=OWN)
            browser.sign_in(name, OWN)
    day.browsers["Kit"].post("/people/change", do="assign", user="Ina", provider=NEAR)
    for name in ("Sal", "Ina", "Kit", "Otto"):
        assert "Close them" in day.browsers[name].post("/cases", passphrase=PASSPHRASE)


def _look_and_sign(day: Day) -> None:
    """Look at all cases, at one as it was written, and sign every other one, in the app."""
    sal = day.browsers["Sal"]
    cases = re.findall(r'href="(/cases/[0-9a-f]+)">([^<]+)', sal.get("/cases"))
    day.labels = {("case-number", label) for _, label in cases}
    day.originals = sal.post(cases[0][0], keep=False, do="originals", reason="asked by the court")
    for address, _ in cases[::2]:
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', sal.get(address))[1]
        page = sal.post(address, do="sign", seen=seen, reason="read every note")
        assert "Signed: its notes are open" in page
        day.signed += 1
    with open_vault(open_workspace(day.journey.desk.workspace), PASSPHRASE) as vault:
        words = "\n".join(text for case in open_cases(vault) for text in released(vault, case))
    day.shown = day.journey.needles.find(words.encode())


def _everybody_reads(day: Day) -> None:
    starts = ("/", "/queue", "/queue/next", "/search?words=school", "/search.csv?words=the",
              "/search.jsonl?words=the", "/evidence", "/evidence/disagreements",
              "/evidence/second-review", "/evidence/conflicts", "/orphans", "/cases", "/people",
              "/audit", f"/provider/{NEAR}", f"/provider/{FAR}", f"/provider/{NEAR}/pack.docx",
              f"/provider/{NEAR}/pack.html", f"/provider/{FAR}/pack.html",
              "/statistics")  # fmt: skip
    seen: set[str] = set()
    for browser in day.browsers.values():
        # Addresses that somebody else was shown are tried by everybody.
        seen |= browser.crawl(*starts)
        for address in sorted(one for one in seen if re.match("/(cases|document|queue)/", one)):
            browser.get(address)


def _ask_badly(day: Day) -> None:
    """Make errors with names in what is asked, and leave a session with a form half filled in."""
    name = next(text for kind, text in sorted(day.near) if kind == "name" and len(text) > 8)
    for browser in day.browsers.values():
        typed = {"identifying": name, "passphrase": PASSPHRASE, "password": OWN}
        for address in (f"/cases/{quote(name)}", f"/document/{quote(name)}", f"/no/{quote(name)}",
                        f"/picture/{quote(name)}/1",
                        f"/search?page=x&area={quote(name)}"):  # fmt: skip
            browser.client.get(address)
        for address in ("/cases", "/cases/0000", "/people", "/queue/undo", "/stay", "/password"):
            answer = browser.client.post(address, data={"token": "forged", **typed})
            for word in typed.values():
                assert word not in answer.text
        gone = httpx.post(
            browser.client.base_url.join("/cases/0000"), data={**typed, "reason": "kept"}
        )
        assert "kept" in gone.text
        for word in typed.values():
            assert word not in gone.text


def _explore(day: Day) -> None:
    """Write research.db and ask the explorer for all of it."""
    desk = day.journey.desk
    desk.type("export", "--what", "research", str(desk.workspace / "research.db"))
    for name in ("Sal", "Rae"):
        browser = day.browsers[name]
        if browser.client.get("/explore/research.json").status_code == 404:
            continue  # the explorer is not installed
        page = browser.get("/explore/research")
        for table in set(re.findall(r'href="/explore/research/([a-z_]+)"', page)):
            browser.get(f"/explore/research/{table}")
            browser.get(f"/explore/research/{table}.json?_size=max")
        browser.get("/explore/research.json?sql=select+group_concat(text)+from+passages")
        browser.get("/explore/research.json?sql=select+*+from+sqlite_master")


# What the day must have been like, for the search to mean anything


def test_everybody_saw_much_and_nothing_failed(day: Day) -> None:
    for name, browser in day.browsers.items():
        assert len(browser.statuses) > 30, name
        assert max(browser.statuses) < 500, name
    assert day.signed >= 2
    assert len(day.near | day.far) > 100


def test_originals_show_names_so_that_the_search_would_have_found_them(day: Day) -> None:
    found = Needles(day.near | day.far).find(day.originals.encode())
    assert len(found) > 5


def test_those_who_may_were_shown_case_notes(day: Day) -> None:
    pages = [path.read_text() for path in (day.root / "answers" / "Sal").glob("*.html")]
    assert any("Waits for a signature" in page for page in pages)
    assert any("Signed: its notes are open" in page for page in pages)
    assert any('class="restricted"' in page for page in pages)


# What must not have come out


@pytest.mark.parametrize("name", UNSEEING)
def test_who_may_see_nothing_was_told_nothing(day: Day, name: str) -> None:
    assert day.answered(name, (day.near | day.far | SECRETS) - public(day)) == []


def test_an_inspector_was_told_nothing_of_another_provider(day: Day) -> None:
    assert day.answered("Ina", (day.far - day.near) - public(day)) == []


@pytest.mark.parametrize("name", ["Sal", "Ina"])
def test_who_may_see_notes_was_told_no_more_than_a_signature_would_open(
    day: Day, name: str
) -> None:
    terms = (day.near | day.far | SECRETS) - day.shown - day.labels - public(day)
    assert len(terms) > 80
    assert day.answered(name, terms) == []


def public(day: Day) -> Terms:
    """Return the few words of the truth that published reports or the app's own pages use, too."""
    words = " ".join(str(one) for one in samples())
    database = day.journey.desk.workspace / "research.db"
    found = Needles(day.near | day.far).find(words.encode() + database.read_bytes())
    assert len(found) <= 5, found
    return found


def test_nothing_lies_on_the_disk_while_the_app_runs(day: Day) -> None:
    """In no log, no cache, no temporary file, no research.db, and not in review.db."""
    day.journey.look("app running", day.shown | day.labels)
    assert [one for one in day.journey.proof.leaks if not day.by_chance(one[1])] == []
    assert day.journey.proof.open_files == []


@pytest.mark.parametrize("where", ["ws", "said", "tmp", "home", "seen", "answers"])
def test_neither_passphrase_nor_password_is_kept_anywhere(day: Day, where: str) -> None:
    assert search(SECRETS, day.root / where) == []


def test_research_holds_no_word_of_case_notes(day: Day) -> None:
    content = (day.journey.desk.workspace / "research.db").read_bytes()
    assert content.startswith(b"SQLite format 3")
    assert Needles(day.near | day.far).find(content) <= public(day)
    assert FAR.encode() not in content


def test_no_browser_may_keep_a_page(day: Day) -> None:
    kept = [address for browser in day.browsers.values() for address in browser.cached]
    assert [one for one in kept if "/explore/" not in one] == []


def test_the_log_says_nothing_of_what_was_asked(day: Day) -> None:
    logs = [path for path in (day.root / "said").iterdir() if "review" in path.name]
    assert logs
    for path in logs:
        assert "GET /" not in path.read_text()
        assert "Traceback" not in path.read_text()
