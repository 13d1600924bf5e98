"""Random input to every route: no answer is a defect, and none tells of what is hidden.

What is sent is hostile on purpose: words of other languages' syntaxes, marks that end strings, what
is far too long, fields that are missing or of another kind, and bodies that are no form at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from corpus.evidence import open_evidence
from corpus.exports.research import write_research
from review.pages import PAGES

LENS, DAY = "sccif-asa-2024", "2026-03-02"
WHO = ("researcher", "inspector", "qa-reviewer", "administrator", "nobody")
# What somebody who sees no case notes must never be told, however they ask.
HIDDEN = ("xylophone", "hit her with", "4410023", "bassoon", "9977777", "9920041")
NAMES = ("Quillfeather", "Odile", "07700", "Brackenreed", "Tobin")
UNSEEING = ("researcher", "inspector", "administrator", "nobody")

# Words, all of them percent-encoded already where they are no plain letters.
HOSTILE = (
    "", " ", "0", "-1", "1e999", "NaN", "None", "true", "[]", "{}", "\u0663", "\u00b2", "\u2460",
    "9" * 5000, "-" + "9" * 30, "0x10", "1_000", " 7 ", "9223372036854775808", "2026-02-30",
    "0000-00-00", "2026-W10-1", "20260302", "99999-01-01", "2026-03-02T00:00:00",
    '"', "'", "''", "\"unclosed", "a OR", "AND", "NOT a", "NEAR(a b, 3)", "NEAR(", "a*", "*", "^a",
    "a:b", "text:a", "{text}:a", "-a", "(a", "a)", "a + b", '"a" * "b"', "rank MATCH 1",
    "a NEAR/2 b",
    "' OR 1=1 --", "'; DROP TABLE documents; --", "1; ATTACH 'x' AS y", "%", "_", "\\", "%_\\",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% raw %}", "${7}",
    "../../review.db", "..\\..\\review.db", "file:///etc/passwd", "/", "//", "\\\\host\\share",
    "a\x00b", "\x00", "\x1b[31m", "\r\nSet-Cookie: a=b", "a\r\nb", "\t", "\u2028", "\ufeff",
    "\u202e",
    "\u0130", "\ufb03", "e\u0301" * 50, "\U0001f9d1\u200d\U0001f9d2", "\ufffd",
    "=cmd|' /C calc'!A0",
    "accept", "change", "reject", "comment", "skip", "sign", "refuse", "correct", "judge",
    "originals", "acknowledge", "role", "password", "assign", "disable", "forget", "dates", "point",
    "answer", "EXP", "NONE", "LEAD-7", LENS, DAY, "strength", "qa-reviewer", "9900001", "9977777",
    "x" * 100_000, "a " * 20_000, '"' * 3000, "(" * 3000, "a OR " * 2000,
)  # fmt: skip
# Bytes that no text is encoded to: lone surrogates, halves of letters, letters written too long.
RAW = ("%ED%A0%80", "%ED%B0%80%ED%A0%80", "%FF%FE", "%C3", "%C0%AF", "%E2%82", "%F4%90%80%80", "%",
       "%zz", "%00", "%0d%0a", "%u0041")  # fmt: skip

words = some.one_of(
    some.sampled_from(HOSTILE),
    some.text(max_size=40),
    some.text(alphabet="\"'()*:^{}-+ANDORNTE ab", max_size=30),
)
encoded = some.one_of(
    words.map(lambda word: quote(word.encode("utf-8", "replace"), safe="")), some.sampled_from(RAW)
)
queried = ("words", "framework", "provider", "area", "aspect", "criterion", "polarity", "since",
           "until", "decision", "page", "part", "order", "mine", "who", "before", "years", "seed",
           "size", "by", "column", "code", "next", "id", "as", "token")  # fmt: skip
sent = ("do", "words", "seen", "tag", "code", "polarity", "framework", "reason", "name", "role",
        "user", "provider", "new_password", "password", "again", "passphrase", "identifying", "are",
        "note", "kind", "day", "sign", "done", "next", "on", "received", "text", "rests_on",
        "outcome", "answer", "point", "holds", "target", "id", "grade-EXP", "fact-x", "duty-x",
        "comment", "change", "route", "from", "to", "statement", "")  # fmt: skip
# What somebody is signed out by, or changes their own password by, ends the others' turns.
TYPES = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data", "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "y" * 200,
    "application/json", "text/plain", "text/xml", "", "/", "multipart/mixed; boundary=x",
    "application/octet-stream",
)  # fmt: skip


LONGEST = 60_000  # signs of an address; servers and browsers take no longer ones


class Fuzzed:
    """A house, and what may stand in the addresses of its pages."""

    def __init__(self, house) -> None:
        self.house = house
        with open_evidence(house.place, read_only=True) as evidence:
            rows = list(evidence.query(_TAGS, LENS))
        self.known: Mapping[str, list[str]] = {
            "tag": [row[0] for row in rows], "passage": [row[1] for row in rows],
            "document": [row[2] for row in rows], "key": ["9900001", "9977777", "Harrowmere"],
            "framework": [LENS, "ilacs-2023"], "code": ["EXP", "PROT", "LEAD-7"], "on": [DAY],
            "number": ["1", "2", "99"], "case": ["0" * 24],
        }  # fmt: skip

    def headers(self, who: str) -> dict[str, str]:
        return {} if who == "nobody" else self.house.people[who].cookie

    def token(self, who: str) -> str:
        return "" if who == "nobody" else self.house.people[who].token

    def check(self, who: str, answer, what: object) -> None:
        """Check that an answer is no defect and tells of nothing that is hidden."""
        assert answer.status_code < 500, (who, what)
        hidden = NAMES if who not in UNSEEING else (*NAMES, *HIDDEN)
        # Whatever they typed themselves may come back to them.
        typed = json.dumps(what, default=str)
        told = [word for word in hidden if word in answer.text and word not in typed]
        assert told == [], (who, what)
        assert "Traceback" not in answer.text
        assert answer.headers.get("x-frame-options") == "DENY"
        if answer.headers.get("content-type", "").startswith("text/html"):
            for mark in ("<script>alert", "<img src=x"):
                assert mark not in answer.text, (who, what)
        assert not any(
            value.split(";")[0] == "a=b" for value in answer.headers.get_list("set-cookie")
        )


_TAGS = """
    SELECT id, passage_id, document_id FROM tags WHERE framework = ? AND rank = 1 AND current
    AND (id < '2' OR document_id IN (SELECT id FROM documents WHERE sensitivity = 'restricted'))
    ORDER BY id
"""


@pytest.fixture(scope="module")
def fuzzed(signed) -> Fuzzed:
    with open_evidence(signed.place, read_only=True) as evidence:
        write_research(evidence, signed.place.research)
    return Fuzzed(signed)


def addresses(page, known: Mapping[str, list[str]]) -> some.SearchStrategy[str]:
    """Make addresses of a page: what is there, or anything at all, in each variable part."""
    parts = []
    for piece in page.path.split("/"):
        if piece.startswith("{"):
            there = some.sampled_from(known[piece.strip("{}")])
            parts.append(some.one_of(there, there, encoded))
        else:
            parts.append(some.just(piece))
    return some.tuples(*parts).map("/".join)


queries = some.dictionaries(some.sampled_from(queried), encoded, max_size=4).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs.items())
)
forms = some.dictionaries(some.one_of(some.sampled_from(sent), words), encoded, max_size=7).map(
    lambda pairs: "&".join(f"{quote(name, safe='')}={value}" for name, value in pairs.items())
)
GETS = [page for page in PAGES if page.method == "GET"]
# Signed out by their own hand, nobody would go on.
POSTS = [page for page in PAGES if page.method == "POST" and page.path != "/password"]


# What answers beside the pages: signing in, what never changes, and the explorer.
BESIDE = (
    ("/sign-in", "next"), ("/static/{}", "x"), ("/{}", "x"), ("/explore/{}", "_sort"),
    ("/explore/research", "sql"), ("/explore/research.json", "sql"),
    ("/explore/research/{}", "_search"), ("/explore/research/passages", "_where"),
    ("/explore/research/passages.json", "_facet"), ("/explore/research/documents/{}", "_nl"),
    ("/explore/-/{}", "x"),
)  # fmt: skip


def ask(fuzzed: Fuzzed, data: some.DataObject) -> None:
    page = data.draw(some.sampled_from(GETS))
    who = data.draw(some.sampled_from(WHO))
    address = data.draw(addresses(page, fuzzed.known)) + "?" + data.draw(queries)
    address = address[:LONGEST]
    answer = fuzzed.house.client.get(address, headers=fuzzed.headers(who))
    fuzzed.check(who, answer, address)


def ask_beside(fuzzed: Fuzzed, data: some.DataObject) -> None:
    path, name = data.draw(some.sampled_from(BESIDE))
    who = data.draw(some.sampled_from(WHO))
    address = f"{path.format(data.draw(encoded))}?{name}={data.draw(encoded)}"[:LONGEST]
    answer = fuzzed.house.client.get(address, headers=fuzzed.headers(who))
    fuzzed.check(who, answer, address)


def sign_in(fuzzed: Fuzzed, data: some.DataObject) -> None:
    """Sign in and out with anything at all: nobody comes in, and nobody is put out."""
    path = data.draw(some.sampled_from(("/sign-in", "/sign-out")))
    who = data.draw(some.sampled_from(WHO))
    body = "&".join(
        f"{name}={data.draw(encoded)}" for name in ("name", "password", "next", "token", "kept:x")
    )
    headers = {**fuzzed.headers(who), "content-type": TYPES[0]}
    answer = fuzzed.house.client.post(path, content=body, headers=headers)
    fuzzed.check(who, answer, (path, body))
    assert answer.status_code in ((403, 413, 400) if path == "/sign-in" else (303, 403, 413, 400))
    if path == "/sign-in":
        assert "set-cookie" not in answer.headers


def send(fuzzed: Fuzzed, data: some.DataObject) -> None:
    page = data.draw(some.sampled_from(POSTS))
    who = data.draw(some.sampled_from(WHO))
    address = data.draw(addresses(page, fuzzed.known))[:LONGEST]
    body = data.draw(forms) + f"&token={quote(fuzzed.token(who))}"
    kind = data.draw(some.sampled_from((TYPES[0],) * 8 + TYPES))
    headers = {**fuzzed.headers(who), "content-type": kind}
    answer = fuzzed.house.client.post(address, content=body, headers=headers)
    fuzzed.check(who, answer, (address, body, kind))


def send_files(fuzzed: Fuzzed, data: some.DataObject) -> None:
    """Send forms in parts, in which a field may be a file and names may be anything."""
    page = data.draw(some.sampled_from(POSTS))
    who = data.draw(some.sampled_from(WHO))
    address = data.draw(addresses(page, fuzzed.known))[:LONGEST]
    fields = data.draw(some.dictionaries(some.sampled_from(sent), words, max_size=4))
    files = {
        name: ("a.txt", value.encode("utf-8", "replace")) for name, value in fields.items() if name
    }
    answer = fuzzed.house.client.post(
        address, data={"token": fuzzed.token(who)}, files=files or {"x": b""},
        headers=fuzzed.headers(who),
    )  # fmt: skip
    fuzzed.check(who, answer, (address, fields))


FEW = settings(max_examples=80, suppress_health_check=list(HealthCheck), derandomize=True)
FEWER = settings(max_examples=20, suppress_health_check=list(HealthCheck), derandomize=True)
MANY = settings(max_examples=1500, suppress_health_check=list(HealthCheck))


@FEW
@given(data=some.data())
def test_no_address_is_a_defect_or_tells_what_is_hidden(fuzzed: Fuzzed, data) -> None:
    ask(fuzzed, data)
    assert fuzzed.house.events()


@FEWER
@given(data=some.data())
def test_nor_does_what_answers_beside_the_pages(fuzzed: Fuzzed, data) -> None:
    ask_beside(fuzzed, data)
    sign_in(fuzzed, data)
    assert fuzzed.house.get("qa-reviewer", "/queue").status_code == 200


@FEW
@given(data=some.data())
def test_no_form_is_a_defect_or_tells_what_is_hidden(fuzzed: Fuzzed, data) -> None:
    send(fuzzed, data)
    assert fuzzed.house.events()


@pytest.mark.slow
@MANY
@given(data=some.data())
def test_nor_does_any_of_many_addresses(fuzzed: Fuzzed, data) -> None:
    ask(fuzzed, data)
    assert fuzzed.known["tag"]


@pytest.mark.slow
@MANY
@given(data=some.data())
def test_nor_does_what_answers_beside_the_pages_however_often(fuzzed: Fuzzed, data) -> None:
    ask_beside(fuzzed, data)
    assert fuzzed.known["tag"]


@pytest.mark.slow
@MANY
@given(data=some.data())
def test_nor_does_any_of_many_forms(fuzzed: Fuzzed, data) -> None:
    send(fuzzed, data)
    assert fuzzed.known["tag"]


@pytest.mark.slow
@MANY
@given(data=some.data())
def test_nor_does_any_of_many_forms_in_parts(fuzzed: Fuzzed, data) -> None:
    send_files(fuzzed, data)
    assert fuzzed.known["tag"]
