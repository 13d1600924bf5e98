"""Files of every format become notes: slices in order, with their day, kind, role and case."""

import csv
import io
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.identity import note_id
from corpus.notes import Note
from corpus.records import Block, Box, Cell, Extraction, Line, Page
from extractors import extract, sniff
from extractors.notes import notes_of
from extractors.sheets.mapping import Column, Mapping


def read(text: str, name: str = "notes.txt") -> Extraction:
    content = text.encode()
    return extract(content, "d" * 64, sniff(content, name))


def words(extraction: Extraction, notes: Sequence[Note]) -> list[str]:
    return [extraction.text[note.start : note.end] for note in notes]


def blocks(*texts: str, kind: str = "paragraph", extractor: str = "docx/3") -> Extraction:
    """An extraction of paragraphs, as formats without pages give it."""
    made: list[Block] = []
    at = 0
    for number, text in enumerate(texts, 1):
        made.append(
            Block(kind, at, at, at + len(text), "markup", locator=f"paragraph {number}")  # type: ignore[arg-type]
        )
        at += len(text) + 1
    return Extraction("d" * 64, extractor, "\n".join(texts) + "\n", (), tuple(made))


EXPORT = (
    "Child ID,Event Date,Case Note Type,Created By Role,Narrative\n"
    "C100,12/03/2024,Home visit,Social Worker,All well at home.\n"
    "C100,31/02/2024,Case note,Manager,Telephone call from school about absence.\n"
    "C101,,Elephant,,He likes football.\n"
    "C102,soon,LADO referral,,Noted.\n"
)


def test_a_row_of_an_export_is_a_note() -> None:
    extraction = read(EXPORT, "export.csv")
    notes = notes_of(extraction)
    assert [note.locator for note in notes] == ["row 2", "row 3", "row 4", "row 5"]
    assert [note.date for note in notes] == ["2024-03-12", None, None, None]
    assert [note.kind for note in notes] == ["visit", "contact-record", None, "allegation"]
    assert [note.author_role for note in notes] == ["Social Worker", "Manager", None, None]
    assert [note.case for note in notes] == ["C100", "C100", "C101", "C102"]
    assert words(extraction, notes)[0].startswith("C100\t12/03/2024\tHome visit")
    assert notes[0].id == note_id("d" * 64, "row 2")


def test_days_that_cannot_be_say_so_by_a_cue() -> None:
    extraction = read(EXPORT, "export.csv")
    found = {
        note.locator: (cue.rule, extraction.text[note.start + cue.start : note.start + cue.end])
        for note in notes_of(extraction)
        for cue in note.cues
        if cue.rule.startswith("date")
    }
    assert found == {
        "row 3": ("date: impossible", "31/02/2024"),
        "row 5": ("date: unreadable", "soon"),
    }


def test_a_given_mapping_wins_where_it_fits() -> None:
    extraction = read("Odd,Date,Type,Notes\n1/2/24,3/4/24,Visit,Long story of the day.\n", "a.csv")
    own = Mapping((Column("Odd", "date"), Column("Notes", "text")))
    other = Mapping((Column("Absent", "date"), Column("Notes", "text")))
    elsewhere = Mapping((Column("Odd", "date"), Column("Notes", "text")), sheet="Contacts")
    assert notes_of(extraction, own)[0].date == "2024-02-01"
    assert notes_of(extraction, other)[0].date == "2024-04-03", "a guess where columns are absent"
    assert notes_of(extraction, elsewhere)[0].date == "2024-04-03", "it is for another sheet"


def test_rows_of_a_survey_are_responses() -> None:
    text = "Respondent,Submitted,What is good?\nChild,1/2/24,Food\nParent,2/2/24,Nothing much\n"
    notes = notes_of(read(text, "a.csv"))
    assert [(note.kind, note.author_role) for note in notes] == [
        ("survey-response", "Child"),
        ("survey-response", "Parent"),
    ]


ONE = "Date: {day}\nType: {kind}\nAuthor: J Doe\nRole: Social Worker\nCase no: C100\n\n{story}\n"
STYLES = [
    (ONE, "labels, one a line"),
    ("DATE: {day}\nEVENT: {kind}\nWORKER: J Doe\nJOB TITLE: Social Worker\nCASE ID: C100\n"
     "{story}\n", "capitals, the story at once"),
    ("{day} | {kind} | J Doe (Social Worker) | C100\n\n{story}\n", "strokes"),
    ("CASE NOTE 7 - {day} - {kind}\nRecorded by: DOE, Jane, Social Worker\nRe: A (C100)\n\n"
     "{story}\n", "numbered"),
]  # fmt: skip
STORIES = [
    ("12/03/2024", "Home visit", "Seen at home. All was well.", "2024-03-12", "visit"),
    ("14.3.24", "T/C in", "School rang. He had left on 1 March 2024.", "2024-03-14",
     "contact-record"),
    ("16 March 2024", "Missing episode", "Back at ten.", "2024-03-16", "missing-episode"),
    ("Mar 17th 2024", "Return interview", "Date of his birthday: soon.", "2024-03-17",
     "return-interview"),
    ("2024-03-18", "Case audit", "Good.", "2024-03-18", "audit"),
]  # fmt: skip
SEPARATORS = ["\n", "\n=====\n\n", "\n-----\n\n", "\n\n\n"]


@pytest.mark.parametrize(("style", "why"), STYLES)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_document_of_many_notes_is_split_at_its_heads(
    style: str, why: str, separator: str
) -> None:
    text = "Case record: A\n\n" + separator.join(
        style.format(day=day, kind=kind, story=story) for day, kind, story, _, _ in STORIES
    )
    extraction = read(text)
    notes = notes_of(extraction)
    assert [note.date for note in notes] == [row[3] for row in STORIES], why
    assert [note.kind for note in notes] == [row[4] for row in STORIES], why
    assert {note.author_role for note in notes} == {"Social Worker"}, why
    assert {note.case for note in notes} == {"C100"}, why
    for found, (_, _, story, _, _) in zip(words(extraction, notes), STORIES, strict=True):
        assert found.endswith(story), why
    assert len({note.id for note in notes}) == len(notes)


WHOLE = [
    ("He came home late and went to bed.", "no marks at all"),
    ("Home visit on 12/03/2024. All well.\n\nSeen again.", "a day in the first sentence"),
    ("From: a@example.org\nDate: 12/03/2024\nSubject: A\n\nHello.\n\nFrom: b@example.org\n"
     "Date: 11/03/2024\nSubject: A\n\nHello to you.", "a mail with a quoted one"),
    ("The panel met.\n\n12 March 2024 was a cold day.\n\n14 March 2024 was another.",
     "sentences that begin with a day"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), WHOLE)
def test_what_has_no_marks_is_one_note(text: str, why: str) -> None:
    extraction = read(text)
    (note,) = notes_of(extraction)
    assert note.locator == "whole file", why
    assert (note.start, extraction.text[note.start : note.end]) == (0, extraction.text.strip()), why


def test_one_head_is_a_note_without_the_title_above_it() -> None:
    extraction = read("Case record: A\n\n" + ONE.format(day="1/2/24", kind="Audit", story="Good."))
    (note,) = notes_of(extraction)
    assert words(extraction, [note])[0].startswith("Date: 1/2/24")
    assert (note.date, note.kind, note.locator) == ("2024-02-01", "audit", "line 3")


NAMING = [
    ("Case record: A Doe", "whose file it is"),
    ("RESTRICTED: Ann Doe, 1234567", "how it is to be kept"),
    ("Family: Ann Doe; Bo Roe; Flo Roe", "the family"),
    ("Child: Ann Doe", "the child"),
    ("Present: Ann Doe, Bo Roe", "who was there"),
]


@pytest.mark.parametrize(("line", "why"), NAMING)
def test_lines_above_that_only_name_people_are_no_note(line: str, why: str) -> None:
    extraction = blocks(line, "Seen at home. All was well.")
    (note,) = notes_of(extraction)
    assert words(extraction, [note]) == ["Seen at home. All was well."], why


def test_a_file_of_nothing_but_names_is_still_a_note() -> None:
    extraction = blocks("Child: Ann Doe", "Mother: Eve Doe")
    (note,) = notes_of(extraction)
    assert (note.start, note.end) == (0, len(extraction.text) - 1)


def test_days_within_a_note_with_labels_do_not_cut_it() -> None:
    lines = "".join(f"\n\n{day}/01/2024 - something happened to him" for day in range(1, 9))
    extraction = read(ONE.format(day="1/2/24", kind="Chronology", story="As follows.") + lines)
    (note,) = notes_of(extraction)
    assert note.kind == "chronology"


def test_much_text_before_the_first_head_is_a_note_too() -> None:
    opening = "This file was kept by the team and holds what was known of the family then. " * 5
    text = (
        opening
        + "\n\n"
        + "\n\n".join(ONE.format(day=f"{day}/2/24", kind="Visit", story="Seen.") for day in (1, 2))
    )
    notes = notes_of(read(text))
    assert [note.date for note in notes] == [None, "2024-02-01", "2024-02-02"]


def test_lines_that_only_separate_part_notes() -> None:
    extraction = blocks("First story.", "More of it.", "=====", "Second story.", "* * *", "Third.")
    notes = notes_of(extraction)
    assert words(extraction, notes) == ["First story.\nMore of it.", "Second story.", "Third."]
    assert [note.locator for note in notes] == ["paragraph 1", "paragraph 4", "paragraph 6"]


def test_a_chronology_of_dated_rows_is_a_note_a_row() -> None:
    text = (
        "Chronology\n\nDate\tEvent\tSource\n"
        "12/03/2012\tBorn in hospital, first child of the family.\tHealth\n"
        "1/3/2013\tReferred by the health visitor after two missed checks.\tHealth\n"
        "March 2014\tMoved to another address.\tSchool\n"
    )
    extraction = read(text)
    notes = notes_of(extraction)
    assert [note.date for note in notes] == ["2012-03-12", "2013-03-01", None]
    assert {note.kind for note in notes} == {"chronology"}
    assert words(extraction, notes)[0].startswith("12/03/2012\tBorn")


def test_a_table_of_actions_does_not_split_minutes() -> None:
    text = (
        "Review minutes\n\n" + "The plan was read and everyone agreed with it in the end. " * 20
        + "\n\nDate\tAction\n1/2/24\tRing school\n2/2/24\tRing home\n"
    )  # fmt: skip
    (note,) = notes_of(read(text))
    assert note.kind == "review-minutes"


def page_blocks(pages: Sequence[Sequence[str]]) -> Extraction:
    """A PDF of printed lines, a block a line."""
    text, made, found = "", [], []
    for number, lines in enumerate(pages, 1):
        first = len(text)
        for row, line in enumerate(lines):
            start, end = len(text), len(text) + len(line)
            box = Box(number, 50, 700 - row * 12, 500, 710 - row * 12)
            printed = (Line(start, end, box),)
            made.append(
                Block("paragraph", start, start, end, "geometry", page=number, lines=printed)
            )
            text += line + "\n"
        found.append(Page(number, first, len(text), 595, 842))
    return Extraction("d" * 64, "pdf/1", text, tuple(found), tuple(made))


def test_pages_of_onenote_are_notes() -> None:
    extraction = page_blocks(
        [
            ["Home visit", "Tuesday, 12 March 2024", "14:30", "All was well."],
            ["More about the visit, without a day."],
            ["Call from school", "14 March 2024", "09:05", "He is not in."],
        ]
    )
    notes = notes_of(extraction)
    assert [note.locator for note in notes] == ["page 1, line 1", "page 3, line 1"]
    assert words(extraction, notes)[0].endswith("without a day.")


def test_a_note_of_a_pdf_says_page_and_line() -> None:
    head = "Date: {}/03/2024 Type: Visit Author: J Doe"
    extraction = page_blocks(
        [[head.format(1), "Seen.", head.format(2)], ["Seen again.", head.format(3), "Fine."]]
    )
    notes = notes_of(extraction)
    assert [note.locator for note in notes] == [
        "page 1, line 1",
        "page 1, line 3",
        "page 2, line 2",
    ]
    assert words(extraction, notes)[1].endswith("Seen again."), "a note runs on over a page's end"


def test_text_set_aside_belongs_to_no_note() -> None:
    extraction = page_blocks([["Seen."]])
    tail = Block("furniture", 6, 6, 14, "geometry", page=1)
    whole = Extraction(
        "d" * 64, "pdf/1", "Seen.\nPage one\n", extraction.pages, (*extraction.blocks, tail)
    )
    (note,) = notes_of(whole)
    assert (note.start, note.end) == (0, 5)


def test_equal_places_get_different_locators() -> None:
    texts = [f"Date: {day}/03/2024 Type: Visit" for day in (1, 2)]
    made = blocks(*texts)
    same = tuple(
        Block(b.kind, b.start, b.body, b.end, b.how, locator="slide 1") for b in made.blocks
    )
    notes = notes_of(Extraction("d" * 64, "pptx/1", made.text, (), same))
    assert [note.locator for note in notes] == ["slide 1", "slide 1, part 2"]


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_a_file_without_words_has_no_notes(text: str) -> None:
    assert notes_of(Extraction("d" * 64, "text/1", text, (), ())) == ()


def test_rows_of_a_sheet_without_a_header_are_notes_still() -> None:
    cells = (Cell(0, 0, 0, 5), Cell(1, 0, 6, 11))
    block = Block("table", 0, 0, 11, "markup", locator="sheet Odd", cells=cells)
    notes = notes_of(Extraction("d" * 64, "xlsx/1", "1 2 3\n4 5 6\n", (), (block,)))
    assert [note.locator for note in notes] == ["sheet Odd, row 1", "sheet Odd, row 2"]


def test_thousands_of_rows_take_little_time() -> None:
    story = "Telephone call with school about attendance and the plan for next week. " * 6
    rows = "".join(f"C{at},12/03/2024,,{story}\n" for at in range(4000))
    extraction = read("Child ID,Event Date,Type,Narrative\n" + rows, "a.csv")
    began = time.process_time()
    notes = notes_of(extraction)
    assert len(notes) == 4000
    assert {note.kind for note in notes} == {"contact-record"}
    assert time.process_time() - began < 4


TEXT = st.lists(
    st.sampled_from(
        [
            "Date: 12/03/2024\nType: Home visit\n", "12/03/2024 | Visit | J Doe\n", "=====\n", "\n",
            "Case note 2 - 1/2/24 - Call\n", "Seen at home.\n", "Date\tEvent\n1/2/24\tBorn\n",
            "# Title\n", "- item\n", "[1/2/2024] Call - J Doe, IRO\n", "Mother: Ann Doe\n",
            "-----\n",
        ]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=150)
@given(TEXT, st.text(max_size=20))
def test_notes_are_slices_in_order_that_do_not_overlap(parts: list[str], junk: str) -> None:
    text = "".join(parts) + junk.encode("utf-8", "ignore").decode()
    if not text.strip("\x00\t\n\r\f \ufeff"):
        return
    content = text.encode()
    try:
        extraction = extract(content, "d" * 64, sniff(content, "a.txt"))
    except Exception:  # noqa: BLE001 - junk may be refused, which other tests are about
        return
    check_notes(extraction, notes_of(extraction))


CELL = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), max_size=9)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6))
def test_rows_of_any_sheet_are_notes(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["Date", "Type", "Narrative"], *rows])
    content = stream.getvalue().encode("utf-8", "replace")
    extraction = extract(content, "d" * 64, sniff(content, "a.csv"))
    check_notes(extraction, notes_of(extraction))


def check_notes(extraction: Extraction, notes: Sequence[Note]) -> None:
    end = 0
    for note in notes:
        assert end <= note.start < note.end <= len(extraction.text)
        end = note.end
        length = note.end - note.start
        assert all(0 <= cue.start <= cue.end <= length for cue in note.cues)
        piece = extraction.text[note.start : note.end]
        assert piece == piece.strip() or "\t" in piece
    assert len({note.id for note in notes}) == len(notes)
    assert len({note.locator for note in notes}) == len(notes)
