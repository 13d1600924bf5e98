"""Which notes go into one file of a format, what else it says, and how its writer is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.casefiles.drafting import Bit, Draft, Edge, finished, length, plain
from benchmarks.casefiles.families import Family
from benchmarks.casefiles.formats import mail, opendocument, pages, richtext, sheets, slides, word
from benchmarks.casefiles.formats import plain as plain_formats
from benchmarks.casefiles.formats.blocks import packed
from benchmarks.casefiles.headers import bare, facts, noted, tidy
from benchmarks.casefiles.notes import Made
from benchmarks.casefiles.shelf import Shelf
from benchmarks.casefiles.slots import named
from benchmarks.casefiles.truth import Aside, FileTruth, NoteTruth

Written = tuple[FileTruth, bytes]
Writer = Callable[[FileTruth, str, Random], bytes]
Plan = Callable[[Shelf, Family, str], Written]
COLUMNS = (
    ("Case ID", "Date", "Type", "Author", "Role", "Notes"),
    ("Person ID", "Event date", "Event type", "Worker", "Job title", "Case note text"),
    ("CASE_REF", "CONTACT_DATE", "CONTACT_TYPE", "RECORDED_BY", "ROLE", "NOTE_TEXT"),
)
SURVEY = ("Response", "Submitted", "Respondent", "Placement", "Age group", "Ethnicity",
          "Do you feel safe? (1-5)", "Anything else?")  # fmt: skip
# What stands beside the notes of a format: places, and how many at most.
_BESIDE: dict[str, dict[str, int]] = {
    "docx": {"comment": 2, "text-box": 1, "deleted": 2, "head": 1},
    "odt": {"comment": 1, "text-box": 1, "deleted": 1},
    "rtf": {"head": 1, "deleted": 1},
    "pdf": {"head": 1},
    "pptx": {"speaker": 2},
}
_TEXTUAL: dict[str, Writer] = {
    "txt": plain_formats.text,
    "md": plain_formats.markdown,
    "docx": word.document,
    "rtf": richtext.document,
    "odt": opendocument.document,
    "pdf": pages.printed,
    "scan": pages.scanned,
    "pptx": lambda file, _separator, rng: slides.presentation(file, rng),
}
_TABULAR: dict[str, Callable[[FileTruth, Random], bytes]] = {
    "csv": sheets.comma_separated,
    "survey": sheets.comma_separated,
    "xlsx": sheets.workbook,
    "ods": opendocument.sheet,
}


def story(shelf: Shelf, of: Family, format_name: str) -> Written:
    """Make a file of several notes of one case, or of one."""
    rng = shelf.rng
    group = {"md": "markdown", "docx": "ruled", "odt": "ruled", "rtf": "ruled"}.get(
        format_name, "plain"
    )
    look = shelf.look(group)
    if format_name == "scan":
        of, count = shelf.families[-1], 2
    elif format_name == "pdf":
        of, count = shelf.families[-1], rng.randrange(6, 14)
    else:
        count = rng.choice((1, 3, 4, 5, 6, 7))
    found = shelf.notes(of, count)
    if count == 1 and rng.random() < 0.5:
        notes = [bare(found[0], 1)]
    else:
        notes = [noted(one, look, number, rng) for number, one in enumerate(found, 1)]
    ending = "pdf" if format_name == "scan" else format_name
    asides = beside(shelf, of, format_name)
    name = shelf.filename(of, ending).replace(
        "record", "scan" if format_name == "scan" else "record"
    )
    file = FileTruth(name, format_name, tuple(notes), asides)
    return file, _TEXTUAL[format_name](file, look.style.separator, rng)


def beside(shelf: Shelf, of: Family, format_name: str) -> tuple[Aside, ...]:
    """Write what stands beside the notes of a format."""
    if format_name in ("txt", "md"):
        title = plain("Case record: ") + named(of.child, "full", shelf.rng)
        return (Aside("title", tidy(finished(title))),)
    found = []
    for place, most in _BESIDE.get(format_name, {}).items():
        for _ in range(shelf.rng.randrange(most + 1) if most > 1 else 1):
            found.append(shelf.aside(place, of, hidden=place == "deleted"))
    return tuple(found)


def sheet(shelf: Shelf, _of: Family, format_name: str) -> Written:
    """Make an export of a case system with notes of all cases."""
    found = [one for of in shelf.families for one in shelf.notes(of, shelf.rng.randrange(3, 7))]
    return tabled(shelf, found, format_name)


def tabled(shelf: Shelf, found: list[Made], format_name: str) -> Written:
    """Make an export of a case system from notes."""
    dates = shelf.look("plain").dates
    notes = tuple(_row(one, number, dates, shelf.rng) for number, one in enumerate(found, 1))
    columns = finished(plain("\t".join(shelf.rng.choice(COLUMNS))))
    name = f"case note export {shelf.rng.randrange(100)}.{format_name}"
    file = FileTruth(name, format_name, notes, (Aside("columns", columns),))
    return file, _TABULAR[format_name](file, shelf.rng)


def _row(one: Made, number: int, dates: str, rng: Random) -> NoteTruth:
    known = facts(one, dates, rng)
    head: Draft = []
    for part in (known.case, known.date, known.kind, known.author, known.role):
        head += [*part, Bit("\t")]
    scene = one.scene
    return NoteTruth(
        f"{scene.family.key}/{scene.day.isoformat()}/{number}", scene.family.key,
        f"row {number + 1}", one.kind, tidy(finished(head + one.body)), scene.day.isoformat(),
        one.role, scene.family.number, length(head),
    )  # fmt: skip


def survey(shelf: Shelf, _of: Family, _format_name: str) -> Written:
    """Make an export of a questionnaire in which some groups are very small."""
    rng, dates = shelf.rng, shelf.look("plain").dates
    notes = []
    for number in range(1, rng.randrange(12, 30)):
        one = shelf.notes(rng.choice(shelf.families), 1, "survey-response")[0]
        known = facts(one, dates, rng)
        answers = (
            _respondent(one),
            rng.choices(("Foster care", "Home", "Residential", "Secure"), (8, 8, 3, 1))[0],
            rng.choices(("8-11", "12-15", "16-17"), (3, 6, 1))[0],
            rng.choices(("White British", "Black African", "Asian", "Roma"), (9, 3, 3, 1))[0],
            str(rng.randrange(1, 6)),
        )
        head: Draft = [Bit(f"R{number:03}\t"), *known.date, Bit("\t" + "\t".join(answers) + "\t")]
        scene = one.scene
        notes.append(
            NoteTruth(
                f"survey/{number}", scene.family.key, f"row {number + 1}", "survey-response",
                tidy(finished(head + one.body)), scene.day.isoformat(), answers[0].lower(),
                None, length(head),
            )
        )  # fmt: skip
    columns = Aside("columns", finished(plain("\t".join(SURVEY))))
    file = FileTruth(f"survey export {rng.randrange(100)}.csv", "survey", tuple(notes), (columns,))
    return file, sheets.comma_separated(file, rng)


def _respondent(one: Made) -> str:
    """Return who answers: whoever is the first to say something."""
    labels = [bit.label for bit in one.body if isinstance(bit, Edge) and bit.label]
    speakers = [label.partition(" ")[0] for label in labels if label[0] not in "!~"]
    return speakers[0].capitalize() if speakers else "Child"


def letter(shelf: Shelf, of: Family, _format_name: str) -> Written:
    """Make an e-mail with one or two attachments."""
    kinds = shelf.rng.sample(
        ("docx", "csv", "pdf", "rtf", "txt", "xlsx"), shelf.rng.randrange(1, 3)
    )
    return _letter(shelf, of, [PLANS[kind](shelf, of, kind) for kind in kinds])


def _letter(shelf: Shelf, of: Family, attached: list[Written]) -> Written:
    rng = shelf.rng
    sender, receiver = rng.sample(("hv", "teacher", "sw", "police", "gp", "manager"), 2)
    made = shelf.notes(of, 1)[0]
    ends = [shelf.words(part, of, made.scene.day) for part in ("greeting", "regards")]
    draft = [*ends[0], Bit("\n\n"), *made.body, Bit("\n\n"), *ends[1]]
    note = NoteTruth(
        f"{of.key}/{made.scene.day.isoformat()}/mail", of.key, "message", made.kind,
        tidy(finished(draft)), made.scene.day.isoformat(),
    )  # fmt: skip
    asides = (
        _address("from", of, sender, rng),
        _address("to", of, receiver, rng),
        replace(shelf.aside("subject", of), place="subject"),
    )
    # Two attachments of one case may have drawn one name.
    parts = [replace(part, name=f"{at} {part.name}") for at, (part, _) in enumerate(attached, 1)]
    file = FileTruth(shelf.filename(of, "eml"), "eml", (note,), asides, tuple(parts))
    contents = [content for _, content in attached]
    return file, mail.message(file, list(zip(parts, contents, strict=True)), rng)


def _address(place: str, of: Family, part: str, rng: Random) -> Aside:
    who = of.members[part]
    address = Bit(who.email, "email", f"{who.key}.email")
    return Aside(
        place, tidy(finished([*named(who, "full", rng), Bit(" <"), address, Bit(">")]))
    )  # fmt: skip


def nested(shelf: Shelf, of: Family, _format_name: str) -> Written:
    """Make a zip that holds an e-mail that holds an e-mail with an attachment."""
    inner = _letter(shelf, of, [story(shelf, of, "txt")])
    file, content = _letter(shelf, of, [inner])
    whole = FileTruth(shelf.filename(of, "zip"), "zip", (), (), (file,))
    return whole, packed([(file.name, content)])


PLANS: dict[str, Plan] = {
    **dict.fromkeys(_TEXTUAL, story),
    **dict.fromkeys(("csv", "xlsx", "ods"), sheet),
    "survey": survey,
    "eml": letter,
    "zip": nested,
}
