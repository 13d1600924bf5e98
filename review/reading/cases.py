"""Cases of the quarantine as their pages show them, out of a vault that was opened in the session.

A case is for those who see all, and for those assigned to the provider of every one of its files.
What is shown of notes is as a signature would release it; only `originals` shows more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.decisions import open_decisions
from corpus.evidence import Evidence
from corpus.problems import SealedError
from corpus.routing import Routed, open_signs, remedy
from corpus.sealed_items import ids, path_of
from corpus.users import User
from corpus.vault import Vault
from models.deid import Pseudonyms, redact
from models.deid.patterns.dates import dates
from models.deid.redaction import Offsets
from pipelines.quarantine import READING, SORTED
from pipelines.redacting.cases import CASE, Case, CaseNote, State, open_case
from pipelines.redacting.looking import originals
from pipelines.redacting.releasing import nameless
from pipelines.redacting.reporting import report
from pipelines.redacting.signing import states
from pipelines.redacting.texts import Texts
from review.vaults import Opened
from review.viewing import Viewer

MOST = 500  # notes that the app looks through while somebody waits
A_PAGE = 20  # notes
_MOST_BYTES = 2_000_000  # of files that the app looks through while somebody waits
_AROUND = 160  # signs of a note before and behind the words that tell of harm
_BESIDE = 1000  # notes of other cases among which rare facts are counted


@dataclass(frozen=True, slots=True)
class Head:
    """What a list shows of a case. `latest` is the day of its latest note, null without any."""

    id: str
    label: str
    notes: int
    kinds: tuple[tuple[str, int], ...]
    files: tuple[str, ...]
    identifiers: int
    signs: tuple[Routed, ...]
    digest: str
    latest: str | None
    undated: int

    def due(self, before: str) -> bool:
        """Say whether all its notes have days, and all of these lie before a day (ISO)."""
        return self.latest is not None and not self.undated and self.latest < before


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the list: what holds of it, and how many of its signs nobody has answered."""

    head: Head
    state: State
    signs: int


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as it would be released; `marks` are where in `text` pseudonyms stand."""

    id: str
    kind: str | None
    place: str | None
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SignShown:
    """A sign of harm, in words that name nobody, between those that stand around it.

    `note` and `page` say where in the notes of the case, as they are shown. `day` is of the note
    or of its entry, moved as all dates that are shown; null where none is known.
    """

    sign: Routed
    before: str
    words: str
    after: str
    remedy: str
    note: str
    page: int
    day: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: a line, and the rows below it."""

    head: str
    rows: tuple[str, ...]


def listed(opened: Opened, evidence: Evidence, viewer: Viewer) -> list[Listed]:
    """List the cases that the viewer may see, those with open signs of harm first."""
    heads = list(_visible(opened, evidence, viewer))
    known = states(opened.vault, heads)
    waiting = Counter(head.id for head, _ in _unanswered(opened.vault, heads))
    found = [Listed(head, known[head.id], waiting[head.id]) for head in heads]
    return sorted(found, key=lambda one: (not one.signs, _ORDER[one.state], one.head.label))


def case_of(opened: Opened, evidence: Evidence, viewer: Viewer, case_id: str) -> Case | None:
    """Open a case by its whole id; null where there is none that the viewer may see."""
    if case_id not in ids(opened.vault.workspace, CASE):
        return None
    seen = _seer(evidence, viewer)
    # The head first: what is not for them is not opened again and again.
    return open_case(opened.vault, case_id) if seen(_head(opened, case_id)) else None


def listed_as(opened: Opened, case: Case) -> Listed:
    """Return a case as the list has it."""
    head = _head_of(case)
    signs = len(_unanswered(opened.vault, [head]))
    return Listed(head, states(opened.vault, [head])[case.id], signs)


def notes(opened: Opened, case: Case, page: int) -> list[NoteShown]:
    """Return a page of a case's notes, from 1, as a signature would release them."""
    texts = Texts(opened.vault)
    first = (page - 1) * A_PAGE
    return [_note(texts, one) for one in case.notes[first : first + A_PAGE]]


def signs(opened: Opened, case: Case) -> list[SignShown]:
    """Return the signs of a case that nobody has answered, the most urgent first."""
    texts, pseudonyms = Texts(opened.vault), Pseudonyms.from_json(case.key)
    by_id = {one.note.id: (at, one) for at, one in enumerate(case.notes)}
    found = []
    for _, sign in _unanswered(opened.vault, [_head_of(case)]):
        at, note = by_id[sign.document_id]
        hidden = redact(texts.of(note), note.identifiers)
        start, end = Offsets(hidden).to_redacted(sign.start, sign.end)
        first = hidden.text.rfind(" ", 0, max(0, start - _AROUND)) + 1
        last = hidden.text.find(" ", end + _AROUND)
        after = hidden.text[end:] if last < 0 else hidden.text[end:last]
        found.append(
            SignShown(sign, hidden.text[first:start], hidden.text[start:end], after, remedy(sign),
                      note.note.id, at // A_PAGE + 1,
                      day_told(note, hidden.text[:start], pseudonyms))
        )  # fmt: skip
    return found


def reported(opened: Opened, evidence: Evidence, viewer: Viewer, case: Case) -> list[Part]:
    """Return the residual-risk report of a case; rare facts are counted among what they may see."""
    vault = opened.vault
    others = [one for one in _visible(opened, evidence, viewer) if one.id != case.id]
    beside = _some(others)
    state = tuple(_stamp(vault, one) for one in (case.id, *(head.id for head in beside)))

    def make() -> list[Part]:
        found = report(vault, case, others=(open_case(vault, one.id) for one in beside))
        return _parts(found)

    made: list[Part] = opened.remembered(("report", case.id, viewer.user.key), state, make)
    return made


def written(
    opened: Opened, case: Case, user: User, reason: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the notes as they were written, each with its place, and who stands for whom.

    That this user looked, and why, is an event before anything is opened.
    """
    lines = list(originals(opened.vault, case, user, reason))
    count = 2 * len(case.notes)
    pairs = zip(lines[:count:2], lines[1:count:2], strict=True)
    return [(place.removeprefix("--- "), words) for place, words in pairs], lines[count + 1 :]


@dataclass(frozen=True, slots=True)
class New:
    """Files that were sealed and not looked through yet; `short` where that takes seconds."""

    files: int
    short: bool


def new_files(vault: Vault, evidence: Evidence) -> New:
    """Say what waits to be looked through, of all providers."""
    public = {row[0] for row in evidence.query(_PUBLIC)}
    new = set(ids(vault.workspace, READING)) - set(ids(vault.workspace, SORTED)) - public
    size = sum(_size(vault, one) for one in new)
    return New(len(new), size <= _MOST_BYTES)


def _visible(opened: Opened, evidence: Evidence, viewer: Viewer) -> Iterator[Head]:
    seen = _seer(evidence, viewer)
    for case_id in ids(opened.vault.workspace, CASE):
        try:
            head = _head(opened, case_id)
        except SealedError:
            # Erased this moment; what is damaged shows where somebody asks for it.
            continue
        if seen(head):
            yield head


def _seer(evidence: Evidence, viewer: Viewer) -> Callable[[Head], bool]:
    """Return what says whether a case is for the viewer to see."""
    if viewer.sees_all and viewer.may("view"):
        return lambda head: True
    if not (viewer.may("view") and viewer.providers):
        return lambda head: False
    providers: Mapping[str, str | None] = dict(evidence.query(_FILES))
    return lambda head: (
        bool(head.files) and all(providers.get(one) in viewer.providers for one in head.files)
    )


def _head(opened: Opened, case_id: str) -> Head:
    """Return the head of a case, opened again only where its file is another one now."""
    vault = opened.vault
    made: Head = opened.remembered(
        ("head", case_id), _stamp(vault, case_id), lambda: _head_of(open_case(vault, case_id))
    )
    return made


def _head_of(case: Case) -> Head:
    kinds = Counter(one.note.kind or "note" for one in case.notes)
    days = [one.note.date for one in case.notes if one.note.date]
    return Head(
        case.id, case.shown, len(case.notes), tuple(kinds.most_common()), case.files,
        sum(len(one.identifiers) for one in case.notes), case.signs, case.digest,
        max(days, default=None), len(case.notes) - len(days),
    )  # fmt: skip


def _stamp(vault: Vault, case_id: str) -> tuple[int, int, int] | None:
    try:
        found = path_of(vault.workspace, CASE, case_id).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _size(vault: Vault, document_id: str) -> int:
    try:
        return path_of(vault.workspace, READING, document_id).stat().st_size
    except OSError:
        return 0


def _unanswered(vault: Vault, heads: Iterable[Head]) -> list[tuple[Head, Routed]]:
    holding = {sign.id: head for head in heads for sign in head.signs}
    found = [sign for head in set(holding.values()) for sign in head.signs]
    with open_decisions(vault.workspace) as decisions:
        left = open_signs(found, decisions.standing("acknowledge"))
    return [(holding[sign.id], sign) for sign in left]


def _note(texts: Texts, one: CaseNote) -> NoteShown:
    hidden = redact(texts.of(one), one.identifiers)
    marks = tuple(Offsets(hidden).behind)
    return NoteShown(one.note.id, one.note.kind, nameless(one.note.locator), hidden.text, marks)


def day_told(one: CaseNote, before: str, pseudonyms: Pseudonyms) -> str | None:
    """Return the day, moved, of what a note says behind some of its words.

    A chronology has a day of its own for each entry: the last that is printed in full.
    """
    printed = dates(before) if one.note.kind == "chronology" else []
    for found in reversed(printed):
        if found.year is not None:
            return f"{found.year}-{found.month:02}-{found.day:02}"
    return pseudonyms.shifted(one.note.date) if one.note.date else None


def _some(heads: Sequence[Head]) -> list[Head]:
    """Return as many cases as have notes to count among."""
    found, count = [], 0
    for head in heads:
        count += head.notes
        if count > _BESIDE:
            break
        found.append(head)
    return found


def _parts(lines: Iterable[str]) -> list[Part]:
    """Put the lines of a report together; what only the command line needs is left out."""
    found: list[tuple[str, list[str]]] = []
    # The first line names the case, as the page does.
    for line in islice(lines, 1, None):
        if line.startswith("    ") and found:
            found[-1][1].append(line.strip().replace("; --full shows all", ""))
        elif "vouch redact" not in line:
            found.append((line, []))
    return [Part(head, tuple(rows)) for head, rows in found]


_ORDER: Mapping[State, int] = {"waiting": 0, "changed": 1, "refused": 2, "signed": 3}
_FILES = """
    SELECT id, provider_urn FROM documents WHERE sensitivity = 'restricted' AND NOT signed
"""
_PUBLIC = "SELECT id FROM documents WHERE sensitivity = 'public'"
