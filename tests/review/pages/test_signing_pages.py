"""Sign-off of an evidence base: what was signed, and what is otherwise since."""

from __future__ import annotations

import re

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.workspace import Workspace

LENS = "ilacs-2023"
HERE = "/evidence/provider/9900001/inspections"
SIGN = f"{HERE}/{LENS}/2026-02-02/sign-off"


@pytest.fixture
def checker(signed_in):
    signed_in("inspector").post(HERE, framework=LENS, on="2026-02-02")
    return signed_in("qa-reviewer")


def digest(browser, address: str = SIGN) -> str:
    found = re.search(r'name="digest" value="(\w{64})"', browser.get(address))
    assert found
    return found[1]


def sign(browser, words: str = "Sound.") -> str:
    return browser.post(SIGN, digest=digest(browser), words=words)


def a_tag(place: Workspace) -> tuple[str, str]:
    with open_evidence(place, read_only=True) as evidence:
        [row] = evidence.query(
            "SELECT id, document_id FROM tags WHERE rank = 1 AND framework = ? AND current "
            "ORDER BY id LIMIT 1", LENS,
        )  # fmt: skip
    return row[0], row[1]


def accept(place: Workspace) -> str:
    tag, document = a_tag(place)
    with open_decisions(place) as decisions:
        return decisions.record(Draft("accept", "Ina", "tag", tag, document_id=document)).hash


def test_a_quality_reviewer_signs_what_is_there(checker, place: Workspace) -> None:
    assert "Nobody has signed" in checker.words(SIGN)
    sign(checker)
    words = checker.words(SIGN)
    assert f"{checker.user.name}, " in words
    assert ": as signed" in words
    assert "“Sound.”" in words
    with open_decisions(place) as decisions:
        [event] = [one for one in decisions.events() if one.what == "sign"]
    assert event.target_type == "inspection"
    after = event.after or {}
    assert len(after["digest"]) == 64
    assert sum(one["tags"] for one in after["documents"].values()) > 20


def test_what_people_decide_afterwards_shows_as_changed_since(checker, place: Workspace) -> None:
    sign(checker)
    accepted = accept(place)
    words = checker.words(SIGN)
    assert ": changed since" in words
    assert re.search(r"changed since \d+ \d+ 0 1", words)  # decided then 0, now 1
    with open_decisions(place) as decisions:
        tag, document = a_tag(place)
        decisions.record(Draft("undo", "Ina", "tag", tag, document_id=document, undoes=accepted))
    assert ": as signed" in checker.words(SIGN)


def test_what_changed_meanwhile_is_not_signed_unseen(checker, place: Workspace) -> None:
    seen = digest(checker)
    accept(place)
    assert "Nothing was signed" in checker.post(SIGN, status=400, digest=seen, words="Sound.")


def test_an_inspector_sees_the_sign_off_and_gives_none(checker, signed_in) -> None:
    sign(checker)
    inspector = signed_in("inspector")
    assert ": as signed" in inspector.words(SIGN)
    assert "signed off by quality reviewers" in inspector.words(SIGN)
    inspector.post(SIGN, status=403, digest=digest(checker))


def test_a_sign_off_tells_nothing_of_what_is_hidden(checker, signed_in, place: Workspace) -> None:
    _, document = a_tag(place)
    with open_evidence(place) as evidence:
        [(name,)] = evidence.query("SELECT name FROM documents WHERE id = ?", document)
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (document,)
        )
    sign(checker)
    page = signed_in("inspector").get(SIGN)
    assert name not in page
    assert document not in page
    assert re.search(r"0 passages with 0 tags", page)
    assert name in checker.get(SIGN)


def test_another_lens_may_be_signed_and_is_named(checker) -> None:
    here = f"{SIGN}?framework=sccif-asa-2024"
    checker.post(here, digest=digest(checker, here), words="")
    words = checker.words(here)
    assert "this is read through another framework" in words
    assert re.search(r"through SCCIF [^.]*, 2024 edition\.", words)
