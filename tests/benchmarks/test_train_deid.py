"""What the component learns from: other names each time, and labels that stand on them."""

import re

import pytest

from benchmarks.casefiles.sentences import sentences
from benchmarks.casefiles.truth import Decoy, Occurrence, Piece
from benchmarks.casefiles.vocabulary import chance, words
from benchmarks.train_deid import supply
from benchmarks.train_deid.learning import tokens_right, trained
from benchmarks.train_deid.notes import (
    KINDS,
    Marked,
    contexts,
    examples,
    labelled,
    piece_anew,
    roughened,
    sentences_anew,
    written,
)

TEXT = "Re: MEHARI, Yonas. Yonas M attends Low Park School, 4 Elm Rd. CAMHS on 12/04/2023."
PIECE = Piece(
    TEXT,
    (
        Occurrence(4, 17, "MEHARI, Yonas", "name", "c1.child", True, "surname-first"),
        Occurrence(19, 24, "Yonas", "name", "c1.child", True, "given"),
        Occurrence(35, 50, "Low Park School", "school", "c1.school", True),
        Occurrence(52, 60, "4 Elm Rd", "address", "c1.address", True),
        Occurrence(71, 81, "12/04/2023", "date", "c1.2023-04-12", False),
    ),
    decoys=(Decoy(62, 67, "CAMHS", "org"),),
)


@pytest.mark.parametrize("seed", range(8))
def test_names_streets_and_schools_are_made_anew_and_dates_stay(seed: int) -> None:
    made = piece_anew(PIECE, chance(seed))
    assert [kind for *_, kind in made.spans] == ["name", "name", "school", "address"]
    assert "Yonas" not in made.text
    assert "Low Park" not in made.text
    assert "12/04/2023" in made.text
    assert made.text.startswith("Re: ")


def test_one_person_stays_one_person_within_a_text() -> None:
    person = supply.somebody(chance(3))
    assert written(person, "full", chance(0)) == f"{person.given} {person.family}"
    assert written(person, "first", chance(0)) == f"{person.family.upper()}, {person.given}"
    assert written(person, "misspelt", chance(0)) != ""


@pytest.mark.parametrize("seed", range(12))
def test_marks_stay_on_their_words_whatever_is_done_to_the_text(seed: int) -> None:
    made = Marked(
        "Saw Ann Lee at 4 Elm Rd today. Good chat.", [(4, 11, "name"), (15, 23, "address")]
    )
    rough = roughened(made, chance(seed))
    printed = [rough.text[start:end].lower() for start, end, _ in rough.spans]
    assert printed == ["ann lee", "4 elm rd"]


def test_labels_stand_on_the_tokens_of_a_mark() -> None:
    example = labelled(Marked("Saw Ann's mum\nLee", [(4, 7, "name"), (14, 17, "name")]))
    told = [(token.form, label) for token, label in zip(*example, strict=True)]
    assert told == [("Saw", ""), ("Ann", "name"), ("'s", ""), ("mum", ""), ("\n", ""),
                    ("Lee", "name")]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_our_own_sentences_are_filled_and_marked(seed: int) -> None:
    made = sentences_anew(chance(seed))
    assert "{" not in made.text
    assert all(made.text[start:end].strip() for start, end, _ in made.spans)
    assert {kind for *_, kind in made.spans} <= set(KINDS)


def test_our_own_sentences_hold_no_name_but_in_slots() -> None:
    development = {one.name for one in words("development").given}
    told = {word for line in contexts() for word in line.replace("'", " ").split()}
    # Names that are plain words stand there on purpose, as plain words.
    assert told & development <= {"Grace", "Faith", "Rose", "May", "Joy", "Will", "Mark", "Sandy"}


def test_our_own_sentences_are_none_of_the_rehearsal() -> None:
    told = [line for lines in sentences("rehearsal").values() for line in lines]
    held_back = {run for line in told for run in runs(line)}
    assert held_back
    assert [line for line in contexts() if runs(line) & held_back] == []


def runs(line: str, length: int = 6) -> set[tuple[str, ...]]:
    """All runs of so many words; a slot counts as none."""
    plain = re.findall(r"[a-z']+", re.sub(r"\{[^}]*\}", " ", line.lower()))
    return {tuple(plain[at : at + length]) for at in range(len(plain) - length + 1)}


def test_the_supply_is_wide_and_the_same_for_the_same_seed() -> None:
    some = [supply.somebody(chance(seed)) for seed in range(200)]
    assert len({one.family for one in some}) > 190
    assert some[7] == supply.somebody(chance(7))
    assert all(one.given and one.short and one.family for one in some)
    assert supply.school(chance(1)) != supply.school(chance(2))


@pytest.mark.slow
def test_the_same_seed_trains_the_same_component() -> None:
    seeds = range(5_000, 5_001)
    one, two = (trained(seeds, 1, 3).get_pipe("tagger").to_bytes() for _ in range(2))  # type: ignore[attr-defined]
    assert one == two


@pytest.mark.slow
def test_a_short_training_learns_something() -> None:
    made = trained(range(5_000, 5_001), 5, 3)
    right = tokens_right(made, list(examples(range(5_001, 5_002), chance(1))))
    assert right["name"][2] > 100
    assert right["name"][0] > 0.3
