"""Web pages (HTML), read with selectolax; nothing that a page refers to is fetched."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from corpus.problems import refuse
from corpus.records import Extraction
from extractors.decoding import decode, safe_codec
from extractors.drafting import Draft, freeze
from extractors.formats import Options
from extractors.webpage.blocks import PageReader
from extractors.word.contents import without_contents

_VERSION = "html/2"
_HEAD = 4096
_OPENING = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*(?:<!doctype\s+html|<(?:html|head|body|title)\b)",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*<(?:p|div|table|h[1-6]|ul|ol|article|section|main|meta|link|center|font|span)\b[^<>]*>",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
# Their end tags may be left out, and void elements have none: both say nothing about depth.
_UNCOUNTED_TAGS = (
    "p li td th tr dt dd option thead tbody tfoot colgroup br hr img input meta link col "
    "area base wbr source embed"
)
_UNCOUNTED = frozenset(_UNCOUNTED_TAGS.split())
_DEEPEST = 20_000  # the parser's time grows with the square of the depth: 1 s here, 44 s at 100,000
_MAIN_SHARE = 0.3  # of a page's words that <main> must hold before all else is the site's frame


def _declared(content: bytes) -> str | None:
    match = _CHARSET.search(content[:_HEAD])
    if match is None:
        return None
    return safe_codec(match[1].decode("ascii", "ignore"))


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _TAG.finditer(text):
        closing, name, empty = match.groups()
        if empty or name.lower() in _UNCOUNTED:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _has_main(parser: LexborHTMLParser) -> bool:
    mains = parser.css("main, [role=main]")
    words = sum(len(node.text().split()) for node in mains[:1])
    body = parser.body
    return body is not None and words > _MAIN_SHARE * len(body.text().split())


def page_drafts(text: str) -> list[Draft]:
    """Read a page, or the body of an e-mail that is one, into drafts. RefusedError: too-deep."""
    if _depth(text) > _DEEPEST:
        message = (
            "The web page nests its parts deeper than any real page does, so it was not read. "
            "Open it in a browser, print it to PDF, and offer that file."
        )
        raise refuse("extract", "too-deep", message)
    parser = LexborHTMLParser(text)
    root = parser.body
    drafts = PageReader(_has_main(parser)).read(root) if root is not None else []
    # Pages that a word processor saved keep its contents lists, tabs and all.
    return without_contents(drafts)


class WebPage:
    """HTML of any age, well formed or not."""

    name = "HTML"
    media_type = "text/html"

    def version(self, options: Options) -> str:
        """Name and version of the extractor."""
        return _VERSION

    def bid(self, content: bytes) -> int:
        """Bid by how the text opens: a document, or at least an element that pages are made of."""
        head = decode(content[:_HEAD]).text.lstrip("\ufeff")
        if _OPENING.match(head):
            return 90
        return 60 if _FRAGMENT.match(head) else 0

    def extract(self, content: bytes, document_id: str, options: Options) -> Extraction:
        """Read the page. RefusedError: too-deep."""
        decoded = decode(content, _declared(content))
        drafts = page_drafts(decoded.text.replace("\x00", " "))
        return freeze(document_id, _VERSION, drafts, decoded.problems)


HTML = WebPage()
