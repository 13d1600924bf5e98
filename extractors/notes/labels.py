"""Labels of notes' heads, such as "Date of contact:", and the values that stand after them.

A label is known words with a colon, or with a tab where a head was typed as a table. A value ends
at the next label, a stroke or the end of its line; formats that join the lines of a paragraph leave
it open how far the last value of a head goes, so each field reads no more than fits it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Field = Literal[
    "date", "kind", "author", "role", "case", "child", "born", "relative", "carer", "staff",
    "official", "other",
]  # fmt: skip

# What systems and people print before a value; the field, and phrases without case.
LABELS: tuple[tuple[Field, tuple[str, ...]], ...] = (
    ("date", (
        "date", "date and time", "date/time", "date & time", "date of contact", "contact date",
        "date of visit", "visit date", "date of event", "event date", "date of meeting",
        "meeting date", "date of incident", "incident date", "date of note", "note date",
        "date of entry", "entry date", "date of supervision", "supervision date",
        "date of discussion", "date of review", "review date", "date of audit", "audit date",
        "date of interview", "date of complaint", "date received", "date recorded", "recorded on",
        "date of record", "date of recording", "date of call", "date of report", "dated",
        "date occurred", "date of occurrence", "date completed", "created on", "date reported",
        "date missing", "date of notification", "sent", "on", "when", "case note date",
    )),
    ("kind", (
        "type", "kind", "event", "event type", "type of event", "contact type", "type of contact",
        "note type", "type of note", "case note type", "entry type", "record type", "activity",
        "activity type", "category", "form", "form type", "kind of note", "kind of record",
        "nature of contact", "type of record", "method of contact", "purpose", "heading",
        "type of recording", "document", "document type", "note kind",
    )),
    ("author", (
        "author", "worker", "recorded by", "written by", "completed by", "created by", "entered by",
        "author of note", "name of worker", "worker name", "author name", "by", "note by",
        "recording officer", "recorder", "staff member", "practitioner", "visit by",
        "visited by", "auditor", "supervisor", "report by", "made by", "logged by", "taken by",
        "name of author", "minutes by", "chaired by", "chair", "from", "officer", "user",
    )),
    ("role", (
        "role", "job title", "position", "author role", "role of author", "designation", "job role",
        "worker role", "title", "post", "capacity", "author's role", "role of worker", "job",
        "completed by role", "created by role", "post held",
    )),
    ("case", (
        "case no", "case number", "case id", "case ref", "case reference", "case", "record number",
        "record no", "reference", "ref", "our ref", "person id", "child id", "client id",
        "client no", "mosaic id", "lcs id", "file no", "file number", "file ref", "system id",
        "id", "id number", "person number", "child ref", "liquidlogic id", "ics id",
        "case file no", "record id", "service user id", "client number",
    )),
    ("child", (
        "child", "child's name", "child name", "name of child", "young person",
        "young person's name", "name of young person", "yp", "client", "client name", "name",
        "service user", "subject child", "re", "regarding", "child/young person",
        "child / young person", "children", "subject", "concerning", "about",
        "child or young person", "full name", "known as", "also known as", "aka", "preferred name",
    )),
    ("born", ("dob", "d.o.b", "d.o.b.", "date of birth", "born", "child's dob", "birth date")),
    ("relative", (
        "mother", "father", "mum", "dad", "parent", "parents", "birth mother", "birth father",
        "sibling", "siblings", "brother", "sister", "grandmother", "grandfather", "grandparents",
        "maternal grandmother", "paternal grandmother", "maternal grandfather", "mgm", "pgm",
        "stepfather", "stepmother", "step-father", "step-mother", "partner", "mother's partner",
        "aunt", "uncle", "mother's name", "father's name", "next of kin", "half-sibling",
    )),
    ("carer", (
        "carer", "carers", "foster carer", "foster carers", "foster mother", "foster father",
        "kinship carer", "adopter", "adopters", "prospective adopters", "special guardian",
        "placement carer", "connected carer",
    )),
    ("staff", (
        "allocated worker", "allocated social worker", "social worker", "key worker", "keyworker",
        "team manager", "manager", "family support worker", "supervisee",
        "supervising social worker", "case holder", "personal adviser", "registered manager",
        "practice supervisor",
        "allocated sw", "sw", "independent reviewing officer", "iro", "student social worker",
        "residential worker", "link worker", "lead professional", "youth worker",
    )),
    ("official", (
        "judge", "guardian", "children's guardian", "cafcass", "police officer", "gp", "doctor",
        "health visitor", "school nurse", "teacher", "headteacher", "designated teacher", "lado",
        "solicitor", "paediatrician", "virtual school", "senco", "class teacher", "midwife",
    )),
    ("other", (
        "family", "household", "family members", "people", "persons",
        "present", "attendees", "attended by", "in attendance", "apologies", "complainant",
        "caller", "referrer", "respondent", "contact with", "persons present", "seen",
        "who was seen", "friend", "associates", "alleged perpetrator", "to", "cc", "address",
        "telephone", "tel", "phone", "mobile", "email", "school", "time", "status", "duration",
        "location", "venue", "team", "office", "legal status", "nhs number", "nhs no", "upn",
        "placement", "ethnicity", "gender", "notes", "note", "details", "summary", "narrative",
        "outcome", "actions", "text", "content", "entry", "discussion", "ni number", "postcode",
    )),
)  # fmt: skip
# Of the other labels, those whose values are people.
NAMED_OTHERS = (
    "complainant", "caller", "referrer", "friend", "associates", "alleged perpetrator", "present",
    "attendees", "attended by", "in attendance", "persons present", "contact with", "apologies",
    "to", "cc", "family", "household", "family members", "people", "persons",
)  # fmt: skip
_FIELDS: dict[str, Field] = {words: field for field, rows in LABELS for words in rows}
_ANY = "|".join(re.escape(words) for words in sorted(_FIELDS, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?<![\w'’/-])\**(?P<label>{_ANY})\**(?:\s?:\**[ \t]*|\t)\**\s?(?!/)", re.IGNORECASE
)
_ENDS = re.compile(r"[\n\t|]|\s[–—]\s")
_LONGEST = 120  # characters of a value


class Labelled(NamedTuple):
    """One label of a text, its field, and the slice of its value."""

    label: str
    field: Field
    at: int
    start: int
    end: int


def labelled(text: str, start: int = 0, end: int | None = None) -> Iterator[Labelled]:
    """Give the labels of a stretch of text with their values, in order."""
    stop = len(text) if end is None else end
    # "Date of contact" needs its capital, "on:" in a sentence has none.
    found = [match for match in _LABEL.finditer(text, start, stop) if _is_label(match)]
    for at, match in enumerate(found):
        following = found[at + 1].start() if at + 1 < len(found) else stop
        value_end = min(following, match.end() + _LONGEST)
        ending = _ENDS.search(text, match.end(), value_end)
        if ending:
            value_end = ending.start()
        value = text[match.end() : value_end].rstrip(" *,;.")
        label = match["label"]
        yield Labelled(
            label,
            _FIELDS[label.lower()],
            match.start("label"),
            match.end(),
            match.end() + len(value),
        )


def _is_label(match: re.Match[str]) -> bool:
    return match["label"][0].isupper() or match["label"] in _LOWER


_LOWER = ("dob", "d.o.b", "d.o.b.", "date")
