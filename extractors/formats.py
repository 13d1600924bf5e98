"""What a format is: it bids for a document by its bytes and turns them into an Extraction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.records import Extraction

PdfEngine = Literal["fast", "pdfplumber"]


@dataclass(frozen=True, slots=True)
class Options:
    """How to read. `ocr` false leaves pages without text as problems even with tesseract there."""

    pdf_engine: PdfEngine = "fast"
    ocr: bool = True
    max_pages: int = 3000
    max_unpacked: int = 300_000_000  # bytes that a zip-based format may unpack to
    use_tags: bool = True  # false hides a PDF's tag tree: geometry alone, for measurement


class Format(Protocol):
    """One document format: a module of its own and one line in `extractors.sniffing.FORMATS`."""

    @property
    def name(self) -> str:
        """Short name, as printed to users: "PDF", "Word (DOCX)"."""

    @property
    def media_type(self) -> str:
        """Media type as exported."""

    def version(self, options: Options) -> str:
        """Name and version of the extractor under these options: "pdf/1", "pdf-pdfplumber/1"."""

    def bid(self, content: bytes) -> int:
        """Say how sure the bytes are of this format: 0 (not at all) to 100 (certain)."""

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the bytes. RefusedError, with a reason for the user, where they cannot be read."""
