"""An opened e-mail to drafts: its headers, its words, the mails forwarded in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from extractors.drafting import Draft, tidy
from extractors.lines import read
from extractors.mail.letter import Body, Letter
from extractors.richtext.reading import RichTextReader
from extractors.webpage import page_drafts

_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r"(?:> ?)+")
# The headers of an earlier mail, which programs copy above its words.
_COPIED = re.compile(
    r"\s*\*{0,2}(?:From|Sent|To|Cc|Bcc|Date|Subject|Reply-To)\*{0,2}:\*{0,2}(?:\s|$)|\s*[-_]{5,}"
)
_NUMBERS = re.compile(r"\d+")


def drafts_of(letter: Letter, prefix: str = "") -> Iterator[Draft]:
    """Yield the drafts of a letter; locators of a forwarded one begin "forwarded message 1, "."""
    for name, words in letter.headers.items():
        yield Draft("paragraph", f"{name}: {words}", locator=f"{prefix}header {name}")
    for body in letter.bodies:
        for draft in _body(body):
            yield replace(draft, locator=f"{prefix}{draft.locator}" if draft.locator else None)
    for number, inner in enumerate(letter.forwarded, 1):
        yield from drafts_of(inner, f"{prefix}forwarded message {number}, ")


def _body(body: Body) -> Iterator[Draft]:
    if body.kind == "html":
        yield from page_drafts(body.text)
    elif body.kind == "rich":
        yield from RichTextReader().read(body.text)
    else:
        yield from _plain(body.text)


def _depth_of(line: str) -> int:
    quoted = _QUOTED.match(line)
    return quoted[0].count(">") if quoted else 0


def _plain(text: str) -> Iterator[Draft]:
    """Read plain text; quoted lines lose their marks, copied headers are paragraphs each."""
    lines = [
        (number, _depth_of(line), _QUOTED.sub("", line, count=1) if _depth_of(line) else line)
        for number, line in enumerate(_LINE_END.split(text), 1)
    ]
    # A line that copies a header is a group of its own; of others, those of one depth are.
    for (depth, own), group in groupby(
        lines, lambda line: (line[1], line[0] if _COPIED.match(line[2]) else 0)
    ):
        found = list(group)
        first = found[0][0]
        quoted = "quoted, " if depth else ""
        if own:
            yield Draft("paragraph", found[0][2], locator=f"{quoted}line {first}")
            continue
        for draft in read("\n".join(line for _, _, line in found), marked=False):
            if tidy(draft.text) or draft.cells:
                yield replace(draft, locator=quoted + _moved(draft.locator or "", first - 1))


def _moved(locator: str, lines: int) -> str:
    return _NUMBERS.sub(lambda match: str(int(match[0]) + lines), locator)
