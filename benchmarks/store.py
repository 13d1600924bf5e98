"""What the store costs for as much as the 349 reports give, on made-up readings.

Prints CPU seconds and sizes; run as `python -m benchmarks.store [documents]`.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.evidence import open_evidence
from corpus.exports import write
from corpus.identity import passage_id, sha256_of, source_id, tag_id
from corpus.records import (
    Block,
    Box,
    Document,
    Extraction,
    Line,
    Page,
    Passage,
    Reading,
    Run,
    Source,
    Tag,
)
from corpus.search import search
from corpus.workspace import open_workspace, writing

DOCUMENTS, PASSAGES, TAGS_EACH, BATCH = 320, 178, 3, 16
_WORDS = [f"{a}{b}{c}" for a in "bdfklmnprst" for b in ("a", "e", "ing", "ou") for c in "bdklmnrst"]


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the CPU and wall seconds of a block."""
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what:34} {cpu:7.2f} CPU-s {wall:7.2f} s")


def reading(at: int, extractor: str = "pdf/1") -> Reading:
    """Make up a report of some 20 pages: 178 passages of about 50 words, 5 lines each."""
    chance = random.Random(at)  # noqa: S311 - no secret
    texts = [" ".join(chance.choices(_WORDS, k=chance.randint(10, 90))) for _ in range(PASSAGES)]
    text = "\n".join(texts)
    document, path = sha256_of(text.encode()), f"/reports/{at:04}.pdf"
    blocks, passages, start = [], [], 0
    for number, words in enumerate(texts):
        end, page = start + len(words), 1 + number // 9
        lines = tuple(
            Line(place, min(place + 90, end), Box(page, 72.02, 700.25, 523.37, 711.5))
            for place in range(start, end, 90)
        )
        blocks.append(Block("paragraph", start, start, end, "tags", page=page, lines=lines))
        passages.append(
            Passage(
                id=passage_id(document, start, end, words),
                document_id=document,
                start=start,
                end=end,
                text=words,
                headings=("Findings", "Leadership"),
                pages=(page, page),
                boxes=tuple(line.box for line in lines),
            )
        )
        start = end + 1
    pages = tuple(Page(number, 0, 0, 595.3, 841.9) for number in range(1, 21))
    return Reading(
        Source(source_id(path), path, document, "80000", "ok"),
        Document(document, path[-8:], "application/pdf", len(text), "public", "80000"),
        Extraction(document, extractor, text, pages, tuple(blocks)),
        tuple(passages),
        tuple(tag for passage in passages for tag in _tags(passage)),
    )


def _tags(passage: Passage) -> Iterator[Tag]:
    for rank in range(1, TAGS_EACH + 1):
        yield Tag(
            tag_id(passage.id, "made-up", f"EXP-{rank}", "baseline/1"), passage.id,
            passage.document_id, "made-up", None, "EXP", None, f"EXP-{rank}", "neutral",
            1 / (rank + 1), False, rank, "baseline/1",
        )  # fmt: skip


def main(documents: int) -> None:
    """Save, save again, open, search and export, and print what each costs."""
    readings = [reading(at) for at in range(documents)]
    batches = [readings[at : at + BATCH] for at in range(0, documents, BATCH)]
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "w", create=True)
        run = Run("run", "2026-01-01")
        with timed("import sqlite-utils"):
            import sqlite_utils  # noqa: F401, PLC0415
        with writing(workspace), timed("open a new store"):
            open_evidence(workspace).close()
        with writing(workspace), open_evidence(workspace) as evidence:
            for what in ("save", "save the same again"):
                with timed(what):
                    for batch in batches:
                        evidence.start(run, [reading.source for reading in batch])
                        evidence.save(batch, run.id)
        print(f"evidence.db {workspace.evidence.stat().st_size / 1e6:.0f} MB")
        with timed("open"):
            evidence = open_evidence(workspace, read_only=True)
        with timed("versions"):
            print(len(evidence.versions()), "documents")
        for words in ("bab", "bab deb", '"bab deb"', "ba*"):
            with timed(f"search {words}"):
                search(evidence, words, area="EXP")
        for what in ("documents", "passages", "tags"):
            with timed(f"export {what}"):
                write(evidence, what, "jsonl", io.BytesIO())
        with timed("read all extractions"):
            for document in evidence.document_ids():
                evidence.extraction(document)
        evidence.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
