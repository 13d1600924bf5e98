"""Who a file itself names: in columns, after labels such as "Mother:", and in family tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.notes import Note, Person, PersonRole
from corpus.records import Cell, Extraction
from extractors.notes.heads import head_labels
from extractors.notes.labels import NAMED_OTHERS, Labelled, labelled
from extractors.notes.notes import is_sheet
from extractors.notes.rows import Reader, reader_of
from extractors.sheets.column_words import plain
from extractors.sheets.days import find_day
from extractors.sheets.mapping import Mapping, Table, tables

_HEAD = 3000  # characters from the start of a document that describe its family
_ROLES: dict[str, PersonRole] = {
    "child": "child", "relative": "relative", "carer": "carer", "staff": "staff",
    "author": "staff", "official": "official", "other": "other",
}  # fmt: skip
_RELATIVES = re.compile(
    r"\b(?:mother|father|mum|dad|parent|sibling|brother|sister|aunt|uncle|cousin|niece|nephew"
    r"|grand\w+|step\w*|half|partner|birth|maternal|paternal|mgm|pgm|mgf|pgf|nan|son|daughter)\b",
    re.IGNORECASE,
)
_CARERS = re.compile(r"\b(?:carers?|foster\w*|adopt\w+|guardian|kinship)\b", re.IGNORECASE)
_CHILDREN = re.compile(r"\b(?:child|subject|self|young person|index)\b", re.IGNORECASE)
_STAFF = re.compile(r"\b(?:worker|manager|officer|iro|practitioner|staff)\b", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:;|\n|\s/\s|\s&\s|\band\b|,\s(?=[A-Z][a-z]+\s[A-Z]))\s*")
_STRONG_PARTS = re.compile(r"\s*(?:;|\n|\s/\s|\s&\s|\band\b)\s*")
_BRACKETS = re.compile(r"\s*\([^()]*\)?")
# A name: words of letters with a capital, titles and initials; all capitals count, too.
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|PC|DC|DS|Sgt|Cllr|Sir|Rev)\.?\s)?"
    r"[^\W\d_][\w'’.-]*(?:,?\s(?:(?:de|da|van|von|al|el|bin|ibn|o|la|le|du|der|ap)\s)?"
    r"[^\W\d_][\w'’.-]*){0,4}"
)
_NO_NAMES = frozenset(
    (
        *("n/a", "na", "none", "unknown", "not", "known", "nil", "tbc", "tbd", "as", "above"),
        *("see", "yes", "no", "self", "various", "other", "child", "mother", "father", "parent"),
        *("carer", "worker", "social", "family", "case", "record"),
    )
)


@dataclass(slots=True)
class _Found:
    """One person as collected so far."""

    names: dict[str, None]
    role: PersonRole
    born: str | None = None


@dataclass(slots=True)
class _People:
    """Collects people; the same name in any order of its words is the same person."""

    found: dict[frozenset[str], _Found] = field(default_factory=dict)

    def add(self, words: str, role: PersonRole, born: str | None = None) -> None:
        """Add the people whom words name; a birth is one person's alone."""
        names = list(_names(words))
        for name in names:
            key = frozenset(plain(name).split())
            known = self.found.get(key)
            if known is None:
                known = self.found[key] = _Found({}, role)
            known.names[name] = None
            if known.role == "other":
                known.role = role
            if born and len(names) == 1 and known.born is None:
                known.born = born

    def people(self) -> tuple[Person, ...]:
        """Return everyone in the order of the file; "J Doe" is Jane Doe if nobody else fits."""
        by_word: dict[str, list[frozenset[str]]] = {}
        for key in self.found:
            for word in key:
                by_word.setdefault(word, []).append(key)
        for key in [key for key in self.found if any(len(word) == 1 for word in key)]:
            whole = _only_fitting(key, by_word)
            if whole is not None and whole in self.found:
                short = self.found.pop(key)
                self.found[whole].names |= short.names
        return tuple(Person(tuple(one.names), one.role, one.born) for one in self.found.values())


def _only_fitting(
    short: frozenset[str], by_word: dict[str, list[frozenset[str]]]
) -> frozenset[str] | None:
    """Return the one name that a name with initials may stand for, or null."""
    initials = {word for word in short if len(word) == 1}
    rest = short - initials
    fitting = [
        key
        for key in by_word.get(min(rest, default=""), ())
        if rest < key
        and not any(len(word) == 1 for word in key)
        and initials == {word[0] for word in key - rest}
    ]
    return fitting[0] if len(fitting) == 1 else None


def people_of(
    extraction: Extraction, notes: Sequence[Note] = (), mappings: Sequence[Mapping] = ()
) -> tuple[Person, ...]:
    """Return whom a file names as its people: all forms of each name, a role, a day of birth.

    Read are columns of people, labels in heads of notes and at the beginning of the document, and
    tables of a family. Names within sentences are not looked for here.
    """
    people = _People()
    for table in tables(extraction):
        reader = reader_of(extraction, table, mappings)
        if _is_family(extraction, table):
            _family(people, extraction, table)
        elif is_sheet(extraction):
            for cell in table.above:
                _described(people, extraction.text, labelled(extraction.text, cell.start, cell.end))
            _columns(people, reader)
    if not is_sheet(extraction):
        _described(people, extraction.text, labelled(extraction.text, 0, _HEAD))
        for note in notes:
            limit = min(note.end, note.start + 700)
            _described(people, extraction.text, head_labels(extraction.text, note.start, limit))
    return people.people()


def _columns(people: _People, reader: Reader) -> None:
    seen: set[tuple[str, ...]] = set()
    for row in reader.table.rows:
        child = _child(reader, row)
        born = reader.value(row, "born")
        # Exports repeat the people of a case in each of its rows.
        if child and (child, born or "") not in seen:
            seen.add((child, born or ""))
            people.add(child, "child", _iso(born))
        for cell in reader.cells(row, "person", "author"):
            column = reader.columns[cell.column]
            words = reader.extraction.text[cell.start : cell.end]
            if (words, column.header) not in seen:
                seen.add((words, column.header))
                role = "staff" if column.role == "author" else _role(column.header)
                people.add(words, role)


def _child(reader: Reader, row: Sequence[Cell]) -> str | None:
    """Return the child's name of a row, put together where forename and surname are columns."""
    parts: dict[str, str] = {}
    for cell in reader.cells(row, "child"):
        header = plain(reader.columns[cell.column].header)
        parts[header] = reader.extraction.text[cell.start : cell.end]
    given = next((parts[key] for key in parts if re.search(r"\b(fore|first|given)", key)), None)
    family = next((parts[key] for key in parts if re.search(r"\b(sur|last|family)", key)), None)
    if given and family:
        return f"{given} {family}"
    return next(iter(parts.values()), None)


def _described(people: _People, text: str, labels: Iterator[Labelled] | list[Labelled]) -> None:
    """Take people from labels; a day of birth is that of the person named last before it."""
    child: str | None = None
    for label in labels:
        value = text[label.start : label.end]
        if label.field == "born":
            if child is not None:
                people.add(child, "child", _iso(value))
        elif label.field in _ROLES and _names_people(label):
            words = _BRACKETS.sub("", value) if label.field != "author" else _author(value)
            # Who sends a mail may be anybody; who records a note is staff.
            sender = label.label.lower() == "from"
            people.add(words, "other" if sender else _ROLES[label.field])
            child = words if label.field == "child" else None if label.field != "case" else child


def _names_people(label: Labelled) -> bool:
    return label.field != "other" or label.label.lower() in NAMED_OTHERS


def _author(value: str) -> str:
    """Return an author's name without the role: "J Doe, Social Worker" is J Doe."""
    words = _BRACKETS.sub("", value)
    name, comma, after = words.partition(", ")
    return name if comma and _STAFF.search(after) else words


def _names(words: str) -> Iterator[str]:
    # "DOE, Jane" is one person, "Jane Doe, John Roe" are two.
    surname_first = (
        " " not in words.partition(", ")[0].strip() or words.partition(", ")[0].isupper()
    )
    for part in (_PARTS if not surname_first else _STRONG_PARTS).split(words):
        name = _NAME.match(part.strip())
        if name is None or part.strip(" .").lower() in _NO_NAMES:
            continue
        named = name[0].strip(" .,-")
        parts = named.split()
        if not named[:1].isupper() or all(one.lower() in _NO_NAMES for one in parts):
            continue
        if len(parts) <= 5 and not (_STAFF.search(named) and len(parts) > 1):
            yield named


def _role(words: str) -> PersonRole:
    for pattern, role in _BY_WORDS:
        if pattern.search(words):
            return role
    return "other"


_BY_WORDS: tuple[tuple[re.Pattern[str], PersonRole], ...] = (
    (_CARERS, "carer"),
    (_RELATIVES, "relative"),
    (_STAFF, "staff"),
    (_CHILDREN, "child"),
)


def _iso(words: str | None) -> str | None:
    day = find_day(words) if words else None
    return day.iso if day else None


def _is_family(extraction: Extraction, table: Table) -> bool:
    """Say whether a table lists a family: a name, and a relationship or a day of birth."""
    heads = {plain(extraction.text[cell.start : cell.end]) for cell in table.names}
    return _column(heads, "name") is not None and _column(heads, "relation") is not None


def _column(heads: set[str], word: str) -> str | None:
    return next((head for head in sorted(heads) if word in head), None)


def _family(people: _People, extraction: Extraction, table: Table) -> None:
    text = extraction.text
    heads = {cell.column: plain(text[cell.start : cell.end]) for cell in table.names}
    for row in table.rows:
        cells = {heads.get(cell.column, ""): text[cell.start : cell.end] for cell in row}
        name = next((cells[head] for head in cells if "name" in head), None)
        relation = next((cells[head] for head in cells if "relation" in head), "")
        born = next((cells[head] for head in cells if "birth" in head or "dob" in head), None)
        if name:
            people.add(name, _role(relation), _iso(born))
