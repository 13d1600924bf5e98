"""Kinds of file that Vouch recognises only to say kindly that it does not read them."""

from __future__ import annotations

import io
import zipfile

ZIP = "a packed archive (ZIP)"
LOCKED_ZIP = "a packed archive (ZIP) protected with a password"
DAMAGED_ZIP = "a packed archive (ZIP) that is damaged"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of a file, and what such a file is called in a sentence.
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture or scan (TIFF)"),
    (b"MM\x00*", "a picture or scan (TIFF)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"ID3", "a sound recording"),
    (b"\xff\xfb", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"\x1a\x45\xdf\xa3", "a film"),
    (b"Rar!", "a packed archive (RAR)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed archive (7z)"),
    (b"\x1f\x8b", "a packed archive (gzip)"),
    (b"BZh", "a packed archive (bzip2)"),
    (b"\xfd7zXZ\x00", "a packed archive (xz)"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x78\x9f\x3e\x22", "an Outlook package (winmail.dat)"),
    (b"%!PS", "a PostScript document"),
    (b"PAR1", "a data table (Parquet)"),
)
# Names of streams inside the container that Office used before 2007, as they stand in its bytes.
_OLE_STREAMS = (
    ("EncryptedPackage", "an encrypted Office document"),
    ("WordDocument", "a Word document of the old kind (.doc, before 2007)"),
    ("Workbook", "an Excel workbook of the old kind (.xls)"),
    ("PowerPoint Document", "a PowerPoint presentation of the old kind (.ppt)"),
)
_ZIP_PARTS = (
    ("xl/workbook.xml", "an Excel workbook (XLSX)"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("content.xml", "an OpenDocument presentation or drawing (ODP or ODG)"),
)


def _ole(content: bytes) -> str:
    for stream, what in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return what
    return "an Office document of an old kind"


def _zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            locked = any(entry.flag_bits & 1 for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return DAMAGED_ZIP
    for part, what in _ZIP_PARTS:
        if part in names:
            return what
    return LOCKED_ZIP if locked else ZIP


def name_of_unreadable(content: bytes) -> str | None:
    """Say what bytes are that no format bid for: "a picture (PNG)"; None where nobody knows."""
    if content.startswith(_OLE):
        return _ole(content)
    if content.startswith(b"PK"):
        return _zip(content)
    if content[4:8] == b"ftyp":
        return "a film or sound recording (MP4)"
    if content.startswith(b"RIFF"):
        return "a picture (WebP)" if content[8:12] == b"WEBP" else "a sound or film recording"
    return next((what for magic, what in _MAGIC if content.startswith(magic)), None)
