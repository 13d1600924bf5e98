"""Gains and losses on the sample documents: what is told, what is approved."""

import json
from pathlib import Path

import pytest

from benchmarks import tag_changes
from models.changes import Said

SAID = {
    "0a sccif-asa-2024": Said("LEAD", ("LEAD-7", "LEAD-3"), "strength"),
    "0b ilacs-2023": Said("NONE", (), "neutral", abstained=True),
}


@pytest.fixture
def approved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "approved.json"
    monkeypatch.setattr(tag_changes, "APPROVED", path)
    monkeypatch.setattr(tag_changes.read_approved, "__defaults__", (path,))
    monkeypatch.setattr(tag_changes.approve, "__defaults__", (path,))
    monkeypatch.setattr(tag_changes, "tagged_now", lambda: (SAID, {"0a": "Leaders act"}))
    return path


def test_what_was_approved_comes_back(tmp_path: Path) -> None:
    tag_changes.approve(SAID, tmp_path / "a.json")

    assert tag_changes.read_approved(tmp_path / "a.json") == SAID
    assert (tmp_path / "a.json").read_text().count("\n") == len(SAID) + 2, "one reading a line"
    assert tag_changes.read_approved(tmp_path / "none.json") == {}


def test_changes_are_printed_and_fail_until_they_are_approved(
    approved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag_changes.approve({**SAID, "0a sccif-asa-2024": Said("PROT", (), "weakness")}, approved)

    assert tag_changes.main([]) == 1
    told = capsys.readouterr().out
    assert "area: PROT → LEAD" in told
    assert "polarity: weakness → strength  Leaders act" in told
    assert tag_changes.main(["--approve"]) == 0
    assert tag_changes.main([]) == 0
    assert capsys.readouterr().out.endswith(
        "Nothing changed on the sample (2 readings of passages).\n"
    )


def test_the_approved_file_holds_no_words_but_codes() -> None:
    found = json.loads(
        tag_changes.Path(tag_changes.__file__).with_name("approved_tags.json").read_text()
    )

    assert len(found) > 50
    for key, said in found.items():
        digest, _, framework = key.partition(" ")
        assert (len(digest), int(digest, 16) >= 0, bool(framework)) == (16, True, True)
        assert said["polarity"] in {"strength", "weakness", "mixed", "neutral"}


@pytest.mark.slow
def test_the_samples_are_tagged_as_approved() -> None:
    now, words = tag_changes.tagged_now()
    found = tag_changes.changes(tag_changes.read_approved(), now)

    told = "\n".join(tag_changes.table(found, words))
    assert found.changes == (), f"look, then python -m benchmarks.tag_changes --approve:\n{told}"
