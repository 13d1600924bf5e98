"""What pages of the app cost its server, how long people wait for them, and how fast it starts.

Asks a server of its own, over HTTP as a browser does, for pages of a made-up workspace: CPU time
is that of the server's process alone, waiting times are those of several users at once.

    python -m benchmarks.review_tags WORKSPACE --tags 1000000
    python -m benchmarks.review_speed WORKSPACE
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil

from benchmarks import review_tags
from benchmarks.review_load import Server, reviewers
from corpus.evidence import open_evidence
from corpus.workspace import open_workspace
from review.sessions import COOKIE

LENS = review_tags.LENSES[0]
# What a page may cost the server (CPU milliseconds), once it was asked for before where the
# target says so.
TARGETS = {
    "queue": 10.0, "next item": 10.0, "item": 10.0, "provider": 10.0, "document": 10.0,
    "search": 60.0, "matrix": 5.0,
}  # fmt: skip
WAIT, START = 150.0, 1000.0  # milliseconds


class Addresses:
    """Addresses of each kind of page, by chance but the same in each run."""

    def __init__(self, root: Path) -> None:
        with open_evidence(open_workspace(root), read_only=True) as evidence:
            self.documents = [row[0] for row in evidence.query("SELECT id FROM documents")]
            self.passages = [
                row[0] for row in evidence.query("SELECT id FROM passages ORDER BY id LIMIT 2000")
            ]
        self.words = review_tags.vocabulary().words
        self.providers = [str(8_000_000 + at) for at in range(review_tags.PROVIDERS)]

    def of(self, kind: str, at: int) -> str:
        """Return the address of a page of some kind; another for each number, as far as it goes."""
        chance = random.Random(f"{kind}-{at}")  # noqa: S311 - no secret
        provider = self.providers[at % len(self.providers)]
        # From the commonest word of all to rare ones, one to three at once.
        words = "+".join(
            self.words[int(len(self.words) ** chance.random())] for _ in range(1 + at % 3)
        )
        return {
            "queue": f"/queue?framework={LENS}",
            "next item": f"/queue/next?framework={LENS}",
            "item": f"/queue/{LENS}/{chance.choice(self.passages)}",
            "provider": f"/provider/{provider}",
            "document": f"/document/{chance.choice(self.documents)}",
            "search": f"/search?words={words}",
            "matrix": f"/evidence/provider/{provider}",
        }[kind]


def cost(server: Server, client: httpx.Client, addresses: list[str]) -> float:
    """Return the CPU milliseconds of the server for each of some pages, on average."""
    process = psutil.Process(server.process.pid if server.process else None)
    before = sum(process.cpu_times()[:2])
    for address in addresses:
        client.get(server.address + address, follow_redirects=True).raise_for_status()
    return 1000 * (sum(process.cpu_times()[:2]) - before) / len(addresses)


def rest(server: Server) -> float:
    """Wait until the server has made ahead what it can, and return the CPU seconds that took."""
    process = psutil.Process(server.process.pid if server.process else None)
    began = before = sum(process.cpu_times()[:2])
    while True:
        time.sleep(3)
        spent = sum(process.cpu_times()[:2])
        if spent - before < 0.1:
            return spent - began
        before = spent


def made_anew(server: Server, secret: str, addresses: list[str]) -> float:
    """Return what pages cost as if something had just been written: all is made again."""
    os.utime(open_workspace(server.root).evidence)
    with httpx.Client(cookies={COOKIE: secret}, timeout=60) as client:
        return cost(server, client, addresses)


def waits(server: Server, secrets: list[str], known: Addresses, each: int) -> list[float]:
    """Return how long each of several users waited for each page, in milliseconds."""
    found: list[float] = []

    def use(number: int, secret: str) -> None:
        chance = random.Random(number)  # noqa: S311 - no secret
        with httpx.Client(cookies={COOKIE: secret}, timeout=60) as client:
            for at in range(each):
                # Pages that somebody has asked for before, as most are.
                address = known.of(chance.choice(list(TARGETS)), at // 2)
                began = time.perf_counter()
                answer = client.get(server.address + address)
                if not answer.is_redirect:
                    answer.raise_for_status()
                found.append(1000 * (time.perf_counter() - began))

    users = [threading.Thread(target=use, args=one) for one in enumerate(secrets)]
    for one in users:
        one.start()
    for one in users:
        one.join()
    return found


def starts(root: Path, times: int) -> Iterator[float]:
    """Yield the milliseconds from the command to the first answer."""
    for _ in range(times):
        server = Server(root)
        yield 1000 * server.start()
        server.stop()


def main() -> None:
    """Print what each kind of page costs at first and again, what people wait, and the start."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--pages", type=int, default=60, help="of each kind")
    parser.add_argument("--users", type=int, default=4)
    options = parser.parse_args()
    root, known = options.workspace, Addresses(options.workspace)
    print(f"load of the machine: {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores")
    began = list(starts(root, 5))
    print(f"start: median {statistics.median(began):.0f} ms, best {min(began):.0f} ({START:.0f})")
    secrets = list(reviewers(root, options.users).values())
    server = Server(root)
    server.start()
    with httpx.Client(cookies={COOKIE: secrets[0]}, timeout=60) as client:
        for address in ("/", "/search", "/evidence"):
            client.get(server.address + address)
        print(f"made ahead in idle moments: {rest(server):.1f} CPU-s")
        for kind, target in TARGETS.items():
            addresses = [known.of(kind, at) for at in range(options.pages)]
            first, again = (cost(server, client, addresses) for _ in (1, 2))
            print(f"{kind}: {first:.1f} CPU-ms a page at first, {again:.1f} again ({target:.0f})")
    found = sorted(waits(server, secrets, known, 2 * options.pages))
    print(
        f"{options.users} users at once, {len(found)} pages: median "
        f"{statistics.median(found):.0f} ms, p95 {found[int(0.95 * len(found))]:.0f} ({WAIT:.0f})"
    )
    new = made_anew(server, secrets[0], [known.of("provider", at) for at in range(options.pages)])
    print(f"provider, of evidence that is new this second: {new:.1f} CPU-ms a page")
    server.stop()
    print(f"load of the machine: {psutil.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
