"""Outlook messages (MSG): properties in the streams of a compound file, read with olefile."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from email.utils import format_datetime
from functools import partial

import olefile  # type: ignore[import-untyped]

from corpus.problems import refuse
from corpus.records import Problem
from extractors.decoding import decode
from extractors.drafting import tidy
from extractors.mail.compressed import unpack
from extractors.mail.internet import headers_of
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
from extractors.unread import embedded_unread

_PROPERTIES = "__properties_version1.0"
_MOST_OBJECTS = 5000  # finding one takes a look at all
_MOST_RICH = 30_000_000  # bytes of a body in Rich Text; pictures are not in it
_TEXT, _TEXT8, _BYTES = "001F", "001E", "0102"
_DAMAGES = (*MALFORMED, struct.error)
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
# Property numbers, after MS-OXPROPS.
_CLASS, _SUBJECT, _TRANSPORT, _BODY, _HTML, _RICH = 0x1A, 0x37, 0x7D, 0x1000, 0x1013, 0x1009
_SENT, _DELIVERED, _WEB_PAGE, _PAGE = 0x39, 0x0E06, 0x3FDE, 0x3FFD
_SENDER = ((0x0C1A, 0x5D01), (0x0C1A, 0x0C1F), (0x42, 0x5D02), (0x42, 0x65))
_KIND, _NAME, _SMTP, _ADDRESS = 0x0C15, 0x3001, 0x39FE, 0x3003
_SHOWN_LISTS = {"To": 0x0E04, "Cc": 0x0E03, "Bcc": 0x0E02}
_LONG, _SHORT, _DATA, _CONTENT_ID, _SIZE = 0x3707, 0x3704, 0x3701, 0x3712, 0x0E20
_ORDINARY = ("ipm.note", "report.ipm.note", "ipm.schedule.meeting", "ipm.document")
_SEALED = ("ipm.note.smime", "ipm.note.secure", "ipm.note.rpmsg")


class _File:
    """The compound file. Streams may share their bytes, so what is read of it is counted."""

    def __init__(self, content: bytes, most: int) -> None:
        self._file = olefile.OleFileIO(io.BytesIO(content))
        self._left = most

    def has(self, path: list[str]) -> bool:
        """Say whether the file holds a stream or an object at a path."""
        return bool(self._file.exists(path))

    def read(self, path: list[str]) -> bytes:
        """Return the bytes of a stream, none where it is missing. RefusedError: too large."""
        if not self.has(path) or self._file.get_type(path) != olefile.STGTY_STREAM:
            return b""
        with self._file.openstream(path) as stream:
            content = bytes(stream.read())
        self._left -= len(content)
        if self._left < 0:
            message = (
                "The e-mail unpacks to far more than its size. Files made to exhaust a computer "
                "look like this, so it was not read. If you trust it: print it to PDF and offer "
                "that file, and save its attachments."
            )
            raise refuse("extract", "unpacks-too-large", message)
        return content

    def objects(self, path: list[str], prefix: str) -> Iterator[list[str]]:
        """Yield the paths of the objects right below a path whose names begin so, in order."""
        depth = len(path)
        names = {
            found[depth]
            for found in self._file.listdir(streams=False, storages=True)
            if len(found) > depth and found[:depth] == path
        }
        if len(names) > _MOST_OBJECTS:
            message = (
                f"The e-mail has more than {_MOST_OBJECTS} receivers and attachments. Print it to "
                "PDF and offer that file, and save its attachments."
            )
            raise refuse("extract", "too-many-parts", message)
        yield from ([*path, name] for name in sorted(names) if name.startswith(prefix))


class _Item:
    """One object of the file: a message, a recipient or an attachment, and its properties."""

    def __init__(self, file: _File, path: list[str], header: int, page: str) -> None:
        self._file = file
        self.path = path
        self.page = page
        self._numbers: dict[int, bytes] = {}
        raw = self.stream(_PROPERTIES)
        for at in range(header, len(raw) - 15, 16):
            (tag,) = struct.unpack_from("<I", raw, at)
            self._numbers[tag >> 16] = raw[at + 8 : at + 16]

    def has(self, name: str) -> bool:
        """Say whether the object holds a stream or an object of a name."""
        return self._file.has([*self.path, name])

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream, none where it is missing."""
        return self._file.read([*self.path, name])

    def data(self, number: int) -> bytes:
        """Return a property of bytes."""
        return self.stream(f"__substg1.0_{number:04X}{_BYTES}")

    def text(self, number: int) -> str:
        """Return a property of characters, "" where it is missing."""
        wide = self.stream(f"__substg1.0_{number:04X}{_TEXT}")
        if wide:
            return wide.decode("utf-16-le", "replace").replace("\x00", "")
        narrow = self.stream(f"__substg1.0_{number:04X}{_TEXT8}")
        return decode(narrow.rstrip(b"\x00"), self.page).text.replace("\x00", "") if narrow else ""

    def number(self, number: int) -> int | None:
        """Return a property that is a whole number of 32 bits, None where it is missing."""
        raw = self._numbers.get(number)
        return struct.unpack("<i4x", raw)[0] if raw else None

    def when(self, number: int) -> str:
        """Return a property that is a moment, written as mail headers write it."""
        raw = self._numbers.get(number)
        if not raw:
            return ""
        (ticks,) = struct.unpack("<Q", raw)
        try:
            return format_datetime(_EPOCH + timedelta(microseconds=ticks // 10))
        except (OverflowError, ValueError):
            return ""


def is_outlook(content: bytes) -> bool:
    """Say whether a compound file is a message, by what its root holds."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            return bool(file.exists(_PROPERTIES))
    except _DAMAGES:
        return _PROPERTIES.encode("utf-16-le") in content


def open_outlook(content: bytes, most: int) -> Letter:
    """Open a message. RefusedError: damaged-document, encrypted, too-deep.

    Attachments are read from the file when they are loaded.
    """
    try:
        return _Reader(_File(content, most)).letter([], 32, 0)
    except RecursionError as error:
        raise too_deep() from error
    except _DAMAGES as error:
        raise damaged("the end of the file is missing, or its parts cannot be found") from error


class _Reader:
    """Reads the messages of one file."""

    def __init__(self, file: _File) -> None:
        self._file = file

    def letter(self, path: list[str], header: int, depth: int) -> Letter:
        """Read the message at a path and those inside it."""
        if depth > DEEPEST:
            raise too_deep()
        item = _Item(self._file, path, header, "cp1252")
        if not item.has(_PROPERTIES):
            raise damaged("its properties are missing")
        item.page = _codec(item.number(_PAGE) or item.number(_WEB_PAGE))
        kind = item.text(_CLASS).lower()
        if kind in _SEALED:
            raise locked()
        letter = Letter(self._headers(item))
        if kind and not kind.startswith(_ORDINARY):
            letter.tell(_of_another_kind(item.text(_CLASS)))
        self._bodies(item, letter)
        for attached in self._file.objects(item.path, "__attach_version1.0_#"):
            self._attached(_Item(self._file, attached, 8, item.page), letter, depth)
        return letter

    def _headers(self, item: _Item) -> dict[str, str]:
        transport = message_from_string(item.text(_TRANSPORT), policy=policy.compat32)
        found = headers_of(transport)
        for name, words in {
            "From": _sender(item),
            **self._recipients(item),
            "Date": item.when(_SENT) or item.when(_DELIVERED),
            "Subject": item.text(_SUBJECT),
        }.items():
            if tidy(words):
                found.setdefault(name, tidy(words))
        return {name: found[name] for name in SHOWN if name in found}

    def _recipients(self, item: _Item) -> dict[str, str]:
        lists: dict[str, list[str]] = {name: [] for name in _SHOWN_LISTS}
        for path in self._file.objects(item.path, "__recip_version1.0_#"):
            one = _Item(self._file, path, 8, item.page)
            kind = {2: "Cc", 3: "Bcc"}.get(one.number(_KIND) or 1, "To")
            lists[kind].append(_person(one.text(_NAME), one.text(_SMTP) or one.text(_ADDRESS)))
        return {
            name: ", ".join(filter(None, people)) or item.text(_SHOWN_LISTS[name])
            for name, people in lists.items()
        }

    def _bodies(self, item: _Item, letter: Letter) -> None:
        plain, html = item.text(_BODY), item.text(_HTML)
        if not html and (raw := item.data(_HTML)):
            html = decode(raw, _codec(item.number(_WEB_PAGE))).text
        if tidy(plain):
            letter.bodies.append(Body("plain", plain))
        elif tidy(html):
            letter.bodies.append(Body("html", html.replace("\x00", " ")))
        elif packed := item.data(_RICH):
            try:
                letter.bodies.append(Body("rich", unpack(packed, _MOST_RICH).decode("latin-1")))
            except ValueError:
                message = (
                    "The text of the e-mail could not be unpacked; its headers were read. Open it "
                    "in Outlook, print it to PDF, and offer that file."
                )
                letter.tell(Problem("extract", "body-not-read", message))

    def _attached(self, item: _Item, letter: Letter, depth: int) -> None:
        inner = f"__substg1.0_{_DATA:04X}000D"
        names = (item.text(number) for number in (_LONG, _SHORT, _NAME))
        name = tidy(next(filter(None, names), "attachment"))
        if item.has(f"__substg1.0_{_DATA:04X}{_BYTES}"):
            inline = bool(item.text(_CONTENT_ID))
            letter.attached.append(Attached(name, partial(item.data, _DATA), inline))
        elif _Item(self._file, [*item.path, inner], 8, item.page).has(_PROPERTIES):
            letter.forwarded.append(self.letter([*item.path, inner], 24, depth + 1))
        elif item.has(inner):
            for problem in embedded_unread(1, "The e-mail"):
                letter.tell(problem)
        else:
            message = (
                "An attachment of the e-mail is a link to a file that it does not hold. Offer that "
                "file itself."
            )
            letter.tell(Problem("extract", "attachment-not-read", message))


def _codec(page: int | None) -> str:
    return "utf-8" if page == 65001 else f"cp{page}" if page in range(1250, 1259) else "cp1252"


def _person(name: str, address: str) -> str:
    """Write a name and an address; addresses inside an organisation (/O=...) say nothing more."""
    name, address = tidy(name), tidy(address)
    if "@" not in address or address == name:
        return name or address
    return f"{name} <{address}>" if name else f"<{address}>"


def _sender(item: _Item) -> str:
    found = [_person(item.text(name), item.text(address)) for name, address in _SENDER]
    return next((words for words in found if "@" in words), next(filter(None, found), ""))


def _of_another_kind(kind: str) -> Problem:
    message = (
        f"The Outlook item is no e-mail but of kind {kind}: of it, only the headers and the text "
        "were read. Print it to PDF and offer that file to have all of it."
    )
    return Problem("extract", "no-email", message)
