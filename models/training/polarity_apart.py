"""Polarity as a job of its own: it reads its own passages and needs nothing of what areas learn."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from models.polarity import Polarities, bind, phrases
from models.reading import Reader
from models.training.material import Material
from models.training.polarity import HeldOut, learn_polarity
from models.training.preparing import Memory
from models.training.printed_polarity import graded, official

ANSWERED = ("polarity official", "polarity coded", "sentence two", "sentence four")


class Learnt(NamedTuple):
    """What was learnt, and answered to what was held out; null, and `lack` why, if nothing was."""

    polarities: Polarities | None
    held_out: HeldOut
    lack: str


def needed(material: Material) -> Material:
    """Return the part of material that polarity learns from: little of it has to travel."""
    told = {row.id for rows in (official(material), graded(material)) for row in rows}
    documents = (
        replace(one, passages=tuple(passage for passage in one.passages if passage.id in told))
        for one in material.documents
    )
    return Material(tuple(one for one in documents if one.passages), material.coded)


def learn(material: Material) -> Learnt:
    """Learn polarity and answer for authorities held out; the same in whichever process."""
    reader = Reader(phrases())
    try:
        polarities, held = learn_polarity(material, Memory(reader), bind(reader.numbers))
    except ValueError as error:
        return Learnt(None, HeldOut((), (), (), ()), str(error))
    return Learnt(polarities, held, "")
