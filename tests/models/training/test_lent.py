"""Parts taken over from another model, and areas taught without a label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.frameworks import load
from models.model import Model
from models.training.area_lenses import Areas
from models.training.areas import learnt_study
from models.training.fitting import Fitted
from models.training.lent import lent_polarity, lent_rankers
from models.training.material import Material
from models.training.polarity import HeldOut
from models.training.polarity_apart import ANSWERED, Learnt, learn, needed
from models.training.preparing import prepare
from models.training.rankers import FEWEST_CODED
from models.training.taught import FEWEST_REPORTS, taught_lenses, unlabelled
from models.wording import items

Making = Callable[..., Material]
NOTHING = Learnt(None, HeldOut((), (), (), ()), "Polarity cannot be learnt: no letters.")


def nobody() -> Model | None:
    return None


def never() -> Model | None:
    raise AssertionError("no model is needed")


def test_with_enough_codings_nothing_is_taken_over(made_up: Material) -> None:
    lent = lent_rankers(made_up.coded, never)
    assert lent.rankers == {}
    assert set(lent.learning) == {"sccif-asa-2024", "slac-2009"}


def test_with_too_few_codings_rankers_are_taken_over(
    small_model: Fitted, made_up: Material
) -> None:
    few = made_up.coded[: FEWEST_CODED - 1]
    lent = lent_rankers(few, lambda: small_model.model)
    assert set(lent.rankers) == {"sccif-asa-2024", "slac-2009"}
    assert lent.learning == {}
    assert all(
        "taken over" in line and f"{FEWEST_CODED - 1} passages" in line for line in lent.told
    )


def test_without_a_model_phrases_have_to_do(made_up: Material) -> None:
    lent = lent_rankers(made_up.coded[:3], nobody)
    assert lent.rankers == {}
    assert all("from phrases alone" in line for line in lent.told)


def test_polarity_that_was_learnt_is_kept(small_model: Fitted) -> None:
    own = Learnt(small_model.model.polarities, HeldOut((), (), (), ()), "")
    assert lent_polarity(own, never) == (own.polarities, "Polarity: learnt here.", ())


def test_polarity_is_taken_over_with_the_reason(small_model: Fitted) -> None:
    polarities, told, taken = lent_polarity(NOTHING, lambda: small_model.model)
    assert polarities is small_model.model.polarities
    assert told.endswith(NOTHING.lack)
    assert taken == ANSWERED


def test_polarity_that_is_not_to_be_had_says_what_is_lacking() -> None:
    with pytest.raises(ValueError, match="no letters"):
        lent_polarity(NOTHING, nobody)


def test_polarity_needs_a_part_of_the_material_alone(made_up: Material) -> None:
    part = needed(made_up)
    count = sum(len(one.passages) for one in part.documents)
    assert 0 < count < sum(len(one.passages) for one in made_up.documents)
    assert part.coded == made_up.coded
    assert needed(part) == part


def test_what_cannot_be_learnt_is_said_and_not_raised(making: Making) -> None:
    found = learn(making(("ilacs-2023",), codings=1, letters=0))
    assert found.polarities is None
    assert "no passage stands under a heading of strength" in found.lack


def letters(making: Making, count: int) -> Material:
    """Letters of a form whose headings name no area, beside reports whose headings do."""
    return making(("ilacs-2018",), codings=0, letters=count)


@pytest.mark.parametrize(("count", "found"), [(FEWEST_REPORTS - 1, ()), (12, ("jtai-2016",))])
def test_frameworks_in_need_of_teaching(making: Making, count: int, found: tuple[str, ...]) -> None:
    ready = prepare(letters(making, count))
    study = learnt_study(ready.passages, ready.reads())
    assert unlabelled(study, ("ilacs-2018",)) == found
    assert unlabelled(study, ("ilacs-2018", "jtai-2016")) == ()


def test_letters_of_no_order_by_area_teach_no_lens(making: Making, small_model: Fitted) -> None:
    ready = prepare(letters(making, 12))
    study = learnt_study(ready.passages, ready.reads())
    kept, lost = taught_lenses(study, ready, {}, ("ilacs-2018",))
    assert (kept, lost) == ({}, ("jtai-2016",))


def test_an_order_by_area_teaches_a_lens(making: Making) -> None:
    """Letters that take one area after the other, as reports do, in the framework's own words."""
    wording = {one.area: one.text for one in items(load("jtai-2016")) if one.kind == "area"}
    documents = []
    for report in making(("ilacs-2018", "sif-2013"), codings=0, letters=0).documents:
        texts = [
            f"{words} in {report.id}, part {chr(97 + at) * 3}."
            for words in wording.values()
            for at in range(24)
        ]
        first = report.passages[0]
        passages = tuple(
            replace(first, id=f"{report.id} {at}", text=text, headings=("Main findings",))
            for at, text in enumerate(texts)
        )
        documents.append(replace(report, framework="jtai-2016", passages=passages))
    ready = prepare(Material(tuple(documents)))
    study = learnt_study(ready.passages, ready.reads())
    kept, lost = taught_lenses(study, ready, {}, ())
    assert lost == ()
    assert set(kept["jtai-2016"].codes) == set(wording)
    areas = Areas({}, kept, ())
    assert areas.meta == {"letters": ["jtai-2016"], "taught": ["jtai-2016"]}
    assert areas.lenses == kept
