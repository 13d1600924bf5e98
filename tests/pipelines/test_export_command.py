"""`vouch export` in the formats for labellers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from click.testing import Result
from spacy.tokens import DocBin

from corpus.evidence import open_evidence
from corpus.workspace import open_workspace

Call = Callable[..., Result]


@pytest.fixture
def tagged(base: Path) -> list[str]:
    """The texts of the tagged passages of a small evidence base."""
    with open_evidence(open_workspace(base), read_only=True) as evidence:
        with_tags = {tag.passage_id for tag in evidence.tags()}
        found = [passage.text for passage in evidence.passages() if passage.id in with_tags]
    assert found
    return found


def test_tags_are_written_for_spacy(
    base: Path, call: Call, tmp_path: Path, tagged: list[str]
) -> None:
    out = tmp_path / "tags.spacy"
    done = call(base, "export", "--what", "tags", "--format", "docbin", str(out))
    assert done.exit_code == 0, done.output
    found = DocBin().from_disk(out).get_docs(spacy.blank("en").vocab)
    assert [doc.text for doc in found] == tagged


def test_tags_are_written_for_label_studio(
    base: Path, call: Call, tmp_path: Path, tagged: list[str]
) -> None:
    out = tmp_path / "tasks.json"
    done = call(base, "export", "--what", "tags", "--format", "label-studio", str(out))
    assert done.exit_code == 0, done.output
    texts = [task["data"]["text"] for task in json.loads(out.read_text(encoding="utf-8"))]
    assert list(dict.fromkeys(texts)) == tagged


def test_other_tables_are_not_written_for_labellers(base: Path, call: Call, tmp_path: Path) -> None:
    out = tmp_path / "d.spacy"
    done = call(base, "export", "--what", "documents", "--format", "docbin", str(out))
    assert done.exit_code != 0
    assert "Only tags can be written as docbin" in done.output
    assert not out.exists()
