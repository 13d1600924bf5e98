"""The words of notes as they were written, out of what is sealed of their files."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from corpus.problems import SealedError
from corpus.records import Block, Cell, Extraction
from corpus.vault import Vault
from extractors.sheets.mapping import Mapping
from pipelines.columns import confirmed
from pipelines.quarantine import Waiting, opened
from pipelines.redacting.cases import CaseNote

_CHECK_BYTES = 8
_Edges = tuple[list[int], list[int]]  # where things start, and the furthest end up to each
_READ_ANEW = (
    "A file of this case was read anew since the case was looked at, so that places in it have "
    "moved: nothing of it is shown or signed. Run `vouch redact list`, which looks at it again."
)


class Texts:
    """The texts of notes, each file opened once while it is asked about."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._open: dict[str, Waiting] = {}
        self._blocks: dict[tuple[str, int], _Edges] = {}
        self._cells: dict[tuple[str, int, int], _Edges] = {}

    def waiting(self, document_id: str) -> Waiting:
        """Return what was read of a file."""
        if document_id not in self._open:
            self._open[document_id] = opened(self._vault, document_id)
        return self._open[document_id]

    def around(self, one: CaseNote) -> Extraction:
        """Return the extraction that a note stands in with blocks and cells of the note alone.

        A spreadsheet holds thousands of notes, all in one table: each must not look through the
        cells of all.
        """
        extraction = self.waiting(one.document_id).parts[one.part].extraction
        place = (one.document_id, one.part)
        if place not in self._blocks:
            self._blocks[place] = _edges(extraction.blocks)
        starts, ends = self._blocks[place]
        first, last = bisect_right(ends, one.note.start), bisect_left(starts, one.note.end)
        kept = (self._narrowed(one, extraction, at) for at in range(first, last))
        return replace(extraction, blocks=tuple(kept))

    def _narrowed(self, one: CaseNote, extraction: Extraction, at: int) -> Block:
        block = extraction.blocks[at]
        if one.note.start <= block.start and block.end <= one.note.end:
            return block
        place = (one.document_id, one.part, at)
        if place not in self._cells:
            self._cells[place] = _edges(block.cells)
        starts, ends = self._cells[place]
        # Empty cells at the edges stay: they hold their columns' places.
        first, last = bisect_left(ends, one.note.start), bisect_right(starts, one.note.end)
        return replace(block, cells=block.cells[first:last])

    def mappings(self, extraction: Extraction) -> tuple[Mapping, ...]:
        """Return what was confirmed of the columns of a sheet."""
        return confirmed(self._vault, extraction)

    def of(self, one: CaseNote) -> str:
        """Return the words of a note as they were written.

        SealedError where its file was read anew since: offsets would point at other words.
        """
        text = self.waiting(one.document_id).parts[one.part].extraction.text
        words = text[one.note.start : one.note.end]
        if one.check and one.check != check_of(words):
            raise SealedError(_READ_ANEW)
        return words


def check_of(words: str) -> str:
    """Return by what the words of a note are known again."""
    content = words.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=_CHECK_BYTES).hexdigest()


def _edges(things: Sequence[Block] | Sequence[Cell]) -> _Edges:
    return [one.start for one in things], list(accumulate((one.end for one in things), max))
