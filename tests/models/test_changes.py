"""What two versions say differently, on a sample that is the same for everybody."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Passage, Tag
from models.changes import Said, changes, key_of, said_of, sample, table


def passage(text: str, name: str = "p") -> Passage:
    return Passage(name, "d", 0, len(text), text)


def tag(one: str, area: str, code: str | None = None, rank: int = 1, sure: bool = True) -> Tag:
    return Tag(
        f"{one}{rank}", one, "d", "sccif-asa-2024", None, area, None, code, "strength", 0.9,
        not sure, rank, "lens/1",
    )  # fmt: skip


@given(st.lists(st.text(min_size=1, max_size=5), max_size=30), st.randoms())
def test_the_sample_is_the_same_in_any_order_and_has_each_wording_once(
    texts: list[str], chance: object
) -> None:
    passages = [passage(text, str(number)) for number, text in enumerate(texts)]
    shuffled = list(passages)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    keys = [key_of(one.text) for one in sample(passages, 10)]

    assert keys == [key_of(one.text) for one in sample(shuffled, 10)]
    assert keys == sorted(set(keys))
    assert len(keys) == min(10, len({key_of(text) for text in texts}))


def test_a_key_is_of_the_words_whatever_stands_between_them() -> None:
    assert key_of("Leaders act\tswiftly.\n") == key_of(" Leaders  act swiftly.")
    assert key_of("Leaders act swiftly.") != key_of("Leaders act slowly.")
    assert len(key_of("")) == 16


def test_a_passage_stays_in_the_sample_when_others_come() -> None:
    few = sample([passage(f"Passage {number}.") for number in range(50)], 100)
    many = sample([passage(f"Passage {number}.") for number in range(500)], 100)

    kept = {key_of(one.text) for one in few} & {key_of(one.text) for one in many}
    highest = max(key_of(one.text) for one in many)
    assert kept == {key_of(one.text) for one in few if key_of(one.text) <= highest}


def test_rows_of_a_passage_are_put_together_best_first() -> None:
    one = passage("Leaders act.", "p1")
    tags = [tag("p1", "LEAD", "LEAD-3", 2), tag("p1", "LEAD", "LEAD-7"), tag("other", "PROT")]

    assert said_of([one], tags) == {
        f"{key_of('Leaders act.')} sccif-asa-2024": Said("LEAD", ("LEAD-7", "LEAD-3"), "strength")
    }


BEFORE = Said("LEAD", ("LEAD-7", "LEAD-3"), "strength")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(BEFORE, [], id="nothing"),
        pytest.param(
            Said("PROT", BEFORE.codes, "strength"), [("area", "LEAD", "PROT")], id="the area"
        ),
        pytest.param(
            Said("LEAD", ("LEAD-3", "LEAD-7"), "strength"),
            [("first code", "LEAD-7", "LEAD-3")],
            id="another criterion first",
        ),
        pytest.param(Said("LEAD", ("LEAD-7",), "strength"), [], id="lower ranks do not count"),
        pytest.param(
            Said("LEAD", (), "strength"), [("first code", "LEAD-7", "none")], id="none fits now"
        ),
        pytest.param(
            Said("LEAD", BEFORE.codes, "weakness", True),
            [("polarity", "strength", "weakness"), ("not sure", "sure", "not sure")],
            id="two things",
        ),
        pytest.param(None, [("passage", "LEAD", None)], id="the passage is no longer there"),
    ],
)
def test_changes_are_told_one_by_one(
    after: Said | None, expected: Sequence[tuple[str, str | None, str | None]]
) -> None:
    found = changes({"k f": BEFORE}, {"k f": after} if after else {})

    assert [(one.what, one.before, one.after) for one in found.changes] == list(expected)
    assert found.passages == bool(expected)


SAID = st.builds(
    Said,
    st.sampled_from(["LEAD", "PROT", "NONE"]),
    st.tuples(st.sampled_from(["LEAD-1", "PROT-1"])),
    st.sampled_from(["strength", "weakness"]),
    st.booleans(),
)
SETS = st.dictionaries(st.sampled_from([f"k{number} f" for number in range(8)]), SAID)


@given(SETS, SETS)
def test_going_back_undoes_every_change(before: dict[str, Said], after: dict[str, Said]) -> None:
    there, back = changes(before, after), changes(after, before)

    assert changes(before, before).changes == ()
    assert there.counts == back.counts
    assert [(one.key, one.after, one.before) for one in back.changes] == [
        (one.key, one.before, one.after) for one in there.changes
    ]


def test_the_table_counts_moves_and_names_passages() -> None:
    before = {f"k{number} f": BEFORE for number in range(30)}
    after = {**before, **{f"k{number} f": Said("PROT", BEFORE.codes) for number in range(3)}}

    lines = list(table(changes(before, after), {"k0": "Leaders act"}, most=2))

    assert lines[0] == "3 of 30 readings of the sample changed."
    assert lines[1] == "    3  area: LEAD → PROT"
    assert lines[3] == "  k0 f area: LEAD → PROT  Leaders act"
    assert lines[-1] == "  and 4 more"
    assert list(table(changes(before, before))) == [
        "Nothing changed on the sample (30 readings of passages)."
    ]
