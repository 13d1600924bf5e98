"""Presentations: what each slide shows, what the speaker says, what others remarked."""

import io
import zipfile
from collections.abc import Callable

import pytest

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import passages, sniff
from extractors.formats import Options
from extractors.slides import PPTX

SPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str, str]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in targets
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{items}</Relationships>'


def slide(inside: str, root: str = "sld") -> str:
    return f"<p:{root} {SPACES}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:{root}>"


def par(text: str, properties: str = "", level: int = 0) -> str:
    return f'<a:p><a:pPr lvl="{level}">{properties}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>'


def shape(*paragraphs: str, kind: str | None = None) -> str:
    """Make a text box, or a placeholder of a kind; "" is one whose kind is not said."""
    named = f' type="{kind}"' if kind else ""
    holder = "" if kind is None else f"<p:ph{named}/>"
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{holder}</p:nvPr></p:nvSpPr>"
        f"<p:txBody>{''.join(paragraphs)}</p:txBody></p:sp>"
    )


def graphic(inside: str) -> str:
    return (
        f"<p:graphicFrame><a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def cell(text: str, more: str = "") -> str:
    return f"<a:tc{more}><a:txBody>{par(text)}</a:txBody></a:tc>"


def table(*rows: tuple[str, ...], more: str = "") -> str:
    inside = "".join(f"<a:tr>{''.join(row)}</a:tr>" for row in rows)
    return graphic(f"<a:tbl><a:tblPr{more}/>{inside}</a:tbl>")


def pptx(*slides: str, parts: dict[str, str] | None = None) -> bytes:
    """Zip a presentation; slide 1 is the part ppt/slides/slide1.xml."""
    listed = "".join(f'<p:sldId id="{256 + at}" r:id="r{at}"/>' for at in range(1, len(slides) + 1))
    targets = [(f"r{at}", "slide", f"slides/slide{at}.xml") for at in range(1, len(slides) + 1)]
    files = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{listed}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            *targets,
            ("a1", "commentAuthors", "commentAuthors.xml"),
            ("a2", "authors", "authors.xml"),
        ),
        **{f"ppt/slides/slide{at}.xml": text for at, text in enumerate(slides, 1)},
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if content != "-":
                archive.writestr(name, content)
    return stream.getvalue()


def read(content: bytes, options: Options | None = None) -> Extraction:
    return PPTX.extract(content, "d", options or Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


def test_slides_are_read_in_order_title_first() -> None:
    first = slide(shape(par("Free text")) + shape(par("Case review"), kind="ctrTitle"))
    second = slide(
        shape(par("What we saw"), kind="title")
        + shape(par("Visits"), par("Records", level=1), kind="")
    )
    extraction = read(pptx(first, second))
    assert [
        (block.kind, block.level, extraction.text[block.start : block.end], block.locator)
        for block in extraction.blocks
    ] == [
        ("heading", 1, "Case review", "slide 1"),
        ("paragraph", 0, "Free text", "slide 1"),
        ("heading", 1, "What we saw", "slide 2"),
        ("item", 1, "• Visits", "slide 2"),
        ("item", 2, "• Records", "slide 2"),
    ]
    assert extraction.pages == ()
    assert passages(extraction)[-1].headings == ("What we saw",)


def test_the_order_is_that_of_the_list_not_of_the_names() -> None:
    content = pptx(
        slide(shape(par("one"))),
        slide(shape(par("two"))),
        parts={
            "ppt/_rels/presentation.xml.rels": relations(
                ("r1", "slide", "slides/slide2.xml"), ("r2", "slide", "/ppt/slides/slide1.xml")
            )
        },
    )
    assert printed(read(content)) == ["two", "one"]


def auto(kind: str, more: str = "") -> str:
    return f'<a:buAutoNum type="{kind}"{more}/>'


PARAGRAPHS = [
    (par("a", '<a:buChar char="•"/>'), ["• a"], "a bullet"),
    (par("a", auto("arabicPeriod")) + par("b", auto("arabicPeriod")), ["1. a", "2. b"], "counted"),
    (par("a", auto("alphaLcParenR")) + par("b", auto("romanUcPeriod")), ["a) a", "II. b"], "kinds"),
    (par("a", auto("alphaUcParenBoth", ' startAt="3"')), ["(C) a"], "begins at three"),
    (
        par("a", auto("arabicPeriod")) + par("b", auto("arabicPeriod"), 1)
        + par("c", auto("arabicPeriod")) + par("d", auto("arabicPeriod"), 1),
        ["1. a", "1. b", "2. c", "1. d"],
        "levels begin anew",
    ),
    (
        par("a", auto("arabicPeriod")) + par("x") + par("b", auto("arabicPeriod")),
        ["1. a", "x", "1. b"],
        "a paragraph without a number ends the list",
    ),
    ("<a:p><a:r><a:t>a</a:t></a:r><a:br/><a:r><a:t>b</a:t></a:r></a:p>", ["a b"], "a line end"),
    ("<a:p><a:fld><a:rPr/><a:t>3 May</a:t></a:fld></a:p>", ["3 May"], "a field"),
    ("<a:p/><a:p><a:endParaRPr/></a:p>", [], "empty paragraphs"),
    (par("- typed"), ["• typed"], "a typed bullet"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "words", "why"), PARAGRAPHS)
def test_paragraphs(inside: str, words: list[str], why: str) -> None:
    assert printed(read(pptx(slide(shape(inside))))) == words, why


SHAPES = [
    (shape(par("a", "<a:buNone/>"), kind=""), ["a"], "a placeholder that takes its bullets off"),
    (shape(par("a"), kind="subTitle"), ["a"], "a subtitle has no bullets"),
    (f"<p:grpSp><p:grpSpPr/>{shape(par('a'))}<p:grpSp>{shape(par('b'))}</p:grpSp></p:grpSp>",
     ["a", "b"], "groups in groups"),
    (f"<mc:AlternateContent><mc:Choice>{shape(par('a'))}</mc:Choice>"
     f"<mc:Fallback>{shape(par('a'))}</mc:Fallback></mc:AlternateContent>", ["a"], "in two forms"),
    (table((cell("Date"), cell("Who")), (cell("3 May"), cell("Jo"))), ["Date\tWho\n3 May\tJo"],
     "a table row by row"),
    (table((cell("a"),), (cell("b"),)), ["a", "b"], "one column is a frame"),
    (table((cell("a", ' gridSpan="2"'), cell("", ' hMerge="1"'), cell("b"))), ["a\tb"], "merged"),
    (graphic("<a:tbl/>"), [], "a table of nothing"),
    (shape(kind="title"), [], "a title of nothing"),
    ("<p:cxnSp/><p:extLst/>", [], "lines and other things without words"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "words", "why"), SHAPES)
def test_shapes(inside: str, words: list[str], why: str) -> None:
    assert printed(read(pptx(slide(inside)))) == words, why


def test_the_first_row_of_a_table_heads_it_where_it_is_marked() -> None:
    rows = ((cell("Date"), cell("Who")), (cell("3 May"), cell("Jo")))
    extraction = read(pptx(slide(table(*rows, more=' firstRow="1"'))))
    assert [passage.locator for passage in passages(extraction)] == ["slide 1, table 1, row 2"]
    assert len(passages(read(pptx(slide(table(*rows)))))) == 2


def test_notes_comments_and_footers_stand_aside() -> None:
    old = (
        f'<p:cmLst {SPACES}><p:cm authorId="0"><p:text>Who said so?</p:text></p:cm>'
        '<p:cm authorId="9"><p:text>Unsigned</p:text></p:cm></p:cmLst>'
    )
    new = (
        f'<q:cmLst xmlns:q="q" {SPACES}><q:cm authorId="{{7}}"><q:replyLst>'
        f'<q:reply authorId="0"><q:txBody>{par("Jo did.")}</q:txBody></q:reply></q:replyLst>'
        f"<q:txBody>{par('And when?')}</q:txBody></q:cm></q:cmLst>"
    )
    parts = {
        "ppt/commentAuthors.xml": '<x><y id="0" name="Jo Sample"/></x>',
        "ppt/authors.xml": '<x><y id="{7}" name="Sam Example"/></x>',
        "ppt/slides/_rels/slide1.xml.rels": relations(
            ("n", "notesSlide", "../notesSlides/notes1.xml"),
            ("c", "comments", "../comments/comment1.xml"),
            ("d", "comments", "../comments/modern.xml"),
        ),
        "ppt/notesSlides/notes1.xml": slide(
            shape(par("Say why."), par("And when."), kind="body") + shape(par("1"), kind="sldNum"),
            "notes",
        ),
        "ppt/comments/comment1.xml": old,
        "ppt/comments/modern.xml": new,
    }
    body = slide(shape(par("Words")) + shape(par("Confidential"), kind="ftr"))
    extraction = read(pptx(body, parts=parts))
    assert [
        (block.kind, extraction.text[block.start : block.end], block.locator)
        for block in extraction.blocks
    ] == [
        ("paragraph", "Words", "slide 1"),
        ("furniture", "Confidential", "slide 1"),
        ("note", "Say why.", "slide 1, notes"),
        ("note", "And when.", "slide 1, notes"),
        ("note", "Comment by Jo Sample: Who said so?", "slide 1, comment 1"),
        ("note", "Comment: Unsigned", "slide 1, comment 2"),
        ("note", "Comment by Sam Example: And when?", "slide 1, comment 3"),
        ("note", "Comment by Jo Sample: Jo did.", "slide 1, comment 4"),
    ]


def test_diagrams_are_read_from_their_part() -> None:
    body = slide(graphic('<dgm:relIds r:dm="d1"/>') + graphic('<dgm:relIds r:dm="gone"/>'))
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(("d1", "diagramData", "../diagrams/d1.xml")),
        "ppt/diagrams/d1.xml": f"<x {SPACES}><y>{par('Plan')}</y><y>{par('Do')}</y></x>",
    }
    extraction = read(pptx(body, parts=parts))
    assert printed(extraction) == ["Plan", "Do"]
    assert extraction.blocks[0].locator == "slide 1, diagram"
    assert [problem.code for problem in extraction.problems] == ["embedded-not-read"]


UNREAD = [
    (slide("<p:pic/><p:pic/>"), "pictures-not-read", "Slide 1 holds 2 pictures", "pictures"),
    (
        slide(graphic("<c:chart xmlns:c='c'/>")),
        "embedded-not-read",
        "Slide 1 holds another",
        "chart",
    ),
    ("-", "slide-not-read", "Slide 1 could not", "a slide that is missing"),
]


@pytest.mark.parametrize(("first", "code", "words", "why"), UNREAD)
def test_what_was_not_read_is_said_by_slide(first: str, code: str, words: str, why: str) -> None:
    extraction = read(pptx(first, slide(shape(par("Words")))))
    (problem,) = extraction.problems
    assert problem.code == code, why
    assert problem.message.startswith(words), why
    assert printed(extraction) == ["Words"]


def test_a_slide_listed_twice_is_read_once() -> None:
    twice = relations(("r1", "slide", "slides/slide1.xml"), ("r2", "slide", "slides/slide1.xml"))
    content = pptx(slide(shape(par("a"))), "-", parts={"ppt/_rels/presentation.xml.rels": twice})
    extraction = read(content)
    assert printed(extraction) == ["a"]
    assert [problem.code for problem in extraction.problems] == ["slide-not-read"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'
MAIN = "ppt/presentation.xml"
HOSTILE = [
    ({MAIN: "<a/>"}, "damaged-document", "lists its slides", "another thing inside"),
    ({MAIN: "-"}, "damaged-document", "missing", "no list of slides"),
    ({MAIN: "<p:pres"}, "damaged-document", "well formed", "XML cut off"),
    ({"ppt/slides/slide1.xml": ENTITIES}, "damaged-document", "document type", "entities"),
    ({"ppt/slides/slide1.xml": "<a>" * 9999}, "too-deep", "deeper", "nesting without end"),
    ({"ppt/slides/slide1.xml": "<a>" + " " * 9_000_000}, "unpacks-too-large", "size", "a bomb"),
    (
        {MAIN: f"<p:presentation {SPACES}><p:sldIdLst>{'<p:sldId/>' * 3001}</p:sldIdLst>"
         "</p:presentation>"},
        "unpacks-too-large",
        "3001 slides",
        "more slides than anyone shows",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "code", "words", "why"), HOSTILE)
def test_hostile_presentations_are_refused(
    parts: dict[str, str], code: str, words: str, why: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        read(pptx(slide(shape(par("Words"))), parts=parts))
    assert caught.value.problem.code == code, why
    assert words in caught.value.problem.message, why
    assert ".pptx" in caught.value.problem.message


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    with pytest.raises(RefusedError) as caught:
        read(pptx(slide(shape(par("x" * 100_000)))), Options(max_unpacked=50_000))
    assert caught.value.problem.code == "unpacks-too-large"


def test_groups_in_groups_as_deep_as_the_parser_goes() -> None:
    inside = "<p:grpSp>" * 240 + shape(par("deep")) + "</p:grpSp>" * 240
    assert printed(read(pptx(slide(inside)))) == ["deep"]


def test_a_presentation_without_words_says_so() -> None:
    extraction = read(pptx(slide("<p:pic/>")))
    assert [problem.code for problem in extraction.problems] == ["no-text", "pictures-not-read"]
    assert extraction.status == "partial"


def test_it_is_known_by_its_bytes() -> None:
    content = pptx(slide(shape(par("Words"))))
    assert sniff(content, "a.docx").name == "PowerPoint (PPTX)"
    assert sniff(content[:-30], "a.pptx").name == "PowerPoint (PPTX)", "cut off, but known"


def test_a_presentation_cut_anywhere_is_refused() -> None:
    content = pptx(slide(shape(par("Words"))))
    for end in range(0, len(content), 41):
        with pytest.raises(RefusedError) as caught:
            read(content[:end])
        assert caught.value.problem.code == "damaged-document"


def test_a_long_presentation_takes_work_in_proportion(check_effort: Callable[..., None]) -> None:
    def long(count: int) -> bytes:
        return pptx(*[slide(shape(par("Seen by Jo.")))] * count)

    check_effort(read, long(20), long(160))
