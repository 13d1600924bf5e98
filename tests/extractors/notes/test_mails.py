"""A mail is a note, and so is each mail forwarded or quoted in it, with its own day and author."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.notes import Note
from corpus.records import Extraction
from extractors import extract, sniff
from extractors.notes import notes_of

OUTER = {"From": "Ann Doe (Social Worker) <a@example.org>", "To": "team@example.org",
         "Date": "Fri, 01 Nov 2024 08:51:00 +0000", "Subject": "T/C in"}  # fmt: skip


def mail(body: str, **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in (OUTER | headers).items():
        made[name] = value
    made["Message-ID"] = "<1@example.org>"
    made.set_content(body)
    return made


def read(made: EmailMessage) -> Extraction:
    content = made.as_bytes()
    return extract(content, "d" * 64, sniff(content, "mail.eml"))


def told(made: EmailMessage) -> list[tuple[str, str | None, str | None]]:
    """The words of each note on one line, its day and its author's role."""
    extraction = read(made)
    return [
        (" ".join(extraction.text[note.start : note.end].split()), note.date, note.author_role)
        for note in notes_of(extraction)
    ]


def only(made: EmailMessage) -> Note:
    (note,) = notes_of(read(made))
    return note


def test_a_mail_is_one_note_without_its_headers() -> None:
    assert told(mail("Hello.\n\nAll is well.\n")) == [
        ("Hello. All is well.", "2024-11-01", "Social Worker")
    ]
    assert only(mail("Hello.\n")).locator == "whole file"
    assert only(mail("Hello.\n")).kind == "contact-record"


def test_a_mail_without_words_is_no_note() -> None:
    assert notes_of(read(mail("\n"))) == ()


FORWARDED = [
    ("-----Original Message-----\nFrom: Bo Roe (IRO)\nSent: 31 October 2024 10:00\nTo: Ann Doe\n"
     "Subject: CLA review\n\nEarlier words.", "2024-10-31", "IRO", "as Outlook copies it"),
    ("From: Bo Roe (IRO)\nDate: 31/10/2024\nSubject: CLA review\n\nEarlier words.", "2024-10-31",
     "IRO", "headers alone"),
    ("________________________________\nFrom: Bo Roe (IRO)\nSent: Thursday, 31 October 2024\n"
     "To: Ann Doe\nSubject: CLA review\n\nEarlier words.", "2024-10-31", "IRO", "a line above"),
    ("---------- Forwarded message ---------\nFrom: Bo Roe (IRO) <b@example.org>\n"
     "Date: Thu, 31 Oct 2024 at 10:00\nSubject: CLA review\nTo: <a@example.org>\n\nEarlier words.",
     "2024-10-31", "IRO", "as web mail forwards it"),
    ("Begin forwarded message:\n\nFrom: Bo Roe (IRO)\nSubject: CLA review\n"
     "Date: 31 October 2024 at 10:00\nTo: Ann Doe\n\nEarlier words.", "2024-10-31", "IRO",
     "as a telephone forwards it"),
    ("On 31 October 2024 at 10:00, Bo Roe (IRO) wrote:\n\n> Earlier words.", "2024-10-31", "IRO",
     "an answer above what was written"),
]  # fmt: skip


@pytest.mark.parametrize(("below", "day", "role", "why"), FORWARDED, ids=[r[3] for r in FORWARDED])
def test_a_mail_copied_below_is_a_note_of_its_own(
    below: str, day: str, role: str, why: str
) -> None:
    assert told(mail(f"Please see below.\n\n{below}\n")) == [
        ("Please see below.", "2024-11-01", "Social Worker"),
        ("Earlier words.", day, role),
    ], why


def test_mails_of_a_thread_are_notes_each() -> None:
    thread = "First.\n\n" + "\n\n".join(
        f"From: W{n} (IRO)\nSent: {n} May 2024\nTo: Ann\nSubject: x\n\nWords {n}."
        for n in (3, 2, 1)
    )
    found = told(mail(thread + "\n"))
    assert [row[0] for row in found] == ["First.", "Words 3.", "Words 2.", "Words 1."]
    assert [row[1] for row in found[1:]] == ["2024-05-03", "2024-05-02", "2024-05-01"]


def test_what_is_written_below_a_quoted_mail_is_the_outer_writers() -> None:
    body = "On 31/10/2024 Bo Roe wrote:\n> Can you come?\n\nYes, at ten.\n"
    assert told(mail(body)) == [
        ("Can you come?", "2024-10-31", None),
        ("Yes, at ten.", "2024-11-01", "Social Worker"),
    ]


def test_an_attached_mail_is_a_note_with_its_own_headers() -> None:
    inner = mail("Inner words.\n", Date="Thu, 31 Oct 2024 10:00:00 +0000", Subject="Home visit")
    outer = mail("Outer words.\n")
    outer.add_attachment(inner)
    extraction = read(outer)
    notes = notes_of(extraction)
    assert [note.date for note in notes] == ["2024-11-01", "2024-10-31"]
    assert [note.kind for note in notes] == ["contact-record", "visit"]
    assert [note.locator for note in notes] == ["message 1", "message 2"]
    assert [extraction.text[note.start : note.end] for note in notes] == [
        "Outer words.", "Inner words.",
    ]  # fmt: skip
    assert len({note.id for note in notes}) == 2


def test_the_type_printed_in_a_mail_goes_before_its_subject() -> None:
    body = "Date: 31/10/2024 Type: Supervision Author: A Doe\n\nCase talked through.\n"
    note = only(mail(body, Subject="Home visit"))
    assert note.kind == "supervision"
    assert [cue.rule for cue in note.cues] == ["printed: supervision"]


ONE = [
    ("On 13.10.24 Ann wrote: Can you confirm the date", "said within a line"),
    ("She wrote:\nI am fine.", "a child's letter, not quoted and without a day"),
    ("From: Bo Roe rang at ten.", "a word and a colon, and no other header"),
    ("Message left.\n-----\nNo answer.", "a line that separates"),
]


@pytest.mark.parametrize(("body", "why"), ONE, ids=[row[1] for row in ONE])
def test_words_that_only_look_like_a_copied_mail_stay(body: str, why: str) -> None:
    assert len(told(mail(body + "\n"))) == 1, why


LINES = ["Words.", "> Quoted.", "From: A", "Sent: 3 May 2024", "On 3 May 2024 A wrote:",
         "-----Original Message-----", ""]  # fmt: skip


@given(st.lists(st.sampled_from(LINES)))
def test_notes_of_a_mail_are_slices_in_order(lines: list[str]) -> None:
    extraction = read(mail("\n".join(lines) + "\n"))
    notes = notes_of(extraction)
    ends = [0, *(note.end for note in notes)]
    for before, note in zip(ends, notes, strict=False):
        assert before <= note.start < note.end
        assert extraction.text[note.start : note.end].strip()
    assert len({note.locator for note in notes}) == len(notes)
