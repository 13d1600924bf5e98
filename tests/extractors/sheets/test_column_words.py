"""Columns are known by the names that case systems give them, and by no others."""

from importlib import resources

import pytest
import yaml

from extractors.sheets.column_words import ROLES, Role, known_header, match

NAMED: list[tuple[str, Role, str]] = [
    ("Event Date", "date", "the usual name"),
    ("event_date", "date", "as a database writes it"),
    ("EventDate", "date", "grown together"),
    ("CONTACT DATE", "date", "in capitals"),
    ("Date of visit", "date", "the day of a visit"),
    ("Case Note Type", "kind", "the kind of a note"),
    ("Contact type", "kind", "the kind of a contact"),
    ("Form name", "kind", "the form that was filled in"),
    ("Created By Role", "author-role", "the role of who wrote"),
    ("Job title", "author-role", "another word for it"),
    ("Worker", "author", "who wrote"),
    ("Recorded by", "author", "who wrote, in a sentence"),
    ("Case ID", "case", "the case"),
    ("Mosaic ID", "case", "the number of a system"),
    ("Narrative", "text", "what is told"),
    ("Free text", "text", "what is told, too"),
    ("Actions agreed", "text", "what is to be done"),
    ("Child's name", "child", "the child"),
    ("Forename", "child", "half of the child's name"),
    ("Mother's name", "person", "a relative"),
    ("Foster carers", "person", "carers"),
    ("DOB", "born", "a date of birth"),
    ("Date of Birth", "born", "a date of birth in full"),
    ("Home address", "identifier", "where the child lives"),
    ("NHS number", "identifier", "a number of a person"),
    ("School", "identifier", "a place"),
]
CONTAINED: list[tuple[str, Role, str]] = [
    ("Latest contact date (UK)", "date", "more words around the known ones"),
    ("Primary event type", "kind", "a word before"),
    ("Narrative of the visit", "text", "words behind"),
    ("Legal guardian's e-mail address", "identifier", "an address of somebody"),
    ("Client date of birth", "born", "a birth, not a day of a note"),
]
RULED_OUT: list[tuple[str, Role, str]] = [
    ("Date closed", "date", "the end, not the day"),
    ("Due date", "date", "what is to come"),
    ("Date of birth", "date", "a birth"),
    ("Event ID", "kind", "a number"),
    ("Worker role", "author", "a role, not a name"),
    ("Mother's date of birth", "born", "not the child's"),
    ("School name", "child", "not a name of a person"),
    ("Worker case number", "case", "the worker's, not the child's"),
    ("Elephants", "text", "unknown"),
    ("", "text", "no name"),
    ("...", "date", "signs alone"),
]


@pytest.mark.parametrize(("header", "role", "why"), NAMED)
def test_whole_names_are_sure(header: str, role: Role, why: str) -> None:
    found = match(header, role)
    assert found is not None, why
    assert found.whole, why
    assert found.sure >= 0.7, why
    assert known_header(header), why


@pytest.mark.parametrize(("header", "role", "why"), CONTAINED)
def test_names_that_contain_known_words_are_less_so(header: str, role: Role, why: str) -> None:
    found = match(header, role)
    assert found is not None, why
    assert not found.whole, why
    assert 0.3 < found.sure < 0.7, why


@pytest.mark.parametrize(("header", "role", "why"), RULED_OUT)
def test_some_words_rule_a_role_out(header: str, role: Role, why: str) -> None:
    assert match(header, role) is None, why


def table() -> dict[str, dict[str, list[str]]]:
    file = resources.files("extractors.sheets").joinpath("columns.yaml")
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return data


def test_every_role_but_other_has_words() -> None:
    assert set(table()) == set(ROLES) - {"other"}
    for role, group in table().items():
        assert set(group) == {"names", "words", "never"}, role
        assert all(isinstance(word, str) for words in group.values() for word in words), role


def test_no_name_stands_twice_in_a_role() -> None:
    for role, group in table().items():
        names = group["names"]
        assert sorted({name for name in names if names.count(name) > 1}) == [], role


def test_names_are_written_as_they_are_compared() -> None:
    odd = [
        word
        for group in table().values()
        for words in group.values()
        for word in words
        if word != word.lower() or "_" in word or "'" in word
    ]
    assert odd == []
