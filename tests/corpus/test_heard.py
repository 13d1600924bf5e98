"""Voices as they are stored: what a tag rests on, and which notes nobody has gone over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.evidence import Evidence
from corpus.frameworks.inspections import EvidenceSource
from corpus.heard import Unheard, save_voices, sources, spoken, unheard, voices
from corpus.records import Cue, Passage, Reading
from corpus.voices import PassageVoice, Statement, Who

Report = Callable[..., Reading]
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


def test_a_tag_rests_on_whoever_says_its_words(report: Report) -> None:
    [passage] = note(report, "1", "Child A is safe. Mum says so.").passages
    both, mum = voice(passage, "child", "parent"), (Cue("phrase", 20, 24, "safe"),)
    by_child = EvidenceSource(type="interview-child", document=passage.document_id, child=True)
    by_mum = EvidenceSource(type="interview-parent-carer", document=passage.document_id)
    assert sources(both) == [by_child, by_mum], "a tag without words rests on all of them"
    assert sources(both, mum) == [by_mum]


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
