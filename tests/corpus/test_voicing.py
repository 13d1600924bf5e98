"""Voices in the store: written with their note, gone with it, and never there for a closed one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.erasing import erase
from corpus.evidence import Evidence
from corpus.heard import voices
from corpus.records import Cue, Reading
from corpus.voices import PassageVoice, Statement
from corpus.voicing import clear_voices, voice_of, voice_row, write_voices

Report = Callable[..., Reading]
CUE = Cue("attribution", 0, 12, "voices: child")


def voiced(reading: Reading) -> Reading:
    """A reading with the child's voice in each passage."""
    told = tuple(
        PassageVoice(
            one.id,
            one.document_id,
            (Statement(one.start, one.end, "child", "now", "interview-child", (CUE,)),),
            "voices/1",
        )
        for one in reading.passages
    )
    return replace(reading, voices=told)


def note(report: Report, *words: str, signed: bool = True) -> Reading:
    made = report("restricted/1", *words, sensitivity="restricted", signed=signed, kind="visit")
    return voiced(made)


def stored(evidence: Evidence) -> int:
    return int(next(evidence.query("SELECT count(*) FROM voices"))[0])


def test_a_row_is_read_back_as_it_was_written() -> None:
    statements = (
        Statement(0, 20, "child", "past", "interview-child", (CUE, Cue("plan", 3, 5, "x"))),
        Statement(21, 40, None, None, "case-file"),
    )
    voice = PassageVoice("p", "d", statements, "voices/1-0a1b2c3d")
    assert voice_of(voice_row(voice)) == voice
    assert voice_row(voice)[3:6] == ("child", "past", '["case-file","interview-child"]')


def test_voices_are_saved_with_their_note(evidence: Evidence, report: Report) -> None:
    reading = note(report, "Child A said so.", "Carer B left.")
    evidence.save([reading])
    assert tuple(voices(evidence)) == reading.voices
    evidence.save([reading])
    assert stored(evidence) == 2, "said again, they stand once"


def test_they_go_with_their_passages(evidence: Evidence, report: Report) -> None:
    evidence.save([note(report, "Child A said so.", "Carer B left.")])
    shorter = note(report, "Child A said so.")
    assert shorter.document
    first = next(evidence.documents())
    again = replace(shorter, document=replace(shorter.document, id=first.id), voices=())
    assert again.extraction and again.document
    source = replace(again.source, sha256=first.id)
    passages = tuple(replace(one, document_id=first.id) for one in again.passages)
    extraction = replace(again.extraction, document_id=first.id)
    evidence.save([replace(again, source=source, extraction=extraction, passages=passages)])
    assert stored(evidence) == 0, "those of the passages that are no more"


def test_an_erased_note_has_none(evidence: Evidence, report: Report) -> None:
    reading = note(report, "Child A said so.")
    assert reading.document
    evidence.save([reading])
    erase(evidence, [reading.document.id])
    assert stored(evidence) == 0


def test_a_note_that_is_closed_loses_them(evidence: Evidence, report: Report) -> None:
    evidence.save([note(report, "Child A said so.")])
    evidence.save([note(report, "Child A said so.", signed=False)])
    assert stored(evidence) == 0
    assert list(voices(evidence)) == []


def test_of_a_closed_note_none_are_written(evidence: Evidence, report: Report) -> None:
    reading = note(report, "Child A said so.", signed=False)
    evidence.save([reading])
    write_voices(evidence.db, reading.voices)
    assert stored(evidence) == 0


def test_one_note_s_voices_are_taken_back_alone(evidence: Evidence, report: Report) -> None:
    one, other = note(report, "Child A said so."), note(report, "Child A said no.")
    evidence.save([one])
    evidence.save([replace(other, source=replace(other.source, id="other", path="restricted/2"))])
    assert one.document
    clear_voices(evidence.db, one.document.id)
    assert tuple(voices(evidence)) == other.voices
