"""The parts of a DOCX file, read from its zip archive under limits.

Nothing is written to disk, so entry names cannot escape anywhere; parts are read by exact name.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from corpus.problems import RefusedError, refuse

_MOST_ENTRIES = 20_000
_RATIO = 400  # Word's own XML packs 5 to 60 times; a bomb packs about 1000 times
_RATIO_FROM = 5_000_000  # bytes unpacked below which no ratio is suspicious
_CHUNK = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_READ_AGAIN = "Open it in Word, save it again as Word document (.docx), and offer that file."
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others ask for memory before they unpack
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


def _damaged(what: str) -> RefusedError:
    message = f"The Word document is damaged: {what}. Download or copy it again. {_READ_AGAIN}"
    return refuse("extract", "damaged-word", message)


def _bomb(what: str) -> RefusedError:
    message = (
        f"The Word document {what}. Files made to exhaust a computer look like this, so it was not "
        f"opened. If you trust it: {_READ_AGAIN}"
    )
    return refuse("extract", "unpacks-too-large", message)


def plain_name(name: str) -> str:
    """Return the name of a part as parts are compared: without its case, "/" between folders."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


class Parts:
    """The XML parts of one document. RefusedError from every method where a part is unreadable."""

    def __init__(self, content: bytes, max_unpacked: int) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGED as error:
            raise _damaged("its end is missing or it is no complete archive") from error
        self._left = max_unpacked
        entries = self._archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise _bomb(f"holds {len(entries)} parts")
        declared = sum(entry.file_size for entry in entries)
        if declared > max_unpacked:
            raise _bomb(f"would unpack to {declared // 1_000_000} MB")
        self._names = {plain_name(entry.filename): entry for entry in entries}
        self.main = self._main()
        self._folder = posixpath.dirname(self.main)
        self._related = self._relations(
            posixpath.join(self._folder, "_rels", posixpath.basename(self.main) + ".rels")
        )

    def _main(self) -> str:
        for kind, target in self._relations("_rels/.rels"):
            if kind == "officeDocument" and plain_name(target) in self._names:
                return plain_name(target)
        if "word/document.xml" in self._names:
            return "word/document.xml"
        raise _damaged("the part with its text (word/document.xml) is missing")

    def _relations(self, name: str) -> list[tuple[str, str]]:
        root = self.xml(name)
        if root is None:
            return []
        return [
            (item.get("Type", "").rpartition("/")[2], item.get("Target", ""))
            for item in root.iter(_RELATION)
        ]

    def named(self, kind: str) -> list[str]:
        """List the parts of a kind ("styles", "header") that the main part refers to."""
        targets = [
            plain_name(target if target.startswith("/") else posixpath.join(self._folder, target))
            for related, target in self._related
            if related == kind
        ]
        usual = posixpath.join(self._folder, f"{kind}.xml")
        return [name for name in dict.fromkeys([*targets, usual]) if name in self._names]

    def first(self, kind: str) -> etree._Element | None:
        """Return the root of the first part of a kind, or None."""
        names = self.named(kind)
        return self.xml(names[0]) if names else None

    def _bytes(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            message = (
                "The document is protected with a password. Open it in Word with the password, "
                "save a copy without one, and offer the copy."
            )
            raise refuse("extract", "encrypted", message)
        if entry.compress_type not in _METHODS:
            raise _damaged(f"the part {entry.filename} is packed in a way that Word never uses")
        read = bytearray()
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    read += chunk
                    self._left -= len(chunk)
                    packed = max(entry.compress_size, 1)
                    if self._left < 0 or (len(read) > _RATIO_FROM and len(read) > packed * _RATIO):
                        raise _bomb("unpacks to far more than its size")
        except _DAMAGED as error:
            raise _damaged(f"the part {entry.filename} cannot be unpacked") from error
        return bytes(read)

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of a part by its exact name, or None where there is no such part."""
        entry = self._names.get(plain_name(name))
        if entry is None:
            return None
        content = self._bytes(entry)
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
                message = (
                    "The Word document nests its parts deeper than any real document does, "
                    f"so it was not read. {_READ_AGAIN}"
                )
                raise refuse("extract", "too-deep", message) from error
            raise _damaged(f"the part {name} is not well formed") from error
        info: Any = root.getroottree().docinfo
        if info.doctype:
            raise _damaged(f"the part {name} declares a document type, which Word never does")
        return root
