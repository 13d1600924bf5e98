"""What a document is: every format bids on its bytes, the best bid wins.

The name of a file decides nothing. It is used to explain: a web page called "report.pdf" is almost
always the error page that a site sent instead of the report.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from pathlib import PurePath
from typing import cast

from corpus.problems import RefusedError, refuse
from corpus.records import Problem
from extractors.formats import Format
from extractors.unreadable import DAMAGED_ZIP, LOCKED_ZIP, ZIP, name_of_unreadable

# Every format Vouch reads: one module, one line. Loaded when the first document is sniffed.
FORMATS = (
    "extractors.pdf:PDF",
    "extractors.word:DOCX",
    "extractors.sheets.workbook:XLSX",
    "extractors.sheets.workbook:ODS",
    "extractors.mail:MSG",
    "extractors.mail:EML",
    "extractors.richtext:RTF",
    "extractors.opendocument:ODT",
    "extractors.slides:PPTX",
    "extractors.webpage:HTML",
    "extractors.sheets.delimited:CSV",
    "extractors.lightly_marked:MARKDOWN",
    "extractors.plain:TEXT",
)
READ = (
    "PDF, Word (DOCX), Rich Text (RTF), OpenDocument text (ODT), PowerPoint (PPTX), spreadsheets "
    "(XLSX, ODS, CSV), e-mail (EML, MSG), HTML, Markdown and plain text"
)
_PROMISES = {
    ".pdf": "PDF",
    ".docx": "Word (DOCX)",
    ".doc": "Word (DOC)",
    ".rtf": "Rich Text (RTF)",
    ".pptx": "PowerPoint (PPTX)",
    ".eml": "e-mail (EML)",
    ".msg": "Outlook message (MSG)",
    ".odt": "OpenDocument text (ODT)",
    ".html": "HTML",
    ".htm": "HTML",
}
_CERTAIN = 100  # the highest bid there is
_HEAD = 4096  # tried first: stripping a large file copies it
_NOTHING = b"\x00\t\n\r\f \xef\xbb\xbf"
_LEGACY_DOC = "a Word document of the old kind (.doc, before 2007)"


@cache
def formats() -> tuple[Format, ...]:
    """Return the formats of FORMATS, loaded."""
    return tuple(cast("Format", pkgutil.resolve_name(place)) for place in FORMATS)


def mismatch(format: Format, name: str) -> Problem | None:
    """Build the problem "name-mismatch" where a file's name promises another format."""
    promised = _PROMISES.get(PurePath(name).suffix.lower())
    if promised is None or promised == format.name:
        return None
    message = (
        f"The file's name says {promised}, but it is {format.name} inside and was read as that. "
        "Rename it if the name matters to you."
    )
    return Problem("sniff", "name-mismatch", message)


def _unknown(content: bytes, name: str) -> RefusedError:
    what = name_of_unreadable(content)
    as_pdf = PurePath(name).suffix.lower() == ".pdf"
    if what == "an encrypted Office document":
        message = (
            "The document is protected with a password. Open it in the program it was made with "
            "(Word, Excel or PowerPoint) and the password, save a copy without one, and offer "
            "the copy."
        )
        return refuse("sniff", "encrypted", message)
    if what == _LEGACY_DOC:
        code = "word-as-pdf" if as_pdf else "old-word"
        named = " although its name ends in .pdf" if as_pdf else ""
        message = (
            f"The file is {what}{named}. Open it in Word, save it as Word document (.docx) "
            "or as PDF, and offer that file."
        )
        return refuse("sniff", code, message)
    if what == DAMAGED_ZIP and name.lower().endswith(".docx"):
        message = (
            "The Word document is damaged: most likely it is cut short. "
            "Download or copy it again, and check that it opens in Word."
        )
        return refuse("sniff", "damaged-word", message)
    if what == LOCKED_ZIP:
        message = (
            "The file is a packed archive (ZIP) protected with a password. Unpack it with the "
            "password and offer the files inside."
        )
        return refuse("sniff", "encrypted", message)
    if what == ZIP:
        message = "The file is a packed archive (ZIP). Unpack it and offer the files inside."
        return refuse("sniff", "unknown-format", message)
    is_what = (
        f"The file is {what}, which Vouch does not read."
        if what
        else ("The file is of no kind that Vouch knows, or it is damaged.")
    )
    message = f"{is_what} It reads {READ}: save or export it as one of these and offer that file."
    return refuse("sniff", "unknown-format", message)


def winner(content: bytes) -> Format | None:
    """Return the format with the highest bid; the order in FORMATS settles a tie."""
    best, found = 0, None
    for format in formats():
        bid = format.bid(content)
        if bid > best:
            best, found = bid, format
        if best >= _CERTAIN:
            break  # the formats of text look through all of a PDF: 6 ms of a report's 130
    return found


def sniff(content: bytes, name: str) -> Format:
    """Find the format of a document by its bytes.

    RefusedError: empty, html-as-pdf, word-as-pdf, damaged-word, old-word, encrypted,
    unknown-format.
    """
    if not content[:_HEAD].strip(_NOTHING) and not content.strip(_NOTHING):
        message = "The file is empty. Download or copy it again from where it came."
        raise refuse("sniff", "empty", message)
    format = winner(content)
    if format is None:
        raise _unknown(content, name)
    if format.name == "HTML" and PurePath(name).suffix.lower() == ".pdf":
        message = (
            "The file is called .pdf but is a web page, most likely the error page that the site "
            "sent instead of the report. Download the report again and check that it opens."
        )
        raise refuse("sniff", "html-as-pdf", message)
    return format
