"""OpenDocument texts: what LibreOffice shows, though its numbers are stored nowhere in the text."""

import io
import zipfile
from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import passages, sniff
from extractors.formats import Options
from extractors.opendocument import ODT
from extractors.opendocument.styles import Styles, written

Build = Callable[..., bytes]


def read(content: bytes, options: Options | None = None) -> Extraction:
    return ODT.extract(content, "d", options or Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


def p(text: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{text}</text:p>"


def h(text: str, level: int = 1, more: str = "") -> str:
    return f'<text:h text:outline-level="{level}"{more}>{text}</text:h>'


def items(*inside: str, more: str = "") -> str:
    rows = "".join(f"<text:list-item>{item}</text:list-item>" for item in inside)
    return f"<text:list{more}>{rows}</text:list>"


def row(*cells: str) -> str:
    inside = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{inside}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


NUMBERS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="("'
    ' style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"'
    ' text:bullet-char="x"/><text:list-level-style-number text:level="2" style:num-format=""/>'
    "</text:list-style>"
    '<text:list-style style:name="L3"><text:list-level-style-number text:level="1"'
    ' style:num-format="I" style:num-suffix="." text:start-value="4"/></text:list-style>'
)
OUTLINE = (
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    "</text:outline-style>"
)
IN_L1 = ' text:style-name="L1"'


WORDS = [
    ("one<text:s text:c='3'/>two<text:tab/>3<text:line-break/>4", "one two 3 4", "white space"),
    ("<text:span>a<text:span>b</text:span>c</text:span>d", "abcd", "spans in spans"),
    ("see <text:a>the guide</text:a> here", "see the guide here", "a link"),
    ("<text:bookmark-start/>x<text:bookmark-end/>", "x", "bookmarks"),
    ("<text:date>3 May 2024</text:date>", "3 May 2024", "a field prints its result"),
    ("<text:title>Plan</text:title>", "Plan", "the field that prints the title"),
    ("a<text:soft-page-break/>b", "ab", "a page ends inside a word"),
    ("seen<text:span text:style-name='T9'> hidden</text:span>", "seen", "hidden words"),
    ("<text:ruby><text:ruby-base>b</text:ruby-base><text:ruby-text>s</text:ruby-text></text:ruby>",
     "b", "how to pronounce it is no word of the text"),
    ("kept<text:change text:change-id='c1'/> on", "kept on", "where a deletion was"),
    ("<text:change-start/>new <text:change-end/>words", "new words", "a tracked insertion"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "words", "why"), WORDS)
def test_a_paragraph_reads_as_it_is_shown(odt: Build, inside: str, words: str, why: str) -> None:
    hidden = (
        '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'
    )
    assert printed(read(odt(p(inside), automatic=hidden))) == [words], why


def test_deleted_words_are_left_out(odt: Build) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info/>"
        f"{p('withdrawn')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p("Leaders <text:change text:change-id='c1'/>know.")
    )
    assert read(odt(body)).text == "Leaders know.\n"


def test_headings_and_titles(odt: Build) -> None:
    styles = (
        OUTLINE + '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="Loop" style:parent-style-name="Loop"/>'
    )
    body = (
        p("Case review", "P1") + h("Visits") + h("First", 2) + h("Second", 2)
        + h("Unnumbered", 2, ' text:is-list-header="true"') + h("Plans") + h("Next", 2)
        + h("Deep", 3) + p("Words.", "Loop")
    )  # fmt: skip
    extraction = read(odt(body, styles=styles))
    assert printed(extraction) == [
        "Case review", "1 Visits", "1.1 First", "1.2 Second", "Unnumbered", "2 Plans", "2.1 Next",
        "Deep", "Words.",
    ]  # fmt: skip
    assert [block.level for block in extraction.blocks] == [1, 1, 2, 2, 2, 1, 2, 3, 0]
    assert passages(extraction)[-1].headings == ("2 Plans", "2.1 Next", "Deep")


LISTS = [
    (items(p("a"), p("b"), more=IN_L1), ["1. a", "2. b"], "numbers"),
    (
        items(p("a") + items(p("b"), p("c") + items(p("d"))), p("e") + items(p("f")), more=IN_L1),
        ["1. a", "1.1 b", "1.2 c", "(a) d", "2. e", "2.1 f"],
        "levels begin anew under each item",
    ),
    (items(p("a") + p("more"), more=IN_L1), ["1. a", "more"], "an item of two paragraphs"),
    (items(p("a")) + items(p("b")), ["• a", "• b"], "no style: bullets"),
    (
        items(p("a"), more=' text:style-name="L2"') + items(p("b"), more=' text:style-name="L3"'),
        ["• a", "IV. b"],
        "bullets of any glyph; a number that begins at four",
    ),
    (
        items(p("a"), more=IN_L1) + p("x") + items(p("b"), more=IN_L1),
        ["1. a", "x", "1. b"],
        "another list of the style begins anew",
    ),
    (
        items(p("a"), more=IN_L1)
        + items(p("b"), more=IN_L1 + ' text:continue-numbering="true"'),
        ["1. a", "2. b"],
        "a list goes on",
    ),
    (
        items(p("a"), more=IN_L1 + ' xml:id="x"') + items(p("b"), more=IN_L1)
        + items(p("c"), more=IN_L1 + ' text:continue-list="x"'),
        ["1. a", "1. b", "2. c"],
        "a list goes on by its id",
    ),
    (
        f'<text:list{IN_L1}><text:list-header>{p("head")}</text:list-header>'
        f'<text:list-item text:start-value="7">{p("a")}</text:list-item></text:list>',
        ["head", "7. a"],
        "a header is no item; an item may say its number",
    ),
    (items(p("") + p("a"), more=IN_L1), ["1. a"], "an empty paragraph before the words"),
    (items(items(p("a")), more=IN_L1), ["1.1 a"], "an item that holds a list alone"),
    (items(h("Visits"), more=IN_L1), ["1. Visits"], "a heading in a list takes its number"),
    (items(table(row(p("a"), p("b"))), more=IN_L1), ["a\tb"], "a table in an item"),
    (
        f'<text:numbered-paragraph text:style-name="L1" text:level="1">{p("a")}'
        '</text:numbered-paragraph>',
        ["1. a"],
        "an item outside of a list",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words", "why"), LISTS)
def test_numbers_are_counted_as_they_are_shown(
    odt: Build, body: str, words: list[str], why: str
) -> None:
    assert printed(read(odt(body, automatic=NUMBERS))) == words, why


def test_kinds_and_levels_of_items(odt: Build) -> None:
    body = items(p("a") + items(p("b") + items(p("c"))), more=IN_L1) + items(p("d") + items(p("e")))
    extraction = read(odt(body, automatic=NUMBERS))
    assert [(block.kind, block.level, block.number) for block in extraction.blocks] == [
        ("paragraph", 0, "1"),
        ("paragraph", 0, "1.1"),
        ("item", 3, "(a)"),
        ("item", 1, None),
        ("item", 2, None),
    ]


TABLES = [
    (
        table(
            f"<table:table-header-rows>{row(p('Date'), p('Who'))}</table:table-header-rows>",
            row(p("3 May") + p("am"), p("Jo")),
        ),
        ["Date\tWho\n3 May am\tJo"],
        "row by row",
    ),
    (table(row(p("a")), row(p("b") + p("c"))), ["a", "b", "c"], "one column is a frame"),
    (
        table(row(p("a"), table(row(p("in"), p("side"))))),
        ["a\tin side"],
        "a table in a table is read in its cell",
    ),
    (
        table(
            "<table:table-row><table:table-cell table:number-columns-spanned='2'>"
            f"{p('wide')}</table:table-cell><table:covered-table-cell/>"
            f"<table:table-cell>{p('b')}</table:table-cell></table:table-row>"
        ),
        ["wide\tb"],
        "a cell over two columns",
    ),
    (
        table(
            "<table:table-row><table:table-cell table:number-columns-repeated='2'>"
            f"{p('x')}</table:table-cell>"
            "<table:table-cell table:number-columns-repeated='9999999'/>"
            "</table:table-row>"
        ),
        ["x\tx"],
        "equal cells are stored once; empty ones may claim to be a million",
    ),
    (table(row(items(p("a"), p("b")), p("c"))), ["• a • b\tc"], "a list in a cell"),
    (table(), [], "a table of nothing"),
]


@pytest.mark.parametrize(("body", "words", "why"), TABLES)
def test_tables(odt: Build, body: str, words: list[str], why: str) -> None:
    assert printed(read(odt(body))) == words, why


def test_headers_of_tables_are_marked(odt: Build) -> None:
    extraction = read(odt(TABLES[0][0]))
    assert [cell.header for cell in extraction.blocks[0].cells] == [True, True, False, False]
    assert [passage.locator for passage in passages(extraction)] == ["table 1, row 2"]


def comment(author: str, text: str) -> str:
    return (
        f"<office:annotation><dc:creator>{author}</dc:creator><dc:date>2024-05-03</dc:date>"
        f"{p(text)}</office:annotation>"
    )


def test_notes_comments_headers_and_boxes(odt: Build) -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{p('As of May.')}</text:note-body></text:note>"
    )
    box = f"<draw:frame><draw:text-box>{p('In the box.')}</draw:text-box></draw:frame>"
    body = (
        p(f"Known{note} and said{comment('Jo Sample', 'Who said so?')}.{box}")
        + table(row(p("a"), p(f"b{comment('', 'Unsigned')}")))
        + f"<draw:custom-shape>{p('On the page.')}</draw:custom-shape>"
        + p("Second.")
    )
    master = (
        f"<style:header>{p('Case file 7')}</style:header>"
        f"<style:header-left>{p('Case file 7')}</style:header-left>"
        f"<style:footer>{p('Page')}</style:footer>"
    )
    extraction = read(odt(body, master=master))
    assert [
        (block.kind, extraction.text[block.start : block.end], block.locator)
        for block in extraction.blocks
    ] == [
        ("paragraph", "Known¹ and said.", "paragraph 1"),
        ("paragraph", "In the box.", "paragraph 1, text box"),
        ("table", "a\tb", "table 1"),
        ("paragraph", "On the page.", "page, custom-shape, text box"),
        ("paragraph", "Second.", "paragraph 2"),
        ("note", "1 As of May.", "footnote 1"),
        ("note", "Comment by Jo Sample: Who said so?", "comment 1 on paragraph 1"),
        ("note", "Comment: Unsigned", "comment 2 on table 1, row 1"),
        ("furniture", "Case file 7", "header or footer"),
        ("furniture", "Page", "header or footer"),
    ]


def test_contents_lists_stand_aside_and_hidden_sections_are_left_out(odt: Build) -> None:
    body = (
        f"<text:table-of-content><text:index-body>{p('Visits 4')}</text:index-body>"
        "</text:table-of-content>"
        f'<text:section text:display="none">{p("gone")}</text:section>'
        f"<text:section>{p('kept')}</text:section>"
    )
    extraction = read(odt(body))
    assert [(block.kind) for block in extraction.blocks] == ["paragraph", "furniture"]
    assert printed(extraction) == ["kept", "Visits 4"]


PICTURE = "<draw:frame><draw:image/><svg:title>a door</svg:title></draw:frame>"
UNREAD = [
    (PICTURE, ["pictures-not-read"], "a picture; its description is no word of the text"),
    ("<draw:frame><draw:image/><draw:image/></draw:frame>", ["pictures-not-read"], "two formats"),
    ("<draw:frame><draw:object/><draw:image/></draw:frame>", ["embedded-not-read"], "a chart"),
    ("<draw:frame><draw:object-ole/><draw:image/></draw:frame>", ["embedded-not-read"], "a file"),
    ("", [], "words alone"),
]


@pytest.mark.parametrize(("inside", "codes", "why"), UNREAD)
def test_what_is_no_text_is_said(odt: Build, inside: str, codes: list[str], why: str) -> None:
    extraction = read(odt(p(f"Words.{inside}")))
    assert [problem.code for problem in extraction.problems] == codes, why
    assert printed(extraction) == ["Words."]


ENCRYPTED = "<m><file-entry><encryption-data/></file-entry></m>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
DEEP = "<text:section>" * 250 + p("deep") + "</text:section>" * 250
HOSTILE = [
    ({"META-INF__manifest_xml": ENCRYPTED}, "", "encrypted", "password", "a password"),
    ({"encrypted-package": "x"}, "", "encrypted", "password", "the newer way to encrypt"),
    ({"content_xml": "<a/>"}, "", "damaged-document", "content.xml", "another thing inside"),
    ({"content_xml": "<office:doc"}, "", "damaged-document", "well formed", "XML cut off"),
    ({"content_xml": ENTITIES}, "", "damaged-document", "document type", "never resolved"),
    ({"content_xml": "<a>" * 9999}, "", "too-deep", "deeper", "nesting beyond any document"),
    ({"content_xml": "<a>" + " " * 9_000_000}, "", "unpacks-too-large", "size", "a zip bomb"),
    ({}, "<a>" * 300 + "</a>" * 300, "too-deep", "deeper", "deeper than the parser goes"),
]


@pytest.mark.parametrize(("parts", "body", "code", "words", "why"), HOSTILE)
def test_hostile_documents_are_refused(
    odt: Build, parts: dict[str, str], body: str, code: str, words: str, why: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        read(odt(body, **parts))
    assert caught.value.problem.code == code, why
    assert words in caught.value.problem.message, why
    assert ".odt" in caught.value.problem.message or code == "encrypted"


def test_sections_as_deep_as_the_parser_goes_are_read(odt: Build) -> None:
    assert printed(read(odt(DEEP))) == ["deep"]


def test_a_bomb_is_refused_by_what_it_declares(odt: Build) -> None:
    with pytest.raises(RefusedError) as caught:
        read(odt(p("x" * 100_000)), Options(max_unpacked=50_000))
    assert caught.value.problem.code == "unpacks-too-large"


def test_an_empty_text_says_that_it_is_empty(odt: Build) -> None:
    extraction = read(odt(p("")))
    assert (extraction.status, extraction.problems[0].code) == ("partial", "no-text")


def test_it_is_known_by_its_bytes(odt: Build) -> None:
    content = odt(p("x"))
    assert sniff(content, "a.docx").name == "OpenDocument text (ODT)"
    assert sniff(content[:-40], "a.odt").name == "OpenDocument text (ODT)", "cut off, but known"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "x")
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text-template")
    assert ODT.bid(stream.getvalue()) == 95, "packed by another program, in another order"


def test_a_text_cut_anywhere_is_refused(odt: Build) -> None:
    content = odt(p("Leaders know.") * 20, automatic=NUMBERS)
    for end in range(100, len(content), 61):
        with pytest.raises(RefusedError) as caught:
            read(content[:end])
        assert caught.value.problem.code == "damaged-document"


def test_a_long_text_takes_work_in_proportion(
    odt: Build, check_effort: Callable[..., None]
) -> None:
    def long(count: int) -> bytes:
        return odt(items(*[p("Seen <text:s/> by Jo.")] * count, more=IN_L1), automatic=NUMBERS)

    check_effort(read, long(300), long(2400))


COUNTS = [
    ("1", 3, "3"),
    ("a", 28, "bb"),
    ("A", 2, "B"),
    ("i", 4, "iv"),
    ("I", 4, "IV"),
    ("一", 3, "3"),
]


@pytest.mark.parametrize(("format", "count", "words"), COUNTS)
def test_counts_are_written_in_their_format(format: str, count: int, words: str) -> None:
    assert written(format, count) == words


def test_styles_of_no_part_say_nothing() -> None:
    styles = Styles(None, None)
    assert not styles.is_hidden("x")
    assert not styles.is_title(None)
    assert styles.level("x", 1).bullet
