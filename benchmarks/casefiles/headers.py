"""What stands above a note: date, kind, author and case number, as many systems print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks.casefiles.dates import STYLES as DATES
from benchmarks.casefiles.drafting import Bit, Draft, finished, joined, length, plain
from benchmarks.casefiles.notes import Made
from benchmarks.casefiles.slots import named
from benchmarks.casefiles.truth import Decoy, NoteTruth, Occurrence, Piece, Said, Sign

_FORMS = ("full", "full", "initial-surname", "surname-first")


@dataclass(frozen=True, slots=True)
class Facts:
    """The parts of a header as drafts."""

    date: Draft
    kind: Draft
    author: Draft
    role: Draft
    case: Draft
    child: Draft


@dataclass(frozen=True, slots=True)
class Style:
    """A header's form, whether it names the role and the case, and what parts notes."""

    write: Callable[[Facts, int], Draft]
    separator: str
    role: bool = True
    case: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """How one file heads its notes: a style, and the style of its dates."""

    style: Style
    dates: str


def facts(made: Made, dates: str, rng: Random) -> Facts:
    """Return what a header says of a note, its date in one style of `dates.STYLES`."""
    scene, family = made.scene, made.scene.family
    date = Bit(DATES[dates](scene.day), "date", f"{family.key}.{scene.day.isoformat()}")
    return Facts(
        [date], plain(made.label), named(family.members[made.author], rng.choice(_FORMS), rng),
        plain(made.role), [Bit(family.number, "case-number", f"{family.key}.number")],
        named(family.child, rng.choice(_FORMS), rng),
    )  # fmt: skip


def _labelled(separator: str, *names: str) -> Callable[[Facts, int], Draft]:
    """Return a writer of "Date: ..." parts; `names` are date, kind, author, role, case, child."""

    def write(known: Facts, _number: int) -> Draft:
        values = (known.date, known.kind, known.author, known.role, known.case, known.child)
        parts = [
            plain(f"{name}: ") + value for name, value in zip(names, values, strict=False) if name
        ]
        return joined(parts, separator)

    return write


def _grid(known: Facts, _number: int) -> Draft:
    rows = [("Date", known.date), ("Type", known.kind), ("Author", known.author),
            ("Role", known.role), ("Case ID", known.case)]  # fmt: skip
    return joined([plain(f"{name}\t") + value for name, value in rows], "\n")


def _bar(known: Facts, _number: int) -> Draft:
    author = known.author + plain(" (") + known.role + plain(")")
    return joined([known.date, known.kind, author, known.case], " | ")


def _numbered(known: Facts, number: int) -> Draft:
    second = joined([known.author, known.role], ", ")
    head = plain(f"CASE NOTE {number} - ") + known.date + plain(" - ") + known.kind
    return head + plain("\nRecorded by: ") + second + plain("\nRe: ") + known.child + plain(
        " ("
    ) + known.case + plain(")")  # fmt: skip


def _bracketed(known: Facts, _number: int) -> Draft:
    who = known.author + plain(", ") + known.role
    return plain("[") + known.date + plain("] ") + known.kind + plain(" - ") + who


def _marked(known: Facts, _number: int) -> Draft:
    return (
        plain("## ") + known.date + plain(" – ") + known.kind
        + plain("\n\n**Author:** ") + known.author + plain(" (") + known.role + plain(")\n")
        + plain("**Case:** ") + known.case + plain("\n")
    )  # fmt: skip


_BAR = "\n\n" + 40 * "=" + "\n\n"
_PLAIN = (
    Style(_labelled("\n", "Date", "Type", "Author", "Role", "Case no", "Child"), "\n\n-----\n\n"),
    Style(_labelled("\n", "DATE", "EVENT", "WORKER", "JOB TITLE", "CASE ID"), _BAR),
    Style(_labelled("\n", "Date of contact", "Contact type", "Recorded by", "Position",
                    "Record number", "Name"), "\n\n***\n\n"),
    Style(_bar, "\n\n\n"),
    Style(_numbered, "\n\n\n"),
    Style(_bracketed, "\n\n", case=False),
)  # fmt: skip
STYLES: dict[str, tuple[Style, ...]] = {
    "plain": _PLAIN,
    "markdown": (Style(_marked, "\n\n---\n\n"),),
    "ruled": (*_PLAIN, Style(_grid, "\n\n"), Style(_grid, "\n\n")),
}


def noted(made: Made, look: Look, number: int, rng: Random) -> NoteTruth:
    """Return a note with its header, as the `number`-th of a file."""
    style = look.style
    head = style.write(facts(made, look.dates, rng), number) + plain(
        "\n\n" if rng.random() < 0.5 else "\n"
    )
    family = made.scene.family
    return NoteTruth(
        f"{family.key}/{made.scene.day.isoformat()}/{number}", family.key, f"note {number}",
        made.kind, tidy(finished(head + made.body)), made.scene.day.isoformat(),
        made.role if style.role else None, family.number if style.case else None, length(head),
    )  # fmt: skip


def tidy(piece: Piece) -> Piece:
    """Check that every mark is where it says. ValueError where one is not."""
    marks: list[Occurrence | Said | Sign | Decoy] = [*piece.occurrences, *piece.said]
    for mark in [*marks, *piece.signs, *piece.decoys]:
        if piece.text[mark.start : mark.end] != mark.text:
            raise ValueError(f"a mark says {mark.text!r} and is elsewhere")
    return piece


def bare(made: Made, number: int) -> NoteTruth:
    """Return a note without header: its kind, date and author show in its words at most."""
    family = made.scene.family
    return NoteTruth(
        f"{family.key}/{made.scene.day.isoformat()}/{number}", family.key, f"note {number}",
        made.kind, tidy(finished(made.body)),
    )  # fmt: skip
