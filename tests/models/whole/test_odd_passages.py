"""What is no report: every classifier answers it quickly, with nothing, and never breaks."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Tag
from models.answers import NONE
from models.model import Model, load_model
from models.reading import Reader
from models.versions import shipped

REPORTLIKE = (
    "Strategy meetings protect children at risk of harm. Supervision is regular, but pathway plans "
    "are weak. "
)


@pytest.fixture(scope="module", params=["small", "shipped"])
def tag(request: Any, small_model: Model, tag_with: Callable[[Model], Any]) -> Any:
    """The three lenses of a small model set by hand, and of the one that comes with Vouch."""
    if request.param == "small":
        return tag_with(small_model)
    if not shipped().is_file():
        pytest.skip("no trained model is shipped yet")
    return tag_with(load_model())


NO_EVIDENCE = [
    ("", "empty"),
    (" \t\n ", "white space alone"),
    (".", "a full stop"),
    ("… – ; ( ) “ ” ’ ! ?", "punctuation alone"),
    ("!" * 500, "one mark, ever again"),
    ("." * 5_000 + " 12", "the dots of a list of contents"),
    ("2019 2020 2021 2022 45 67 12.5 % 8", "a row of figures"),
    ("12\t14\t9\n7\t8\t22\n1\t0\t3", "a table of figures"),
    ("Year\t2019\t2020\t2021\t2022\t2023\t2024", "a table with one word"),
    ("£1,250,000.00 £45.50 €3 $7", "sums of money"),
    ("effective " * 2_000, "one word of praise, ever again"),
    ("not " * 500, "one negation, ever again"),
    ("a b c d e f g h i j k l m", "letters"),
    ("Page 12", "a page number"),
    ("children", "a word that stands in every report"),
    ("Tl1e ch1ldrcn arc we11 pr0t3ctcd bv thc t3am", "a bad scan, digits for letters"),
    ("chi ldr en ar e w ell pr ot ect ed b y st aff", "a bad scan, torn words"),
    ("thechildrenarewellprotectedbythesocialworkers", "a bad scan, no blanks"),
    ("rn rn ii ll || ~~ ^^ ¬¬ rn ii ll", "a bad scan, strokes alone"),
    ("Mae plant yn cael eu diogelu’n dda gan weithwyr cymdeithasol profiadol.", "Welsh"),
    ("Les enfants sont bien protégés et les travailleurs sociaux agissent vite.", "French"),
    ("Die Kinder werden gut geschützt, und Hilfen beginnen ohne Verzögerung.", "German"),
    ("الأطفال محميون جيدا والموظفون يعملون بسرعة وبعناية كبيرة.", "Arabic, from right to left"),
    ("הילדים מוגנים היטב והצוות פועל במהירות.", "Hebrew, from right to left"),
    ("\u202eeffective support\u202c \u200f\u200e", "marks that turn the direction of writing"),
    ("儿童得到了很好的保护,社会工作者行动迅速。", "Chinese, without blanks"),
    ("子どもたちは十分に保護されています。職員は迅速に行動します。", "Japanese"),
    ("Дети хорошо защищены, и социальные работники действуют быстро.", "Russian"),
    ("बच्चे अच्छी तरह सुरक्षित हैं।", "Hindi, with marks that join"),
    ("\U0001f600 \U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467", "pictures"),
    ("\x00\x01\x02\x07\x1b[31m\x7f\x85", "control characters"),
    ("\ufeff\u200b\u00ad\u2060", "marks that are not seen"),
    ("\uf0b7 \uf0a7 \ue000", "glyphs of private use"),
    ("https://www.example.org/inspection/report?id=1&x=2", "an address of the web"),
    ("<p>class=\"x\"</p> {'a': [1, 2]} SELECT * FROM t;", "code"),
    ("=cmd|'/c calc'!A1", "a formula that spreadsheets would run"),
    ("e\u0301" * 300, "combining accents"),
    ("Z\u0335\u0321" * 200, "letters under a heap of marks"),
]


@pytest.mark.parametrize(("text", "reason"), NO_EVIDENCE, ids=[row[1] for row in NO_EVIDENCE])
def test_what_is_no_evidence_is_called_none_and_neutral(tag: Any, text: str, reason: str) -> None:
    for framework, ((row, *more),) in tag(text).items():
        assert more == [], reason
        assert (row.criterion, row.aspect) == (None, None), reason
        assert row.polarity == "neutral", reason
        assert row.area == NONE or row.abstained, f"{reason}, through {framework}"
        assert sound(row, text)


def sound(row: Tag, text: str) -> bool:
    """Whether all that a row points at lies inside its passage."""
    spans = [*row.cues, *row.sentences]
    assert 0.0 <= row.score <= 1.0
    assert all(0.0 <= one.score <= 1.0 for one in row.sentences)
    return all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize(("text", "reason"), NO_EVIDENCE, ids=[row[1] for row in NO_EVIDENCE])
def test_it_does_not_disturb_the_passages_beside_it(tag: Any, text: str, reason: str) -> None:
    beside = tag(REPORTLIKE, text, REPORTLIKE)
    alone = tag(REPORTLIKE)
    for framework, rows in beside.items():
        told = [[said(one) for one in passage] for passage in rows]
        expected = [said(one) for one in alone[framework][0]]
        assert told[0] == told[2] == expected, reason


def said(row: Tag) -> tuple[Any, ...]:
    """What a row says, without which passage of which document it belongs to."""
    return (row.element, row.area, row.aspect, row.criterion, row.polarity, row.abstained, row.rank)


HUGE = [
    (REPORTLIKE * 2_800, "50,000 words of a report"),
    ("lorem ipsum dolor sit amet " * 10_000, "50,000 words of nothing"),
    ("not no never " * 5_000, "15,000 negations"),
    ("But. " * 15_000, "15,000 sentences"),
    ("1 " * 50_000, "50,000 numbers"),
    ("x" * 300_000, "one word of 300,000 letters"),
    ("Children said staff told leaders " * 3_000, "9,000 speakers"),
]


@pytest.mark.parametrize(("text", "reason"), HUGE, ids=[row[1] for row in HUGE])
def test_a_huge_passage_costs_no_more_than_its_length(
    tag: Any, text: str, reason: str, check_effort: Callable[..., None], no_hang: Callable[[], Any]
) -> None:
    with no_hang():
        found = tag(text)
    check_effort(tag, text[: len(text) // 8], text, reason)
    for ((row, *_),) in found.values():
        assert sound(row, text)
        assert len(row.cues) <= 30


REPEATED = ["supervision ", "carers ", "Personal advisers ", "Strategy meetings "]


@pytest.mark.parametrize("words", REPEATED)
def test_words_that_are_only_repeated_are_no_evidence(tag: Any, words: str) -> None:
    for ((row, *_),) in tag(words * 500).values():
        assert (row.criterion, row.aspect) == (None, None)
        assert row.area == NONE or row.abstained


@pytest.mark.xfail(reason="spaCy peels marks off a word one by one: quadratic", strict=True)
@pytest.mark.parametrize("mark", ["_", "!"])
def test_a_line_to_write_on_is_searched_no_more_than_its_length(mark: str) -> None:
    assert searched(f"Signed {mark * 1_800}") <= 10 * searched(f"Signed {mark * 225}")


def searched(text: str) -> int:
    """How many characters the tokeniser is given to look for what ends a word."""
    reader, lengths = Reader(), []
    tokeniser: Any = reader._language.tokenizer
    search = tokeniser.suffix_search

    def noted(word: str) -> Any:
        lengths.append(len(word))
        return search(word)

    tokeniser.suffix_search = noted
    reader.read(text)
    return sum(lengths)


MIXED_IN = [
    ("\x00", "a control character"),
    ("\u200b", "a blank that is not seen"),
    ("\u00a0", "a blank that does not break"),
    ("\n", "a line end"),
    ("\t", "a tab"),
    ("  ", "two blanks"),
]


@pytest.mark.parametrize(("mark", "reason"), MIXED_IN, ids=[row[1] for row in MIXED_IN])
def test_odd_blanks_between_sentences_change_no_polarity(tag: Any, mark: str, reason: str) -> None:
    text = "Supervision is regular and thorough. Training is good and audits are thorough."
    plain, odd = (tag(one) for one in (text, text.replace(". T", f". {mark}T")))
    for framework, ((row, *_),) in odd.items():
        assert row.polarity == plain[framework][0][0].polarity == "strength", reason


def test_no_passage_has_no_tags(tag: Any) -> None:
    assert tag() == {"ilacs-2023": [], "sccif-asa-2024": [], "slac-2009": []}


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=20)
@given(texts=st.lists(ANYTHING, max_size=3))
def test_any_text_is_answered_within_itself(tag: Any, texts: list[str]) -> None:
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    for rows in tag(*texts).values():
        assert len(rows) == len(texts)
        for passage, text, start in zip(rows, texts, starts, strict=True):
            assert passage
            for row in passage:
                assert all(
                    start <= cue.start < cue.end <= start + len(text)
                    for cue in (*row.cues, *row.sentences)
                )
