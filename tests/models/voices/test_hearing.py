"""From notes to passages: sentences laid onto them, guesses left out, kinds turned into sources."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks import known, load
from corpus.frameworks.triangulation import source_types
from corpus.notes import NoteKind
from corpus.records import Passage
from corpus.voices import Who
from models.voices import HeardNote, hear, reader_name, source_type


def passages(text: str, *bounds: int) -> tuple[Passage, ...]:
    """Cut a text at places into passages."""
    ends = (*bounds, len(text))
    starts = (0, *bounds)
    return tuple(
        Passage(f"p{at}", "d", start, end, text[start:end])
        for at, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def test_who_speaks_may_stand_in_the_passage_before() -> None:
    text = "Child A said she is happy.\nShe said she likes her room.\nShe looked well."
    first, second, third = hear([HeardNote(text, "visit", passages(text, 27, 56))])[0]
    assert [one.who for one in (first, second, third)] == ["child", "child", None]
    assert second.source_types == ("interview-child",)
    assert third.statements[0].time is None, "what nobody says is of no time that the words tell"


def test_offsets_are_those_of_the_note_and_each_attribution_has_its_words() -> None:
    text = "Notes.\nRelative B told me Child A slept badly last year."
    [_, told] = hear([HeardNote(text, "visit", passages(text, 7))])[0]
    [said] = told.statements
    assert (said.start, said.end, said.who, said.time) == (7, len(text), "parent", "past")
    assert [(cue.kind, text[cue.start : cue.end]) for cue in said.cues] == [
        ("attribution", "Relative B told"),
        ("history", "last year"),
    ]


def test_a_guess_is_nobody_s_word() -> None:
    text = "Jay said he was cross. Person C feels left out."
    [voice] = hear([HeardNote(text, "visit", passages(text))])[0]
    assert [one.who for one in voice.statements] == [None, None]
    assert not any(cue.kind == "attribution" for one in voice.statements for cue in one.cues)


def test_a_sentence_over_two_passages_is_cut() -> None:
    text = "Child A said he is well and happy."
    first, second = hear([HeardNote(text, "visit", passages(text, 15))])[0]
    assert [(one.start, one.end) for one in first.statements] == [(0, 15)]
    assert [(one.start, one.end) for one in second.statements] == [(15, len(text))]


def test_the_reader_is_named_after_its_rules() -> None:
    family, _, digest = reader_name().partition("-")
    assert family == "voices/1"
    assert len(digest) == 8


def test_every_type_is_one_of_each_framework_s_list() -> None:
    given_types = {
        source_type(kind, who)
        for kind in (*get_args(NoteKind), None)
        for who in (*get_args(Who), None)
    }
    for framework in known():
        assert given_types <= set(source_types(load(framework))), framework


@given(
    st.lists(
        st.sampled_from(
            ["Child A", "said", "mum", "will", ".", "\n", "I", '"', "Plan:", "é", "told"]
        ),
        max_size=25,
    ).map(" ".join),
    st.integers(0, 40),
)
def test_statements_lie_inside_their_passage_in_order(text: str, cut: int) -> None:
    cut = min(cut, len(text))
    for passage, voice in zip(
        passages(text, cut), hear([HeardNote(text, "visit", passages(text, cut))])[0], strict=True
    ):
        at = passage.start
        for one in voice.statements:
            assert at <= one.start < one.end <= passage.end
            at = one.end
            assert (one.who is None) <= (one.source_type == "case-file")
