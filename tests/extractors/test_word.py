"""Word documents: what Word prints, though much of it is stored nowhere in the text."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from corpus.problems import RefusedError
from corpus.records import Block, Extraction
from extractors import passages
from extractors.formats import Options
from extractors.word import DOCX

Build = Callable[..., bytes]
Zip = Callable[[Mapping[str, str | bytes]], bytes]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def listed(num: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def read(content: bytes, options: Options | None = None) -> Extraction:
    return DOCX.extract(content, "d", options or Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


def first(extraction: Extraction, kind: str) -> Block:
    return next(block for block in extraction.blocks if block.kind == kind)


STYLES = (
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Area"><w:name w:val="Area"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:styleId="Own"><w:name w:val="Own"/>'
    '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="Loop"><w:name w:val="a"/><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:styleId="Para"><w:name w:val="Numbered"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def level(at: int, fmt: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "(%3)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "\uf0b7")
    + level(1, "lowerRoman", "%2)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="47"/></w:lvlOverride></w:num>'
)


def test_headings_come_from_styles_in_any_language(docx: Build) -> None:
    body = (
        p("Leadership", styled("berschrift1"))
        + p("Protection", styled("Area"))
        + p("Detail", styled("Own"))
        + p("By outline", '<w:outlineLvl w:val="1"/>')
        + p("No heading", styled("Loop"))
    )
    extraction = read(docx(body, styles=STYLES))
    assert [(b.kind, b.level) for b in extraction.blocks] == [
        ("heading", 1),
        ("heading", 1),
        ("heading", 3),
        ("heading", 2),
        ("paragraph", 0),
    ]
    assert passages(extraction)[0].headings == ("Protection", "By outline")


def test_numbers_are_counted_as_word_prints_them(docx: Build) -> None:
    body = (
        p("One", listed(1))
        + p("One one", listed(1, 1))
        + p("letter", listed(1, 2))
        + p("letter", listed(1, 2))
        + p("One two", listed(1, 1))
        + p("Two", listed(1))
        + p("Two one", listed(1, 1))
        + p("By style", styled("Para"))
        + p("Started anew", listed(3))
        + p("bullet", listed(2))
        + p("roman", listed(2, 1))
        + p("no list", listed(0))
    )
    extraction = read(docx(body, styles=STYLES, numbering=NUMBERING))
    assert printed(extraction) == [
        "1. One",
        "1.1 One one",
        "(a) letter",
        "(b) letter",
        "1.2 One two",
        "2. Two",
        "2.1 Two one",
        "3. By style",
        "47. Started anew",
        "• bullet",
        "i) roman",
        "no list",
    ]
    numbers = [block.number for block in extraction.blocks]
    assert numbers == ["1", "1.1", "(a)", "(b)", "1.2", "2", "2.1", "3", "47", None, "i", None]
    kinds = [block.kind for block in extraction.blocks]
    assert kinds == ["paragraph"] * 2 + ["item"] * 2 + ["paragraph"] * 5 + ["item"] * 2 + [
        "paragraph"
    ]


def test_typed_bullets_and_numbers_count_as_well(docx: Build) -> None:
    extraction = read(docx(p("•\tfirst") + p("7.\tSeventh") + p("18 working days")))
    assert printed(extraction) == ["• first", "7. Seventh", "18 working days"]
    assert [block.kind for block in extraction.blocks] == ["item", "paragraph", "paragraph"]


def test_insertions_stay_and_deletions_go(docx: Build) -> None:
    body = (
        "<w:p>"
        + r("Leaders ")
        + f"<w:ins>{r('now ')}</w:ins>"
        + "<w:del><w:r><w:delText>do not </w:delText></w:r></w:del>"
        + f"<w:moveFrom>{r('gone ')}</w:moveFrom>"
        + r("know.")
        + "</w:p>"
        + f"<w:ins>{p('A new paragraph.')}</w:ins>"
        + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        + r("Joined ")
        + "</w:p>"
        + p("to this.")
    )
    assert printed(read(docx(body))) == ["Leaders now know.", "A new paragraph.", "Joined to this."]


def test_words_before_a_deleted_end_are_never_lost(docx: Build) -> None:
    body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + r("The last words.") + "</w:p>"
    assert printed(read(docx(body))) == ["The last words."]


def test_text_boxes_are_read_once(docx: Build) -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    body = (
        f"<w:p>{r('Round the box.')}<w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    extraction = read(docx(body))
    assert printed(extraction) == ["Round the box.", "In the box."]
    assert extraction.blocks[1].locator == "part document.xml, paragraph 1, text box"


INLINE = [
    ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>being</w:t></w:r>", "well\u2011being", "hyphen"),
    ("<w:r><w:t>over</w:t><w:softHyphen/><w:t>view</w:t></w:r>", "overview", "soft hyphen"),
    ("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>3</w:t></w:r>", "one two 3", "breaks"),
    (f"<w:hyperlink>{r('the guide')}</w:hyperlink>", "the guide", "a link"),
    (f"<w:sdt><w:sdtContent>{r('chosen')}</w:sdtContent></w:sdt>", "chosen", "content control"),
    (r("seen") + r(" hidden", "<w:vanish/>"), "seen", "hidden text is not printed"),
    ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("4"), "4", "a field prints its result"),
    (f"<w:smartTag>{r('London')}</w:smartTag>", "London", "a smart tag"),
    ('<w:r><w:sym w:char="F04A"/></w:r>' + r(" done"), "\uf04a done", "a symbol is kept"),
]


@pytest.mark.parametrize(("inside", "words", "why"), INLINE)
def test_a_paragraph_reads_as_it_is_printed(docx: Build, inside: str, words: str, why: str) -> None:
    extraction = read(docx(f"<w:p>{inside}</w:p>"))
    block = extraction.blocks[0]
    assert extraction.text[block.start : block.end] == words, why


def test_tables_keep_their_grid(docx: Build) -> None:
    table = (
        "<w:tbl>"
        + row(cell(p("Area")), cell(p("RAG")), cell(p("Ref")), properties="<w:tblHeader/>")
        + row(
            cell(p("Plans"), '<w:vMerge w:val="restart"/>'),
            cell(p("Green") + p("on track"), '<w:gridSpan w:val="2"/>'),
        )
        + row(cell(p("again"), "<w:vMerge/>"), cell(p("Amber")), cell(p("A2")))
        + row(cell(p("gone")), cell(p("gone")), properties="<w:del/>")
        + row(cell(f"<w:tbl>{row(cell(p('in')), cell(p('side')))}</w:tbl><w:p/>"), cell(p("x")))
        + "</w:tbl>"
    )
    extraction = read(docx(p("Before.") + table))
    block = first(extraction, "table")
    assert extraction.text[block.start : block.end].split("\n") == [
        "Area\tRAG\tRef",
        "Plans\tGreen on track",
        "Amber\tA2",
        "in side\tx",
    ]
    assert [(c.row, c.column, c.header) for c in block.cells[:6]] == [
        (0, 0, True),
        (0, 1, True),
        (0, 2, True),
        (1, 0, False),
        (1, 1, False),
        (2, 1, False),
    ]
    rows = [passage for passage in passages(extraction) if "table" in (passage.locator or "")]
    assert [passage.locator for passage in rows][:2] == [
        "part document.xml, table 1, row 2",
        "part document.xml, table 1, row 3",
    ]


def test_a_bold_first_row_heads_its_table(docx: Build) -> None:
    def bold(text: str) -> str:
        return f"<w:p>{r(text, '<w:b/>')}</w:p>"

    table = (
        f"<w:tbl>{row(cell(bold('A')), cell(bold('B')))}{row(cell(p('1')), cell(p('2')))}</w:tbl>"
    )
    assert [passage.text for passage in passages(read(docx(table)))] == ["1\t2"]


def test_a_frame_of_one_column_is_no_table(docx: Build) -> None:
    body = f"<w:tbl>{row(cell(p('Key findings.') + p('Leaders know.')))}</w:tbl>"
    assert printed(read(docx(body)), "paragraph") == ["Key findings.", "Leaders know."]


def test_notes_comments_headers_and_contents_stand_aside(docx: Build) -> None:
    body = (
        p("Leadership\t4", styled("TOC1"))
        + f'<w:p>{r("Known")}<w:r><w:footnoteReference w:id="7"/></w:r>'
        f'{r(" and said")}<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    content = docx(
        body,
        styles=STYLES,
        footnotes=f'<w:footnote w:type="separator" w:id="-1">{p("--")}</w:footnote>'
        f'<w:footnote w:id="7">{p("As of May.")}</w:footnote>',
        comments=f'<w:comment w:id="0" w:author="QA">{p("Check this.")}</w:comment>',
        header=p("Draft report"),
    )
    extraction = read(content)
    assert printed(extraction) == [
        "Known¹ and said",
        "Leadership 4",
        "1 As of May.",
        "Comment by QA: Check this.",
        "Draft report",
    ]
    assert [passage.text for passage in passages(extraction)] == ["Known¹ and said"]
    assert extraction.blocks[0].kind == "paragraph"


def test_places_are_counted_by_part(docx: Build) -> None:
    extraction = read(docx(p("One.") + "<w:p/>" + p("Three.")))
    assert [block.locator for block in extraction.blocks] == [
        "part document.xml, paragraph 1",
        "part document.xml, paragraph 3",
    ]


def test_an_empty_document_says_that_it_is_empty(docx: Build) -> None:
    extraction = read(docx("<w:p/>"))
    assert extraction.status == "partial"
    assert extraction.problems[0].code == "no-text"


def nested(depth: int) -> str:
    return "<w:ins>" * depth + p("deep") + "</w:ins>" * depth


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    '<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)
BROKEN = [
    ({"word/other.xml": "<x/>"}, "damaged-word", "word/document.xml", "the main part is missing"),
    ({"word/document.xml": "<w:doc"}, "damaged-word", "well formed", "XML cut off"),
    ({"word/document.xml": ""}, "damaged-word", "well formed", "an empty part"),
    ({"word/document.xml": "<a/>"}, "damaged-word", "text part", "no body inside"),
    ({"word/document.xml": ENTITIES}, "damaged-word", "document type", "entities: never resolved"),
    ({"word/document.xml": "<a>" * 9999}, "too-deep", "deeper", "nesting beyond any document"),
    ({"word/document.xml": "<a>" + " " * 9_000_000}, "unpacks-too-large", "size", "a zip bomb"),
]


@pytest.mark.parametrize(("parts", "code", "words", "why"), BROKEN)
def test_broken_documents_are_refused(
    archive: Zip, parts: dict[str, str], code: str, words: str, why: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        read(archive(parts))
    assert caught.value.problem.code == code, why
    assert words in caught.value.problem.message, why


def test_a_bomb_is_refused_by_what_it_declares(docx: Build) -> None:
    content = docx(p("x" * 100_000))
    with pytest.raises(RefusedError) as caught:
        read(content, Options(max_unpacked=50_000))
    assert caught.value.problem.code == "unpacks-too-large"


def test_a_bomb_that_lies_about_its_size_is_refused_all_the_same(docx: Build) -> None:
    content = bytearray(docx(p("x" * 100_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as whole:
        size = whole.getinfo("word/document.xml").file_size
    lied = bytes(content).replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(RefusedError):
        read(lied)


def test_too_many_parts_are_refused(archive: Zip) -> None:
    with pytest.raises(RefusedError, match="parts"):
        read(archive({f"word/{number}": "" for number in range(20_001)}))


def test_hostile_names_lead_nowhere(archive: Zip, docx: Build) -> None:
    with zipfile.ZipFile(io.BytesIO(docx(p("Leaders know.")))) as whole:
        parts: dict[str, str | bytes] = {name: whole.read(name) for name in whole.namelist()}
    parts |= {"../../etc/x": "a", "/absolute/x": "b", "word/\n.xml": "c", "C:\\x": "d"}
    parts["word/_rels/document.xml.rels"] = (
        '<R xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="x/styles" Target="../../../etc/passwd"/></R>'
    )
    assert printed(read(archive(parts))) == ["Leaders know."]


def test_a_document_cut_anywhere_is_refused_or_read(docx: Build) -> None:
    content = docx(p("Leaders know.") * 20, styles=STYLES)
    for end in range(0, len(content), 37):
        with pytest.raises(RefusedError) as caught:
            read(content[:end])
        assert caught.value.problem.code == "damaged-word"


def test_a_long_document_takes_work_in_proportion(docx: Build, check_effort: Callable) -> None:
    def long(count: int) -> bytes:
        return docx(p("Leaders know what they do.", listed(1)) * count, numbering=NUMBERING)

    check_effort(read, long(500), long(4000))
