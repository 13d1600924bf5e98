"""What the app is told when it starts; frozen, so that every request sees the same."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from corpus.problems import SettingsError
from corpus.workspace import Workspace

HOST, PORT = "127.0.0.1", 8713


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSettings:
    """Where the app listens, whose workspace it shows, and how long a session lives.

    A session ends `idle_minutes` after the last request, warned of `warn_minutes` before, and in
    any case `longest_hours` after it began. With `trusted_header`, a proxy at one of
    `trusted_addresses` says in that header who is signed in; anybody else's header is ignored.
    `secure` marks the cookie for https alone.
    """

    workspace: Workspace
    host: str = HOST
    port: int = PORT
    idle_minutes: int = 30
    warn_minutes: int = 5
    longest_hours: int = 12
    trusted_header: str | None = None
    trusted_addresses: tuple[str, ...] = (HOST,)
    secure: bool = False

    def __post_init__(self) -> None:
        if self.trusted_header is None and not on_loopback(self.host):
            raise SettingsError(
                f"{self.host} is no address of this machine alone. Vouch listens on 127.0.0.1; to "
                "let others in, put a proxy that signs people in before it (--trusted-header)."
            )
        if not 0 < self.warn_minutes < self.idle_minutes:
            raise SettingsError(
                f"A session of {self.idle_minutes} minutes cannot be warned {self.warn_minutes} "
                "minutes before its end: give fewer minutes of warning."
            )


def on_loopback(host: str) -> bool:
    """Say whether nobody but this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
