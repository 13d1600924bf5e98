"""Ways of working that the source documents state, each gone through in the app.

The conformance list names these tests; what each says of itself ends with the pages that it goes
through.
"""

from __future__ import annotations

import re

import pytest

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.frameworks.conformance import rows
from corpus.voices import PassageVoice, Statement
from corpus.voicing import write_voices
from corpus.workspace import Workspace
from review.pages import PAGES

URN, LENS = "9900001", "sccif-asa-2024"
BASE = f"/evidence/provider/{URN}"
MATRIX = f"{BASE}?framework={LENS}"
_HERE = "tests/review/pages/test_workflow_rows.py::"


@pytest.fixture
def inspector(signed_in):
    return signed_in("inspector")


@pytest.fixture
def checker(signed_in):
    return signed_in("qa-reviewer")


def begin(browser, framework: str, on: str = "2016-02-01") -> str:
    return browser.post(f"{BASE}/inspections", framework=framework, on=on)


def state(browser, here: str, **fields: str) -> None:
    """Send the form of an inspection with what it holds already, and these fields."""
    page = browser.get(here)
    held = dict(re.findall(r'name="(grade-[^"]+)" value="([^"]+)"', page))
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', page):
        found = re.search(r'<option value="(\w*)" selected', options)
        held[name] = found[1] if found else ""
    seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
    browser.post(here, **{**held, **fields, "seen": seen})


def make_kind(place: Workspace, kind: str) -> None:
    """Let one of the provider's documents be of another kind."""
    with open_evidence(place) as evidence:
        evidence.db.execute(
            "UPDATE documents SET kind = ? WHERE id = (SELECT min(id) FROM documents)", (kind,)
        )


def speak(place: Workspace, who: str | None, source: str, most: int) -> None:
    """Store who speaks in passages of the provider: the first so many of each document."""
    with open_evidence(place) as evidence:
        for document in [one.id for one in evidence.documents()]:
            passages = list(evidence.passages(document))[:most]
            # Of one document all at once, as each writing replaces the one before.
            write_voices(evidence.db, [
                PassageVoice(one.id, document, (Statement(one.start, one.end, who, None, source),),
                             "voices/test")  # type: ignore[arg-type]
                for one in passages
            ])  # fmt: skip


def test_every_row_of_the_list_that_the_app_shows_is_gone_through_here() -> None:
    known = {page.path for page in PAGES}
    for row in rows():
        for check in row.checks:
            if check["do"] == "shown":
                assert check["test"].startswith(f"{_HERE}test_{row.id.lower().replace('-', '_')}_")
                assert check["test"].removeprefix(_HERE) in globals()
                assert check["page"] in known, row.id


def test_e_03_who_answers_for_the_evidence_signs_it(inspector, checker) -> None:
    """A sign-off names who looked, and what:
    /evidence/provider/{key}/inspections/{framework}/{on}/sign-off
    """
    here = f"{begin(inspector, 'asa-2015')}/sign-off"
    digest = re.findall(r'name="digest" value="(\w+)"', checker.get(here))[0]
    checker.post(here, digest=digest, words="Every judgement is borne.")
    assert f"{checker.user.name}, " in inspector.words(here)
    assert "Every judgement is borne." in inspector.words(here)


def test_e_09_no_voice_of_a_child_is_warned_of(inspector, place: Workspace) -> None:
    """The matrix warns where who speaks is known and no child does: /evidence/provider/{key}"""
    assert "Voice of the child: not recorded" in inspector.words(MATRIX)
    speak(place, "staff", "interview-staff", 10_000)
    words = inspector.words(MATRIX)
    assert "Voice of the child: not recorded" not in words
    assert re.search(r"No voice of the child: \d+ of 31", words)
    speak(place, "child", "interview-child", 10_000)
    assert "No voice of the child" not in inspector.words(MATRIX)


def test_e_09_whether_parents_and_carers_were_heard_is_counted(inspector, place) -> None:
    """In how many passages they speak, of how many it is known of: /evidence/provider/{key}"""
    assert "Who speaks is known of none of" in inspector.words(MATRIX)
    speak(place, "child", "interview-child", 2)
    words = inspector.words(MATRIX)
    [known] = re.findall(r"Who speaks is read in [^:]*: (\d+) of \d+ \(\d+ %\) passages", words)
    assert int(known) > 0
    said = f"In {known} of {known} (100 %) of these it is said who speaks"
    assert f"{said}: a child in {known}, a parent or carer in 0." in words
    speak(place, "parent", "interview-parent-carer", 2)
    assert f"a child in 0, a parent or carer in {known}." in inspector.words(MATRIX)


def test_t_30_a_draft_that_nobody_challenges_is_presumed_accurate(inspector) -> None:
    """The register says so once the time is over:
    /evidence/provider/{key}/inspections/{framework}/{on}/accuracy
    """
    here = f"{begin(inspector, 'supported-accommodation-2023', '2024-02-01')}/accuracy"
    seen = re.findall(r'name="seen" value="(\d+)"', inspector.get(here))[0]
    inspector.post(here, do="dates", seen=seen, **{"draft-sent": "2024-03-01"})
    words = inspector.words(here)
    assert "No point is registered, and the time ended on" in words
    assert "T-30" in words
    assert "presumed accurate and published" in words


def test_c_04_an_authoritys_own_analysis_is_a_source_of_its_own(inspector, place) -> None:
    """An audit stands in a column of its own: /evidence/provider/{key}"""
    make_kind(place, "audit")
    assert re.search(r"Audit 1 document ", inspector.words(f"{MATRIX}&by=source"))


def test_c_10_questionnaires_are_a_source_of_their_own(inspector, place: Workspace) -> None:
    """Answers to a survey stand in a column of their own: /evidence/provider/{key}"""
    make_kind(place, "survey-response")
    assert re.search(r"Survey 1 document ", inspector.words(f"{MATRIX}&by=source"))


def test_k_04_lines_of_enquiry_come_from_what_was_read(inspector) -> None:
    """Each is a question with what raises it, other ones through another lens: /provider/{key}"""
    found = [
        set(re.findall(r'class="chip">[^<]+</span> <strong>([^<]+)</strong>', inspector.get(
            f"/provider/{URN}?framework={lens}")))
        for lens in (LENS, "ilacs-2023")
    ]  # fmt: skip
    assert all(found)
    assert found[0] != found[1]
    assert all(one.endswith("?") for some in found for one in some)
    assert "What raises it" in inspector.words(f"/provider/{URN}")


def test_q_01_quality_assurance_sees_reports_and_what_bears_judgements(checker) -> None:
    """From a cell of the matrix to the report behind it: /evidence/provider/{key}"""
    cell = re.findall(rf'href="({BASE}/passages/[^"]+)"', checker.get(MATRIX))[0]
    report = re.findall(r'href="(/document/\w+)/passage', checker.get(cell.replace("&amp;", "&")))
    checker.get(report[0])
    words = checker.words(begin(checker, "asa-2015"))
    assert "What quality assurance looks at" in words
    assert "Fieldwork, by going along on visits" in words


def test_q_02_judgements_are_provisional_until_quality_assurance(inspector, checker) -> None:
    """What was said first stays beside what holds:
    /evidence/provider/{key}/inspections/{framework}/{on}/changes
    """
    here = begin(inspector, "asa-2015")
    state(inspector, here, **{"grade-EXP": "good"})
    assert "They are provisional and can still change" in inspector.words(f"{here}/changes")
    change(checker, here, "EXP", "outstanding")
    assert "good → outstanding" in inspector.words(f"{here}/changes")
    assert "(first good)" in inspector.words(here)


def change(browser, here: str, area: str, grade: str, **fields: str) -> None:
    seen = re.findall(
        r'name="seen" value="(\d+)"', browser.get(f"{here}/changes?area={area}&grade={grade}")
    )[0]
    browser.post(
        f"{here}/changes", seen=seen, area=area, grade=grade, reason="More was found.", **fields
    )


def test_q_06_the_provider_hears_first(inspector, checker) -> None:
    """The route of a change asks for it and keeps it:
    /evidence/provider/{key}/inspections/{framework}/{on}/changes
    """
    here = begin(inspector, "asa-2015")
    state(inspector, here, **{"grade-OE": "good"})
    words = checker.words(f"{here}/changes?area=OE&grade=inadequate")
    assert "before the draft report arrives" in words
    change(checker, here, "OE", "inadequate", **{"duty-Q-06": "yes"})
    assert re.search(r"Q-06 .* inform: Provider must kept", inspector.words(f"{here}/changes"))


def test_q_08_a_sample_is_reviewed_a_second_time(inspector, checker, place: Workspace) -> None:
    """Evidence is sampled, read again and compared: /evidence/second-review"""
    with open_evidence(place, read_only=True) as evidence:
        [(tag, document, passage)] = evidence.query(
            "SELECT id, document_id, passage_id FROM tags WHERE rank = 1 AND current "
            "AND framework = ? AND area = 'LEAD' ORDER BY id LIMIT 1", LENS,
        )  # fmt: skip
    before = {"passage_id": passage, "framework": LENS, "area": "LEAD", "polarity": "strength"}
    with open_decisions(place) as decisions:
        decisions.record(Draft("accept", "Ina", "tag", tag, document_id=document, before=before))
    sample = f"/evidence/second-review?framework={LENS}&seed=oak"
    there = re.findall(r'class="button" href="([^"]+)"', checker.get(sample))[0]
    checker.post(there.replace("&amp;", "&"), do="reject")
    assert "Gwet’s AC1" in checker.words(sample)
    here = begin(inspector, "slac-2009", "2012-02-13")
    state(inspector, here, **{"fact-quality-assurance-visit": "yes"})
    assert "asks the council or its partners" in inspector.words(here)


def test_q_09_the_provider_is_asked_for_an_evaluation(inspector) -> None:
    """What is asked for afterwards stands with the inspection:
    /evidence/provider/{key}/inspections/{framework}/{on}
    """
    assert "A short form that evaluates the inspection" in inspector.words(
        begin(inspector, "asa-2015")
    )


def test_f_01_challenges_are_registered_with_what_they_rest_on(inspector) -> None:
    """Of accuracy, findings, process and conduct:
    /evidence/provider/{key}/inspections/{framework}/{on}/accuracy
    """
    here = f"{begin(inspector, 'asa-2015')}/accuracy"
    for kind in ("accuracy", "findings", "process", "conduct"):
        inspector.post(here, do="point", kind=kind, received="2016-02-18", text=f"Of {kind}.",
                       rests_on="A statement of staff, and the guidance.")  # fmt: skip
    words = inspector.words(here)
    assert "4 points; answered: 0 of 4" in words
    assert words.count("A statement of staff, and the guidance.") == 4


def test_f_03_how_a_complaint_goes_on_is_said(inspector) -> None:
    """In writing, to somebody named, early:
    /evidence/provider/{key}/inspections/{framework}/{on}/accuracy
    """
    words = inspector.words(f"{begin(inspector, 'slac-2009', '2012-02-13')}/accuracy")
    assert "It is made in writing" in words
    assert "gets in touch early" in words


def test_p_01_what_is_confidential_opens_to_few_and_each_view_is_kept(
    signed_in, inspector, checker, place: Workspace
) -> None:
    """A case note is not there for others: /document/{document}"""
    with open_evidence(place) as evidence:
        [(document,)] = evidence.query("SELECT min(id) FROM documents")
        evidence.db.execute(
            "UPDATE documents SET sensitivity = 'restricted', signed = 1 WHERE id = ?", (document,)
        )
    for other in (inspector, signed_in("researcher")):
        other.get(f"/document/{document}", 404)
    checker.get(f"/document/{document}")
    with open_decisions(place) as decisions:
        assert [one.who for one in decisions.events() if one.what == "view"] == [checker.user.name]


@pytest.mark.parametrize("place", ["opened"], indirect=True)
def test_p_01_what_is_shown_names_nobody(checker, place: Workspace) -> None:
    """Signed notes of two families are read without their names: /document/{document}"""
    with open_evidence(place, read_only=True) as evidence:
        notes = [one.id for one in evidence.documents() if one.signed]
    words = " ".join(checker.words(f"/document/{note}") for note in notes)
    assert "xylophone lessons" in words
    for name in ("Quillfeather", "Mara", "Odile", "Brackenreed", "Tobin", "07700"):
        assert name not in words


DUTIES = [
    # (row, framework, fact, words of the duty)
    ("P-02", "slac-2009", "likelihood-of-harm", "goes to those who protect children"),
    ("P-02", "asa-2015", "likelihood-of-harm", "passed to the children's services"),
    ("P-03", "slac-2009", "unresolved-significant-risk", "hears at once of a significant risk"),
    ("P-04", "supported-accommodation-2023", "child-protection-concern", "record of the referral"),
]  # fmt: skip


def check_arises(browser, row: str) -> None:
    """Let the fact of a row be so: its duty arises, and is kept once somebody says it was done."""
    for name, framework, fact, words in DUTIES:
        if name == row:
            here = begin(browser, framework)
            state(browser, here, **{f"fact-{fact}": "yes"})
            assert words in browser.words(here)
            assert re.search(rf'name="duty-{row}"', browser.get(here))
            state(browser, here, **{f"duty-{row}": "yes"})
            assert re.search(rf"{row} .*? (will|descriptor) kept", browser.words(here))


def test_p_02_likely_harm_is_passed_on(inspector) -> None:
    """The duty arises and is kept: /evidence/provider/{key}/inspections/{framework}/{on}"""
    check_arises(inspector, "P-02")


def test_p_03_a_significant_risk_is_told_at_once(inspector) -> None:
    """The duty arises and is kept: /evidence/provider/{key}/inspections/{framework}/{on}"""
    check_arises(inspector, "P-03")


def test_p_04_child_protection_concerns_are_shared(inspector) -> None:
    """The duty arises and is kept: /evidence/provider/{key}/inspections/{framework}/{on}"""
    check_arises(inspector, "P-04")


def test_h_02_what_inspectors_are_expected_to_do_is_said(inspector) -> None:
    """All of it, conflicts of interest too:
    /evidence/provider/{key}/inspections/{framework}/{on}
    """
    words = inspector.words(begin(inspector, "supported-accommodation-2023", "2024-02-01"))
    assert "What inspectors are expected to do" in words
    assert "Declares every conflict of interest" in words
