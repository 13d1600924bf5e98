"""What an e-mail is, whichever program wrote it: headers, bodies, forwarded mails, attachments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from corpus.problems import RefusedError, refuse
from corpus.records import Problem

# The headers that a reader sees, in the order in which mail programs show them.
SHOWN = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject")
DEEPEST = 20  # mails forwarded in mails; each is a step of recursion
MALFORMED = (
    *(ValueError, LookupError, TypeError, AttributeError, AssertionError, OSError, EOFError),
    *(ArithmeticError, RecursionError),
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a mail carries. `inline` is true for what stands in its text, as logos do."""

    name: str
    load: Callable[[], bytes]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """One body: characters of plain text or HTML, or the bytes of Rich Text as Latin-1."""

    kind: Literal["plain", "html", "rich"]
    text: str


@dataclass(slots=True)
class Letter:
    """One e-mail, opened."""

    headers: dict[str, str] = field(default_factory=dict)
    bodies: list[Body] = field(default_factory=list)
    forwarded: list[Letter] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, problem: Problem) -> None:
        """Note a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)


def damaged(what: str) -> RefusedError:
    """Build the refusal of an e-mail that cannot be opened."""
    message = (
        f"The e-mail is damaged: {what}. Copy it again from the mail program, or print it to PDF "
        "and offer that file."
    )
    return refuse("extract", "damaged-document", message)


def locked() -> RefusedError:
    """Build the refusal of an e-mail whose words only its receiver can read."""
    message = (
        "The e-mail is encrypted, or sealed by a signature round all of it. Open it in the mail "
        "program of who received it, save it without encryption or print it to PDF, and offer "
        "that file."
    )
    return refuse("extract", "encrypted", message)


def too_deep() -> RefusedError:
    """Build the refusal of mails in mails without end."""
    message = (
        "The e-mail nests its parts deeper than any real e-mail does, so it was not read. Print it "
        "to PDF and offer that file."
    )
    return refuse("extract", "too-deep", message)
