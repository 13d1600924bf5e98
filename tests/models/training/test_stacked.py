"""The area of frameworks without reports, learnt from coded passages."""

import numpy as np
import pytest

from models.answers import NONE
from models.reading import Reader
from models.training.areas import FittedLens, Study, learn_vocabulary, study_of
from models.training.headings import HeadedPassage
from models.training.material import CodedPassage, Coding
from models.training.stacked import FEWEST_CODED, train_stacked

READER = Reader()
FRAMEWORK = "sccif-asa-2024"
SAID = {
    "PROT": ("HP", "strategy meetings protect children at risk of harm"),
    "EXP": ("CICL", "foster carers look after children in stable homes"),
    "LEAD": ("LEAD", "senior leaders audit practice and fund the workforce"),
}
FILLING = ("good", "often", "weak", "local", "most", "many", "plans", "reviews")
DRAW = np.random.default_rng(2)


def said(words: str) -> str:
    return f"{' '.join(DRAW.choice(FILLING, 6))} {words}"


@pytest.fixture(scope="module")
def study() -> Study:
    rows = tuple(
        HeadedPassage(f"d{n}", f"u{n}", framework, at, said(words), area, False, True)
        for n in range(12)
        for framework in ("ilacs-2018", "sif-2013")
        for area, words in SAID.values()
        for at in range(4)
    )
    reads = [READER.read(row.text) for row in rows]
    return study_of(rows, reads, learn_vocabulary(reads))


def coded(count: int = 90, framework: str = FRAMEWORK) -> list[CodedPassage]:
    """Passages that two readers coded; of every tenth the second says another area."""
    areas = list(SAID)
    passages = []
    for at in range(count):
        first = areas[at % 3]
        second = areas[(at + 1) % 3] if at % 10 == 0 else first
        codings = tuple(
            Coding(name, "test/1", framework, area=area)
            for name, area in (("A", first), ("B", second))
        )
        words = said(SAID[first][1])
        passages.append(CodedPassage(f"c{at}", f"u{at % 12}", words, "test", codings))
    return passages


def train(study: Study, passages: list[CodedPassage], hints: np.ndarray) -> FittedLens | None:
    reads = [READER.read(passage.text) for passage in passages]
    return train_stacked(study, passages, reads, (("hint",), hints))


def test_coded_areas_are_learnt(study: Study) -> None:
    fitted = train(study, coded(), np.zeros((90, 1)))
    assert fitted is not None
    assert fitted.lens.codes == ("EXP", "LEAD", "PROT")
    assert fitted.lens.beside == ("hint",)
    assert fitted.held_out.right.mean() > 0.95


def test_either_reader_counts(study: Study) -> None:
    fitted = train(study, coded(), np.zeros((90, 1)))
    assert fitted is not None
    assert fitted.held_out.truth.sum(axis=1).tolist() == [
        2 if at % 10 == 0 else 1 for at in range(90)
    ]


def test_what_fits_no_area_is_not_learnt_from(study: Study) -> None:
    passages = coded()
    none = Coding("A", "test/1", FRAMEWORK, area=NONE)
    odd = CodedPassage("odd", "u1", "Nothing to say", "test", (none,))
    fitted = train(study, [*passages, odd], np.zeros((91, 1)))
    assert fitted is not None
    assert "odd" not in fitted.held_out.items


@pytest.mark.parametrize(
    "passages",
    [coded(FEWEST_CODED - 1), coded(90, "slac-2009"), []],
    ids=["too few", "another framework", "none"],
)
def test_with_too_few_coded_passages_there_is_no_lens(
    study: Study, passages: list[CodedPassage]
) -> None:
    assert train(study, passages, np.zeros((len(passages), 1))) is None
