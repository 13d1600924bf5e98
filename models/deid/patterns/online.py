"""E-mail addresses, links and handles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.deid.found import Found

_EMAIL = re.compile(
    r"[\w.+'-]+(?: ?@ ?| ?[\[(]at[\])] ?)[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
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


def find(text: str) -> Iterator[Found]:
    """Yield e-mail addresses, links and handles."""
    if "@" in text or "at]" in text or "(at)" in text:
        for match in _EMAIL.finditer(text):
            yield Found(*match.span(), "email", "patterns/e-mail")
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
