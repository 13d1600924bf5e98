"""Lenses learnt from headed passages of made-up authorities."""

import numpy as np
import pytest

from models.reading import Read, Reader
from models.training.areas import (
    FOLDS,
    RECIPES,
    FittedLens,
    Study,
    learn_vocabulary,
    linear_of,
    machine,
    study_of,
    train_areas,
)
from models.training.headings import HeadedPassage
from models.training.splitting import shared_groups

READER = Reader()
SAID = {
    "HP": "strategy meetings protect children at risk of harm",
    "CIC": "foster carers look after children in stable homes",
    "CL": "personal advisers help young people with flats and jobs",
    "LEAD": "senior leaders audit practice and fund the workforce",
}
FILLING = "good often weak local most many some work plans reviews support change".split()  # noqa: SIM905


def passages(count: int = 12, framework: str = "ilacs-2023") -> tuple[HeadedPassage, ...]:
    draw = np.random.default_rng(3)
    rows = []
    for authority in range(count):
        for area, words in SAID.items():
            for at in range(4):
                filled = " ".join(draw.choice(FILLING, 6))
                text = f"{filled} {words} {filled}"
                place = (f"d{authority}", f"u{authority}", framework, len(rows))
                rows.append(HeadedPassage(*place, text, area, summary=at == 3, numbered=True))
    return tuple(rows)


def read(rows: tuple[HeadedPassage, ...]) -> list[Read]:
    return [READER.read(row.text) for row in rows]


@pytest.fixture(scope="module")
def study() -> Study:
    rows = passages(15)
    reads = read(rows)
    return study_of(rows, reads, learn_vocabulary(reads))


@pytest.fixture(scope="module")
def fitted(study: Study) -> dict[str, FittedLens]:
    return train_areas(study, {"ilacs-2023": RECIPES["ilacs-2023"]})


def test_no_authority_is_on_both_sides(study: Study) -> None:
    groups = [row.group for row in study.passages]
    assert len(study.deal) == FOLDS
    assert all(shared_groups(fold, groups) == set() for fold in study.deal)


def test_words_of_authorities_held_out_are_not_weighed(study: Study) -> None:
    fold = study.deal[0]
    rows = study.rows(fold.learnt)
    told = np.asarray((rows[fold.learnt] != 0).sum(axis=0)).ravel()
    held = np.asarray((rows[fold.held] != 0).sum(axis=0)).ravel()
    assert not ((held > 0) & (told == 0)).any()


def test_training_weighs_as_tagging_does(study: Study) -> None:
    reads = read(study.passages[:20])
    rows = study.vocabulary.weigh(reads)
    dense = np.zeros((20, len(study.vocabulary.ids)))
    which = np.repeat(np.arange(20), np.diff(rows.starts))
    dense[which, rows.columns] = rows.values
    np.testing.assert_allclose(study.rows()[:20].toarray(), dense, atol=1e-5)


def test_areas_are_learnt_from_their_words(fitted: dict[str, FittedLens]) -> None:
    answers = fitted["ilacs-2023"].held_out
    assert answers.labels == ("CIC", "CL", "HP", "LEAD")
    assert answers.right.mean() > 0.95
    assert len(answers.items) == 15 * 4 * 3  # summaries are neither learnt from nor measured


def test_the_form_of_2026_shares_the_lens(fitted: dict[str, FittedLens]) -> None:
    assert fitted["ilacs-2026"] is fitted["ilacs-2023"]


def test_training_is_deterministic(study: Study, fitted: dict[str, FittedLens]) -> None:
    again = train_areas(study, {"ilacs-2023": RECIPES["ilacs-2023"]})["ilacs-2023"]
    for name, array in fitted["ilacs-2023"].lens.arrays().items():
        assert np.array_equal(array, again.lens.arrays()[name])


@pytest.mark.parametrize(
    "rows",
    [
        passages(2),  # too few passages of each area
        tuple(row for row in passages(15) if row.area != "CL"),  # no passage of an area
    ],
)
def test_a_framework_with_too_few_labels_gets_no_lens(rows: tuple[HeadedPassage, ...]) -> None:
    reads = read(rows)
    small = study_of(rows, reads, learn_vocabulary(reads))
    assert train_areas(small, {"ilacs-2023": RECIPES["ilacs-2023"]}) == {}
    with pytest.raises(ValueError, match="too few passages"):
        machine(small, RECIPES["ilacs-2023"], small.rows(), np.arange(len(rows)))


def test_a_machine_gives_margins_of_weighed_passages(study: Study) -> None:
    linear = machine(study, RECIPES["three"], study.rows(), np.arange(len(study.passages)))
    reads = [READER.read(text) for text in SAID.values()]
    margins = linear_of(study.vocabulary.weigh(reads), linear)
    assert ["EXP LEAD PROT".split()[at] for at in margins.argmax(axis=1)] == [  # noqa: SIM905
        "PROT",
        "EXP",
        "EXP",
        "LEAD",
    ]


def test_a_vocabulary_of_nothing() -> None:
    empty = learn_vocabulary([])
    assert len(empty.ids) == 0
    assert len(learn_vocabulary([READER.read("one text alone")]).ids) == 0  # too rare to keep


def test_a_vocabulary_knows_the_view_of_each_term(study: Study) -> None:
    assert set(study.vocabulary.views) == {0, 1, 2}
    assert (np.diff(study.vocabulary.ids.astype(object)) > 0).all()
