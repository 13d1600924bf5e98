"""Marked-up sentences: [kind words] is the qualifier to be found, with a reason on each row."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.polarity import bind, phrases, qualifiers, qualifiers_of
from models.reading import Reader

READER = Reader(phrases())
LEXICON = bind(READER.numbers)
MARK = re.compile(r"\[(negation|cancel|hedge|plan|history|attribution) ([^\]]+)\]")


def marked(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The sentence without its marks, and what they mark."""
    return MARK.sub(r"\2", text), [(kind, words) for kind, words in MARK.findall(text)]


ROWS = [
    ("Support is [negation not] timely.", "plain negation"),
    ("Managers [negation rarely] challenge poor plans.", "an adverb that negates"),
    ("Reviews are held [cancel without delay].", "a negation that is praise negates nothing"),
    ("Staff [cancel not only] listen but act.", "'not only' negates nothing"),
    ("Visits [plan will be] more frequent.", "a plan is no practice yet"),
    ("The authority [plan intends to] recruit.", "an intention"),
    ("Recording has improved [history since the last inspection].", "the longer phrase alone"),
    ("[history Previously], records were lost.", "an adverb of the past"),
    ("Plans are [hedge generally] clear.", "a hedge"),
    ("[attribution Children told] inspectors of it.", "who says it, and the verb"),
    ("[attribution According to] records, it was closed.", "a source that is nobody"),
    ("[attribution Parents, when asked, said] that help came.", "words between speaker and verb"),
    ("Children live with kinship carers in this area.", "nobody speaks"),
    ("The law says so.", "a verb of saying without a speaker"),
]


@pytest.mark.parametrize(("text", "reason"), ROWS, ids=[reason for _, reason in ROWS])
def test_marked_sentences(text: str, reason: str) -> None:
    plain, expected = marked(text)
    found = qualifiers(READER.read(plain), LEXICON)
    assert [(one.kind, plain[slice(*one.span)]) for one in found] == expected, reason


SCOPES = [
    ("Help is not timely, and plans are good.", " not timely", "ends with the clause"),
    ("It is not good but visits are regular.", " not good", "ends where a contrast begins"),
    ("They did not always see every child alone.", " not always see every child", "four words"),
    ("This was not.", " not", "nothing follows"),
]


@pytest.mark.parametrize(("text", "scope", "reason"), SCOPES, ids=[row[2] for row in SCOPES])
def test_how_far_a_negation_reaches(text: str, scope: str, reason: str) -> None:
    negations = [one for one in qualifiers(READER.read(text), LEXICON) if one.kind == "negation"]
    assert [text[slice(*one.scope)] for one in negations] == [scope.strip()], reason


SPEAKERS = [
    ("Children told inspectors that they feel safe.", "children", "speaker, then verb"),
    ("Care leavers say that advisers help.", "children", "care leavers are young people"),
    ("Foster carers described good training.", "carers", "carers"),
    ("Social workers reported high caseloads.", "staff", "staff"),
    ("Children's social workers said it was slow.", "staff", "the nearest one speaks"),
    ("According to parents, help came late.", "parents", "the speaker after the phrase"),
    ("Senior leaders confirmed the plan.", "leaders", "leaders"),
    ("Headteachers told us of delay.", "partners", "partners"),
    ("According to the record, it was late.", None, "nobody is named"),
]


@pytest.mark.parametrize(("text", "who", "reason"), SPEAKERS, ids=[row[2] for row in SPEAKERS])
def test_who_speaks(text: str, who: str | None, reason: str) -> None:
    told = [one for one in qualifiers(READER.read(text), LEXICON) if one.kind == "attribution"]
    assert [one.who for one in told] == [who], reason


def test_a_speaker_of_another_sentence_does_not_count() -> None:
    found = qualifiers(READER.read("We met parents. Said plans were late."), LEXICON)
    assert [one for one in found if one.kind == "attribution"] == []


def test_a_plan_bears_on_its_sentence() -> None:
    text = "Help is good. Leaders plan to improve it."
    (plan,) = [one for one in qualifiers(READER.read(text), LEXICON) if one.kind == "plan"]
    assert text[slice(*plan.scope)] == "Leaders plan to improve it."


def test_a_batch_is_read_as_one_by_one() -> None:
    texts = ["Help is not timely.", "", "Children told inspectors so.", "It will be good."]
    reads = [READER.read(text) for text in texts]
    assert qualifiers_of(reads, LEXICON) == [qualifiers(read, LEXICON) for read in reads]


WORDS = [
    "not",
    "children",
    "told",
    "said",
    "will be",
    "good",
    ",",
    ".",
    "but",
    "no delay",
    "It",
    "–",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_spans_lie_inside_the_passage_in_order(text: str) -> None:
    found = qualifiers(READER.read(text), LEXICON)
    assert [one.span for one in found] == sorted(one.span for one in found)
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert 0 <= one.scope.start <= one.scope.end <= len(text)


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    if not any("\ud800" <= mark <= "\udfff" for mark in text):
        assert isinstance(qualifiers(READER.read(text), LEXICON), tuple)
