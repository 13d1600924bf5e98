"""Questions from what documents state: each with its ground, none a conclusion."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.frameworks import load
from corpus.history import (
    Against,
    Change,
    Cited,
    History,
    Improvement,
    Inspected,
    Judged,
    OpenItem,
    Provider,
    RaisedAgain,
)
from review.labels import NONE, lens
from review.reading.by_area import Piece
from review.reading.enquiries import KINDS, MOST, RULE, Enquiry, Grounds, enquiries

NOWHERE = Path("no-frameworks-of-its-own")
SCCIF = lens("sccif-asa-2024", NOWHERE)
DATES = {"d1": "2025-06-01", "d2": "2025-02-01", "d3": "2015-03-01"}


def cited(words: str = "words as printed", document: str = "d1", start: int = 0) -> Cited:
    return Cited(document, f"{document}.pdf", 2, None, start, start + len(words), words)


def improvement(
    key: str,
    text: str = "Write plans in time",
    inspection: str = "i1",
    on: str | None = "2020-05-01",
    due: str | None = None,
) -> Improvement:
    return Improvement(
        key, "area_for_improvement", text, None, None, due, None, (), inspection, on, cited(text)
    )


def inspected(
    key: str, on: str | None, judgements: tuple[Judged, ...] = (), document: str = "d1"
) -> Inspected:
    return Inspected(
        key, document, f"{document}.pdf", "sccif-asa-2024", "SCCIF", "standard", None, on, on,
        ((on,),) if on else (), on, None, None, None, None, None, None, judgements,
    )  # fmt: skip


def judged(
    area: str, grade: str, verdict: str | None = None, against: Inspected | None = None,
    was: str = "good",
) -> Judged:  # fmt: skip
    change = None
    if verdict is not None and against is not None:
        change = Change(
            verdict,  # type: ignore[arg-type]
            (Against(against.id, against.on or "", "f", area, area, was, was, "exact", None,
                     cited(was)),),
            "",
        )  # fmt: skip
    return Judged(area, f"Title of {area}", area, grade, grade, cited(grade), change)


def history(
    *inspections: Inspected,
    still: tuple[Improvement, ...] = (),
    again: tuple[RaisedAgain, ...] = (),
    as_of: str = "2026-01-01",
) -> History:
    return History(
        Provider("9900001", "Harrowmere"), as_of, inspections,
        tuple(OpenItem(one, one.on, "no inspection has followed") for one in still), again,
        (), (), (), {},
    )  # fmt: skip


def raised_again(latest: Improvement, *earlier: Improvement) -> RaisedAgain:
    return RaisedAgain("raised again", latest, earlier, tuple(0.5 for _ in earlier))


def pieces(
    ways: str, document: str = "d1", area: str = "EXP", criterion: str | None = "EXP-1",
    sure: bool = True,
) -> tuple[Piece, ...]:  # fmt: skip
    """Give one piece for each letter: s(trength), w(eakness), m(ixed)."""
    words = {"s": "strength", "w": "weakness", "m": "mixed"}
    return tuple(
        Piece(f"t{document}{area}{criterion}{n}", f"p{document}{area}{criterion}{n}", document,
              area, None, criterion, words[way], sure, 0.9 - n / 100)
        for n, way in enumerate(ways)
    )  # fmt: skip


def raised(told: History | None = None, *some_pieces: Piece, **more: object) -> tuple[Enquiry, ...]:
    grounds = Grounds(told or history(), SCCIF, some_pieces, DATES, **more)  # type: ignore[arg-type]
    return enquiries(grounds)


def kinds(found: tuple[Enquiry, ...]) -> list[str]:
    return [one.kind for one in found]


def test_nothing_raises_nothing() -> None:
    assert raised() == ()


def test_what_was_raised_again_asks_what_changed_and_names_every_time() -> None:
    first, last = improvement("a", on="2015-05-01"), improvement("b", on="2024-05-01")
    [one] = raised(history(again=(raised_again(last, first),)))
    assert one.kind == "raised again"
    assert "2015 and 2024" in one.reason
    assert "Write plans in time" in one.question
    assert len(one.cited) == 2


def test_what_is_still_open_comes_before_what_was_followed() -> None:
    gone = raised_again(improvement("a", "Visit more often"), improvement("a0"))
    here = raised_again(improvement("b", "Keep records"), improvement("b0"))
    found = raised(history(again=(gone, here), still=(here.latest,)))
    assert "Keep records" in found[0].question
    assert "none has followed since" in found[0].reason
    assert "Visit more often" in found[1].question


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2025-12-31", True),
        ("2026-01-01", False),  # due today is not overdue
        (None, False),
    ],
)
def test_overdue_is_what_was_due_before_today(due: str | None, expected: bool) -> None:
    item = improvement("a", due=due)
    found = raised(history(inspected("i1", "2020-05-01"), still=(item,)))
    assert ("overdue" in kinds(found)) is expected
    assert "still open" in kinds(found)


def test_a_grade_that_moved_asks_unless_a_later_one_took_its_place() -> None:
    one = inspected("i1", "2015-05-01", (judged("EXP", "good"), judged("LEAD", "good")))
    two = inspected(
        "i2", "2019-05-01",
        (judged("EXP", "inadequate", "worse", one), judged("LEAD", "inadequate", "worse", one)),
    )  # fmt: skip
    three = inspected("i3", "2023-05-01", (judged("EXP", "good", "better", two, "inadequate"),))
    found = raised(history(three, two, one))
    assert kinds(found) == ["worse grade", "better grade"]
    assert "Title of LEAD" in found[0].reason
    assert "Title of EXP" not in found[0].reason
    assert "“inadequate” in 2019, then “good”" in found[1].reason


def test_documents_of_one_time_that_speak_differently_ask_why() -> None:
    found = raised(None, *pieces("sss"), *pieces("www", "d2"))
    one = next(one for one in found if one.kind == "documents disagree")
    assert "3 of 3 passages speak of strengths" in one.reason
    assert "February 2025" in one.reason
    assert len(one.passages) == 4


@pytest.mark.parametrize(
    "other",
    [
        pieces("www", "d3"),  # ten years before
        pieces("ww", "d2"),  # too few to lean on
        pieces("wwss", "d2"),  # undecided itself
        pieces("www", "d2", "PROT", "PROT-1"),  # of another area
    ],
)
def test_no_disagreement_where_documents_do_not_meet(other: tuple[Piece, ...]) -> None:
    assert "documents disagree" not in kinds(raised(None, *pieces("sss"), *other))


def test_weaknesses_ask_only_where_nothing_later_speaks_of_the_area() -> None:
    late = raised(None, *pieces("wsw"))
    assert kinds(late) == ["weakness since"]
    assert "since June 2025, when 2 passages spoke of weaknesses" in late[0].question
    assert "2 of 3 passages" in late[0].reason
    later = raised(None, *pieces("ww", "d2"), *pieces("s", "d1"))
    assert "weakness since" not in kinds(later)


def test_evidence_of_one_side_asks_for_the_other() -> None:
    assert kinds(raised(None, *pieces("ssss"))) == ["one-sided"]
    assert kinds(raised(None, *pieces("sss"))) == []
    assert kinds(raised(None, *pieces("sssm"))) == []


def test_an_area_with_criteria_is_asked_by_these() -> None:
    assert raised(None, *pieces("ssss", criterion=None)) == ()


def test_old_evidence_asks_whether_it_is_still_so() -> None:
    found = raised(None, *pieces("sm", "d3"))
    assert kinds(found) == ["old evidence"]
    assert "March 2015" in found[0].reason
    assert raised(None, *pieces("sm", "d3"), *pieces("s", "d1")) == ()
    assert raised(None, *pieces("sm", "undated")) == ()


def test_what_the_machine_is_not_sure_of_raises_no_question() -> None:
    assert raised(None, *pieces("wwww", sure=False)) == ()
    assert raised(None, *pieces("wwww", area=NONE, criterion=None)) == ()


def test_a_framework_asks_its_own_questions_where_passages_use_their_words() -> None:
    [line] = load("supported-accommodation-2023", NOWHERE).enquiries
    [one] = raised(None, prompts=((line, ("p1", "p2")),))
    assert one.question.startswith("Missing from home: ")
    assert one.passages == ("p1", "p2")
    assert line.paragraph in one.reason
    assert raised(None, prompts=((line, ()),)) == ()


def test_every_kind_has_its_first_before_any_has_its_second() -> None:
    again = tuple(
        raised_again(improvement(f"b{n}", f"Text {n}"), improvement(f"a{n}")) for n in range(9)
    )
    still = tuple(improvement(f"c{n}", inspection=f"i{n}", due="2021-01-01") for n in range(9))
    told = history(*(inspected(f"i{n}", f"201{n}-01-01") for n in range(9)), again=again,
                   still=still)  # fmt: skip
    parts = [piece for code in SCCIF.labels.values() if code.level == "criterion"
             for piece in pieces("wwww", "d3", code.area, code.code)]  # fmt: skip
    found = raised(told, *parts)
    assert len(found) == MOST
    counts = {kind: kinds(found).count(kind) for kind in KINDS}
    there = ("raised again", "overdue", "weakness since", "still open", "one-sided", "old evidence")
    assert counts == {**dict.fromkeys(KINDS, 0), **dict.fromkeys(there, 2)}
    assert kinds(found) == sorted(kinds(found), key=KINDS.index)


def test_the_rule_is_told_in_words() -> None:
    assert all(str(number) in RULE for number in (3, MOST))


PIECES = some.builds(
    Piece, some.just("t"), some.text("abcdef", min_size=1, max_size=3),
    some.sampled_from(["d1", "d2", "d3", "undated"]), some.sampled_from(["EXP", "PROT", NONE]),
    some.none(), some.sampled_from([None, "EXP-1", "PROT-2"]),
    some.sampled_from(["strength", "weakness", "mixed", "neutral"]), some.booleans(),
    some.floats(0, 1),
)  # fmt: skip
TEXTS = some.text("ab? .“”…", max_size=300)


@given(some.lists(PIECES, max_size=40), some.lists(TEXTS, max_size=4))
def test_whatever_is_given_comes_out_as_questions_with_grounds(found, texts) -> None:
    items = tuple(improvement(f"x{n}", text) for n, text in enumerate(texts))
    told = history(inspected("i1", "2020-05-01"), still=items)
    asked = enquiries(Grounds(told, SCCIF, tuple(found), DATES))
    known = {one.passage for one in found if one.sure and one.area != NONE}
    assert len(asked) <= MOST
    for one in asked:
        assert one.question.endswith("?")
        assert re.match(r"[A-Z]", one.question)
        assert one.passages or one.cited
        assert set(one.passages) <= known
        assert one.reason.endswith(".")


@given(some.lists(PIECES, max_size=40), some.randoms())
def test_the_order_of_what_is_given_changes_no_kind(found, random) -> None:
    unique = list({(one.passage, one.code): one for one in found}.values())
    mixed = list(unique)
    random.shuffle(mixed)
    one, other = (kinds(raised(None, *each)) for each in (unique, mixed))
    assert one == other
