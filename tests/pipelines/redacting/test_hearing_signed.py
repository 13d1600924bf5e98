"""Who speaks in notes is stored by the signature that opens them, and gone with a refusal."""

from __future__ import annotations

from pathlib import Path

from corpus.evidence import open_evidence
from corpus.heard import unheard, voices
from corpus.users import User
from corpus.vault import Vault
from corpus.workspace import open_workspace
from models.voices import reader_name
from pipelines.redacting.cases import Case
from pipelines.redacting.signing import refuse, sign
from pipelines.settings import Settings


def told(place: Path) -> list[tuple[str | None, tuple[str, ...]]]:
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        said = [one for voice in voices(evidence) for one in voice.statements if one.who]
        assert unheard(evidence, reader_name(), 9) == []
    return [(one.who, (one.source_type,)) for one in said]


def test_a_signature_stores_who_speaks(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User, settings: Settings
) -> None:
    assert told(place) == [], "nothing is heard of what waits"
    sign(vault, [cases["quill"], cases["brack"]], signer, "read all", settings)
    assert told(place) == [("child", ("interview-child",))] * 2


def test_a_refusal_takes_it_back(
    cases: dict[str, Case], vault: Vault, place: Path, signer: User, settings: Settings
) -> None:
    sign(vault, [cases["brack"]], signer, "read all", settings)
    refuse(vault, cases["brack"], signer, "a name was left")
    assert told(place) == []
