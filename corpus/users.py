"""Who may do what: the users of a workspace, in its review.db, and the table of roles.

Passwords are kept as argon2id hashes. Every addition and change is an event with who did it; no
password, and nothing made of one, ever stands in an event or a message. Roles are kept by Vouch;
what keeps out somebody who has the files alone is the vault.
"""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from corpus.chain import Draft
from corpus.decisions import Decisions
from corpus.problems import AccessError, SettingsError, WorkspaceError
from corpus.sealing import refuse_weak, typed_bytes

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["researcher", "inspector", "qa-reviewer", "administrator"]
# read: evidence that may be shown; decide: on tags and corrections; view: what is restricted, of
# providers to which one is assigned; see-all: of all; review: others' decisions, and sign them off;
# sign, refuse: what was de-identified; users: add and change them.
Action = Literal["read", "decide", "view", "see-all", "review", "sign", "refuse", "erase", "users"]
ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)
MAY: dict[Role, frozenset[Action]] = {
    "researcher": frozenset({"read"}),
    "inspector": frozenset({"read", "decide", "view"}),
    "qa-reviewer": frozenset({"read", "decide", "view", "see-all", "review", "sign", "refuse"}),
    # Who gives out the rights has no more sight than they are assigned, which is an event.
    "administrator": frozenset(ACTIONS) - {"see-all"},
}
# As people read it, and what each was called up to the third step of review.db.
TITLES: dict[Role, str] = {
    "researcher": "researcher", "inspector": "inspector", "qa-reviewer": "QA reviewer",
    "administrator": "administrator",
}  # fmt: skip
FORMER: dict[str, Role] = {
    "reader": "researcher", "signer": "qa-reviewer", "keeper": "administrator",
}  # fmt: skip
EVENTS = ("add-user", "change-user", "disable-user")
# The same for a wrong name, a wrong password and a disabled user, so that nobody learns names.
REFUSED = (
    "Name and password do not belong together, or the user is disabled. Type them again; an "
    "administrator can set another password with `vouch users passwd NAME --as ADMINISTRATOR`."
)
_LONGEST_NAME = 64
_LONGEST_PASSWORD = 1000
_SIGNS = " .-_'’@"
USER = "key, name, role, users.added, disabled, temporary"
_SELECT = f"SELECT {USER} FROM users"  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """What a guess at a password costs: the parameters of argon2id, `memory` in KiB.

    As given they are the second recommendation of RFC 9106.
    """

    time: int = 3
    memory: int = 65536
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may do what their role says; `key` is the name as it is compared.

    `added` and `disabled` are ISO 8601 in UTC; `disabled` is null for who may sign in. `temporary`
    is true while their password is one that somebody else set: in the app they change it first.
    """

    key: str
    name: str
    role: Role
    added: str
    disabled: str | None = None
    temporary: bool = False


def user_of(row: tuple[Any, ...]) -> User:
    """Return the user of a row with the columns of USER."""
    key, name, role, added, disabled, temporary = row
    return User(key, name, role, added, disabled, bool(temporary))


def may(user: User, action: Action) -> bool:
    """Say whether a user may do something, by the table MAY; who is disabled may do nothing."""
    return user.disabled is None and action in MAY[user.role]


def require(user: User, action: Action) -> None:
    """Raise AccessError, with who may, where a user may not do something."""
    if not may(user, action):
        roles = " or ".join(TITLES[role] for role in ROLES if action in MAY[role])
        raise AccessError(
            f"{user.name} ({TITLES[user.role]}) may not {_SAID[action]}. Ask somebody with the "
            f"role {roles}; `vouch users list` names them."
        )


def role_named(typed: str) -> Role:
    """Return the role of that name, as it is typed or shown. SettingsError names those there are.

    A name that it had before is answered with the one that it has now.
    """
    plain = "-".join(typed.casefold().split())
    for role in ROLES:
        if plain == role:
            return role
    if plain in FORMER:
        raise SettingsError(f"The role {plain} is called {FORMER[plain]} now: type that.")
    raise SettingsError(f"{typed[:_LONGEST_NAME]!a} is no role. Choose one: {', '.join(ROLES)}.")


def clean_name(name: str) -> str:
    """Return a user's name as it is kept; SettingsError for signs that mislead or hide."""
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    odd = [sign for sign in clean if unicodedata.category(sign)[0] not in "LMN"]
    if not clean or len(clean) > _LONGEST_NAME or set(odd) - set(_SIGNS) or not clean[0].isalnum():
        raise SettingsError(
            f"{name[:_LONGEST_NAME]!a} is no name for a user. Use 1 to {_LONGEST_NAME} letters and "
            "digits; blanks and . - _ ' @ may stand between."
        )
    return clean


def key_of(name: str) -> str:
    """Return a name as it is compared: capitals, width and blanks make no other user."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Users:
    """The users of an open review.db. `cost` is what new hashes take; older ones are renewed."""

    def __init__(self, decisions: Decisions, cost: PasswordCost | None = None) -> None:
        self.decisions = decisions
        self.cost = cost or PasswordCost()

    def all(self) -> list[User]:
        """List all users by name, disabled ones too."""
        return [user_of(row) for row in self.decisions.rows(f"{_SELECT} ORDER BY key")]

    def named(self, name: str) -> User | None:
        """Return a user by name, however it is capitalised, or None."""
        found = self.decisions.rows(f"{_SELECT} WHERE key = ?", key_of(name))
        return next((user_of(row) for row in found), None)

    def check(self, name: str, password: str) -> User:
        """Return the user with this name and password; AccessError, ever the same, for others.

        A hash of another cost than today's is renewed.
        """
        import argon2  # noqa: PLC0415 - readers do without

        secret, hasher = self._secret(password), self._hasher()
        user = self.named(name)
        if user is None:
            # As dear as a comparison, so that the time tells nothing either.
            hasher.hash(secret)
            raise AccessError(REFUSED)
        [(known,)] = self.decisions.rows("SELECT hash FROM users WHERE key = ?", user.key)
        try:
            hasher.verify(known, secret)
        except argon2.exceptions.VerifyMismatchError as error:
            raise AccessError(REFUSED) from error
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError) as error:
            raise WorkspaceError(
                f"The file {self.decisions.workspace.review} is damaged: the password of "
                f"{user.name} cannot be compared. An administrator can set another."
            ) from error
        if user.disabled is not None:
            raise AccessError(REFUSED)
        if hasher.check_needs_rehash(known):
            self._renew(user, known, hasher.hash(secret))
        return user

    def add(
        self, name: str, role: Role, password: str, by: User | None = None, once: bool = False
    ) -> User:
        """Add a user. The first is an administrator, whom nobody adds; such a one adds all others.

        A password that an administrator set, or one for `once`, must be changed in the app.
        SettingsError for an unfit name or password or one that is taken; AccessError where `by`
        may not.
        """
        clean = clean_name(name)
        hashed = self._hash(password)
        user = User(
            key_of(clean), clean, role_named(role), _now(), temporary=once or by is not None
        )
        with self._changing():
            self._refuse_unentitled(by, role)
            if self.named(clean) is not None:
                raise SettingsError(
                    f"There is a user {clean} already. Take another name; `vouch users passwd`, "
                    "`role` and `enable` change the one there is."
                )
            self.decisions.db.execute(
                "INSERT INTO users (key, name, role, hash, added, temporary) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (user.key, user.name, user.role, hashed, user.added, user.temporary),
            )
            self._record("add-user", by or user, user, {}, {"name": clean, "role": role})
        return user

    def set_password(self, name: str, password: str, by: User, once: bool = False) -> User:
        """Set a user's password: their own, or any by an administrator. Their sessions end.

        `once` as in `add`.
        """
        hashed = self._hash(password)
        with self._changing():
            user = self._known(name)
            if by.key != user.key:
                require(self._now_of(by), "users")
            self._update(user, "hash", hashed)
            self._update(user, "temporary", once or by.key != user.key)
            self._end_sessions(user)
            self._record("change-user", by, user, {}, {"password": "set"})
            return self._known(user.key)

    def set_role(self, name: str, role: Role, by: User) -> User:
        """Give a user another role; their sessions end.

        AccessError where that would leave no administrator.
        """
        with self._changing():
            user = self._changed_by(name, by)
            if role_named(role) != "administrator":
                self._refuse_last_administrator(user)
            self._update(user, "role", role)
            self._end_sessions(user)
            self._record("change-user", by, user, {"role": user.role}, {"role": role})
            return self._known(name)

    def disable(self, name: str, by: User) -> User:
        """Let a user do nothing more; they are never deleted, for events name them."""
        with self._changing():
            user = self._changed_by(name, by)
            self._refuse_last_administrator(user)
            if user.disabled is None:
                self._update(user, "disabled", _now())
                self._end_sessions(user)
                self._record("disable-user", by, user, {"disabled": False}, {"disabled": True})
            return self._known(name)

    def enable(self, name: str, by: User) -> User:
        """Let a disabled user in again, with the role and password they had."""
        with self._changing():
            user = self._changed_by(name, by)
            if user.disabled is not None:
                self._update(user, "disabled", None)
                self._record("change-user", by, user, {"disabled": True}, {"disabled": False})
            return self._known(name)

    # Inside `_changing` only, so that nothing changes between looking and doing.

    def _refuse_unentitled(self, by: User | None, role: Role) -> None:
        if by is not None:
            require(self._now_of(by), "users")
        elif self.all():
            raise AccessError(
                "The workspace has users already, so that an administrator adds others: name "
                "one with --as ADMINISTRATOR."
            )
        elif role != "administrator":
            raise SettingsError(
                "The first user looks after the others, so their role is administrator: type "
                "--role administrator."
            )

    def _changed_by(self, name: str, by: User) -> User:
        require(self._now_of(by), "users")
        return self._known(name)

    def _now_of(self, by: User) -> User:
        """Return who acts as they are now: they may have been disabled since they signed in."""
        now = self.named(by.key)
        if now is None:
            raise AccessError(REFUSED)
        return now

    def _known(self, name: str) -> User:
        user = self.named(name)
        if user is None:
            raise SettingsError(f"There is no user {name!a}. `vouch users list` names all.")
        return user

    def _refuse_last_administrator(self, user: User) -> None:
        others = [one for one in self.all() if may(one, "users") and one.key != user.key]
        if may(user, "users") and not others:
            raise AccessError(
                f"{user.name} is the last administrator: without one nobody could add users. Add "
                "another first."
            )

    def _update(self, user: User, column: str, value: str | bool | None) -> None:
        statement = f'UPDATE users SET "{column}" = ? WHERE key = ?'  # noqa: S608 - our own names
        self.decisions.db.execute(statement, (value, user.key))

    def _end_sessions(self, user: User) -> None:
        """Let whoever has a session of a user's sign in anew, wherever the change was made."""
        self.decisions.db.execute("DELETE FROM sessions WHERE user = ?", (user.key,))

    def _record(
        self, what: Literal["add-user", "change-user", "disable-user"], by: User, user: User,
        before: dict[str, object], after: dict[str, object],
    ) -> None:  # fmt: skip
        draft = Draft(what, by.name, "user", user.key, before=before or None, after=after)
        self.decisions.record(draft)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        with self.decisions.together():
            yield

    def _renew(self, user: User, old: str, new: str) -> None:
        """Store a hash of today's cost, unless the password was changed meanwhile or none can."""
        statement = "UPDATE users SET hash = ? WHERE key = ? AND hash = ?"
        db = self.decisions.db
        [(patience,)] = db.execute("PRAGMA busy_timeout")
        # Nobody waits for this: the next time they sign in is as good.
        db.execute("PRAGMA busy_timeout = 0")
        try:
            with contextlib.suppress(WorkspaceError), self._changing():
                db.execute(statement, (new, user.key, old))
        finally:
            db.execute(f"PRAGMA busy_timeout = {patience:d}")

    def _hash(self, password: str) -> str:
        refuse_weak("password", password)
        return self._hasher().hash(self._secret(password))

    def _secret(self, password: str) -> bytes:
        if len(password) > _LONGEST_PASSWORD:
            raise SettingsError(f"A password has at most {_LONGEST_PASSWORD} characters.")
        return typed_bytes("password", password)

    def _hasher(self) -> PasswordHasher:
        import argon2  # noqa: PLC0415

        return argon2.PasswordHasher(self.cost.time, self.cost.memory, self.cost.lanes)


def unrecorded(decisions: Decisions) -> Iterator[str]:
    """Say in a sentence each of what the table of users says otherwise than the events do."""
    said: dict[str, dict[str, object]] = {}
    home = decisions.installation
    for event in decisions.standing(*EVENTS):
        if event.origin == home:
            said.setdefault(event.target_id, {}).update(event.after or {})
    # Events are never changed, those that name a role as it was called neither.
    for words in said.values():
        words["role"] = FORMER.get(str(words.get("role")), words.get("role"))
    there = {user.key: user for user in Users(decisions).all()}
    for key in sorted(said.keys() | there.keys()):
        user, told = there.get(key), said.get(key)
        if told is None:
            yield f"User {key} was added by other means than Vouch."
        elif user is None:
            yield f"User {key} was removed by other means than Vouch."
        elif user.role != told.get("role"):
            yield f"User {key} is {user.role}, and by the events {told.get('role')}."
        elif (user.disabled is not None) != told.get("disabled", False):
            state = "in use" if user.disabled is None else "disabled"
            yield f"User {key} is {state}, and by the events is not."


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


_SAID: dict[Action, str] = {
    "read": "read the evidence",
    "decide": "decide on tags or correct what was read",
    "view": "see what is restricted as it was offered",
    "see-all": "see what is restricted of every provider",
    "review": "check and sign off what others decided",
    "sign": "sign off what was de-identified",
    "refuse": "refuse to sign what was de-identified",
    "erase": "erase a case",
    "users": "add or change users",
}
