"""Providers by number or name, what became of them, and files of them that people write."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from corpus.backup import backup, restore
from corpus.evidence import open_evidence
from corpus.problems import SettingsError
from corpus.providers import Lineage, Provider, load, plain
from corpus.verifying import verify
from corpus.workspace import Workspace, writing

REPORTS = Path(__file__).parents[2].parent / "shared" / "reports"
OWN = """
providers:
  - {id: "70001", name: Harrowmere, also: [Harrow Mere]}
  - {id: "70002", name: Upper Harrowmere}
  - {id: "70003", name: Lower Harrowmere}
  - {id: "80427", name: Bath}
changes:
  - day: 2022-04-01
    kind: split
    before: ["70001"]
    after: ["70002", "70003"]
    note: By order of the county.
trusts:
  - {name: Harrowmere Children First, councils: ["70002"], since: "2022", until: "2023-06",
     note: As the council said.}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "providers.yaml"
    path.write_text(OWN)
    return path


def ids(lineage: Lineage) -> tuple[list[str], list[str]]:
    """What came before, and what after."""
    return [kin.provider.id for kin in lineage.earlier], [kin.provider.id for kin in lineage.later]


NAMES = [
    ("80427", "80427", "its number"),
    ("Bath and North East Somerset", "80427", "its name"),
    ("bath & north east somerset council", "80427", "other signs and words"),
    ("City of Wakefield", "80451", "a word in front"),
    ("Royal Borough of Kensington and Chelsea", "80544", "several words"),
    ("London Borough of Barnet", "80487", "a London borough"),
    ("Bournemouth, Christchurch & Poole", "2532287", "commas"),
    ("BCP", "2532287", "a short name"),
    ("Hull", "80477", "a short name"),
    ("County Durham", "80465", "another name"),
    ("City of London", "80450", "London itself"),
    ("City of York", "york", "not North Yorkshire"),
    ("York", "york", "without a word in front"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected", "why"), NAMES)
def test_a_provider_goes_by_many_names(words: str, expected: str, why: str) -> None:
    found = load().find(words)
    assert found is not None, why
    assert found.id == expected, why


HISTORIES = [
    ("2532287", ["bournemouth", "poole", "dorset-county"], []),
    ("2532283", ["dorset-county"], []),
    ("bournemouth", [], ["2532287"]),
    ("2637539", ["northamptonshire"], []),
    ("2733698", ["cumbria"], []),
    ("cumbria", [], ["cumberland", "2733698"]),
    ("80487", [], []),
]


@pytest.mark.parametrize(("words", "earlier", "later"), HISTORIES)
def test_what_came_before_and_after(words: str, earlier: list[str], later: list[str]) -> None:
    assert ids(load().lineage(words)) == (earlier, later)


def test_a_part_of_an_area_is_told_as_a_part() -> None:
    partly = {kin.provider.id: kin.partly for kin in load().lineage("BCP").earlier}
    assert partly == {"bournemouth": False, "poole": False, "dorset-county": True}
    later = {kin.provider.id: kin.partly for kin in load().lineage("dorset-county").later}
    assert later == {"2532287": True, "2532283": False}


DAYS = [
    ("2637539", "2021-03-31", ["northamptonshire"], "the day before"),
    ("2637539", "2021-04-01", ["2637539"], "the day itself"),
    ("northamptonshire", "2022-01-01", ["2637539", "2637548"], "it is gone"),
    ("northamptonshire", "2019-01-01", ["northamptonshire"], "it was there"),
    ("2532287", "2016-05-01", ["bournemouth", "poole", "dorset-county"], "three before"),
]


@pytest.mark.parametrize(("words", "day", "expected", "why"), DAYS)
def test_who_answers_on_a_day(words: str, day: str, expected: list[str], why: str) -> None:
    found = load().lineage(words, date.fromisoformat(day))
    assert [one.id for one in found.responsible] == expected, why


@pytest.mark.parametrize("name", ["Dorset", "Somerset", "Buckinghamshire", "North Yorkshire"])
def test_of_an_old_and_a_new_one_of_a_name_the_day_decides(name: str) -> None:
    before, today = load().find(name, date(2017, 6, 1)), load().find(name)
    assert before is not None
    assert today is not None
    assert before.id != today.id
    assert before.id in ids(load().lineage(today.id))[0]


def test_who_runs_the_services_for_a_council_on_a_day() -> None:
    def run_by(words: str, day: str) -> list[str]:
        return [one.name for one in load().lineage(words, date.fromisoformat(day)).run_by]

    assert run_by("Sunderland", "2017-03-31") == []
    assert run_by("Sunderland", "2017-04-01") == ["Together for Children"]
    assert run_by("Slough", "2019-01-01") == ["Slough Children's Services Trust"]
    assert run_by("Slough", "2021-04-01") == ["Slough Children First"]
    assert run_by("2637548", "2024-01-01") == ["Northamptonshire Children's Trust"]


def test_an_unknown_provider_passes_through() -> None:
    found = load().lineage(" Harrowmere ", date(2020, 1, 1))
    nobody = Provider("Harrowmere", "Harrowmere")
    assert found == Lineage(nobody, known=False, responsible=(nobody,))


@pytest.mark.parametrize("words", ["", " ", "the council of"])
def test_no_name_is_nobody(words: str) -> None:
    assert load().find(words) is None


def test_numbers_are_told_from_words_of_ours() -> None:
    known = load().by_id
    assert known["80427"].urn == "80427"
    assert known["cumbria"].urn is None
    assert Provider("SC012345", "An agency").urn == "SC012345"


def test_names_are_compared_without_their_form() -> None:
    assert plain("The City of Córdoba & District Council") == "cordoba"
    assert plain("City of London") == "city of london"


def test_a_file_of_ones_own_is_laid_over_what_is_shipped(own: Path) -> None:
    found = load(own)
    assert ids(found.lineage("Harrow Mere")) == ([], ["70002", "70003"])
    assert found.by_id["80427"].name == "Bath"
    assert ids(found.lineage("BCP"))[0] == ["bournemouth", "poole", "dorset-county"]
    first = found.lineage("70002", date(2023, 6, 30)).run_by
    assert [one.name for one in first] == ["Harrowmere Children First"]
    assert found.lineage("70002", date(2023, 7, 1)).run_by == ()
    assert load(own.with_name("none.yaml")) == load()


BAD = [
    ("2022-04-01", "2022-13-01", r"line 8: .*cannot be read", "no day"),
    ("split", "divorced", r"line 9: 'kind' is 'divorced'; allowed: renamed, replaced", "no kind"),
    ('before: ["70001"]', 'before: ["7"]', r"line 10: no provider has the id '7'", "nobody"),
    ('after: ["70002", "70003"]', "after: []", r"line 8: a change needs providers", "nothing left"),
    ('after: ["70002", "70003"]', 'after: ["70001"]', "cannot take over from itself", "itself"),
    ("{id: \"70002\"", "{id: \"70001\"", "line 4: the provider '70001' stands twice", "twice"),
    ("note: By order", "notes: By order", "line 12: unknown key 'notes'", "a slip"),
    ('since: "2022"', 'since: "soon"', "'soon' is no time", "no time"),
    ('until: "2023-06"', 'until: "2021"', "it ends before it begins", "backwards"),
    ("providers:", "provider:", "unknown key 'provider'", "another key"),
    ("trusts:", "trusts: [", "a bracket does not close", "no YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words", "why"), BAD, ids=[row[3] for row in BAD])
def test_every_wrong_line_is_named(own: Path, old: str, new: str, words: str, why: str) -> None:
    own.write_text(OWN.replace(old, new, 1))
    with pytest.raises(SettingsError, match=words) as told:
        load(own)
    assert str(own) in str(told.value), why


def test_a_file_that_is_no_text_is_told(own: Path) -> None:
    own.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="it is not UTF-8 text"):
        load(own)


def test_a_circle_of_changes_ends(own: Path) -> None:
    back = OWN.replace(
        "trusts:",
        '  - {day: 2024-04-01, kind: merged, before: ["70002", "70003"], after: ["70001"], '
        "note: Back.}\ntrusts:",
    )
    own.write_text(back)
    found = load(own).lineage("70001")
    assert ids(found) == (["70002", "70003"], ["70002", "70003"])


def test_a_workspace_keeps_its_file(workspace: Workspace, tmp_path: Path) -> None:
    with writing(workspace), open_evidence(workspace):
        workspace.providers.write_text(OWN)
    assert verify(workspace) == []
    backup(workspace, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    assert (tmp_path / "again" / "providers.yaml").read_text() == OWN
    workspace.providers.write_text(OWN.replace("split", "divorced"))
    [finding] = verify(workspace)
    assert (finding.code, "line 9" in finding.message) == ("providers", True)


@pytest.mark.reports
def test_every_authority_of_the_reports_goes_by_its_number_and_name() -> None:
    if not REPORTS.is_dir():
        pytest.skip("the real reports are not beside this checkout")
    known = load()
    folders = {path.name for path in REPORTS.glob("*/*") if path.is_dir()}
    for folder in folders:
        urn, _, name = folder.partition("_")
        found = known.find(re.sub("_", " ", name))
        assert found is not None, folder
        assert found.id == urn, folder
    assert len(folders) > 80
