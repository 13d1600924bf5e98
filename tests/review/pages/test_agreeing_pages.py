"""Between reviewers: what they read differently, a second review, and conflicts of laptops."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from corpus.chain import Draft, Event
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.merging import merge
from corpus.records import Tag
from corpus.rows import TAGS, select, tag_of
from corpus.workspace import Workspace, open_workspace
from review.deciding import seen_of
from review.pages import agreeing
from review.reading.coded import Sampled, sample

LENS = "sccif-asa-2024"
SECOND = f"/evidence/second-review?framework={LENS}&seed=oak&size=20"
Decide = Callable[..., Event]


@pytest.fixture
def tags(place: Workspace) -> list[Tag]:
    with open_evidence(place, read_only=True) as evidence:
        where = "WHERE rank = 1 AND current AND framework = ? AND area = 'LEAD' ORDER BY id LIMIT 8"
        return list(evidence.records(tag_of, f"{select('tags', TAGS)} {where}", LENS))


@pytest.fixture
def decide(place: Workspace) -> Decide:
    def record(tag: Tag, who: str, what: str, where: Workspace = place, **after: str) -> Event:
        with open_decisions(where) as decisions:
            return decisions.record(
                Draft(what, who, "tag", tag.id, document_id=tag.document_id,  # type: ignore[arg-type]
                      before=seen_of(tag), after=after or None)
            )  # fmt: skip

    return record


def address(page: str) -> str:
    found = re.search(r'class="button" href="(/evidence/second-review/[^"]+)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def restrict(place: Workspace, document: str) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (document,)
        )


def test_tags_that_people_read_differently_are_listed_with_both_readings(
    signed_in, tags: list[Tag], decide: Decide
) -> None:
    decide(tags[0], "Ina", "accept")
    decide(tags[0], "Ben", "change", polarity="mixed")
    decide(tags[1], "Ina", "accept")
    decide(tags[1], "Ben", "accept")
    decide(tags[2], "Ina", "reject")
    words = signed_in("researcher").words(f"/evidence/disagreements?framework={LENS}")
    assert "2 of 3 (67 %) decided tags have decisions of several people" in words
    assert "1 of 2 (50 %) tags that two people read; decided anew since: 0 of 1 (0 %)" in words
    assert re.search(r"both \(Ben, ", words)
    assert "1 of 2 (50 %)" in words
    assert "neither independent nor a fair sample" in words


def test_whose_last_word_is_the_same_agrees(signed_in, tags: list[Tag], decide: Decide) -> None:
    decide(tags[0], "Ina", "reject")
    decide(tags[0], "Ben", "accept")
    decide(tags[0], "Ina", "accept")
    words = signed_in("researcher").words(f"/evidence/disagreements?framework={LENS}")
    assert "Read differently 0 of 1 (0 %) tags that two people read." in words


def test_no_number_stands_without_its_n(signed_in) -> None:
    words = signed_in("researcher").words(f"/evidence/disagreements?framework={LENS}")
    assert "No tag was reviewed a second time, of 0 decided tags" in words
    assert "No tag was read by two people" in words
    assert "kappa" not in words.lower()


def test_a_second_reader_does_not_see_the_first_decision_before_deciding(
    signed_in, tags: list[Tag], decide: Decide
) -> None:
    decide(tags[0], "Zebedee", "change", polarity="mixed")
    browser = signed_in("qa-reviewer")
    words = browser.words(SECOND)
    assert "1 of 1 (100 %) decided tags are drawn, and not kept" in words
    assert "Zebedee" not in words
    there = address(browser.get(SECOND))
    assert "Zebedee" not in browser.get(there)
    assert "Both readings" not in browser.get(there)
    browser.post(there, do="accept", words="Plain enough.")
    words = browser.words(there)
    assert "Both readings" in words
    assert "Zebedee" in words
    assert "“Plain enough.”" in words
    assert "They differ" in words
    assert "Reviewed a second time: 1 of 1 (100 %); by you: 1 of 1" in browser.words(SECOND)


def test_a_second_review_changes_nothing_of_what_holds(
    signed_in, place: Workspace, tags: list[Tag], decide: Decide
) -> None:
    first = decide(tags[0], "Zebedee", "reject")
    browser = signed_in("qa-reviewer")
    browser.post(address(browser.get(SECOND)), do="accept")
    with open_decisions(place) as decisions:
        [held] = decisions.holding("tag", [tags[0].id])
    assert held.hash == first.hash


def test_agreement_of_a_sample_is_given_with_its_n_and_interval(
    signed_in, tags: list[Tag], decide: Decide
) -> None:
    for number, tag in enumerate(tags[:6]):
        decide(tag, "Zebedee", "reject" if number % 3 == 0 else "accept")
    browser = signed_in("qa-reviewer")
    for _ in range(6):
        browser.post(address(browser.get(SECOND)), do="accept")
    words = browser.words(SECOND)
    assert "There is no more for you in this sample" in words
    assert "Area 6 4 of 6 (67 %) 0.67 (" in words
    assert "Cohen’s kappa" in words


def test_what_was_decided_after_a_second_review_is_settled_and_listed_last(
    signed_in, tags: list[Tag], decide: Decide
) -> None:
    for tag in tags[:3]:
        decide(tag, "Zebedee", "accept")
    browser = signed_in("qa-reviewer")
    for _ in range(3):
        browser.post(address(browser.get(SECOND)), do="reject")
    disagreements = f"/evidence/disagreements?framework={LENS}"
    assert "decided anew since: 0 of 3 (0 %)" in browser.words(disagreements)
    decide(tags[1], "Ina", "change", polarity="mixed")
    words = browser.words(disagreements)
    # The decision that settles it is no disagreement of its own.
    assert "3 of 3 (100 %) tags that two people read; decided anew since: 1 of 3 (33 %)" in words
    assert words.count("Decided anew since : ") == 1
    assert words.index("Decided anew since : ") > words.rindex("rejected (Some qa-reviewer")
    assert re.search(r"Decided anew since : .*?both \(Ina, ", words)


def test_nobody_reviews_their_own_decision_or_one_twice(
    signed_in, tags: list[Tag], decide: Decide
) -> None:
    browser = signed_in("qa-reviewer")
    decide(tags[0], browser.user.name, "accept")
    words = browser.words(SECOND)
    assert "1 tag you decided on first" in words
    assert "There is no more for you" in words
    there = f"/evidence/second-review/{tags[0].id}?framework={LENS}&seed=oak&size=20"
    assert "another must read it again" in browser.words(there)
    assert "You decided on this yourself" in browser.post(there, status=409, do="accept")
    other = signed_in("inspector")
    other.post(there, do="reject")
    assert "You have reviewed this already" in other.post(there, status=409, do="accept")


@pytest.mark.parametrize(
    "wrong",
    [{"do": "shrug"}, {"do": "change", "code": "NO-1", "polarity": "strength"},
     {"do": "change", "code": "LEAD-1", "polarity": "great"}],
)  # fmt: skip
def test_a_reading_that_makes_no_sense_is_refused_and_the_note_kept(
    signed_in, tags: list[Tag], decide: Decide, wrong: dict[str, str]
) -> None:
    decide(tags[0], "Zebedee", "accept")
    browser = signed_in("qa-reviewer")
    page = browser.post(address(browser.get(SECOND)), status=409, words="My note.", **wrong)
    assert "My note." in page
    assert "Zebedee" not in page


def test_a_seed_draws_the_same_sample_and_another_seed_another(
    signed_in, tags: list[Tag], decide: Decide
) -> None:
    for tag in tags:
        decide(tag, "Zebedee", "accept")
    first, second = signed_in("qa-reviewer"), signed_in("inspector")
    assert address(first.get(SECOND)) == address(second.get(SECOND))
    others = {address(first.get(SECOND.replace("oak", seed))) for seed in ("ash", "elm", "yew")}
    assert (
        len({one.split("?")[0] for one in others} | {address(first.get(SECOND)).split("?")[0]}) > 1
    )


def links(browser) -> tuple[str, ...]:
    """Review all of a sample that is to come, without a seed in the address; return the tags."""
    seen = []
    here = f"/evidence/second-review?framework={LENS}"
    while "Review the next" in (page := browser.get(here)):
        seen.append(address(page).split("?")[0])
        browser.post(address(page), do="accept")
    return tuple(seen)


def test_a_sample_that_was_drawn_stays_whoever_comes_and_whatever_is_decided_later(
    signed_in, tags: list[Tag], decide: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreeing, "_SIZES", (3,))
    units = [Sampled(tag.id, "p", "d", "Ina", 1) for tag in tags]
    # One by which later decisions would take the place of earlier ones.
    seed = next(
        seed for seed in map(str, range(50)) if sample(units, seed, 3) != sample(units[:5], seed, 3)
    )
    here = f"/evidence/second-review?framework={LENS}"
    for tag in tags[:5]:
        decide(tag, "Zebedee", "accept")
    first, second = signed_in("qa-reviewer"), signed_in("inspector")
    assert "None has been drawn yet. 5 tags are decided on." in first.words(here)
    there = first.post(here, seed=seed, size="3")
    assert f"seed={seed}&size=3" in there
    assert "3 of 5 (60 %) tags that had been decided on by then" in first.words(there)
    decide(tags[0], "Ina", "reject")
    for tag in tags[5:]:
        decide(tag, "Zebedee", "accept")
    words = second.words(here)
    assert "Drawn by Some qa-reviewer" in words
    assert "3 of 5 (60 %) tags that had been decided on by then; 3 tags decided on since" in words
    reviewed = links(first)
    assert set(reviewed) == set(links(second))
    assert [one.rpartition("/")[2] for one in reviewed] == [
        one.tag for one in sample(units[:5], seed, 3)
    ]
    assert "Reviewed a second time: 3 of 3 (100 %)" in second.words(here)


def test_drawing_again_takes_in_what_was_decided_since(
    signed_in, tags: list[Tag], decide: Decide
) -> None:
    here = f"/evidence/second-review?framework={LENS}"
    browser = signed_in("qa-reviewer")
    decide(tags[0], "Zebedee", "accept")
    browser.post(here)
    decide(tags[1], "Zebedee", "accept")
    assert "1 of 1 (100 %) tags that had been decided" in browser.words(here)
    browser.post(here, size="50")
    assert "2 of 2 (100 %) tags that had been decided" in browser.words(here)
    # That of one provider is another.
    assert "None has been drawn yet" in browser.words(f"{here}&provider=9900001")


def test_what_is_restricted_is_in_no_sample_list_or_number(
    signed_in, place: Workspace, tags: list[Tag], decide: Decide
) -> None:
    decide(tags[0], "Ina", "accept")
    decide(tags[0], "Ben", "reject")
    restrict(place, tags[0].document_id)
    inspector, checker = signed_in("inspector"), signed_in("qa-reviewer")
    assert "Nobody has decided on anything here yet" in inspector.words(SECOND)
    there = f"/evidence/second-review/{tags[0].id}?framework={LENS}"
    inspector.get(there, 404)
    inspector.post(there, status=404, do="accept")
    disagreements = f"/evidence/disagreements?framework={LENS}"
    assert "No tag was decided on by several people" in inspector.words(disagreements)
    assert "case note" in checker.words(there)
    assert "1 of 1 (100 %) decided tags have decisions of several people" in checker.words(
        disagreements
    )


@pytest.fixture
def conflict(place: Workspace, tags: list[Tag], decide: Decide, tmp_path) -> tuple[Event, Event]:
    """Let two laptops decide differently on the same tag, and merge the one into the other."""
    other = open_workspace(tmp_path / "other", create=True)
    there = decide(tags[0], "Ben", "reject", other)
    here = decide(tags[0], "Ina", "accept")
    with open_decisions(other) as elsewhere, open_decisions(place) as decisions:
        merge(decisions, list(elsewhere.events()))
    return here, there


def test_a_conflict_of_laptops_is_settled_by_who_reviews(signed_in, place, conflict) -> None:
    here, _ = conflict
    inspector, checker = signed_in("inspector"), signed_in("qa-reviewer")
    words = inspector.words("/evidence/conflicts")
    assert "1 conflict to settle" in words
    assert "Ben" in words
    assert 'type="radio"' not in inspector.get("/evidence/conflicts")
    fields = {"target": here.target_id, "holds": here.hash, "reason": "Ina read the page."}
    inspector.post("/evidence/conflicts", status=403, **fields)
    checker.post("/evidence/conflicts", **fields)
    assert "0 conflicts to settle" in inspector.words("/evidence/conflicts")
    checker.post("/evidence/conflicts", status=400, **fields)
    with open_decisions(place) as decisions:
        [held] = decisions.holding("tag", [here.target_id])
    assert (held.what, held.reason) == ("accept", "Ina read the page.")


def test_a_conflict_in_what_is_restricted_is_told_to_nobody_else(
    signed_in, place, tags: list[Tag], conflict
) -> None:
    restrict(place, tags[0].document_id)
    assert "0 conflicts to settle" in signed_in("inspector").words("/evidence/conflicts")
    assert "1 conflict to settle" in signed_in("qa-reviewer").words("/evidence/conflicts")
