"""Runs the app on this machine, and makes the first user where there is none."""

from __future__ import annotations

import gc
import getpass
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass

from corpus.decisions import open_decisions
from corpus.problems import SettingsError
from corpus.users import Users, clean_name, may
from corpus.workspace import Workspace
from review.settings import AppSettings

# No letters or digits that are mistaken for others when they are typed off a screen.
_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class First:
    """The first user, just made: an administrator with a password for the first time alone."""

    name: str
    password: str

    @property
    def words(self) -> str:
        """What the terminal says of them, this once."""
        return (
            f"Sign in as {self.name} with this password, for the first time alone:\n\n"
            f"    {self.password}\n"
        )


def first_user(workspace: Workspace) -> First | None:
    """Make an administrator where nobody could sign in; null where there are users.

    Where the only one has never taken a password of their own, they get another for the first
    time: the one before may have gone with its terminal.
    """
    with open_decisions(workspace) as decisions:
        users = Users(decisions)
        match users.all():
            case []:
                password = _one_time()
                user = users.add(_own_name(), "administrator", password, once=True)
            case [user] if user.temporary and may(user, "users"):
                password = _one_time()
                user = users.set_password(user.name, password, user, once=True)
            case _:
                return None
    return First(user.name, password)


def _one_time() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(4))


def serve(settings: AppSettings, opened: Callable[[str], None] | None = None) -> None:
    """Answer until somebody ends the program. SettingsError where the port is taken.

    `opened` is called with the address once somebody can ask there.
    """
    # What is loaded here stays until the end: looking through it for waste took a fifth of the
    # start, and would take part of each page.
    gc.disable()
    import uvicorn  # noqa: PLC0415 - only where pages are served

    from review.app import build  # noqa: PLC0415

    config = uvicorn.Config(
        # The other parser of requests has no bound on what a head may hold.
        build(settings), http="h11", log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    gc.freeze()
    gc.enable()
    with _listening(settings) as listener:
        if opened is not None:
            # What comes in before the server runs waits in the socket's queue.
            opened(f"http://{settings.host}:{listener.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listener])


def _listening(settings: AppSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise SettingsError(
            f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}): perhaps "
            "Vouch runs there already. Open it in the browser, or choose another with --port."
        ) from error


def open_browser(address: str) -> None:
    """Open the browser beside, so that one that is slow or not there stops nothing."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _own_name() -> str:
    try:
        return clean_name(getpass.getuser())
    except (SettingsError, OSError, KeyError):
        return "administrator"
