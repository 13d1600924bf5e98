"""Postcodes, and the towns before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.deid.found import Found
from models.deid.words import listed

_INWARD = re.compile(r"[0-9][A-Za-z]{2}(?![\w/])|(?<=[0-9 ])O[A-Z]{2}(?![\w/])")
_BEFORE_INWARD = re.compile(
    r"(?<![\w£.-])[a-z]{1,2}(?:[0-9][0-9o]?|o[0-9]?|[0-9][a-z]) {0,3}$", re.IGNORECASE
)
_MEASURES = listed("am pm st nd rd th cm mm kg mg ml km hr hz gb mb yr yo pt lb oz rs ft")
_OUTWARD = re.compile(
    r"\b(?:postcode|post code|area|district)\s*(?:is|of|:)?\s*([A-Z]{1,2}\d{1,2}[A-Z]?)\b"
    r"|\b([A-Z]{1,2}\d{1,2}[A-Z]?)(?= (?:area|postcode|district)\b)"
)
_AREA = re.compile(r"(?:area|post ?code|district)\b", re.IGNORECASE)
_AREAS = ("postcode", "post code", "area", "district")
_HYPHENED = re.compile(
    r"\b[A-Z][\w'’]{2,}(?:-(?:(?i:on|under|upon|le|in|by|super|next|the|of|with|cum|en)))+"
    r"-(?!LAW)[A-Z][\w'’]{2,}"
)
_TOWN = re.compile(
    r"(?:, ?|\n[*_ ]*)((?:[^\W\d_][\w'’.-]*[ ]){0,3}[^\W\d_][\w'’-]*)[*_]*(?:, ?| |,?\n[*_ ]*)$"
)


def _postcodes(text: str) -> Iterator[Found]:
    for match in _INWARD.finditer(text):
        start = max(0, match.start() - 8)
        outward = _BEFORE_INWARD.search(text[start : match.start()])
        measure = match[0][-2:].lower() in _MEASURES and not match[0][-2:].isupper()
        if outward is None or measure:
            continue
        first = start + outward.start()
        # A letter O may stand for one zero, not for all of them: "box 2 oak".
        if any(sign.isdigit() for sign in text[first : match.start()]):
            yield Found(first, match.end(), "postcode", "patterns/postcode")


def find(text: str) -> Iterator[Found]:
    """Yield postcodes of one text, and the towns that stand before them."""
    postcodes = list(_postcodes(text))
    yield from postcodes
    if any(area in text for area in _AREAS) and _AREA.search(text):
        for match in _OUTWARD.finditer(text):
            yield Found(*match.span(1 if match[1] else 2), "postcode", "patterns/postcode")
    if "-" in text:
        for match in _HYPHENED.finditer(text):
            yield Found(*match.span(), "place", "patterns/town")
    for postcode in postcodes:
        town = _TOWN.search(text, max(0, postcode.start - 48), postcode.start)
        if town is not None and town[1][0].isupper() and ":" not in town[1]:
            yield Found(*town.span(1), "place", "patterns/town")
