"""Files that hold other documents: archives (ZIP) and the attachments of e-mails (EML, MSG).

A mail is a document as well: its own words are its Extraction, and only what is attached to it is
a part. An archive is none: all that it says is in its parts. Nothing is written to disk, and names
inside say what to call a part, never where to put it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.problems import RefusedError, refuse
from extractors.archive import DAMAGES
from extractors.drafting import tidy
from extractors.formats import Options
from extractors.mail import EML, MSG, open_letter
from extractors.sniffing import winner
from extractors.unreadable import LOCKED_ZIP, ZIP, name_of_unreadable

if TYPE_CHECKING:
    from extractors.mail.letter import Letter

_DEEPEST = 4  # containers in containers
_MOST_PARTS = 200
_RATIO = 400
_RATIO_FROM = 5_000_000
_CHUNK = 1 << 20
_LONGEST_NAME = 120
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SEPARATORS = re.compile(r"[\\/]")
# What programs put into archives for themselves: no document of anybody.
_OF_PROGRAMS = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)
_LIMITS = frozenset(("too-deep", "too-many-parts", "unpacks-too-large"))


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside another: the last piece of its name, its bytes, and where it was found.

    The locator counts from 1 and goes from the outside in: "file 3: mail.eml, attachment 2: a.pdf".
    """

    name: str
    content: bytes
    locator: str


def is_container(content: bytes) -> bool:
    """Say whether bytes hold documents of their own: an archive that can be opened, or a mail."""
    return _opener(content) is not None


def parts(content: bytes, name: str, options: Options | None = None) -> tuple[Part, ...]:
    """Return all documents inside a container, and those inside of them, in their order.

    A mail inside is a part, and the attachments of it follow. Archives inside are no parts unless
    they cannot be opened: then their own reading says why. Nothing is given for what is no
    container. `name` chooses words of messages and is not in them.

    RefusedError: empty, encrypted, damaged-archive, damaged-document, too-deep, too-many-parts,
    unpacks-too-large.
    """
    unpacking = _Unpacking(name, options or Options())
    unpacking.open(content, "", 1)
    return tuple(unpacking.found)


def _opener(content: bytes) -> Callable[[_Unpacking, bytes, str, int], None] | None:
    if content.startswith(b"%PDF-"):
        return None
    format = winner(content)
    if format is EML or format is MSG:
        return _Unpacking.mail
    if (
        format is None
        and content.startswith(b"PK")
        and name_of_unreadable(content) in (ZIP, LOCKED_ZIP)
    ):
        return _Unpacking.archive
    return None


def _plain(name: str, otherwise: str) -> str:
    """Return the last piece of a name, without what could lead elsewhere."""
    name = tidy(_SEPARATORS.split(name)[-1]).strip(". ")
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"
    return name or otherwise


class _Unpacking:
    """Opens one container and those inside it, within limits that hold for all of them."""

    def __init__(self, name: str, options: Options) -> None:
        self.found: list[Part] = []
        # The name itself never stands in a message: it may say whose case it is.
        self._noun = "e-mail" if name.lower().endswith((".eml", ".msg")) else "archive"
        self._options = options
        self._left = options.max_unpacked

    def open(self, content: bytes, prefix: str, depth: int) -> bool:
        """Take the parts of a container; false where the content is none."""
        opener = _opener(content)
        if opener is None:
            return False
        if depth > _DEEPEST:
            message = (
                f"The {self._noun} packs archives or e-mails in each other more than {_DEEPEST} "
                "deep. Unpack it and offer the files inside."
            )
            raise refuse("unpack", "too-deep", message)
        opener(self, content, prefix, depth)
        return True

    def mail(self, content: bytes, prefix: str, depth: int) -> None:
        """Take the attachments of a mail, and of the mails forwarded in it."""
        try:
            letter = open_letter(content, self._options)
        except RefusedError:
            if depth == 1:
                raise
            return  # its own reading says why
        for place, name, load in _attached(letter, prefix):
            self._take(name, _loaded(load), f"{place}: {name}", depth)

    def archive(self, content: bytes, prefix: str, depth: int) -> None:
        """Take the files of an archive."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [
                entry
                for entry in archive.infolist()
                if not entry.is_dir() and not _OF_PROGRAMS.search(entry.filename)
            ]
            if not entries:
                message = "The archive holds no files. Pack or copy it again."
                raise refuse("unpack", "empty", message)
            if len(entries) > _MOST_PARTS:
                raise self._too_many()
            if sum(entry.file_size for entry in entries) > self._left:
                raise self._bomb()
            for number, entry in enumerate(entries, 1):
                name = _plain(entry.filename, f"file {number}")
                self._take(
                    name, self._unpacked(archive, entry), f"{prefix}file {number}: {name}", depth
                )

    def _take(self, name: str, content: bytes, locator: str, depth: int) -> None:
        self._left -= len(content)
        if self._left < 0:
            raise self._bomb()
        is_mail = (opener := _opener(content)) is _Unpacking.mail
        if opener and not is_mail and self._opened_inside(content, locator, depth):
            return
        if len(self.found) >= _MOST_PARTS:
            raise self._too_many()
        self.found.append(Part(name, content, locator))
        if is_mail:
            self.open(content, f"{locator}, ", depth + 1)

    def _opened_inside(self, content: bytes, locator: str, depth: int) -> bool:
        """Open an archive inside; false where it must be offered as it is, to be refused itself."""
        before = len(self.found)
        try:
            return self.open(content, f"{locator}, ", depth + 1)
        except RefusedError as refused:
            if refused.problem.code in _LIMITS:
                raise
            del self.found[before:]
            return False

    def _unpacked(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            message = (
                "The archive is protected with a password. Unpack it with the "
                "password and offer the files inside."
            )
            raise refuse("unpack", "encrypted", message)
        if entry.compress_type not in _METHODS:
            raise self._broken("is packed in a way that Vouch does not read")
        read = bytearray()
        try:
            with archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    read += chunk
                    packed = max(entry.compress_size, 1)
                    if len(read) > self._left or (
                        len(read) > _RATIO_FROM and len(read) > packed * _RATIO
                    ):
                        raise self._bomb()
        except DAMAGES as error:
            raise self._broken("is damaged or cut short") from error
        return bytes(read)

    def _broken(self, what: str) -> RefusedError:
        message = (
            f"The archive, or a file in it, {what}. Unpack it with your own "
            "program, check the files and offer them; else ask for it again."
        )
        return refuse("unpack", "damaged-archive", message)

    def _bomb(self) -> RefusedError:
        message = (
            f"The {self._noun} unpacks to more than {self._options.max_unpacked // 1_000_000} MB, "
            "or to far more than its size. Files made to exhaust a computer look like this, so it "
            "was not opened. If you trust it: unpack it and offer the files inside."
        )
        return refuse("unpack", "unpacks-too-large", message)

    def _too_many(self) -> RefusedError:
        message = (
            f"The {self._noun} holds more than {_MOST_PARTS} files. Unpack it and offer the folder."
        )
        return refuse("unpack", "too-many-parts", message)


def _loaded(load: Callable[[], bytes]) -> bytes:
    """Load an attachment; of one that is damaged nothing is left, and its own reading says so."""
    try:
        return load()
    except DAMAGES:
        return b""


def _attached(letter: Letter, prefix: str) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Yield place, name and loader of what is attached to a letter and to those forwarded in it."""
    for number, one in enumerate(letter.attached, 1):
        kind = "in the text" if one.inline else "attachment"
        yield f"{prefix}{kind} {number}", _plain(one.name, f"attachment {number}"), one.load
    for number, inner in enumerate(letter.forwarded, 1):
        yield from _attached(inner, f"{prefix}forwarded message {number}, ")
