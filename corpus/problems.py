"""The exception root and its few children. A message names the thing, the place and the remedy."""

from __future__ import annotations

from corpus.records import Problem


class VouchError(Exception):
    """Root of every error that Vouch raises on purpose; its text is fit for a user to read."""


class RefusedError(VouchError):
    """A document that cannot or must not be read; becomes a row, never a traceback."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem

    def __reduce__(self) -> tuple[type[RefusedError], tuple[Problem]]:
        # Exceptions cross a process border by their arguments; ours is the problem.
        return (type(self), (self.problem,))


class WorkspaceError(VouchError):
    """The workspace cannot be used: missing, locked, read-only, damaged, of a newer version."""


class FrameworkError(VouchError):
    """A framework file that breaks its own rules; the message gives file, line and remedy."""


class InspectionError(VouchError):
    """An inspection file that cannot be used; the message gives file, line and remedy."""


class ModelError(VouchError):
    """A model file that cannot be used: absent, damaged, altered, of another version."""


class SettingsError(VouchError):
    """An option or setting that cannot be honoured."""


class SealedError(VouchError):
    """What is sealed cannot be opened: wrong passphrase, key or purpose, changed, cut short.

    Its text never holds what was sealed, a passphrase or a key.
    """


class AccessError(VouchError):
    """Somebody did not show who they are, or may not do what they asked for."""


def refuse(stage: str, code: str, message: str, page: int | None = None) -> RefusedError:
    """Build the error for a document that is refused, ready to raise."""
    return RefusedError(Problem(stage=stage, code=code, message=message, page=page))
