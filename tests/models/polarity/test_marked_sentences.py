"""Sentences of ours with every reason marked that a reader should be given, and no other.

<ev polarity=strength> and <ev polarity=weakness> mark words that praise or blame as they stand,
<ev polarity=negated> praise that is denied, <ev polarity=cancelled> blame that a longer phrase
takes back; <ev kind=hedge> and the like mark what qualifies the statement.
"""

import re

import pytest

from models.polarity import bind, phrases
from models.polarity.answering import evident
from models.polarity.qualifiers import found as qualifiers_found
from models.polarity.reasons import chosen, cues
from models.reading import Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)
MARK = re.compile(r"<ev (?:polarity|kind)=(\w+)>(.*?)</ev>")
QUALIFIERS = {"hedge", "plan", "history", "attribution"}


def marks_of(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """The sentence without its marks, and what they mark."""
    return MARK.sub(r"\2", marked), MARK.findall(marked)


def reasons_of(text: str) -> list[tuple[str, str]]:
    """What a reader is told by the edited phrases: what kind of words, and which."""
    seen = evident([READER.read(text)], LEXICON)
    told = qualifiers_found(seen.layout, LEXICON, seen.scope)
    (listed,) = cues(seen.layout, seen.scope, seen.found, told)
    named = {"negation": "negated", "cancel": "cancelled"}
    return [
        (
            cue.rule.partition(":")[0] if cue.kind == "phrase" else named.get(cue.kind, cue.kind),
            text[cue.start : cue.end],
        )
        for cue in chosen(listed)
    ]


def check_reasons(marked: str, reason: str) -> None:
    text, expected = marks_of(marked)
    assert reasons_of(text) == expected, reason


def check_evidence(marked: str, reason: str) -> None:
    """As `check_reasons`, where only praise and blame are marked."""
    text, expected = marks_of(marked)
    assert [one for one in reasons_of(text) if one[0] not in QUALIFIERS] == expected, reason


PLAIN = [
    ("Leaders act <ev polarity=strength>swiftly</ev>.", "an adverb praises"),
    ("Plans are <ev polarity=strength>clear</ev> and <ev polarity=strength>detailed</ev>.", "two"),
    ("Visits are <ev polarity=weakness>too late</ev>.", "'too' and 'late' say it together"),
    ("There is a <ev polarity=weakness>backlog</ev> of assessments.", "a noun of blame"),
    ("The panel <ev polarity=weakness>lacks</ev> independence.", "another form of the verb"),
    ("Records hold the dates of visits.", "neither praise nor blame"),
    ("There are 312 children in care.", "a figure is no verdict"),
    ("Children are <ev polarity=strength>well supported</ev>.", "the longest phrase alone"),
    ("THRESHOLDS ARE <ev polarity=strength>CLEAR</ev>.", "capitals change nothing"),
    ("Practice is <ev polarity=weakness>under-developed</ev>.", "with its hyphen"),
    ("Practice is <ev polarity=weakness>under developed</ev>.", "without its hyphen"),
    ("Minutes are of <ev polarity=strength>high quality</ev>.", "'high' inside is no blame"),
    ("Minutes are of a <ev polarity=strength>good</ev> standard.", "a plain grade word"),
    ("Oversight has <ev polarity=weakness>declined</ev> this year.", "what got worse"),
    ("Practice has <ev polarity=weakness>deteriorated</ev>.", "the same in another word"),
    ("Heritage is <ev polarity=strength>celebrated</ev>.", "a participle praises too"),
    (
        "<ev polarity=weakness>Concerns about</ev> pay are <ev polarity=strength>taken seriously"
        "</ev>.",
        "what worries, and what is done",
    ),
    ("Children are <ev polarity=strength>safer</ev> at home.", "a comparative praises too"),
]


@pytest.mark.parametrize(("marked", "reason"), PLAIN, ids=[row[1] for row in PLAIN])
def test_plain_praise_and_blame(marked: str, reason: str) -> None:
    check_reasons(marked, reason)


NEGATED = [
    ("Support is <ev polarity=negated>not timely</ev>.", "plain"),
    ("Support is<ev polarity=negated>n't timely</ev>.", "a short form"),
    ("Plans are <ev polarity=negated>never clear</ev>.", "an adverb of time"),
    ("Plans are <ev polarity=negated>rarely clear</ev>.", "seldom counts as no"),
    ("Plans are <ev polarity=negated>hardly ever clear</ev>.", "hardly ever"),
    ("Assessments are <ev polarity=negated>far from thorough</ev>.", "far from"),
    (
        "Supervision is <ev polarity=negated>neither regular</ev> "
        "<ev polarity=negated>nor reflective</ev>.",
        "both parts of the pair",
    ),
    ("There is <ev polarity=negated>no clear</ev> record.", "a determiner"),
    ("<ev polarity=negated>Nobody is confident</ev> in the plan.", "a pronoun"),
    ("The team is <ev polarity=negated>not yet stable</ev>.", "'yet' opens no clause of its own"),
    (
        "Plans are <ev polarity=negated>not yet consistently good</ev>.",
        "nor before an adverb",
    ),
    ("Plans have <ev polarity=negated>yet to be embedded</ev>.", "'yet to' denies what follows"),
    ("Plans are <ev polarity=negated>no longer clear</ev>.", "what was praise once"),
    ("Leaders <ev polarity=negated>failed to respond quickly</ev>.", "failing to"),
    ("It is <ev polarity=negated>not always quite as thorough</ev> here.", "four words further"),
    (
        "It <ev polarity=weakness>is not</ev> done every time in a way that is "
        "<ev polarity=strength>thorough</ev>.",
        "seven words are too far",
    ),
    (
        "Visits <ev polarity=weakness>do not</ev> count, plans are "
        "<ev polarity=strength>clear</ev>.",
        "a comma ends it",
    ),
    (
        "This was <ev polarity=weakness>not</ev> so. Plans are <ev polarity=strength>clear</ev>.",
        "a full stop ends it",
    ),
    (
        "Practice <ev polarity=negated>would benefit from more rigorous</ev> oversight.",
        "what would help is not there",
    ),
]


@pytest.mark.parametrize(("marked", "reason"), NEGATED, ids=[row[1] for row in NEGATED])
def test_praise_denied(marked: str, reason: str) -> None:
    check_evidence(marked, reason)


CANCELLED = [
    ("Reviews are held <ev polarity=cancelled>without delay</ev>.", "no delay is praise"),
    ("Reviews are held <ev polarity=cancelled>without undue delay</ev>.", "an adjective between"),
    ("There is <ev polarity=cancelled>no delay</ev> in planning.", "told once, not once a word"),
    ("There is <ev polarity=cancelled>no lack of</ev> ambition.", "nothing is lacking"),
    ("Children <ev polarity=cancelled>do not have to wait</ev>.", "nor is anyone kept waiting"),
    ("Children <ev polarity=cancelled>do not wait</ev> for help.", "the same in fewer words"),
    (
        "There is <ev polarity=cancelled>no evidence of drift</ev> here.",
        "the longest phrase takes all of it back",
    ),
    (
        "Staff <ev polarity=cancelled>not only</ev> listen, they are "
        "<ev polarity=strength>warm</ev>.",
        "'not only' denies nothing",
    ),
    ("Staff have <ev polarity=cancelled>low caseloads</ev>.", "low is good of caseloads"),
    ("Staff are <ev polarity=cancelled>not afraid</ev> to speak.", "a fault they do not have"),
    (
        "All are seen <ev polarity=cancelled>without exception</ev>.",
        "'without' is no want here",
    ),
    (
        "Help for <ev polarity=cancelled>children who are not</ev> in school is "
        "<ev polarity=strength>prompt</ev>.",
        "whom it is about is no verdict",
    ),
    (
        "There is <ev polarity=cancelled>no longer a backlog</ev>.",
        "what is over is no fault now",
    ),
]


@pytest.mark.parametrize(("marked", "reason"), CANCELLED, ids=[row[1] for row in CANCELLED])
def test_blame_taken_back(marked: str, reason: str) -> None:
    check_evidence(marked, reason)


CONTRAST = [
    (
        "Although visits are <ev polarity=strength>timely</ev>, plans are "
        "<ev polarity=weakness>weak</ev>.",
        "'although' itself is no fault",
    ),
    (
        "Plans are <ev polarity=strength>clear</ev>, but visits are "
        "<ev polarity=weakness>slow</ev>.",
        "nor is 'but'",
    ),
    (
        "However, plans are <ev polarity=weakness>vague</ev>.",
        "nor is 'however'",
    ),
    (
        "Visits <ev polarity=weakness>are not</ev> daily but plans are "
        "<ev polarity=strength>good</ev>.",
        "a contrast ends what a negation reaches",
    ),
    (
        "Despite <ev polarity=weakness>high caseloads</ev>, visits are "
        "<ev polarity=strength>regular</ev>.",
        "both sides are told",
    ),
    (
        "While reviews are <ev polarity=strength>prompt</ev>, minutes are "
        "<ev polarity=negated>not clear</ev>.",
        "a negation on the other side",
    ),
    (
        "Plans are <ev polarity=negated>not good</ev>, although records are "
        "<ev polarity=strength>detailed</ev>.",
        "and the other way round",
    ),
    (
        "Most visits are <ev polarity=strength>timely</ev>; reviews are "
        "<ev polarity=weakness>delayed</ev>.",
        "a semicolon parts the two",
    ),
]


@pytest.mark.parametrize(("marked", "reason"), CONTRAST, ids=[row[1] for row in CONTRAST])
def test_contrast(marked: str, reason: str) -> None:
    check_evidence(marked, reason)


IMPROVEMENT = [
    (
        "Practice has <ev polarity=strength>improved</ev> but is <ev polarity=negated>not yet good"
        "</ev>.",
        "what has improved, and is not there yet",
    ),
    ("Practice is <ev polarity=strength>improving</ev>.", "a direction is praise"),
    ("Staff <ev polarity=weakness>would benefit from</ev> training.", "what is wished for"),
    ("Staff <ev polarity=strength>benefit from</ev> training.", "what is there"),
    ("Recording <ev polarity=weakness>needs to improve</ev>.", "a demand is blame"),
    ("Recording <ev polarity=weakness>requires improvement</ev>.", "the grade as a verdict"),
    ("The authority <ev polarity=weakness>should</ev> recruit.", "a recommendation"),
    ("Leaders <ev polarity=weakness>must</ev> recruit.", "a stronger one"),
    ("There is <ev polarity=weakness>further work</ev> to do.", "work left"),
    ("Plans <ev polarity=weakness>could be</ev> sharper.", "a soft demand"),
    ("There has been <ev polarity=strength>significant improvement</ev>.", "the longest phrase"),
    ("Visits <ev polarity=weakness>need to</ev> happen more.", "what is needed"),
]


@pytest.mark.parametrize(("marked", "reason"), IMPROVEMENT, ids=[row[1] for row in IMPROVEMENT])
def test_wording_of_improvement(marked: str, reason: str) -> None:
    check_evidence(marked, reason)


INNOCENT = [
    ("Leaders, as well as partners, attend.", "'as well as' is no praise"),
    ("Children live with long-term carers.", "'long-term' is no complaint"),
    ("Managers challenge partners.", "to challenge is part of the work"),
    ("The serious case review was published.", "the name of a review"),
    ("Inspectors came in May.", "the month is no hedge"),
    ("A child of mixed heritage lives there.", "a word about a person"),
    ("Families take part in safety planning.", "'safe' is not in 'safety'"),
    ("The welfare of children comes first.", "'well' is not in 'welfare'"),
    ("Staff work in the north-west of the county.", "where, not how"),
]


@pytest.mark.parametrize(("text", "reason"), INNOCENT, ids=[row[1] for row in INNOCENT])
def test_words_that_only_look_like_a_verdict(text: str, reason: str) -> None:
    assert reasons_of(text) == [], reason


QUALIFIED = [
    (
        "Plans are <ev kind=hedge>generally</ev> <ev polarity=strength>clear</ev>.",
        "softened praise is still praise",
    ),
    (
        "<ev kind=hedge>In most cases</ev>, plans are <ev polarity=strength>clear</ev>.",
        "the longer phrase, not 'most'",
    ),
    (
        "<ev kind=hedge>Most</ev> plans are <ev polarity=strength>clear</ev>.",
        "a share of the cases",
    ),
    ("The team <ev kind=plan>will be</ev> larger.", "not there yet"),
    ("A new hub is <ev kind=plan>in development</ev>.", "being made"),
    ("Leaders <ev kind=plan>aim to</ev> recruit.", "an aim"),
    ("This work is in its <ev kind=plan>early stages</ev>.", "begun and no more"),
    (
        "<ev kind=history>At the last inspection</ev>, plans were <ev polarity=weakness>weak</ev>.",
        "what was",
    ),
    (
        "<ev kind=history>Until recently</ev>, plans were <ev polarity=weakness>vague</ev>.",
        "'until' belongs to 'until recently'",
    ),
    (
        "<ev kind=history>Historically</ev>, visits were <ev polarity=weakness>late</ev>.",
        "an adverb opens",
    ),
    (
        "<ev kind=attribution>Children told</ev> us that carers are "
        "<ev polarity=strength>warm</ev>.",
        "who says so",
    ),
    (
        "<ev kind=attribution>Staff report that</ev> supervision is "
        "<ev polarity=strength>regular</ev>.",
        "those who work there",
    ),
    (
        "“Carers are <ev polarity=strength>warm</ev>,” one <ev kind=attribution>young person said"
        "</ev>.",
        "a quotation is read like any words",
    ),
]


@pytest.mark.parametrize(("marked", "reason"), QUALIFIED, ids=[row[1] for row in QUALIFIED])
def test_what_qualifies_is_told_beside_the_verdict(marked: str, reason: str) -> None:
    check_reasons(marked, reason)


LAID_OUT = [
    (
        "• <ev polarity=strength>timely</ev> visits\n• <ev polarity=strength>clear</ev> plans",
        "items of a list",
    ),
    (
        "• visits that <ev polarity=weakness>are not</ev> made\n• <ev polarity=strength>clear</ev> "
        "plans",
        "a line end parts items as a comma does",
    ),
    (
        "Visits\t<ev polarity=strength>timely</ev>\nReviews\t<ev polarity=weakness>delayed</ev>",
        "cells of a table",
    ),
    (
        "<ev polarity=weakness>Not</ev> seen\t<ev polarity=strength>clear</ev>",
        "a negation stays in its cell",
    ),
    ("47. Plans are <ev polarity=strength>clear</ev>.", "a printed number before the text"),
    (
        "Plans (<ev polarity=weakness>not</ev> all) are <ev polarity=strength>clear</ev>.",
        "brackets hold what they hold",
    ),
    ("Are plans <ev polarity=strength>clear</ev>?", "a question shows its words all the same"),
    ("Plans – where made – are <ev polarity=strength>clear</ev>.", "dashes part clauses"),
]


@pytest.mark.parametrize(("marked", "reason"), LAID_OUT, ids=[row[1] for row in LAID_OUT])
def test_lists_tables_and_marks(marked: str, reason: str) -> None:
    check_reasons(marked, reason)


def test_a_long_sentence_keeps_each_verdict_with_its_clause() -> None:
    filler = "which was read by the team and by those who work beside it in the county, "
    marked = (
        f"Plans, {filler * 20}are <ev polarity=strength>clear</ev>, {filler * 20}"
        f"reviews are <ev polarity=negated>not timely</ev>, {filler * 20}"
        "and visits are <ev polarity=weakness>late</ev>."
    )
    text, expected = marks_of(marked)
    assert len(text.split()) > 800
    assert reasons_of(text) == expected


def test_every_row_says_something_of_its_own() -> None:
    rows = [*PLAIN, *NEGATED, *CANCELLED, *CONTRAST, *IMPROVEMENT, *QUALIFIED, *LAID_OUT, *INNOCENT]
    texts = [marks_of(row[0])[0] for row in rows]
    assert len(texts) == len(set(texts)) >= 90
