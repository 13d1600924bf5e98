"""The named half of a citation: titles of acts, regulations, guides and guidance in a text.

A framework's instruments are looked for by title and alias. General patterns find what no framework
names: "the Children Act 1989", "the Guide to the ... Regulations". A title's words are read from
its end backwards, a bounded number of them, so that the cost stays in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.frameworks.provisions import Instrument, InstrumentKind

_REACH = 200  # characters that a title may go back; the longest known one has 150
_MOST = 24  # words, likewise


@dataclass(frozen=True, slots=True)
class Title:
    """An instrument named in a text. `whole` is false for one that needs a number to count.

    `code` is the framework's, null where none of its instruments is meant.
    """

    kind: InstrumentKind
    printed: str
    code: str | None
    start: int
    end: int
    whole: bool = True


_ACT = re.compile(r"\bAct(?:\s{1,3}(?:1[5-9]|20)\d\d)?\b")
_REGULATIONS = re.compile(
    r"\b[Rr]egulations(?:\s{1,3}\([A-Z][^()\n]{1,80}\)){0,2}(?:,?\s{1,3}(?:1[89]|20)\d\d\b)?"
)
_ORDER_NUMBER = re.compile(r"\bS\.?I\.?\s{1,3}(?:1[89]|20)\d\d/\d{1,4}\b")
_STATUTORY = re.compile(r"\bStatutory\s{1,3}[Gg]uidance\b|(?<=\d )statutory guidance\b")
_GUIDE = re.compile(
    r"\b[Gg]uide\s{1,3}to\s{1,3}(?:[\w'’()–-]{1,30}\s{1,3}){1,9}?(?:[Rr]egulations|[Ss]tandards)\b"
    r"(?:,?\s{1,3}including\s{1,3}(?:the\s{1,3})?[Qq]uality\s{1,3}[Ss]tandards\b)?"
)
_PAGED_GUIDE = re.compile(
    r"\bGuide\s{1,3}to\s{1,3}[^\s,;:.()“”\"][^,;:.\n()“”\"]{2,120}?"
    r"(?=[’'”\"]?[,:;]?\s{0,3}\(?\s{0,3}(?<!\w)"
    r"(?:(?:pages?|pp?)\.?\s{0,3}\d{1,4}(?![\w%]|[.:]\d|,\d{3}|[-–—][A-Za-z])|(?:paragraphs?|paras?)\.?\s{0,3}"
    r"\d{1,3}(?:\.\d{1,3}){0,3}(?![\w%]|[.:]\d|,\d{3}|[-–—][A-Za-z])))"
)
# "the Guide", "(Guide, page 5)" and, as references are printed, "Guide" at the start.
_THE_GUIDE = re.compile(r"(?:(?<=\b[Tt]he )|(?<=\()|(?<=; )|(?<![\s\S]))Guide\b(?!\s{1,3}to\b)")
_STANDARDS = re.compile(r"\b(?:[Nn]ational\s{1,3}[Mm]inimum\s{1,3}[Ss]tandards?)\b(?!\s{0,3}\d)")
# Guidance that is cited by name alone, whatever the framework.
_KNOWN_GUIDANCE = (
    "working together to safeguard children",
    "keeping children safe in education",
    "statutory guidance for children who run away or go missing from home or care",
    "statutory guidance on children who run away or go missing from home or care",
    "promoting the education of looked-after and previously looked-after children",
    "promoting the education of looked-after children and previously looked-after children",
    "promoting the education of looked-after children",
    "promoting the health and well-being of looked-after children",
    "special educational needs and disability code of practice",
)
_GUIDANCE_YEAR = re.compile(r"\s{1,3}\(?((?:19|20)\d\d)\)?(?!\d)")
# A word of an alias that a citation starts with anyway names nothing by itself.
_NO_NAME = re.compile(
    r"(?:the\s+)?(?:reg(?:ulation)?s?\.?|nms|(?:national minimum )?standards?|sections?|s\.?"
    r"|acts?|guide|pages?|paragraphs?|statutory guidance)",
    re.IGNORECASE,
)
_SMALL = frozenset(("and", "of", "for", "to", "in", "on", "with", "from", "against", "&"))
_OPENERS = _SMALL | {
    *("the", "a", "an", "this", "that", "since", "when", "where", "while", "although", "see"),
    *("under", "per", "by", "if", "as", "is", "or", "both", "section", "sections", "act"),
    *("regulation", "regulations", "reg", "regs"),
}


def titles(text: str, instruments: tuple[Instrument, ...] = ()) -> list[Title]:
    """Return the titles in a text, in its order, none overlapping another."""
    found = [*_known(text, instruments), *_general(text, instruments)]
    return _settled(found, text, instruments)


def _known(text: str, instruments: tuple[Instrument, ...]) -> Iterator[Title]:
    pattern, kinds = _aliases(instruments)
    if pattern is None:
        return
    for found in pattern.finditer(text):
        words = re.split(r"[\s-]+", found[0])
        # "Working together, partners ..." is no title; "Working Together" and "the Guide" are.
        if len(words) <= 2 and not all(word[:1].isupper() for word in words):
            continue
        instrument = kinds[_folded(found[0])]
        yield Title(instrument.kind, "", instrument.code, found.start(), found.end())


@lru_cache(maxsize=64)
def _aliases(
    instruments: tuple[Instrument, ...],
) -> tuple[re.Pattern[str] | None, dict[str, Instrument]]:
    """Return one pattern for all titles and aliases, and the instrument by folded words."""
    named: dict[str, Instrument] = {}
    for instrument in instruments:
        for alias in (instrument.title, *instrument.aliases):
            if _NO_NAME.fullmatch(alias.strip()) is None:
                named.setdefault(_folded(alias), instrument)
    named.pop("", None)
    return _pattern(named), named


def _pattern(folded: Iterable[str]) -> re.Pattern[str] | None:
    """Match any of these folded words, the longest first, however spaced and punctuated."""
    longest = sorted(folded, key=len, reverse=True)
    if not longest:
        return None
    loose = (_spaced(words.split()) for words in longest)
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(loose)})(?!\w)", re.IGNORECASE)


def _spaced(words: list[str]) -> str:
    # "children's" and "parents'" fold to words in s, so an apostrophe may stand at any s; after
    # the last word it is the closing quotation mark.
    apostrophes = [
        f"{re.escape(word[:-1])}['’‘]?s" if word.endswith("s") else re.escape(word)
        for word in words
    ]
    return r"['’‘]?[\s,:–-]{1,3}".join(apostrophes)


def _folded(words: str) -> str:
    plain = re.sub(r"['’‘]", "", words.lower())
    return re.sub(r"[\s,:–-]+", " ", plain).strip().removeprefix("the ")


_KNOWN = _pattern(map(_folded, _KNOWN_GUIDANCE))


def _general(text: str, instruments: tuple[Instrument, ...]) -> Iterator[Title]:
    """Give what looks like a title whatever the framework."""
    for head in _ACT.finditer(text):
        yield from _headed(text, head, "act", head[0][-1].isdigit())
    for head in _REGULATIONS.finditer(text):
        yield from _headed(text, head, "regulations", head[0][-1].isdigit())
    for head in _STATUTORY.finditer(text):
        yield from _headed(text, head, "statutory guidance", True)
    for found in _ORDER_NUMBER.finditer(text):
        yield Title("regulations", "", None, found.start(), found.end())
    for pattern in (_GUIDE, _PAGED_GUIDE):
        for found in pattern.finditer(text):
            yield Title("guide", "", None, found.start(), found.end(), pattern is _GUIDE)
    code = sole("guide", instruments)
    for found in _THE_GUIDE.finditer(text):
        yield Title("guide", "", code, found.start(), found.end(), code is not None)
    code = sole("standards", instruments)
    for found in _STANDARDS.finditer(text):
        yield Title("standards", "", code, found.start(), found.end())
    for found in _KNOWN.finditer(text) if _KNOWN else ():
        year = _GUIDANCE_YEAR.match(text, found.end())
        end = year.end() if year else found.end()
        yield Title("statutory guidance", "", None, found.start(), end)


def sole(kind: InstrumentKind, instruments: tuple[Instrument, ...]) -> str | None:
    """Return the code of the only instrument of a kind, null with none or several.

    Regulations count if the framework says how they are cited: those under which it merely works
    are not what a bare "regulation 24" means.
    """
    codes = [each.code for each in instruments if each.kind == kind and _cited(each)]
    return codes[0] if len(codes) == 1 else None


def _cited(instrument: Instrument) -> bool:
    told = (instrument.used_for, instrument.needs, instrument.parts, instrument.highest)
    return instrument.kind != "regulations" or any(told)


def _headed(text: str, head: re.Match[str], kind: InstrumentKind, whole: bool) -> Iterator[Title]:
    words = _words_before(text, head.start(), year=kind == "statutory guidance")
    words = _trimmed(words)
    if words:
        word, start = words[0]
        start += len(word) - len(word.lstrip("(['\"‘“"))
        yield Title(kind, "", None, start, head.end(), whole)


def _trimmed(words: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Drop from the front what cannot open a title: small words and whole brackets."""
    at = 0
    while at < len(words):
        word = words[at][0].lstrip("['\"‘“")
        closing = [n for n, (each, _) in enumerate(words[at:], at) if each.endswith(")")]
        if word.startswith("(") and closing:
            at = closing[0] + 1
        elif word.strip("(['\"‘“,").lower() in _OPENERS:
            at += 1
        else:
            break
    return words[at:]


def _words_before(text: str, end: int, *, year: bool) -> list[tuple[str, int]]:
    """Collect the words of a title, from its head backwards, each with its offset."""
    reach = max(0, end - _REACH)
    tokens = list(re.finditer(r"\S+", text[reach:end]))[-_MOST:]
    if reach and tokens and tokens[0].start() == 0:
        tokens.pop(0)  # perhaps half a word
    words: list[tuple[str, int]] = []
    after, joined, inside, outside = end, False, False, 0
    for token in reversed(tokens):
        word, start = token[0], reach + token.start()
        if "\n" in text[reach + token.end() : after]:
            break
        if year and not words and re.fullmatch(r"(?:19|20)\d\d", word):
            words, after = [(word, start)], start
            continue
        if re.fullmatch(r"[^(]*[\w.]\)", word) and not inside:
            inside, outside = True, len(words)
        if not inside and not _fits(word, joined):
            break
        inside = inside and "(" not in word
        joined = joined or word == "and"
        words.insert(0, (word, start))
        after = start
        if word[0] in "(['\"‘“" and not word.endswith(")") and not inside and "(" not in word:
            break
    return words[len(words) - outside :] if inside else words


def _fits(word: str, joined: bool) -> bool:
    """Say whether a word can stand in a title; after a comma, only if an "and" comes later."""
    if word in _SMALL:
        return True
    bare = word.lstrip("(['\"‘“")
    last = word[-1]
    ends_well = last.isalnum() or last == ")" or (last == "," and joined)
    return ends_well and bare[:1].isupper() and ")" not in word[:-1]


def _settled(found: list[Title], text: str, instruments: tuple[Instrument, ...]) -> list[Title]:
    """Join what overlaps: one title where the kind is the same, else the longer of the two."""
    settled: list[Title] = []
    for title in sorted(found, key=lambda each: (each.start, -each.end)):
        if settled and title.start < settled[-1].end:
            settled[-1] = _joined(settled[-1], title)
        else:
            settled.append(title)
    years = {each.code: _YEAR.search(each.title) for each in instruments}
    return [_printed(title, text, years.get(title.code or "")) for title in settled]


def _joined(first: Title, second: Title) -> Title:
    if first.kind != second.kind:
        return first if first.end - first.start >= second.end - second.start else second
    start, end = first.start, max(first.end, second.end)
    named = next((each for each in (first, second) if each.code is not None), first)
    code = named.code
    # "Children Act" inside "Adoption and Children Act 2002" is another act.
    if named.start > start and first.kind in ("act", "regulations"):
        code = None
    return Title(first.kind, "", code, start, end, first.whole and second.whole)


_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def _printed(title: Title, text: str, year: re.Match[str] | None) -> Title:
    printed = " ".join(text[title.start : title.end].split())
    shown = _YEAR.search(printed)
    other = bool(year and shown and year[0] != shown[0])
    code = None if other else title.code
    return replace(title, printed=printed, code=code, whole=title.whole or code is not None)
