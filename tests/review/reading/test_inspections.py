"""What stands of an inspection, and what its framework prescribes for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from corpus.chain import Draft
from corpus.decisions import Decisions
from corpus.frameworks import load
from corpus.problems import AccessError, SettingsError
from corpus.users import Role, User
from review.inspecting import (
    Change,
    Stated,
    answer_point,
    change_judgement,
    day_of,
    open_inspection,
    raise_point,
    state_dates,
    state_grades,
)
from review.reading.inspections import Held, Named, as_stated, held, inspections, judged, named
from review.reading.prescribed import (
    arising,
    checked,
    comment_clock,
    late,
    lists_of,
    route,
    route_of,
)
from review.stores import Stores

ASA = load("asa-2015")
ONE = Named("9900001", "asa-2015", "2016-02-01")
GOOD = {"OE": "good", "EXP": "good", "QUAL": "good", "SAFE": "good", "LEAD": "good"}
TODAY = date(2016, 3, 1)


def somebody(role: Role = "inspector") -> User:
    return User("ina", "Ina", role, "2026-01-01")


@pytest.fixture
def decisions(stores: Stores) -> Decisions:
    open_inspection(stores.decisions, somebody(), ONE)
    return stores.decisions


@pytest.fixture
def now(decisions: Decisions) -> Callable[[], Held]:
    def read() -> Held:
        found = held(decisions, ONE)
        assert found is not None
        return found

    return read


def graded(decisions: Decisions, now: Callable[[], Held], **other: str) -> None:
    state_grades(decisions, somebody(), now(), ASA, Stated(GOOD | other, {}, {}))


def changed(decisions: Decisions, now: Callable[[], Held], area: str, grade: str) -> None:
    change_judgement(
        decisions, somebody("qa-reviewer"), now(), ASA, Change(area, grade, "More was found.", {})
    )


def point(decisions: Decisions, now: Callable[[], Held], received: str = "2016-02-18") -> None:
    said = {"kind": "accuracy", "received": received, "text": "There are 12 staff, not 11."}
    raise_point(decisions, somebody(), now(), said, TODAY)


def test_an_inspection_is_named_by_provider_framework_and_day() -> None:
    assert named(ONE.id) == ONE
    assert named(Named("A | B", "x-2000", "2020-01-01").id) == Named(
        "A | B", "x-2000", "2020-01-01"
    )
    assert named("something else") is None


def test_inspections_of_a_provider_are_its_own_alone(decisions: Decisions) -> None:
    open_inspection(decisions, somebody(), Named("19900001", "asa-2015", "2016-02-02"))
    open_inspection(decisions, somebody(), Named("9900001", "asa-2015", "2016-05-02"))
    assert [one.named.on for one in inspections(decisions, "9900001")] == [
        "2016-05-02", "2016-02-01",
    ]  # fmt: skip
    assert held(decisions, Named("9900001", "asa-2015", "1999-01-01")) is None


def test_an_inspection_is_opened_once(decisions: Decisions) -> None:
    with pytest.raises(SettingsError, match="in the list already"):
        open_inspection(decisions, somebody(), ONE)
    with pytest.raises(AccessError):
        open_inspection(decisions, somebody("researcher"), replace(ONE, on="2016-03-01"))


def test_what_is_judged_is_every_area_and_what_the_report_grades() -> None:
    assert judged(ASA) == ("OE", "EXP", "QUAL", "SAFE", "LEAD")
    assert len(judged(load("slac-2009"))) >= 33
    assert judged(load("jtai-2022")) == ()


def test_grades_once_stated_are_provisional_and_change_only_with_a_reason(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    graded(decisions, now)
    with pytest.raises(SettingsError, match="a change needs a reason"):
        graded(decisions, now, LEAD="inadequate")
    changed(decisions, now, "LEAD", "requires improvement")
    found = now()
    assert found.provisional["LEAD"] == "good"
    assert found.grades["LEAD"] == "requires improvement"
    [one] = found.changes
    assert (one.event.before, one.event.reason) == ({"grade": "good"}, "More was found.")


def test_nothing_new_is_no_event(decisions: Decisions, now: Callable[[], Held]) -> None:
    graded(decisions, now)
    seen = now().seen
    assert state_grades(decisions, somebody(), now(), ASA, Stated(GOOD, {}, {})) is None
    assert state_dates(decisions, somebody(), now(), {"draft-sent": ""}) is None
    assert now().seen == seen


REFUSED = [
    # (change, why)
    (Change("LEAD", "good", "why", {}), "it is that already"),
    (Change("LEAD", "splendid", "why", {}), "no grade of the scale"),
    (Change("LEAD", "inadequate", "  ", {}), "a reason is needed"),
    (Change("XYZ", "inadequate", "why", {}), "nothing was judged there"),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_a_change_that_makes_no_sense_is_refused(
    decisions: Decisions, now: Callable[[], Held], change: Change, why: str
) -> None:
    graded(decisions, now)
    with pytest.raises(SettingsError):
        change_judgement(decisions, somebody("qa-reviewer"), now(), ASA, change)
    assert not now().changes, why


def test_an_inspector_changes_no_judgement(decisions: Decisions, now: Callable[[], Held]) -> None:
    graded(decisions, now)
    with pytest.raises(AccessError):
        change_judgement(decisions, somebody(), now(), ASA, Change("LEAD", "inadequate", "why", {}))


def test_who_stated_something_meanwhile_is_not_written_over(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    graded(decisions, now)
    before = now()
    changed(decisions, now, "LEAD", "inadequate")
    with pytest.raises(SettingsError, match="since you loaded the page"):
        state_dates(decisions, somebody(), before, {"draft-sent": "2016-02-12"})


def test_an_inadequate_area_breaks_a_good_overall_grade(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    graded(decisions, now, SAFE="inadequate")
    found = checked(ASA, now(), TODAY)
    [first, *_] = found.rules
    assert (first.rule, first.force, first.outcome) == ("L-01", "always", "broken")
    assert found.counts["broken"] == 3
    assert found.counts["cannot be evaluated"] >= 1  # facts that nobody stated
    assert all(one.outcome == "does not apply" for one in found.idle)


def test_a_duty_arises_and_is_kept_once_it_is_said_to_be_done(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    graded(decisions, now, OE="inadequate", SAFE="inadequate")
    assert "Q-07a" in {one.id for one in arising(ASA, now())}
    stated = Stated(dict(now().grades), {"offence": True}, {"Q-07a": True})
    state_grades(decisions, somebody(), now(), ASA, stated)
    found = {one.rule: one.outcome for one in checked(ASA, now(), TODAY).rules}
    assert found["Q-07a"] == "kept"
    assert found["Q-07b"] == "to weigh"
    stated = Stated(dict(now().grades), {"offence": None}, {"Q-07a": None})
    state_grades(decisions, somebody(), now(), ASA, stated)
    assert not now().facts
    assert not now().duties


ROUTES = [
    # (area, before, after, duties of the route, why)
    ("LEAD", "good", "requires improvement", {"Q-03"}, "any change is discussed"),
    ("OE", "good", "inadequate", {"Q-03", "Q-05a", "Q-06"}, "down to inadequate is referred"),
    ("OE", "inadequate", "good", {"Q-03", "Q-04", "Q-06"}, "away from inadequate is referred"),
    ("OE", "good", "requires improvement", {"Q-03"}, "no inadequate in it"),
]


@pytest.mark.parametrize(("area", "before", "after", "expected", "why"), ROUTES)
def test_the_route_of_a_change_is_the_frameworks_own(
    area: str, before: str, after: str, expected: set[str], why: str
) -> None:
    found = route(ASA, GOOD | {area: before}, GOOD | {area: after}, {}, {})
    assert {one.rule for one in found} == expected, why
    assert {one.outcome for one in found} == {"to weigh"}


def test_a_framework_without_a_route_prescribes_none() -> None:
    ilacs = load("ilacs-2023")
    assert route(ilacs, {"HP": "good"}, {"HP": "inadequate"}, {}, {}) == ()


def test_the_route_of_a_change_says_what_was_done(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    graded(decisions, now)
    change = Change("OE", "inadequate", "why", {"Q-03": True, "Q-06": False})
    change_judgement(decisions, somebody("qa-reviewer"), now(), ASA, change)
    outcomes = {one.rule: one.outcome for one in route_of(ASA, now().changes[0], {})}
    assert outcomes == {"Q-03": "kept", "Q-05a": "to weigh", "Q-06": "broken"}


def test_what_was_done_of_a_route_may_be_said_later(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    graded(decisions, now)
    for grade in ("inadequate", "good"):
        change = Change("OE", grade, "why", {"Q-03": None, "Q-06": None})
        change_judgement(decisions, somebody("qa-reviewer"), now(), ASA, change)
        if grade == "inadequate":
            stated = Stated(dict(now().grades), {}, {"Q-06": True})
            state_grades(decisions, somebody(), now(), ASA, stated)
    first, second = now().changes
    assert first.duties == {"Q-06": True}
    assert second.duties == {}  # what was done for the first says nothing of the second
    assert "Q-06" not in now().duties


def test_rules_are_asked_with_what_was_first_and_what_stands(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    graded(decisions, now)
    changed(decisions, now, "LEAD", "inadequate")
    state_dates(decisions, somebody(), now(), {"draft-sent": "2016-02-12"})
    found = as_stated(now(), TODAY)
    assert (found.provisional["LEAD"], found.grades["LEAD"]) == ("good", "inadequate")
    assert found.dates == {"on-site": date(2016, 2, 1), "draft-sent": date(2016, 2, 12)}


def test_the_clock_runs_from_the_draft_and_overdue_is_a_fact(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    assert comment_clock(ASA, now(), TODAY).due == ()
    state_dates(decisions, somebody(), now(), {"draft-sent": "2016-02-12"})
    found = comment_clock(ASA, now(), TODAY)
    assert [one.rule for one in found.due] == ["T-07"]
    assert found.last == date(2016, 2, 19)
    assert found.over
    assert "overdue by 7 working days" in found.due[0].words
    assert not comment_clock(ASA, now(), date(2016, 2, 19)).over


def test_a_point_in_time_stops_the_clock_and_a_late_one_is_told(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    state_dates(decisions, somebody(), now(), {"draft-sent": "2016-02-12"})
    point(decisions, now)
    found = comment_clock(ASA, now(), TODAY)
    assert "overdue" not in found.due[0].words
    assert not late(found, "2016-02-19")
    assert late(found, "2016-02-22")


def test_comments_returned_are_ruled_on(decisions: Decisions, now: Callable[[], Held]) -> None:
    dates = {"draft-sent": "2016-02-12", "comments-due": "2016-02-22"}
    state_dates(decisions, somebody(), now(), dates)
    [ruled] = comment_clock(ASA, now(), TODAY).answers
    assert (ruled.rule, ruled.force, ruled.outcome) == ("T-07", "expected", "departed from")


def test_a_framework_without_such_a_time_has_no_clock(now: Callable[[], Held]) -> None:
    assert not comment_clock(load("ilacs-2023"), now(), TODAY).stated


def test_a_draft_that_nobody_challenged_is_what_the_framework_says(stores: Stores) -> None:
    framework = load("supported-accommodation-2023")
    one = Named("9900001", framework.id, "2024-02-01")
    open_inspection(stores.decisions, somebody(), one)
    found = held(stores.decisions, one)
    assert found is not None
    state_dates(stores.decisions, somebody(), found, {"draft-sent": "2024-03-01"})
    found = held(stores.decisions, one)
    assert found is not None
    quiet = comment_clock(framework, found, date(2024, 4, 30))
    assert [one.rule for one in quiet.unchallenged] == ["T-30"]
    assert comment_clock(framework, found, date(2024, 3, 2)).unchallenged == ()


def test_a_point_is_answered_and_answered_anew(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    point(decisions, now)
    [one] = now().points
    for outcome in ("noted", "accepted"):
        said = {"outcome": outcome, "answer": "The report says 12 now."}
        answer_point(decisions, somebody(), now(), one.event.hash, said)
    [one] = now().points
    assert len(one.answers) == 2
    assert one.answer is not None
    assert (one.answer.after or {})["outcome"] == "accepted"


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "gossip"}, {"received": "soon"}, {"received": "2016-03-02"}, {"text": "  "}],
    ids=["no such kind", "no day", "still to come", "says nothing"],
)
def test_a_point_that_says_nothing_is_refused(
    decisions: Decisions, now: Callable[[], Held], wrong: dict[str, str]
) -> None:
    said = {"kind": "accuracy", "received": "2016-02-18", "text": "Twelve."} | wrong
    with pytest.raises(SettingsError):
        raise_point(decisions, somebody(), now(), said, TODAY)


def test_an_answer_needs_its_point_an_outcome_and_words(
    decisions: Decisions, now: Callable[[], Held]
) -> None:
    point(decisions, now)
    [one] = now().points
    for key, outcome, words in (
        ("no-such", "noted", "Yes."), (one.event.hash, "perhaps", "Yes."),
        (one.event.hash, "noted", " "),
    ):  # fmt: skip
        with pytest.raises(SettingsError):
            said = {"outcome": outcome, "answer": words}
            answer_point(decisions, somebody(), now(), key, said)


def test_what_was_taken_back_does_not_stand(decisions: Decisions, now: Callable[[], Held]) -> None:
    point(decisions, now)
    event = now().points[0].event
    decisions.record(Draft("undo", "Ina", "inspection", ONE.id, undoes=event.hash))
    assert not now().points


def test_days_are_days() -> None:
    assert day_of(" 2016-02-01 ") == "2016-02-01"
    with pytest.raises(SettingsError, match="2026-03-31"):
        day_of("1 February")


def test_the_ladder_of_a_concern_is_data() -> None:
    assert [one.id for one in lists_of(ASA, "ladder")] == ["F-02"]
    assert [one.id for one in lists_of(load("slac-2009"), "ladder")] == ["F-03"]
