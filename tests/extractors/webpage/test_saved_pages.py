"""Pages that word processors wrote: their labels, notes, headers, changes and contents lists."""

import pytest

from corpus.records import Extraction
from extractors import passages
from extractors.formats import Options
from extractors.webpage import HTML


def read(page: str) -> Extraction:
    return HTML.extract(page.encode(), "d", Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


def label(text: str, level: int = 1) -> str:
    """Write a list label as the XHTML of LibreOffice does."""
    return f'<span class="ListLabel_20_{level}" style="display:block;float:left;">{text}</span>'


def ignored(text: str) -> str:
    """Write a list label as the HTML of Word does."""
    return f"<span style='mso-list:Ignore'>{text}<span style='font:7pt'>&nbsp;&nbsp; </span></span>"


LABELS = [
    (f"<ol><li><p>{label('1.')}Leadership</p></ol>", ["1. Leadership"], "printed once"),
    (
        f"<ol><li><p>{label('1.')}A</p><ol><li><p>{label('1.1')}B</p></ol></ol>",
        ["1. A", "1.1 B"],
        "the number as printed, not as counted",
    ),
    (f"<ol><li><h2>{label('1.')}Leadership</h2></ol>", ["1. Leadership"], "a numbered heading"),
    (f"<h2>{label('2.')}Leadership</h2>", ["2. Leadership"], "a heading outside of lists"),
    (f"<ul><li><p>{label('••')}bullet</p></ul>", ["• bullet"], "a bullet written twice"),
    (f"<ul><li><p>{label('o')}bullet</p></ul>", ["• bullet"], "a letter that stands for a circle"),
    (f"<ul><li><p>{label('§')}bullet</p></ul>", ["• bullet"], "a sign that stands for a square"),
    (f"<ol><li><p>{label('(a)')}letter</p></ol>", ["(a) letter"], "a letter in brackets"),
    (f"<p>{label('4.')}typed</p>", ["4. typed"], "a paragraph of no list"),
    (f"<p>{label('')}x</p>", ["x"], "a label of nothing"),
    (f"<p>words {label('4.')} go on</p>", ["words 4. go on"], "no label: words stand before it"),
    (
        f"<p class=MsoListParagraph><![if !supportLists]>{ignored('1.')}<![endif]>Leadership</p>",
        ["1. Leadership"],
        "Word's number",
    ),
    (f"<p class=MsoListParagraph>{ignored('§')}Staff</p>", ["• Staff"], "Word's bullet"),
    (f"<p class=MsoListParagraph>{ignored('o')}Staff</p>", ["• Staff"], "Word's circle"),
    (f"<h1>{ignored('2')}Leadership</h1>", ["2 Leadership"], "Word's number of a heading"),
    (
        f"<table><tr><td><ol><li><p>{label('1.3')}a</p></ol><td>b</table>",
        ["1.3 a\tb"],
        "inside a table",
    ),
    (
        "<table><tr><td><ol><ol start=3><li><p>a</ol></ol><td>b</table>",
        ["3. a\tb"],
        "a list in a cell, begun at three",
    ),
    ("<ol><li><h1>A</h1><ol><li><p>B</ol></ol>", ["1. A", "1. B"], "the HTML of LibreOffice"),
    ("<p><span style='float: left'>Area</span>Grade</p>", ["Area Grade"], "set apart, not glued"),
    ("<p><span style='display:block'>Area</span>Grade</p>", ["Area Grade"], "nor this"),
    ("<p>Lea<o:p></o:p>ders <st1:City>in London</st1:City></p>", ["Leaders in London"], "own tags"),
    ("<p>on <sdfield type=DATETIME>4 May</sdfield>.</p>", ["on 4 May."], "a field"),
]


@pytest.mark.parametrize(("page", "words", "why"), LABELS)
def test_labels_are_printed_once_and_apart(page: str, words: list[str], why: str) -> None:
    assert printed(read(page)) == words, why


def test_labels_give_their_numbers() -> None:
    extraction = read(f"<ol><li><p>{label('1.1')}A</p></ol><h2>{label('2.')}B</h2>")
    assert [(b.kind, b.number) for b in extraction.blocks] == [("item", "1.1"), ("heading", "2")]
    (passage,) = passages(extraction)
    assert (passage.text, passage.number) == ("A", "1.1")


OFFICE_NOTE = (
    "<p>Known.<a href='#sdfootnote1sym' class=sdfootnoteanc><sup>1</sup></a></p>"
    "<div id=sdfootnote1><p><a href='#sdfootnote1anc' class=sdfootnotesym>1</a> As of May.</p>"
    "<p>And June.</p></div>"
)
END_NOTE = (
    "<p>Known<a href='#sdendnote1sym'><sup>iv</sup></a></p>"
    "<div id=sdendnote1><p><a href='#sdendnote1anc'>iv</a> As of May.</p></div>"
)
XHTML_NOTE = (
    '<p>Known.<span title="Footnote: x"><a href="#ftn1" id="body_ftn1">1</a></span></p>'
    '<p><span class="footnodeNumber"><a id="ftn1" href="#body_ftn1">1</a></span> As of May.</p>'
)
WORD_NOTE = (
    "<p>Known.<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a></p>"
    "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>"
    "<p class=MsoFootnoteText><a href='#_ftnref1'>[1]</a> As of May.</p></div></div>"
)
DRIVE_NOTE = (
    "<p>Known.<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup></p>"
    "<div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a> As of May.</p></div>"
)
SITE_NOTE = (
    "<p>Known.<sup id='fnref:1'><a href='#fn:1'>[footnote 1]</a></sup></p>"
    "<div class=footnotes role=doc-endnotes><ol><li id='fn:1'><p>As of May. "
    "<a href='#fnref:1' role=doc-backlink>↩</a></p></ol></div>"
)
SAVED_NOTE = (
    "<p>Known.<a href='report.htm#_ftn1'>[1]</a></p>"
    "<p><a href='report.htm#_ftnref1'>[1]</a> As of May.</p>"
)
NOTES = [
    (OFFICE_NOTE, "Known.¹", ["1 As of May.", "And June."], "LibreOffice, both paragraphs"),
    (END_NOTE, "Knownⁱᵛ", ["iv As of May."], "LibreOffice, an endnote"),
    (XHTML_NOTE, "Known.¹", ["1 As of May."], "LibreOffice, XHTML"),
    (WORD_NOTE, "Known.¹", ["[1] As of May."], "Word"),
    (DRIVE_NOTE, "Known.¹", ["[1] As of May."], "an editor on the web"),
    (SITE_NOTE, "Known.¹", ["1. As of May."], "a site, without its way back"),
    (SAVED_NOTE, "Known.¹", ["[1] As of May."], "links that name the file"),
    ("<p>Known<sup>1,2</sup></p>", "Known¹,²", [], "two at a place"),
    ("<p>Known<sup>1–3</sup></p>", "Known¹⁻³", [], "three at a place"),
    ("<p>Known<sup>i</sup></p>", "Knowni", [], "a raised letter that leads nowhere is a letter"),
    ("<p>See <a href='#annex'>12</a>.</p>", "See 12.", [], "a link to no note is no reference"),
    ("<p>Known <a href='#_ftn1'>as is</a></p>", "Known as is", [], "words are words"),
]


@pytest.mark.parametrize(("page", "words", "notes", "why"), NOTES)
def test_notes_stand_aside(page: str, words: str, notes: list[str], why: str) -> None:
    extraction = read(page)
    assert [passage.text for passage in passages(extraction)] == [words], why
    assert printed(extraction, "note") == notes, why


ASIDE = [
    ("<div title=header><p>Draft report</p></div>", "furniture", "a page header"),
    ("<div title=footer><p>Draft report</p></div>", "furniture", "a page footer"),
    ("<p class=MsoToc1>Leadership</p>", "furniture", "a contents line of Word"),
    ('<p class="Contents_20_2">Leadership 4</p>', "furniture", "a contents line of LibreOffice"),
    ("<div id='Table of Contents1'><p>Leadership</div>", "furniture", "a contents list"),
    ("<p class=MsoCommentText>Check this.</p>", "note", "a comment of Word"),
    ("<div style='mso-element:comment'>Check this.</div>", "note", "a comment of Word"),
    ("<p><span class=annotation_style_by_filter><br/>[Check this.]</span></p>", "note", "another"),
    ("<p><a href='#top'>Back to top</a></p>", "furniture", "a way back"),
    ("<ul><li><a href='#a'>Leadership</a></ul>", "furniture", "a contents list of links"),
    ("<p>1. <a href='#a'>Leadership</a> 4</p>", "furniture", "with a number and a page"),
    ("<p><a href='#a'>Leaders must act.</a></p>", "paragraph", "a sentence, though it leads on"),
    ("<p><a href='#a'>Leadership</a> matters</p>", "paragraph", "words beside the link"),
    ("<p><a href='b.html'>Leadership</a></p>", "paragraph", "a link to another page"),
    ("<h2><a href='#a'>Leadership</a></h2>", "heading", "a heading with a link to itself"),
    ("<div title='header row'><p>Draft</p></div>", "paragraph", "a title of another kind"),
]


@pytest.mark.parametrize(("page", "kind", "why"), ASIDE)
def test_what_stands_aside(page: str, kind: str, why: str) -> None:
    extraction = read(f"<p>Leaders know.</p>{page}")
    assert len(extraction.blocks) == 2, why
    assert [block.kind for block in extraction.blocks if block.kind != "paragraph"] == (
        [kind] if kind != "paragraph" else []
    ), why


def test_a_comment_does_not_cut_its_line() -> None:
    page = "<p>Leaders <span class=annotation_style_by_filter>[Who?]</span>know.</p>"
    assert printed(read(page)) == ["Leaders know.", "[Who?]"]


def test_a_contents_list_typed_with_tabs_stands_aside() -> None:
    extraction = read("<p>Contents</p><p>Leadership\t4</p><p>Staff\t6</p><p>Leaders know.</p>")
    assert [passage.text for passage in passages(extraction)] == ["Leaders know."]
    assert printed(extraction, "furniture") == ["Contents", "Leadership 4", "Staff 6"]


CHANGES = [
    ("<p>Leaders <ins>now </ins><del>do not </del>know.</p>", ["Leaders now know."], "words"),
    ("<del><p>Gone.</p></del><ins><p>New.</p></ins>", ["New."], "paragraphs"),
    ("<p>Leaders <s>know</s>.</p>", ["Leaders know."], "struck through is still to be read"),
    ("<p>a<span style='mso-hide:all'>b</span></p>", ["a"], "hidden in Word"),
    ("<p>Round.<span style='float: left'><p>In the box.</p></span></p>", ["Round.", "In the box."],
     "a text box"),
    ("<p><!--[if gte vml 1]><v:shape>x</v:shape><![endif]--><![if !vml]>Shown<![endif]></p>",
     ["Shown"], "what only Word would show, and what all show"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "words", "why"), CHANGES)
def test_changes_and_boxes(page: str, words: list[str], why: str) -> None:
    assert printed(read(page)) == words, why
