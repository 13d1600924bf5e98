"""How commands ask for passwords and the passphrase: unseen, or from a variable; never an option.

A variable without `NEW` opens something that is there; one with it says what is to be set.
"""

from __future__ import annotations

import os
import sys

import click

from corpus.decisions import open_decisions
from corpus.problems import SettingsError
from corpus.sealing import SHORTEST, refuse_weak
from corpus.users import User, Users
from corpus.workspace import Workspace
from pipelines.settings import SECRETS

# The names of variables.
PASSWORD, NEW_PASSWORD, PASSPHRASE, NEW_PASSPHRASE = SECRETS


def passphrase() -> str:
    """Ask for the workspace's passphrase, or take it from VOUCH_PASSPHRASE."""
    return _asked("Passphrase of the workspace", PASSPHRASE)


def new_passphrase(variable: str = NEW_PASSPHRASE) -> str:
    """Ask twice for the passphrase that is to be; SettingsError where it is too weak."""
    given = _asked(f"New passphrase ({SHORTEST} characters or more)", variable, twice=True)
    refuse_weak("passphrase", given)
    return given


def password_of(name: str) -> str:
    """Ask for the password of who acts, or take it from VOUCH_PASSWORD."""
    return _asked(f"Password of {name}", PASSWORD)


def new_password(name: str, from_stdin: bool, *variables: str) -> str:
    """Ask twice for the password that somebody is to have; SettingsError where it is too weak.

    With `from_stdin` it is the first line of the input; else the first variable that is set.
    """
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        asked = f"New password of {name} ({SHORTEST} characters or more)"
        given = _asked(asked, *(variables or (NEW_PASSWORD,)), twice=True)
    refuse_weak("password", given)
    return given


def signed_in(workspace: Workspace, name: str) -> User:
    """Ask for a user's password and return the user; AccessError where that is not theirs."""
    given = password_of(name)
    with open_decisions(workspace) as decisions:
        return Users(decisions).check(name, given)


def _asked(words: str, *variables: str, twice: bool = False) -> str:
    for variable in variables:
        given = os.environ.get(variable)
        if given:
            return given
    if not sys.stdin.isatty():
        # Otherwise a job without a terminal would wait for ever, or echo what is piped to it.
        raise SettingsError(
            f"{words}: nobody can be asked here, for the input is no terminal. Set the variable "
            f"{variables[0]}, or type the command yourself."
        )
    return str(click.prompt(words, hide_input=True, confirmation_prompt=twice, err=True))
