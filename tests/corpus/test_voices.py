"""What a passage says as a whole, and which source a tag rests on, from its sentences."""

import pytest

from corpus.heard import sources
from corpus.records import Cue
from corpus.voices import PassageVoice, Statement, Time, Who


def heard(*told: tuple[Who | None, Time | None, str]) -> PassageVoice:
    """Sentences of ten characters each."""
    rows = enumerate(told)
    return PassageVoice(
        "p", "d", tuple(Statement(10 * at, 10 * at + 9, *row) for at, row in rows), "voices/1"
    )


CHILD: tuple[Who, Time, str] = ("child", "past", "interview-child")
MUM: tuple[Who, Time, str] = ("parent", "now", "interview-parent-carer")
NOBODY: tuple[None, None, str] = (None, None, "case-file")


@pytest.mark.parametrize(
    ("told", "who", "time", "types"),
    [
        ((CHILD,), "child", "past", ("interview-child",)),
        ((CHILD, NOBODY), "child", "past", ("case-file", "interview-child")),
        ((CHILD, MUM), None, None, ("interview-child", "interview-parent-carer")),
        ((CHILD, CHILD), "child", "past", ("interview-child",)),
        ((NOBODY,), None, None, ("case-file",)),
        ((), None, None, ()),
    ],
    ids=["one", "one and nobody", "two", "one twice", "nobody", "no sentence"],
)
def test_a_passage_is_whose_all_its_sentences_are(
    told: tuple[tuple[Who | None, Time | None, str], ...],
    who: Who | None,
    time: Time | None,
    types: tuple[str, ...],
) -> None:
    voice = heard(*told)
    assert (voice.who, voice.time, voice.source_types) == (who, time, types)


@pytest.mark.parametrize(
    ("places", "types", "reason"),
    [
        ((12,), ("interview-parent-carer",), "the words of the tag are the mother's"),
        ((3, 12), ("interview-child", "interview-parent-carer"), "both said some of them"),
        ((25,), ("case-file",), "nobody said them"),
        ((), ("case-file", "interview-child", "interview-parent-carer"), "no words: all bear it"),
        ((99,), ("case-file", "interview-child", "interview-parent-carer"), "a heading's words"),
    ],
)
def test_a_tag_rests_on_the_sentences_that_hold_its_words(
    places: tuple[int, ...], types: tuple[str, ...], reason: str
) -> None:
    cues = tuple(Cue("phrase", at, at + 2, "school") for at in places)
    found = sources(heard(CHILD, MUM, NOBODY), cues)
    assert tuple(one.type for one in found) == types, reason
