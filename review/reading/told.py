"""What somebody did just now, for a line on the page that follows."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from corpus import rows
from corpus.chain import Event
from corpus.decisions import Decisions
from corpus.evidence import Evidence
from corpus.records import Passage
from review.deciding import MINE, passage_of
from review.reading.shown import visible_document
from review.viewing import Viewer
from review.wording import place, polarity

_LONGEST = 60  # signs of a passage by which it is known again


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the viewer's own, in words; `undone` where it was taken back since.

    `words` are how the passage begins: none of case notes, so that the line shows nothing of them.
    """

    seq: int
    did: str
    words: str
    where: str
    undone: bool


def told(evidence: Evidence, decisions: Decisions, viewer: Viewer, seq: str) -> Told | None:
    """Return what the viewer did by the event of a number; null where that is none of theirs."""
    event = decisions.event(int(seq)) if seq.isascii() and seq.isdecimal() else None
    if event is None or event.who != viewer.user.name or event.what not in MINE:
        return None
    words, where = _about(evidence, viewer, event)
    undone = next(decisions.rows(_UNDONE, event.hash), None) is not None
    return Told(event.seq, (_UNDID if undone else _DID)[event.what](event), words, where, undone)


def address_of(event: Event) -> str:
    """Return where the passage of an event stands on the page of its document, and tells of it."""
    about = event.after or event.before or {}
    query = urlencode({"framework": about.get("framework") or "", "did": event.seq})
    return f"/document/{event.document_id}/passage/{passage_of(event)}?{query}"


def _about(evidence: Evidence, viewer: Viewer, event: Event) -> tuple[str, str]:
    """Return how the passage of an event begins, and where it stands, as far as that is to be seen.

    What is read anew may have the passage no longer.
    """
    passage = next(evidence.records(rows.passage_of, _PASSAGE, passage_of(event)), None)
    document = visible_document(evidence, viewer, passage.document_id) if passage else None
    if passage is None or document is None:
        return "", ""
    where = ", ".join(filter(None, (document.name, place(passage.pages, passage.locator))))
    return _words(passage, event) if document.sensitivity == "public" else "", where


def _words(passage: Passage, event: Event) -> str:
    text = passage.text
    if event.target_type == "selection" and event.start is not None and event.end is not None:
        text = text[event.start - passage.start : event.end - passage.start]
    return textwrap.shorten(text, _LONGEST, placeholder="…")


def _label(event: Event) -> str:
    """Return what a change or an addition says that holds now."""
    after = event.after or {}
    code = after.get("criterion") or after.get("aspect") or after.get("area")
    return ", ".join(filter(None, (code, polarity(after.get("polarity")))))


_DID: Mapping[str, Callable[[Event], str]] = {
    "accept": lambda event: "Accepted",
    "change": lambda event: f"Changed to {_label(event)}",
    "reject": lambda event: "Rejected",
    "comment": lambda event: "Commented on",
    "add": lambda event: f"Tag added ({_label(event)})",
    "reopen": lambda event: "Opened again",
}
_UNDID: Mapping[str, Callable[[Event], str]] = {
    "accept": lambda event: "Acceptance taken back",
    "change": lambda event: "Change taken back",
    "reject": lambda event: "Rejection taken back",
    "comment": lambda event: "Comment taken back",
    "add": lambda event: f"Added tag taken back ({_label(event)})",
    "reopen": lambda event: "Reopening taken back",
}
_PASSAGE = f"{rows.select('passages', rows.PASSAGES)} WHERE current AND id = ?"
_UNDONE = "SELECT 1 FROM events WHERE undoes = ?"
