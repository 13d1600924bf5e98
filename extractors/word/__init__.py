"""Word (DOCX): document.xml and the parts it refers to, read with lxml under limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus.problems import refuse
from corpus.records import Extraction, Problem
from extractors.drafting import Draft, freeze, tidy
from extractors.formats import Options
from extractors.unread import embedded_unread, pictures_unread
from extractors.word.archive import Parts, plain_name
from extractors.word.body import BodyReader
from extractors.word.contents import without_contents
from extractors.word.inline import InlineReader, NoteNumbers
from extractors.word.markup import child, children, value
from extractors.word.numbering import Numbering
from extractors.word.styles import Styles

_VERSION = "docx/3"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def _words(reader: BodyReader, story: etree._Element | None) -> str:
    """Return the words of a note, a comment, a header or a footer on one line."""
    if story is None:
        return ""
    drafts = reader.read(story)
    texts = [
        text
        for draft in drafts
        for text in (draft.marker, draft.text, *(cell.text for cell in draft.cells))
    ]
    return " ".join(filter(None, map(tidy, texts)))


def _notes(parts: Parts, reader: BodyReader, numbers: NoteNumbers) -> Iterator[Draft]:
    """Yield footnotes and endnotes, in the order of their parts."""
    for kind in ("footnote", "endnote"):
        for name in parts.named(f"{kind}s"):
            for note in children(parts.xml(name), kind):
                if value(note, "type") in _SEPARATORS:
                    continue
                number = numbers.seen.get((kind, value(note, "id") or ""))
                where = f"part {posixpath.basename(name)}, {kind} {number or 'without reference'}"
                text = _words(reader, note)
                yield Draft("note", text, number or "", number=number, locator=where)


def _comments(parts: Parts, reader: BodyReader) -> Iterator[Draft]:
    for name in parts.named("comments"):
        for number, comment in enumerate(children(parts.xml(name), "comment"), 1):
            author = tidy(value(comment, "author") or "")
            marker = f"Comment by {author}:" if author else "Comment:"
            where = f"part {posixpath.basename(name)}, comment {number}"
            place = reader.commented.get(value(comment, "id") or "")
            if place:
                where += f" on {place.removeprefix('part ')}"
            yield Draft("note", _words(reader, comment), marker, locator=where)


def _furniture(parts: Parts, reader: BodyReader) -> Iterator[Draft]:
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for name in parts.named(kind):
            text = _words(reader, parts.xml(name))
            if text not in seen:
                seen.add(text)
                yield Draft("furniture", text, locator=f"part {posixpath.basename(name)}")


def _unread(root: etree._Element) -> list[Problem]:
    """Count pictures and embedded files; what a newer and an older Word show counts once."""
    # The picture that stands for an embedded file lies inside its object.
    icons = {
        value(item, "id") or ""
        for box in root.iter("{*}object")
        for item in box.iter("{*}imagedata")
    }
    shown = [*root.iter("{*}blip"), *root.iter("{*}imagedata")]
    pictures = {value(item, "embed") or value(item, "id") or "" for item in shown} - icons
    embedded = sum(1 for _ in root.iter("{*}altChunk", "{*}OLEObject"))
    return [*pictures_unread(len(pictures)), *embedded_unread(embedded)]


class WordDocument:
    """Word documents from 2007 on (DOCX), without macros being run or links being followed."""

    name = "Word (DOCX)"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid by the names of the parts; a broken archive that was a Word document bids too."""
        if not content.startswith(b"PK\x03\x04"):
            return 0
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = [plain_name(name) for name in archive.namelist()]
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return 60 if b"word/" in content and b"[Content_Types].xml" in content else 0
        if "word/document.xml" in names:
            return 95
        return 60 if any(name.startswith("word/") for name in names) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the document. RefusedError: damaged-word, unpacks-too-large, too-deep, encrypted."""
        parts = Parts(content, options.max_unpacked)
        root = parts.xml(parts.main)
        body = child(root, "body")
        if body is None:
            message = (
                "The Word document has no text part that can be read. Open it in Word, save it "
                "again as Word document (.docx), and offer that file."
            )
            raise refuse("extract", "damaged-word", message)
        numbers = NoteNumbers()
        styles = Styles(parts.first("styles"))
        inline = InlineReader(numbers, styles)
        numbering = Numbering(parts.first("numbering"), styles)
        reader = BodyReader(posixpath.basename(parts.main), styles, numbering, inline)
        drafts = without_contents(reader.read(body))
        drafts += _notes(parts, reader, numbers)
        drafts += _comments(parts, reader)
        drafts += _furniture(parts, reader)
        return freeze(document_id, _VERSION, drafts, _unread(body))


DOCX = WordDocument()
