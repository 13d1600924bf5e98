"""Opens the original at a citation: from a passage that names nobody to the words as written.

Offsets lead back: those of the passage count in the signed note; what replaced an identifier there
grows to the identifier; and the note is a slice of what was read of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.problems import SealedError, SettingsError
from corpus.records import Block, Box, Passage
from corpus.users import User, require
from corpus.vault import Vault
from models.deid import redact, to_original
from pipelines.quarantine import Part
from pipelines.redacting.cases import CaseNote, open_cases
from pipelines.redacting.preparing import Texts

_SHORTEST_ID = 4
_ROW = re.compile(r"row \d+$")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a passage of a signed note stands in its original, and the words there.

    `words == text[start:end]` of part `part` of what was read of the file at `path`. `place` is the
    paragraph, row or line; `boxes` has one box a printed line where there are pages.
    """

    passage: Passage
    document_id: str
    path: str
    part: int
    start: int
    end: int
    words: str
    place: str | None
    boxes: tuple[Box, ...] = ()


def cited(vault: Vault, named: str, user: User) -> Citation:
    """Open the original at a passage, by its id or the beginning of it; looking is an event.

    AccessError where this user may not. SettingsError where no signed note has such a passage, or
    its case has changed since it was signed.
    """
    require(user, "view")
    with open_evidence(vault.workspace, read_only=True) as evidence:
        passage = _named(evidence, named)
    one = _note(vault, passage.document_id)
    draft = Draft("view", user.name, "passage", passage.id, passage.document_id)
    # Before anything is opened: whoever is shown the words stands in the events.
    with open_decisions(vault.workspace) as decisions:
        decisions.record(draft)
    return citation(passage, one, Texts(vault))


def citation(passage: Passage, one: CaseNote, texts: Texts) -> Citation:
    """Return where a passage of a signed note stands in the original."""
    waiting = texts.waiting(one.document_id)
    written = texts.of(one)
    redaction = redact(written, one.identifiers)
    if redaction.text[passage.start : passage.end] != passage.text:
        raise SettingsError(
            "The case has changed since this passage was signed, so that its place is no longer "
            "known. `vouch redact show` shows the case; once it is signed again, cite it anew."
        )
    first, last = to_original(redaction, passage.start, passage.end)
    start, end = one.note.start + first, one.note.start + last
    part = waiting.parts[one.part]
    return Citation(
        passage,
        one.document_id,
        waiting.path,
        one.part,
        start,
        end,
        part.extraction.text[start:end],
        _place(passage, part, start, end),
        _boxes(part, start, end),
    )


def _named(evidence: Evidence, named: str) -> Passage:
    wanted = named.strip().lower()
    signed = {one.id for one in evidence.documents() if one.signed}
    found = [
        passage
        for (document_id,) in evidence.query(
            "SELECT DISTINCT document_id FROM passages WHERE substr(id, 1, ?) = ?",
            len(wanted),
            wanted,
        )
        if document_id in signed and len(wanted) >= _SHORTEST_ID
        for passage in evidence.passages(document_id)
        if passage.id.startswith(wanted)
    ]
    if len(found) == 1:
        return found[0]
    what = (
        f"{len(found)} passages of signed notes have"
        if found
        else "No passage of a signed note has"
    )
    raise SettingsError(
        f"{what} an id that begins with '{named}'. `vouch search WORDS --json` gives ids."
    )


def _note(vault: Vault, note_id: str) -> CaseNote:
    for case in open_cases(vault):
        for one in case.notes:
            if one.note.id == note_id:
                return one
    raise SealedError("The case of this passage is not in the vault any more: it was erased.")


def _place(passage: Passage, part: Part, start: int, end: int) -> str | None:
    """Name the part of the file, and the line or paragraph or row in it, with names of sheets."""
    told = [block.locator for block in _blocks(part, start, end) if block.locator][:1]
    row = _ROW.search(passage.locator or "")
    if row is not None and told[-1:] != [row.group()]:
        told.append(row.group())
    return ", ".join(filter(None, (part.locator, *told))) or None


def _blocks(part: Part, start: int, end: int) -> list[Block]:
    return [one for one in part.extraction.blocks if one.start < end and one.end > start]


def _boxes(part: Part, start: int, end: int) -> tuple[Box, ...]:
    lines = [
        line
        for block in _blocks(part, start, end)
        for line in (*block.lines, *(line for cell in block.cells for line in cell.lines))
    ]
    return tuple(dict.fromkeys(one.box for one in lines if one.start < end and one.end > start))
