"""Inline mark-up of Markdown to the words a reader sees: emphasis, links, entities, HTML tags."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKS = re.compile(r"[*_`\[\]<>&\\!]")
# The parser looks ahead from every bracket; nobody marks up a paragraph of this length by hand.
_LONGEST = 20_000
_LIST_TAG = re.compile(r"<li\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _words(token: Token) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    if token.type == "image":
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":
        if _LIST_TAG.match(token.content):
            return " • "
        return " " if re.match(r"</?(br|p|ul|ol|li|div)\b", token.content, re.IGNORECASE) else ""
    return ""


def words_of(text: str) -> str:
    """Return the words of one paragraph of Markdown, on one line."""
    if not _MARKS.search(text):
        return text
    if len(text) > _LONGEST:
        return _TAG.sub(" ", text)
    inline = _parser().parseInline(text)
    children = (inline[0].children if inline else None) or []
    return " ".join("".join(map(_words, children)).split())
