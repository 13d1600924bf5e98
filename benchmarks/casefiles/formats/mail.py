"""E-mails with attachments, and one inside another inside a zip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random

from benchmarks.casefiles.formats.blocks import asides
from benchmarks.casefiles.truth import FileTruth

_KINDS = {
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": ("text", "csv"),
    "pdf": ("application", "pdf"),
    "rtf": ("application", "rtf"),
    "odt": ("application", "vnd.oasis.opendocument.text"),
    "txt": ("text", "plain"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def message(file: FileTruth, attached: Sequence[tuple[FileTruth, bytes]], rng: Random) -> bytes:
    """Return an e-mail; its head is in the asides of the file, its body the first note."""
    made = EmailMessage(policy=policy.SMTP.clone(max_line_length=200))
    for place in ("from", "to", "cc", "subject"):
        for aside in asides(file, place):
            made[place.capitalize()] = aside.piece.text.replace("\n", " ")
    day = datetime.fromisoformat(file.notes[0].date or "2024-01-01").replace(tzinfo=UTC)
    made["Date"] = day.replace(hour=rng.randrange(8, 18), minute=rng.randrange(60))
    made["Message-ID"] = f"<{rng.randrange(10**9)}@example.org>"
    made.set_content(file.notes[0].piece.text + "\n", charset="utf-8", cte="quoted-printable")
    if rng.random() < 0.4:
        paragraphs = "".join(
            f"<p>{_html(line)}</p>" for line in file.notes[0].piece.text.split("\n")
        )
        made.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    for part, content in attached:
        if part.format == "eml":
            inner = message_from_bytes(content, policy=policy.SMTP)
            made.add_attachment(inner, filename=part.name)
            continue
        sort, kind = _KINDS[part.format]
        made.add_attachment(content, maintype=sort, subtype=kind, filename=part.name)
    # The boundary that the library draws at random would differ from run to run.
    for number, part_of in enumerate(made.walk()):
        if part_of.is_multipart():
            part_of.set_boundary(f"=_part_{number}_{rng.randrange(10**9)}")
    return made.as_bytes()


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
