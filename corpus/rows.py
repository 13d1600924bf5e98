"""Records to rows of evidence.db and back. Boxes are kept to a hundredth of a point.

Each table has its tuple of columns, one function from record to row and one back.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from corpus.facts import Check, Fact
from corpus.identity import extraction_id
from corpus.records import (
    Block,
    Box,
    Cell,
    Cue,
    Document,
    Extraction,
    Line,
    Page,
    Passage,
    Problem,
    Reading,
    Run,
    SentencePolarity,
    Source,
    Tag,
)

Row = tuple[Any, ...]  # what SQLite holds: str, int, float, bytes or None

SOURCES = (
    "id", "sha256", "path", "provider", "status",
    "problem_stage", "problem_code", "problem", "problem_page", "seconds", "run_id",
)  # fmt: skip
DOCUMENTS = (
    "id", "name", "media_type", "size", "sensitivity", "provider_urn", "provider_name", "kind",
    "published", "edition", "signed",
)  # fmt: skip
# Which documents may be indexed, tagged and exported.
OPEN = "(documents.sensitivity = 'public' OR documents.signed)"
EXTRACTIONS = (
    "id", "document_id", "extractor", "status", "page_count", "passage_count",
    "text", "pages", "problems", "blocks",
)  # fmt: skip
PASSAGES = (
    "id", "document_id", "extraction_id", "public", "current", "start", "end", "number",
    "page_first", "page_last", "locator", "headings", "boxes", "text",
)  # fmt: skip
TAGS = (
    "id", "passage_id", "document_id", "current", "framework", "element", "area", "aspect",
    "criterion", "polarity", "score", "abstained", "rank", "tagger", "cues", "run_id",
    "sentences",
)  # fmt: skip
# A past tag is a tag that nobody suggests now: what tells current ones apart is left out.
PAST_TAGS = tuple(name for name in TAGS if name != "current")
PROBLEMS = ("about", "position", "stage", "code", "message", "page")
FACTS = (
    "id", "document_id", "extraction_id", "current", "position", "kind", "fields", "start", "end",
    "page", "locator", "boxes", "text",
)  # fmt: skip
CHECKS = (
    "document_id", "position", "framework", "rule", "force", "paragraph", "outcome", "text",
    "reason",
)  # fmt: skip
RUNS = ("id", "started", "finished", "versions", "counts")


_BOX = "[%d,%.2f,%.2f,%.2f,%.2f]"
_LINE = "[%d,%d,%d,%.2f,%.2f,%.2f,%.2f]"
_COMPACT = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


def select(table: str, columns: Sequence[str]) -> str:
    """Return "SELECT table.column, ... FROM table" in the order of the columns."""
    names = ", ".join(f'{table}."{name}"' for name in columns)
    return f"SELECT {names} FROM {table}"  # noqa: S608 - our own names


def insert(table: str, columns: Sequence[str]) -> str:
    """Return the statement that writes a row which is not there yet."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


def upsert(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    """Return the statement that writes a row, over the one with the same key if there is one.

    A row that is there already and the same is not written again.
    """
    rest = [name for name in columns if name not in key]
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
    old = ", ".join(f'{table}."{name}"' for name in rest)
    new = ", ".join(f'excluded."{name}"' for name in rest)
    return (
        f"{insert(table, columns)} "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes} WHERE ({old}) IS NOT ({new})"
    )


def source_row(source: Source, run_id: str | None, seconds: float | None = None) -> Row:
    """Row of `sources`; a file that could not be read has an empty sha256."""
    return (
        source.id, source.sha256 or "", source.path, source.provider, source.status,
        *_problem_row(source.problem), seconds, run_id,
    )  # fmt: skip


def source_of(row: Row) -> Source:
    """Record of a row of `sources`."""
    stage, code, message, page = row[5:9]
    problem = None if code is None else Problem(stage, code, message, page)
    return Source(row[0], row[2], row[1] or None, row[3], row[4], problem)


def document_row(document: Document) -> Row:
    """Row of `documents`; what it supersedes is the store's to say."""
    return (
        document.id, document.name, document.media_type, document.size, document.sensitivity,
        document.provider_urn, document.provider_name, document.kind, document.published,
        document.edition, int(document.signed),
    )  # fmt: skip


def document_of(row: Row) -> Document:
    """Record of a row of `documents`, with `supersedes` after the columns of DOCUMENTS."""
    named = dict(zip((*DOCUMENTS, "supersedes"), row, strict=True))
    return Document(**{**named, "signed": bool(named["signed"])})


def is_open(document: Document) -> bool:
    """Say whether a document may be indexed, tagged and exported."""
    return document.sensitivity == "public" or document.signed


def extraction_row(extraction: Extraction, passages: int) -> Row:
    """Row of `extractions`, with the number of passages that were cut from it."""
    pages = [
        [page.number, page.start, page.end, _cut(page.width), _cut(page.height),
         int(page.ocr), page.ocr_confidence]
        for page in extraction.pages
    ]  # fmt: skip
    blocks = f"[{','.join(map(_block, extraction.blocks))}]"
    return (
        extraction_id(extraction.document_id, extraction.extractor, extraction.text),
        extraction.document_id, extraction.extractor, extraction.status,
        len(extraction.pages), passages, extraction.text, packed(pages),
        packed([_problem_row(problem) for problem in extraction.problems]),
        # Level 1 takes a third of the time of the default and a tenth more space.
        zlib.compress(blocks.encode(), 1),
    )  # fmt: skip


def extraction_of(row: Row) -> Extraction:
    """Record of a row of `extractions`."""
    return Extraction(
        document_id=row[1],
        extractor=row[2],
        text=row[6],
        pages=tuple(_page_of(page) for page in json.loads(row[7])),
        blocks=tuple(_block_of(block) for block in json.loads(zlib.decompress(row[9]))),
        status=row[3],
        problems=tuple(Problem(*problem) for problem in json.loads(row[8])),
    )


def passage_row(passage: Passage, extraction: str, public: bool) -> Row:
    """Row of `passages` for a passage of the extraction with this id."""
    first, last = passage.pages or (None, None)
    return (
        passage.id, passage.document_id, extraction, int(public), 1, passage.start, passage.end,
        passage.number, first, last, passage.locator, packed(passage.headings),
        _numbers(_BOX, passage.boxes), passage.text,
    )  # fmt: skip


def passage_of(row: Row) -> Passage:
    """Record of a row of `passages`."""
    return Passage(
        id=row[0],
        document_id=row[1],
        start=row[5],
        end=row[6],
        text=row[13],
        headings=tuple(json.loads(row[11])),
        number=row[7],
        pages=None if row[8] is None else (row[8], row[9]),
        boxes=tuple(Box(*box) for box in json.loads(row[12])),
        locator=row[10],
    )


def tag_row(tag: Tag, run_id: str | None = None) -> Row:
    """Row of `tags`: flat, so that a facet is one query."""
    cues = [[cue.kind, cue.start, cue.end, cue.rule] for cue in tag.cues]
    sentences = [[one.start, one.end, one.polarity, one.score] for one in tag.sentences]
    return (
        tag.id, tag.passage_id, tag.document_id, 1, tag.framework, tag.element, tag.area,
        tag.aspect, tag.criterion, tag.polarity, tag.score, int(tag.abstained), tag.rank,
        tag.tagger, packed(cues) if cues else "[]", tag.run_id or run_id,
        packed(sentences) if sentences else "[]",
    )  # fmt: skip


def tag_of(row: Row) -> Tag:
    """Record of a row of `tags`."""
    cues = () if row[14] == "[]" else tuple(Cue(*cue) for cue in json.loads(row[14]))
    return Tag(
        row[0], row[1], row[2], row[4], row[5], row[6], row[7], row[8], row[9], row[10],
        bool(row[11]), row[12], row[13], cues, row[15], _sentences_of(row[16]),
    )  # fmt: skip


def past_tag_of(row: Row) -> Tag:
    """Record of a row of `past_tags`."""
    return tag_of((*row[:3], 0, *row[3:]))


def fact_row(fact: Fact, extraction: str, position: int) -> Row:
    """Row of `facts` for a fact read from the extraction with this id."""
    return (
        fact.id, fact.document_id, extraction, 1, position, fact.kind, packed(dict(fact.fields)),
        fact.start, fact.end, fact.page, fact.locator, _numbers(_BOX, fact.boxes), fact.text,
    )  # fmt: skip


def fact_of(row: Row) -> Fact:
    """Record of a row of `facts`."""
    boxes = tuple(Box(*box) for box in json.loads(row[11]))
    return Fact(
        row[0], row[1], row[5], json.loads(row[6]), row[7], row[8], row[12], row[9], boxes, row[10]
    )


def check_row(check: Check, position: int) -> Row:
    """Row of `checks`."""
    return (
        check.document_id, position, check.framework, check.rule, check.force, check.paragraph,
        check.outcome, check.text, check.reason,
    )  # fmt: skip


def check_of(row: Row) -> Check:
    """Record of a row of `checks`."""
    return Check(row[0], *row[2:])


def problem_rows(reading: Reading, about: str) -> list[Row]:
    """Rows of `problems` for everything that went wrong with one reading, each once.

    Those of its facts are left to `corpus.stating`: facts may be read again without the document.
    """
    own = () if reading.source.problem is None else (reading.source.problem,)
    found = reading.extraction.problems if reading.extraction else ()
    stated = reading.stated.problems if reading.stated else ()
    given = dict.fromkeys((*own, *found, *reading.problems))
    return numbered(about, [problem for problem in given if problem not in stated])


def numbered(about: str, problems: Iterable[Problem], first: int = 0) -> list[Row]:
    """Rows of `problems` in their order, from the position `first` on."""
    distinct = dict.fromkeys(problems)
    return [(about, at, *_problem_row(problem)) for at, problem in enumerate(distinct, first)]


def run_row(run: Run) -> Row:
    """Row of `runs`."""
    return (run.id, run.started, run.finished, packed(run.versions), packed(run.counts))


def run_of(row: Row) -> Run:
    """Record of a row of `runs`."""
    return Run(row[0], row[1], json.loads(row[3]), row[2], json.loads(row[4]))


def packed(value: object) -> str:
    """Return compact JSON. ValueError for what JSON has no number for (NaN, infinity)."""
    return _COMPACT(value)


def _problem_row(problem: Problem | None) -> Row:
    if problem is None:
        return (None, None, None, None)
    return (problem.stage, problem.code, problem.message, problem.page)


def _cut(points: float) -> float:
    return round(points, 2)


def _numbers(form: str, items: Iterable[tuple[Any, ...]]) -> str:
    """Return boxes or lines as JSON. ValueError where a number is none (NaN, infinity)."""
    # Formatting rounds and writes in one step, a third of the time of round() and an encoder.
    text = f"[{','.join([form % item for item in items])}]"
    if "n" in text:
        raise ValueError("a box has a side that is no number")
    return text


def _lines(lines: Iterable[Line]) -> str:
    return _numbers(_LINE, [(start, end, *box) for start, end, box in lines])


def _block(block: Block) -> str:
    cells = [
        f"[{cell.row},{cell.column},{cell.start},{cell.end},{int(cell.header)},{_lines(cell.lines)}]"
        for cell in block.cells
    ]
    plain = packed(
        [block.kind, block.start, block.body, block.end, block.how, block.level, block.page,
         block.number, block.locator]
    )  # fmt: skip
    return f"{plain[:-1]},{_lines(block.lines)},[{','.join(cells)}]]"


def _sentences_of(plain: str) -> tuple[SentencePolarity, ...]:
    if plain == "[]":
        return ()
    return tuple(SentencePolarity(*one) for one in json.loads(plain))


def _page_of(row: list[Any]) -> Page:
    number, start, end, width, height, ocr, confidence = row
    return Page(number, start, end, width, height, bool(ocr), confidence)


def _lines_of(rows: list[Any]) -> tuple[Line, ...]:
    return tuple(Line(row[0], row[1], Box(*row[2:])) for row in rows)


def _block_of(row: list[Any]) -> Block:
    cells = tuple(
        Cell(cell[0], cell[1], cell[2], cell[3], _lines_of(cell[5]), bool(cell[4]))
        for cell in row[10]
    )
    kind, start, body, end, how, level, page, number, locator = row[:9]
    return Block(
        kind, start, body, end, how, level, page, number, _lines_of(row[9]), cells, locator
    )
