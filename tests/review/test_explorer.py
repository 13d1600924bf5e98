"""The explorer: for those who are signed in, on one file, reading alone."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from html import unescape

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.exports.research import write_research
from corpus.problems import VouchError
from corpus.users import Users
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


BOMBS = [
    ("select printf('%.*c', 900000000, 'x')", "not authorized"),
    ("select FORMAT('%.*c', 900000000, 'x')", "not authorized"),
    ("select length(randomblob(999999999))", "not authorized"),
    ("select hex(zeroblob(90000000))", "not authorized"),
    ("select load_extension('x')", "not authorized"),
    ("select fts3_tokenizer('simple')", "not authorized"),
    ("select * from pragma_database_list", "prohibited"),
    ("with recursive a(x) as (select 'x' union all select x || x from a) select x from a",
     "too big"),
    ("with recursive a(x) as (select 1 union all select x + 1 from a) select max(x) from a",
     "took too long"),
    (f"select {', '.join('1' * 80)}", "too many columns"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "why"), BOMBS, ids=[row[0][:40] for row in BOMBS])
def test_no_question_fills_the_memory_or_takes_for_ever(researcher, query: str, why: str) -> None:
    answer = researcher.client.get("/explore/research.json", params={"sql": query})
    assert answer.status_code == 400
    assert why in answer.text
    assert len(answer.content) < 5000
    assert "/explore" in researcher.get("/explore/"), "and goes on answering others"


def test_what_has_no_end_is_cut(researcher) -> None:
    query = "with recursive a(x) as (select 1 union all select x + 1 from a) select x from a"
    answer = researcher.client.get("/explore/research.json", params={"sql": query}).json()
    assert len(answer["rows"]) == 1000
    assert answer["truncated"]


@pytest.mark.parametrize(
    "path",
    ["/explore/-/databases.json", "/explore/-/versions.json", "/explore/-/threads.json",
     "/explore/-/settings", "/explore/-/permissions", "/explore/-/plugins.json",
     "/explore//etc/passwd", "/explore/research//passages", "/explore/_memory.json",
     "/explore/review.json", "/explore/evidence", "/explore/-/static/%2e%2e/app.py",
     "/explore/research/no-such-table"],
)  # fmt: skip
def test_nothing_of_this_machine_is_shown(researcher, path: str) -> None:
    answer = researcher.client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "threads" not in answer.text


def test_links_lead_where_they_say(researcher) -> None:
    page = researcher.get("/explore/research/passages")
    assert "/explore/explore" not in page
    found = {
        unescape(one) for one in re.findall(r'href="(/explore/research/passages\?[^"]+)"', page)
    }
    assert any("_sort=" in one for one in found)
    for one in sorted(found)[:5]:
        assert researcher.client.get(one).status_code == 200
    [sheet] = set(re.findall(r'href="(/explore/-/static/app[^"]+)"', page))
    assert researcher.client.get(sheet).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_is_answered(researcher, method: str) -> None:
    assert researcher.client.request(method, "/explore/research").status_code == 405


def test_a_password_for_once_opens_nothing(researcher, place: Workspace, signed_in) -> None:
    browser = signed_in("inspector")
    assert browser.client.get("/explore/").status_code == 200
    with open_decisions(place) as decisions:
        decisions.db.execute("UPDATE users SET temporary = 1 WHERE name = 'Some inspector'")
    assert browser.client.get("/explore/").status_code == 303


def test_who_is_disabled_explores_no_more(researcher, place: Workspace, keeper) -> None:
    assert researcher.client.get("/explore/").status_code == 200
    with open_decisions(place) as decisions:
        Users(decisions).disable(researcher.user.name, keeper)
    assert researcher.client.get("/explore/").status_code == 303


def test_a_new_file_is_seen_at_once(researcher, place: Workspace) -> None:
    with closing(sqlite3.connect(place.research)) as db, db:
        db.execute("CREATE TABLE extra AS SELECT 7 AS n")
    later = place.research.stat().st_mtime + 5
    os.utime(place.research, (later, later))
    answer = researcher.client.get("/explore/research.json", params={"sql": "select n from extra"})
    assert answer.json()["rows"] == [[7]]


def test_its_cookies_and_ours_stay_apart(researcher) -> None:
    answer = researcher.client.get("/explore/research/passages")
    assert "set-cookie" not in answer.headers
    assert researcher.token not in answer.text


@pytest.mark.parametrize("place", ["opened"], indirect=True)
def test_neither_case_notes_nor_reviewers_are_in_it(researcher, place: Workspace) -> None:
    with open_decisions(place) as decisions, open_evidence(place, read_only=True) as evidence:
        [(tag, document)] = evidence.query("SELECT id, document_id FROM tags LIMIT 1")
        decisions.record(Draft("reject", "Zenobia Quark", "tag", tag, document_id=document,
                               reason="unheard-of words"))  # fmt: skip
        write_research(evidence, place.research)
    content = place.research.read_bytes()
    for word in (b"Zenobia", b"unheard-of", b"xylophone", b"bassoon", b"Quillfeather"):
        assert word not in content
    for word in ("Zenobia", "xylophone", "bassoon", "Some qa-reviewer"):
        for table in ("passages", "tags", "documents"):
            answer = researcher.client.get(f"/explore/research/{table}.json?_size=1000")
            assert answer.status_code == 200
            assert word not in answer.text
    answer = researcher.client.get(
        "/explore/research.json",
        params={"sql": "select distinct sensitivity from documents"},
    )
    assert answer.json()["rows"] == [["public"]]


def test_an_unknown_source_ends_the_export_and_keeps_the_file(place: Workspace, researcher) -> None:
    before = place.research.read_bytes()
    with closing(sqlite3.connect(place.evidence)) as db, db:
        db.execute("UPDATE documents SET sensitivity = 'secret-ish'")
    with open_evidence(place, read_only=True) as evidence, pytest.raises(VouchError):
        write_research(evidence, place.research)
    assert place.research.read_bytes() == before
    assert [path for path in place.root.iterdir() if "research" in path.name] == [place.research]


@pytest.mark.parametrize(
    "address",
    ["/explore/research/passages.json?_facet=%7B%7D", "/explore/research/passages?_facet=%7B%7D",
     "/explore/research.json?sql=select+Quillfeather", "/explore/research?sql=select+Quillfeather",
     "/explore/research/Quillfeather.json", "/explore/Quillfeather"],
)  # fmt: skip
def test_what_it_cannot_answer_is_said_and_no_word_of_it_printed_or_logged(
    researcher, address: str, capfd, caplog
) -> None:
    answer = researcher.client.get(address)
    assert answer.status_code in (400, 404)
    printed = capfd.readouterr()
    assert "Quillfeather" not in printed.out + printed.err + caplog.text
    assert "Traceback" not in printed.out + printed.err + answer.text
    if ".json" in address:
        assert answer.json()["ok"] is False
        assert answer.json()["error"]
