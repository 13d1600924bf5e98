"""`vouch tag` through frameworks of every shape, the shipped ones and a workspace's own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from corpus.frameworks import known, load
from corpus.workspace import open_workspace
from pipelines.lenses import STAND_IN

Call = Callable[..., Result]
HEAD = """\
id: {id}
title: Inspections of lighthouses
publisher: A county
source: A leaflet
in_force:
  from: 2030-01-01
scale:
  - {{grade: good, aliases: [good], paragraph: "1"}}
areas:
"""
LAMPS = '  - {code: LAMP, title: Lamps and lenses, paragraph: "1", aliases: [lamps]}\n'
STAFF = (
    '  - {code: STAFF, title: Keepers and their supervision, paragraph: "2", aliases: [staff]}\n'
)
CRITERIA = """\
criteria:
  good:
    - {code: LAMP-1, area: LAMP, title: Lit lamps, text: Lamps are lit at dusk., paragraph: "3"}
    - {code: STAFF-1, area: STAFF, title: Care, text: Keepers are supervised., paragraph: "4"}
counts:
  LAMP: {good: 1}
  STAFF: {good: 1}
"""
REPORT = """# Inspection of the lighthouse

Lamps are lit at dusk every day, and the lenses are clean.

Supervision of keepers is regular and reflective.

The inspection took place in March.
"""


@pytest.fixture
def place(tmp_path: Path, ingested: Callable[..., object], vaulted: Callable[[Path], Path]) -> Path:
    """A workspace with one public report that is not tagged yet, and one restricted note."""
    (tmp_path / "report.md").write_text(REPORT)
    (tmp_path / "note.md").write_text("Lamps: Mara was found asleep below one.\n")
    ingested(vaulted(tmp_path / "ws"), tmp_path / "report.md", sensitivity="public", tag=False)
    ingested(tmp_path / "ws", tmp_path / "note.md", tag=False)
    return tmp_path / "ws"


def own(place: Path, name: str, *parts: str) -> None:
    folder = open_workspace(place).frameworks
    folder.mkdir(exist_ok=True)
    text = "".join((HEAD.format(id=name), *parts))
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def rows(call: Call, place: Path) -> list[dict[str, Any]]:
    done = call(place, "export", "--what", "tags", "-")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


SHAPES = [
    ((LAMPS, STAFF, CRITERIA), {"LAMP", "STAFF", "NONE"}, "areas with criteria"),
    ((LAMPS, STAFF), {"LAMP", "STAFF", "NONE"}, "areas alone"),
    ((LAMPS,), {"LAMP", "NONE"}, "one area: a passage is of it, or of none"),
]


@pytest.mark.parametrize(("parts", "areas", "why"), SHAPES, ids=[row[2] for row in SHAPES])
def test_a_framework_that_nobody_has_seen_is_a_lens(
    place: Path, call: Call, parts: tuple[str, ...], areas: set[str], why: str
) -> None:
    own(place, "lights-2030", *parts)

    done = call(place, "tag", "--framework", "lights-2030")

    assert done.exit_code == 0, done.output
    assert done.output.startswith("1 document gone over, ")
    found = rows(call, place)
    assert found, why
    assert {row["framework"] for row in found} == {"lights-2030"}
    assert {row["area"] for row in found} <= areas
    best = Counter(row["passage_id"] for row in found if row["rank"] == 1)
    assert set(best.values()) == {1}, "every passage that was read has one best row"
    codes = {row["criterion"] for row in found} - {None}
    assert codes <= ({"LAMP-1", "STAFF-1"} if CRITERIA in parts else set())


def test_words_of_a_criterion_find_it(place: Path, call: Call) -> None:
    own(place, "lights-2030", LAMPS, STAFF, CRITERIA)

    call(place, "tag", "--framework", "lights-2030")

    passages = call(place, "export", "--what", "passages", "-").stdout
    text = {one["passage_id"]: one["text"] for one in map(json.loads, passages.splitlines())}
    first = {text[row["passage_id"]][:5]: row for row in rows(call, place) if row["rank"] == 1}
    assert first["Lamps"]["area"] == "LAMP"
    assert first["Lamps"]["criterion"] == "LAMP-1"


@pytest.mark.parametrize("framework", known())
def test_every_shipped_framework_that_tells_passages_apart_is_a_lens(
    place: Path, call: Call, framework: str
) -> None:
    found = load(framework)
    judged = [one for one in found.walk() if not one.areas and one.code != found.overall]

    done = call(place, "tag", "--framework", framework)

    if not (judged or found.criteria):
        assert (done.exit_code, "neither areas nor criteria" in done.stderr) == (1, True)
        return
    assert done.exit_code == 0, done.output
    plain = {code.rpartition("/")[2] for code in found.codes()} | {"NONE"}
    stored = rows(call, place)
    assert stored
    assert {row["area"] for row in stored} <= plain
    assert {row["aspect"] for row in stored} - {None} <= plain
    assert {row["criterion"] for row in stored} - {None} <= {one.code for one in found.criteria}


WRONG = [
    ("lights-2031", "There is no framework 'lights-2031'. Known are: ", "one that is not there"),
    ("SCCIF-ASA-2024", "There is no framework 'SCCIF-ASA-2024'", "its name in capitals"),
    ("../sif-2013", "There is no framework '../sif-2013'", "a path"),
    ("", "There is no framework ''", "nothing"),
]


@pytest.mark.parametrize(("name", "words", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_a_framework_that_is_not_there_is_named_and_nothing_is_tagged(
    place: Path, call: Call, name: str, words: str, why: str
) -> None:
    done = call(place, "tag", "--framework", STAND_IN, "--framework", name)

    assert done.exit_code in (1, 2), why
    assert words in done.stderr
    assert rows(call, place) == []


def test_a_framework_file_that_is_wrong_is_named_with_its_place(place: Path, call: Call) -> None:
    own(place, "lights-2030", LAMPS, LAMPS)

    done = call(place, "tag", "--framework", "lights-2030")

    assert done.exit_code == 1
    assert "lights-2030" in done.stderr and "LAMP" in done.stderr
    assert "Traceback" not in done.output
    assert rows(call, place) == []


def test_a_wrong_file_that_nobody_asks_for_is_in_nobodys_way(place: Path, call: Call) -> None:
    own(place, "lights-2030", "  - nonsense")

    assert call(place, "tag").exit_code == 0
    assert call(place, "tag", "--framework", "slac-2009").exit_code == 0
    assert {row["framework"] for row in rows(call, place)} == {STAND_IN, "slac-2009"}


def test_a_framework_that_was_changed_reads_everything_again(place: Path, call: Call) -> None:
    own(place, "lights-2030", LAMPS, STAFF)
    call(place, "tag", "--framework", "lights-2030")
    before = {row["tag_id"]: row for row in rows(call, place)}
    # Another process would read the file anew; this one keeps taggers for its life.
    own(place, "lights-2031", LAMPS, STAFF, CRITERIA)

    done = call(place, "tag", "--framework", "lights-2031")

    assert done.output.startswith("1 document gone over")
    after = {row["tag_id"]: row for row in rows(call, place)}
    assert before.items() <= after.items(), "the tags of another framework stay as they are"


def test_a_document_is_read_through_its_corrected_framework_beside_the_first(
    place: Path, call: Call
) -> None:
    call(place, "tag")
    first = rows(call, place)

    corrected = call(
        place, "correct", "document", "report.md", "--set", "framework=sif-2013", "--reason",
        "It says so on the cover", "--who", "Ada",
    )  # fmt: skip
    done = call(place, "tag")

    assert corrected.exit_code == 0, corrected.output
    assert done.output.endswith("(sif-2013).\n")
    found = rows(call, place)
    assert {row["framework"] for row in found} == {STAND_IN, "sif-2013"}
    assert [row for row in found if row["framework"] == STAND_IN] == first


def test_nothing_is_ever_tagged_of_a_restricted_document(place: Path, call: Call) -> None:
    own(place, "lights-2030", LAMPS)

    for given in ((), ("--framework", "lights-2030"), ("--reprocess",), ("--context",)):
        assert call(place, "tag", *given).exit_code == 0

    documents = call(place, "export", "--what", "documents", "-").stdout.splitlines()
    [note] = [one for one in map(json.loads, documents) if one["sensitivity"] == "restricted"]
    found = rows(call, place)
    assert found
    assert note["document_id"] not in {row["document_id"] for row in found}


def test_an_empty_workspace_has_nothing_to_tag(tmp_path: Path, call: Call) -> None:
    open_workspace(tmp_path / "ws", create=True)
    before = call(tmp_path / "ws", "tag")
    (tmp_path / "empty").mkdir()
    call(tmp_path / "ws", "ingest", str(tmp_path / "empty"))

    done = call(tmp_path / "ws", "tag")

    for one in (before, done):
        assert "Traceback" not in one.output
    assert done.exit_code == 0, done.output
    assert done.output.startswith("0 documents gone over, 0 tags")


def test_a_folder_that_is_no_workspace_is_refused_and_stays_as_it_is(
    tmp_path: Path, call: Call
) -> None:
    (tmp_path / "holiday.txt").write_text("Beach.")

    for command in (("tag",), ("train",), ("evaluate",), ("learn", "next"), ("learn", "doubtful")):
        done = call(tmp_path, *command)
        assert done.exit_code == 1, command
        assert str(tmp_path) in done.stderr
        assert "Traceback" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.txt"]


ODD = [
    ("", "an empty document"),
    ("# A heading alone\n", "no passage below a heading"),
    ("| 1 | 2 |\n|---|---|\n| 3 | 4 |\n", "a table of numbers"),
    ("Les enfants vont bien. Los niños están bien.\n", "other languages"),
    ("l1k3 0CR n0i5e ~~ |||| ,,,, ;;; .\n", "noise of text recognition"),
    ("word " * 50_000 + "\n", "fifty thousand words without an end"),
    ("\u202eright to left\u202c \U0001f9d2\u200d\U0001f9d2 \u0301e\n", "signs of every kind"),
]


@pytest.mark.parametrize(("text", "why"), ODD, ids=[row[1] for row in ODD])
def test_odd_documents_are_tagged_or_left_and_stop_nothing(
    tmp_path: Path, call: Call, ingested: Callable[..., object], text: str, why: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "odd.md").write_text(text)
    (folder / "report.md").write_text(REPORT)
    ingested(tmp_path / "ws", folder, sensitivity="public", tag=False)

    done = call(tmp_path / "ws", "tag", "--framework", STAND_IN, "--framework", "slac-2009")

    assert (done.exit_code, done.stderr) == (0, ""), why
    found = rows(call, tmp_path / "ws")
    assert {row["framework"] for row in found} == {STAND_IN, "slac-2009"}
    assert all(0.0 <= row["score"] <= 1.0 for row in found)
