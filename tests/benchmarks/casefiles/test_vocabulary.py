"""No name, street, place, school or sentence is in two of development, judgement, rehearsal."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from benchmarks.casefiles.families import family
from benchmarks.casefiles.sentences import FOLDER, sentences, written
from benchmarks.casefiles.truth import Vocabulary
from benchmarks.casefiles.vocabulary import Words, chance, half, misspelt, words

ONE, OTHER, REHEARSAL = words("development"), words("judgement"), words("rehearsal")


def every(own: Words) -> set[str]:
    names = {name for one in own.given for name in (one.name, *one.short)}
    names |= {name for listed in own.surnames.values() for name in listed}
    return {word.casefold() for word in names.union(own.streets, own.places, own.schools)}


def test_no_word_is_in_both_halves() -> None:
    assert every(ONE).isdisjoint(every(OTHER))


def test_no_word_of_the_rehearsal_is_in_a_half() -> None:
    assert every(REHEARSAL).isdisjoint(every(ONE) | every(OTHER))


def test_the_rehearsal_is_as_large_as_a_half() -> None:
    assert len({one.name for one in REHEARSAL.given}) >= 250
    assert len({name for names in REHEARSAL.surnames.values() for name in names}) >= 350
    assert len(set(REHEARSAL.streets)) >= 150
    assert len(set(REHEARSAL.places)) >= 100
    assert len(set(REHEARSAL.schools)) >= 100


def test_every_culture_of_the_rehearsal_has_women_men_and_surnames() -> None:
    people = {(one.culture, one.sex) for one in REHEARSAL.given}
    cultures = {culture for culture, _ in people}
    assert {(culture, sex) for culture in cultures for sex in "fm"} == people
    assert cultures <= REHEARSAL.surnames.keys()


def test_addresses_of_the_rehearsal_take_forms_of_their_own() -> None:
    own = [family("c1", REHEARSAL, chance(seed)) for seed in range(80)]
    assert any(re.match(r"\d+ ", one.address) for one in own)
    assert any(re.match(r"flat \d+[a-d], ", one.address, re.IGNORECASE) for one in own)
    assert any(not re.search(r"\d", one.address) for one in own)
    assert {one.school for one in own} <= set(REHEARSAL.schools)


def test_there_are_five_hundred_given_names_and_as_many_surnames() -> None:
    assert len({one.name for side in (ONE, OTHER) for one in side.given}) >= 500
    assert (
        len({n for side in (ONE, OTHER) for names in side.surnames.values() for n in names}) >= 500
    )


@pytest.mark.parametrize("side", [ONE, OTHER], ids=["development", "judgement"])
def test_each_half_has_names_of_many_cultures_and_names_that_are_words(side: object) -> None:
    assert len({one.culture for one in side.given}) >= 20  # type: ignore[attr-defined]
    assert sum(bool(names) for names in side.surnames.values()) >= 20  # type: ignore[attr-defined]
    usual = {"hope", "will", "may", "rose", "summer", "mark", "grace", "faith", "joy", "rich"}
    names = {one.name.casefold() for one in side.given}  # type: ignore[attr-defined]
    assert len(names & usual) >= 2


def test_a_half_is_for_good() -> None:
    # These rows must never change: what was development would be seen in judgement.
    assert half("Chidi") == half("CHIDI")
    fixed = {word: half(word) for word in ("Hope", "Rose", "Summer", "Faith", "Prince", "Mark")}
    assert fixed == {
        "Hope": "development", "Rose": "judgement", "Summer": "development",
        "Faith": "judgement", "Prince": "judgement", "Mark": "development",
    }  # fmt: skip


def test_sentences_are_parted_too_and_there_are_many() -> None:
    ours = {text for listed in sentences("development").values() for text in listed}
    theirs = {text for listed in sentences("judgement").values() for text in listed}
    assert ours.isdisjoint(theirs)
    assert min(len(ours), len(theirs)) >= 250


def test_sentences_of_the_rehearsal_are_its_own() -> None:
    ours = {text for listed in sentences("rehearsal").values() for text in listed}
    assert ours.isdisjoint(text for _, text in written())
    assert len(ours) >= 300


def test_no_sentence_is_written_twice() -> None:
    both = [*written(), *written(FOLDER / "rehearsal")]
    texts = [text for (_, part), text in both if part != "label"]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_all_vocabularies_have_sentences_of_every_section() -> None:
    sections = {section for section, _ in [*written(), *written(FOLDER / "rehearsal")]}
    for side in get_args(Vocabulary):
        own = sentences(side)
        assert {section for section in sections if len(own.get(section, ())) < 2} == set()


@pytest.mark.parametrize("name", ["Katarzyna", "Oliwia", "Mohammed", "Siobhán", "Rhiannon"])
def test_a_misspelt_name_is_another_word_of_letters(name: str) -> None:
    made = {misspelt(name, chance(seed)) for seed in range(30)}
    assert name not in made
    assert all(word.isalpha() and abs(len(word) - len(name)) <= 1 for word in made)


def test_a_short_name_is_not_misspelt() -> None:
    assert misspelt("Ng", chance(1)) == "Ng"


def test_two_children_may_have_one_name() -> None:
    rng = chance(3)
    first = family("c1", ONE, rng)
    second = family("c2", ONE, rng, namesake=first.child.given)
    assert first.child.given == second.child.given
    assert first.child.key != second.child.key


def test_a_family_lives_in_its_time() -> None:
    for seed in range(30):
        own = family("c1", ONE, chance(seed))
        ages = {part: (own.opened - who.born).days // 365 for part, who in own.members.items()}
        assert 4 <= ages["child"] <= 18
        assert ages["baby"] <= 3
        assert ages["mgm"] >= 50


def test_signs_of_harm_for_judgement_stand_in_a_file_of_their_own() -> None:
    path = FOLDER / "judgement.txt"
    held = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
    for section in (("any", "harm"), ("any", "near"), ("survey-response", "harm")):
        assert set(sentences("judgement")[section]) <= held
        assert held.isdisjoint(sentences("development")[section])


@pytest.mark.parametrize("side", get_args(Vocabulary))
@pytest.mark.parametrize(("part", "sorts"), [("harm", 6), ("near", 5)])
def test_all_vocabularies_have_signs_of_every_sort(side: str, part: str, sorts: int) -> None:
    texts = sentences(side)["any", part]  # type: ignore[index]
    assert len({re.search(r"\[([!~] [a-z-]+):", text)[1] for text in texts}) == sorts
    assert len(texts) >= 30


@pytest.mark.parametrize("side", ["development", "rehearsal"])
def test_there_are_sixty_explicit_signs(side: Vocabulary) -> None:
    assert len(sentences(side)["any", "harm"]) >= 60


def test_the_rehearsal_has_sixty_that_only_look_like_signs() -> None:
    assert len(sentences("rehearsal")["any", "near"]) >= 60
