"""Whatever is in a file of labels: each row is taken or named, and no format gives other labels."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.material import CodedPassage
from pipelines.labelled import Labels

Read = Callable[..., Labels]
ANY = settings(max_examples=60)
HEAD = "text;group;coder;framework;area;aspects;criteria;polarity;sentences\n"
ROW = "Act.;80427;Ann;sccif-asa-2024;LEAD;;;;\n"

# Words with signs that trip a reader: quotation marks, separators, line ends, other planes.
texts = st.text(
    st.sampled_from("ab Z.!?;,\t\"'|\n=+-@•é\u2028\u00a0\U0001f9d2"), min_size=1, max_size=40
).filter(lambda text: text.strip(" \t\n\u2028\u00a0'") == text and text[0] not in "=+-@")
areas = st.sampled_from(["EXP", "PROT", "LEAD", "NONE"])
criteria = st.lists(st.sampled_from(["EXP-1", "LEAD-7", "PROT-2"]), unique=True, max_size=3)
polarities = st.sampled_from(["strength", "weakness", "mixed", "neutral"])
said = st.tuples(texts, areas, criteria, polarities)
LETTERS = {"strength": "S", "weakness": "W", "mixed": "M", "neutral": "N"}


def in_csv(text: str, area: str, chosen: list[str], polarity: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["text", "group", "coder", "framework", "area", "criteria", "polarity"])
    written = ";".join(chosen) or "NONE"
    writer.writerow([text, "80427", "Ann", "sccif-asa-2024", area, written, polarity])
    return out.getvalue()


def in_gold(text: str, area: str, chosen: list[str], polarity: str) -> str:
    reader = {"sccif": area, "criteria": chosen, "polarity": LETTERS[polarity]}
    return json.dumps({"id": "p1", "file": "80427_h/r.pdf", "text": text, "Ann": reader}) + "\n"


def in_label_studio(text: str, area: str, chosen: list[str], polarity: str) -> str:
    data = {
        "text": text,
        "framework": "sccif-asa-2024",
        "passage_id": "p1",
        "provider_urn": "80427",
    }
    named = {"area": [area], "criteria": chosen or ["NONE"], "polarity": [polarity]}
    result = [
        {"id": name, "from_name": name, "type": "choices", "value": {"choices": choices}}
        for name, choices in named.items()
    ]
    return json.dumps([{"data": data, "annotations": [{"completed_by": "Ann", "result": result}]}])


def facts(passage: CodedPassage) -> tuple[Any, ...]:
    """What a passage teaches, but for its id and the aspects that only one format asks for."""
    [coding] = passage.codings
    return (
        passage.text, passage.group, coding.coder, coding.codebook, coding.framework, coding.area,
        coding.criteria, coding.polarity,
    )  # fmt: skip


@ANY
@given(one=said)
def test_the_same_labels_come_out_of_every_format(read: Read, one: Any) -> None:
    found = [read(written(*one)) for written in (in_csv, in_gold, in_label_studio)]

    assert [labels.failed for labels in found] == [(), (), ()]
    first, *others = (facts(coded) for labels in found for coded in labels.coded)
    assert others == [first, first]
    text, area, chosen, polarity = one
    assert first == (
        text, "80427", "Ann", "gold/1", "sccif-asa-2024", area, tuple(chosen), polarity,
    )  # fmt: skip


@ANY
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_file_whatsoever_stops_a_training_with_a_defect(read: Read, content: bytes) -> None:
    labels = read(content)

    assert labels.coded == ()
    assert labels.failed
    assert all(str(failed).startswith("labels.txt") for failed in labels.failed)
    assert all(failed.remedy.endswith(".") for failed in labels.failed)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "annotations", "result", "value", "choices", "text", "A", "sccif",
                         "id", "file", "framework", "passage_id", "from_name", "annotator"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@ANY
@given(found=json_values)
def test_json_of_any_shape_is_taken_or_named(read: Read, found: Any) -> None:
    for content in (json.dumps([found]), json.dumps({"id": "p1", "A": found}) + "\n"):
        labels = read(content)
        # A list without annotations holds no labels; all else is named.
        assert labels.coded == ()
        assert all(failed.what and failed.remedy for failed in labels.failed)


@ANY
@given(rows=st.lists(st.booleans(), min_size=1, max_size=12))
def test_every_row_is_taken_or_named_with_its_own_line(read: Read, rows: list[bool]) -> None:
    written = [
        ROW.replace("Act.", f"Act {number}.") if good else ROW.replace("LEAD", "LED")
        for number, good in enumerate(rows)
    ]

    labels = read(HEAD + "".join(written))

    assert len(labels.coded) == sum(rows)
    assert [failed.line for failed in labels.failed] == [
        number for number, good in enumerate(rows, start=2) if not good
    ]


SPREADSHEETS = [
    ("\r\n\r\n" + HEAD + ROW, "blank lines above the names of the columns"),
    (";;;;;;;;\n" + HEAD + ROW, "an empty row above them"),
    ((HEAD + ROW).replace("\n", "\r"), "line ends of old computers"),
    (
        HEAD.replace(";sentences", ";sentences;note") + ROW.strip() + ";see page 3\n",
        "a column more",
    ),
    (HEAD.upper() + ROW, "names in capitals"),
    (HEAD + ROW.strip("\n"), "no line end at the end"),
    (HEAD + ";;;;;;;;\n" + ROW + "\n\n", "empty rows between and below"),
]


@pytest.mark.parametrize(("content", "why"), SPREADSHEETS, ids=[row[1] for row in SPREADSHEETS])
def test_what_spreadsheets_do_to_a_file_costs_no_label(read: Read, content: str, why: str) -> None:
    labels = read(content)

    assert labels.failed == (), why
    assert [coded.text for coded in labels.coded] == ["Act."]


def test_a_column_that_is_there_twice_is_not_guessed_at(read: Read) -> None:
    labels = read(HEAD.replace("aspects", "area") + ROW)

    assert labels.coded == ()
    assert "the column area is there twice" in labels.failed[0].what


HALVES = [
    ("\\ud800 Act.", "half a sign, which no text may hold"),
    ("Act.\\u0000", "a sign that ends text elsewhere"),
]


@pytest.mark.parametrize(("text", "why"), HALVES, ids=[row[1] for row in HALVES])
def test_signs_that_are_no_text_cost_their_row_or_come_out_as_text(
    read: Read, text: str, why: str
) -> None:
    good = in_gold("Act.", "LEAD", [], "strength").replace('"p1"', '"p0"')
    labels = read(good + in_gold("TEXT", "LEAD", [], "strength").replace("TEXT", text))

    assert labels.coded[0].id == "p0", why
    for coded in labels.coded:
        coded.text.encode("utf-8")
    assert len(labels.coded) + len({failed.line for failed in labels.failed}) == 2


LIMITS = [
    ("coder", "x" * 301, "coder is not as it should be", "a coder with an endless name"),
    ("framework", "  ", "framework is missing", "white space for a framework"),
    ("area", "LEAD EXP", "'LEAD EXP' is no area", "two areas in one field"),
    ("criteria", "LEAD-7;LEAD-7", None, "a criterion twice is once"),
    ("criteria", "lead-7, exp-1", None, "small letters, and commas between"),
    ("aspects", "LM-EVAL", "'LM-EVAL' is no aspect of sccif-asa-2024", "a code from elsewhere"),
    ("sentences", "strength", None, "a word for one sentence"),
    ("sentences", "strength weakness", "of 2 sentences, but the passage has 1", "one too many"),
    ("polarity", "Strength ", None, "capitals and a blank"),
    ("polarity", "-", None, "a dash is no answer"),
]


@pytest.mark.parametrize(
    ("column", "value", "wrong", "why"), LIMITS, ids=[row[3] for row in LIMITS]
)
def test_what_a_field_may_hold(
    read: Read, column: str, value: str, wrong: str | None, why: str
) -> None:
    names = ["text", "group", "coder", "framework", "area", "aspects", "criteria", "polarity",
             "sentences"]  # fmt: skip
    given_ = dict.fromkeys(names, "") | {
        "text": "Act.", "group": "80427", "coder": "Ann", "framework": "sccif-asa-2024",
        "area": "LEAD", column: value,
    }  # fmt: skip
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerow(given_)

    labels = read(out.getvalue())

    if wrong is None:
        assert labels.failed == (), why
        [coding] = labels.coded[0].codings
        assert coding.criteria in (None, ("LEAD-7",), ("LEAD-7", "EXP-1"))
        assert coding.polarity in (None, "strength")
        assert coding.sentences in (None, ("strength",))
    else:
        assert wrong in labels.failed[0].what, why
        assert labels.failed[0].line == 2
