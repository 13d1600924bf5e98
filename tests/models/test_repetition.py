"""What was raised again: like wording in inspections of one provider, told once and in order."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.repetition import THRESHOLD, Raised, pairs, repeated

SUPERVISION_2014 = "Ensure that supervision of practitioners is regular and reflective."
SUPERVISION_2018 = "Regular and reflective supervision of practitioners (paragraphs 12, 14)."
SUPERVISION_2023 = "The regularity of reflective supervision for practitioners, and its recording."
PATHWAY = "The quality of pathway plans for care leavers."
FOSTERING = "The response to children in private fostering arrangements."


def raised(*rows: tuple[int, str]) -> list[Raised]:
    """Improvements as (year of the inspection, text), in the order given."""
    return [
        Raised(f"{year}-{number}", f"inspection {year}", f"{year}-03-01", text)
        for number, (year, text) in enumerate(rows)
    ]


def years(found: Raised) -> str:
    return found.on[:4]


class TestPairs:
    def test_like_wording_of_two_inspections_is_a_pair_with_both_texts(self) -> None:
        given = raised((2018, SUPERVISION_2018), (2014, SUPERVISION_2014), (2018, PATHWAY))
        (pair,) = pairs(given)
        assert (pair.earlier.text, pair.later.text) == (SUPERVISION_2014, SUPERVISION_2018)
        assert THRESHOLD <= pair.score <= 1.0
        assert "supervision" in pair.words

    @pytest.mark.parametrize(
        ("one", "other", "why"),
        [
            (PATHWAY, FOSTERING, "different subjects"),
            (
                "Improve the quality of practice to ensure consistent services for children.",
                "Ensure that the quality of practice is consistent for all children.",
                "nothing but the words that every improvement has",
            ),
            (
                "The timeliness of visits (paragraphs 44, 45).",
                "The stability of placements (paragraphs 44, 45).",
                "only the citation is the same",
            ),
            ("", PATHWAY, "nothing to compare"),
            ("• –", "• –", "no word at all"),
        ],
    )
    def test_no_pair(self, one: str, other: str, why: str) -> None:
        assert pairs(raised((2014, one), (2018, other))) == (), why

    def test_one_inspection_repeats_nothing_of_its_own(self) -> None:
        assert pairs(raised((2018, PATHWAY), (2018, PATHWAY))) == ()

    def test_two_inspections_of_one_day_have_no_order(self) -> None:
        one, other = raised((2018, PATHWAY), (2018, PATHWAY))
        other = Raised(other.id, "another inspection", other.on, other.text)
        assert pairs([one, other]) == ()

    def test_the_same_words_score_one(self) -> None:
        (pair,) = pairs(raised((2014, PATHWAY), (2018, PATHWAY.upper())))
        assert pair.score == pytest.approx(1.0)

    def test_a_threshold_is_kept_to_the_border(self) -> None:
        given = raised((2014, SUPERVISION_2014), (2018, SUPERVISION_2023), (2018, PATHWAY))
        (pair,) = pairs(given, 0.01)
        assert pairs(given, pair.score) == (pair,)
        assert pairs(given, pair.score + 1e-9) == ()

    def test_what_was_raised_first_comes_first(self) -> None:
        given = raised((2016, PATHWAY), (2020, PATHWAY), (2014, FOSTERING), (2022, FOSTERING))
        assert [years(pair.earlier) for pair in pairs(given)] == ["2014", "2016"]


class TestRepeated:
    def test_a_thread_is_told_once_at_its_last_mention(self) -> None:
        given = raised((2014, SUPERVISION_2014), (2018, SUPERVISION_2018), (2023, SUPERVISION_2023))
        (thread,) = repeated(given)
        assert years(thread.latest) == "2023"
        assert years(thread.first) == "2014"
        assert [years(pair.earlier) for pair in thread.earlier] == ["2014", "2018"]

    def test_of_one_earlier_inspection_the_likest_stands(self) -> None:
        given = raised(
            (2014, "Pathway plans for care leavers and their housing and health."),
            (2014, PATHWAY),
            (2018, PATHWAY),
        )
        (thread,) = repeated(given)
        assert [pair.earlier.text for pair in thread.earlier] == [PATHWAY]

    def test_what_the_last_mention_does_not_show_is_told_by_itself(self) -> None:
        # 2018 joins two subjects; 2023 takes up one of them, so 2014 is like 2018 only.
        given = raised(
            (2014, "Housing of young offenders leaving custody."),
            (2018, "Housing of young offenders leaving custody; dental checks in foster homes."),
            (2023, "Dental checks in foster homes."),
        )
        found = [(years(one.first), years(one.latest)) for one in repeated(given)]
        assert found == [("2014", "2018"), ("2018", "2023")]

    def test_nothing_raised_is_nothing_repeated(self) -> None:
        assert repeated([]) == ()
        assert repeated(raised((2018, PATHWAY))) == ()


SUBJECTS = ("supervision", "pathway plans", "private fostering", "dental checks", "thresholds")


@st.composite
def several(draw: st.DrawFn) -> list[Raised]:
    rows = draw(
        st.lists(st.tuples(st.integers(2010, 2016), st.sampled_from(SUBJECTS)), max_size=12)
    )
    return raised(*rows)


def every_pair(given: list[Raised]) -> Iterator[tuple[Raised, Raised]]:
    for thread in repeated(given):
        for pair in thread.earlier:
            yield pair.earlier, thread.latest


@given(several())
def test_every_thread_goes_back_in_time_and_between_inspections(given: list[Raised]) -> None:
    assert all(
        earlier.on < latest.on and earlier.inspection != latest.inspection
        for earlier, latest in every_pair(given)
    )


@given(several())
def test_no_order_of_the_input_changes_the_answer(given: list[Raised]) -> None:
    assert repeated(list(reversed(given))) == repeated(given)
    assert pairs(list(reversed(given))) == pairs(given)


@given(several())
def test_threads_come_by_their_first_day(given: list[Raised]) -> None:
    days = [thread.first.on for thread in repeated(given)]
    assert days == sorted(days)
