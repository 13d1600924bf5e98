"""Case notes in the app: opened by a passphrase, read without names, corrected, signed, refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.workspace import Workspace, open_workspace
from review.assigning import assign
from review.vaults import vaults_of
from review.wording import MOVED

OPENS = "a ferry of seven lanterns"
NEAR = "9900001"
NAMES = ("Quillfeather", "Odile", "07700", "Brackenreed", "Tobin")


@pytest.fixture
def place(sealed: Path, tmp_path: Path) -> Workspace:
    root = tmp_path / "workspace"
    shutil.copytree(sealed, root)
    return open_workspace(root)


@pytest.fixture
def signer(signed_in):
    browser = signed_in("qa-reviewer")
    browser.post("/cases", passphrase=OPENS)
    return browser


@pytest.fixture
def inspector(signed_in, place: Workspace, keeper):
    """Give an inspector who is assigned to the provider of one of the cases."""
    browser = signed_in("inspector")
    with open_decisions(place) as decisions:
        assign(decisions, browser.user, NEAR, keeper)
    browser.post("/cases", passphrase=OPENS)
    return browser


def case_of(browser, number: str) -> str:
    page = browser.get("/cases")
    return re.search(rf'href="(/cases/[0-9a-f]+)">[^<]*{number}', page)[1]


def events(place: Workspace, what: str):
    with open_decisions(place) as decisions:
        return [event for event in decisions.events() if event.what == what]


def signed_notes(place: Workspace) -> int:
    with open_evidence(place, read_only=True) as evidence:
        return sum(one.signed for one in evidence.documents())


def digest(browser, case: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', browser.get(case))[1]


class TestPassphrase:
    def test_nothing_is_told_before_it_was_typed(self, signed_in) -> None:
        words = signed_in("qa-reviewer").words("/cases")
        assert "Passphrase of the workspace" in words
        assert "LCS" not in words

    def test_a_wrong_one_opens_nothing_and_stands_nowhere(self, signed_in, place) -> None:
        browser = signed_in("qa-reviewer")
        page = browser.post("/cases", 403, passphrase="a wrong one entirely")
        assert "does not open" in page
        assert "a wrong one" not in page
        assert "Passphrase of the workspace" in browser.words("/cases")

    def test_after_five_wrong_ones_even_the_right_one_waits(self, signed_in) -> None:
        browser = signed_in("qa-reviewer")
        for _ in range(5):
            browser.post("/cases", 403, passphrase="wrong")
        assert "Too many wrong passphrases" in browser.post("/cases", 403, passphrase=OPENS)

    def test_it_opens_for_this_session_alone(self, signer, signed_in) -> None:
        assert "2 cases" in signer.words("/cases")
        assert "Passphrase of the workspace" in signed_in("qa-reviewer").words("/cases")

    def test_it_leads_where_one_was_going_and_nowhere_else(self, signed_in) -> None:
        browser = signed_in("qa-reviewer")
        assert browser.post("/cases", passphrase=OPENS, next="/cases/abc") == "/cases/abc"
        assert browser.post("/cases", passphrase=OPENS, next="//elsewhere.example") == "/"

    @pytest.mark.parametrize("how", ["close", "sign out", "password", "other password", "disabled"])
    def test_it_is_closed_again(self, signer, signed_in, place, how: str) -> None:
        assert len(vaults_of(place)) == 1
        keeper = signed_in("administrator", "Ann Keeper")
        if how == "close":
            signer.post("/cases", do="close")
        elif how == "sign out":
            signer.post("/sign-out")
        elif how == "password":
            signer.post("/password", password="river lantern copper moss",
                        new_password="another of my own", again="another of my own")  # fmt: skip
        elif how == "other password":
            keeper.post("/people/change", do="password", user=signer.user.name,
                        new_password="a word of the keeper")  # fmt: skip
        else:
            keeper.post("/people/change", do="disable", user=signer.user.name)
        assert len(vaults_of(place)) == 0

    def test_what_was_typed_without_a_vault_is_shown_and_names_are_not(self, signed_in) -> None:
        page = signed_in("qa-reviewer").post("/cases/abc", 200, do="correct", reason="a by-name",
                                        identifying="Kestrel")  # fmt: skip
        assert "a by-name" in page
        assert "Kestrel" not in page

    def test_no_page_keeps_it_when_the_session_is_gone(self, nobody, keeper) -> None:
        typed = {"passphrase": OPENS, "identifying": "Kestrel", "reason": "kept"}
        page = nobody.post("/cases/abc", data=typed).text
        assert "kept" in page
        assert OPENS not in page
        assert "Kestrel" not in page

    def test_a_workspace_without_a_vault_says_what_to_do(self, signed_in, place) -> None:
        place.vault.unlink()
        browser = signed_in("qa-reviewer")
        assert "vouch users add" in browser.words("/cases")
        assert "has no vault" in browser.post("/cases", 409, passphrase=OPENS)


class TestList:
    def test_signs_of_harm_stand_first(self, signer) -> None:
        words = signer.words("/cases")
        assert re.search(r"waits for a signature \d statement", words)
        assert "1 with statements that a child may be at risk" in words
        assert words.index("4410023") < words.index("9920041")

    def test_an_inspector_sees_those_of_their_providers_alone(self, inspector) -> None:
        words = inspector.words("/cases")
        assert "1 case that you may see" in words
        assert "9920041" not in words
        assert "not looked through" not in words

    def test_it_says_that_its_days_are_real(self, signer) -> None:
        words = signer.words("/cases")
        assert "Latest note (real day)" in words
        assert "19 March 2024" in words
        assert "19 March 2024" not in signer.words(case_of(signer, "4410023"))

    def test_what_is_due_is_marked(self, signer) -> None:
        assert signer.words("/cases?years=6").count("due to be erased") == 1
        for odd in ("0", "x", "-1", "999999"):
            signer.get(f"/cases?years={odd}")

    def test_new_files_are_looked_through_on_demand(self, signer, place) -> None:
        for mark in (place.sealed / "sorted").iterdir():
            mark.unlink()
        assert "2 files came in" in signer.words("/cases")
        signer.post("/cases/prepare")
        assert "came in" not in signer.words("/cases")

    def test_a_case_is_opened_again_only_when_its_file_changed(self, signer, place) -> None:
        case = case_of(signer, "4410023").rpartition("/")[2]
        signer.post(f"/cases/{case}", do="correct", identifying="xylophone", are="name", reason="x")
        assert "xylophone" not in signer.words(f"/cases/{case}")
        (place.sealed / "case" / f"{case}.sealed").unlink()
        assert "4410023" not in signer.words("/cases")


class TestCase:
    def test_it_is_shown_without_names_and_that_is_written_down(self, signer, place) -> None:
        case = case_of(signer, "4410023")
        words = signer.words(case)
        assert not [name for name in NAMES if name in words]
        assert "places hidden" in words
        assert "xylophone lessons" in words
        assert "hit her with a belt" in words
        assert re.search(r"<mark>[^<]*(Person|Child|Parent) [A-Z]", signer.get(case))
        assert words.count(MOVED) == 1
        assert re.search(r"Physical abuse, dated \d+ \w+ \d{4} \(moved\)", words)
        assert "perhaps now" not in words
        assert "the real one, as in the original" in words
        assert [event.target_id for event in events(place, "view")] == [case.rpartition("/")[2]]

    def test_it_says_what_holds_of_it_and_who_decides(self, inspector, signer) -> None:
        case = case_of(inspector, "4410023")
        assert "Waits for a signature" in inspector.words(case)
        assert "Quality reviewers sign, refuse and correct" in inspector.words(case)
        signer.post(case, do="refuse", reason="the by-name can be told")
        assert "Refused: its notes stay closed" in inspector.words(case)

    def test_that_of_another_provider_is_not_there(self, inspector, signer) -> None:
        case = case_of(signer, "9920041")
        inspector.check_absent(case)
        inspector.post(case, 404, do="originals", reason="let me")

    @pytest.mark.parametrize("odd", ["0", "zz", "..%2fvault", "%00", "x" * 3000])
    def test_what_is_not_there_is_not_found(self, signer, odd: str) -> None:
        assert signer.get(f"/cases/{odd}", 404)

    def test_originals_are_shown_for_a_reason_and_each_time_written_down(
        self, inspector, place
    ) -> None:
        case = case_of(inspector, "4410023")
        assert "Say in a few words why" in inspector.post(case, 409, do="originals", reason=" ")
        for _ in (1, 2):
            page = inspector.post(case, 200, do="originals", reason="to ring the mother")
            assert "Odile Quillfeather" in page
        views = [event for event in events(place, "view") if event.reason]
        assert [event.reason for event in views] == ["to ring the mother"] * 2

    def test_a_word_is_a_name_or_none(self, signer) -> None:
        case = case_of(signer, "4410023")
        said = {"do": "correct", "reason": "a by-name"}
        signer.post(case, identifying="xylophone", are="name", **said)
        assert "xylophone" not in signer.words(case)
        signer.post(case, identifying="xylophone", are="none", **said)
        assert "xylophone" in signer.words(case)

    @pytest.mark.parametrize(
        "fields",
        [
            {"do": "correct", "identifying": "", "are": "name"},
            {"do": "correct", "identifying": "x", "are": "perhaps"},
            {"do": "correct", "identifying": "x" * 201, "are": "name"},
            {"do": "correct", "identifying": "x\x00y", "are": "name"},
            {"do": "judge", "note": "0000", "kind": "visit"},
            {"do": "judge", "note": "", "kind": "visit"},
            {"do": "judge", "note": "0", "kind": "song"},
            {"do": "judge", "note": "0", "day": "yesterday"},
            {"do": "judge", "note": "0"},
            {"do": "acknowledge", "sign": "", "done": "passed-on"},
            {"do": "acknowledge", "sign": "ffff", "done": "passed-on"},
            {"do": "sign", "seen": "what was"},
        ],
    )
    def test_what_cannot_be_done_is_said_and_nothing_kept(self, signer, place, fields) -> None:
        case = case_of(signer, "4410023")
        page = signer.post(case, 409, reason="typed with care", **fields)
        assert 'role="alert"' in page
        assert "typed with care" in page
        assert [one for one in ("correct", "sign", "acknowledge") if events(place, one)] == []

    def test_the_kind_and_day_of_a_note(self, signer) -> None:
        case = case_of(signer, "4410023")
        note = re.search(r'name="note" value="([0-9a-f]+)"', signer.get(case))[1]
        signer.post(case, do="judge", note=note, kind="complaint", day="2024-03-11", reason="read")
        assert f"Complaint {note[:8]}" in signer.words(case)

    def test_a_sign_stands_among_the_words_around_it_and_leads_to_its_note(self, signer) -> None:
        page = signer.get(case_of(signer, "4410023"))
        sign = re.search(r"<blockquote>(.*?)</blockquote>.*?href=\"(#n-[0-9a-f]+)\"", page, re.S)
        assert re.search(r"was regular[^<]*<mark>[^<]*hit her[^<]*</mark>", sign[1])
        assert f'id="{sign[2][1:]}"' in page
        assert not [name for name in NAMES if name in page]

    def test_a_sign_is_answered(self, inspector, place) -> None:
        case = case_of(inspector, "4410023")
        signs = re.findall(r'name="sign" value="([0-9a-f]+)"', inspector.get(case))
        for sign in signs:
            inspector.post(case, do="acknowledge", sign=sign, done="passed-on", reason="referred")
        assert "child may be at risk" not in inspector.words(case)
        done = [event.after["done"] for event in events(place, "acknowledge")]
        assert done == ["passed-on"] * len(signs)
        assert "statement" not in inspector.words("/cases")

    def test_signing_opens_what_was_seen_and_refusing_closes_it(self, signer, place) -> None:
        case = case_of(signer, "4410023")
        seen = digest(signer, case)
        signer.post(case, do="sign", seen=seen, reason="read every note")
        assert signed_notes(place) == 2
        assert "signed" in signer.words("/cases")
        assert "xylophone" in signer.words("/search?words=xylophone")
        signer.post(case, do="refuse", reason="the by-name can be told")
        assert signed_notes(place) == 0

    def test_what_changed_meanwhile_is_not_signed(self, signer, place) -> None:
        case = case_of(signer, "4410023")
        seen = digest(signer, case)
        signer.post(case, do="correct", identifying="lessons", are="name", reason="x")
        assert "has changed since" in signer.post(case, 409, do="sign", seen=seen, reason="read")
        assert signed_notes(place) == 0

    @pytest.mark.parametrize("do", ["sign", "refuse", "correct", "judge"])
    def test_inspectors_decide_nothing_about_a_case(self, inspector, place, do: str) -> None:
        case = case_of(inspector, "4410023")
        page = inspector.post(case, 403, do=do, reason="why not", identifying="Kestrel", are="name")
        assert "may not" in page
        assert "Kestrel" not in page
        assert events(place, do) == []

    def test_many_notes_are_for_the_command_line(self, signer, monkeypatch) -> None:
        monkeypatch.setattr("review.reading.cases.MOST", 1)
        case = case_of(signer, "4410023")
        page = signer.words(case)
        assert "vouch redact sign" in page
        assert "Sign: these notes" not in page
        said = signer.post(case, 409, do="correct", identifying="x", are="name", reason="x")
        assert "vouch redact correct" in said

    def test_somebody_else_who_writes_is_told(self, signer, place) -> None:
        from corpus.workspace import writing  # noqa: PLC0415

        case = case_of(signer, "4410023")
        with writing(place, purpose="ingest"):
            page = signer.post(case, 409, do="refuse", reason="typed with care")
        assert "is being written" in page
        assert "typed with care" in page


def test_a_view_after_the_signature_is_not_told_as_one_before_it(signer, signed_in, place) -> None:
    case = case_of(signer, "9920041")
    digest = re.search('name="seen" value="([^"]+)"', signer.get(case))[1]
    signer.post(case, do="sign", seen=digest, reason="read every note")
    for _ in (1, 2):
        signer.get(case)
    assert len(events(place, "view")) == 2
    words = signed_in("administrator", "Ann Keeper").words("/audit")
    assert words.count("after it was signed, without names") == 1
    assert words.count("before it was signed, without names") == 1
    assert words.index("after it was signed") < words.index("before it was signed")


def test_who_saw_what_is_told_to_those_who_look_after_users(signer, signed_in, place) -> None:
    case = case_of(signer, "4410023")
    signer.get(case)
    signer.post(case, 200, do="originals", reason="to ring the mother")
    keeper = signed_in("administrator", "Ann Keeper")
    words = keeper.words("/audit")
    assert "before it was signed, without names" in words
    assert "2 notes as they were written" in words
    assert "to ring the mother" in words
    assert not [name for name in (*NAMES, "LCS-4410023") if name in words]
    assert "Nobody has seen" in keeper.words("/audit?who=Nobody&before=99")
    assert "Who saw which case notes" in keeper.words("/people")
