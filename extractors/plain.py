"""Plain text: what any bytes are that read as characters and carry no mark-up."""

from __future__ import annotations

from corpus.records import Extraction
from extractors.decoding import decode, looks_like_text
from extractors.drafting import freeze
from extractors.formats import Options
from extractors.lines import read

_VERSION = "text/1"


class PlainText:
    """Plain text; the lowest bid of all, as every text format is readable as this."""

    name = "plain text"
    media_type = "text/plain"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid low for anything that reads as characters."""
        return 10 if looks_like_text(content) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the lines; a guessed encoding is a problem, never a refusal."""
        decoded = decode(content)
        return freeze(document_id, _VERSION, read(decoded.text, marked=False), decoded.problems)


TEXT = PlainText()
