"""Made-up reports for the tests of the store: a paragraph a passage, a line a box."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from corpus.evidence import Evidence, open_evidence
from corpus.identity import passage_id, sha256_of, source_id, tag_id
from corpus.records import (
    Block,
    Box,
    Document,
    Extraction,
    Line,
    Page,
    Passage,
    Problem,
    Reading,
    Source,
    Tag,
)
from corpus.workspace import Workspace, open_workspace, writing

Report = Callable[..., Reading]


def make_report(
    path: str,
    *paragraphs: str,
    content: bytes | None = None,
    extractor: str = "pdf/1",
    tagger: str | None = "baseline/1",
    **facts: Any,
) -> Reading:
    """Make the reading of one report. The same `content` is the same document."""
    raw = content if content is not None else "\n".join(paragraphs).encode()
    document = sha256_of(raw)
    text = "\n".join(paragraphs)
    blocks, passages, start = [], [], 0
    for words in paragraphs:
        end = start + len(words)
        box = Box(1, 72.0, 700.25 - start, 523.5, 712.0 - start)
        blocks.append(
            Block("paragraph", start, start, end, "tags", 0, 1, None, (Line(start, end, box),))
        )
        key = passage_id(document, start, end, words)
        passages.append(
            Passage(key, document, start, end, words, ("Findings",), None, (1, 1), (box,))
        )
        start = end + 1
    public = facts.get("sensitivity", "public") == "public"
    return Reading(
        Source(source_id(path), path, document, facts.get("provider_urn"), "ok"),
        Document(
            document, PurePosixPath(path).name, "application/pdf", len(raw),
            **{"sensitivity": "public", **facts},
        ),
        Extraction(document, extractor, text, (Page(1, 0, len(text), 595.3, 841.9),), (*blocks,)),
        tuple(passages),
        tuple(make_tag(passage, tagger=tagger) for passage in passages if tagger and public),
    )  # fmt: skip


def make_tag(passage: Passage, area: str = "EXP", **changes: Any) -> Tag:
    """Make the machine's best suggestion for a passage."""
    tagger = changes.pop("tagger", "baseline/1")
    values = {
        "id": tag_id(passage.id, "asa-2024", area, tagger),
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "framework": "asa-2024",
        "element": None,
        "area": area,
        "aspect": None,
        "criterion": None,
        "polarity": "neutral",
        "score": 0.5,
        "abstained": False,
        "rank": 1,
        "tagger": tagger,
    }
    return Tag(**{**values, **changes})


@pytest.fixture(scope="session")
def report() -> Report:
    return make_report


@pytest.fixture
def tag() -> Callable[..., Tag]:
    return make_tag


@pytest.fixture
def refusal() -> Callable[..., Reading]:
    """Make the reading of a file that was refused."""

    def make(path: str, code: str = "encrypted", sha256: str | None = "f" * 64) -> Reading:
        problem = Problem("sniffing", code, f"{path} cannot be read: {code}.")
        return Reading(Source(source_id(path), path, sha256, None, "refused", problem))

    return make


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "workspace", create=True)


@pytest.fixture
def for_all() -> Iterator[Path]:
    """Give a folder that another user may enter: pytest closes its own to everybody else."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def evidence(workspace: Workspace) -> Iterator[Evidence]:
    with writing(workspace, purpose="test"), open_evidence(workspace) as opened:
        yield opened
