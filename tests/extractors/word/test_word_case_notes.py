"""Word files of case notes: who commented where, what was changed, what was not read."""

from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import sniff
from extractors.formats import Options
from extractors.word import DOCX

Build = Callable[..., bytes]


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def comment(number: int, author: str, text: str) -> str:
    return f'<w:comment w:id="{number}" w:author="{author}">{p(r(text))}</w:comment>'


def on(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def cell(inside: str) -> str:
    return f"<w:tc>{inside}</w:tc>"


def read(content: bytes) -> Extraction:
    return DOCX.extract(content, "d", Options())


def printed(extraction: Extraction) -> list[str]:
    return [extraction.text[block.start : block.end] for block in extraction.blocks]


COMMENTS = (
    comment(0, "Jo Sample", "Check the date.")
    + comment(1, "Sam Example", "Who said so?")
    + comment(2, "", "Left behind.")
)
RANGED = f'<w:commentRangeStart w:id="0"/>{r("Visited on Tuesday.")}'
PLACES = [
    (p(r("One.")) + p(r("Two.") + on(0)), 0, " on document.xml, paragraph 2", "a reference"),
    (p(RANGED) + p(r("Ends.") + on(0)), 0, " on document.xml, paragraph 1", "where a range begins"),
    (
        f"<w:tbl><w:tr>{cell(p(r('a')))}{cell(p(r('b')))}</w:tr>"
        f"<w:tr>{cell(p(r('c')))}{cell(p(r('d') + on(1)))}</w:tr></w:tbl>",
        1,
        " on document.xml, table 1, row 2",
        "in a table, by its row",
    ),
    (p(r("One.")), 2, "", "its words are gone: no place"),
]


@pytest.mark.parametrize(("body", "at", "place", "why"), PLACES)
def test_comments_name_their_author_and_place(
    docx: Build, body: str, at: int, place: str, why: str
) -> None:
    extraction = read(docx(body, comments=COMMENTS))
    notes = [block for block in extraction.blocks if block.kind == "note"]
    assert notes[at].locator == f"part comments.xml, comment {at + 1}{place}", why
    authors = ["Comment by Jo Sample:", "Comment by Sam Example:", "Comment:"]
    for block, author in zip(notes, authors, strict=True):
        assert extraction.text[block.start : block.end].startswith(author)


def test_rows_deleted_in_a_table_in_a_cell_are_left_out(docx: Build) -> None:
    inner = (
        f"<w:tbl><w:tr>{cell(p(r('kept')))}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p(r('withdrawn')))}</w:tr></w:tbl>"
    )
    body = f"<w:tbl><w:tr>{cell(inner + '<w:p/>')}{cell(p(r('x')))}</w:tr></w:tbl>"
    assert printed(read(docx(body))) == ["kept\tx"]


def test_changes_in_notes_and_headers_count_as_in_the_body(docx: Build) -> None:
    changed = (
        p(f"{r('Seen by ')}<w:del><w:r><w:delText>Kim</w:delText></w:r></w:del>")[:-6]
        + f"<w:ins>{r('Lee')}</w:ins></w:p>"
    )
    extraction = read(
        docx(
            p(r("Body.")), header=changed, footnotes=f'<w:footnote w:id="1">{changed}</w:footnote>'
        )
    )
    assert printed(extraction) == ["Body.", "Seen by Lee", "Seen by Lee"]


BLIP = '<w:r><w:drawing><a:blip xmlns:a="a" r:embed="{}"/></w:drawing></w:r>'
OBJECT = (
    '<w:r><w:object><v:shape><v:imagedata r:id="r9"/></v:shape>'
    '<o:OLEObject xmlns:o="o" r:id="r8"/></w:object></w:r>'
)
UNREAD = [
    (BLIP.format("r1"), ["pictures-not-read"], "a picture,", "a picture may show words"),
    (BLIP.format("r1") + BLIP.format("r1"), ["pictures-not-read"], "a picture,", "shown twice"),
    (BLIP.format("r1") + BLIP.format("r2"), ["pictures-not-read"], "2 pictures", "two of them"),
    ('<w:r><w:pict><v:imagedata r:id="r3"/></w:pict></w:r>', ["pictures-not-read"], "a p", "old"),
    (OBJECT, ["embedded-not-read"], "another file", "the icon of a file is no picture"),
    ("", [], "", "nothing but words"),
]


@pytest.mark.parametrize(("inside", "codes", "words", "why"), UNREAD)
def test_what_is_no_text_is_said(
    docx: Build, inside: str, codes: list[str], words: str, why: str
) -> None:
    extraction = read(docx(p(r("Words.") + inside)))
    assert [problem.code for problem in extraction.problems] == codes, why
    assert all(words in problem.message for problem in extraction.problems), why
    assert extraction.status == "ok"


def test_a_document_in_a_document_is_said(docx: Build) -> None:
    extraction = read(docx(p(r("Words.")) + '<w:altChunk r:id="r1"/>'))
    assert [problem.code for problem in extraction.problems] == ["embedded-not-read"]


def test_a_locked_document_is_refused_with_what_to_do() -> None:
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(RefusedError) as caught:
        sniff(locked, "plan.docx")
    assert caught.value.problem.code == "encrypted"
    assert "without" in caught.value.problem.message
