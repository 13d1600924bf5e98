"""The de-identified extraction of one note, cut into passages as any other."""

from corpus.notes import Identifier
from corpus.records import Block, Box, Cell, Extraction, Line, Page, Problem
from extractors.passages import passages
from models.deid import project, redact

HEAD = "Visit to Aisha"
BODY = "Aisha told Mrs Okafor that she slept."
TEXT = f"Other note.\n{HEAD}\n{BODY}\nName\tAisha\tseen"
START = TEXT.index(HEAD)


def box(top: float) -> Box:
    return Box(1, 10, top, 200, top + 12)


def extraction() -> Extraction:
    body = TEXT.index(BODY)
    row = TEXT.index("Name\t")
    return Extraction(
        "original", "pdf/1", TEXT,
        (Page(1, 0, body + 11, 595, 842), Page(2, body + 11, len(TEXT), 595, 842)),
        (
            Block("paragraph", 0, 0, 11, "tags", page=1, lines=(Line(0, 11, box(800)),)),
            Block("heading", START, START, START + len(HEAD), "tags", 1, 1,
                  lines=(Line(START, START + len(HEAD), box(780)),)),
            Block("paragraph", body, body, body + len(BODY), "tags", page=1,
                  lines=(Line(body, body + 15, box(760)),
                         Line(body + 15, body + len(BODY), box(740)))),
            Block("table", row, row, len(TEXT), "tags", page=1, cells=(
                Cell(0, 0, row, row + 4), Cell(0, 1, row + 5, row + 10),
                Cell(0, 2, row + 11, len(TEXT)))),
        ),
        problems=(Problem("extract", "odd", "Aisha's file is odd"),),
    )  # fmt: skip


def identifiers(text: str) -> tuple[Identifier, ...]:
    found, at = [], 0
    for words, new in (("Aisha", "Child A"),) * 2 + (
        ("Mrs Okafor", "Staff B"),
        ("Aisha", "Child A"),
    ):
        start = text.index(words, at)
        at = start + len(words)
        found.append(Identifier(start, at, "name", ("test",), new, new))
    return tuple(found)


def projected() -> Extraction:
    note = TEXT[START:]
    return project(extraction(), START, len(TEXT), redact(note, identifiers(note)), "note-1")


def test_blocks_are_slices_of_the_redacted_text() -> None:
    note = projected()
    assert [note.text[block.start : block.end] for block in note.blocks] == [
        "Visit to Child A",
        "Child A told Staff B that she slept.",
        "Name\tChild A\tseen",
    ]


def test_nothing_of_the_original_is_left() -> None:
    note = projected()
    assert "Aisha" not in repr(note)
    assert "Okafor" not in repr(note)
    assert note.document_id == "note-1"


def test_what_stood_before_the_note_is_gone() -> None:
    assert "Other" not in projected().text


def test_lines_keep_their_boxes_and_do_not_overlap() -> None:
    lines = projected().blocks[1].lines
    assert [line.box for line in lines] == [box(760), box(740)]
    assert lines[0].end <= lines[1].start
    # "Mrs Okafor" runs over both lines: its replacement stands on the first.
    note = projected()
    assert note.text[lines[0].start : lines[0].end] == "Child A told Staff B"


def test_cells_are_moved_with_their_words() -> None:
    note = projected()
    cells = note.blocks[2].cells
    assert [note.text[cell.start : cell.end] for cell in cells] == ["Name", "Child A", "seen"]


def test_pages_cover_the_note_without_a_gap() -> None:
    note = projected()
    assert [page.number for page in note.pages] == [1, 2]
    assert note.pages[0].start == 0
    assert note.pages[0].end == note.pages[1].start
    assert note.pages[-1].end == len(note.text)


def test_passages_are_cut_as_of_any_document() -> None:
    note = projected()
    cut = passages(note)
    assert [passage.headings for passage in cut] == [("Visit to Child A",)] * 2
    assert all(passage.text == note.text[passage.start : passage.end] for passage in cut)
    assert cut[0].boxes == (box(760), box(740))


def test_a_note_without_identifiers_keeps_its_offsets() -> None:
    note = project(extraction(), 0, 11, redact("Other note.", ()), "note-0")
    assert note.text == "Other note."
    assert [(block.start, block.end) for block in note.blocks] == [(0, 11)]


def test_a_number_that_is_replaced_is_no_number_any_more() -> None:
    text = "47. Aisha"
    block = Block("item", 0, 4, 9, "tags", number="47", locator="line 1")
    whole = Extraction("x", "text/1", text, (), (block,))
    hidden = (Identifier(0, 9, "case-number", ("test",), "", "[case number]"),)
    (moved,) = project(whole, 0, 9, redact(text, hidden), "n").blocks
    assert moved.number is None
    (kept,) = project(whole, 0, 9, redact(text, ()), "n").blocks
    assert (kept.number, kept.body) == ("47", 4)
