"""`vouch learn`: from decisions on tags to what to review next, doubts and recall."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from corpus.chain import Draft
from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.identity import sha256_of, tag_id
from corpus.records import Document, Extraction, Passage, Reading, Source, Tag
from corpus.workspace import Workspace, open_workspace, writing
from models.learning import RANDOM_FIRST, draw
from pipelines.figures import Held, write_held
from pipelines.promoting import MODEL, promote
from pipelines.reviewed import held_given, reviewed, search_for

Call = Callable[..., Result]
SCCIF = "sccif-asa-2024"


def tag(passage: str, document: str, code: str, score: float, rank: int = 1) -> Tag:
    area = code.partition("-")[0]
    return Tag(
        tag_id(passage, SCCIF, code, "lens/1"), passage, document, SCCIF, None, area, None,
        code if "-" in code else None, "strength", score, False, rank, "lens/1",
    )  # fmt: skip


def fill(place: Path, authorities: int = 2, each: int = 40) -> Workspace:
    """Reports whose passages are all tagged; the first ten of each are about LEAD-7."""
    workspace = open_workspace(place, create=True)
    with writing(workspace), open_evidence(workspace) as evidence:
        for urn in range(authorities):
            key = sha256_of(str(urn).encode())
            texts = [f"Passage {number:02} of authority {urn}." for number in range(each)]
            passages, tags, at = [], [], 0
            for number, text in enumerate(texts):
                name = f"{urn}-{number:02}"
                passages.append(Passage(name, key, at, at + len(text), text, pages=None))
                code, other = ("LEAD-7", "LEAD-8") if number < 10 else ("PROT-1", "PROT-2")
                tags += [
                    tag(name, key, code, 0.9 - number / 100),
                    tag(name, key, other, 0.1, rank=2),
                ]
                at += len(text) + 1
            evidence.save(
                [
                    Reading(
                        Source(f"s{urn}", f"/{urn}.md", key, str(urn), "ok"),
                        Document(key, f"{urn}.md", "text/plain", 1, "public", str(urn)),
                        Extraction(key, "plain/1", "\n".join(texts), (), ()),
                        tuple(passages),
                        tuple(tags),
                    )
                ]
            )
    return workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return fill(tmp_path / "ws")


def decide(
    workspace: Workspace,
    what: str,
    passage: str,
    code: str = "LEAD-7",
    after: Mapping[str, Any] | None = None,
) -> None:
    target = tag_id(passage, SCCIF, code, "lens/1")
    kind = "tag"
    if what == "add":
        target, kind = passage, "passage"
    with open_decisions(workspace) as decisions:
        decisions.record(Draft(what, "Ada", kind, target, after=after))  # type: ignore[arg-type]


def test_next_lists_random_passages_first_and_providers_in_turn(
    workspace: Workspace, call: Call
) -> None:
    found = json.loads(call(workspace.root, "learn", "next", "--limit", "80", "--json").stdout)

    assert [one["why"] for one in found[: 2 * RANDOM_FIRST]] == ["random"] * 2 * RANDOM_FIRST
    assert [one["provider"] for one in found[:4]] == ["0", "1", "0", "1"]
    assert len({one["id"] for one in found}) == 80
    rest = [one["score"] for one in found[2 * RANDOM_FIRST :] if one["provider"] == "0"]
    assert rest == sorted(rest)


def test_next_leaves_out_what_was_reviewed(workspace: Workspace, call: Call) -> None:
    first = json.loads(call(workspace.root, "learn", "next", "--limit", "1", "--json").stdout)
    passage = first[0]["id"].partition(" ")[0]
    code = "LEAD-7" if int(passage[2:]) < 10 else "PROT-1"
    decide(workspace, "accept", passage, code)

    done = call(workspace.root, "learn", "next", "--limit", "3")

    assert done.stdout.endswith("1 passage reviewed so far.\n")
    number, urn = passage[2:], passage[0]
    assert f"Passage {number} of authority {urn}." not in done.stdout
    assert done.stdout.count("random; sccif-asa-2024; ") == 3


def test_next_of_one_provider_and_framework(workspace: Workspace, call: Call) -> None:
    def listed(*options: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(
            call(workspace.root, "learn", "next", "--json", *options).stdout
        )
        return found

    assert {one["provider"] for one in listed("--provider", "1")} == {"1"}
    assert listed() != listed("--seed", "another")


DECISIONS = [
    pytest.param("accept", None, {"LEAD", "LEAD-7"}, id="accepted: its codes"),
    pytest.param("reject", None, set(), id="rejected: reviewed, and none confirmed"),
    pytest.param("change", {"criterion": "LEAD-3"}, {"LEAD", "LEAD-3"}, id="changed: the new one"),
    pytest.param("change", {"criterion": None}, {"LEAD"}, id="changed to the area alone"),
    pytest.param(
        "add", {"framework": SCCIF, "criterion": "EXP-1"}, {"EXP-1"}, id="added by a reviewer"
    ),
]


@pytest.mark.parametrize(("what", "after", "codes"), DECISIONS)
def test_what_a_decision_confirms(
    workspace: Workspace, what: str, after: dict[str, Any] | None, codes: set[str]
) -> None:
    decide(workspace, what, "0-03", after=after)
    with open_evidence(workspace, read_only=True) as evidence:
        found = reviewed(evidence, evidence.tags())

    assert found.confirmed == {("0-03", SCCIF): codes}


def test_what_was_opened_again_is_not_reviewed(workspace: Workspace) -> None:
    decide(workspace, "accept", "0-03")
    decide(workspace, "reopen", "0-03")
    with open_evidence(workspace, read_only=True) as evidence:
        assert reviewed(evidence, evidence.tags()).confirmed == {}


def test_doubtful_holds_decisions_against_scores(workspace: Workspace, call: Call) -> None:
    for number in range(9):
        decide(workspace, "accept", f"0-0{number}")
    for number in range(3):
        decide(workspace, "reject", f"1-0{number}", "LEAD-8")
    decide(workspace, "reject", "1-00", "LEAD-7")

    found = json.loads(call(workspace.root, "learn", "doubtful", "--json").stdout)
    shown = call(workspace.root, "learn", "doubtful").stdout

    [one] = found["decisions"]
    assert (one["id"], one["label"]) == (tag_id("1-00", SCCIF, "LEAD-7", "lens/1"), "rejected")
    assert shown.startswith("decisions: 1 doubtful one\n")
    assert "rejected (0.10); the model: accepted (0.90, usually 0.86)" in shown
    assert "Passage 00 of authority 1." in shown


def test_doubtful_holds_headings_against_a_model_that_had_not_seen_them(
    workspace: Workspace, call: Call
) -> None:
    folder = workspace.models / "m1"
    folder.mkdir()
    (folder / MODEL).write_bytes(b"a model")
    promote(workspace, "m1")
    held = [
        Held("area x", f"0-{n:02}", ("HP",), ("LEAD" if n == 5 else "HP",), (0.9,))
        for n in range(6)
    ]
    held += [Held("area x", f"1-0{n}", ("LEAD",), ("LEAD",), (0.8,)) for n in range(5)]
    write_held(folder, held)

    shown = call(workspace.root, "learn", "doubtful").stdout

    assert "area x: 1 doubtful one" in shown
    assert "HP (0.00); the model: LEAD (0.90, usually 0.80)" in shown
    assert "Passage 05 of authority 0." in shown


def test_of_several_right_labels_the_models_own_is_not_doubted() -> None:
    held = [Held("t", "a", ("CIC", "HP"), ("HP",), (0.9,)), Held("t", "b", (), ("HP",), (0.9,))]

    [one] = held_given(held)["t"]

    assert one.label == "HP"


def test_recall_is_unknown_without_a_sample(workspace: Workspace, call: Call) -> None:
    for number in range(3):
        decide(workspace, "accept", f"0-0{number}")

    shown = call(workspace.root, "learn", "recall", "lead-7").stdout

    assert shown.startswith("LEAD-7: 3 passages found among 3 reviewed; 77 not reviewed; ")
    assert "cannot be told: no passage drawn at random" in shown
    assert "To review next, likeliest:" in shown


def test_recall_is_estimated_from_those_drawn(workspace: Workspace, call: Call) -> None:
    ranking = sorted((f"{urn}-0{n}" for urn in range(2) for n in range(10)), key=lambda p: p[2:])
    for passage in ranking:
        decide(workspace, "accept", passage)
    rest = [f"{urn}-{n:02}" for urn in range(2) for n in range(10, 40)]
    drawn = sorted(rest, key=lambda passage: draw(passage, "LEAD-7"))
    for passage in drawn[:30]:
        decide(workspace, "accept", passage, "PROT-1")

    found = json.loads(call(workspace.root, "learn", "recall", "LEAD-7", "--json").stdout)

    assert (found["found"], found["reviewed"], found["sampled"], found["unseen"]) == (
        20,
        50,
        30,
        30,
    )
    assert (found["recall"], found["high"]) == (1.0, 1.0)
    assert 0.75 < found["low"] < 0.9
    assert found["ranked"] == []
    assert found["drawn"] == drawn[30:35]
    shown = call(workspace.root, "learn", "recall", "LEAD-7").stdout
    assert "About 100% of all evidence is found" in shown
    assert "None left, likeliest." in shown


def test_a_hit_that_was_met_elsewhere_counts_as_found(workspace: Workspace) -> None:
    decide(workspace, "add", "1-39", after={"framework": SCCIF, "criterion": "LEAD-7"})
    with open_evidence(workspace, read_only=True) as evidence:
        tags = list(evidence.tags())
        found = search_for(
            "LEAD-7", SCCIF, tags, {one.passage_id for one in tags}, reviewed(evidence, tags)
        )

    assert (found.estimate.found, found.estimate.unseen + found.estimate.sampled) == (1, 79)
    assert "1-39" not in found.drawn


def test_recall_through_a_framework_without_tags_says_what_to_do(
    workspace: Workspace, call: Call
) -> None:
    done = call(workspace.root, "learn", "recall", "LM-EQ", "--framework", "slac-2009")

    assert done.exit_code == 1
    assert "vouch tag --framework slac-2009" in done.stderr
