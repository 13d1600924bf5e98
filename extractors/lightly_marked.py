"""Markdown, strict or loose: text in which #, *, -, | or a few HTML tags carry the structure."""

from __future__ import annotations

import re

from corpus.records import Extraction
from extractors.decoding import decode, looks_like_text
from extractors.drafting import freeze
from extractors.formats import Options
from extractors.lines import read

_VERSION = "markdown/1"
_SAMPLE = 1 << 17
# Marks that plain text does not use by accident; a line with "- " alone proves nothing.
_MARKS = re.compile(
    r"^#{1,6} \S|\*\*\S[^*\n]*\*\*|(?<![\w*])\*[A-Za-z][^*\n]*[\w.,]\*(?!\w)"
    r"|</?(?:sup|li|ul|br|b|i)\b"
    r"|^\|.*\|\s*$|^```|^\[\^\w+\]:|\]\(https?://",
    re.MULTILINE,
)


class Markdown:
    """Markdown as people and converters write it."""

    name = "Markdown"
    media_type = "text/markdown"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid above plain text where two marks or more are in sight."""
        if not looks_like_text(content):
            return 0
        found = _MARKS.findall(decode(content[:_SAMPLE]).text)
        return 20 if len(found) >= 2 else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the lines; a guessed encoding is a problem, never a refusal."""
        decoded = decode(content)
        return freeze(document_id, _VERSION, read(decoded.text, marked=True), decoded.problems)


MARKDOWN = Markdown()
