"""Documents that are zip archives of XML parts, read under limits.

Nothing is written to disk, so entry names cannot escape anywhere; parts are read by exact name.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from corpus.problems import RefusedError, refuse

_MOST_ENTRIES = 20_000
_RATIO = 400  # Office's own XML packs 5 to 60 times; a bomb packs about 1000 times
_RATIO_FROM = 5_000_000  # bytes unpacked below which no ratio is suspicious
_CHUNK = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others ask for memory before they unpack
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a kind of document is called in messages, and the code for a broken one."""

    noun: str  # "Word document"
    program: str  # "Word": what opens it
    save_as: str  # "Word document (.docx)"
    damaged: str  # the code: "damaged-word"

    @property
    def again(self) -> str:
        """The remedy that helps most often."""
        return f"Open it in {self.program}, save it again as {self.save_as}, and offer that file."

    def broken(self, what: str) -> RefusedError:
        """Build the refusal of a damaged document; `what` says what is wrong with it."""
        message = f"The {self.noun} is damaged: {what}. Download or copy it again. {self.again}"
        return refuse("extract", self.damaged, message)

    def bomb(self, what: str) -> RefusedError:
        """Build the refusal of a document that would fill the memory."""
        message = (
            f"The {self.noun} {what}. Files made to exhaust a computer look like this, so it was "
            f"not opened. If you trust it: {self.again}"
        )
        return refuse("extract", "unpacks-too-large", message)

    def locked(self) -> RefusedError:
        """Build the refusal of a document that asks for a password."""
        message = (
            f"The document is protected with a password. Open it in {self.program} with the "
            "password, save a copy without one, and offer the copy."
        )
        return refuse("extract", "encrypted", message)

    def deep(self) -> RefusedError:
        """Build the refusal of a document that nests its parts without end."""
        message = (
            f"The {self.noun} nests its parts deeper than any real document does, "
            f"so it was not read. {self.again}"
        )
        return refuse("extract", "too-deep", message)


def plain_name(name: str) -> str:
    """Return the name of a part as parts are compared: without its case, "/" between folders."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


def part_names(content: bytes) -> tuple[str, ...] | None:
    """List the plain names of an archive's parts; None where it is no archive, or a broken one."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(plain_name(name) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None


class Archive:
    """The parts of one document. RefusedError from every method where a part is unreadable."""

    def __init__(self, content: bytes, max_unpacked: int, wording: Wording) -> None:
        self.wording = wording
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGES as error:
            raise wording.broken("its end is missing or it is no complete archive") from error
        self._left = max_unpacked
        entries = self._archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise wording.bomb(f"holds {len(entries)} parts")
        declared = sum(entry.file_size for entry in entries)
        if declared > max_unpacked:
            raise wording.bomb(f"would unpack to {declared // 1_000_000} MB")
        self.entries = {plain_name(entry.filename): entry for entry in entries}

    def relations(self, name: str) -> list[tuple[str, str, str]]:
        """List the relations of a part as (id, kind, target): ("r1", "header", "header1.xml")."""
        at = posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels")
        root = self.xml(at)
        if root is None:
            return []
        return [
            (
                item.get("Id", ""),
                item.get("Type", "").rpartition("/")[2],
                item.get("Target", ""),
            )
            for item in root.iter(_RELATION)
        ]

    def target(self, name: str, target: str) -> str:
        """Return the plain name of the part that a relation of the part `name` leads to."""
        folder = posixpath.dirname(name)
        return plain_name(target if target.startswith("/") else posixpath.join(folder, target))

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a part by its name, or None where there is no such part."""
        entry = self.entries.get(plain_name(name))
        return self._bytes(entry) if entry is not None else None

    def _bytes(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            raise self.wording.locked()
        if entry.compress_type not in _METHODS:
            usual = self.wording.program
            what = f"the part {entry.filename} is packed in a way that {usual} never uses"
            raise self.wording.broken(what)
        read = bytearray()
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    read += chunk
                    self._left -= len(chunk)
                    packed = max(entry.compress_size, 1)
                    if self._left < 0 or (len(read) > _RATIO_FROM and len(read) > packed * _RATIO):
                        raise self.wording.bomb("unpacks to far more than its size")
        except DAMAGES as error:
            raise self.wording.broken(f"the part {entry.filename} cannot be unpacked") from error
        return bytes(read)

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of a part by its exact name, or None where there is no such part."""
        content = self.read(name)
        if content is None:
            return None
        # Entities, external files and trees deeper than 256 are refused, not resolved.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error).lower():
                raise self.wording.deep() from error
            raise self.wording.broken(f"the part {name} is not well formed") from error
        info: Any = root.getroottree().docinfo
        if info.doctype:
            what = f"the part {name} declares a document type, which documents never do"
            raise self.wording.broken(what)
        return root
