"""E-mail addresses, links and handles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.deid.found import Found

_AT = re.compile(r"@|[\[(]at[\])]", re.IGNORECASE)
_DOMAIN = re.compile(r" ?[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+[^\s<>\"')\].,;:!?]"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|co\.uk|org\.uk|org|net|me|tv|gg|io|ly|uk|be)"
    r"(?:/[^\s<>\"')\]]*[^\s<>\"')\].,;:!?])?(?![\w@])",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\.(?:(?<=www\.)|com|co\.uk|org|net|me|tv|gg|io|ly|uk|be)", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z0-9_][\w.]{1,29}(?<!\.)")
_SERVICES = (
    "snap", "insta", "tiktok", "tik tok", "discord", "facebook", "fb", "xbox", "psn", "gamertag",
    "twitter", "username", "user name", "handle", "roblox", "fortnite", "telegram", "kik",
)  # fmt: skip
_NAMED_HANDLE = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|tik tok|discord|facebook|fb|xbox|psn|gamertag|"
    r"twitter|"
    r"username|user name|handle|roblox|fortnite|telegram|kik)"
    r"(?:\s+(?:is|name|account|profile|handle|username|id|tag|called|under|as|user|of)){0,3}"
    r"\s*[:=-]?\s*[\"'“‘]?(@?(?=[\w.-]*(?:[\d_@]|[.-]\w))[A-Za-z][\w.-]{2,28}\w)",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses of e-mail stand, told by what parts them: "@", " @ ", "[at]"."""
    end = 0
    for sign in _AT.finditer(text):
        last = sign.start() - (text[sign.start() - 1 : sign.start()] == " ")
        first = last
        while first > end and (text[first - 1].isalnum() or text[first - 1] in "_.+'-"):
            first -= 1
        domain = _DOMAIN.match(text, sign.end()) if first < last else None
        if domain is not None:
            end = domain.end()
            yield first, end


def find(text: str) -> Iterator[Found]:
    """Yield e-mail addresses, links and handles."""
    if "@" in text or "at]" in text or "(at)" in text:
        for start, end in emails(text):
            yield Found(start, end, "email", "patterns/e-mail")
        for match in _HANDLE.finditer(text):
            yield Found(*match.span(), "handle", "patterns/handle")
    if "://" in text or _TOLD.search(text):
        for match in _LINK.finditer(text):
            yield Found(*match.span(), "link", "patterns/link")
    lowered = text.lower()
    if not any(service in lowered for service in _SERVICES):
        return
    for match in _NAMED_HANDLE.finditer(text):
        yield Found(*match.span(1), "handle", "patterns/handle")
