"""What is no evidence, and what comes from letters of another genre."""

import numpy as np

from models.answers import NONE
from models.reading import Reader
from models.training.areas import Study, learn_vocabulary, study_of
from models.training.gates import LOST, train_gate
from models.training.headings import HeadedPassage

READER = Reader()
KINDS = (
    ("ilacs-2023", "HP", "social workers protect children at risk and visit families at home"),
    ("ilacs-2023", NONE, "this document is published under a licence and may be copied by anyone"),
    ("send-2023", "PART", "therapists in schools assess speech and language of pupils each term"),
)
FILLING = ("good", "often", "weak", "local", "most", "many", "plans", "reviews")


def study(kinds: tuple[tuple[str, str, str], ...] = KINDS) -> Study:
    draw = np.random.default_rng(1)
    rows = tuple(
        HeadedPassage(
            f"d{authority}",
            f"u{authority}",
            framework,
            at,
            f"{' '.join(draw.choice(FILLING, 5))} {words}",
            area,
            summary=False,
            numbered=True,
        )
        for authority in range(12)
        for framework, area, words in kinds
        for at in range(3)
    )
    reads = [READER.read(row.text) for row in rows]
    return study_of(rows, reads, learn_vocabulary(reads))


def test_the_three_kinds_are_told_apart() -> None:
    gate, figures = train_gate(study())
    assert gate.weights.dtype == np.float16
    assert figures.kept == figures.caught == figures.told == 1.0


def test_little_of_the_known_genre_is_lost() -> None:
    assert train_gate(study())[1].lost <= LOST + 1 / 36  # one of the 36 that set the limit


def test_without_letters_of_other_genres_nothing_is_another_genre() -> None:
    gate, figures = train_gate(study(KINDS[:2]))
    assert not gate.weights[:, 1].any()
    assert gate.bias[1] == -20.0
    assert figures.caught == 1.0


def test_with_evidence_alone_everything_is_let_through() -> None:
    gate, figures = train_gate(study(KINDS[:1]))
    assert not gate.weights.any()
    assert figures.kept == 1.0


def test_the_gate_is_the_same_each_time() -> None:
    (one, _), (two, _) = train_gate(study()), train_gate(study())
    assert np.array_equal(one.weights, two.weights)
    assert one.other == two.other
