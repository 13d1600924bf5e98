"""What the head of a note says: day, kind, author's role and case, each as far as it is sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.notes import NoteKind
from corpus.records import Cue
from extractors.notes.kinds import label_kind, printed_kind
from extractors.notes.labels import Labelled, labelled
from extractors.sheets.days import Day, day_at, find_day

_HEAD = 700  # characters from the start of a note within which its head stands
_TITLE = 70  # characters of a line within which its day stands after the kind
_TITLE_SPACES = 4  # between the words of such a kind; more make a sentence
_GAP = 160  # characters without a label that end a head
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_BEFORE_DAY = re.compile(rf"[\[(#*\s]*{_WEEKDAY}", re.IGNORECASE)
_AFTER_DAY = re.compile(
    r"[\])]?(?:,?\s*(?:at\s)?\d{1,2}[:.]\d\d\s*(?:hrs|hours|am|pm)?|\s*\d{4}\s?(?:hrs|hours))?"
    r"(?P<mark>\s*[\]|:;,–—-]+\s*|\s+)"
)
_NOTE = re.compile(
    r"(?:case|file|contact|running|progress|daily|visit)?\s?(?:note|record|entry|log|recording)s?"
    r"(?: of| no| number| dated?)?",
    re.IGNORECASE,
)
_FIELD_END = re.compile(r"\s*[|\t]\s*|,\s|:\s|\.\s|$")
_DASH = re.compile(r"\s[–—-]\s")
_ROLE_WORD = (
    r"(?:worker|manager|officer|practitioner|supervisor|auditor|visitor|nurse|teacher|assistant"
    r"|advis[eo]r|advocate|guardian|carer|coordinator|co-ordinator|lead|head|psychologist|therapist"
    r"|consultant|administrator|chair|police|constable|sergeant|iro|lado|senco|clinician|mentor"
    r"|headteacher|director|parent|child|adopter|partner|inspector|individual|doctor|gp|midwife"
    r"|paediatrician|relations|sw|fsw|hv|duty|team|staff)"
)
# Title case, so that it ends where the words of the note begin: "Social Worker Rang the school".
_ROLE = re.compile(rf"(?:[A-Z][\w'’/&-]*\s(?:and\s|of\s|for\s|&\s)?){{0,4}}(?i:{_ROLE_WORD})s?\b")
_ROLE_AFTER = re.compile(rf"[^,(\n]+, {_ROLE.pattern}")
_IN_BRACKETS = re.compile(r"\(([^()\d]{2,60})\)")
_CODE_WORDS = r"(?=[A-Za-z/_.-]*\d)[A-Za-z0-9][\w/.-]{2,24}(?<![.,/-])"
_CODE = re.compile(_CODE_WORDS)
_CODE_IN_BRACKETS = re.compile(rf"\(({_CODE_WORDS})\)")


@dataclass(frozen=True, slots=True)
class Head:
    """The facts of one note's head. `cues` have offsets from the start of the note."""

    date: str | None = None
    kind: NoteKind | None = None
    role: str | None = None
    case: str | None = None
    cues: tuple[Cue, ...] = ()


def read_head(text: str, start: int, end: int) -> Head:
    """Read the head of the note `text[start:end]`: labels first, else a first line with a day."""
    limit = min(end, start + _HEAD)
    labels = head_labels(text, start, limit)
    if any(found.field == "date" for found in labels):
        return _by_labels(text, start, labels)
    by_line = _by_line(text, start, limit)
    if by_line is None:
        return _by_labels(text, start, labels)
    more = _by_labels(text, start, labels)
    return Head(
        by_line.date,
        by_line.kind or more.kind,
        by_line.role or more.role,
        by_line.case or more.case,
        by_line.cues + tuple(cue for cue in more.cues if not cue.rule.startswith("date")),
    )


def head_labels(text: str, start: int, limit: int) -> list[Labelled]:
    """Return the labels that stand together at the beginning; a long gap ends the head."""
    found: list[Labelled] = []
    last = start
    for label in labelled(text, start, limit):
        if label.at > last + _GAP:
            break
        found.append(label)
        last = min(label.end, label.start + 60)
    return found


def _by_labels(text: str, start: int, labels: list[Labelled]) -> Head:
    first: dict[str, Labelled] = {}
    for label in labels:
        if label.start < label.end:
            first.setdefault(label.field, label)
    cues: list[Cue] = []
    day = _day_of(text, first.get("date"))
    if day is not None and day.fault:
        cues.append(_cue(start, day.start, day.end, f"date: {day.fault}"))
    kind = None
    if (named := first.get("kind")) is not None:
        kind = label_kind(text[named.start : named.end])
        if kind:
            cues.append(_cue(start, named.start, named.end, f"printed: {kind}"))
    case = first.get("case")
    code = _CODE.match(text, case.start) if case else None
    return Head(
        day.iso if day else None,
        kind,
        _role_of(text, first),
        code[0] if code else _case_in_brackets(text, first.get("child")),
        tuple(cues),
    )


def _day_of(text: str, label: Labelled | None) -> Day | None:
    return find_day(text, label.start, min(label.end, label.start + 40)) if label else None


def _role_of(text: str, first: dict[str, Labelled]) -> str | None:
    """Return the role: its own label's value, else what follows the author's name."""
    label = first.get("role")
    if label is not None:
        value = text[label.start : label.end]
        role = _ROLE.match(value)
        return role[0] if role and len(value.split()) > len(role[0].split()) + 1 else value
    author = first.get("author")
    return role_in(text[author.start : author.end]) if author is not None else None


def role_in(words: str, *, bare: bool = True) -> str | None:
    """Return the role that an author's line names: "J Doe (Social Worker)", "DOE, J, IRO".

    With `bare`, words without a name may be a role, too: "Social Worker".
    """
    bracket = _IN_BRACKETS.search(words[:80])
    # "DOE, J (IRO)" has one comma; behind two, a bracket is of the note's own words.
    if bracket and words[: bracket.start()].count(", ") <= 1 and not _ROLE_AFTER.match(words):
        return bracket[1]
    parts = [part.strip() for part in words.split(", ")]
    if len(parts) > 1:
        role = next(filter(None, map(_ROLE.match, parts[1:])), None)
        if role is not None:
            return role[0]
        # "Doe, Jane" is a name alone; "Jane Doe, Customer Relations" is more than one.
        two_names = len(parts) > 2 or (len(parts[0].split()) > 1 and len(parts[1].split()) > 1)
        return parts[-1] if two_names and len(parts[-1].split()) <= 4 else None
    role = _ROLE.match(words) if bare else None
    return role[0] if role else None


def _case_in_brackets(text: str, child: Labelled | None) -> str | None:
    if child is None:
        return None
    code = _CODE_IN_BRACKETS.search(text, child.start, child.end + 2)
    return code[1] if code else None


def line_day(text: str, start: int, end: int) -> Day | None:
    """Return the day that a line begins with, also after a bracket, a weekday or the kind."""
    before = _BEFORE_DAY.match(text, start, end)
    found = day_at(text, before.end() if before else start, end)
    if found is not None:
        return found
    # "CASE NOTE 3 - 12/03/2024 - Home visit": the kind stands before the day.
    found = find_day(text, start, min(end, start + _TITLE))
    return found if found and _names_note(text[start : found.start]) else None


def _names_note(words: str) -> bool:
    """Say whether the words before a day are those of a note's head: "Case note 3 -"."""
    title = _title(words)
    if title.count(" ") > _TITLE_SPACES:
        return False
    return _NOTE.fullmatch(title) is not None or printed_kind(title) is not None


def _title(words: str) -> str:
    return " ".join(re.sub(r"[\d#\[\]|:,–—-]+", " ", words).split())


def _by_line(text: str, start: int, limit: int) -> Head | None:
    """Read a head of one line: "12/03/2024 | Home visit | J Doe (Social Worker) | C100"."""
    day = line_day(text, start, limit)
    if day is None or day.fault == "no-year":
        return None
    cues: list[Cue] = []
    if day.fault:
        cues.append(_cue(start, day.start, day.end, f"date: {day.fault}"))
    after = _AFTER_DAY.match(text, day.end, limit)
    place = after.end() if after else day.end
    field_end = _end_of_field(text, place, limit)
    kind = printed_kind(text[place:field_end])
    span = (place, field_end)
    if kind is None and day.start > start:
        kind, span = printed_kind(_title(text[start : day.start])), (start, day.start)
    if kind:
        cues.append(_cue(start, *span, f"printed: {kind}"))
    rest = text[field_end : min(limit, field_end + 120)]
    separated = rest[:3].strip()[:1] in ("|", "-", "–", "—")
    role, case = _who(rest) if separated else (None, None)
    return Head(day.iso, kind, role, case, tuple(cues))


def _end_of_field(text: str, place: int, limit: int) -> int:
    """Return where the kind ends: at a stroke if the line has one, else at the next mark."""
    end = min(limit, place + 80)
    stroke = text.find(" | ", place, end)
    if stroke >= 0 and "\n" not in text[place:stroke]:
        return stroke
    line = text.find("\n", place, end)
    end = line if line >= 0 else end
    # Of two dashes the second one ends the kind: "LADO - initial evaluation - J Doe, LADO".
    for dash in reversed(list(_DASH.finditer(text, place, end))):
        if role_in(text[dash.end() : end + 40], bare=False):
            return dash.start()
    ending = _FIELD_END.search(text, place, end)
    return ending.start() if ending else end


def _who(rest: str) -> tuple[str | None, str | None]:
    """Return role and case of what follows the kind in a head of one line."""
    line = rest.lstrip(" |–—-").partition("\n")[0]
    fields = [part.strip() for part in line.split(" | ")]
    role = role_in(fields[0][:100], bare=False)
    code = _CODE.match(fields[1]) if len(fields) > 1 else None
    return role, code[0] if code else None


def _cue(note_start: int, start: int, end: int, rule: str) -> Cue:
    return Cue("context", start - note_start, end - note_start, rule)
