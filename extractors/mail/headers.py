"""The headers of an e-mail in characters: unfolded, and decoded where they are in code words."""

from __future__ import annotations

import base64
import binascii
import quopri
import re

from extractors.decoding import decode, safe_codec
from extractors.drafting import tidy

_CODE_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,40})?\?([qQbB])\?([^?]{0,4000})\?=")
_HEADER = re.compile(r"([!-9;-~]{1,76}):[ \t]?(.*)")
_FROM_LINE = re.compile(r"From \S+ ")
# Headers that only mail programs write: words alone could be a note that somebody typed.
_TECHNICAL = frozenset(
    (
        *("message-id", "received", "mime-version", "return-path", "content-type"),
        *("content-transfer-encoding", "dkim-signature", "delivered-to", "thread-index"),
    )
)
_PERSONAL = frozenset(("from", "to", "cc", "bcc", "date", "subject", "sender", "reply-to"))


def _coded(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(raw.replace(b" ", b"_"), header=True)
    raw = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    try:
        return base64.b64decode(raw[: len(raw) // 4 * 4 + (len(raw) % 4 > 1) * 4] + b"==")
    except binascii.Error:
        return raw


def header_text(raw: str) -> str:
    """Decode the code words of a header ("=?utf-8?B?...?="); two in a row have no space between."""
    parts: list[str] = []
    waiting: list[bytes] = []  # bytes of one character may be spread over two words
    codec = ""
    at = 0

    def settle() -> None:
        if waiting:
            parts.append(decode(b"".join(waiting), codec or None).text)
            waiting.clear()

    for word in _CODE_WORD.finditer(raw):
        between = raw[at : word.start()]
        named = safe_codec(word[1]) or ""
        if (between.strip() if at else between) or named != codec:
            settle()
        if between.strip() or not at:
            parts.append(between)
        codec, at = named, word.end()
        waiting.append(_coded(word[2], word[3]))
    settle()
    parts.append(raw[at:])
    return tidy("".join(parts))


def looks_like_mail(head: bytes) -> bool:
    """Say whether bytes begin as a mail does: headers of people and of programs, nothing else."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1")
    names: set[str] = set()
    for at, line in enumerate(re.split(r"\r\n|\n|\r", text)):
        if not line.strip():
            break
        if line[0] in " \t" or (at == 0 and _FROM_LINE.match(line)):
            continue
        header = _HEADER.match(line)
        if header is None:
            return len(names & _PERSONAL) > 1 and len(names & _TECHNICAL) > 1
        name = header[1].lower()
        if name == "content-type" and header[2].lower().startswith("multipart/"):
            names.update(("from", "to"))  # a signed message by itself has no other header
        names.add(name)
    return len(names & _PERSONAL) > 1 and bool(names & _TECHNICAL)
