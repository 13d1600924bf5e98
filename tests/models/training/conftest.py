"""Made-up reports and codings of made-up places: enough of them to train everything on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Passage
from models.training.fitting import Fitted, Way, fit
from models.training.material import CodedPassage, Coding, Material, StudyDocument

PLACES = (
    "Harrowmere", "Wenlock Vale", "Stonebeck", "Ashcombe", "Tarrow", "Eskdene",
    "Pellingham", "Marlow Fen", "Quarrington", "Brackenshire", "Saltby", "Overwell",
)  # fmt: skip
# What is said of each area, however the forms of report divide it.
SAID = {
    "HP": ("social workers hold strategy meetings about risk of harm",
           "referrals at the front door get a decision on thresholds",
           "police and health visitors share information on neglect",
           "child protection plans are reviewed by core groups"),
    "CIC": ("foster carers give children in care a stable placement",
            "children in care see brothers and sisters and go to school",
            "the virtual school helps looked after children to achieve",
            "life-story work tells children why they came into care"),
    "CL": ("personal advisers keep in touch with care leavers",
           "care leavers have pathway plans and a tenancy of their own",
           "young adults find apprenticeships and independence",
           "accommodation of care leavers is near to university and jobs"),
    "ADOPT": ("adopters are assessed and matched by the adoption panel",
              "family finding for adoption begins as soon as courts allow",
              "adoption support helps adoptive families after the order",
              "the adoption team recruits adopters for brothers and sisters"),
    "LEAD": ("senior leaders audit practice and fund the workforce",
             "elected members scrutinise performance data each month",
             "managers supervise staff, whose caseloads are known",
             "the director has an improvement plan and a budget"),
    "LSCB": ("the board of partner agencies holds section 11 audits",
             "the chair of the board challenges its partner agencies",
             "the board publishes its learning from serious case reviews",
             "the board trains staff of all partner agencies"),
}  # fmt: skip
PRAISE = ("This is effective and timely, and children benefit.", "This works well and is strong.",
          "Children make good progress because of it.")  # fmt: skip
BLAME = ("This is weak and shows drift and delay.", "Too often this is poor and comes too late.",
         "It is not good enough, and children wait too long.")  # fmt: skip
SIDES = {"strength": PRAISE, "weakness": BLAME}
EXPERIENCES = "The experiences and progress of"
LEADERS = "The impact of leaders on social work practice with children and families"
# Of each form: the areas with the heading of each, and how many passages stand below it.
FORMS: dict[str, dict[str, tuple[str, tuple[str, ...], int]]] = {
    "ilacs-2023": {
        "HP": (f"{EXPERIENCES} children who need help and protection: good", ("HP",), 5),
        "CIC": (f"{EXPERIENCES} children in care: good", ("CIC",), 5),
        "CL": (f"{EXPERIENCES} care leavers: good", ("CL",), 5),
        "LEAD": (f"{LEADERS}: good", ("LEAD",), 5),
    },
    "ilacs-2018": {
        "HP": (f"{EXPERIENCES} children who need help and protection: inadequate", ("HP",), 5),
        "CICL": (f"{EXPERIENCES} children in care and care leavers: good", ("CIC", "CL"), 5),
        "LEAD": (f"{LEADERS}: outstanding", ("LEAD",), 5),
    },
    "sif-2013": {
        "HP": ("Children who need help and protection: good", ("HP",), 5),
        "CICL": ("Children looked after and achieving permanence: good", ("CIC",), 10),
        "ADOPT": ("Adoption performance: good", ("ADOPT",), 5),
        "CL": ("Experiences and progress of care leavers: good", ("CL",), 5),
        "LEAD": ("Leadership, management and governance: good", ("LEAD",), 5),
        "LSCB": ("The Local Safeguarding Children Board: good", ("LSCB",), 5),
    },
}
# Criterion and aspect that a reader would give to what is said, with the area of either framework.
CODED = {
    "PROT": ("PROT-4", "QP-RESP", "Every referral passes the front door and its threshold"),
    "EXP": ("EXP-6", "LAC-ECON", "A care leaver has life-story work and a sense of identity"),
    "LEAD": ("LEAD-3", "LM-EVAL", "Leaders audit and go on auditing with senior managers"),
}


def report(place: str, form: str) -> StudyDocument:
    """Make one report of a place: every area in the order of its form."""
    name = f"{form} of {place}"
    draw = np.random.default_rng([PLACES.index(place), sorted(FORMS).index(form)])
    passages: list[Passage] = []
    for heading, subjects, count in FORMS[form].values():
        for at in range(count):
            said = SAID[subjects[at % len(subjects)]]
            first, second = (said[one] for one in draw.permutation(len(said))[:2])
            side = (PRAISE, BLAME)[int(draw.integers(2))]
            text = f"In {place} {first}, and {second}. {side[int(draw.integers(3))]}"
            passages.append(_passage(name, passages, text, ("Main findings", heading)))
    about = "This inspection was carried out under the law, and the team read many papers there."
    passages.append(_passage(name, passages, f"{place}: {about}", ("Information about this",)))
    return StudyDocument(name, place, form, "2024-03-04", tuple(passages))


def joint_letter(place: str) -> StudyDocument:
    """Make the letter of a joint inspection, which sorts its findings by strength and weakness."""
    name = f"joint letter of {place}"
    passages: list[Passage] = []
    for heading, sides in (("Key strengths", PRAISE), ("Areas for improvement", BLAME)):
        for subject, side in zip(("HP", "LEAD", "CIC"), sides, strict=True):
            text = f"In {place} partners know that {SAID[subject][0]}. {side}"
            passages.append(_passage(name, passages, text, (heading,)))
    return StudyDocument(name, place, "jtai-2016", "2018-05-06", tuple(passages))


def coded(place: str, at: int) -> CodedPassage:
    """Make a passage that two readers coded through two frameworks, sentence by sentence."""
    area, (criterion, aspect, words) = list(CODED.items())[at % len(CODED)]
    side = ("strength", "weakness")[at % 2]
    text = f"{words} in {place} team {at}. {SIDES[side][at % 3]}"
    told = {"polarity": side, "sentences": ("neutral", side)}
    codings = tuple(
        coding
        for reader in "AB"
        for coding in (
            Coding(reader, "ours/1", "sccif-asa-2024", area, None, (criterion,), **told),  # type: ignore[arg-type]
            Coding(reader, "ours/1", "slac-2009", None, (aspect,), None, **told),  # type: ignore[arg-type]
        )
    )
    return CodedPassage(f"coded {place} {at}", place, text, "ours", codings)


def material(forms: tuple[str, ...] = tuple(FORMS), codings: int = 7, letters: int = 6) -> Material:
    """Make reports of all places in some forms, letters of some places, and codings of each."""
    documents = [report(place, form) for form in forms for place in PLACES]
    documents += [joint_letter(place) for place in PLACES[:letters]]
    passages = (coded(place, at) for place in PLACES for at in range(codings))
    return Material(tuple(documents), tuple(passages))


def _passage(document: str, before: list[Passage], text: str, headings: tuple[str, ...]) -> Passage:
    start = before[-1].end + 1 if before else 0
    name = f"{document}/{len(before)}"
    return Passage(name, document, start, start + len(text), text, headings, f"{len(before) + 1}.")


@pytest.fixture(scope="session")
def made_up() -> Material:
    """All forms, letters and codings: everything can be learnt from these."""
    return material()


@pytest.fixture(scope="session")
def making() -> Callable[..., Material]:
    """Make material that lacks something: `making(forms, codings=0, letters=0)`."""
    return material


@pytest.fixture(scope="session")
def small_model(made_up: Material) -> Fitted:
    """One model, fitted on all of the made-up material, and measured without the methods."""
    return fit(made_up, way=Way(lending=lambda: None))


@pytest.fixture(scope="session")
def model_file(small_model: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same model in its file, with its card beside it; not to be written to."""
    folder = tmp_path_factory.mktemp("model")
    small_model.save(folder)
    return folder / "model.skops"
