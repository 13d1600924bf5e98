"""One note of a case: what kind, on which day, by whom, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import get_args

from benchmarks.casefiles.drafting import Bit, Draft, retyped, shortened, shouted, whispered
from benchmarks.casefiles.expanding import expanded
from benchmarks.casefiles.families import Family
from benchmarks.casefiles.sentences import Section, sentences
from benchmarks.casefiles.slots import Scene, voice
from benchmarks.casefiles.truth import Vocabulary
from corpus.notes import NoteKind

KINDS: tuple[NoteKind, ...] = get_args(NoteKind)
# Who writes a kind of note: part of the case, and the role as printed.
AUTHORS: dict[NoteKind, Sequence[tuple[str, str]]] = {
    "contact-record": (("sw", "Social Worker"), ("sw", "Duty Social Worker"),
                       ("manager", "Team Manager")),
    "visit": (("sw", "Social Worker"), ("hv", "Health Visitor"), ("worker", "Support Worker")),
    "supervision": (("manager", "Team Manager"), ("manager", "Practice Supervisor")),
    "strategy-discussion": (("manager", "Team Manager"), ("sw", "Social Worker")),
    "review-minutes": (("iro", "Independent Reviewing Officer"), ("iro", "IRO")),
    "missing-episode": (("worker", "Residential Worker"), ("police", "Police")),
    "return-interview": (("worker", "RHI Worker"), ("worker", "Youth Worker")),
    "notification": (("manager", "Registered Manager"), ("worker", "Deputy Manager")),
    "complaint": (("manager", "Complaints Officer"), ("manager", "Customer Relations")),
    "chronology": (("sw", "Social Worker"), ("sw", "Student Social Worker")),
    "allegation": (("manager", "LADO"), ("manager", "Designated Officer")),
    "survey-response": (("worker", "Participation Officer"),),
    "audit": (("iro", "Auditor"), ("manager", "Team Manager")),
}  # fmt: skip
_TALKATIVE = ("contact-record", "visit", "supervision", "review-minutes", "return-interview")
_WHISPERING = 0.06  # share of the rehearsal's notes that are typed without capitals
_ABRUPT = ("survey-response", "complaint", "chronology", "audit")
_ABBREVIATIONS = (
    ("social worker", "SW"), ("Social worker", "SW"), ("health visitor", "HV"), ("mother", "mo"),
    ("father", "fa"), ("young person", "YP"), ("grandmother", "MGM"), ("telephone call", "T/C"),
    ("with", "w/"), ("because", "bc"), ("regarding", "re"), ("appointment", "appt"),
    ("meeting", "mtg"), ("and", "&"), ("school", "sch"), ("year old", "yo"), ("foster carer", "FC"),
    ("police", "pol"), ("information", "info"), ("assessment", "assmt"), ("about", "abt"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """How often what is rare occurs; `length` is how many sentences a middling note has.

    `sentences` is the vocabulary whose sentences are used, where it is not that of the names.
    """

    harm: float = 0.14
    near: float = 0.16
    short: float = 0.04
    length: int = 5
    sentences: Vocabulary | None = None


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Made:
    """A note without header; `label` is its kind as a case system prints it."""

    kind: NoteKind
    label: str
    scene: Scene
    author: str
    role: str
    body: Draft


def made(
    family: Family, kind: NoteKind, day: date, vocabulary: Vocabulary, rng: Random,
    options: Options = USUAL,
) -> Made:  # fmt: skip
    """Write a note of a kind about a case on a day."""
    scene = Scene(family, day, voice(rng), rng, _days_ago(kind, rng))
    author, role = rng.choice(AUTHORS[kind])
    known = sentences(vocabulary)
    if rng.random() < options.short and kind != "survey-response":
        chosen = [rng.choice(known["any", "short"])]
    else:
        chosen = _chosen(kind, known, rng, options)
    separator = "\n" if kind == "chronology" else rng.choice((" ", " ", "\n", "\n\n"))
    body: Draft = []
    for template in chosen:
        if body:
            body.append(Bit(separator))
        body += expanded(template, scene.fill, rng)
    label = rng.choice(known[kind, "label"])
    body = _typed(body, scene, rng)
    if vocabulary == "rehearsal" and not scene.voice.shouting and rng.random() < _WHISPERING:
        body = whispered(body)
    return Made(kind, label, scene, author, role, body)


def _typed(body: Draft, scene: Scene, rng: Random) -> Draft:
    own = scene.voice
    body = shortened(body, _ABBREVIATIONS, rng, own.abbreviating)
    if own.errors:
        body = retyped(body, rng, own.errors)
    return shouted(body) if own.shouting else body


def _chosen(
    kind: NoteKind, known: dict[Section, tuple[str, ...]], rng: Random, options: Options
) -> list[str]:
    def some(section: Section, count: int) -> list[str]:
        pool = known.get(section, ())
        return rng.sample(pool, min(count, len(pool)))

    size = max(1, round(rng.gauss(options.length, 2)))
    first = some((kind, "opening"), 1)
    if kind == "survey-response":
        return first + _answers(first[0], known, rng, options)
    middle = some((kind, "body"), max(1, round(size * 0.6)))
    if kind in _TALKATIVE:
        middle += some(("any", "body"), size // 3)
    for likely, part in (
        (0.35, "identifiers"), (0.3, "decoys"), (options.harm, "harm"), (options.near, "near"),
    ):  # fmt: skip
        if rng.random() < likely:
            lead = "{past} " if kind == "chronology" else ""
            middle += [lead + template for template in some(("any", part), 1)]
    rng.shuffle(middle)
    ends = kind not in _ABRUPT and rng.random() < 0.4
    return first + middle + (some(("any", "close"), 1) if ends else [])


def _answers(
    first: str, known: dict[Section, tuple[str, ...]], rng: Random, options: Options
) -> list[str]:
    """Choose what else somebody answers who began a questionnaire with `first`."""
    speaker = first.partition(" ")[0]
    own = [one for one in known["survey-response", "body"] if one.startswith(f"{speaker} ")]
    found = rng.sample(own, min(len(own), rng.randrange(3)))
    if speaker == "[child" and rng.random() < options.harm:
        found.append(rng.choice(known["survey-response", "harm"]))
    return found


def _days_ago(kind: NoteKind, rng: Random) -> list[int]:
    """A chronology goes on in the order of its days."""
    if kind != "chronology":
        return []
    return sorted((rng.randrange(30, 1500) for _ in range(12)), reverse=True)
