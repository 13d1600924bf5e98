"""A printed kind decides; the words of a note tell the rest, or nothing does."""

import time
from importlib import resources
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.notes import NoteKind
from extractors.notes.kinds import KINDS, label_kind, printed_kind, told_by_words

PRINTED = [
    ("Home Visit", "visit", "as systems print it"),
    ("CIN visit (unannounced)", "visit", "with more words"),
    ("T/C in", "contact-record", "an abbreviation"),
    ("EMAIL", "contact-record", "in capitals"),
    ("LAC Review - minutes", "review-minutes", "the longer name wins"),
    ("Return home interview", "return-interview", "no visit to a home"),
    ("Missing from care", "missing-episode", "a missing child"),
    ("Reg 40 notification", "notification", "a notification of a home"),
    ("Stage 1 complaint", "complaint", "a complaint"),
    ("Management oversight", "supervision", "a manager's entry"),
    ("S47 strategy discussion", "strategy-discussion", "a strategy discussion"),
    ("Significant events chronology", "chronology", "not a notification"),
    ("LADO referral", "allegation", "an allegation"),
    ("Young person's survey", "survey-response", "a survey"),
    ("Case file audit", "audit", "an audit"),
    ("Mgmt disc", "supervision", "two words shortened"),
    ("S47 disc", "strategy-discussion", "a section and a word shortened"),
    ("Strat mtg", "strategy-discussion", "shortened"),
    ("HV - unannounced", "visit", "a home visit"),
    ("Foster carer daily log", "visit", "a carer's day"),
    ("T/C in", "contact-record", "a telephone call"),
    ("E-mail out", "contact-record", "a hyphen"),
    ("MFH report", "missing-episode", "missing from home"),
    ("Absconsion", "missing-episode", "an older word"),
    ("IRHI", "return-interview", "initials"),
    ("Post-missing chat", "return-interview", "in plain words"),
    ("Stage 1", "complaint", "the stage alone"),
    ("Concerns raised by family", "complaint", "a complaint by another name"),
    ("Core grp", "review-minutes", "shortened"),
    ("CLA Rev 3", "review-minutes", "shortened, with a number"),
    ("Chron entry", "chronology", "shortened"),
    ("LADO consult", "allegation", "shortened"),
    ("Concern re foster carer", "allegation", "a concern about a carer"),
    ("Pupil voice", "survey-response", "what pupils say"),
    ("QA case audit", "audit", "quality assurance"),
    ("Sched 5 notification", "notification", "a schedule"),
    ("Case note", None, "says nothing about the kind"),
    ("Elephants", None, "unknown"),
    ("", None, "empty"),
]


@pytest.mark.parametrize(("words", "kind", "why"), PRINTED)
def test_printed_kinds_are_known_by_their_names(
    words: str, kind: NoteKind | None, why: str
) -> None:
    assert printed_kind(words) == kind, why


WORDS = [
    ("Home visit to the family. The bedrooms were clean and tidy.", "visit"),
    ("Telephone call from school. They rang to say he had not come in.", "contact-record"),
    ("Case supervision with the worker. Timescales for the assessment agreed.", "supervision"),
    ("Strategy discussion held with police. Threshold for section 47 was met.",
     "strategy-discussion"),
    ("The looked after review was chaired by the IRO. Apologies from school.", "review-minutes"),
    ("She did not return by curfew and was reported missing to police.", "missing-episode"),
    ("Return home interview. While missing she had been staying with a friend.",
     "return-interview"),
    ("Notification of a significant event. Ofsted notified by the registered manager.",
     "notification"),
    ("She wishes to complain about the delay and would like an apology.", "complaint"),
    ("Chronology of significant events: case opened, case closed.", "chronology"),
    ("An allegation was made against a member of staff. LADO informed.", "allegation"),
    ("How satisfied are you? Strongly agree. What could be better: the food.", "survey-response"),
    ("Case file audit. Audit grade: good. Recording is up to date.", "audit"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), WORDS)
def test_words_tell_the_kind_and_are_its_cues(text: str, kind: NoteKind) -> None:
    told = told_by_words(text)
    assert told.kind == kind
    assert told.cues
    for cue in told.cues:
        phrase = cue.rule.partition(": ")[2]
        words = text[cue.start : cue.end].lower()
        assert "".join(filter(str.isalnum, words)) == phrase.replace(" ", "")


def test_a_label_that_is_no_known_kind_is_told_by_its_words() -> None:
    assert printed_kind("What the caller said") is None
    assert label_kind("What the caller said") == "contact-record"
    assert label_kind("Elephants") is None


UNCLEAR = [
    ("", "nothing"),
    ("Closed.", "one word"),
    ("He likes football and has two sisters.", "nothing about a kind"),
    ("Home visit planned. Telephone call from school. Strategy discussion held.", "three at once"),
]


@pytest.mark.parametrize(("text", "why"), UNCLEAR)
def test_what_is_not_clear_has_no_kind(text: str, why: str) -> None:
    assert told_by_words(text) == (None, ()), why


def test_the_opening_counts_more_than_what_is_mentioned_later() -> None:
    text = "Home visit. " + "He is well. " * 30 + "A complaint received last year was closed."
    assert told_by_words(text).kind == "visit"


def test_every_kind_has_synonyms_and_phrases() -> None:
    file = resources.files("extractors.notes").joinpath("kinds.yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert all(" " not in word and words for word, words in data.pop("short").items())
    assert tuple(data) == tuple(sorted(data, key=list(data).index))
    assert set(data) == set(KINDS) == set(get_args(NoteKind))
    for group in data.values():
        assert set(group) == {"printed", "decides", "often", "beside"}
        assert all(group.values())


def test_no_name_is_printed_for_two_kinds() -> None:
    file = resources.files("extractors.notes").joinpath("kinds.yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    names = [name for kind in KINDS for name in data[kind]["printed"]]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_phrase_stands_twice_in_a_kind() -> None:
    file = resources.files("extractors.notes").joinpath("kinds.yaml")
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    for kind in KINDS:
        group = data[kind]
        phrases = [*group["decides"], *group["often"], *group["beside"]]
        assert len(set(phrases)) == len(phrases), kind


def test_a_text_that_is_a_list_of_days_is_a_chronology() -> None:
    days = "12/03/2012 born. 1/4/2013 moved. 2 May 2014 moved again. 2015-06-07 went to school."
    told = told_by_words(days)
    assert told.kind == "chronology"
    assert [days[cue.start : cue.end] for cue in told.cues[:2]] == ["12/03/2012", "1/4/2013"]
    far = days.replace(" 1/4", " He was well, as his mother said, and grew. " * 20 + "1/4")
    assert told_by_words(far).kind is None


def test_a_long_note_costs_no_more_than_its_beginning() -> None:
    began = time.process_time()
    told_by_words("home visit and telephone call " * 200_000)
    assert time.process_time() - began < 1


@given(st.text(max_size=80))
def test_no_text_breaks_the_rules(text: str) -> None:
    told = told_by_words(text)
    assert told.kind is None or told.kind in KINDS
    assert all(0 <= cue.start < cue.end <= len(text) for cue in told.cues)
