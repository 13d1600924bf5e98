"""Records about people that look like publications: none of them may come out public.

Everything here is fictional. Each record carries all that a published report prints (title, dates,
imprint), so that what keeps it back is only what the row names.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Extraction, Page
from extractors.kept_back import kept_back
from extractors.printed import printed

TITLE = """\
Inspection of Northmere local authority children’s services
Inspection dates: 2 to 13 May 2022
"""
FINDINGS = """\
Leaders know their services well. Children said that they feel safe.
Complaints are handled well, and strategy meetings are timely.
"""
IMPRINT = """\
You may reuse this information free of charge in any format, under the terms of a licence.
This publication is available at www.example.org/inspections.
© Crown copyright 2022"""
REPORT = TITLE + FINDINGS + IMPRINT

LETTER = """\
2 December 2016
A Person, Director of Children’s Services, Northmere County Council
B Person, Chair of the Northmere Safeguarding Board.
Dear local partnership
Joint targeted area inspection of the multi-agency response to neglect in Northmere
Between 9 and 13 October 2017, Ofsted, the Care Quality Commission (CQC) and others inspected.
This letter to all the service leaders in the area outlines our findings.
Yours sincerely
A Person
National Director, Social Care"""

PANEL = """\
{heading}
Report of the Head of Fostering
1. PURPOSE OF THE REPORT
To tell members about the carers.
{asked}
Background papers: none
Report author: A Person"""


def is_public(text: str) -> bool:
    return printed(Extraction("d", "text/1", text, (), ())).public


def test_the_reports_that_the_records_imitate_are_public() -> None:
    assert is_public(REPORT)
    assert is_public(LETTER)
    assert is_public(PANEL.format(heading="LIGHTS", asked="The Committee is asked to note it."))


# Rows of lines that stand inside an otherwise perfect report, as forms and quotes leave them.
INSIDE = [
    ("From: A Person", "an e-mail that forwards the report"),
    ("Sent: 12 March 2024 09:14", "the second line of an e-mail's head"),
    ("Subject: the family we spoke about", "the subject of an e-mail"),
    ("Cc:\tTeam Manager", "an e-mail's head as a table"),
    ("> From: A Person", "an e-mail quoted in another"),
    ("Re: K and her brother", "the subject line of a letter"),
    ("Present: A Person, B Person, police", "minutes of a meeting"),
    ("Apologies: school nurse", "minutes without the word"),
    ("Minute taker: A Person", "minutes again"),
    ("Strategy meeting held on 12 March 2024", "the heading of a strategy meeting"),
    ("Child protection conference", "a conference about one child"),
    ("Core group minutes", "a core group"),
    ("LAC review", "a review of one child's plan"),
    ("Supervision notes", "notes of supervision"),
    ("Supervisor: A Person", "a supervision form"),
    ("Supervisee:\tB Person", "a supervision form as a table"),
    ("Notification of a serious incident", "a serious-incident notification"),
    ("Serious incident notification form", "its form"),
    ("Date of incident: 12 March 2024", "a field of an incident form"),
    ("Date and time of the incident: 12 March 2024, 21:40", "the longer field"),
    ("Letter of complaint", "a complaint"),
    ("Complainant: Ms Example", "a complaint's form"),
    ("Chronology of significant events", "a chronology"),
    ("Running record", "the file itself"),
    ("Witness statement of A Person", "a statement for a court"),
    ("Fostering panel, 12 March 2024", "papers of a panel about carers"),
    ("Comment by A Person: is this K's mother?", "somebody's comment in the margin"),
    ("Legal status: section 20", "a field about one child"),
    ("I visited the home on Tuesday.", "the voice of a worker"),
    ("On Tuesday I have spoken to the school.", "the same voice later in a sentence"),
    ("I wish to complain about the social worker.", "the voice of a complainant"),
    ("Mum said that things are better.", "a parent of a case speaks"),
    ("In the night Mother reported him missing.", "a parent of a case acts"),
    ("At home K disclosed that she was hit.", "a child under an initial speaks"),
    ("Last night J went missing again.", "a child under an initial acts"),
    ("T/C to school about attendance.", "a telephone call, as workers write it"),
    ("The child (DOB 1/2/2011) lives with an aunt.", "a date of birth in a sentence"),
    ("Her date of birth is given as: see form. NHS no 000 000 0000", "a person's health number"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), INSIDE, ids=[row[1] for row in INSIDE])
def test_one_line_of_a_record_keeps_a_whole_report_back(line: str, reason: str) -> None:
    for report in (REPORT, LETTER):
        lines = report.split("\n")
        for at in (0, 3, len(lines)):
            mixed = "\n".join([*lines[:at], line, *lines[at:]])
            assert not is_public(mixed), (reason, at)


@pytest.mark.parametrize(("line", "reason"), INSIDE, ids=[row[1] for row in INSIDE])
def test_the_place_that_keeps_a_record_back_is_among_its_cues(line: str, reason: str) -> None:
    text = REPORT.replace(FINDINGS, f"{FINDINGS}{line}\n")
    facts = printed(Extraction("d", "text/1", text, (), ()))
    cue = facts.cues[-1]
    assert cue.rule == "marked or laid out as not public", reason
    assert text[cue.start : cue.end].strip("> ") in line, reason


# Sentences that published reports print; each has a word that a careless rule would catch.
IN_REPORTS = [
    ("Strategy meetings are timely and well attended.", "a meeting as a subject"),
    ("Children in need reviews are not always held.", "reviews as a subject"),
    ("Serious incident notifications are made promptly.", "notifications as a subject"),
    ("• an up-to-date chronology", "an item of a list"),
    ("• serious incident notifications", "an item of a list without a stop"),
    ("The fostering panel is effective.", "a panel as a subject"),
    ("One child said, ‘I like being part of it.’", "a quoted child"),
    ("‘She is like a second mum,’ one young person said.", "a quoted word for a parent"),
    ("One young mother said that a group had closed.", "an unnamed parent speaks"),
    ("Mothers are offered help early.", "parents in general"),
    ("The sample recorded each child’s date of birth and ethnicity.", "a field as a subject"),
    ("Partners such as NHS England contribute.", "a body with the health service's name"),
    ("Plan A is now in place.", "a single capital that is no person"),
    ("Name of authority: Northmere", "a label of a report's own form"),
    ("Lead inspector: A Person", "a named person in public office"),
    ("Any complaints about the inspection or the report should be sent to us.", "small print"),
    ("Telephone enquiries are answered from 8.30 am to 6.00 pm.", "small print with a time"),
    ("Present arrangements do not work.", "the first word of a label without its colon"),
    ("From 2019 to 2021, numbers rose.", "the first word of an e-mail's head"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), IN_REPORTS, ids=[row[1] for row in IN_REPORTS])
def test_a_report_may_say_it_and_stays_public(line: str, reason: str) -> None:
    assert kept_back(line) is None, reason
    assert is_public(REPORT.replace(FINDINGS, f"{FINDINGS}{line}\n")), reason


@pytest.mark.parametrize(
    "narrative",
    [
        "The girl was seen at school and is well.",
        "She does not want to go home, and the aunt agrees.",
        "He sleeps at a friend's house most nights! The school is worried about him.",
        "Seen alone, the boy was tearful and spoke about his stepfather.",
    ],
)
@pytest.mark.parametrize("report", [TITLE + FINDINGS + IMPRINT, REPORT.replace("’", "'")])
def test_a_story_without_any_label_above_or_below_a_report_keeps_it_back(
    report: str, narrative: str
) -> None:
    assert not is_public(f"{narrative}\n{report}"), "above the title"
    assert not is_public(f"{report}\n{narrative} {narrative}"), "below the imprint"


def test_a_story_below_the_signature_of_a_letter_keeps_it_back() -> None:
    story = "The girl was seen at school and is well. " * 12
    assert not is_public(f"{LETTER}\n{story}")


OLDER = f"""\
{TITLE}© Crown copyright 2013
This document may be reproduced in whole or in part for non-commercial purposes.
{FINDINGS}Record of main findings
Services for looked after children
Overall effectiveness\tAdequate Grade 3
Leadership and management\tGood"""


def test_older_reports_print_their_imprint_on_the_cover_and_end_with_their_grades() -> None:
    assert is_public(OLDER)
    assert not is_public(f"{OLDER}\nThe girl was seen at school and is well, and wants to stay.")
    assert not is_public(OLDER.partition("Record")[0])


def test_signatures_of_other_inspectorates_may_follow_the_first() -> None:
    more = (
        "\nB Person\nCare Quality Commission\nC Person\nHMI Constabulary\nD Person\nHMI Probation"
    )
    assert is_public(LETTER + more)


def test_what_is_set_aside_behind_the_body_is_no_story_below_the_imprint() -> None:
    text = REPORT + "\nNorthmere inspection, page 1\n" * 20
    body = len(REPORT) + 1
    page = Page(1, 0, body, 595, 842)
    assert printed(Extraction("d", "pdf/1", text, (page,), ())).public
    hidden = text + "Comment by A Person: K lives here now"
    assert not printed(Extraction("d", "pdf/1", hidden, (page,), ())).public


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("LIGHTS", "The Panel is asked to approve the carers."),
        ("LIGHTS", "The Board is asked to agree the match."),
        ("Permanence panel", "Members are asked to agree the match."),
        ("Complaints review panel", "The Committee is asked to hear Ms Example."),
        ("Appendix: running record", "The Committee is asked to note it."),
    ],
)
def test_a_paper_for_a_panel_about_people_is_no_committee_report(heading: str, asked: str) -> None:
    assert not is_public(PANEL.format(heading=heading, asked=asked))


WHOLE_RECORDS = {
    "an e-mail about a report": f"From: A\nTo: B\nSubject: have you seen it\n\n{REPORT}",
    "minutes with a report's heading": f"Minutes\nPresent: A, B\n{TITLE}K is safe.\n{IMPRINT}",
    "a complaint that quotes the report": (
        f"Dear Sir\nI wish to complain. Your own report says:\n{REPORT}"
    ),
    "a notification on a letterhead": (
        "Ofsted\nPiccadilly Gate\nURN: SC000000\nNotification of a serious incident\n" + REPORT
    ),
    "supervision that opens with the report": (
        f"{TITLE}Supervisor: A\nWe went through K's plan.\n{IMPRINT}"
    ),
    "a file note with nothing but a URN": "Ofsted\nURN: SC000000\nThe home rang about a child.",
    "a letterhead with an imprint": f"Ofsted\nURN: SC000000\n{IMPRINT}\nThe boy has moved.",
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE_RECORDS)
def test_whole_records_stay_restricted(name: str) -> None:
    assert not is_public(WHOLE_RECORDS[name])


@given(
    line=st.sampled_from([row[0] for row in INSIDE]),
    before=st.lists(st.sampled_from((REPORT + "\n" + LETTER).split("\n")), max_size=12),
    after=st.lists(st.sampled_from((REPORT + "\n" + LETTER).split("\n")), max_size=12),
)
def test_no_order_of_a_reports_lines_round_a_record_makes_it_public(
    line: str, before: list[str], after: list[str]
) -> None:
    assert not is_public("\n".join([*before, line, *after]))


LABELS = [line for line, _ in INSIDE if line.partition(":")[0].isalpha() and ":" in line]


@pytest.mark.parametrize("line", LABELS)
def test_labels_are_known_in_capitals_and_in_small_letters(line: str) -> None:
    assert kept_back(line.upper()) is not None
    assert kept_back(line.lower()) is not None


@pytest.mark.parametrize("repeated", ["from ", "I ", "a, b ", "case note", "K ", "x" * 50 + " "])
def test_a_long_line_takes_no_quadratic_time(repeated: str) -> None:
    assert kept_back(repeated * (200_000 // len(repeated))) is None
