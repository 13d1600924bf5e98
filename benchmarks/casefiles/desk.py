"""A desk at which case notes are worked on by the real command line, with everything watched.

All that Vouch and Prefect may write lies in one folder: the workspace `ws`, home and temporary
folders, Prefect's own, what was exported (`out`), and what commands said (`said`). Files that live
for a moment only are kept by a second name (`seen`). What those with the passphrase are shown by
design goes to `shown`, beside what is searched.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.prefect_environment import VARIABLES

PASSPHRASE = "a ferry of seven lanterns"  # noqa: S105 - of people who are made up
PASSWORD = "a drawer of nine spoons"  # noqa: S105 - likewise
AS_SIGNER = ("--as", "Sal", "--reason", "read every note")
AS_KEEPER = ("--as", "Kit", "--reason", "kept long enough")
ROOT = Path(__file__).parents[2]
WATCHED = ("ws", "tmp", "home", "prefect", "out", "said")


class Desk:
    """A folder in which everything happens, and the commands typed there."""

    def __init__(self, folder: Path, look_seconds: float = 0.003) -> None:
        self.folder = folder
        self._look_seconds = look_seconds
        for name in (*WATCHED, "in", "seen", "shown"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.workspace = folder / "ws"
        self._typed = 0
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")},
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "PREFECT_HOME": str(folder / "prefect"),
            "XDG_CACHE_HOME": str(folder / "home" / "cache"),
            "PYTHONPATH": str(ROOT),
            "VOUCH_WORKSPACE": str(self.workspace),
            "DO_NOT_TRACK": "1",
        }

    def type(self, *arguments: str, passphrase: str | None = None, ends: int = 0) -> str:
        """Run `vouch` with these arguments and return what it printed; it must end with `ends`.

        Commands that are given the passphrase print into `shown`: they may quote. All else, and
        what they say of errors, is searched.
        """
        run = self.start(*arguments, passphrase=passphrase)
        code = run.wait()
        printed, said = self._pages(arguments, passphrase)
        if code != ends:
            raise RuntimeError(
                f"vouch {' '.join(arguments[:2])} ended with {code}, not {ends}: "
                f"{said.read_text()[-2000:]}"
            )
        return printed.read_text(encoding="utf-8")

    def start(self, *arguments: str, passphrase: str | None = None) -> subprocess.Popen[bytes]:
        """Begin to run `vouch`, in a process group of its own."""
        self._typed += 1
        environment = {
            **self.environment,
            "VOUCH_PASSWORD": PASSWORD,
            "VOUCH_NEW_PASSWORD": PASSWORD,
        }
        if passphrase is not None:
            environment["VOUCH_PASSPHRASE"] = passphrase
        printed, said = self._pages(arguments, passphrase)
        with printed.open("wb") as out, said.open("wb") as err:
            return subprocess.Popen(
                [sys.executable, "-m", "pipelines.main", *arguments],
                cwd=self.folder / "home",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def _pages(self, arguments: Sequence[str], passphrase: str | None) -> tuple[Path, Path]:
        name = f"{self._typed:03} {' '.join(arguments[:2]).replace('/', '_')[:40]}"
        place = "said" if passphrase is None else "shown"
        return self.folder / place / f"{name}.out", self.folder / "said" / f"{name}.err"

    def kill_half_way(self, run: subprocess.Popen[bytes], items: int) -> bool:
        """Kill a run and its workers, as `kill -9` does, once so many items were sealed.

        Returns whether it was still at work.
        """
        readings = self.workspace / "sealed" / "reading"
        while run.poll() is None and len(list(readings.glob("*.sealed"))) < items:
            time.sleep(0.01)
        killed = run.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return killed

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Keep each file that is written meanwhile by a second name, should it be removed.

        What lives for less than `look_seconds` may be missed.
        """
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(done,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()
            self._let_go()

    def _watch(self, done: threading.Event) -> None:
        known: set[int] = set()
        while not done.is_set():
            for name in ("ws", "tmp", "home", "prefect"):
                self._keep(self.folder / name, known)
            done.wait(self._look_seconds)

    def _keep(self, folder: Path, known: set[int]) -> None:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            return
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "sealed":
                        self._keep(Path(entry.path), known)
                elif entry.is_file(follow_symlinks=False) and entry.inode() not in known:
                    known.add(entry.inode())
                    os.link(entry.path, self.folder / "seen" / f"{entry.inode()} {entry.name}")

    def _let_go(self) -> None:
        """Leave in `seen` only what is nowhere else any more."""
        for path in (self.folder / "seen").iterdir():
            if path.stat().st_nlink > 1:
                path.unlink()


@contextlib.contextmanager
def prefect_server(desk: Desk, port: int) -> Iterator[str]:
    """Run a Prefect server of the desk's own on this machine's loopback; its address."""
    environment = {**desk.environment, **VARIABLES}
    with (desk.folder / "said" / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1",
             "--port", str(port)],
            cwd=desk.folder / "home", env=environment, stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}/api"
    try:
        _await(server, url)
        yield url
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _await(server: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(1_200):
        if server.poll() is not None:
            raise RuntimeError("The Prefect server ended; said/server.log says why.")
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"{url}/health", timeout=2) as answer,  # noqa: S310
        ):
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("The Prefect server does not answer.")
