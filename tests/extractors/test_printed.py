"""What documents print about themselves, and which of them may be treated as public.

The documents are fictional. The cases that must stay restricted matter most: case notes speak of
inspectorates, councils and reports all the time.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identity import sha256_of
from corpus.records import Extraction
from extractors.formats import Options
from extractors.pdf import PDF
from extractors.printed import Printed, plain_name, printed

SHARED = Path(__file__).parents[2].parent / "shared"

IMPRINT = """\
You may reuse this information free of charge in any format, under the terms of a licence.
This publication is available at www.example.org/inspections.
© Crown copyright 2019"""

REPORT = f"""\
Northmere County Council
Inspection of children’s social care services
Inspection dates: 3 June to 14 June 2019
Lead inspector:\tA Person
Leaders know their services well.
{IMPRINT}"""

NEWER = f"""\
Inspection of Northmere local authority children’s services
Inspection dates: 2 to 13 May 2022
Leaders know their services well.
{IMPRINT}"""

SEND = f"""\
Area SEND inspection of Northmere Local Area Partnership
Inspection dates:\t6 to 10 March 2023
Leaders work together.
{IMPRINT}"""

LETTER = """\
2 December 2016
A Person, Director of Children’s Services, Northmere County Council
Dear local partnership
Joint targeted area inspection of the multi-agency response to neglect in Northmere
Between 9 and 13 October 2017, Ofsted, the Care Quality Commission (CQC) and others inspected.
This letter to all the service leaders in the area outlines our findings.
Yours sincerely
A Person
National Director, Social Care"""

FRAMEWORK = f"""\
Inspection of lighthouses
The inspection framework and evaluation schedule
{IMPRINT}"""

COMMITTEE = """\
LIGHTHOUSE INSPECTIONS
Report of the Director of Lights
1. PURPOSE OF THE REPORT
To tell members what was found.
The Scrutiny Committee is asked to note the report.
Contact Officer: A Person"""


def reading(text: str) -> Extraction:
    return Extraction("doc", "plain/1", text, (), ())


def read(text: str) -> Printed:
    return printed(reading(text))


@pytest.mark.parametrize(
    ("text", "kind", "provider", "edition"),
    [
        (REPORT, "inspection_report", "Northmere County Council", "2019-06-03/2019-06-14"),
        (NEWER, "inspection_report", "Northmere", "2022-05-02/2022-05-13"),
        (SEND, "send_report", "Northmere", "2023-03-06/2023-03-10"),
        (LETTER, "joint_inspection_letter", "Northmere", "2017-10-09/2017-10-13"),
        (FRAMEWORK, "framework", None, None),
        (COMMITTEE, "committee_report", None, None),
    ],
)
def test_a_published_document_is_recognised_and_says_why(
    text: str, kind: str, provider: str | None, edition: str | None
) -> None:
    facts = read(text)
    assert (facts.kind, facts.public, facts.provider_name) == (kind, True, provider)
    assert (facts.edition or "").rpartition("|")[2] == (edition or "")
    assert len({cue.rule for cue in facts.cues}) >= 3
    for cue in facts.cues:
        assert text[cue.start : cue.end].strip()


NOTES = """\
Case note: 12 March 2024
Home visit to K and her mother. Mother said that Ofsted had been to the school.
The council's adoption support team will write. Allegation passed to the designated officer."""

PASTED = REPORT + "\nDate of birth: 1 January 2011\nK told me that she feels safe at school."

CHRONOLOGY = f"""\
Chronology for court
Inspection of children’s social care services
Inspection dates: 3 June to 14 June 2019
K moved to a new foster home in the week in which Ofsted inspected the council.
{IMPRINT}
NHS number: 000 000 0000"""

SUPERVISION = """\
Supervision record
The inspection of services for children in need of help found that plans drift.
Ofsted and the Care Quality Commission published their report. We discussed what it means for K.
Under section 47 enquiries were made. Yours sincerely, Chief Inspector's office was copied in."""

LETTER_HOME = """\
Dear Ms Example
I am writing about the joint targeted area inspection of Northmere, which Ofsted carried out.
This letter summarises the findings of my visit to K.
Yours sincerely
A Person, social worker"""

EXEMPT = COMMITTEE + "\nPart II: exempt information. Not for publication."

DRAFT = "DRAFT\n" + REPORT

NO_IMPRINT = REPORT.replace(IMPRINT, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NOTES, "names an inspectorate, nothing else"),
        (PASTED, "a report with a person's details under it"),
        (CHRONOLOGY, "quotes title, dates and imprint of a report"),
        (SUPERVISION, "the title of a report in running text"),
        (LETTER_HOME, "wording of an inspectorate's letter"),
        (EXEMPT, "a committee paper that is kept back"),
        (DRAFT, "a report before publication"),
        (NO_IMPRINT, "title and dates, but no sign of publication"),
        (IMPRINT, "an imprint without a title"),
        ("OFFICIAL-SENSITIVE\n" + REPORT, "a protective marking"),
        (REPORT + "\nPrivate and confidential", "a marking at the end"),
        ("Child’s name:\tK\n" + NEWER, "a form above a report"),
        ("| DOB | : 1.1.2011\n" + LETTER, "a table above a letter"),
        ("", "nothing at all"),
    ],
)
def test_what_might_be_about_a_person_stays_restricted(text: str, reason: str) -> None:
    assert read(text).public is False, reason


@pytest.mark.parametrize("sign", IMPRINT.splitlines())
def test_one_sign_of_publication_is_not_enough(sign: str) -> None:
    assert read(NO_IMPRINT + sign).public is False
    assert read(NO_IMPRINT + sign).kind == "inspection_report"


@pytest.mark.parametrize(
    ("cover", "name", "reason"),
    [
        ("City of Mere\nInspection of local authority children’s services", "City of Mere",
         "a title of the service alone; the name stands above it"),
        ("Inspection of children’s social care services\nCity of Mere", "City of Mere", "or below"),
        ("Inspection of Northmere children’s services", "Northmere", "without 'local authority'"),
        ("Inspection of children’s social care services", None, "nowhere: not guessed"),
    ],
)  # fmt: skip
def test_the_provider_is_read_where_the_cover_prints_it(
    cover: str, name: str | None, reason: str
) -> None:
    assert read(f"{cover}\nInspection dates: 3 June 2019\n{IMPRINT}").provider_name == name, reason


CASE_WORDS = st.sampled_from(
    [
        "Ofsted",
        "inspection of children’s social care services",
        "Inspection dates: 3 June 2019",
        "Northmere County Council",
        "© Crown copyright",
        "K said that she feels safe",
        "Education and Inspections Act 2006",
        "\n",
        "Yours sincerely",
        "National Director",
        "the committee is asked to note",
    ]
)


@given(st.lists(CASE_WORDS, max_size=12).map(" ".join))
def test_no_mixture_of_report_words_makes_a_case_note_public(words: str) -> None:
    assert read("Case note: 12 March 2024\n" + words).public is False


def test_a_report_may_speak_of_case_notes_and_of_confidence() -> None:
    text = REPORT.replace(
        "Leaders know",
        "Case recording is current.\nConfidential advice is at hand.\nCase notes are clear.\nThey",
    )
    assert read(text).public is True


def test_a_republished_report_has_the_edition_of_the_first() -> None:
    again = REPORT.replace("3 June to 14 June 2019", "3 – 14 June 2019").replace("’", "'")
    assert read(again).edition == read(REPORT).edition is not None
    assert read(REPORT.replace("14 June", "15 June")).edition != read(REPORT).edition
    assert read(re.sub(r"Inspection dates.*\n", "Lead inspector: A\n", REPORT)).edition is None


def test_dates_of_publication_and_numbers_are_read_only_where_printed() -> None:
    text = REPORT.replace("Lead", "Report published: 9 July 2019\nURN: SC012345\nLead")
    assert (read(text).published, read(text).provider_urn) == ("2019-07-09", "SC012345")
    assert (read(REPORT).published, read(REPORT).provider_urn) == (None, None)


def test_a_footnote_mark_is_no_part_of_a_title_or_a_name() -> None:
    facts = read(REPORT.replace("services\n", "services1\n", 1))
    assert facts.title == "Inspection of children’s social care services"


@pytest.mark.parametrize(
    ("printed_name", "plain"),
    [
        ("London Borough of Ealing", "ealing"),
        ("Royal Borough of Kingston upon Thames Council", "kingston upon thames"),
        ("Bath and North East Somerset", "bath north east somerset"),
        ("Medway Children’s Services", "medway"),
        ("King's Lynn", "kings lynn"),
    ],
)
def test_names_are_compared_without_the_kind_of_council(printed_name: str, plain: str) -> None:
    assert plain_name(printed_name) == plain


@given(st.text())
def test_any_text_is_read_and_cues_lie_inside_it(text: str) -> None:
    facts = read(text)
    assert all(0 <= cue.start <= cue.end <= len(text) for cue in facts.cues)


@pytest.mark.slow
@pytest.mark.reports
def test_every_tenth_real_report_is_public_and_has_an_edition() -> None:
    files = sorted((SHARED / "reports").rglob("*.pdf"))[::10]
    if not files:
        pytest.skip("the real reports are not beside this checkout")
    for file in files:
        content = file.read_bytes()
        if not content.startswith(b"%PDF"):
            continue  # an error page saved under the name of a report
        facts = printed(PDF.extract(content, sha256_of(content), Options(ocr=False)))
        assert facts.public, file.name
        assert facts.edition is not None, file.name
