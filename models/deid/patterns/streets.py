"""Street addresses, told by their grammar: a number, words with capitals, a word for a street.

Streets may be called anything ("107A Sailors Steps", "46 Stryd Fawr"), so that what stands before
an address says as much as its words do: "lives at", "Home:", "seen outside", a flat's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.deid.found import Found
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, Words, listed

_ROADS = listed(
    "street str st road rd avenue ave av lane ln close cl drive dr crescent cres cresc terrace "
    "terr gardens gdns grove mews row"
)
_TYPES = _ROADS | listed(
    "way court ct place pl garden gr hill park square sq walk view rise green end parade mount "
    "fold vale croft quay wharf meadow meadows height heights house cottage cottages drove path "
    "circus gate bank brow chase copse dale field fields garth glade hollow orchard reach ridge "
    "spinney villas wood yard broadway esplanade promenade boulevard approach link loop side "
    "buildings building tower towers point mansions estate farm barn lodge flat flats apartments"
)
# Words that mean something else as often: they need a capital of their own.
_SELDOM = listed(
    "steps stairs bridge cross corner acre acres alley arcade avenues backs bottom bungalows "
    "causeway common coppice crest cut dell dene down downs edge entry furlong garths ginnel gill "
    "haven hey hurst knoll lea leas leys mead moor nook paddock paddocks passage pastures piece "
    "pightle plain ride rigg roundel royd scar shaw slade snicket stead strand thwaite top twitten "
    "vennel warren waters wynd wharfe works terraces drives closes ropewalk weir mill mills "
    "maltings"
)
_FIRST = listed("stryd heol ffordd lon lôn rue cwrt maes clos plas")
_HOMES = listed(
    "house cottage farm lodge court flats tower towers point hall view heights apartments mansions "
    "villas barn bungalow"
)
_NO_NAME = listed(
    "a an of in at to and or for from per by with was is were are had has into onto across along "
    "this that day days week weeks month months year years hour hours minute minutes min mins time "
    "times mile miles yo pm am nd rd th other people children child session sessions visit visits "
    "his her their my more different cent percent bed beds mg ml tablet tablets he she they we it "
    "when who which but as out january february march april may june july august september october "
    "november december up then his its"
)
_SMALL = listed("the old new on down st")
_WHERE = listed(
    "at of from to outside near lives live living lived address home moved stays stay staying "
    "stayed in on flat house tenancy visited attended is given not opposite behind via"
)
_UNIT = (
    r"(?:flat|apartment|apt|unit|room|studio|plot|pitch|caravan|block|bedsit)\s*(?:no\.?\s*)?"
    r"(?:\d{1,4}[a-z]?|[a-z](?=[\s,]))(?:/\d{1,3})?"
)
_UNIT_BEFORE = re.compile(
    rf"(?:\b{_UNIT}\s*[,/]?\s*|\bno\.?\s*|(?<![\w/.-])\d{{1,3}}[a-z]?/\d{{1,3}},?\s*)+$", re.I
)
_RANGE_BEFORE = re.compile(r"(?<![\w£./-])\d{1,4}[a-z]?\s?[-–]\s?$", re.IGNORECASE)
_ONLY_UNIT = re.compile(r"\b(?:flat|apartment|apt)\s*(?:no\.?\s*)?\d{1,4}[a-z]?(?=[,.\n]|$)", re.I)
_LABELLED = re.compile(
    r"(?:^|[\n\t|]|\b)(?:home |current |new |old |previous |family )?(?:address(?: given)?|home)"
    r"[ *_]*:[ *_\n]{0,3}$",
    re.IGNORECASE,
)
_BARRED = frozenset("£.,/:-")
_MOST = 5  # words of a street's name
_UNKNOWN = 4  # words of a name whose street is called by no word for one


def find(words: Words) -> Iterator[Found]:
    """Yield the addresses of one text; the parts of a long one are one identifier."""
    last: tuple[int, int] | None = None
    for start, end in _streets(words):
        if last is not None and start <= last[1]:
            last = (last[0], max(end, last[1]))
            continue
        if last is not None and words.text[last[1] : start] in (", ", ","):
            last = (last[0], end)
            continue
        if last is not None:
            yield Found(*last, "address", "patterns/address")
        last = (start, end)
    if last is not None:
        yield Found(*last, "address", "patterns/address")
    text = words.text
    if "lat" in text or "LAT" in text or "partment" in text or "pt " in text or "PT " in text:
        for match in _ONLY_UNIT.finditer(text):
            yield Found(*match.span(), "address", "patterns/address")


def _streets(words: Words) -> Iterator[tuple[int, int]]:
    done = -1
    for at, word in enumerate(words.folds):
        if at <= done:
            continue
        if words.shapes[at] == DIGITS:
            span = _unusual(words, at)
        elif word in _TYPES or (word in _SELDOM and words.capital(at)):
            span = _typed(words, at, done)
        else:
            span = None
        if span is not None:
            done = span[2]
            yield span[0], span[1]


def _typed(words: Words, at: int, done: int) -> tuple[int, int, int] | None:
    """Return the address whose street's name ends with the word `at`."""
    last = at
    while (
        last + 1 < len(words)
        and words.gap(last + 1) == " "
        and (words.folds[last + 1] in _TYPES and words.shapes[last + 1] == words.shapes[at])
    ):
        last += 1
    first = at
    while first - 1 > done and at - first < _MOST and _named(words, first):
        first -= 1
    if first == at:
        return None
    start = _numbered(words, first, done)
    if start is None:
        while first < at and words.shapes[first] == LOWER:
            first += 1
        if first == at or not _told(words, first, at, last):
            return None
        start = words.starts[first]
    last = _onward(words, last)
    return start, words.ends[last], last


def _onward(words: Words, last: int) -> int:
    """Return the end of the street that goes on after a house: "Drake Tower, Paradise Row"."""
    at = last + 1
    if at + 1 >= len(words) or words.gap(at) != ", ":
        return last
    for end in range(at + 1, min(at + 4, len(words))):
        shape = words.shapes[end]
        if words.gap(end) != " " or shape == DIGITS or (shape == LOWER and not words.quiet[end]):
            break
        if words.folds[end] in _TYPES | _SELDOM:
            return end
    if words.folds[last] not in _HOMES:
        return last
    end = at
    while end < len(words) and end - at < 3 and words.gap(end) in (" ", ", ", "-", "'s "):
        if words.shapes[end] == DIGITS or (words.shapes[end] != TITLE and not words.quiet[end]):
            break
        if end > at and words.gap(end) == ", ":
            break
        end += 1
    closed = end >= len(words) or words.gap(end)[:1] in ",.;:\n)" or words.shapes[end] == LOWER
    return end - 1 if end > at + 1 and closed and not words.quiet[at] else last


def _named(words: Words, first: int) -> bool:
    """Say whether the word before `first` belongs to the street's name."""
    gap = words.gap(first).lower()
    before = first - 1
    if words.shapes[before] == DIGITS or (gap not in (" ", "-", ". ", "'s ", "’s ", "' ", "’ ")):
        return False
    word = words.folds[before]
    if gap == ". " and word not in ("st", "upr", "lwr"):
        return False
    if word in _SMALL and words.shapes[before] != LOWER:
        return True
    if word in ("old", "new"):
        return words.quiet[before]
    return word not in _NO_NAME and word not in _SMALL and not _is_letter(words, before)


def _is_letter(words: Words, at: int) -> bool:
    """Say whether a letter belongs to a number: "28 C", "107A"."""
    near = at > 0 and words.shapes[at - 1] == DIGITS and words.gap(at) in ("", " ")
    return len(words.folds[at]) == 1 and near


def _numbered(words: Words, first: int, done: int) -> int | None:
    """Return where the number before a street's name begins, or null where there is none."""
    at = first - 1
    if at <= done:
        return None
    if _is_letter(words, at):
        at -= 1
    gap = words.text[words.ends[first - 1] : words.starts[first]]
    start = words.starts[at]
    if words.shapes[at] != DIGITS or words.ends[at] - start > 4:
        return _unit(words, first)
    if gap.startswith(","):
        unit = _unit(words, first)
        return unit if unit is not None or words.shapes[first] != TITLE else _whole(words, start)
    return _whole(words, start) if gap in (" ", "  ") else None


def _whole(words: Words, start: int) -> int | None:
    """Return where a house's number begins with what belongs to it, or null where it is none."""
    text = words.text
    before = _RANGE_BEFORE.search(text, max(0, start - 8), start)
    if before is not None:
        start = before.start()
    unit = _UNIT_BEFORE.search(text, max(0, start - 30), start)
    if unit is not None:
        return unit.start()
    sign = text[start - 1] if start else " "
    if sign.isalnum() or (sign in _BARRED and text[max(0, start - 2) : start] != "\n-"):
        return None
    return start


def _unit(words: Words, first: int) -> int | None:
    """Return where a flat's number begins that stands before a house's name, or null."""
    start = words.starts[first]
    match = _UNIT_BEFORE.search(words.text, max(0, start - 30), start)
    return match.start() if match else None


def _told(words: Words, first: int, at: int, last: int) -> bool:
    """Say whether words without a number are an address: capitals, and what stands around."""
    if any(words.shapes[inner] not in (TITLE, UPPER) for inner in range(first, last + 1)):
        return False
    if words.loud[at] and not (_led(words, first) or words.gap(first).endswith("\n")):
        return False
    while first < at and words.folds[first] in _SMALL and words.opening[first]:
        first += 1
    if first == at:
        return False
    if words.folds[last] in _ROADS and len(words.folds[last]) > 2:
        return words.folds[at] not in ("drive", "close", "row") or not words.opening[first]
    if words.folds[last] in _HOMES and _followed(words, last):
        return True
    return words.folds[last] in _HOMES and _lived(words, first)


def _followed(words: Words, last: int) -> bool:
    """Say whether another street follows: "Tern Court, Mill Lane"."""
    at = last + 1
    if at >= len(words) or words.gap(at) not in (", ", ",\n", "\n"):
        return False
    for end in range(at + 1, min(at + 4, len(words))):
        if words.gap(end) != " " or words.shapes[end] not in (TITLE, UPPER):
            return False
        if words.folds[end] in _ROADS:
            return True
    return False


def _led(words: Words, first: int) -> bool:
    return first > 0 and words.gap(first) == " " and words.folds[first - 1] in _WHERE


def _lived(words: Words, first: int) -> bool:
    """Say whether somebody lives at a house that has a name and no number."""
    lead = words.text[max(0, words.starts[first] - 40) : words.starts[first]]
    if _LABELLED.search(lead):
        return True
    return bool(_LIVES.search(lead))


_LIVES = re.compile(
    r"\b(?:liv(?:es?|ing|ed)|stay(?:s|ing|ed)?|moved|placed|address|based|tenancy|resid\w+)\b"
    r"[^.\n]{0,12}?\b(?:at|to|is|of|:)\s+(?:the )?$",
    re.IGNORECASE,
)


def _unusual(words: Words, at: int) -> tuple[int, int, int] | None:
    """Return a number and words with capitals where an address stands: "at 14 Sailors Perch"."""
    first = at + 1
    if first < len(words) and words.gap(first) in ("", " ") and _is_letter(words, first):
        first += 1
    if first >= len(words) or words.gap(first) not in (" ", ", "):
        return None
    end = first
    while end < len(words) and end - first < _UNKNOWN and words.shapes[end] == TITLE:
        if end > first and words.gap(end) not in (" ", "-", "'s ", "’s "):
            break
        if words.folds[end] in _NO_NAME:
            break
        end += 1
    welsh = words.folds[first] in _FIRST
    if end - first < 2 or words.ends[at] - words.starts[at] > 4:
        return None
    start = _whole(words, words.starts[at])
    if start is None:
        return None
    lead = words.text[max(0, start - 40) : start]
    if welsh or start < words.starts[at] or _LIVES.search(lead) or _LABELLED.search(lead):
        return start, words.ends[end - 1], end - 1
    return None
