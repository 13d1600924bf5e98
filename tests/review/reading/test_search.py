"""What a search finds: each filter alone and with others, in order, and never what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from corpus.chain import Draft, What
from corpus.evidence import open_evidence
from corpus.records import Document, Tag
from corpus.workspace import Workspace
from review.reading import search as module
from review.reading.dates import Dated, dates
from review.reading.fitting import DECISIONS, Asked, Row
from review.reading.search import Found, find, parameters, snippets
from review.stores import Stores
from review.viewing import Viewer

LENS = "sccif-asa-2024"
Search = Callable[..., Found]


@pytest.fixture
def search(stores: Stores, viewer: Callable[..., Viewer]) -> Search:
    def run(words: str = "", who: Viewer | None = None, **asked: str) -> Found:
        return find(stores.evidence, who or viewer(), Asked(LENS, words, **asked))

    return run


@pytest.fixture
def sure(stores: Stores) -> dict[str, Tag]:
    """Give the best tag of every passage, where the machine is sure."""
    return {
        one.passage_id: one
        for one in stores.evidence.tags()
        if one.framework == LENS and one.rank == 1 and not one.abstained
    }


def ids(found: Found) -> set[str]:
    return {row.passage for row in found.rows}


@pytest.mark.parametrize(
    ("asked", "fits", "why"),
    [
        ({"area": "LEAD"}, lambda tag: tag.area == "LEAD", "an area"),
        ({"area": "LEAD-1"}, lambda tag: tag.criterion == "LEAD-1", "a criterion by the same name"),
        ({"area": "NONE"}, lambda tag: tag.area == "NONE", "what fits no area"),
        ({"polarity": "weakness"}, lambda tag: tag.polarity == "weakness", "a polarity"),
        ({"area": "LEAD", "polarity": "strength"},
         lambda tag: tag.area == "LEAD" and tag.polarity == "strength", "both"),
        ({"area": "lead"}, lambda tag: False, "codes are as they are"),
        ({"area": "%"}, lambda tag: False, "a sign of SQL is a sign"),
    ],
)  # fmt: skip
def test_tags_are_searched_without_words(
    search: Search, sure: dict[str, Tag], asked: dict[str, str], fits: Callable[[Tag], bool],
    why: str,
) -> None:  # fmt: skip
    found = search(**asked)
    assert ids(found) == {key for key, tag in sure.items() if fits(tag)}, why
    assert not found.more


def test_nothing_asked_finds_nothing(search: Search) -> None:
    for found in (
        search(),
        search("  "),
        search("!!! ...", area="LEAD"),
        search(since="2020-01-01"),
    ):
        assert found.rows == ()
        assert found.facets is None


def abstain(place: Workspace, tag: Tag) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE tags SET abstained = 1 WHERE id = ?", (tag.id,))


def beginning(stores: Stores, passage: str) -> str:
    text = next(one.text for one in stores.evidence.passages() if one.id == passage)
    return " ".join(text.split()[:12])


def decide(stores: Stores, tag: Tag, what: What, **after: str | None) -> None:
    stores.decisions.record(
        Draft(what, "Ina", "tag", tag.id, document_id=tag.document_id, after=after or None)
    )


def row_of(found: Found, passage: str) -> Row:
    [row] = [one for one in found.rows if one.passage == passage]
    return row


def test_what_is_not_sure_is_found_by_its_words_alone_and_has_no_area(
    stores: Stores, search: Search, place: Workspace, sure: dict[str, Tag]
) -> None:
    passage = min(sure)
    before = search(area=sure[passage].area).left.unsure
    abstain(place, sure[passage])
    row = row_of(search(beginning(stores, passage)), passage)
    assert (row.area, row.criterion, row.polarity, row.sure) == (None, None, None, None)
    by_area = search(area=sure[passage].area)
    assert passage not in ids(by_area)
    assert by_area.left.unsure == before + 1


@pytest.mark.parametrize("words", [True, False])
def test_what_is_not_sure_is_found_where_it_is_asked_for(
    stores: Stores, search: Search, place: Workspace, sure: dict[str, Tag], words: bool
) -> None:
    tag = sure[min(sure)]
    abstain(place, tag)
    said = beginning(stores, tag.passage_id) if words else ""
    found = search(said, area=tag.area, unsure=True)
    row = row_of(found, tag.passage_id)
    assert (row.area, row.polarity, row.sure) == (tag.area, tag.polarity, False)
    assert found.left.unsure == 0


@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize("what", ["accept", "reject"])
def test_who_decides_on_what_was_not_sure_makes_it_sure(
    stores: Stores, search: Search, place: Workspace, sure: dict[str, Tag], what: What, words: bool
) -> None:
    tag = sure[min(sure)]
    abstain(place, tag)
    decide(stores, tag, what)
    said = beginning(stores, tag.passage_id) if words else ""
    row = row_of(search(said, decision=what), tag.passage_id)
    assert (row.area, row.decision, row.sure) == (tag.area, what, True)
    assert (tag.passage_id in ids(search(said, area=tag.area))) is (what == "accept")


@pytest.mark.parametrize("words", [True, False])
def test_what_was_rejected_is_no_evidence_of_its_area(
    stores: Stores, search: Search, sure: dict[str, Tag], words: bool
) -> None:
    tag = sure[min(sure)]
    decide(stores, tag, "reject")
    said = beginning(stores, tag.passage_id) if words else ""
    found = search(said, area=tag.area, polarity=tag.polarity)
    assert tag.passage_id not in ids(found)
    assert found.left.rejected == 1
    assert tag.passage_id in ids(search(said, area=tag.area, decision="reject"))


def test_words_find_what_was_rejected_and_say_so(
    stores: Stores, search: Search, sure: dict[str, Tag]
) -> None:
    tag = sure[min(sure)]
    said = beginning(stores, tag.passage_id)
    before: Any = search(said).facets
    decide(stores, tag, "reject")
    found: Any = search(said)
    assert row_of(found, tag.passage_id).decision == "reject"
    counts = [dict(one["area"]).get(tag.area, 0) for one in (before, found.facets)]
    assert counts[1] == counts[0] - 1, "its area would not find it"


@pytest.mark.parametrize("words", [True, False])
def test_what_was_changed_is_found_at_its_new_place(
    stores: Stores, search: Search, sure: dict[str, Tag], words: bool
) -> None:
    tag = next(one for one in sure.values() if one.area == "PROT" and one.criterion)
    decide(stores, tag, "change", area="LEAD", criterion=None, polarity="mixed")
    said = beginning(stores, tag.passage_id) if words else ""
    row = row_of(search(said, area="LEAD", polarity="mixed"), tag.passage_id)
    assert (row.area, row.criterion, row.polarity, row.decision) == (
        "LEAD", None, "mixed", "change",
    )  # fmt: skip
    for old in ({"area": "PROT"}, {"area": tag.criterion}, {"polarity": tag.polarity}):
        assert tag.passage_id not in ids(search(said, **old)), old


@pytest.mark.parametrize("words", [True, False])
def test_what_people_added_is_found_once_beside_what_the_machine_says(
    stores: Stores, search: Search, sure: dict[str, Tag], words: bool
) -> None:
    tag = next(one for one in sure.values() if one.area == "PROT")
    said = beginning(stores, tag.passage_id) if words else ""
    for area, polarity in (("LEAD", "mixed"), ("PROT", tag.polarity)):
        stores.decisions.record(
            Draft("add", "Ina", "passage", tag.passage_id, document_id=tag.document_id,
                  after={"framework": LENS, "area": area, "polarity": polarity})
        )  # fmt: skip
    row = row_of(search(said, area="LEAD", polarity="mixed"), tag.passage_id)
    assert (row.area, row.decision, row.sure) == ("LEAD", "add", True)
    assert row_of(search(said, area="PROT"), tag.passage_id).decision is None
    assert row_of(search(said, decision="add"), tag.passage_id).area in ("LEAD", "PROT")


def test_what_was_added_to_words_of_a_passage_is_found_with_it(
    stores: Stores, search: Search, sure: dict[str, Tag]
) -> None:
    tag = next(one for one in sure.values() if one.area == "PROT")
    for framework, area in ((LENS, "LEAD"), ("ilacs-2023", "HP"), (LENS, "EXP")):
        stores.decisions.record(
            Draft("add", "Ina", "selection", "a text", document_id=tag.document_id, start=1, end=9,
                  after={"framework": framework, "area": area, "polarity": "mixed",
                         "passage_id": tag.passage_id})
        )  # fmt: skip
    for area, there in (("LEAD", True), ("EXP", True), ("HP", False)):
        assert (tag.passage_id in ids(search(area=area, polarity="mixed"))) is there, area
    facets: Any = search(beginning(stores, tag.passage_id)).facets
    assert dict(facets["area"])["EXP"] >= 1


@pytest.mark.parametrize(
    ("asked", "years", "why"),
    [
        ({"since": "2021-06-01"}, {"2021", "2022"}, "that day is counted"),
        ({"since": "2021-06-02"}, {"2022"}, "the day before is not"),
        ({"until": "2021-06-01"}, {"2020", "2021"}, "that day is counted to its end"),
        ({"since": "2020-12-31", "until": "2021-12-31"}, {"2021"}, "between two days"),
        ({"since": "2022-12-31", "until": "2020-01-01"}, set(), "no day is both"),
    ],
)
def test_days_of_publication(
    search: Search, place: Workspace, asked: dict[str, str], years: set[str], why: str
) -> None:
    days = ("2020-01-01", "2021-06-01T09:30:00", "2022-01-01")
    with open_evidence(place) as evidence:
        for document, day in zip(evidence.document_ids()[:3], days, strict=True):
            evidence.db.execute("UPDATE documents SET published = ? WHERE id = ?", (day, document))
    found = {str(row.published)[:4] for row in search("children", **asked).rows}
    assert found == years, why


def test_what_has_no_date_is_counted_where_one_is_asked_for(
    search: Search, place: Workspace
) -> None:
    first = search(polarity="strength").rows[0].document
    with open_evidence(place) as evidence:
        others = [one for one in evidence.document_ids() if one != first]
        evidence.db.execute("DELETE FROM facts WHERE document_id = ?", (first,))
        evidence.db.execute("UPDATE documents SET published = NULL WHERE id = ?", (first,))
        for one in others:
            day = "UPDATE documents SET published = '2021-06-01' WHERE id = ?"
            evidence.db.execute(day, (one,))
    for asked in ({"words": "children"}, {"polarity": "strength"}):
        every = search(**asked)
        silent = {row.passage for row in every.rows if row.document == first}
        assert silent
        for since, rest in (("2021-01-01", ids(every) - silent), ("2022-01-01", set())):
            found = search(since=since, **asked)
            assert (ids(found), found.left.undated) == (rest, len(silent)), (asked, since)
        assert every.left.undated == 0


def documents_of(stores: Stores) -> list[Document]:
    return list(stores.evidence.documents())


def test_a_provider_is_meant_by_its_number_or_its_name_where_it_has_none(
    stores: Stores, search: Search, place: Workspace
) -> None:
    first, second, *_ = documents_of(stores)
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET provider_urn = NULL, provider_name = 'O''Brien' WHERE id = ?",
            (first.id,),
        )
        evidence.db.execute("UPDATE documents SET provider_urn = '77' WHERE id = ?", (second.id,))
    assert {row.document for row in search("children", provider="O'Brien").rows} <= {first.id}
    assert {row.document for row in search("children", provider="77").rows} <= {second.id}
    assert search("children", provider="7").rows == ()


DECIDED = [
    # (what people decided in turn, under which decision it is found, why)
    ((), "none", "nobody decided"),
    (("accept",), "accept", "somebody did"),
    (("accept", "reject"), "reject", "the last word counts"),
    (("reject", "undo"), "none", "what was taken back is none"),
]


@pytest.mark.parametrize(("turns", "under", "why"), DECIDED)
def test_decisions_are_searched_by_the_last_word(
    stores: Stores, search: Search, sure: dict[str, Tag], turns: tuple[str, ...], under: str,
    why: str,
) -> None:  # fmt: skip
    tag = sure[min(sure)]

    def found(decision: str) -> bool:
        return tag.passage_id in ids(search(area=tag.area, decision=decision))

    last = None
    for what in turns:
        undoes = last.hash if what == "undo" and last else None
        last = stores.decisions.record(
            Draft(what, "Ina", "tag", tag.id, document_id=tag.document_id, undoes=undoes)  # type: ignore[arg-type]
        )
        # What was found a moment ago is not what is found now.
        assert len({decision for decision in DECISIONS if found(decision)}) == 1
    for decision in DECISIONS:
        assert found(decision) is (decision == under), (decision, why)


def test_the_best_comes_first_and_the_same_always(stores: Stores, search: Search) -> None:
    found = search("children social workers")
    costs = [row.cost for row in found.rows]
    assert costs == sorted(costs)
    assert search("children social workers").rows == found.rows
    known = dates(stores.evidence)
    nothing = Dated("")
    by_tag = [known.get(row.document, nothing).day for row in search(area="LEAD").rows]
    assert len(set(by_tag)) > 1
    assert by_tag == sorted(by_tag, reverse=True)


def test_each_facet_is_the_count_of_a_search_with_it(search: Search) -> None:
    facets: Any = search("children").facets
    assert facets["area"]
    for name in ("area", "polarity", "provider", "decision"):
        for value, number in facets[name]:
            again = search("children", **{name: value})
            assert len([row for row in again.rows if getattr(row, name) == value]) == number
    numbers = [number for _, number in facets["area"]]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("most", [1, 2, 5])
def test_more_than_anybody_reads_are_cut_and_not_counted(
    search: Search, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    every = search("children").rows
    monkeypatch.setattr(module, "MOST", most)
    found = search("children")
    assert (found.rows, found.more, found.facets) == (every[:most], True, None)
    monkeypatch.setattr(module, "MOST", len(every))
    assert search("children").more is False


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("common", [0, 1000])
@pytest.mark.parametrize("asked", [{}, {"polarity": "strength"}, {"since": "2020-01-01"}])
def test_in_brief_the_same_passages_come_in_the_same_order(
    stores: Stores, viewer: Callable[..., Viewer], monkeypatch: pytest.MonkeyPatch,
    asked: dict[str, str], common: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(module, "_COMMON", common)
    for most in (2, 1000):
        monkeypatch.setattr(module, "MOST", most)
        whole, brief = (
            find(stores.evidence, viewer(), Asked(LENS, "children", **asked), brief)
            for brief in (False, True)
        )
        assert [row[:4] for row in brief.rows] == [row[:4] for row in whole.rows]
        assert (brief.more, brief.facets, brief.partly) == (
            whole.more, whole.facets, whole.partly
        )  # fmt: skip
        assert whole.more or brief.rows == whole.rows


def test_words_are_shown_with_the_matches_marked(stores: Stores, search: Search) -> None:
    found = search("children")
    for snippet in snippets(stores.evidence, found, found.rows[:10]):
        marked = {snippet.words[start:end].casefold() for start, end in snippet.marks}
        assert marked <= {"children", "child"}
    by_tag = search(area="LEAD")
    assert {one.words for one in snippets(stores.evidence, by_tag, by_tag.rows)} == {""}


MAY = [("researcher", ()), ("inspector", ()), ("administrator", ()), ("inspector", ("9977777",))]


@pytest.mark.parametrize("asked", [{"words": "children"}, {"area": "LEAD"}])
def test_hidden_documents_are_in_no_row_and_no_count(
    stores: Stores, search: Search, viewer: Callable[..., Viewer], place: Workspace,
    asked: dict[str, str],
) -> None:  # fmt: skip
    hidden = max(
        documents_of(stores),
        key=lambda one: sum(row.document == one.id for row in search(**asked).rows),
    )
    whole = search(**asked)
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (hidden.id,)
        )
    for role, providers in MAY:
        found = search(who=viewer(role, *providers), **asked)
        assert ids(found) == {row.passage for row in whole.rows if row.document != hidden.id}, role
        assert found.facets is not None
        assert sum(number for _, number in found.facets["provider"]) == len(found.rows), role
    for who in (viewer("qa-reviewer"), viewer("inspector", "9900001")):
        assert ids(search(who=who, **asked)) == ids(whole)


def test_what_was_asked_is_its_address(viewer: Callable[..., Viewer]) -> None:
    every = Asked(LENS, "a b", "EXP", "mixed", "1", "2020-01-01", "2021-01-01", "none")
    assert Asked(**parameters(every)) == every  # type: ignore[arg-type]
    assert parameters(replace(every, unsure=True)) == {**parameters(every), "unsure": "yes"}
    assert parameters(Asked(LENS)) == {"framework": LENS}
