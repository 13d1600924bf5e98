"""A small workspace of tagged reports, and files of labels made in the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.decisions import Decisions, open_decisions
from corpus.evidence import Evidence, open_evidence
from corpus.frameworks import Framework, load
from corpus.identity import passage_id, sha256_of, source_id, tag_id
from corpus.records import Document, Extraction, Page, Passage, Reading, Source, Tag
from corpus.workspace import open_workspace, writing
from pipelines.labelled import Labels, read_labels

TEXTS = ("Leaders act swiftly. Plans drift.", "Carers are trained well.")


@pytest.fixture(scope="session")
def frameworks() -> dict[str, Framework]:
    return {name: load(name) for name in ("sccif-asa-2024", "slac-2009", "ilacs-2023")}


@pytest.fixture
def evidence(tmp_path: Path) -> Iterator[Evidence]:
    workspace = open_workspace(tmp_path / "workspace", create=True)
    with writing(workspace, purpose="test"), open_evidence(workspace) as opened:
        yield opened


@pytest.fixture
def decisions(evidence: Evidence) -> Iterator[Decisions]:
    with open_decisions(evidence.workspace) as opened:
        yield opened


def suggest(passage: Passage, area: str = "LEAD", **said: Any) -> Tag:
    """Make a suggestion of the machine."""
    code = said.get("criterion") or said.get("aspect") or area
    values = {
        "framework": "sccif-asa-2024", "element": None, "aspect": None, "criterion": None,
        "polarity": "strength", "score": 0.5, "abstained": False, "rank": 1, "tagger": "lens/1",
        **said,
    }  # fmt: skip
    key = tag_id(passage.id, str(values["framework"]), code, "lens/1")
    return Tag(key, passage.id, passage.document_id, area=area, **values)


@pytest.fixture
def stored(evidence: Evidence) -> Callable[..., tuple[Passage, ...]]:
    """Store one tagged report and give its passages."""

    def store(*texts: str, **about: Any) -> tuple[Passage, ...]:
        said = texts or TEXTS
        text = "\n".join(said)
        document = sha256_of(text.encode())
        passages, start = [], 0
        for words in said:
            end = start + len(words)
            passages.append(
                Passage(passage_id(document, start, end, words), document, start, end, words)
            )
            start = end + 1
        facts = {"sensitivity": "public", "provider_urn": "80427", **about}
        public = facts["sensitivity"] == "public"
        tags = tuple(suggest(passage) for passage in passages) if public else ()
        path = f"/in/{document[:6]}.pdf"
        evidence.save([
            Reading(
                Source(source_id(path), path, document, None, "ok"),
                Document(document, "report.pdf", "application/pdf", len(text), **facts),
                Extraction(document, "pdf/1", text, (Page(1, 0, len(text), 595, 842),), ()),
                tuple(passages),
                tags,
            )
        ])  # fmt: skip
        return tuple(passages)

    return store


@pytest.fixture
def read(tmp_path: Path, frameworks: dict[str, Framework]) -> Callable[..., Labels]:
    """Write a file and read the labels in it."""

    def from_file(
        content: str | bytes, evidence: Evidence | None = None, codebook: str = "gold/1"
    ) -> Labels:
        path = tmp_path / "labels.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_labels(path, codebook, frameworks, evidence)

    return from_file
