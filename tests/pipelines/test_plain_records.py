"""Records written as plain JSON come back the same, also those that an earlier version wrote."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from corpus.notes import Identifier, Note, Person
from corpus.routing import Routed
from pipelines.plain import built, written
from pipelines.redacting.cases import Case, CaseNote, Correction

NOTE = Note("n1", 0, 9, "line 1", "2024-03-12", "visit")
SIGN = Routed("n1", 0, 4, "neglect", "2024-03-13T00:00:00+00:00")
CASE = Case(
    "c1", "LCS-1", "{}",
    (CaseNote("d1", 0, NOTE, (Identifier(0, 4, "name", ("list",), "p1", "Person A"),)),),
    (Person(("Mara Quillfeather", "Mara"), "child"),),
    (Correction("Kestrel", True, "Sal", "a by-name"),),
    (SIGN,),
)  # fmt: skip


def test_a_case_comes_back_the_same() -> None:
    assert built(Case, json.loads(written(CASE))) == CASE


@pytest.mark.parametrize("known", range(3, 8))
def test_a_case_of_a_version_that_knew_fewer_fields_opens(known: int) -> None:
    names = list(Case.__dataclass_fields__)
    earlier = json.loads(written(CASE))[:known]

    found = built(Case, earlier)

    new = {name: Case.__dataclass_fields__[name].default for name in names[known:]}
    assert found == replace(CASE, **new)


def test_what_lacks_a_field_that_it_needs_is_no_case() -> None:
    with pytest.raises(TypeError):
        built(Case, ["c1", "LCS-1"])
