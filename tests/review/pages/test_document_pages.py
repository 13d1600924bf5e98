"""Documents as people read them: words, pages, tags, facts, and tags of their own."""

from __future__ import annotations

import re

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.workspace import Workspace
from review.reading.document import text_id
from review.wording import MOVED

LENS = "sccif-asa-2024"


@pytest.fixture
def report(place: Workspace):
    with open_evidence(place, read_only=True) as evidence:
        return next(one for one in evidence.documents() if one.name == "inspection report 2025.pdf")


@pytest.fixture
def passage(place: Workspace, report):
    with open_evidence(place, read_only=True) as evidence:
        return max(evidence.passages(report.id), key=lambda one: len(one.text))


@pytest.fixture
def browser(signed_in):
    return signed_in("inspector")


def events(place: Workspace):
    with open_decisions(place) as decisions:
        return [event for event in decisions.events() if event.target_type != "user"]


def test_all_words_of_a_document_can_be_read(browser, place, report) -> None:
    with open_evidence(place, read_only=True) as evidence:
        texts = [one.text for one in evidence.passages(report.id)]
    pages, part = "", 1
    while True:
        page = browser.words(f"/document/{report.id}?part={part}")
        pages += page
        if f"Part {part} of {part}" in page or "Part" not in page:
            break
        part += 1
    assert [text for text in texts if " ".join(text.split()) not in pages] == []


def test_a_passage_has_an_address_that_leads_to_it(browser, report, passage) -> None:
    address = f"/document/{report.id}/passage/{passage.id}"
    to = browser.client.get(address).headers["location"]
    assert to.endswith(f"#p-{passage.id}")
    assert f'id="p-{passage.id}"' in browser.get(to.partition("#")[0])


def test_what_it_states_stands_on_top(browser, report) -> None:
    words = browser.words(f"/document/{report.id}")
    assert re.search(r"What it states: \d+ facts", words)


def test_a_tag_can_be_added_to_a_passage(browser, place, report, passage) -> None:
    address = f"/document/{report.id}/passage/{passage.id}/add"
    browser.post(address, framework=LENS, code="LEAD-3", polarity="weakness", words=passage.text,
                 reason="my reading")  # fmt: skip
    [event] = events(place)
    assert (event.what, event.target_type, event.target_id) == ("add", "passage", passage.id)
    assert event.after["criterion"] == "LEAD-3"
    to = browser.client.get(address[:-4]).headers["location"].partition("#")[0]
    assert f"added by {browser.user.name}" in browser.words(f"{to}&framework={LENS}")


def test_a_tag_can_be_added_to_some_words(browser, place, report, passage) -> None:
    some = " ".join(passage.text.split()[2:6])
    address = f"/document/{report.id}/passage/{passage.id}/add"
    browser.post(address, framework=LENS, code="EXP", polarity="strength", words=f" {some}\n")
    [event] = events(place)
    assert event.target_type == "selection"
    with open_evidence(place, read_only=True) as evidence:
        extraction = evidence.extraction(report.id)
        assert text_id(evidence, report.id) == event.target_id
    assert extraction.text[event.start : event.end] == some
    to = browser.client.get(address[:-4]).headers["location"].partition("#")[0]
    assert some in browser.words(f"{to}&framework={LENS}")


def test_nothing_is_chosen_before_somebody_chooses(browser, report, passage) -> None:
    page = browser.get(f"/document/{report.id}/passage/{passage.id}/add")
    form = page.rpartition('<form method="post" class="stack">')[2]
    assert re.search(r'<select id="code"[^>]* required>\s*<option value="">', form)
    assert form.count('name="polarity"') == 4
    assert "checked" not in form
    assert "selected" not in form


class TestOwn:
    """Tags that a person gave: no two that say the same, and each can be taken back."""

    @pytest.fixture
    def address(self, report, passage) -> str:
        return f"/document/{report.id}/passage/{passage.id}/add"

    @pytest.fixture
    def sent(self, passage) -> dict[str, str]:
        return {"framework": LENS, "code": "EXP", "polarity": "mixed", "words": passage.text}

    def shown(self, browser, to: str) -> str:
        at = browser.client.get(to).headers["location"]
        return browser.get(at.partition("#")[0])

    @pytest.mark.parametrize("some", [slice(None), slice(2, 6)])
    def test_the_same_again_is_refused_and_kept_on_the_page(
        self, browser, place, address: str, sent, some: slice
    ) -> None:
        sent = {**sent, "words": " ".join(sent["words"].split()[some])}
        browser.post(address, **sent, reason="first")
        page = browser.post(address, 400, **sent, reason="why I add it twice")
        assert "You gave these words this tag already" in page
        assert "why I add it twice" in page
        assert len(events(place)) == 1

    def test_what_differs_is_another_tag(self, signed_in, browser, place, address, sent) -> None:
        browser.post(address, **sent)
        browser.post(address, **{**sent, "polarity": "neutral"})
        browser.post(address, **{**sent, "code": "EXP-1"})
        browser.post(address, **{**sent, "words": " ".join(sent["words"].split()[:6])})
        signed_in("inspector", "Omar").post(address, **sent)
        assert [one.what for one in events(place)] == ["add"] * 5

    def test_it_is_told_and_taken_back_where_it_stands(
        self, browser, place, address, sent, report
    ) -> None:
        page = self.shown(browser, browser.post(address, **sent))
        assert "Tag added (EXP, both): “" in page
        number = str(events(place)[0].seq)
        assert len(re.findall(f'form="take-back" name="event" value="{number}"', page)) == 1
        to = browser.post(f"/document/{report.id}", event=number)
        page = self.shown(browser, to)
        assert "Added tag taken back (EXP, both): “" in page
        assert "added by" not in page
        assert 'form="take-back"' not in page
        assert [one.what for one in events(place)] == ["add", "undo"]
        # Free for the same tag again.
        browser.post(address, **sent)
        assert "nothing of yours" in browser.post(f"/document/{report.id}", 400, event=number)

    def test_nobody_takes_back_what_another_added(
        self, signed_in, browser, place, address, sent, report
    ) -> None:
        to = browser.post(address, **sent)
        number = str(events(place)[0].seq)
        for role in ("inspector", "qa-reviewer"):
            other = signed_in(role, f"Other {role}")
            page = self.shown(other, to)
            assert "added by" in page
            assert 'form="take-back"' not in page
            assert "nothing of yours" in other.post(f"/document/{report.id}", 400, event=number)
        signed_in("researcher").post(f"/document/{report.id}", 403, event=number)
        assert [one.what for one in events(place)] == ["add"]

    @pytest.mark.parametrize("odd", ["", "0", "x", "1", "9" * 30])
    def test_an_odd_number_takes_back_nothing(
        self, browser, place, address, sent, report, odd: str
    ) -> None:
        browser.post(address, **sent)
        assert "nothing of yours" in browser.post(f"/document/{report.id}", 400, event=odd)
        assert len(events(place)) == 1

    def test_one_through_another_framework_can_be_seen(
        self, browser, address, sent, report
    ) -> None:
        to = browser.post(address, **{**sent, "framework": "ilacs-2018", "code": "HP"})
        page = self.shown(browser, to)
        assert "added by" in page
        assert '<option value="ilacs-2018" selected>' in page

    def test_the_last_one_can_be_taken_back_in_the_queue_too(
        self, browser, place, address, sent
    ) -> None:
        browser.post(address, **sent)
        page = self.shown(browser, browser.post("/queue/undo"))
        assert "Added tag taken back" in page
        assert [one.what for one in events(place)] == ["add", "undo"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"words": "words of no passage"}, "do not stand in the passage"),
        ({"words": ""}, "do not stand in the passage"),
        ({"code": "XYZ"}, "Choose an area"),
        ({"framework": "../../etc"}, "Choose an area"),
        ({"polarity": "superb"}, "Choose what the words speak of"),
        ({"polarity": ""}, "Choose what the words speak of"),
        ({"code": ""}, "Choose an area"),
        ({"reason": "x" * 5001}, "5,000"),
    ],
)
def test_what_makes_no_tag_is_said_and_kept(
    browser, place, report, passage, fields: dict[str, str], says: str
) -> None:
    sent = {"framework": LENS, "code": "EXP", "polarity": "mixed", "words": passage.text[:20],
            "reason": "kept words", **fields}  # fmt: skip
    page = browser.post(f"/document/{report.id}/passage/{passage.id}/add", 400, **sent)
    assert says in page
    assert sent["reason"][:20] in page
    assert events(place) == []


def test_words_that_stand_twice_are_not_guessed_at(browser, place, report, passage) -> None:
    address = f"/document/{report.id}/passage/{passage.id}/add"
    twice = next(
        word for word in passage.text.split() if passage.text.count(word) > 1 and len(word) > 2
    )
    sent = {"framework": LENS, "code": "EXP", "polarity": "mixed", "words": twice}
    page = browser.post(address, 400, **sent)
    assert re.search(r"These words stand in the passage \d+ times", page)
    assert events(place) == []
    at = passage.text.rindex(twice)
    more = passage.text[max(0, at - 25) : at + len(twice)].lstrip()
    browser.post(address, **{**sent, "words": more})
    [event] = events(place)
    with open_evidence(place, read_only=True) as evidence:
        extraction = evidence.extraction(report.id)
    assert extraction.text[event.start : event.end] == more
    assert event.end == passage.start + at + len(twice)


def test_decisions_on_what_is_read_anew_are_listed(browser, place, report, passage) -> None:
    browser.post(f"/document/{report.id}/passage/{passage.id}/add", framework=LENS, code="EXP",
                 polarity="mixed", words=passage.text)  # fmt: skip
    assert "Every decision stands" in browser.words("/orphans")
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE passages SET current = 0 WHERE id = ?", (passage.id,))
    assert f"{browser.user.name}: add on a passage of {report.name}" in browser.words("/orphans")
    assert "1 decision on what is no longer read" in browser.words(f"/document/{report.id}")


@pytest.mark.parametrize("part", ["0", "-1", "999", "x", "1' OR 1=1", "٣"])
def test_odd_parts_show_some_part(browser, report, part: str) -> None:
    assert "Its words" in browser.words(f"/document/{report.id}?part={part}&framework=nothing")


def test_a_passage_of_another_document_is_not_there(browser, place, report, passage) -> None:
    with open_evidence(place, read_only=True) as evidence:
        other = next(one.id for one in evidence.documents() if one.id != report.id)
    browser.check_absent(f"/document/{other}/passage/{passage.id}")
    browser.check_absent(f"/document/{other}/passage/{passage.id}/add")


def test_case_notes_are_not_there_for_others(signed_in, place, report, passage) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    for role in ("researcher", "inspector", "administrator"):
        browser = signed_in(role)
        browser.check_absent(f"/document/{report.id}")
        browser.check_absent(f"/document/{report.id}/passage/{passage.id}")
    page = signed_in("qa-reviewer").words(f"/document/{report.id}")
    assert "restricted: case notes without names" in page
    assert "Its pages" not in page
    assert page.count(MOVED) == 1
    assert re.search(r"dated \d+ \w+ \d{4} \(moved\), restricted", page)
    assert "published" not in page


def test_what_is_not_signed_is_there_for_nobody(signed_in, place, report) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 0")
    signed_in("qa-reviewer").check_absent(f"/document/{report.id}")


def test_what_somebody_decides_is_there_for_the_next_one(signed_in, report, passage) -> None:
    one, other = signed_in("inspector", "Ina"), signed_in("researcher", "Rea")
    at = one.client.get(f"/document/{report.id}/passage/{passage.id}").headers["location"]
    page = f"{at.partition('#')[0]}&framework={LENS}"
    assert "added by Ina" not in other.words(page)
    one.post(f"/document/{report.id}/passage/{passage.id}/add", framework=LENS, code="LEAD-3",
             polarity="weakness", words=passage.text)  # fmt: skip
    assert "added by Ina" in other.words(page)
    assert "Add a tag" in one.words(page)
    assert "Add a tag" not in other.words(page)


def test_each_framework_shows_its_own_tags_though_both_were_looked_at(
    browser, report, passage
) -> None:
    add = {"code": "HP", "polarity": "weakness", "words": passage.text}
    browser.post(f"/document/{report.id}/passage/{passage.id}/add", framework="ilacs-2018", **add)
    at = browser.client.get(f"/document/{report.id}/passage/{passage.id}").headers["location"]
    part = at.partition("#")[0]
    for _ in range(2):
        assert "added by" not in browser.words(f"{part}&framework={LENS}")
        assert "added by" in browser.words(f"{part}&framework=ilacs-2018")


def test_what_was_corrected_is_right_at_the_next_look(browser, place, report) -> None:
    page = f"/document/{report.id}"
    assert "Splendid" not in browser.words(page)
    with open_evidence(place, read_only=True) as evidence:
        fact = next(one for one in evidence.facts(report.id) if one.kind == "judgement")
    with open_decisions(place) as decisions:
        decisions.record(
            Draft("correct", "Ina", "fact", fact.id, document_id=report.id,
                  before={"grade": fact.fields["grade"]}, after={"grade": "Splendid"})
        )  # fmt: skip
    assert "Splendid" in browser.words(page)


def test_everybody_who_sees_case_notes_is_recorded(signed_in, place, report) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET sensitivity = 'restricted', signed = 1")
    for name in ("Quin", "Quill", "Quin"):
        signed_in("qa-reviewer", name).get(f"/document/{report.id}")
    seen = [(one.who, one.target_id) for one in events(place) if one.what == "view"]
    assert seen == [("Quin", report.id), ("Quill", report.id)]
