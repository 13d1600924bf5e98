"""Schools and other settings, told by the words that end their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.deid.found import Found
from models.deid.lexicon import COMMON, FAMILY, GIVEN, NEVER, PLACE, WORD, Lexicon
from models.deid.words import DIGITS, LOWER, TITLE, UPPER, Words, listed

_LEVELS = listed(
    "primary secondary infant infants junior juniors high grammar middle first upper lower nursery "
    "special comprehensive preparatory prep community church academy ce rc c e of england catholic "
    "voluntary aided studio free sixth form and boys girls international independent"
)
_ENDS = listed(
    "school academy academies college nursery pre-school preschool kindergarten surgery hospital "
    "hospice infants juniors playgroup infirmary"
)
_PAIRS = frozenset(
    [
        ("medical", "centre"), ("health", "centre"), ("children's", "home"), ("children", "home"),
        ("childrens", "home"), ("children's", "centre"), ("family", "centre"), ("care", "home"),
        ("residential", "home"), ("medical", "practice"), ("youth", "club"), ("youth", "centre"),
        ("family", "hub"), ("community", "centre"), ("sixth", "form"), ("contact", "centre"),
        ("day", "nursery"), ("residential", "unit"), ("learning", "centre"), ("pupil", "unit"),
        ("primary", "care"), ("dental", "practice"), ("leisure", "centre"), ("football", "club"),
        ("boxing", "club"), ("childminding", "service"), ("refuge", "centre"),
    ]
)  # fmt: skip
_STUMPS = frozenset(("primary", "secondary", "high", "grammar", "juniors", "infants", "academy"))
_TAILS = frozenset(("hospital", "surgery", "hospice", "nursery", "infirmary"))
_HOMES = frozenset(("house", "lodge", "cottage", "grange", "manor", "hall"))
_BOUNDS = listed("at to from attends attended attending attend")
_SOFT = listed("hub unit centre trust girls boys montessori federation playschool")
_FIRST = listed("montessori ysgol")
_HOLY = frozenset(
    [("all", "hallows"), ("all", "saints"), ("holy", "trinity"), ("holy", "cross"),
     ("holy", "family"), ("holy", "rood"), ("sacred", "heart"), ("our", "lady"),
     ("corpus", "christi"), ("sure", "start"), ("blessed", "sacrament")]
)  # fmt: skip
_WORKS_AT = listed(
    "pupil student teacher tutor head headteacher ta dsl senco staff year roll place enrolled "
    "works caretaker governor class starts started start learns based lead"
)
_ATTENDS = listed("attends attended attending attend attendance")
_AT_SCHOOL = re.compile(
    r"\b(?:(?:school|sch|nursery|college|setting|provision|educ(?:ation)?)(?: name| placement)?"
    r"(?:[ *_]*:[ *_]*| is | = | ?\(| (?:to be |be |was |is )?(?:changed?|moved?) to | named as )"
    r"|\b(?:taxi|transport|bus) (?:for|to|from) |\bexcluded from |\bexpelled from )$",
    re.IGNORECASE,
)
_GENERIC = listed("virtual new special boarding home sunday summer big own day after before")
_INNER = frozenset(("of", "the", "and", "&", "st", "our", "on", "for", "upon"))
_GAPS = frozenset((" ", "-", "'s ", "’s ", "' ", "’ ", " & ", "'", " ("))
_MOST = 5  # words of a name before what ends it
_STOP = listed(
    "the a an his her their my our your this that at to from in of for with by and or is was "
    "new old local current previous mainstream special attends attended attend attending both "
    "school every same another other next first last which his's her's left between into "
    "started starts start joined moved visited visit rang called phoned said told when about "
    "near after before if"
)

_PLAIN_BEFORE = listed("at from to in via and for with mum dad both year")
_BEGINNING = {"st"} | _FIRST | {first for first, _ in _HOLY}
_SORTS = listed("asd sen semh pru ce rc slcn")
_LEADING = (
    _ATTENDS
    | listed("at to for from is starts started via")
    | listed("school sch nursery college setting provision education placement name as")
)
_ENDING = _ENDS | _STUMPS | _HOMES | {first for first, _ in _PAIRS}


def find(words: Words, known: Lexicon) -> Iterator[Found]:
    """Yield the names of schools, surgeries, homes and other settings."""
    folds = words.folds
    for at, word in enumerate(folds):
        if word in _BEGINNING and words.shapes[at] != LOWER:
            yield from _begun(words, at)
        if word in _LEADING:
            yield from _attended(words, at + 1, known)
        if word not in _ENDING:
            if word in _SOFT:
                yield from _soft(words, at, known)
            continue
        end = _end_of_name(words, at, word)
        if end is None:
            continue
        first = _first_of_levels(words, at)
        start = _start_of_name(words, first, known)
        if start < first:
            yield Found(words.starts[start], words.ends[end], "school", "patterns/setting")


def _begun(words: Words, at: int) -> Iterator[Found]:
    """Find settings told by how they begin: "St Bernadette's", "All Hallows", "Montessori on"."""
    folds, last = words.folds, at + 1
    if last >= len(words) or (words.shapes[last] in (LOWER, DIGITS) and folds[at] not in _FIRST):
        return
    gap = words.gap(last)
    if folds[at] == "st" and gap in (" ", ". ", ".") and words.owns(last):
        yield Found(words.starts[at], words.ends[last] + 2, "school", "patterns/saint")
    elif gap == " " and ((folds[at], folds[last]) in _HOLY or folds[at] in _FIRST):
        end = last
        while (
            end + 1 < len(words)
            and end - at < _MOST
            and words.gap(end + 1) == " "
            and (
                words.shapes[end + 1] in (TITLE, UPPER)
                or (folds[end] in _INNER | {"on"})
                or (folds[end + 1] in _INNER and folds[at] in _FIRST)
            )
        ):
            end += 1
        if not words.loud[at] or end - at < 3:
            yield Found(words.starts[at], words.ends[end], "school", "patterns/setting")


def _soft(words: Words, at: int, known: Lexicon) -> Iterator[Found]:
    """Find "Compass Hub", "Harbour Learning Trust": names in capitals before a general word."""
    if words.shapes[at] != TITLE or words.loud[at]:
        return
    first = at
    while first > 0 and at - first < 4 and words.gap(first) in (" ", "-"):
        if words.shapes[first - 1] != TITLE:
            break
        first -= 1
    while first < at and (words.folds[first] in _STOP or words.folds[first] in _PLAIN_BEFORE):
        first += 1
    if first < at and _own_name(words, first, at, known):
        yield Found(words.starts[first], words.ends[at], "school", "patterns/setting")


def _own_name(words: Words, first: int, end: int, known: Lexicon) -> bool:
    """Say whether any of some words is more than the general name of a service."""
    field, never = known.words.lists["field"], known.words.lists["never"]
    own = [at for at in range(first, end) if words.folds[at] not in field]
    if not own or any(words.folds[at] in never for at in range(first, end)):
        return False
    return any(not words.opening[at] or not known.bits(words.folds[at]) & COMMON for at in own)


def _attended(words: Words, at: int, known: Lexicon) -> Iterator[Found]:
    """Find what somebody attends or works at: "attends Turnaround", "tutor at Northern Tide"."""
    before = words.folds[at - 1]
    if at >= len(words) or words.loud[at] or words.shapes[at] != TITLE:
        return
    told = before in _ATTENDS
    if not told and before == "at" and at > 1:
        told = words.folds[at - 2] in _WORKS_AT and words.gap(at - 1) == " "
    many = before in ("starts", "started", "via")
    if (told or many) and words.gap(at) != " ":
        return
    lead = words.text[max(0, words.starts[at] - 48) : words.starts[at]]
    if not (told or many) and not _AT_SCHOOL.search(lead):
        return
    end = at
    while end < len(words) and end - at < _MOST and (end == at or _joined(words, end)):
        if words.shapes[end] != TITLE and not (end > at and words.folds[end] in _INNER | {"on"}):
            break
        end += 1
    while end > at and words.shapes[end - 1] != TITLE:
        end -= 1
    end = _with_sort(words, at, end)
    if many and end - at < 2:
        return
    titled = end > at and words.folds[at] in known.words.lists["titles"] - {"st"}
    if end > at and not titled and _own_name(words, at, end, known):
        yield Found(words.starts[at], words.ends[end - 1], "school", "patterns/attended")


def _with_sort(words: Words, at: int, end: int) -> int:
    """Return the end of a name with the sort of school behind it: "Turnaround AP"."""
    if 0 < end - at < len(words) - at and words.gap(end) == " " and words.folds[end] in _SORTS:
        return end + (words.shapes[end] == UPPER)
    return end


def _end_of_name(words: Words, at: int, word: str) -> int | None:
    """Return the last word of what ends a name at `at`, or null."""
    folds = words.folds
    following = folds[at + 1] if at + 1 < len(folds) and words.gap(at + 1) in _GAPS else ""
    if (word, following) in _PAIRS:
        return at + 1
    if word in _ENDS or (word in _HOMES and words.capital(at)):
        if word in _ENDS and following in (_ENDS | _LEVELS) - {"and"}:
            return None
        tail = word in _TAILS and words.shapes[at] == LOWER and not words.quiet[at]
        return None if tail else at
    written = words.capital(at) or (words.loud[at] and _bounded(words, at))
    if word in _STUMPS and written and following not in (_ENDS | _LEVELS) - {"and"}:
        return at
    return None


def _joined(words: Words, at: int) -> bool:
    """Say whether nothing but a space, a hyphen or a possessive parts a word from the last."""
    gap = words.gap(at).lower()
    return gap in _GAPS or (gap == ". " and words.folds[at - 1] in ("st", "c", "e"))


def _first_of_levels(words: Words, at: int) -> int:
    first = at
    while first > 0 and words.folds[first - 1] in _LEVELS and _joined(words, first):
        first -= 1
    # "Church Lane Primary": the name itself may begin with a word of the list.
    while first < at and words.folds[first] in ("and", "of", "church", "first", "c", "e"):
        first += 1
    return first


def _start_of_name(words: Words, first: int, known: Lexicon) -> int:
    start = first
    while start > 0 and first - start < _MOST and _joined(words, start):
        if not _part_of_name(words, start - 1, known, start < first):
            break
        start -= 1
    while start < first and (
        words.folds[start] in _INNER - {"st", "our"} or words.folds[start] in _GENERIC
    ):
        start += 1
    if start < first and words.folds[start] in _STOP:
        start += 1
    return start


def _bounded(words: Words, at: int) -> bool:
    """Say whether a preposition stands shortly before: "AT VALLEY VIEW SECONDARY"."""
    for back in range(at, max(-1, at - 8), -1):
        if words.folds[back] in _BOUNDS:
            return back < at
        if words.opening[back] and back < at:
            return True
        if words.folds[back] in _INNER:
            continue
        if words.folds[back] in _STOP or (back < at and not _joined(words, back + 1)):
            return False
    return False


def _part_of_name(words: Words, at: int, known: Lexicon, inside: bool) -> bool:
    word, shape = words.folds[at], words.shapes[at]
    if word in _INNER:
        return inside and (word != "the" or not words.opening[at])
    if shape == DIGITS or word in _STOP or word in known.words.lists["titles"] - {"st", "lady"}:
        return False
    bits = known.bits(word)
    telling = bool(bits & (GIVEN | FAMILY | PLACE))
    if words.opening[at] and bits & COMMON and not telling:
        return shape == TITLE or (shape == UPPER and inside)
    if shape == LOWER and not words.quiet[at]:
        return not bits & WORD
    if words.loud[at] or shape == LOWER:
        return not bits & NEVER and (telling or not bits & WORD or _bounded(words, at))
    return shape != UPPER or not bits & NEVER
