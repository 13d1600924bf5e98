"""Pages as they are found: badly marked, wrongly declared, folded away, framed by a site."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.problems import RefusedError
from corpus.records import Extraction
from extractors import passages, sniff
from extractors.formats import Options
from extractors.webpage import HTML


def read(page: str | bytes) -> Extraction:
    content = page if isinstance(page, bytes) else page.encode()
    return HTML.extract(content, "d", Options())


def printed(extraction: Extraction, *kinds: str) -> list[str]:
    return [
        extraction.text[block.start : block.end]
        for block in extraction.blocks
        if not kinds or block.kind in kinds
    ]


MARKUP = [
    ("<p>one</div></p>two", ["one", "two"], "an end without its beginning"),
    ("<b><p>one</b>two</p>", ["onetwo"], "elements that overlap"),
    ("<p>a < b and c > d</p>", ["a < b and c > d"], "signs that are no tags"),
    ("<p>one<p/>two", ["one", "two"], "an element closed at once"),
    ("<p>AT&T &copy 2024 &nosuch; &#8211; &#x2013;</p>", ["AT&T © 2024 &nosuch; – –"], "entities"),
    ("<p>&lt;b&gt; &amp;amp;</p>", ["<b> &amp;"], "entities are read once"),
    ("<p>&#0;&#xD800;&#99999999;x</p>", ["\ufffd\ufffd\ufffdx"], "entities of no character"),
    ("<p>&#150;x</p>", ["–x"], "a dash by its Windows number"),
    ("<P>ONE</P><Div>two</DIV>", ["ONE", "two"], "tags of any case"),
    ("<p title='a > b'>one</p>", ["one"], "a sign inside an attribute"),
    ("<p>one<!-- <p>two -->three</p>", ["onethree"], "a paragraph inside a comment"),
    ("<p>one</p><!-- never closed <p>two</p>", ["one"], "a comment without an end"),
    ("<p>one<script>'</p>'</script>two</p>", ["onetwo"], "a script that writes tags"),
    ("<p>one</p><style>p::after { content: 'x' }</style>", ["one"], "a style in the body"),
    ("<p>one</p><noscript><p>No scripts?</p></noscript>", ["one"], "for browsers without scripts"),
    ("<p>one</p><template><p>two</p></template>", ["one"], "a template"),
    ("<iframe>frame</iframe><p>one</p>", ["one"], "a frame in the page"),
    ("<p>one<img alt=x src='data:image/png;base64,iVBORw0KGgo='>two</p>", ["onetwo"], "a picture"),
    ("<p>on<wbr>e</p>", ["one"], "a place to break a word"),
    ("<pre>one\n  two</pre>", ["one two"], "text set as typed"),
    ("<dl><dt>Area<dd>Good</dl>", ["Area", "Good"], "a list of terms"),
    ("<details><summary>More</summary><p>one</p></details>", ["More", "one"], "folded away"),
    ("<fieldset><legend>A</legend><label>b</label></fieldset>", ["A", "b"], "a form"),
    ("<blockquote>one<p>two</blockquote>", ["one", "two"], "a quotation"),
    ("<p><ruby>word<rp>(</rp><rt>yomi</rt><rp>)</rp></ruby></p>", ["word"], "how it is said"),
    ("<center><font>one</font></center>", ["one"], "elements of long ago"),
    ("<p dir=rtl>مرحبا 12</p>", ["مرحبا 12"], "right to left, in the order it is read"),
    ("<my-card><p>one</p></my-card>", ["one"], "an element of a site's own"),
    ("one", ["one"], "no element at all"),
]


@pytest.mark.parametrize(("page", "words", "why"), MARKUP)
def test_markup_of_all_sorts(page: str, words: list[str], why: str) -> None:
    assert printed(read(page)) == words, why


HIDDEN = [
    ("<p hidden>x", False, "by attribute"),
    ("<p hidden=hidden>x", False, "by attribute, written out"),
    ("<div hidden=until-found><p>x</div>", True, "folded until somebody looks for it"),
    ("<p style='DISPLAY : NONE'>x", False, "by style, in capitals"),
    ("<p style='color:red;visibility:hidden'>x", False, "by style"),
    ("<p style='--x-display:nonesuch'>x", True, "a style that only looks alike"),
    ("<p aria-hidden=true>x", True, "hidden from screen readers only"),
    ("<button>x</button>", False, "a button"),
    ("<h2><button>x</button></h2>", True, "a heading that unfolds its section"),
    ("<select><option>x</select>", False, "choices"),
    ("<p>x<a role=doc-backlink href='#r'>↩</a>", True, "the way back from a note"),
]


@pytest.mark.parametrize(("page", "is_read", "why"), HIDDEN)
def test_hidden_elements(page: str, is_read: bool, why: str) -> None:
    assert printed(read(page)) == (["x"] if is_read else []), why


LISTS = [
    ("<ul><li>a<ul><li>b</ul>c</ul>", ["• a", "• b", "c"], "words after an inner list"),
    ("<ol><li>a<li>b<ol><li>c</ol><li>d</ol>", ["1. a", "2. b", "1. c", "3. d"], "numbers go on"),
    ("<ul><ul><li>a</ul></ul>", ["• a"], "a list straight inside a list"),
    ("<ol><li><li>b</ol>", ["2. b"], "an empty item is counted"),
    ("<ol start=-1><li>a<li>b<li>c</ol>", ["-1. a", "0. b", "1. c"], "from below nothing"),
    ("<ol start=x><li value=y>a</ol>", ["1. a"], "no numbers"),
    ("<ol start=99999999999999><li>a</ol>", ["1. a"], "a number beyond reason"),
    ("<ol type=a start=27><li>a</ol>", ["aa. a"], "letters past the alphabet"),
    ("<ol type=I start=4><li>a</ol>", ["IV. a"], "roman numerals"),
    ("<li>a", ["• a"], "an item of no list"),
    ("<ul><li><ul><li>a</ul></ul>", ["• a"], "an item that holds only a list"),
    ("<ul>loose<li>a</ul>", ["loose", "• a"], "loose words in a list"),
    ("<ul><li><table><tr><td>a<td>b</table></ul>", ["a\tb"], "a table in an item"),
]


@pytest.mark.parametrize(("page", "words", "why"), LISTS)
def test_lists(page: str, words: list[str], why: str) -> None:
    assert printed(read(page)) == words, why


TABLES = [
    ("<table><td>a<td>b</table>", ["a\tb"], "no row"),
    ("<table>loose<tr><td>a<td>b</table>", ["loose", "a\tb"], "words outside cells move before it"),
    ("<table><tr><td>a<td></table>", ["a"], "an empty last cell leaves no trace"),
    ("<table><tr><td><td>a</table>", ["\ta"], "an empty first cell keeps its place"),
    ("<table><tr><td><td></table>", [], "nothing but empty cells"),
    ("<table><tr><th>A<th>B</table>", ["A\tB"], "a header alone"),
    ("<table><tr><td>a<p>b<p>c<td>d</table>", ["a b c\td"], "paragraphs in a cell"),
    ("<table><tr><td>a<br>b<td>c</table>", ["a b\tc"], "lines in a cell"),
    ("<table><tr><td>a<script>x</script><td hidden>h<td>b</table>", ["a\tb"], "hidden cells"),
    ("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>", ["a", "b\tc", "d"], "a table"),
    ("<table><tr><td>a</table>", ["a"], "one column is a frame"),
    ("<tr><td>a<td>b", ["ab"], "rows of no table are words"),
    ("<table><tr><td>1,2<td>a\tb</table>", ["1,2\ta b"], "a tab in a cell is no border"),
]


@pytest.mark.parametrize(("page", "words", "why"), TABLES)
def test_tables(page: str, words: list[str], why: str) -> None:
    assert printed(read(page)) == words, why


DECLARED = [
    (b"<meta charset=utf-16><p>caf\xc3\xa9", "a declaration that its own bytes belie"),
    (b"<meta charset=shift_jis><p>caf\xc3\xa9 \xff", "a declaration that does not hold"),
    (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'><p>caf\xe9", "old"),
    (b"<?xml version='1.0' encoding='utf-8'?><html><p>caf\xc3\xa9", "by XML"),
    (b"\xef\xbb\xbf<meta charset=iso-8859-1><p>caf\xc3\xa9", "the mark decides"),
    (b"<meta charset=''><p>caf\xe9", "a declaration of nothing"),
    (b"<meta charset=base64><p>caf\xc3\xa9", "a codec that is no character set"),
    (b"<!--" + b"x" * 5000 + b"--><meta charset=big5><p>caf\xe9", "a declaration too far down"),
]


@pytest.mark.parametrize(("content", "why"), DECLARED)
def test_declared_encodings(content: bytes, why: str) -> None:
    assert printed(read(content))[0].startswith("caf"), why
    assert "\x00" not in read(content).text, why


SITE = """<!DOCTYPE html><html><head><title>Report - SITE</title></head><body class="template">
<a href="#content" class="skip-link">Skip to main content</a>
<div id="global-cookie-message" role="region"><p>Cookies on SITE</p><button>Accept</button></div>
<header role="banner"><a href="/">SITE</a><form role="search"><label>Search</label></form></header>
<div class="wrapper"><div class="breadcrumbs"><ol><li><a href="/">Home</a></li></ol></div>
<main role="main" id="content"><h1>Inspection report</h1>
<nav aria-label="Contents"><h2>Contents</h2><ol><li><a href="#a">Leadership</a></li></ol></nav>
<div class="body"><h2 id="a">Leadership</h2><p>Leaders know what they do well.</p>
<ul><li>Plans are clear.</li></ul>
<h2><button aria-expanded="false">Staff</button></h2>
<div hidden="until-found"><p>Staff feel listened to.</p></div>
<table><thead><tr><th>Area</th><th>Grade</th></tr></thead>
<tbody><tr><th>Leadership</th><td>Good</td></tr></tbody></table>
<p><a href="#content">Back to top</a></p></div></main></div>
<div class="feedback"><h2>Is this page useful?</h2><p>Maybe</p></div>
<footer role="contentinfo"><p>Crown copyright</p></footer></body></html>"""


def test_a_site_is_read_for_its_report_alone() -> None:
    found = [(passage.headings, passage.text) for passage in passages(read(SITE))]
    leadership = ("Inspection report", "Leadership")
    assert found == [
        (leadership, "Leaders know what they do well."),
        (leadership, "Plans are clear."),
        (("Inspection report", "Staff"), "Staff feel listened to."),
        (("Inspection report", "Staff"), "Leadership\tGood"),
    ]


def test_the_frame_of_a_site_is_kept_though_not_quoted() -> None:
    aside = printed(read(SITE), "furniture")
    for words in ("Skip to main content", "Cookies on SITE", "Home", "Leadership", "Maybe"):
        assert any(words in text for text in aside), words


def test_a_page_of_frames_holds_no_text() -> None:
    extraction = read("<html><frameset cols='20%,*'><frame src=a><frame src=b></frameset></html>")
    assert [problem.code for problem in extraction.problems] == ["no-text"]


DEEP = [
    ("<div>", "boxes"),
    ("<ul><li>", "lists"),
    ("<blockquote>", "quotations"),
    ("<table><tr><td>", "tables"),
    ("<b>", "bold"),
    ("<span style='display:block'>", "spans"),
]


@pytest.mark.parametrize(("tag", "why"), DEEP)
def test_deep_nesting_is_read(tag: str, why: str) -> None:
    assert printed(read(tag * 800 + "deep"))[-1].endswith("deep"), why


def test_nesting_beyond_reason_is_refused_with_a_remedy() -> None:
    with pytest.raises(RefusedError) as caught:
        read("<section>" * 30_000)
    assert caught.value.problem.code == "too-deep"
    assert "print it to PDF" in caught.value.problem.message


SNIFFED = [
    ("<!DOCTYPE html><p>a", "HTML", "a document"),
    ("<?xml version='1.0'?><!-- x --><html>", "HTML", "XHTML"),
    ("\n\n<TABLE><tr><td>a", "HTML", "a fragment"),
    ("a < b", "plain text", "text with a sign in it"),
]


@pytest.mark.parametrize(("page", "name", "why"), SNIFFED)
def test_pages_are_told_from_text(page: str, name: str, why: str) -> None:
    assert (sniff(page.encode(), "a").name == "HTML") is (name == "HTML"), why


TAGS = (
    "p /p div /div ul /ul ol /ol li table /table tr td th thead caption h1 h2 /h2 sup /sup br b /b "
    "nav /nav main /main /a /span del /del script /script footer button /button"
)
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in TAGS.split()),
        *("<a href='#a'>", "<a href='#_ftn1'>", "<li value=7>", "<td rowspan=3 colspan=2>"),
        *("<span style='mso-list:Ignore'>", "<span class=annotation_style_by_filter>"),
        *("<!--", "-->", "1", "1.", "•", "i", "Contents", "a&amp;", "words."),
    ]
)


@settings(max_examples=300)
@given(pieces=st.lists(PIECES, max_size=40))
def test_any_tags_in_any_order_give_whole_offsets(pieces: list[str]) -> None:
    extraction = read(" ".join(pieces))
    at = 0
    for block in extraction.blocks:
        assert at <= block.start <= block.body < block.end <= len(extraction.text)
        assert set(extraction.text[at : block.start]) <= {"\n", "\t"}
        at = block.end
    assert set(extraction.text[at:]) <= {"\n", "\t"}
    kinds = [block.kind in ("note", "furniture") for block in extraction.blocks]
    assert kinds == sorted(kinds), "set-aside text stands after the body"
    for passage in passages(extraction):
        assert passage.text == extraction.text[passage.start : passage.end] != ""


@settings(max_examples=150)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read(content: bytes) -> None:
    extraction = read(b"<html><body><p>" + content)
    assert not any("\ud800" <= character <= "\udfff" for character in extraction.text)
    assert all(extraction.text[p.start : p.end] == p.text for p in passages(extraction))
