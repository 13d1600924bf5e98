"""Who says so and when: notes of a sentence or a few, with a reason on each row."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.voices import Who
from models.voices import NoteText, note_sentences, voices, voices_of

WHOS = (*get_args(Who), "nobody")


def told(text: str) -> list[tuple[str, str]]:
    """Who says each sentence of a text, and when."""
    return [(voice.who, voice.time) for voice in voices(text, note_sentences(text))]


WHO = [
    ("YP said he likes school.", "child", "the usual abbreviation"),
    ("yp said he likes school", "child", "in small letters"),
    ("Child A told Staff C that he likes school.", "child", "what de-identification writes"),
    ("Parent B reports that Child A sleeps badly.", "parent", "the same of a parent"),
    ("Staff C noticed that the door was locked.", "staff", "the same of staff"),
    ("Carer D feels that contact unsettles him.", "carer", "the same of a carer"),
    ("Relative E says she can help on Fridays.", "parent", "relatives count with parents"),
    ("mo reports he is eating well", "parent", "mo is the mother"),
    ("Fa stated that he will not engage.", "parent", "fa is the father"),
    ("MGM told me she is worried.", "parent", "maternal grandmother"),
    ("HV observed good warmth.", "partner", "the health visitor is a partner"),
    ("CAMHS worker advised a review.", "partner", "a worker of a partner is a partner"),
    ("Police informed EDT of the incident.", "partner", "the police"),
    ("Foster mother said he ate well.", "carer", "a foster mother is no parent"),
    ("He was out all night, said the school.", "partner", "who speaks may stand behind"),
    ("Said mum was cross.", "parent", "nobody else is named"),
    ("Probation officer rang.", "partner", "an officer of a partner"),
    ("FC described a calm week.", "carer", "foster carer"),
    ("Registered manager confirmed the rota.", "leader", "leads a home"),
    ("SW observed warm interactions.", "staff", "the social worker"),
    ("I observed that the home was clean.", "staff", "the writer is staff"),
    ("Home was seen to be clean.", "staff", "what was seen was seen by the writer"),
    ("Jayden disclosed that he was hurt.", "child", "a name that no list knows is the child's"),
    ("X disclosed that dad shouted.", "child", "who discloses speaks, not who shouts"),
    ("It was reported by school that she came late.", "partner", "who stands after by"),
    ("According to mum, he slept all day.", "parent", "the speaker after the phrase"),
    ("According to Mrs. Smith the GP, all is well.", "partner", "a speaker further on"),
    ("Telephone call from nan.", "parent", "a caller speaks"),
    ("E-mail from school: attendance is 90 %.", "partner", "a writer speaks"),
    ("SW asked YP about school.", "nobody", "who asks says nothing yet"),
    ("The kitchen was clean.", "nobody", "nobody is named"),
    ("Records say that the case was closed.", "nobody", "a record is nobody"),
    ("Child told mum, who told the school.", "child", "the first who speaks counts"),
]


@pytest.mark.parametrize(("text", "who", "reason"), WHO, ids=[row[2] for row in WHO])
def test_who_says_a_sentence(text: str, who: str, reason: str) -> None:
    assert told(text)[0][0] == who, reason


TIME = [
    ("YP is settled.", "now", "the present"),
    ("YP was settled at the visit.", "now", "notes tell of today in the past tense"),
    ("Last year he lived with nan.", "past", "a year ago"),
    ("Mum was in care in 2009.", "past", "a year is named"),
    ("In March 2019 he moved.", "past", "month and year"),
    ("He broke his arm when he was 4.", "past", "an age gone by"),
    ("They lived in a flat two years ago.", "past", "counted in years"),
    ("She previously lived with her aunt.", "past", "an adverb"),
    ("He used to see his dad.", "past", "a habit gone by"),
    ("SW will visit on Friday.", "planned", "will and a task"),
    ("SW to visit on Friday.", "planned", "the shorthand of plans"),
    ("To refer to CAMHS.", "planned", "a task without a name"),
    ("Staff C to contact school.", "planned", "the same after de-identification"),
    ("Review is due to take place in May.", "planned", "due"),
    ("He wants to see his dad.", "now", "a wish is no plan"),
]


@pytest.mark.parametrize(("text", "time", "reason"), TIME, ids=[row[2] for row in TIME])
def test_when_a_sentence_holds(text: str, time: str, reason: str) -> None:
    assert told(text)[0][1] == time, reason


NOTES = [
    (
        "Wishes and feelings:\nI want to live with nan.\nSchool is ok.\n\nHealth:\nDentist seen.",
        [("child", "now")] * 3 + [("nobody", "now")] * 2,
        "a heading alone speaks for the lines below it, up to the next",
    ),
    (
        "Plan: visit the home. Ask about school.\nMum seemed tired.",
        [("nobody", "planned"), ("nobody", "planned"), ("nobody", "now")],
        "a heading with words behind it speaks for its line",
    ),
    (
        "History: there was violence.\nHe is safe here.",
        [("nobody", "past"), ("nobody", "now")],
        "history ends with its line",
    ),
    (
        "YP said mum was out. She said she was scared.",
        [("child", "now"), ("child", "now")],
        "a pronoun is who spoke before, not who was spoken of",
    ),
    (
        "Mum was tearful. She said she cannot cope.",
        [("nobody", "now"), ("parent", "now")],
        "a pronoun is who was last spoken of",
    ),
    (
        'Mum was calm. "I hate it there. He hits me," said the child.',
        [("nobody", "now"), ("child", "now"), ("child", "now")],
        "who speaks stands behind a quotation",
    ),
    (
        "“I miss my dog.” Visit ended at 4 p.m. and all was well.",
        [("child", "now"), ("nobody", "now")],
        "of an unnamed first person in a child's file it is the child",
    ),
    (
        "Staff C visited. He said school is fine.",
        [("nobody", "now"), ("child", "now")],
        "a pronoun is not the writer",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), NOTES, ids=[row[2] for row in NOTES])
def test_what_carries_over_in_a_note(
    text: str, expected: list[tuple[str, str]], reason: str
) -> None:
    assert told(text) == expected, reason


def test_the_words_that_told_it_are_named() -> None:
    text = "Note. Mo reports that he hid last year."
    voice = voices(text, note_sentences(text))[1]
    words = [(cue.kind, text[cue.start : cue.end], cue.rule) for cue in voice.cues]
    assert words == [
        ("attribution", "Mo reports that", "voices: parent"),
        ("history", "last year", "voices: past"),
    ]


def test_an_empty_note_has_no_voices() -> None:
    assert voices("", ()) == ()
    assert voices_of([]) == []


def test_a_batch_is_read_as_one_by_one() -> None:
    texts = ["YP said so. He said no.", "", "Plan:\nSW to call.", "Mum rang."]
    notes = [NoteText(text, note_sentences(text)) for text in texts]
    assert voices_of(notes) == [voices(*note) for note in notes]


WORDS = [
    "YP",
    "said",
    "mum",
    "told",
    "by",
    ".",
    "\n",
    "Plan:",
    '"',
    "I",
    "will visit",
    "in 2019",
    "Jo",
    "disclosed",
    "she said",
    "Wishes and feelings:",
    "according to",
    "é",
    "•",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_every_sentence_has_one_voice_with_cues_inside_it(text: str) -> None:
    sentences = note_sentences(text)
    found = voices(text, sentences)
    assert [(voice.start, voice.end) for voice in found] == list(sentences)
    for voice in found:
        assert voice.who in WHOS
        assert all(voice.start <= cue.start < cue.end <= voice.end for cue in voice.cues)
