"""PDF: words from the text layer, structure from tags and geometry."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Extraction
from extractors.formats import Options
from extractors.pdf.pausing import cycle_search_paused

_VERSION = 1
_SEARCHED = 1024  # readers accept junk of up to this length before the signature


@dataclass(frozen=True, slots=True)
class PdfFormat:
    """The PDF format, by its signature."""

    name: str = "PDF"
    media_type: str = "application/pdf"

    def version(self, options: Options) -> str:
        """Return "pdf/1", or "pdf-pdfplumber/1" for the second engine."""
        engine = "" if options.pdf_engine == "fast" else f"-{options.pdf_engine}"
        return f"pdf{engine}/{_VERSION}"

    def bid(self, content: bytes) -> int:
        """Say how sure the bytes are a PDF: certain when they start with its signature."""
        if content.startswith(b"%PDF-"):
            return 100
        return 80 if b"%PDF-" in content[:_SEARCHED] else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the document. RefusedError where it is encrypted, damaged, empty or too long."""
        from extractors.pdf.reading import read_pdf  # noqa: PLC0415 - PDFium loads when needed

        version = self.version(options)
        if options.pdf_engine != "fast":
            return read_pdf(content, document_id, version, options)  # pdfminer leaves cycles behind
        with cycle_search_paused():
            return read_pdf(content, document_id, version, options)


PDF = PdfFormat()
