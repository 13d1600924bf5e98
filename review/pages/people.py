"""People: one's own password, and for administrators who may do what and for which provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from corpus.chain import Event
from corpus.problems import AccessError, SettingsError, WorkspaceError
from corpus.users import ROLES, TITLES, Role, User, Users, role_named
from review.asking import Ask, go
from review.assigning import assign, assigned, unassign
from review.reading.providers import by_urn
from review.sessions import Sessions
from review.vaults import vaults_of


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a change just made; it is not `sure` where it may be a slip."""

    words: str
    sure: bool


def own(ask: Ask) -> Response:
    """Show the form for another password of one's own."""
    return ask.page("password.html", "Your password", wrong=None, temporary=_temporary(ask))


def set_own(ask: Ask) -> Response:
    """Set one's own password; all other sessions of theirs end."""
    users = Users(ask.stores.decisions)
    try:
        user = users.check(ask.viewer.user.name, ask.said("password"))
        if ask.said("new_password") != ask.said("again"):
            raise SettingsError("The two new passwords are not the same. Type them again.")
        users.set_password(user.name, ask.said("new_password"), user)
    except (AccessError, SettingsError) as error:
        return ask.page(
            "password.html", "Your password", 400, wrong=str(error), temporary=_temporary(ask)
        )
    _end_all(ask, user)
    return go("/sign-in")


def _temporary(ask: Ask) -> bool:
    return ask.viewer.user.temporary


def show(ask: Ask) -> Response:
    """List the users, what they may do, and the providers to which they are assigned."""
    return _people(ask)


def add(ask: Ask) -> Response:
    """Add a user with a password that they must change when they first sign in."""
    return _changed(ask, _add)


def _said(ask: Ask, known: Mapping[str, str]) -> Said | None:
    """Return what to say of an assignment just made; null where it was taken away since."""
    decisions, number = ask.stores.decisions, ask.asked("did")[:15]
    event = decisions.event(int(number)) if number.isascii() and number.isdecimal() else None
    if event is None or event.what != "assign" or event.who != ask.viewer.user.name:
        return None
    user = next((one for one in Users(decisions).all() if one.key == event.target_id), None)
    urn = str((event.after or {}).get("provider"))
    if user is None or urn not in assigned(decisions).get(user.key, ()):
        return None
    if urn in known:
        return Said(f"{user.name} is assigned to {urn} {known[urn]}".strip() + ".", sure=True)
    return Said(
        f"{user.name} is assigned to {urn}, but you see no document of that provider here. Check "
        "the number: if it is wrong, take it away again.", sure=False,
    )  # fmt: skip


def change(ask: Ask) -> Response:
    """Change a user's role, password or providers, or disable or enable them."""
    change = _CHANGES.get(ask.said("do"))
    if change is None:
        raise SettingsError("The form does not say what to change. Load the page again.")
    return _changed(ask, change)


def _changed(ask: Ask, change: Callable[[Ask, Users, User], object]) -> Response:
    try:
        done = change(ask, Users(ask.stores.decisions), ask.viewer.user)
    except SettingsError as error:
        return _people(ask, str(error))
    return go(f"/people?did={done.seq}" if isinstance(done, Event) else "/people")


def _people(ask: Ask, wrong: str | None = None) -> Response:
    decisions = ask.stores.decisions
    known = _known(ask)
    return ask.page(
        "people.html", "People", 400 if wrong else 200, users=Users(decisions).all(),
        providers=assigned(decisions), roles=ROLES, titles=TITLES, wrong=wrong, known=known,
        said=None if wrong else _said(ask, known),
    )  # fmt: skip


def _add(ask: Ask, users: Users, by: User) -> None:
    users.add(ask.said("name"), _role(ask), ask.said("new_password"), by)


def _set_role(ask: Ask, users: Users, by: User) -> None:
    # What a session may do never changes while it lasts.
    _end_all(ask, users.set_role(ask.said("user"), _role(ask), by))


def _set_password(ask: Ask, users: Users, by: User) -> None:
    user = users.set_password(ask.said("user"), ask.said("new_password"), by)
    _end_all(ask, user)


def _disable(ask: Ask, users: Users, by: User) -> None:
    _end_all(ask, users.disable(ask.said("user"), by))


def _enable(ask: Ask, users: Users, by: User) -> None:
    users.enable(ask.said("user"), by)


def _end_all(ask: Ask, user: User) -> None:
    """End all sessions of a user, and close what they had opened of case notes."""
    Sessions(ask.stores.decisions).end_all(user)
    vaults_of(ask.settings.workspace).drop_of(user.key)


def _assign(ask: Ask, users: Users, by: User) -> Event:
    return assign(ask.stores.decisions, _named(ask, users), _urn(ask), by)


def _urn(ask: Ask) -> str:
    """Return the URN that was typed; SettingsError for a name, which would open nothing.

    A number that no document says yet may be right: case notes can come before anything else. Of
    what the administrator may not see, nothing is told here either.
    """
    typed = " ".join(ask.said("provider").split())
    known = _known(ask)
    if not typed or typed in known or (any(sign.isdigit() for sign in typed) and " " not in typed):
        return typed
    close = [
        f"{urn} ({name})" for urn, name in known.items() if typed.casefold() in name.casefold()
    ]
    meant = f" Is it {' or '.join(close[:3])}?" if close else ""
    raise SettingsError(
        f"“{typed}” is no URN of a provider that is known: type its number, or choose it from the "
        f"list. Nothing was assigned.{meant}"
    )


def _known(ask: Ask) -> Mapping[str, str]:
    """Return the names of providers by URN, as far as there are documents to be seen."""
    try:
        return by_urn(ask.stores.evidence, ask.viewer)
    except WorkspaceError:
        # Users are looked after before the first document, and where the store fails.
        return {}


def _within(typed: str, name: str) -> bool:
    return typed.casefold() in name.casefold()


def _unassign(ask: Ask, users: Users, by: User) -> None:
    unassign(ask.stores.decisions, _named(ask, users), ask.said("provider"), by)


def _named(ask: Ask, users: Users) -> User:
    user = users.named(ask.said("user"))
    if user is None:
        raise SettingsError("There is no such user any more. Load the page again.")
    return user


def _role(ask: Ask) -> Role:
    return role_named(ask.said("role"))


_CHANGES: dict[str, Callable[[Ask, Users, User], object]] = {
    "role": _set_role, "password": _set_password, "disable": _disable, "enable": _enable,
    "assign": _assign, "unassign": _unassign,
}  # fmt: skip
