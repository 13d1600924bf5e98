"""The walk over a page, and what parts of the page are no content."""

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.webpage.tree import is_dropped, is_furniture, is_note, walk


def first(page: str) -> LexborNode:
    body = LexborHTMLParser(page).body
    assert body is not None
    assert body.child is not None
    return body.child


def steps(page: str) -> str:
    body = LexborHTMLParser(page).body
    assert body is not None
    signs = {"open": "<{}", "close": "{}>", "text": "'{}'"}
    return " ".join(
        signs[step].format(node.text_content if step == "text" else node.tag)
        for step, node in walk(body)
    )


WALKS = [
    ("", "<body body>", "an empty page"),
    ("a<b>c</b>d", "<body 'a' <b 'c' b> 'd' body>", "text on both sides"),
    ("<p></p><p>x</p>", "<body <p p> <p 'x' p> body>", "an empty element"),
    ("<script>x</script>y", "<body 'y' body>", "a dropped element, and what follows it"),
    ("<!-- x -->y", "<body 'y' body>", "a comment"),
]


@pytest.mark.parametrize(("page", "expected", "why"), WALKS)
def test_walk(page: str, expected: str, why: str) -> None:
    assert steps(page) == expected, why


def test_opens_and_closes_match_at_any_depth() -> None:
    body = LexborHTMLParser("<div>" * 3000 + "x" + "</div>" * 1500 + "y").body
    assert body is not None
    found = list(walk(body))
    opened = sum(step == "open" for step, _ in found)
    assert opened == sum(step == "close" for step, _ in found) == 3001


DROPPED = [
    ("<p>a", False, "a paragraph"),
    ("<p hidden>a", True, "hidden by its attribute"),
    ("<p style='color: red; display : none'>a", True, "hidden by its style"),
    ("<p style='visibility:hidden'>a", True, "made invisible"),
    ("<svg><text>a</text></svg>", True, "a drawing"),
    ("<button>a", True, "a button"),
]


@pytest.mark.parametrize(("page", "expected", "why"), DROPPED)
def test_dropped(page: str, expected: bool, why: str) -> None:
    assert is_dropped(first(page)) is expected, why


FRAME = [
    ("<nav>a", False, True, "navigation"),
    ("<footer>a", True, True, "a footer"),
    ("<header>a", False, True, "the header of the site"),
    ("<header>a", True, False, "the header of an article"),
    ("<div role=banner>a", False, True, "by its role"),
    ("<div id=global-cookie-message>a", False, True, "a cookie notice"),
    ("<div class='x breadcrumbs'>a", False, True, "breadcrumbs"),
    ("<div class=biscuits>a", False, False, "a name that only looks alike"),
    ("<div class=consented>a", False, False, "another"),
]


@pytest.mark.parametrize(("page", "in_content", "expected", "why"), FRAME)
def test_frame(page: str, in_content: bool, expected: bool, why: str) -> None:
    assert is_furniture(first(page), in_content) is expected, why


NOTES = [
    ("<div class=footnotes>a", True, "the list of notes"),
    ("<li id=footnote-3>a", True, "one note of a list"),
    ("<aside role=doc-footnote>a", True, "by its role"),
    ("<div class=notes>a", False, "notes of another kind"),
    ("<span class=footnote>a", False, "a reference, not a note"),
]


@pytest.mark.parametrize(("page", "expected", "why"), NOTES)
def test_notes(page: str, expected: bool, why: str) -> None:
    assert is_note(first(page)) is expected, why
