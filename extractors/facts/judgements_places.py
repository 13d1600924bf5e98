"""Where a report prints its judgements: one pass over its tables, headings and short paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.records import Block
from extractors.facts.judgements_statements import Context, How, Statement
from extractors.facts.judgements_tables import Table

_LONGEST = 260  # characters of a heading or sentence that can still be a statement
_OPENING = 600  # characters of a paragraph in which the outcome under a heading is stated
_COLON = re.compile(r"(?P<label>[^:\n]{8,160}):\s*(?P<grade>[A-Z][A-Za-z]*(?: [a-z]+){0,3})\.?")
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*[.!?]?")
_STOP = re.compile(r"[.!?](?=\s|$)")
# What follows is of another inspection than this, up to the next heading.
_EARLIER = re.compile(
    r"\b(?:previous|other|last|earlier|recent|past)\b[^\n]*\binspections?\b", re.IGNORECASE
)


class Places:
    """Finds the statements of one report, in the order of the text."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._earlier = False
        self._waiting: Block | None = None

    def read(self, blocks: Sequence[Block]) -> Iterator[Statement]:
        """Yield what tables, headings and paragraphs of one sentence state."""
        tables: list[Block] = []
        for block in blocks:
            if block.kind in ("note", "furniture"):
                continue
            if tables and not _goes_on(tables, block):
                yield from self._table(tables)
                tables = []
            if self._of_earlier(block):
                continue
            if block.kind == "table":
                tables.append(block)
            else:
                yield from self._words(block)
        yield from self._table(tables)

    def sentences(self, blocks: Sequence[Block], areas: Collection[str]) -> Iterator[Statement]:
        """Yield what single sentences of paragraphs and headings state of certain areas.

        For areas that `read` did not find: a statement may open a paragraph, or run on from a title
        in one heading.
        """
        self._earlier = False
        for block in blocks:
            if block.kind in ("note", "furniture", "table") or self._of_earlier(block):
                continue
            how: How = "heading" if block.kind == "heading" else "sentence"
            text = self._context.text
            match = _SENTENCE.match(text, block.body, block.end)
            # A numbered paragraph is a finding; its sentences may speak of a part of the area.
            if match is None or block.number or match.end() - match.start() > _LONGEST:
                continue
            for area in areas:
                within = area if how == "heading" else ""
                found = self._context.stated(*match.span(), how, within)
                if found is not None and found.area == area:
                    yield found

    def _of_earlier(self, block: Block) -> bool:
        """Say whether a block stands under what announces the judgements of an earlier report."""
        if block.kind == "table":
            return self._earlier and not block.level
        words = self._context.text[block.body : block.end]
        if block.kind == "heading":
            self._earlier = _EARLIER.search(words[: 2 * _LONGEST]) is not None
        elif words.endswith(":") and len(words) < 2 * _LONGEST and _EARLIER.search(words):
            self._earlier = True
        return self._earlier

    def _table(self, blocks: Sequence[Block]) -> list[Statement]:
        if blocks:
            self._waiting = None
        return Table(self._context, blocks).read() if blocks else []

    def _words(self, block: Block) -> Iterator[Statement]:
        heading, self._waiting = self._waiting, None
        found = self._below(heading, block) if heading is not None else None
        how: How = "heading" if block.kind == "heading" else "sentence"
        if found is None and block.end - block.body <= _LONGEST:
            found = self._context.stated(block.body, block.end, how)
        if found is None and block.kind == "heading":
            found = self._heading(block)
        if found is not None:
            yield found

    def _heading(self, block: Block) -> Statement | None:
        words = self._context.text[block.body : block.end]
        self._context.element = self._context.labels.element(words) or self._context.element
        match = _COLON.fullmatch(words.strip())
        if match is not None and self._context.area(match["label"]) in self._context.graded:
            span = (block.start, block.body + match.end("grade"))
            return self._context.unknown(match["label"], match["grade"], "heading", span)
        self._waiting = block if self._context.area(words) else None
        return None

    def _below(self, heading: Block, block: Block) -> Statement | None:
        """Read a grade that stands alone under a heading, or the outcome in a first sentence."""
        context = self._context
        label = context.text[heading.body : heading.end]
        words = context.text[block.body : min(block.end, block.body + _OPENING)]
        area = context.area(label)
        grade = context.labels.grades.alone(words)
        if grade is not None:
            how: How = "heading" if block.kind == "heading" else "sentence"
            return Statement(area, label, grade, how, heading.start, block.end)
        found = list(context.labels.grades.phrases.finditer(words))
        if area not in context.graded or block.kind == "heading" or not found:
            return None
        if len({context.labels.grades.named(match[0]) for match in found}) > 1:
            context.problem(
                "contradictory-grades",
                f"Under “{label}” ({context.anchors.place(block.body)}) several outcomes are "
                f"printed: {', '.join(f'“{match[0]}”' for match in found)}. None was taken; "
                "read the page.",
                block.body,
            )
            return None
        stop = _STOP.search(words, found[0].end())
        end = block.body + (stop.end() if stop else found[0].end())
        return Statement(area, label, found[0][0], "sentence", block.body, end)


def _goes_on(tables: Sequence[Block], block: Block) -> bool:
    """Say whether a block is the same table on the next page."""
    last = tables[-1]
    if block.kind != "table" or last.page is None or block.page is None:
        return False
    return block.page == last.page + 1
