"""Many people decide at once while documents are read in the same workspace, and the app is killed.

Reviewers take items from the queue of a real server, over HTTP as a browser does, and accept each.
What the server acknowledged is compared with the events that are stored afterwards: none lost, none
doubled, the chain whole, and no item given to two people.

    python -m benchmarks.review_load --reviewers 8 --decisions 200 --kills 20
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks import review_tags
from corpus.decisions import broken, open_decisions
from corpus.users import Users
from corpus.workspace import open_workspace
from review.sessions import COOKIE, Sessions

LENS = review_tags.LENSES[0]
_PATIENCE = 60.0  # seconds


@dataclass
class Server:
    """The app as a process of its own, which may be killed and comes back at the same address."""

    root: Path
    port: int = 0
    kills: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start it, wait until it answers, and return the seconds that took."""
        began = time.perf_counter()
        self.port = self.port or _free_port()
        self.process = _vouch(self.root, "review", "--no-browser", "--port", str(self.port))
        with httpx.Client() as client:
            while time.perf_counter() - began < _PATIENCE:
                with contextlib.suppress(httpx.TransportError):
                    if client.get(f"{self.address}/sign-in").status_code == 200:
                        return time.perf_counter() - began
                time.sleep(0.02)
        raise SystemExit("the app did not start")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.kills += 1

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()


@dataclass(frozen=True)
class Wanted:
    """How many decisions each reviewer is to make, and how often the app is killed meanwhile."""

    reviewers: int
    decisions: int
    kills: int = 0


@dataclass
class Seen:
    """What the reviewers saw: tags that were acknowledged, and to whom each passage was given."""

    acknowledged: list[str] = field(default_factory=list)
    unanswered: int = 0
    given: dict[str, set[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def review(server: Server, user: str, secret: str, wanted: Wanted, seen: Seen) -> None:
    """Decide as one reviewer until so many decisions were acknowledged and all kills are done."""
    done, ends = 0, time.monotonic() + 10 * _PATIENCE
    with httpx.Client(cookies={COOKIE: secret}, timeout=_PATIENCE) as client:
        while time.monotonic() < ends and (done < wanted.decisions or server.kills < wanted.kills):
            try:
                done += _one(client, server.address, user, seen)
            except httpx.TransportError:
                seen.unanswered += 1
                # As long as a person takes to press the key again.
                time.sleep(0.25)
    if done < wanted.decisions:
        seen.wrong.append(f"{user} came to {done} decisions only")


def _one(client: httpx.Client, address: str, user: str, seen: Seen) -> int:
    page = client.get(f"{address}/queue/next?framework={LENS}", follow_redirects=True)
    form = page.text[page.text.find('id="decide"') :]
    values = dict(re.findall(r'name="(token|tag|seen)" value="([^"]*)"', form)[2::-1])
    if page.status_code != 200 or len(values) != 3:
        # Asked for anew: so says the page that others took every item first.
        if "Others take every item" not in page.text:
            seen.wrong.append(f"{page.status_code} at {page.url}")
        return 0
    passage = page.url.path.rpartition("/")[2]
    seen.given.setdefault(passage, set()).add(user)
    answer = client.post(str(page.url), data={**values, "do": "accept"})
    if answer.status_code == 303 and answer.headers["location"].startswith("/queue/next"):
        seen.acknowledged.append(values["tag"])
        return 1
    seen.wrong.append(f"{answer.status_code} to a decision on {passage}")
    return 0


def reviewers(root: Path, count: int) -> dict[str, str]:
    """Sign so many in, and return the secrets of their sessions."""
    with open_decisions(open_workspace(root)) as decisions:
        users = [one for one in Users(decisions).all() if one.role == "inspector"][:count]
        return {one.name: Sessions(decisions).begin(one)[0] for one in users}


@contextlib.contextmanager
def ingesting(root: Path, folder: Path) -> Iterator[list[int]]:
    """Read made-up documents into the workspace, others each time; yields the exit statuses."""
    ended, statuses = threading.Event(), list[int]()

    def read() -> None:
        known = review_tags.vocabulary()
        while not ended.is_set():
            place = folder / str(len(statuses))
            place.mkdir(parents=True)
            for number in range(4):
                chance = random.Random(f"{len(statuses)}-{number}")  # noqa: S311 - no secret
                texts = [known.text(chance, 40) for _ in range(30)]
                (place / f"note {number}.txt").write_text("\n\n".join(texts), encoding="utf-8")
            run = _vouch(root, "ingest", str(place), "--sensitivity", "public", "--jobs", "1")
            statuses.append(run.wait())

    reading = threading.Thread(target=read)
    reading.start()
    try:
        yield statuses
    finally:
        ended.set()
        reading.join()


def killing(server: Server, times: int, ended: threading.Event) -> None:
    """Kill the server at random moments and start it again."""
    chance = random.Random(20261122)  # noqa: S311 - no secret
    while server.kills < times and not ended.wait(chance.uniform(0.1, 0.7)):
        server.kill()
        server.start()


def faults(root: Path, seen: Seen) -> list[str]:
    """Say what of that which was acknowledged is not stored as it should be."""
    with open_decisions(open_workspace(root), read_only=True) as decisions:
        stored = Counter(event.target_id for event in decisions.events() if event.what == "accept")
        found = [f"the chain: {one}" for one in broken(decisions)]
    found += [f"lost: {tag}" for tag in seen.acknowledged if tag not in stored]
    found += [f"stored {times} times: {tag}" for tag, times in stored.items() if times > 1]
    found += [
        f"acknowledged twice: {tag}" for tag, n in Counter(seen.acknowledged).items() if n > 1
    ]
    found += [f"given to {sorted(to)}: {one}" for one, to in seen.given.items() if len(to) > 1]
    unknown = sum(stored.values()) - len(seen.acknowledged)
    if not 0 <= unknown <= seen.unanswered:
        found.append(f"{unknown} decisions more than were acknowledged")
    return found + seen.wrong


def build(root: Path, wanted: Wanted) -> None:
    """Make a workspace in which nobody runs out of items."""
    items = 2 * wanted.reviewers * (wanted.decisions + 50 * wanted.kills)
    review_tags.build(root, items * review_tags.TAGS_EACH // 2)


def run(root: Path, wanted: Wanted, folder: Path) -> tuple[Seen, list[str]]:
    """Let so many reviewers decide, and return what they saw and what is wrong with it."""
    server, seen, ended = Server(root), Seen(), threading.Event()
    server.start()
    people = [
        threading.Thread(target=review, args=(server, user, secret, wanted, seen))
        for user, secret in reviewers(root, wanted.reviewers).items()
    ]
    killer = threading.Thread(target=killing, args=(server, wanted.kills, ended))
    with ingesting(root, folder) as statuses:
        for one in (*people, killer):
            one.start()
        for one in people:
            one.join()
        ended.set()
        killer.join()
    server.stop()
    wrong = faults(root, seen)
    if any(statuses) or not statuses:
        wrong.append(f"ingests ended with {statuses}")
    if server.kills < wanted.kills:
        wrong.append(f"killed {server.kills} times only")
    return seen, wrong


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _vouch(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipelines.main", "--workspace", str(root), *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> int:
    """Run it once without and once with kills, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reviewers", type=int, default=8)
    parser.add_argument("--decisions", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args()
    status = 0
    with tempfile.TemporaryDirectory() as name:
        for kills in (0, options.kills):
            home = Path(name) / f"kills-{kills}"
            wanted = Wanted(options.reviewers, options.decisions, kills)
            build(home / "workspace", wanted)
            began = time.perf_counter()
            seen, wrong = run(home / "workspace", wanted, home / "offered")
            print(
                f"{options.reviewers} reviewers, {kills} kills: {len(seen.acknowledged)} decisions "
                f"acknowledged, {seen.unanswered} requests unanswered, {len(wrong)} faults, "
                f"{time.perf_counter() - began:.0f} s"
            )
            print("\n".join(wrong[:20]))
            status = status or int(bool(wrong))
    return status


if __name__ == "__main__":
    sys.exit(main())
