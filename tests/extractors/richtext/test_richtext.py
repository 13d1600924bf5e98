"""Rich text: what a word processor shows of it, in the order it shows it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import extract, passages, sniff
from extractors.formats import Options
from extractors.richtext import RTF
from extractors.richtext.codepages import characters, of_charset, of_page, whole
from extractors.richtext.tokens import Token, tokens

FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Arial Cyr;}"
    r"{\f3\fcharset128 Mincho;}{\f4\fnil Own;}}"
)
STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\b heading 1;}{\s2{\*\keycode x} Heading 2;}"
    r"{\s3\outlinelevel2 Own;}{\*\cs10 Default Paragraph Font;}}"
)


def rtf(body: str, opening: str = r"{\rtf1\ansi\ansicpg1252\deff0") -> bytes:
    return f"{opening}{FONTS}{STYLES}{body}}}".encode("latin-1")


def read(body: str | bytes) -> Extraction:
    content = body if isinstance(body, bytes) else rtf(body)
    return RTF.extract(content, "d", Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


WORDS = [
    (r"Caf\'e9", "Café", "a byte of the document's code page"),
    (r"{\f2\'cf\'f0\'e8}", "При", "a byte of the font's code page"),
    (r"{\f3\'83\'65\'83X}", "テス", "two bytes a character, the second one plain"),
    (r"{\f4\'e9}", "é", "a font that names no character set reads as the document"),
    (r"{\f1\'b7}x", "\uf0b7x", "a symbol font's glyph, in private use"),
    (r"\u8217?s", "’s", "a Unicode escape and the character for old readers"),
    (r"\u-10179?\u-8704?", "😀", "two halves of one character"),
    (r"\u128512?", "😀", "written as one by programs that do not know better"),
    (r"\u-10179?x", "\ufffdx", "half a character"),
    (r"\uc0\u233 t\uc1\u233?t", "étét", "nothing to step over, then one"),
    (r"\uc2\u233\'e9\'e9t", "ét", "two to step over, as bytes"),
    (r"\u233\endash t", "ét", "a word can stand for the character"),
    (r"{\u233}t", "ét", "stepping over ends with the group"),
    (r"a\~b\_c\-d", "a b\u2011cd", "spaces and hyphens that are no letters"),
    (r"\{\}\\", "{}\\", "escaped braces"),
    (r"a\tab b\line c\page d", "a b c d", "tabs and line ends are spaces of a paragraph"),
    (r"\lquote a\rquote  \ldblquote b\rdblquote\emdash c\bullet", "‘a’ “b”—c•", "by name"),
    ("one \ntwo\r\n three", "one two three", "line ends of the file mean nothing"),
    (r"one\\\\two", "one\\\\two", "two backslashes twice"),
    (r"seen{\v  hidden}\v gone\v0  too", "seen too", "hidden words"),
    (r"kept{\deleted  gone} on", "kept on", "a tracked deletion"),
    (r"{\revised new }words", "new words", "a tracked insertion"),
    (r"{\upr{old}{\*\ud{new}}}", "new", "two ways to say it: the newer one"),
    (r'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt here}}', "here", "a field prints its result"),
    (r"{\*\unknown gone}kept", "kept", "a group that may be ignored"),
    (r"{\unknown kept}", "kept", "a word that is not known, words that are read"),
    (r"{\xe gone}{\tc gone}{\info{\author gone}}kept", "kept", "index, contents, properties"),
    (r"\bin4 }{}}kept", "kept", "raw data holds braces"),
    ("\x93quoted\x94", "“quoted”", "raw bytes instead of escapes"),
    (r"\'zz kept\'9", "zz kept9", "an escape that is none"),
    (r"{\plain\v gone\plain kept}", "kept", "plain ends what is hidden"),
    ("nul\x00s", "nuls", "NULs between characters"),
    (
        r"\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 kept"
        r"\htmlrtf\~}\htmlrtf0 {\*\htmltag72 </p>}",
        "kept",
        "a web page that Outlook packed into rich text",
    ),
]


@pytest.mark.parametrize(("body", "words", "why"), WORDS)
def test_a_paragraph_reads_as_it_is_shown(body: str, words: str, why: str) -> None:
    assert printed(read(body)) == [words], why


PAGES = [
    (r"{\rtf1\mac \'8e}", "é", "Macintosh"),
    (r"{\rtf1\pc \'82}", "é", "the IBM PC"),
    (r"{\rtf1\pca \'82}", "é", "the IBM PC, western Europe"),
    (r"{\rtf1\ansicpg1250 \'b3}", "ł", "central Europe"),
    (r"{\rtf1\ansicpg65001 \'c3\'a9}", "é", "UTF-8"),
    (r"{\rtf1\ansicpg99 \'e9}", "é", "an unknown page is taken for western Windows"),
    (r"{\rtf1{\fonttbl{\f0\fcharset0\cpg1251 X;}}\f0 \'cf}", "П", "a font with a page of its own"),
]


@pytest.mark.parametrize(("source", "words", "why"), PAGES)
def test_code_pages(source: str, words: str, why: str) -> None:
    assert printed(read(source.encode())) == [words], why


def test_every_code_page_named_is_one() -> None:
    pages = [page for number in range(256) if (page := of_charset(number))]
    pages += [page for number in range(70_000) if (page := of_page(number))]
    assert len(pages) > 30
    assert all(characters("a\x80", page) for page in pages)


def test_styles_make_headings() -> None:
    body = (
        r"\pard\s1 Visit\par\pard\s2 Second\par\pard\s3 Third\par\pard\s9 None\par"
        r"\pard\outlinelevel1 By outline\par\pard\outlinelevel9 Body\par\pard Body\par"
        r"{\pard\s1{\listtext 2.\tab}Numbered\par}"
    )
    extraction = read(body)
    assert [(block.kind, block.level) for block in extraction.blocks] == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("paragraph", 0), ("heading", 2),
        ("paragraph", 0), ("paragraph", 0), ("heading", 1),
    ]  # fmt: skip
    assert printed(extraction)[-1] == "2. Numbered"
    assert extraction.blocks[-1].number == "2"


LISTS = [
    (r"{\listtext\f1\'b7\tab}One\par", "item", "• One", 1, "a bullet of a symbol font"),
    (r"{\pntext\'b7\tab}One\par", "item", "• One", 1, "a bullet of the old kind"),
    (r"{\listtext 3.\tab}\ilvl0 One\par", "paragraph", "3. One", 0, "a number"),
    (r"{\listtext (b)\tab}\ilvl1 One\par", "item", "(b) One", 2, "a letter, one level in"),
    (r"- One\par", "item", "• One", 1, "a typed bullet"),
    (r"4.\tab One\par", "paragraph", "4. One", 0, "a typed number"),
    (r"{\*\pn\pnlvlblt{\pntxtb\'b7}}One\par", "paragraph", "One", 0, "how to count is no text"),
]


@pytest.mark.parametrize(("body", "kind", "words", "level", "why"), LISTS)
def test_lists(body: str, kind: str, words: str, level: int, why: str) -> None:
    extraction = read(body)
    (block,) = extraction.blocks
    assert (block.kind, extraction.text[block.start : block.end], block.level) == (
        kind,
        words,
        level,
    ), why


def row(*cells: str, more: str = "") -> str:
    edges = "".join(rf"\cellx{(at + 1) * 1000}" for at in range(len(cells)))
    inside = "".join(rf"\pard\intbl {cell}\cell" for cell in cells)
    return rf"\trowd{more}{edges}{inside}\row\pard "


def test_tables_are_read_row_by_row() -> None:
    body = (
        r"Before\par" + row("Date", "Who", more=r"\trhdr") + row(r"3 May\par am", "Jo")
        + row("", "Sam") + r"After\par"
    )  # fmt: skip
    extraction = read(body)
    assert printed(extraction) == ["Before", "Date\tWho\n3 May am\tJo\n\tSam", "After"]
    table = extraction.blocks[1]
    assert [cell.header for cell in table.cells] == [True, True, False, False, False, False]
    places = [passage.locator for passage in passages(extraction)]
    assert places == ["paragraph 1", "table 1, row 2", "table 1, row 3", "paragraph 2"]


TABLES = [
    (
        r"\trowd\cellx1\clvmrg\cellx2\intbl a\cell\cell\row\pard",
        ["a"],
        "a part of a cell that began above is no cell",
    ),
    (row("only one") + row("column"), ["only one", "column"], "one column is a frame"),
    (
        row("a", r"{\trowd in\nestcell side\nestcell{\*\nesttableprops\trowd\nestrow}"
        r"{\nonesttables\par}}"),
        ["a\tin side"],
        "a table in a table is read in its cell",
    ),
    (r"\trowd\cellx1\cellx2\intbl a\cell b\cell", ["a\tb"], "the last row broke off"),
    (r"\trowd\cellx1\cellx2\intbl a\cell b", ["a", "b"], "a cell broke off: read, if not in place"),
    (r"\intbl words\par\pard after\par", ["words", "after"], "a row without cells"),
    (r"\row\row\cell\row", [], "rows of nothing"),
    (row("a", "b") + r"\pard between\par" + row("c", "d"), ["a\tb", "between", "c\td"], "two"),
    (
        row(r"{\listtext 1.\tab}one\par{\listtext 2.\tab}two", "x"),
        ["1. one 2. two\tx"],
        "labels in cells",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words", "why"), TABLES)
def test_odd_tables(body: str, words: list[str], why: str) -> None:
    found = [line for text in printed(read(body)) for line in text.split("\n")]
    assert found == words, why


def test_notes_comments_headers_and_boxes() -> None:
    body = (
        r"{\header Case file 7\par}{\headerl Case file 7\par}{\footer Page\par}"
        r"Known{\super\chftn}{\footnote{\super\chftn} As of May.} and said"
        r"{\*\atnid JS}{\*\atnauthor Jo Sample}\chatn{\*\annotation{\*\atnref 0}Who said so?\par}."
        r"{\shp{\*\shpinst{\sp{\sn wzName}{\sv Box 1}}{\shptxt In the box\par}}"
        r"{\shprslt{\*\do{\dptxbxtext In the box\par}}}}\par "
        r"Last{\*\annotation Unsigned}\par"
    )
    extraction = read(body)
    assert [(block.kind, block.locator) for block in extraction.blocks] == [
        ("paragraph", "paragraph 1"),
        ("paragraph", "text box, paragraph 1"),
        ("paragraph", "paragraph 2"),
        ("furniture", "header or footer"),
        ("furniture", "header or footer"),
        ("note", "footnote 1"),
        ("note", "comment 1 on paragraph 1"),
        ("note", "comment 2 on paragraph 2"),
    ]
    assert printed(extraction) == [
        "Known¹ and said.",
        "In the box",
        "Last",
        "Case file 7",
        "Page",
        "1 As of May.",
        "Comment by Jo Sample: Who said so?",
        "Comment: Unsigned",
    ]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    assert printed(read(r"One {\deleted\par}two\par")) == ["One two"]


PICTURE = r"{\*\shppict{\pict\pngblip 0102}}{\nonshppict{\pict\wmetafile 0102}}"
UNREAD = [
    (PICTURE, ["pictures-not-read"], "a picture, held in two ways, counts once"),
    (rf"{{\header{PICTURE}}}", [], "a letterhead"),
    (
        rf"{{\object{{\*\objdata 0102}}{{\result{PICTURE}}}}}",
        ["embedded-not-read"],
        "the picture of an embedded file is no other thing",
    ),
]


@pytest.mark.parametrize(("inside", "codes", "why"), UNREAD)
def test_what_is_no_text_is_said(inside: str, codes: list[str], why: str) -> None:
    extraction = read(rf"Words.{inside}\par")
    assert [problem.code for problem in extraction.problems] == codes, why
    assert printed(extraction) == ["Words."]


BROKEN = [
    (rb"{\rtf1 Words", ["Words"], ["truncated-document"], "cut off"),
    (rb"{\rtf1 Words{\b bold", ["Wordsbold"], ["truncated-document"], "cut off in a group"),
    (rb"{\rtf1 Words}}}} more}", ["Words more"], [], "too many braces: nothing is lost"),
    (b"{\\rtf1 Words}\r\n\x00\x00", ["Words"], [], "padding behind the end"),
    (b"\xef\xbb\xbf\r\n{\\rtf1 Words}", ["Words"], [], "a byte order mark before the start"),
    (rb"{\rtf", [], ["no-text", "truncated-document"], "nothing inside"),
    (rb"{\rtf1 {\bin99999 }}", [], ["no-text", "truncated-document"], "raw data beyond the end"),
    (rb"{\rtf1\bin-5 x}", ["x"], [], "raw data of no length"),
    (b"{\\rtf1 a\\", ["a"], ["truncated-document"], "a lone backslash"),
    (b"{\\rtf1 \\u99999999999 a}", [None], [], "a number beyond all characters"),
]


@pytest.mark.parametrize(("source", "words", "codes", "why"), BROKEN)
def test_broken_documents_give_what_they_hold(
    source: bytes, words: list[str | None], codes: list[str], why: str
) -> None:
    extraction = read(source)
    assert [problem.code for problem in extraction.problems] == codes, why
    assert words == [None] or printed(extraction) == words, why


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        read(b"{\\rtf1 " + b"{" * 1_000_000)
    assert caught.value.problem.code == "too-deep"
    assert printed(read(b"{\\rtf1 " + b"{" * 2000 + b"deep" + b"}" * 2001)) == ["deep"]


def test_a_document_larger_than_what_may_be_held_is_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        RTF.extract(rtf("x" * 1000), "d", Options(max_unpacked=500))
    assert caught.value.problem.code == "unpacks-too-large"


SNIFFED = [
    (b"{\\rtf1 x}", "note.rtf", "by its first characters"),
    (b"{\\rtf1 x}", "note.doc", "case systems call it .doc"),
    (b"\xef\xbb\xbf{\\rtf1 x}", "note.rtf", "behind a byte order mark"),
]


@pytest.mark.parametrize(("content", "name", "why"), SNIFFED)
def test_rich_text_is_known_by_its_bytes(content: bytes, name: str, why: str) -> None:
    assert sniff(content, name).name == "Rich Text (RTF)", why


def test_rich_text_called_doc_says_so() -> None:
    content = b"{\\rtf1 x}"
    extraction = extract(content, "d", sniff(content, "a.doc"), name="a.doc")
    assert [problem.code for problem in extraction.problems] == ["name-mismatch"]


def test_a_long_document_takes_work_in_proportion(check_effort: Callable[..., None]) -> None:
    def long(count: int) -> bytes:
        return rtf(r"{\b Seen} by Jo on \'e9 day.\par " * count + row("a", "b") * count)

    check_effort(read, long(300), long(2400))


def test_pictures_of_megabytes_are_stepped_over() -> None:
    extraction = read(rf"Words.{{\pict {'00ff' * 500_000}}}{{\pict\bin900000 {'}' * 900_000}}}\par")
    assert printed(extraction) == ["Words."]


def test_tokens() -> None:
    assert list(tokens(r"{\b0 a\'41\u-5?\*}\par" "\r\n")) == [
        Token("open"),
        Token("word", "b", 0),
        Token("bytes", "a"),
        Token("bytes", "A"),
        Token("word", "u", -5),
        Token("bytes", "?"),
        Token("symbol", "*"),
        Token("close"),
        Token("word", "par"),
    ]


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_joined_halves_are_characters(text: str) -> None:
    joined = whole(text)
    assert joined.encode("utf-8").decode("utf-8") == joined


PIECES = st.sampled_from(
    ["{", "}", r"\par ", r"\cell ", r"\row ", r"\trowd ", r"\intbl ", r"\pard ", "words ", r"\'e9",
     r"\u233?", r"{\footnote ", r"{\*\annotation ", r"{\header ", r"{\shptxt ", r"\v ", r"{\*\x ",
     r"{\listtext 1.}", r"\chftn ", r"{\upr{", r"{\*\ud{", r"\clvmrg ", r"\cellx9 ",
     r"{\stylesheet "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_any_order_of_pieces_is_read(pieces: list[str]) -> None:
    extraction = read(rtf("".join(pieces)))
    assert "words" not in printed(extraction, "table", "paragraph") or extraction.status == "ok"
    ends = [0]
    for block in extraction.blocks:
        assert ends[-1] <= block.start <= block.body <= block.end <= len(extraction.text)
        ends.append(block.end)


@given(st.lists(st.text(alphabet="abc é’😀", min_size=1), max_size=6))
def test_written_paragraphs_come_back(texts: list[str]) -> None:
    def escaped(text: str) -> str:
        pairs = text.encode("utf-16-le")
        codes = [int.from_bytes(pairs[at : at + 2], "little") for at in range(0, len(pairs), 2)]
        return "".join(chr(code) if code < 128 else rf"\u{code}?" for code in codes)

    extraction = read(rtf("".join(rf"{escaped(text)}\par " for text in texts)))
    assert printed(extraction) == [" ".join(text.split()) for text in texts if text.split()]
