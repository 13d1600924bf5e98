"""`vouch users`: who may do what, and the vault in which what is restricted lies sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar, cast

import click

from corpus.decisions import open_decisions
from corpus.problems import SettingsError
from corpus.users import FORMER, ROLES, TITLES, Role, User, Users, clean_name, require
from corpus.vault import LOST, change_passphrase, create_vault, open_vault
from corpus.workspace import Workspace, absolute, open_workspace
from pipelines.commands.options import json_option, print_json, workspace_option, workspace_path
from pipelines.commands.secrets_asked import (
    NEW_PASSWORD,
    PASSPHRASE,
    PASSWORD,
    new_passphrase,
    new_password,
    passphrase,
    password_of,
)

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def _as_option(required: bool) -> Callable[[Decorated], Decorated]:
    """Add --as, the user who acts; its parameter is `acting`."""
    return click.option(
        "--as",
        "acting",
        metavar="ADMINISTRATOR",
        required=required,
        help="The administrator you are.",
    )


def _stdin_option(command: Decorated) -> Decorated:
    """Add --password-stdin; its parameter is `from_stdin`."""
    return click.option(
        "--password-stdin",
        "from_stdin",
        is_flag=True,
        help="Take the new password from the first line of the input.",
    )(command)


class _OneRole(click.Choice[str]):
    """A role; a name that one had before is answered with today's."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the role as it is kept."""
        if value in FORMER:
            self.fail(f"the role {value} is called {FORMER[value]} now: type that.", param, ctx)
        return super().convert(value, param, ctx)


@click.group("users")
def command() -> None:
    """Say who may sign off case notes, see originals, erase; make the vault for them.

    Passwords and the passphrase are asked for and not shown; programs set VOUCH_PASSWORD (of who
    acts), VOUCH_NEW_PASSWORD (to be set) and VOUCH_PASSPHRASE.
    """


@command.command("add")
@click.argument("name")
@click.option("--role", type=_OneRole(ROLES), required=True, help="What the user may do.")
@_as_option(required=False)
@_stdin_option
@workspace_option
def add_command(
    workspace: Path | None, name: str, role: str, acting: str | None, from_stdin: bool
) -> None:
    """Add a user; the first is an administrator, who makes the vault.

    The vault holds what is restricted and opens with the workspace's passphrase alone.
    """
    place = _place(workspace_path(workspace))
    clean = clean_name(name)
    if _none_yet(place):
        _add_first(place, clean, cast("Role", role), acting, from_stdin)
    else:
        _add_another(place, clean, cast("Role", role), acting, from_stdin)
    click.echo(f"{clean} was added as {TITLES[cast('Role', role)]}.")


@command.command("list")
@workspace_option
@json_option
def list_command(workspace: Path | None, as_json: bool) -> None:
    """List users and what they may do."""
    place = open_workspace(workspace_path(workspace))
    found: list[User] = []
    if place.review.exists():
        with open_decisions(place, read_only=True) as decisions:
            found = Users(decisions).all()
    if as_json:
        names = ("name", "role", "added", "disabled")
        print_json([{name: asdict(user)[name] for name in names} for user in found])
        return
    if not found:
        click.echo(
            "There are no users yet. Add the first: vouch users add NAME --role administrator"
        )
    for user in found:
        state = f", disabled {user.disabled}" if user.disabled else ""
        click.echo(f"{user.name}: {TITLES[user.role]}, added {user.added}{state}")


@command.command("passwd")
@click.argument("name")
@_as_option(required=False)
@_stdin_option
@workspace_option
def passwd_command(workspace: Path | None, name: str, acting: str | None, from_stdin: bool) -> None:
    """Set a password: your own, or anybody's as an administrator."""
    with _acting(open_workspace(workspace_path(workspace)), acting or name) as (users, by):
        known = users.named(name)
        if known is None or known.key != by.key:
            require(by, "users")
        user = users.set_password(name, new_password(name, from_stdin), by)
    click.echo(f"{user.name} has another password.")


@command.command("role")
@click.argument("name")
@click.argument("role", type=_OneRole(ROLES))
@_as_option(required=True)
@workspace_option
def role_command(workspace: Path | None, name: str, role: str, acting: str) -> None:
    """Give a user another role."""
    with _acting(open_workspace(workspace_path(workspace)), acting) as (users, by):
        user = users.set_role(name, cast("Role", role), by)
    click.echo(f"{user.name} is {TITLES[user.role]} now.")


@command.command("disable")
@click.argument("name")
@_as_option(required=True)
@workspace_option
def disable_command(workspace: Path | None, name: str, acting: str) -> None:
    """Let a user do nothing more; what they did stays theirs."""
    with _acting(open_workspace(workspace_path(workspace)), acting) as (users, by):
        user = users.disable(name, by)
    click.echo(f"{user.name} is disabled.")


@command.command("enable")
@click.argument("name")
@_as_option(required=True)
@workspace_option
def enable_command(workspace: Path | None, name: str, acting: str) -> None:
    """Let a disabled user in again."""
    with _acting(open_workspace(workspace_path(workspace)), acting) as (users, by):
        user = users.enable(name, by)
    click.echo(f"{user.name} may sign in again, as {TITLES[user.role]}.")


@command.command("passphrase")
@workspace_option
def passphrase_command(workspace: Path | None) -> None:
    """Give the workspace another passphrase; what is sealed stays as it is.

    A backup made before opens with the passphrase of then. Programs set VOUCH_PASSPHRASE and
    VOUCH_NEW_PASSPHRASE.
    """
    place = open_workspace(workspace_path(workspace))
    old = passphrase()
    # Before the new one is asked for: a slip shows at once.
    open_vault(place, old).close()
    change_passphrase(place, old, new_passphrase())
    click.echo(f"The vault of {place.root} opens with the new passphrase.")


def _place(root: Path) -> Workspace:
    """Return the workspace, which need not be made yet; WorkspaceError for a foreign folder."""
    place = Workspace(absolute(root))
    fresh = not place.root.exists() or (place.root.is_dir() and not any(place.root.iterdir()))
    return place if fresh else open_workspace(root)


def _none_yet(place: Workspace) -> bool:
    if not place.review.exists():
        return True
    with open_decisions(place, read_only=True) as decisions:
        return not Users(decisions).all()


def _add_first(
    place: Workspace, name: str, role: Role, acting: str | None, from_stdin: bool
) -> None:
    """Ask for all before anything is written; then the vault, then the user.

    Should it end between the two, the same command goes on with the vault that there is.
    """
    if role != "administrator" or acting is not None:
        raise SettingsError(
            f"The workspace {place.root} has no users yet. The first looks after the others: type "
            "--role administrator, without --as."
        )
    password = new_password(name, from_stdin, NEW_PASSWORD, PASSWORD)
    known = place.vault.exists()
    words = passphrase() if known else _first_passphrase()
    place = open_workspace(place.root, create=True)
    with (
        open_vault(place, words) if known else create_vault(place, words),
        open_decisions(place) as decisions,
    ):
        Users(decisions).add(name, role, password)
    click.echo(f"{'Opened' if known else 'Made'}: {place.vault}")


def _add_another(
    place: Workspace, name: str, role: Role, acting: str | None, from_stdin: bool
) -> None:
    if acting is None:
        raise SettingsError(
            f"The workspace {place.root} has users, so that an administrator adds others: type "
            "--as ADMINISTRATOR with their name. `vouch users list` names them."
        )
    with _acting(open_workspace(place.root), acting) as (users, by):
        require(by, "users")
        password = new_password(name, from_stdin)
        if not place.vault.exists():
            create_vault(place, _first_passphrase()).close()
            click.echo(f"Made: {place.vault}")
        users.add(name, role, password, by)


def _first_passphrase() -> str:
    click.echo(f"The passphrase opens what is restricted and is kept nowhere. {LOST}", err=True)
    return new_passphrase(PASSPHRASE)


@contextmanager
def _acting(place: Workspace, name: str) -> Iterator[tuple[Users, User]]:
    """Give the users of a workspace and who acts, once they have shown who they are."""
    if _none_yet(place):
        raise SettingsError(
            f"The workspace {place.root} has no users yet. Add the first with `vouch users add "
            "NAME --role administrator`."
        )
    password = password_of(name)
    with open_decisions(place) as decisions:
        users = Users(decisions)
        yield users, users.check(name, password)
