"""What a person said of a form holds in the whole case."""

import pytest

from corpus.problems import SettingsError
from models.deid import Corrections, find

NOTES = ["The Kestrel group met.", "kestrel was late, KESTREL is tired"]


def words(corrections: Corrections, notes: list[str] | None = None) -> list[list[str]]:
    notes = notes or NOTES
    found = find(notes, corrections=corrections)
    return [
        [text[item.start : item.end] for item in items]
        for text, items in zip(notes, found, strict=True)
    ]


def test_this_is_a_name_holds_in_all_notes_and_all_forms() -> None:
    said = Corrections().this_is("Kestrel")
    assert words(said) == [["Kestrel"], ["kestrel", "KESTREL"]]


def test_this_is_none_holds_in_all_notes() -> None:
    notes = ["I saw Zyphora.", "zyphora said hi. Aisha slept."]
    said = Corrections().this_is_none("ZYPHORA")
    assert words(said, notes) == [[], ["Aisha"]]


def test_the_last_word_counts() -> None:
    said = Corrections().this_is_none("Kestrel").this_is("kestrel")
    assert words(said)[0] == ["Kestrel"]
    assert words(said.this_is_none("kestrel"))[0] == []


def test_several_words_and_another_kind() -> None:
    said = Corrections().this_is("Red Kite", "place")
    (item,) = find(["They met at red kite again."], corrections=said)[0]
    assert (item.kind, item.means) == ("place", ("corrections/said",))


def test_corrections_hold_with_every_means_off() -> None:
    said = Corrections().this_is("Kestrel")
    assert len(find(NOTES, means=frozenset(), corrections=said)[1]) == 2


def test_corrections_never_change() -> None:
    first = Corrections()
    first.this_is("Kestrel")
    assert first == Corrections()


def test_corrections_are_remembered_as_json() -> None:
    said = Corrections().this_is("Kestrel").this_is("Red Kite", "place").this_is_none("Zoë")
    assert Corrections.from_json(said.to_json()) == said


@pytest.mark.parametrize("form", ["", "  ", "!?"])
def test_a_form_without_a_word_is_refused(form: str) -> None:
    with pytest.raises(SettingsError, match="no word"):
        Corrections().this_is(form)


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="is no kind: name"):
        Corrections().this_is("Kestrel", "bird")  # type: ignore[arg-type]
