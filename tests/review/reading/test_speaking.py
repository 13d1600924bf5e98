"""Who speaks in what bears evidence: generated case notes, signed, seen by those who may."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.decisions import open_decisions
from corpus.frameworks.inspections import EvidenceSource
from corpus.heard import sources
from corpus.records import Cue
from corpus.voices import PassageVoice, Statement
from corpus.workspace import Workspace
from review.assigning import assign
from review.reading.by_area import Piece
from review.reading.evidence_base import EvidenceBase, evidence_base, provider_told
from review.reading.matrix import Speaking, sources_of
from review.reading.speaking import Voices, voices
from review.stores import Stores
from review.viewing import Viewer

LENS, NEAR = "sccif-asa-2024", "9900001"
BASE = f"/evidence/provider/{NEAR}"
MATRIX = f"{BASE}?framework={LENS}"
WITH_NOTES = pytest.mark.parametrize("place", ["opened"], indirect=True)


def seen_by(stores: Stores, viewer: Viewer) -> EvidenceBase:
    found = provider_told(stores.evidence, stores.decisions, viewer, NEAR)
    assert found is not None
    return evidence_base(stores.evidence, viewer, found, LENS, "source")


def kinds(found: EvidenceBase) -> dict[str, int]:
    return {one.key: one.documents for one in found.matrix.columns}


def child_rows(found: EvidenceBase) -> list[str]:
    """Name the rows that a child's own words bear."""
    return [
        row.label.code
        for group in found.matrix.groups
        for row in (group.rows or (group.head,))
        if row.total.passages
        and not {"no voice of the child", "voice not recorded", "no evidence"}
        & {one.code for one in row.warned}
    ]


CHILD = Statement(0, 20, "child", "now", "interview-child")
MUM = Statement(20, 40, "parent", "now", "interview-parent-carer")
FILE = Statement(40, 60, None, None, "case-file")
ANSWER = Statement(60, 80, "child", "now", "survey")
PASSAGE = PassageVoice("p", "n", (CHILD, MUM, FILE), "voices/1")


@pytest.mark.parametrize(
    ("voice", "at", "types", "child", "reason"),
    [
        (PASSAGE, (5,), ["interview-child"], [True], "the child's half"),
        (PASSAGE, (25,), ["interview-parent-carer"], [None], "the mother's half is no child's"),
        (PASSAGE, (5, 45), ["case-file", "interview-child"], [None, True], "both hold its words"),
        (replace(PASSAGE, statements=(ANSWER, FILE)), (65,), ["survey"], [True],
         "an answer stays a survey, and a child gave it"),
        (replace(PASSAGE, statements=(FILE,)), (), ["case-file"], [None], "nobody speaks"),
        (replace(PASSAGE, statements=()), (), [], [], "no sentence, no source"),
    ],
)  # fmt: skip
def test_a_tag_rests_on_whoever_says_its_words(
    voice: PassageVoice, at: tuple[int, ...], types: list[str], child: list[bool | None],
    reason: str,
) -> None:  # fmt: skip
    cues = tuple(Cue("phrase", start, start + 2, "safe") for start in at)
    found = sources(voice, cues)
    assert [one.type for one in found] == types, reason
    assert [one.child for one in found] == child, reason
    assert {one.document for one in found} <= {"n"}


def piece(tag: str | None, decided: str | None = None) -> Piece:
    return Piece(tag, "p", "n", "EXP", None, "EXP-1", "strength", True, 0.9, 1, decided)


@pytest.mark.parametrize(
    ("one", "kind", "reason"),
    [
        (piece("t"), "interview-child", "a suggestion rests on the sentence of its words"),
        (piece("t", "accept"), "interview-child", "so does one that somebody accepted"),
        (piece("t", "change"), "case-file", "its words told of another criterion"),
        (piece(None, "add"), "case-file", "what people add has no words of its own"),
        (piece("other"), "case-file", "a tag of which no words are known"),
    ],
)
def test_pieces_rest_on_their_words_or_on_the_whole_passage(
    one: Piece, kind: str, reason: str
) -> None:
    known = Voices(
        {"t": (EvidenceSource(type="interview-child"),)},
        {"p": (EvidenceSource(type="case-file"),)},
    )
    assert [each.type for each in known.of(one)] == [kind], reason
    assert known.of(replace(one, tag=None, passage="elsewhere")) == ()


@WITH_NOTES
def test_a_signed_note_lends_its_voices_to_the_matrix(
    stores: Stores, viewer: Callable[..., Viewer]
) -> None:
    found = seen_by(stores, viewer("inspector", NEAR))
    assert {"interview-child", "case-file"} <= kinds(found).keys()
    assert child_rows(found)
    notes = [key for key, one in found.told.documents.items() if one.sensitivity == "restricted"]
    spoken = [one for one in found.base.pieces if one.document in notes]
    assert {each.type for one in spoken for each in sources_of(found.laid, one)} <= {
        "interview-child", "interview-parent-carer", "interview-staff", "case-file",
    }  # fmt: skip


@WITH_NOTES
def test_the_same_base_without_its_notes_has_no_child(
    stores: Stores, viewer: Callable[..., Viewer]
) -> None:
    # Both inspectors look at one store; what they are shown is made for each.
    assert "interview-child" in kinds(seen_by(stores, viewer("inspector", NEAR)))
    others = seen_by(stores, viewer("inspector", name="Ben"))
    assert kinds(others).keys() == {"previous-inspection", "document"}
    assert child_rows(others) == []
    assert "no voice of the child" not in others.matrix.warnings


@WITH_NOTES
def test_passages_are_counted_by_who_speaks_in_them_whatever_their_tags_rest_on(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    who = viewer("inspector", NEAR)
    # One sentence of a child's, between two of nobody's, in a passage that is tagged by another.
    both = '[[0,1,null,null,"case-file",[]],[1,2,"child",null,"interview-child",[]],{}]'
    more = '[2,3,"carer",null,"interview-parent-carer",[]],[3,9999,null,null,"case-file",[]]'
    only = '[[0,9999,null,null,"case-file",[]]]'
    read = seen_by(stores, who).matrix.speaking.read
    assert read > 1
    with sqlite3.connect(place.evidence) as db:
        db.execute("UPDATE voices SET who = NULL, statements = ?", (only,))
    assert seen_by(stores, who).matrix.speaking == Speaking(read, 0, 0, 0)
    tagged = {one.passage for one in seen_by(stores, who).base.pieces}
    with sqlite3.connect(place.evidence) as db:
        heard = [key for (key,) in db.execute("SELECT passage_id FROM voices") if key in tagged]
        db.execute(
            "UPDATE voices SET statements = ? WHERE passage_id = ?", (both.format(more), heard[0])
        )
    assert seen_by(stores, who).matrix.speaking == Speaking(read, 1, 1, 1)


@pytest.mark.parametrize("place", ["sealed"], indirect=True)
def test_what_waits_for_a_signature_says_nothing(
    stores: Stores, viewer: Callable[..., Viewer]
) -> None:
    found = seen_by(stores, viewer("qa-reviewer"))
    assert "interview-child" not in kinds(found)


@WITH_NOTES
def test_reports_have_no_voices_and_a_store_without_the_table_is_read(
    stores: Stores, viewer: Callable[..., Viewer], place: Workspace
) -> None:
    found = seen_by(stores, viewer("qa-reviewer"))
    notes = [one for one in found.told.documents.values() if one.sensitivity == "restricted"]
    reports = [one for one in found.told.documents.values() if one.sensitivity == "public"]
    assert voices(stores.evidence, reports, LENS) == Voices()
    assert voices(stores.evidence, notes, LENS).passages
    with sqlite3.connect(place.evidence) as db:
        db.execute("ALTER TABLE voices RENAME TO voices_of_later")
    assert voices(stores.evidence, notes, LENS) == Voices()


@WITH_NOTES
class TestOnThePages:
    """The matrix as inspectors see it who are, and are not, assigned to the provider."""

    @pytest.fixture
    def assigned(self, signed_in, place: Workspace, keeper):
        browser = signed_in("inspector", "Ina")
        with open_decisions(place) as decisions:
            assign(decisions, browser.user, NEAR, keeper)
        return browser

    def test_a_childs_own_words_stand_in_a_column(self, assigned) -> None:
        words = assigned.words(f"{MATRIX}&by=source")
        assert re.search(r"Talk with a child \d+ document", words)
        assert "Contains case notes: restricted." in words
        assert re.search(
            r"In \d+ of \d+ \(\d+ %\) of these it is said who speaks: a child in [1-9]", words
        )

    def test_the_cell_says_whose_words_they_are(self, assigned) -> None:
        page = assigned.get(f"{MATRIX}&by=source")
        there = re.findall(rf'href="({BASE}/passages/[^"]+column=interview-child)"', page)
        words = assigned.words(there[0].replace("&amp;", "&"))
        assert "From: Talk with a child" in words
        assert "xylophone" in words
        assert re.search(r"case note , [^.]*Talk with a child", words)
        assert "Quillfeather" not in words

    def test_nothing_tells_others_that_a_child_was_heard(self, assigned, signed_in, nobody) -> None:
        other = signed_in("inspector", "Ben")
        assert "Talk with a child" in assigned.words(f"{MATRIX}&by=source")
        words = other.words(f"{MATRIX}&by=source")
        assert "Talk with a child" not in words
        assert "Contains case notes" not in words
        assert "Who speaks is known of none of" in words
        cell = f"{BASE}/passages/{LENS}/EXP?by=source&column=interview-child"
        other.check_absent(cell)
        assert "There is no such page" not in assigned.get(cell)
