"""Documents become inspections: each counted once, with what tells of it besides."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.frameworks import Framework
from corpus.history import Recorded, inspections
from corpus.identity import sha256_of

Telling = Callable[..., Recorded]
Frameworks = dict[str, Framework]
MARCH = {"start": "2023-03-06", "end": "2023-03-17", "type": "standard"}
GOOD = {"OE": "Good", "HP": "Requires improvement to be good"}


def test_an_inspection_keeps_what_its_report_states_with_its_place(
    told: Telling, frameworks: Frameworks
) -> None:
    report = told(
        "report.pdf", grades={"OE": ("Good", 3)}, improve=["Pathway plans."], lead="A. Example",
        published="2023-05-02", **MARCH,
    )  # fmt: skip
    (found,) = inspections([report], frameworks)
    assert (found.start, found.end, found.on) == ("2023-03-06", "2023-03-17", "2023-03-17")
    assert found.framework_title == frameworks["ilacs-2023"].title
    assert (found.lead, found.published) == ("A. Example", "2023-05-02")
    (judged,) = found.judgements
    assert (judged.title, judged.grade) == ("Overall effectiveness", "Good")
    assert (judged.cited.document, judged.cited.page, judged.cited.words) == (
        "report.pdf", 3, "Good",
    )  # fmt: skip
    (item,) = found.improvements
    assert (item.text, item.on, item.cited.page) == ("Pathway plans.", "2023-03-17", 2)


def test_the_earliest_comes_first_and_what_has_no_date_last(
    told: Telling, frameworks: Frameworks
) -> None:
    reports = [
        told("undated.pdf", grades=GOOD),
        told("later.pdf", start="2023-01-09", end="2023-01-13"),
        told("letter.pdf", framework="jtai-2016", dated="2017-05-03"),
    ]
    found = [one.document for one in inspections(reports, frameworks)]
    assert found == ["letter.pdf", "later.pdf", "undated.pdf"]


@pytest.mark.parametrize(
    ("stated", "on", "why"),
    [
        ({"start": "2023-01-09", "end": "2023-01-13", "published": "2023-02-01"}, "2023-01-13", ""),
        ({"start": "2023-01-09"}, "2023-01-09", "one day only"),
        ({"dated": "2023-01-20"}, "2023-01-20", "a letter"),
        ({"title": "Inspection"}, None, "no date at all"),
    ],
)
def test_the_day_by_which_it_stands_in_order(
    told: Telling, frameworks: Frameworks, stated: dict[str, str], on: str | None, why: str
) -> None:
    (found,) = inspections([told("a.pdf", **stated)], frameworks)
    assert found.on == on, why


class TestCountedOnce:
    def test_a_superseded_edition_is_named_and_not_counted(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        old = told("first edition.pdf", grades=GOOD, **MARCH)
        new = told("second.pdf", grades=GOOD, supersedes=old.document.id, **MARCH)
        (found,) = inspections([old, new], frameworks)
        assert (found.document, found.editions) == ("second.pdf", ("first edition.pdf",))
        assert len(found.judgements) == 2

    def test_where_the_newest_edition_states_nothing_the_one_before_it_speaks(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        old = told("first.pdf", grades=GOOD, **MARCH)
        new = told("scan.pdf", supersedes=old.document.id)
        (found,) = inspections([old, new], frameworks)
        assert (found.document, found.editions) == ("first.pdf", ("scan.pdf",))

    def test_editions_that_supersede_each_other_end(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        one, other = sha256_of(b"one.pdf"), sha256_of(b"other.pdf")
        circle = [
            told("one.pdf", grades=GOOD, supersedes=other, **MARCH),
            told("other.pdf", grades=GOOD, supersedes=one, **MARCH),
        ]
        assert inspections(circle, frameworks) == ()

    def test_a_committee_paper_of_the_same_inspection_is_only_named(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        paper = told("a paper.pdf", kind="committee_report", grades=GOOD, **MARCH)
        report = told("the report.pdf", grades={"OE": "Good"}, **MARCH)
        (found,) = inspections([paper, report], frameworks)
        assert (found.document, found.told_in) == ("the report.pdf", ("a paper.pdf",))
        assert found.notes == ()

    def test_documents_that_differ_are_said_to_differ(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        one = told("one.pdf", grades={"OE": "Good", "HP": "Good"}, **MARCH)
        other = told("other.pdf", grades={"OE": "Inadequate", "HP": "Good"}, **MARCH)
        (found,) = inspections([one, other], frameworks)
        assert found.notes == (
            "Documents of this inspection differ in what they say of: Overall effectiveness. "
            "Read both.",
        )

    def test_a_board_reviewed_on_the_same_days_is_an_inspection_of_its_own(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        days = {"start": "2015-02-02", "end": "2015-02-26", "framework": "sif-2013"}
        full = told("full.pdf", grades={"OE": "Good"}, type="full", **days)
        board = told("board.pdf", grades={"LSCB": "Good"}, type="board review", **days)
        assert len(inspections([full, board], frameworks)) == 2


class TestWhatIsMissing:
    def test_a_document_that_states_nothing_is_no_inspection(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        assert inspections([told("training.pdf")], frameworks) == ()

    def test_judgements_without_dates_stand_with_a_note(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        (found,) = inspections([told("cut.pdf", grades=GOOD)], frameworks)
        assert (found.on, found.framework, len(found.judgements)) == (None, "ilacs-2023", 2)
        assert found.notes

    def test_an_unknown_framework_keeps_the_printed_label(
        self, told: Telling, frameworks: Frameworks
    ) -> None:
        report = told("old.pdf", framework=None, grades={"CAP": "Adequate"}, **MARCH)
        (found,) = inspections([report], frameworks)
        assert (found.judgements[0].title, found.framework_title) == ("Label of CAP", None)


def test_judgements_of_one_title_name_what_they_are_of(
    told: Telling, frameworks: Frameworks
) -> None:
    report = told("2012.pdf", "slac-2009", {"SG/OE": "Good", "LAC/OE": "Adequate"}, **MARCH)
    (found,) = inspections([report], frameworks)
    titles = [judged.title for judged in found.judgements]
    assert all(title.startswith("Overall effectiveness (") for title in titles)
    assert len(set(titles)) == 2


def test_two_inspections_in_one_document_each_get_their_judgements(
    told: Telling, frameworks: Frameworks
) -> None:
    one = told("paper.pdf", grades={"OE": "Good"}, improve=["Visits."], **MARCH)
    other = told(
        "paper.pdf", framework="sif-2013", grades={"HP": "Good"}, start="2015-01-12",
        end="2015-02-05",
    )  # fmt: skip
    both = replace(one, facts=(*one.facts, *other.facts))
    sif, ilacs = inspections([both], frameworks)
    assert ([judged.area for judged in sif.judgements], sif.improvements) == (["HP"], ())
    assert [judged.area for judged in ilacs.judgements] == ["OE"]
    assert len(ilacs.improvements) == 1


def test_a_second_report_in_one_file_keeps_its_own_judgement_and_improvements(
    told: Telling, frameworks: Frameworks
) -> None:
    days = {"framework": "sif-2013", "start": "2014-11-18", "end": "2014-12-10"}
    full = told("both.pdf", grades={"OE": "Good"}, improve=["Visits."], type="full", **days)
    board = told("both.pdf", grades={"LSCB": "Good"}, improve=["Audits."], type="board", **days)
    behind = tuple(
        replace(fact, id=f"{fact.id}2", start=fact.start + 500, end=fact.end + 500)
        for fact in board.facts
    )
    found = inspections([replace(full, facts=(*full.facts, *behind))], frameworks)
    told_of = {
        one.type: ([judged.area for judged in one.judgements], [x.text for x in one.improvements])
        for one in found
    }
    assert told_of == {"full": (["OE"], ["Visits."]), "board": (["LSCB"], ["Audits."])}


@pytest.mark.parametrize("kind", ["action_plan", "committee_report"])
def test_what_a_paper_recommends_is_raised_by_no_inspection(
    told: Telling, frameworks: Frameworks, kind: str
) -> None:
    paper = told("paper.docx", kind=kind, improve=["Note the findings."])
    dated = told("other.docx", kind=kind, improve=["Note them."], grades=GOOD, **MARCH)
    (found,) = inspections([paper, dated], frameworks)
    assert (found.document, found.improvements) == ("other.docx", ())


def test_what_a_person_corrected_is_named(told: Telling, frameworks: Frameworks) -> None:
    report = told("report.pdf", grades={"OE": "Good"}, **MARCH)
    corrected = {fact.id: ("grade",) for fact in report.facts if fact.kind == "judgement"}
    (found,) = inspections([replace(report, corrected=corrected)], frameworks)
    assert found.judgements[0].cited.corrected == ("grade",)
    assert found.cited is not None
    assert found.cited.corrected == ()
