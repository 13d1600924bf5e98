"""Rich Text documents (RTF), read in one pass over their tokens; nothing in them is run."""

from __future__ import annotations

from corpus.problems import refuse
from corpus.records import Extraction
from extractors.drafting import freeze
from extractors.formats import Options
from extractors.richtext.reading import RichTextReader
from extractors.word.contents import without_contents

_VERSION = "rtf/1"
_OPENING = b"{\\rtf"
_BEFORE = b"\xef\xbb\xbf \t\r\n\x00"


class RichText:
    """Rich text as Word, WordPad, case systems and mail programs write it."""

    name = "Rich Text (RTF)"
    media_type = "application/rtf"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid by the first characters."""
        return 95 if content[:64].lstrip(_BEFORE).startswith(_OPENING) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the document. RefusedError: too-deep, unpacks-too-large."""
        if len(content) > options.max_unpacked:
            message = (
                f"The Rich Text document has {len(content) // 1_000_000} MB, more than is read in "
                "one go. Open it in Word, take pictures out or split it, and save it as .docx."
            )
            raise refuse("extract", "unpacks-too-large", message)
        reader = RichTextReader()
        drafts = without_contents(reader.read(content.lstrip(_BEFORE).decode("latin-1")))
        return freeze(document_id, _VERSION, drafts, reader.problems)


RTF = RichText()
