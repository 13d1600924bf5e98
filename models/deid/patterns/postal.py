"""Postcodes and street addresses."""

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
_TYPES = (
    r"(?:street|str|st|road|rd|avenue|ave|av|lane|ln|close|cl|drive|dr|way|court|ct|place|pl|"
    r"crescent|"
    r"cres|cresc|terrace|terr|gardens?|gdns|grove|gr|hill|park|row|square|sq|walk|mews|view|"
    r"rise|green|"
    r"end|parade|mount|fold|vale|croft|quay|wharf|meadows?|heights|house|cottages?|drove|"
    r"path|circus|"
    r"gate|bank|brow|chase|copse|dale|field|fields|garth|glade|hollow|orchard|reach|ridge|spinney|"
    r"villas|wood|yard|broadway|esplanade|promenade|boulevard|approach|link|loop|side|buildings|"
    r"towers?|point|mansions|estate|farm|barn|lodge|flats?)"
)
_STREET = r"(?:road|street|avenue|lane|close|crescent|terrace|gardens|grove|drive|rd|ave|cres)"
_FLAT = r"(?:(?:flat|apartment|apt|unit|room|studio)\s*(?:no\.?\s*)?\d{1,3}[a-z]?\s*[,/]?\s*)"
_NO_STREET = (
    r"(?!(?:the|a|an|of|in|on|at|to|and|or|for|from|per|by|with|was|is|were|are|had|has|into|"
    r"onto|across|along|this|that|days?|weeks?|months?|years?|"
    r"hours?|minutes?|mins?|times?|miles?|yo|old|pm|am|st|nd|rd|th|other|people|children|"
    r"child|sessions?|visits?|his|her|their|my|"
    r"week|day|month|year|more|new|different|per|cent|percent|beds?|mg|ml|tablets?|he|she|"
    r"they|we|it|that|when|who|which|but|as|out|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"down|up)\b)"
)
_ADDRESS = re.compile(
    rf"\d{{1,4}}\s?[a-d]?(?:-\d{{1,3}})?,? +(?:{_NO_STREET}[a-z][a-z'’.-]* +){{1,4}}?"
    rf"{_TYPES}(?: {_TYPES})*\b\.?",
    re.IGNORECASE,
)
_ONLY_FLAT = re.compile(
    rf"\b{_FLAT}(?:{_NO_STREET}[a-z][a-z'’.-]*\s+){{1,3}}?{_TYPES}\b|\b(?:flat|apartment|"
    rf"apt)\s*(?:no\.?\s*)?\d{{1,3}}[a-z]?(?=,|\.|\n|$)",
    re.IGNORECASE,
)
_NUMBERLESS = re.compile(
    rf"\b(?!(?:The|This|That|A|An|Our|His|Her|My|Their|Down|Up|Off|Cross|In|On|At|From|Near|"
    rf"And|To)\b)"
    rf"(?i:{_NO_STREET})[A-Z][A-Za-z'’-]+"
    rf"(?: (?i:{_NO_STREET})[A-Z][A-Za-z'’-]+){{0,2}} (?i:{_STREET})\b"
)
_ANY_STREET = re.compile(rf" {_STREET}\b", re.IGNORECASE)
_FLAT_BEFORE = re.compile(rf"\b{_FLAT}$", re.IGNORECASE)
_NO_ADDRESS = frozenset("£.,/:-")
_AREA = re.compile(r"(?:area|post ?code|district)\b", re.IGNORECASE)
_TOWN = re.compile(rf"(?i:{_TYPES})\.?, ([A-Z][\w'’-]+(?: [A-Za-z][\w'’-]+){{0,3}}),? ?$")
_HOUSES = re.compile(r" (?:House|Cottage|Farm|Lodge|Court|Flats|Towers?|Point|Hall|View|Heights)\b")
_HOUSE = re.compile(
    r"(?i:\b(?:lives?|living|lived|staying|stays|moved|placed|address|"
    r"based)\b[^.\n]{0,12}?\b(?:at|to|is|:)\s+)"
    r"(?:the )?((?:[A-Z][\w'’]+ ){1,3}(?:House|Cottage|Farm|Lodge|Court|Flats|Tower|Towers|"
    r"Point|Hall|View|Heights))\b"
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


def _addresses(text: str) -> Iterator[Found]:
    for match in _ADDRESS.finditer(text):
        start = match.start()
        sign = text[start - 1] if start else " "
        flat = _FLAT_BEFORE.search(text[max(0, start - 24) : start])
        if flat:
            start -= len(flat[0])
        elif sign.isalnum() or sign in _NO_ADDRESS:
            continue
        yield Found(start, match.end(), "address", "patterns/address")
    if "lat" in text or "apartment" in text.lower() or "LAT" in text or "apt" in text:
        for match in _ONLY_FLAT.finditer(text):
            yield Found(*match.span(), "address", "patterns/address")
    if _ANY_STREET.search(text):
        for match in _NUMBERLESS.finditer(text):
            yield Found(*match.span(), "address", "patterns/address")


def find(text: str) -> Iterator[Found]:
    """Yield postcodes and addresses of one text."""
    postcodes = list(_postcodes(text))
    yield from postcodes
    if _AREA.search(text):
        for match in _OUTWARD.finditer(text):
            yield Found(*match.span(1 if match[1] else 2), "postcode", "patterns/postcode")
    yield from _addresses(text)
    for postcode in postcodes:
        town = _TOWN.search(text[max(0, postcode.start - 48) : postcode.start])
        if town is not None:
            start = max(0, postcode.start - 48) + town.start(1)
            yield Found(start, start + len(town[1]), "place", "patterns/town")
    if _HOUSES.search(text):
        for match in _HOUSE.finditer(text):
            yield Found(*match.span(1), "address", "patterns/house")
