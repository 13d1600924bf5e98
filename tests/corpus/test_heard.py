"""What bears a criterion: how many types of source, counted from stored tags and voices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.evidence import Evidence
from corpus.heard import Unheard, bearings, save_voices, spoken, unheard, voices
from corpus.records import Cue, Passage, Reading, Tag
from corpus.voices import PassageVoice, Statement, Who

Report = Callable[..., Reading]
Tagging = Callable[..., Tag]
TYPES: dict[Who, str] = {"child": "interview-child", "parent": "interview-parent-carer"}


def voice(passage: Passage, *who: Who, reader: str = "voices/1") -> PassageVoice:
    """As many sentences as speakers, of equal length."""
    step = (passage.end - passage.start) // len(who)
    rows = tuple(
        Statement(
            passage.start + at * step, passage.start + (at + 1) * step, one, "now", TYPES[one]
        )
        for at, one in enumerate(who)
    )
    return PassageVoice(passage.id, passage.document_id, rows, reader)


def note(report: Report, name: str, *words: str) -> Reading:
    return report(
        f"restricted/{name}",
        *words,
        sensitivity="restricted",
        signed=True,
        kind="visit",
        tagger=None,
    )


def test_types_of_source_are_counted_by_criterion(
    evidence: Evidence, report: Report, tag: Tagging
) -> None:
    first = note(report, "1", "Child A is safe. Mum says so.")
    second = note(report, "2", "Child A feels safe.")
    public = report("report.pdf", "Children are safe.", tagger=None)
    [one], [two], [three] = first.passages, second.passages, public.passages
    known = {"framework": "asa-2024", "tagger": "lens/1"}
    mum = (Cue("phrase", 20, 24, "safe"),)
    evidence.save(
        [
            replace(
                first,
                voices=(voice(one, "child", "parent"),),
                tags=(tag(one, criterion="EXP-1", cues=mum, **known),),
            ),
            replace(
                second,
                voices=(voice(two, "child"),),
                tags=(tag(two, criterion="EXP-1", **known),),
            ),
            replace(
                public,
                tags=(
                    tag(three, criterion="EXP-1", **known),
                    tag(three, "PROT", id="u", abstained=True, **known),
                    tag(three, "LEAD", id="o", framework="other", tagger="lens/1"),
                ),
            ),
        ]
    )  # fmt: skip

    found = bearings(evidence, "asa-2024")

    assert list(found) == ["EXP-1"], "what abstains bears nothing; other lenses count apart"
    bears = found["EXP-1"]
    assert bears.types == ("document", "interview-child", "interview-parent-carer")
    assert (bears.sources, len(bears.documents), bears.child) == (3, 3, True)


def test_without_a_criterion_the_area_is_what_is_borne(
    evidence: Evidence, report: Report, tag: Tagging
) -> None:
    reading = report("report.pdf", "Children are safe.", tagger=None)
    [passage] = reading.passages
    evidence.save([replace(reading, tags=(tag(passage, "PROT", tagger="lens/1"),))])
    assert {code: one.single for code, one in bearings(evidence, "asa-2024").items()} == {
        "PROT": True
    }


def test_notes_are_unheard_until_these_rules_went_over_them(
    evidence: Evidence, report: Report
) -> None:
    reading = note(report, "1", "Child A said so.")
    assert reading.document
    evidence.save([reading, report("report.pdf", "Children are safe.")])
    waiting = Unheard(reading.document.id, "visit", "Child A said so.")
    assert unheard(evidence, "voices/1", 10) == [waiting], "and no report"

    save_voices(evidence, [voice(reading.passages[0], "child")])

    assert unheard(evidence, "voices/1", 10) == []
    assert unheard(evidence, "voices/2", 10) == [waiting], "by newer rules again"
    assert [one.who for one in voices(evidence, reading.document.id)] == ["child"]


def test_a_few_at_a_time(evidence: Evidence, report: Report) -> None:
    evidence.save([note(report, str(at), f"Child A said {at}.") for at in range(3)])
    assert len(unheard(evidence, "voices/1", 2)) == 2


def test_sentences_are_plain_objects(report: Report) -> None:
    [passage] = report("a.pdf", "Child A said so.").passages
    made = voice(passage, "child")
    cued = replace(made.statements[0], cues=(Cue("attribution", 0, 12, "voices: child"),))
    assert spoken(replace(made, statements=(cued,))) == [
        {
            "start": 0, "end": 16, "who": "child", "time": "now",
            "source_type": "interview-child",
            "cues": [{"kind": "attribution", "start": 0, "end": 12, "rule": "voices: child"}],
        }
    ]  # fmt: skip
