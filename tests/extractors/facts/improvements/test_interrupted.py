"""Lists of improvements that something interrupts, and what is said where they cannot be told."""

from collections.abc import Callable

import pytest

HEAD = ("h2", "Recommendations")
ONE, TWO = "See children alone.", "Write down what they say."
THREE = "Tell the board each quarter."

LISTS = [
    ([("-", ONE), ("note", "1 As of May."), ("-", TWO)], [ONE, TWO], [], "a footnote between"),
    ([("-", ONE), ("furniture", "Westshire 7"), ("-", TWO)], [ONE, TWO], [], "a running foot"),
    ([("1", ONE), ("2", TWO), ("h4", "Board"), ("1", THREE)], [ONE, TWO, THREE], [], "afresh"),
    ([("1", ONE), ("3", TWO)], [ONE, TWO], ["numbers-missing"], "a number that is not there"),
    ([("²", ONE), ("2", TWO)], [ONE, TWO], [], "a raised figure is no number to count from"),
    ([("-", "Ensure:"), ("--", ONE), ("--", TWO)], [f"Ensure: • {ONE} • {TWO}"], [], "sub"),
    ([("p", "The board met twice.")], [], ["list-without-items"], "no list"),
    ([("p", "There are no recommendations.")], [], [], "none, and said so"),
    ([("-", ONE), ("h2", "Summary"), ("-", TWO)], [ONE], [], "another part begins"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "texts", "codes", "reason"), LISTS)
def test_what_interrupts_a_list_is_no_item(
    found: Callable, parts: list[tuple[str, str]], texts: list[str], codes: list[str], reason: str
) -> None:
    seen = found(HEAD, *parts)
    assert seen.texts == texts, reason
    assert seen.codes == codes, reason


CUT = ("rows", [["ensure that", ""]])
TABLES = [
    (
        [CUT, ("-", ONE), ("rows", [["children are seen", ""]])],
        ["ensure that", ONE, "children are seen"],
        "a row is not joined to the row above it over a bullet between them",
    ),
    (
        [CUT, ("-", "ensure that"), ("rows", [[ONE, ""], [TWO, ""]]), ("--", "who wait")],
        ["ensure that", "ensure that", ONE, TWO, "who wait"],
        "nor is a deeper bullet joined to the bullet above it over rows between them",
    ),
    (
        [CUT, ("-", "ensure that"), ("rows", [["see", ""], ["children", ""]]), ("--", "◼")],
        ["ensure that", "ensure that", "see children"],
        "what follows the bullet is one list again: rows are joined, and an empty bullet is none",
    ),
    (
        [CUT, ("rows", [["children are seen", ""]]), ("-", ONE)],
        ["ensure that children are seen", ONE],
        "rows with nothing between them are still joined",
    ),
]


@pytest.mark.parametrize(("parts", "texts", "reason"), TABLES)
def test_no_item_runs_over_another_where_a_table_and_bullets_take_turns(
    found: Callable, parts: list[tuple[str, object]], texts: list[str], reason: str
) -> None:
    assert found(HEAD, *parts).texts == texts, reason


DUES = [
    ("by September 2024", "2024-09-30", "a month, whole"),
    ("by Sept 2024", "2024-09-30", "the usual short form"),
    ("by Sep 2024", "2024-09-30", "the shortest"),
    ("by the end of Sept 2024", "2024-09-30", "its end"),
    ("by 3 Sept. 2024", "2024-09-03", "a day"),
    ("by Septem 2024", None, "no month"),
]


@pytest.mark.parametrize(("words", "due", "reason"), DUES)
def test_months_are_known_by_their_short_forms(
    found: Callable, words: str, due: str | None, reason: str
) -> None:
    assert found(HEAD, ("-", f"Visit each home {words}.")).field("due") == [due], reason


def test_a_body_of_one_endless_word_is_none_and_costs_nothing(found: Callable) -> None:
    seen = found(
        HEAD, ("-", f"The board of {'a' * 180} must meet."), ("-", "The board of " + "a" * 400)
    )
    assert seen.field("body")[1] is None
