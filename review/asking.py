"""One request by somebody who is signed in, as the functions that answer see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData, QueryParams
from starlette.responses import HTMLResponse, RedirectResponse, Response

from review.sessions import Session
from review.settings import AppSettings
from review.stores import Stores
from review.templating import rendered
from review.viewing import Viewer


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, by somebody who is signed in and may ask for this page.

    `path` holds the variable parts of the address. `form` was sent by a page of ours.
    """

    settings: AppSettings
    stores: Stores
    viewer: Viewer
    session: Session
    address: str
    path: Mapping[str, str]
    query: QueryParams
    form: FormData = field(default_factory=FormData)
    headers: Mapping[str, str] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """Return a text field of the form, "" where it is missing or is a file."""
        value = self.form.get(name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def asked(self, name: str) -> str:
        """Return a parameter of the address, "" where it is missing."""
        return self.query.get(name) or ""

    def page(self, template: str, title: str, status: int = 200, **values: Any) -> Response:
        """Fill a template; the name of who is signed in and the forms' token come with it."""
        base = {
            "title": title,
            "viewer": self.viewer,
            "token": self.session.token,
            "ends": int(self.session.ends),
            "warn": self.settings.warn_minutes * 60,
            "address": self.address,
        }
        return HTMLResponse(rendered(template, base | values), status)


class NotThereError(Exception):
    """What was asked for is not there, or not for this viewer to see: they cannot tell which."""


def go(address: str) -> Response:
    """Send the browser to another page of ours, as after every form."""
    return RedirectResponse(local(address), 303)


def local(address: str) -> str:
    """Return an address of this app; anything that leads elsewhere becomes the first page."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address else "/"
