"""The explorer: for those who are signed in, on one file, reading alone."""

from __future__ import annotations

import pytest

from corpus.evidence import open_evidence
from corpus.exports.research import write_research
from corpus.workspace import Workspace

pytest.importorskip("datasette")


@pytest.fixture
def researcher(signed_in, place: Workspace):
    with open_evidence(place, read_only=True) as evidence:
        write_research(evidence, place.research)
    return signed_in("researcher")


def test_nobody_explores_without_signing_in(nobody, researcher) -> None:
    answer = nobody.get("/explore/research.json")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/explore")


def test_researchers_ask_what_they_like(researcher) -> None:
    query = "select count(*) as n from passages where text like '%children%'"
    answer = researcher.client.get("/explore/research.json", params={"sql": query})
    assert answer.json()["rows"][0][0] > 0
    assert "passages" in researcher.get("/explore/research")


@pytest.mark.parametrize(
    "query",
    ["delete from passages", "drop table tags", "attach 'review.db' as r",
     "pragma writable_schema=1",
     "select * from users", "select * from review.events"],
)  # fmt: skip
def test_nothing_else_can_be_reached(researcher, query: str) -> None:
    answer = researcher.client.get("/explore/research.json", params={"sql": query})
    assert answer.status_code == 400


def test_it_only_reads(researcher) -> None:
    assert researcher.client.post("/explore/research/passages/-/insert").status_code == 405


def test_its_pages_load_nothing_from_elsewhere(researcher) -> None:
    answer = researcher.client.get("/explore/research")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert answer.headers["x-frame-options"] == "DENY"


def test_without_a_file_it_says_how_to_make_one(signed_in) -> None:
    assert "vouch export --what research" in signed_in("researcher").words("/explore/", 404)
