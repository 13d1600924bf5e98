"""What is remembered of notes goes when nobody may read them any more."""

from __future__ import annotations

import gc
from dataclasses import replace

from corpus.notes import Person
from models.deid import find
from models.deid.lexicon import lexicon
from models.deid.names.members import parse
from models.signs import signs
from review.forgetting import forget

NOTE = "Saw Zebulon Quixley on 4.5.2023. Dad hit him, said Zebulon."
PEOPLE = [Person(("Zebulon Quixley",), "child", "2012-03-04")]


def held() -> list[Person]:
    """Return the people of the note that the process still holds, but for this module's own."""
    gc.collect()
    people = (one for one in gc.get_objects() if isinstance(one, Person))
    return [one for one in people if one == PEOPLE[0] and one is not PEOPLE[0]]


def test_nobody_is_remembered_when_all_is_forgotten() -> None:
    assert find([NOTE], [replace(PEOPLE[0])])[0]
    assert signs([NOTE])[0]
    assert held(), "else this test looks for nothing"
    assert parse.cache_info().currsize
    forget()
    assert held() == []
    assert not parse.cache_info().currsize


def test_what_comes_with_vouch_stays() -> None:
    before = lexicon()
    forget()
    assert lexicon() is before


def test_findings_are_the_same_after_it() -> None:
    before = find([NOTE], PEOPLE), signs([NOTE])
    forget()
    assert (find([NOTE], PEOPLE), signs([NOTE])) == before
