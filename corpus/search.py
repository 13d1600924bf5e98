"""Full-text search over the current passages of public documents.

What a user types is words, never query language: every token is quoted before SQLite sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypedDict, Unpack

from corpus.database import snapshot
from corpus.evidence import Evidence

_MOST_WORDS = 32
_LONGEST_WORD, _LONGEST_PHRASE = 100, 1000
_SNIPPET_WORDS = 32
_CHUNK = 400  # rows in one question; SQLite allows more
# Frozen text holds no control characters, so these two mark matches beyond doubt.
_ON, _OFF = "\x02", "\x03"
_PIECES = re.compile(r'"([^"]*)"|([^\s"]+)')
# Words, and the (start, end) of what matched in them.
Marked = tuple[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found. `marks` are the (start, end) of matches in `snippet`; higher `score` fits
    better. `area` and the rest of the tag are null where the machine was not sure or did not tag.
    """

    passage_id: str
    document_id: str
    document: str
    provider: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    pages: tuple[int, int] | None
    number: str | None
    locator: str | None
    headings: tuple[str, ...]
    framework: str | None
    area: str | None
    criterion: str | None
    polarity: str | None
    score: float


class Filters(TypedDict, total=False):
    """What a hit must be: area (or aspect or criterion) code, polarity, provider, framework.

    `provider` is a URN or a part of the name. Tags count where they rank first and are sure.
    """

    area: str | None
    polarity: str | None
    provider: str | None
    framework: str | None


def search(
    evidence: Evidence, words: str, limit: int = 20, **filters: Unpack[Filters]
) -> list[Hit]:
    """Return the passages that hold all the words, the best first; [] where no word is left.

    "double quotes" hold a phrase together, and a star after a word asks for all that begin so.
    Headings count a little. Any input is harmless. WorkspaceError where the file cannot be read.
    """
    match = match_expression(words)
    if not match or limit < 1:
        return []
    with snapshot(evidence.db):
        clauses, values = _conditions(filters)
        found = list(evidence.query(_FIND.format(where=clauses), match, *values, limit))
        around = snippets_of(evidence, match, [row[0] for row in found])
        return [_hit(evidence, row, around[row[0]], filters) for row in found]


def match_expression(words: str) -> str:
    """Return what SQLite's full-text search is asked for the words; empty where none is left.

    Every token is quoted: "AND", "NEAR(" or a colon are words like all others.
    """
    # NUL would end the expression early.
    plain = words.encode("utf-8", "ignore").decode().replace("\0", " ")
    pieces = (match.groups() for match in _PIECES.finditer(plain))
    tokens = (_quoted(phrase, word) for phrase, word in pieces)
    return " ".join(islice(filter(None, tokens), _MOST_WORDS))


def _quoted(phrase: str | None, word: str | None) -> str:
    text = phrase if phrase is not None else word or ""
    # A phrase without a letter or digit has no token, and SQLite takes it to match nothing.
    if not any(character.isalnum() for character in text):
        return ""
    spelled = " ".join(text.split())[: _LONGEST_PHRASE if word is None else _LONGEST_WORD]
    prefix = "*" if word is not None and word.endswith("*") else ""
    return f'"{spelled}"{prefix}'


def _conditions(wanted: Filters) -> tuple[str, list[str]]:
    """Return the conditions on passage, document and tag, and the values they take."""
    clauses: list[str] = []
    values: list[str] = []
    if (provider := wanted.get("provider")) is not None:
        clauses.append("AND (provider_urn = ? OR provider_name LIKE ? ESCAPE '\\')")
        part = re.sub(r"([\\%_])", r"\\\1", _clean(provider))
        values += [_clean(provider), f"%{part}%"]
    tag, tag_values = _tag_conditions(wanted)
    if tag:
        clauses.append(f"AND EXISTS (SELECT 1 FROM tags WHERE {_SURE} {tag})")  # noqa: S608
        values += tag_values
    return " ".join(clauses), values


def _tag_conditions(wanted: Filters) -> tuple[str, list[str]]:
    clauses: list[str] = []
    values: list[str] = []
    if (area := wanted.get("area")) is not None:
        clauses.append("AND ? IN (area, aspect, criterion)")
        values.append(_clean(area).upper())
    if (polarity := wanted.get("polarity")) is not None:
        clauses.append("AND polarity = ?")
        values.append(_clean(polarity).lower())
    if (framework := wanted.get("framework")) is not None:
        clauses.append("AND framework = ?")
        values.append(_clean(framework).lower())
    return " ".join(clauses), values


def _hit(evidence: Evidence, row: tuple[Any, ...], around: Marked, wanted: Filters) -> Hit:
    passage, cost = row[1], row[2]
    snippet, marks = around
    clauses, values = _tag_conditions(wanted)
    best = next(evidence.query(_BEST.format(where=clauses), passage, *values), (None,) * 4)
    return Hit(
        passage_id=passage,
        document_id=row[3],
        document=row[4],
        provider=row[5],
        snippet=snippet,
        marks=marks,
        pages=None if row[6] is None else (row[6], row[7]),
        number=row[8],
        locator=row[9],
        headings=tuple(json.loads(row[10])),
        framework=best[0],
        area=best[1],
        criterion=best[2],
        polarity=best[3],
        score=-cost,
    )


def snippets_of(evidence: Evidence, match: str, numbers: Sequence[int]) -> dict[int, Marked]:
    """Return the words of found passages around the matches, and where in them these stand.

    `numbers` are the rows of the passages, `match` what `match_expression` gave.
    """
    found: dict[int, Marked] = {}
    for start in range(0, len(numbers), _CHUNK):
        some = numbers[start : start + _CHUNK]
        statement = f"{_SNIPPETS} ({', '.join('?' * len(some))})"
        for number, marked in evidence.query(statement, match, *some):
            found[number] = _unmarked(marked)
    return found


def _unmarked(marked: str) -> Marked:
    """Take the marks out of a snippet and say where they stood."""
    plain = ""
    marks: list[tuple[int, int]] = []
    for at, piece in enumerate(re.split(f"[{_ON}{_OFF}]", marked)):
        if at % 2:
            marks.append((len(plain), len(plain) + len(piece)))
        plain += piece
    return plain, tuple(marks)


def _clean(text: str) -> str:
    return text.encode("utf-8", "ignore").decode().strip()


# The index is asked first and once: joined the other way round, it would be asked for every row.
# A match in the text counts five times one in the headings.
_FIND = """
    WITH found AS MATERIALIZED (
        SELECT rowid AS number, bm25(passages_fts, 1.0, 0.2) AS cost
        FROM passages_fts WHERE passages_fts MATCH ?
    )
    SELECT found.number, passages.id, cost, documents.id, documents.name,
        coalesce(provider_name, provider_urn), page_first, page_last, passages.number, locator,
        headings
    FROM found JOIN passages ON passages.row = found.number
    JOIN documents ON documents.id = passages.document_id
    WHERE TRUE {where}
    ORDER BY cost, documents.id, start, passages.id LIMIT ?
"""
_SURE = "tags.passage_id = passages.id AND tags.current AND rank = 1 AND NOT abstained"
_BEST = """
    SELECT framework, area, criterion, polarity FROM tags
    WHERE passage_id = ? AND current AND rank = 1 AND NOT abstained {where}
    ORDER BY score DESC, framework, tagger, id LIMIT 1
"""
_SNIPPETS = f"""
    SELECT rowid, snippet(passages_fts, 0, '{_ON}', '{_OFF}', '…', {_SNIPPET_WORDS})
    FROM passages_fts WHERE passages_fts MATCH ? AND rowid IN
"""  # noqa: S608 - our own marks
