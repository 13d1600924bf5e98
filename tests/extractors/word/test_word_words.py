"""The words of paragraphs: what Word prints of runs, fields, changes, boxes and symbols."""

from collections.abc import Callable

import pytest

from corpus.records import Extraction
from extractors import passages
from extractors.formats import Options
from extractors.word import DOCX

Build = Callable[..., bytes]

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Deeper"><w:name w:val="Deeper"/>'
    '<w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:type="character" w:styleId="Shown"><w:name w:val="Shown"/>'
    '<w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="z-TopofForm"><w:name w:val="HTML Top of Form"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def field(instruction: str, result: str | None, more: str = "") -> str:
    def step(name: str, inside: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{name}">{inside}</w:fldChar></w:r>'

    shown = "" if result is None else step("separate") + result
    return (
        step("begin", more)
        + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + shown
        + step("end")
    )


def form(inside: str) -> str:
    return field(" FORM ", None, f"<w:ffData>{inside}</w:ffData>")


def grades(result: str) -> str:
    entries = "".join(f'<w:listEntry w:val="{grade}"/>' for grade in ("Good", "Inadequate"))
    return form(f"<w:ddList>{result}{entries}</w:ddList>")


def read(content: bytes) -> Extraction:
    return DOCX.extract(content, "d", Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


NESTED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
    + field("MERGEFIELD grade", r("inner"))
    + '<w:r><w:instrText> = "inner" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + r("outer")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FIELDS = [
    (r("on ") + field("DATE", r("4 May")) + r(" here"), "on 4 May here", "the result"),
    (r("a") + field('XE "index entry"', None) + r("b"), "ab", "a field that prints nothing"),
    (NESTED, "outer", "the result of a field inside an instruction is not printed"),
    (field("REF a", field("REF b", r("both"))), "both", "a field inside a result"),
    ('<w:fldSimple w:instr="AUTHOR">' + r("A. Lead") + "</w:fldSimple>", "A. Lead", "a simple one"),
    (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("never closed"),
        "never closed",
        "a damaged field loses no words",
    ),
    (
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("never begun"),
        "never begun",
        "a field that began in another paragraph",
    ),
    (r("Grade: ") + grades('<w:result w:val="1"/>'), "Grade: Inadequate", "a drop-down's choice"),
    (r("Grade: ") + grades(""), "Grade: Good", "the first entry where nothing was chosen"),
    (r("Grade:") + grades('<w:result w:val="7"/>'), "Grade:", "an entry that is not there"),
    (r("Grade:") + grades('<w:result w:val="-1"/>'), "Grade:", "nor before the first"),
    (form("<w:checkBox><w:checked/></w:checkBox>") + r(" met"), "☒ met", "a ticked box"),
    (form('<w:checkBox><w:default w:val="0"/></w:checkBox>') + r(" met"), "☐ met", "an empty box"),
    (
        form('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>') + r(" met"),
        "☐ met",
        "a box that was ticked at first",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "words", "why"), FIELDS)
def test_fields_print_their_results(docx: Build, inside: str, words: str, why: str) -> None:
    assert printed(read(docx(f"<w:p>{inside}</w:p>"))) == [words], why


HIDDEN = [
    (r("seen") + r(" not", "<w:vanish/>"), ["seen"], "by itself"),
    (r("seen") + r(" too", '<w:vanish w:val="false"/>'), ["seen too"], "not hidden after all"),
    (r("seen") + r(" not", '<w:rStyle w:val="Secret"/>'), ["seen"], "by its style"),
    (r("seen") + r(" not", '<w:rStyle w:val="Deeper"/>'), ["seen"], "by what its style inherits"),
    (r("seen") + r(" too", '<w:rStyle w:val="Shown"/>'), ["seen too"], "a style that shows again"),
    (
        r("seen") + r(" too", '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>'),
        ["seen too"],
        "a hidden style that the run overrides",
    ),
    (r("seen") + r(" too", "<w:webHidden/>"), ["seen too"], "hidden on the web, not in print"),
    ('<w:pPr><w:pStyle w:val="z-TopofForm"/></w:pPr>' + r("Top of Form"), [], "copied from a page"),
]


@pytest.mark.parametrize(("inside", "words", "why"), HIDDEN)
def test_hidden_words(docx: Build, inside: str, words: list[str], why: str) -> None:
    assert printed(read(docx(f"<w:p>{inside}</w:p>", styles=STYLES))) == words, why


RUNS = [
    (r("Lea", "<w:b/>") + r("ders", "<w:i/>"), "Leaders", "a word in two runs"),
    ("<w:r><w:t>one</w:t><w:cr/><w:t>two</w:t></w:r>", "one two", "a soft line break"),
    ('<w:r><w:t>one</w:t><w:br w:type="page"/><w:t>two</w:t></w:r>', "one two", "a page break"),
    (r("over\u00adview"), "overview", "a soft hyphen as a character"),
    (r("well-") + "<w:r><w:br/></w:r>" + r("being"), "well- being", "a hyphen before a break"),
    (r("مرحبا", "<w:rtl/>") + r(" 12"), "مرحبا 12", "right to left, in the order it is read"),
    (f"<w:bdo>{r('abc')}</w:bdo>", "abc", "a turned direction"),
    ("<w:r><w:ruby><w:rt>" + r("yomi") + "</w:rt><w:rubyBase>" + r("word")
     + "</w:rubyBase></w:ruby></w:r>", "word", "a word, not how it is pronounced"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + r("\tmet"), "• met", "a tick"),
    ('<w:r><w:sym w:char="nonsense"/></w:r>' + r("kept"), "kept", "a symbol of no number"),
    ('<w:r><w:sym w:char="D800"/></w:r>' + r("kept"), "kept", "half a character"),
    ('<w:r><w:sym w:char="FFFFFFFF"/></w:r>' + r("kept"), "kept", "beyond all characters"),
    (r("\uf0b7\tfirst"), "• first", "a bullet in private use"),
    (r("a\u00a0b\u2003c"), "a b c", "wide and hard spaces"),
    (r("a\u200bb\ufeffc"), "abc", "marks without width"),
    (r("&lt;p&gt; &amp;amp;"), "<p> &amp;", "characters written as entities"),
    ("<w:r><w:t><![CDATA[a < b]]></w:t></w:r>", "a < b", "CDATA"),
    ("<w:r><w:t>a<!-- no -->b</w:t></w:r>", "ab", "an XML comment"),
    ("<w:r><w:t>a<?no no?>b</w:t></w:r>", "ab", "an instruction"),
    (f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{r('a')}<w:sdt><w:sdtContent>"
     f"{r('b')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>", "ab", "controls inside controls"),
    (r("12") + "<w:r><w:object><o:OLEObject xmlns:o='x' ProgID='Excel'/></w:object></w:r>", "12",
     "an embedded object has no words of its own"),
    ("<w:r><w:t/></w:r>" + r("x"), "x", "a run without text"),
    (f"<m:oMath xmlns:m='m'><m:r><m:t>75%</m:t></m:r></m:oMath>{r(' met')}", "75% met",
     "a formula"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "words", "why"), RUNS)
def test_runs_read_as_printed(docx: Build, inside: str, words: str, why: str) -> None:
    extraction = read(docx(f"<w:p>{inside}</w:p>"))
    assert printed(extraction) == [words], why
    assert [passage.text for passage in passages(extraction)] == [words.removeprefix("• ")], why


def changed(mark: str, text: str) -> str:
    return f"<w:p><w:pPr><w:rPr><w:{mark}/></w:rPr></w:pPr>{r(text)}</w:p>"


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


CHANGES = [
    (changed("ins", "New.") + p("Old."), ["New.", "Old."], "an inserted end is an end"),
    (changed("del", "Joined ") + p("here."), ["Joined here."], "a deleted end is none"),
    (changed("moveFrom", "Joined ") + p("here."), ["Joined here."], "nor one that moved away"),
    (
        changed("del", "one ") + changed("del", "two ") + p("three"),
        ["one two three"],
        "two ends deleted",
    ),
    (f"<w:p>{deleted('all of it')}</w:p>" + p("Left."), ["Left."], "a paragraph all deleted"),
    (
        f"<w:del>{p('gone')}</w:del><w:moveFrom>{p('gone')}</w:moveFrom>" + p("Left."),
        ["Left."],
        "x",
    ),
    (f"<w:moveTo>{p('Arrived.')}</w:moveTo>", ["Arrived."], "paragraphs that moved here"),
    (
        f"<w:p><w:moveTo>{r('Arrived')}</w:moveTo><w:moveFrom>{r('left')}</w:moveFrom></w:p>",
        ["Arrived"],
        "words that moved",
    ),
    (
        f"<w:p>{r('a')}<w:ins>{r('b')}{deleted('c')}</w:ins></w:p>",
        ["ab"],
        "inserted by one, deleted by another",
    ),
    (
        f"<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val='X'/></w:pPr></w:pPrChange></w:pPr>"
        f"{r('x', '<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>')}</w:p>",
        ["x"],
        "how it looked before does not matter",
    ),
    (
        f"<w:p>{r('a')}<w:del>{field('REF', '<w:r><w:delText>b</w:delText></w:r>')}</w:del></w:p>",
        ["a"],
        "a deleted field",
    ),
]


@pytest.mark.parametrize(("body", "words", "why"), CHANGES)
def test_tracked_changes_are_read_as_accepted(
    docx: Build, body: str, words: list[str], why: str
) -> None:
    assert printed(read(docx(body))) == words, why


TABLE = f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"


def box(inside: str) -> str:
    return f"<w:txbxContent>{inside}</w:txbxContent>"


def either(choice: str, fallback: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


BOXES = [
    (either(box(p("new")), box(p("old"))), ["new"], "one of two alternatives"),
    (either("<w:drawing/>", box(p("old"))), ["old"], "the one that has words"),
    (either(box(p("new")), "<w:pict/>"), ["new"], "and only the one"),
    (f"<w:r>{box(p('one') + p('two'))}</w:r>", ["one", "two"], "two paragraphs"),
    (f"<w:r>{box(p('outer') + '<w:p><w:r>' + box(p('inner')) + '</w:r></w:p>')}</w:r>",
     ["outer", "inner"], "a box inside a box"),
    ("<w:r><w:drawing><a:txBody xmlns:a='a'><a:p><a:r><a:t>one</a:t></a:r></a:p>"
     "<a:p><a:r><a:t>two</a:t></a:r></a:p></a:txBody></w:drawing></w:r>",
     ["one", "two"], "the words of a drawn shape"),
    (r("before ") + f"<w:r>{box(p('in'))}</w:r>" + r("after"), ["before after", "in"],
     "a box does not cut its paragraph"),
    (f"<w:r>{box('')}</w:r>", [], "an empty box"),
    (f"<w:r>{box(TABLE)}</w:r>", ["a\tb"], "a table inside a box"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "words", "why"), BOXES)
def test_text_boxes(docx: Build, inside: str, words: list[str], why: str) -> None:
    assert printed(read(docx(f"<w:p>{inside}</w:p>"))) == words, why


def test_a_box_does_not_take_the_words_of_a_deleted_end(docx: Build) -> None:
    boxed = f"<w:r>{box(p('In the box.') + changed('del', 'Last of it.'))}</w:r>"
    ends = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p>{ends}{r('Joined ')}{boxed}</w:p>" + p("here.")
    assert printed(read(docx(body))) == ["In the box.", "Last of it.", "Joined here."]


def test_a_whole_paragraph_may_have_alternatives(docx: Build) -> None:
    body = (
        f"<mc:AlternateContent><mc:Choice>{p('new')}</mc:Choice>"
        f"<mc:Fallback>{p('old')}</mc:Fallback></mc:AlternateContent>"
    )
    assert printed(read(docx(body))) == ["new"]


def reference(kind: str, identifier: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{identifier}" {more}/></w:r>'


def note(kind: str, identifier: int, inside: str) -> str:
    return f'<w:{kind} w:id="{identifier}">{inside}</w:{kind}>'


def test_notes_are_numbered_by_their_references(docx: Build) -> None:
    body = (
        f"<w:p>{r('a')}{reference('footnote', 5)}{r(' b')}{reference('footnote', 2)}"
        f"{r(' c')}{reference('footnote', 5)}</w:p>"
    )
    notes = note("footnote", 2, p("Two.")) + note("footnote", 5, p("Five."))
    extraction = read(docx(body, footnotes=notes))
    assert printed(extraction) == ["a¹ b² c¹", "2 Two.", "1 Five."]
    assert [b.number for b in extraction.blocks if b.kind == "note"] == ["2", "1"]


def test_a_note_with_a_mark_of_its_own_is_not_counted(docx: Build) -> None:
    own = reference("footnote", 1, 'w:customMarkFollows="1"')
    body = f"<w:p>{r('a')}{own}{r('*')}{r(' b')}{reference('footnote', 2)}</w:p>"
    notes = note("footnote", 1, p("* Own.")) + note("footnote", 2, p("Counted."))
    assert printed(read(docx(body, footnotes=notes))) == ["a* b¹", "• Own.", "1 Counted."]


NOTES = [
    (p("1.2 As of May."), "1.2 As of May.", "a typed number is part of the words"),
    (p("• first") + p("• second"), "• first • second", "bullets too"),
    (p("one") + p("two"), "one two", "two paragraphs"),
    (TABLE, "a b", "a table"),
    (f"<w:p><w:r><w:footnoteRef/></w:r>{r(' See ')}<w:hyperlink>{r('this')}</w:hyperlink></w:p>",
     "See this", "a link"),
    (f"<w:p><w:r>{box(p('boxed'))}</w:r></w:p>", "boxed", "a text box"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "words", "why"), NOTES)
@pytest.mark.parametrize("part", ["footnotes", "endnotes", "comments", "header", "footer"])
def test_stories_beside_the_body_lose_no_words(
    docx: Build, part: str, inside: str, words: str, why: str
) -> None:
    kind = part.removesuffix("s")
    story = inside if part in ("header", "footer") else note(kind, 1, inside)
    extraction = read(docx(p("Leaders know."), **{part: story}))
    aside = printed(extraction, "note", "furniture")
    assert [text.removeprefix("Comment: ") for text in aside] == [words], why
    assert [passage.text for passage in passages(extraction)] == ["Leaders know."], why
