"""Numbers that belong to one person, family or file: told by shape, check digit and context.

A number that its context names is taken even where its check digit is wrong: people mistype. One
without context needs a right check digit or a shape that nothing else has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.notes import IdentifierKind
from models.deid.found import Found
from models.deid.lexicon import COMMON, lexicon
from models.deid.patterns.beginnings import any_at, before, matches_at, places_of

_BEFORE = 32  # characters in which context stands
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def nhs_number_is_right(digits: str) -> bool:
    """Say whether ten digits carry the check digit of an NHS number (modulus 11)."""
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == int(digits[9])


def upn_is_right(upn: str) -> bool:
    """Say whether a unique pupil number begins with its check letter (modulus 23)."""
    last = upn[12]
    digits = [*upn[1:12], last if last.isdigit() else str(_UPN_LETTERS.find(last) % 10)]
    return _UPN_LETTERS[sum(int(d) * w for w, d in enumerate(digits, 2)) % 23] == upn[0]


class Rule(NamedTuple):
    """A shape; `context` must stand before it where `alone` does not accept it.

    A shape is tried only up to `lead` signs before figures: any, or those at which `needs` stands.
    One of `words` must stand in the text, where there are any.
    """

    kind: IdentifierKind
    name: str
    shape: re.Pattern[str]
    context: re.Pattern[str] | None = None
    alone: Callable[[str], bool] | None = None
    needs: re.Pattern[str] | None = None
    words: tuple[str, ...] = ()
    lead: int = 0


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _digits(printed: str) -> str:
    return "".join(sign for sign in printed if sign.isdigit())


def _any(_: str) -> bool:
    return True


def _grouped_nhs(printed: str) -> bool:
    return nhs_number_is_right(_digits(printed))


_NUMBER = r"(?:\s*(?:no|num|number|ref|reference|id|is|code|#)\b)*[\s.:#=()-]*$"
_PAIRS = re.compile(r"(?:(?<=[^\W\d_])|(?<=[^\W\d_][ -]))\d\d[ -]?\d\d[ -]?\d\d")
_ELEVEN = re.compile(r"\d{11}")
_FIVE = re.compile(r"\d{5}")
_SIX = re.compile(r"\d{3}[ -]?\d{3}")
_PARTED = re.compile(r"(?<=[/-])\d{2,4}[/-]\d\d")
_UPN = ("upn", "pupil")
_COURT = ("court", "claim", "petition", "proceedings", "cause")
_RULES = (
    Rule("nino", "nino", _compiled(r"\b[a-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b"),
         None, _any, _PAIRS, lead=3),
    Rule("nino", "nino", _compiled(r"\b[a-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}\b"),
         _compiled(r"\b(?:nino?|ni|national insurance)" + _NUMBER), None, _PAIRS, lead=3),
    Rule("upn", "upn", _compiled(r"\b[a-z]\d{11}[a-z0-9]\b"), None, _any, _ELEVEN,
         lead=1),
    Rule("upn", "upn", _compiled(r"\b[a-z]?[ -]?\d[\d -]{9,13}[a-z0-9]\b"),
         _compiled(r"\b(?:upn|pupil)" + _NUMBER), words=_UPN, lead=2),
    Rule("court-number", "court",
         _compiled(r"\b[a-z]{2,3}[ /-]?\d{2}[ /-]?[a-z][ /-]?\d{5}\b"), None, _any, _FIVE,
         lead=9),
    Rule("court-number", "court", _compiled(r"\b(?=[a-z/-]{0,4}\d)[a-z0-9][a-z0-9/-]{4,16}\b"),
         _compiled(r"\b(?:court|claim|petition|proceedings|family court|cause)(?: case|"
         r" order| file)?" + _NUMBER), words=_COURT, lead=4),
    Rule("nhs-number", "nhs",
         _compiled(r"(?<![\d£+.,/-])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d|[.,/-]\d)"),
         _compiled(r"\b(?:nhs|health|patient|hospital|medical)" + _NUMBER), _grouped_nhs,
         _SIX),
    Rule("case-number", "case", re.compile(r"\b(?:[A-Z]{2,5}[ :#-]?[/-]?|"
    r"[A-Z][/-]?)\d{5,9}\b"), None, _any, _FIVE, lead=7),
    Rule("case-number", "field", re.compile(r"(?:(?<=[\t|(\n])|(?<=[\t|(:] )|"
    r"^)\d{5,9}(?= ?(?:[\t|)\n]|$))"), None, _any, _FIVE),
    Rule("case-number", "case", _compiled(r"\b[a-z]{1,5}[/-]\d{2,4}[/-]\d{2,6}\b"),
         None, _any, _PARTED, lead=6),
    Rule("case-number", "number", _compiled(r"(?<![\w£$€.,/+:-])\d{7,12}(?![\w/:-]|"
    r"[.,]\d)"), None, _any, _FIVE),
)  # fmt: skip
_NEEDS = {rule.needs for rule in _RULES if rule.needs}
_THREE = re.compile(r"\d{3}")
_CODE = Rule(
    "case-number", "case",
    _compiled(
        r"(?<![\w/-])(?=[\w/-]*\d{4}|[a-z]+\d{3})[a-z0-9][a-z0-9/-]{2,17}(?![\w/])"
    ),
    _compiled(
        r"\b(?:case|file|client|person|record|referral|contact|our|your|"
        r"liquidlogic|mosaic|lcs|ics|eclipse|"
        r"carefirst|swift|azeus|protocol|azure|ref|reference|crime|incident|log|urn|ehm|"
        r"passport|policy|account|customer|id|form|custody|warrant|licence|"
        r"license)" + _NUMBER
    ),
)  # fmt: skip
_TELEPHONE = re.compile(
    r"(?<![\w£.,/:-])(?:(?:\+|00)\s?\d{1,3}[\s.-]?(?:\(0\)[\s.-]?)?|\(?0)"
    r"(?:\d{2,5}\)?|\d{1,4}\)?)(?:[\s.-]{0,2}\d){5,9}(?![\d/]|-\d|\.\d)"
    r"(?:\s*(?:ext(?:ension|n)?|x)\.?\s*:?\s*\d{2,6}\b)?",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|landline|ring|rang|call(?:ed)?|text(?:ed)?|fax)"
    r"(?:\s+(?:is|no|number|on|him|her|them|mum|dad|me|back|at))*[\s.:#]*$",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"(?<![\w£.,/:-])\d{3}[ -]?\d{3,4}(?:[ -]?\d{2,4})?(?![\w/,]|[.:-]\d)")
_DIGIT_COUNTS = range(9, 16)
_LONG = re.compile(r"\d[\d /-]{2,}\d|\d{3}")
_BESIDE_LETTERS = re.compile(
    r"[0-9](?:(?<=[A-Za-z][0-9])[0-9Oo]{0,2}[ -]?[A-Za-z]{3}\b|[0-9]{0,2}[ -]?[A-Za-z]\b)"
)
_VEHICLE = re.compile(
    r"\b(?:[a-z]{2}[0-9o]{2}[ -]?[a-z]{3}|[a-z]\d{1,3}[ -]?[a-z]{3}|"
    r"[a-z]{3}[ -]?\d{1,3}[ -]?[a-z])\b",
    re.IGNORECASE,
)
_MODERN = re.compile(r"[A-Z]{2}\d{2} ?[A-Z]{3}|[a-z]{2}\d{2} ?[a-z]{3}")
_DRIVEN = re.compile(
    r"\b(?:reg|registration|vrm|vehicle|car|van|plate|number plate|numberplate|vauxhall|ford|"
    r"bmw|audi|"
    r"corsa|astra|fiesta|focus|golf|polo|clio|corolla|volkswagen|vw|toyota|nissan|renault|peugeot|"
    r"transit|motorbike|moped|scooter|motorcycle|taxi|honda|kia|mini|skoda|seat|fiat|"
    r"mercedes|driving|drives|drove)\b"
    r"[^.\n]{0,25}$",
    re.IGNORECASE,
)


def find(text: str, figures: Sequence[int]) -> Iterator[Found]:
    """Yield numbers of all kinds in one text, of which `figures` are where its figures begin."""
    if any_at(_LONG, text, figures):
        yield from _by_rules(text, figures)
    yield from _telephones(text, figures)
    if any_at(_BESIDE_LETTERS, text, figures):
        yield from _vehicles(text)


def _by_rules(text: str, figures: Sequence[int]) -> Iterator[Found]:
    lowered = text.lower()
    stands = {needs: places_of(needs, text, figures) for needs in _NEEDS}
    for rule in _RULES:
        places = stands[rule.needs] if rule.needs else figures
        if places and (not rule.words or any(word in lowered for word in rule.words)):
            yield from _told(rule, text, before(places, rule.lead))
    yield from _told(_CODE, text, _codes(text, figures))


def _told(rule: Rule, text: str, places: Iterable[int]) -> Iterator[Found]:
    """Yield what one rule takes of what begins at these places."""
    for match in matches_at(rule.shape, text, places):
        if _accepted(rule, match, text):
            yield Found(*match.span(), rule.kind, f"patterns/{rule.name}")


def _codes(text: str, figures: Sequence[int]) -> Iterator[int]:
    """Yield where words begin that hold three figures in a row: "MOS/2291-A"."""
    for at in figures:
        if _THREE.match(text, at):
            start = at
            while start and (text[start - 1].isalnum() or text[start - 1] in "_/-"):
                start -= 1
            yield start


def _accepted(rule: Rule, match: re.Match[str], text: str) -> bool:
    if rule.alone is not None and rule.alone(match[0]):
        return True
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return rule.context is not None and rule.context.search(before) is not None


def _telephones(text: str, figures: Sequence[int]) -> Iterator[Found]:
    for match in matches_at(_TELEPHONE, text, _dialled(text, figures)):
        digits = re.split(r"e?x", match[0].lower())[0]
        if len(_digits(digits)) in _DIGIT_COUNTS:
            yield Found(*match.span(), "telephone", "patterns/telephone")
    for match in matches_at(_LOCAL, text, figures):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if _CALLED.search(before) and len(_digits(match[0])) >= 6:
            yield Found(*match.span(), "telephone", "patterns/telephone")


def _dialled(text: str, figures: Sequence[int]) -> Iterator[int]:
    """Yield where figures begin as telephone numbers do: "+44", "+ 44", "(0", "0"."""
    for at in figures:
        if text[max(0, at - 2)] == "+":
            yield max(0, at - 2)
        if at and text[at - 1] in "+(":
            yield at - 1
        if text[at] == "0":
            yield at


def _vehicles(text: str) -> Iterator[Found]:
    for match in _VEHICLE.finditer(text):
        printed = match[0]
        modern = _MODERN.fullmatch(printed) is not None
        if modern and " " in printed and printed.islower():
            modern = not lexicon().bits(printed[-3:]) & COMMON
        before = text[max(0, match.start() - 40) : match.start()]
        if modern or (_DRIVEN.search(before) and any(sign.isdigit() for sign in printed)):
            yield Found(*match.span(), "vehicle", "patterns/vehicle")
