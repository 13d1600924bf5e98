"""Passages as they are quoted, and the list of providers: of what a viewer may see alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from corpus.evidence import open_evidence
from corpus.records import Document
from corpus.workspace import Workspace
from review.reading import quotes as module
from review.reading.dates import dates
from review.reading.provider import provider
from review.reading.providers import Listed, listed
from review.reading.quotes import quotes, texts
from review.stores import Stores
from review.viewing import Viewer


@pytest.fixture
def documents(stores: Stores) -> Mapping[str, Document]:
    return {one.id: one for one in stores.evidence.documents()}


def test_a_quote_is_the_passage_with_its_place(
    stores: Stores, documents: Mapping[str, Document]
) -> None:
    every = list(stores.evidence.passages())
    found = quotes(stores.evidence, documents, [one.id for one in every])
    assert found.keys() == {one.id for one in every}
    for one in every:
        quote = found[one.id]
        assert quote.text == one.text.removeprefix("• ")
        assert quote.headings == one.headings
        assert (quote.document, quote.name) == (one.document_id, documents[one.document_id].name)
        assert quote.where.startswith("page" if one.pages else one.locator or "")
        assert (f"paragraph {one.number}" in quote.where) == bool(one.number)


def test_what_is_of_no_document_given_is_not_quoted(
    stores: Stores, documents: Mapping[str, Document]
) -> None:
    some, *others = documents
    ids = [one.id for one in stores.evidence.passages()]
    found = quotes(stores.evidence, {some: documents[some]}, ids)
    assert {quote.document for quote in found.values()} == {some}
    assert quotes(stores.evidence, {}, ids) == {}
    assert others


def test_more_quotes_than_one_question_holds(
    stores: Stores, documents: Mapping[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [one.id for one in stores.evidence.passages()][:7]
    whole = quotes(stores.evidence, documents, ids)
    monkeypatch.setattr(module, "_MANY", 3)
    assert quotes(stores.evidence, documents, [*ids, *ids, "no-such"]) == whole
    assert len(whole) == 7


def test_quotes_of_case_notes_say_so(stores: Stores, documents: Mapping[str, Document]) -> None:
    key = next(iter(documents))
    notes = {key: replace(documents[key], sensitivity="restricted")}
    ids = [one.id for one in stores.evidence.passages(key)]
    assert {one.restricted for one in quotes(stores.evidence, notes, ids).values()} == {True}
    assert {one.restricted for one in quotes(stores.evidence, documents, ids).values()} == {False}


def test_passages_that_are_read_no_more_are_not_quoted(
    stores: Stores, documents: Mapping[str, Document], place: Workspace
) -> None:
    one = next(stores.evidence.passages())
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE passages SET current = 0 WHERE id = ?", (one.id,))
    assert quotes(stores.evidence, documents, [one.id]) == {}
    assert one.id not in dict(texts(stores.evidence, documents))


def test_texts_are_those_of_the_documents_asked_for(
    stores: Stores, documents: Mapping[str, Document]
) -> None:
    for key in documents:
        own = {one.id: one.text for one in stores.evidence.passages(key)}
        assert dict(texts(stores.evidence, [key])) == own
    assert list(texts(stores.evidence, ["no-such"])) == []


# Providers


@pytest.fixture
def several(place: Workspace) -> None:
    """Give each document a provider of its own: two with a number, one with a name alone."""
    rows = [
        ("100", "Zennor", "2020-01-01"),
        ("200", "Ånby", "2021-01-01"),
        (None, "Mousehole", None),
    ]
    with open_evidence(place) as evidence:
        keys = [one.id for one in evidence.documents()][:3]
        evidence.db.executemany(
            "UPDATE documents SET provider_urn = ?, provider_name = ?, published = ? WHERE id = ?",
            [(*row, key) for row, key in zip(rows, keys, strict=True)],
        )
        # Nor does the last one tell of an inspection.
        evidence.db.execute("DELETE FROM facts WHERE document_id = ?", (keys[-1],))


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("words", "keys", "why"),
    [
        ("", {"100", "200", "Mousehole"}, "nothing asked is everything"),
        ("zennor", {"100"}, "a name, whatever its case"),
        ("200", {"200"}, "a number"),
        ("  mouse  hole ", {"Mousehole"}, "parts of a name, each of them"),
        ("zennor mouse", set(), "no provider holds both"),
        ("%", set(), "a sign of SQL is a sign"),
        ("ÅNBY", {"200"}, "letters beyond ASCII"),
    ],
)
def test_providers_are_found_by_all_the_words(
    stores: Stores, viewer: Callable[..., Viewer], words: str, keys: set[str], why: str
) -> None:
    assert {one.key for one in listed(stores.evidence, viewer(), words)} == keys, why


@pytest.mark.usefixtures("several")
def test_a_provider_is_listed_with_what_there_is_of_it(
    stores: Stores, viewer: Callable[..., Viewer]
) -> None:
    found = {one.key: one for one in listed(stores.evidence, viewer())}
    assert found["100"] == Listed("100", "Zennor", 1, "2020-01-01", "2020-01-01")
    assert found["Mousehole"] == Listed("Mousehole", "Mousehole", 1, None, None)


@pytest.mark.usefixtures("several")
def test_a_provider_of_whom_there_are_case_notes_alone_is_not_listed_for_others(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE provider_urn = '200'"
        )
    seen = {
        name: {one.key for one in listed(stores.evidence, who)}
        for name, who in (
            ("researcher", viewer("researcher")), ("inspector", viewer()),
            ("assigned", viewer("inspector", "200")), ("qa", viewer("qa-reviewer")),
        )
    }  # fmt: skip
    assert "200" not in seen["researcher"] | seen["inspector"]
    assert "200" in seen["assigned"] & seen["qa"]
    assert {"100", "Mousehole"} <= seen["researcher"]


def test_a_provider_is_listed_with_as_many_documents_as_its_page_counts(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    with open_evidence(place) as evidence:
        keys = [one.id for one in evidence.documents()]
        evidence.db.execute("UPDATE documents SET provider_urn = '100', supersedes = NULL")
        evidence.db.execute("UPDATE documents SET supersedes = ? WHERE id = ?", (keys[0], keys[1]))
        # Sealed, and signed by nobody yet.
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 0 WHERE id = ?", (keys[2],)
        )
    who = viewer("qa-reviewer")
    told = provider(stores.evidence, stores.decisions, who, "100")
    [found] = listed(stores.evidence, who)
    assert told is not None
    assert found.documents == len(told.told.documents) == len(keys) - 2


def test_a_provider_is_dated_by_inspections_where_nothing_says_when_it_was_published(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET provider_urn = '100', published = NULL")
        one = next(fact.document_id for fact in evidence.facts(kinds=("inspection",)))
        evidence.db.execute("UPDATE documents SET published = '2001-01-01' WHERE id = ?", (one,))
    [found] = listed(stores.evidence, viewer())
    days = sorted(one.day for one in dates(stores.evidence).values())
    assert (found.first, found.last) == ("2001-01-01", days[-1])
    assert days[-1] > "2001-01-01"
