"""E-mail as it travels (EML): the parts of a MIME message, read with the standard library."""

from __future__ import annotations

import base64
import binascii
import io
import re
from email import policy
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesParser
from functools import partial
from mimetypes import guess_extension

from corpus.problems import RefusedError
from corpus.records import Problem
from extractors.decoding import decode, safe_codec
from extractors.drafting import tidy
from extractors.mail.headers import header_text
from extractors.mail.letter import (
    DEEPEST,
    MALFORMED,
    SHOWN,
    Attached,
    Body,
    Letter,
    damaged,
    locked,
    too_deep,
)

_MOST_BOUNDARIES = 300  # the parser tries each open one on each line
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\s\";]{1,200})", re.IGNORECASE)
_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_BROKEN_OFF = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
_TAG = re.compile(r"<[^<>]*>")
_STYLES = re.compile(r"<(style|script)\b[^<>]*>[^<]*", re.IGNORECASE)
_FAR_FEWER = 0.3  # words: plain text that only says "see the HTML"


def open_internet(content: bytes) -> Letter:
    """Open a mail. RefusedError: damaged-document, encrypted, too-deep."""
    if len(set(_BOUNDARY.findall(content))) > _MOST_BOUNDARIES:
        raise too_deep()
    try:
        return _letter(_parsed(content.lstrip(b"\xef\xbb\xbf \t\r\n")), 0)
    except RecursionError as error:
        raise too_deep() from error
    except MALFORMED as error:
        raise damaged("its parts cannot be told apart") from error


def _parsed(content: bytes) -> Message:
    # From a stream: given whole, the parser holds four bytes a character, 100 MB for 25.
    return BytesParser(policy=policy.compat32).parse(io.BytesIO(content))


def headers_of(message: Message) -> dict[str, str]:
    """Return the headers that a reader sees, in the order of SHOWN; several of one are joined."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        raw = str(value).encode("utf-8", "surrogateescape")
        found.setdefault(name.lower(), []).append(header_text(decode(raw).text))
    return {
        name: ", ".join(filter(None, found[name.lower()]))
        for name in SHOWN
        if any(found.get(name.lower(), ()))
    }


def _letter(message: Message, depth: int) -> Letter:
    if depth > DEEPEST:
        raise too_deep()
    if message.get_content_type() in _SEALED:
        raise locked()
    letter = Letter(headers_of(message))
    _gather(message, letter, depth, words=True)
    return letter


def _gather(part: Message, letter: Letter, depth: int, words: bool) -> None:
    """Sort a part and those inside it into the letter; without `words`, attachments alone."""
    kind = part.get_content_type()
    if any(isinstance(defect, _BROKEN_OFF) for defect in part.defects):
        message = (
            "The end of the e-mail is missing; what was there was read. Copy it again from the "
            "mail program to have all of it."
        )
        letter.tell(Problem("extract", "truncated-document", message))
    if kind in ("message/rfc822", "message/global"):
        try:
            letter.forwarded.append(_letter(_inner(part), depth + 1))
        except RefusedError as refused:
            if refused.problem.code != "encrypted":
                raise
            letter.tell(refused.problem)
    elif kind == "multipart/alternative" and part.is_multipart():
        _alternative(part, letter, depth, words)
    elif part.is_multipart():
        for inside in _inside(part):
            _gather(inside, letter, depth, words)
        if words and (after := tidy(part.epilogue or "")):
            letter.bodies.append(Body("plain", after))
    else:
        _leaf(part, kind, letter, words)


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [item for item in payload if isinstance(item, Message)] if part.is_multipart() else []


def _inner(part: Message) -> Message:
    """Return the mail inside a part; some programs encode it, which they must not."""
    inside = _inside(part)
    inner = inside[0] if inside else Message()
    text = inner.get_payload()
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return inner
    if inner.keys() or not isinstance(text, str):
        return inner
    try:
        return _parsed(base64.b64decode(text))
    except binascii.Error:
        return inner


def _alternative(part: Message, letter: Letter, depth: int, words: bool) -> None:
    """Read one of several forms of the same words: plain text, unless it says far less."""
    chosen: Message | None = None
    most = 0
    for inside in _inside(part):
        count = _count(inside)
        preferred = inside.get_content_type() == "text/plain"
        better = preferred and count >= most * _FAR_FEWER
        if count and (chosen is None or better or count * _FAR_FEWER > most):
            chosen, most = inside, count
    for inside in _inside(part):
        _gather(inside, letter, depth, words and inside is chosen)


def _count(part: Message) -> int:
    """Count the words of a part and of those inside it, without their tags."""
    if part.is_multipart():
        return max(map(_count, _inside(part)), default=0)
    kind = part.get_content_type()
    if kind not in ("text/plain", "text/html") or _name(part):
        return 0
    text = _text(part)[0]
    if kind == "text/html":
        text = _TAG.sub(" ", _STYLES.sub(" ", text))
    return len(text.split())


def _leaf(part: Message, kind: str, letter: Letter, words: bool) -> None:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    attached = disposition.startswith("attachment") or bool(_name(part))
    if kind in ("text/plain", "text/html") and not attached:
        if words:
            text, problems = _text(part)
            letter.bodies.append(Body("html" if kind == "text/html" else "plain", text))
            for problem in problems:
                letter.tell(problem)
        return
    name = _name(part) or f"part{guess_extension(kind) or ''}"
    inline = part.get("Content-ID") is not None and not disposition.startswith("attachment")
    letter.attached.append(Attached(name, partial(_bytes, part), inline))


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> tuple[str, tuple[Problem, ...]]:
    try:
        declared = part.get_content_charset()
    except MALFORMED:
        declared = None
    decoded = decode(_bytes(part), safe_codec(declared or "") or None)
    return decoded.text.replace("\x00", " "), decoded.problems


def _name(part: Message) -> str:
    try:
        return header_text(part.get_filename() or "")
    except MALFORMED:
        return ""
