"""OpenDocument texts (ODT): content.xml and styles.xml of a zip archive, read under limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus.records import Extraction
from extractors.archive import DAMAGES, Archive, Wording
from extractors.drafting import Draft, freeze
from extractors.formats import Options
from extractors.opendocument.body import BodyReader
from extractors.opendocument.styles import Styles
from extractors.unread import embedded_unread, pictures_unread
from extractors.word.markup import child, children

_VERSION = "odt/1"
_WORDING = Wording(
    "OpenDocument text", "LibreOffice or Word", "OpenDocument text (.odt)", "damaged-document"
)
_TYPE = b"application/vnd.oasis.opendocument.text"
# The archive begins with an unpacked part of this name, so that the type stands in plain sight.
_TYPE_AT = b"mimetype" + _TYPE
_FRAMES = (*("header", "header-left", "header-first", "footer", "footer-left", "footer-first"),)


def _type(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = archive.getinfo("mimetype")
            return archive.read(entry) if entry.file_size < 200 and not entry.flag_bits & 1 else b""
    except (*DAMAGES, KeyError):
        return b""


def _furniture(reader: BodyReader, styles: etree._Element | None) -> Iterator[Draft]:
    """Yield what stands at the head and foot of pages, each wording once."""
    seen: set[str] = set()
    for page in children(child(styles, "master-styles"), "master-page"):
        for story in children(page, *_FRAMES):
            text = reader.line(story)
            if text not in seen:
                seen.add(text)
                yield Draft("furniture", text, locator="header or footer")


class OpenDocumentText:
    """Texts of LibreOffice, OpenOffice and others; no macros are run, no links followed."""

    name = "OpenDocument text (ODT)"
    media_type = "application/vnd.oasis.opendocument.text"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid by the type that the archive names first, or in a part of its own."""
        if not content.startswith(b"PK\x03\x04"):
            return 0
        if content[30:130].startswith(_TYPE_AT) or _type(content).startswith(_TYPE):
            return 95
        return 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the document.

        RefusedError: damaged-document, encrypted, unpacks-too-large, too-deep.
        """
        archive = Archive(content, options.max_unpacked, _WORDING)
        # Read as bytes: old programs declare a document type in it, which no other part may do.
        manifest = archive.read("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest or "encrypted-package" in archive.entries:
            raise _WORDING.locked()
        root = archive.xml("content.xml")
        text = child(root, "body", "text")
        if text is None:
            raise _WORDING.broken("the part with its text (content.xml) is missing")
        looks = archive.xml("styles.xml")
        reader = BodyReader(Styles(looks, root))
        try:
            drafts = list(reader.read(text))
            pictures, embedded = reader.pictures, reader.embedded
            furniture = list(_furniture(reader, looks))
            drafts += [*reader.aside, *furniture]
        except RecursionError as error:
            raise _WORDING.deep() from error
        problems = [*pictures_unread(pictures), *embedded_unread(embedded)]
        return freeze(document_id, _VERSION, drafts, problems)


ODT = OpenDocumentText()
