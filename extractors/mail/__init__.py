"""E-mail (EML and MSG): headers, text and forwarded mails; attachments are documents of their own.

`extractors.containers` hands the attachments out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.records import Extraction, Problem
from extractors.drafting import freeze
from extractors.formats import Options
from extractors.mail.headers import looks_like_mail

if TYPE_CHECKING:
    from extractors.mail.letter import Letter

_EML_VERSION = "eml/1"
_MSG_VERSION = "msg/1"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK = "__properties_version1.0".encode("utf-16-le")
_HEAD = 1 << 16


def open_letter(content: bytes, options: Options) -> Letter:
    """Open an e-mail of either kind. RefusedError: damaged-document, encrypted, too-deep."""
    if content.startswith(_OLE):
        from extractors.mail.outlook import open_outlook  # noqa: PLC0415 - not for a PDF

        return open_outlook(content, options.max_unpacked)
    from extractors.mail.internet import open_internet  # noqa: PLC0415 - not for a PDF

    return open_internet(content)


def _extraction(content: bytes, document_id: str, options: Options, version: str) -> Extraction:
    from extractors.mail.drafts import drafts_of  # noqa: PLC0415 - not for a PDF

    letter = open_letter(content, options)
    return freeze(document_id, version, drafts_of(letter), _problems(letter))


def _problems(letter: Letter) -> list[Problem]:
    found = list(letter.problems)
    for inner in letter.forwarded:
        found += _problems(inner)
    return list(dict.fromkeys(found))


class InternetMail:
    """E-mail as it travels, and as most programs save it (EML)."""

    name = "e-mail (EML)"
    media_type = "message/rfc822"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _EML_VERSION

    def bid(self, content: bytes) -> int:
        """Bid where the bytes begin with the headers of people and of mail programs."""
        return 85 if looks_like_mail(content[:_HEAD]) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the mail. RefusedError: damaged-document, encrypted, too-deep."""
        return _extraction(content, document_id, options, _EML_VERSION)


class OutlookMessage:
    """E-mail as Outlook saves it (MSG)."""

    name = "Outlook message (MSG)"
    media_type = "application/vnd.ms-outlook"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _MSG_VERSION

    def bid(self, content: bytes) -> int:
        """Bid where a compound file holds a message's properties at its root."""
        if not content.startswith(_OLE) or _MARK not in content:
            return 0
        from extractors.mail.outlook import is_outlook  # noqa: PLC0415 - not for a PDF

        return 95 if is_outlook(content) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the message. RefusedError: damaged-document, encrypted, too-deep."""
        return _extraction(content, document_id, options, _MSG_VERSION)


EML = InternetMail()
MSG = OutlookMessage()
