"""`vouch frameworks` over a workspace: list, show, compile, and what is kept."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from corpus.backup import backup, restore
from corpus.frameworks import known, load
from corpus.identity import sha256_of
from corpus.problems import FrameworkError
from corpus.verifying import verify
from corpus.workspace import TEMPORARY, Workspace, open_workspace, original_path, sweep, writing

Call = Callable[..., Result]

DOCUMENT = """# Beacon homes: inspection framework

In force from 1 June 2033. Published by Beacon Office.

Judgements are made on this scale:

- bright
- clear
- dim

## Lamps

### Bright

1. In a bright home:

- Lamps burn from dusk to dawn.
- Each guest may borrow one.

### Dim

2. A home is likely to be dim if:

- Lamps are locked away.

## Stairs

### Bright

3. In a bright home:

- Stairs are swept daily.

### Dim

4. A home is likely to be dim if:

- Stairs are blocked. The report is sent within 10 working days.
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "beacon.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def test_the_shipped_frameworks_are_listed(place: Path, call: Call) -> None:
    rows = json.loads(call(place, "frameworks", "list", "--json").output)

    assert tuple(row["id"] for row in rows) == known()
    row = next(row for row in rows if row["id"] == "sccif-asa-2024")
    assert (row["areas"], row["criteria"], row["from"]) == (3, 47, "Vouch")
    assert row["official_wordings"] is None
    assert not place.exists()


def test_the_list_reads_well(place: Path, call: Call) -> None:
    lines = call(place, "frameworks", "list").output.splitlines()

    at = next(n for n, line in enumerate(lines) if line.startswith("sccif-asa-2024  "))
    assert "3 areas · 47 criteria" in lines[at + 1]
    assert lines[at + 1].endswith("from Vouch · no official wording")


def test_show_lays_a_framework_out_as_a_tree(place: Path, call: Call) -> None:
    output = call(place, "frameworks", "show", "sccif-asa-2024").output

    assert "Scale: outstanding > good > requires improvement to be good > inadequate" in output
    assert "15 good" in next(line for line in output.splitlines() if line.startswith("LEAD "))
    assert "EXP-1" not in output


def test_show_prints_criteria_when_asked(place: Path, call: Call) -> None:
    output = call(place, "frameworks", "show", "sccif-asa-2024", "--criteria").output

    place_printed = "good; descriptor; 5.1 Good, paragraph 1"
    assert f"EXP-1  Trusted relationships ({place_printed})" in output


def test_show_for_programs_has_everything(place: Path, call: Call) -> None:
    found = json.loads(call(place, "frameworks", "show", "asa-2015", "--json").output)

    assert found["id"] == "asa-2015"
    assert len(found["criteria"]) == len(load("asa-2015").criteria)
    assert len(found["rules"]) == len(load("asa-2015").rules)
    assert found["official"] is None


@pytest.mark.parametrize(
    ("arguments", "says", "why"),
    [
        (("show", "nope-2030"), "There is no framework 'nope-2030'. Known are:", "unknown id"),
        (("show", "asa-2015", "--official"), "--as asa-2015", "nothing is attached yet"),
    ],
)
def test_show_says_what_is_missing(
    arguments: tuple[str, ...], says: str, why: str, place: Path, call: Call
) -> None:
    run = call(place, "frameworks", *arguments)

    assert (run.exit_code, says in run.output) == (1, True), why


def test_compile_tells_what_was_found_and_keeps_nothing(
    document: Path, place: Path, call: Call
) -> None:
    run = call(place, "frameworks", "compile", str(document))

    assert run.exit_code == 0, run.output
    assert "Scale: bright > clear > dim (stated)" in run.output
    assert "Lamps · paragraph 1 · 2 bright, 1 dim" in run.output
    assert "Sentences with a time: 1" in run.output
    assert "nothing describes clear" in run.output
    assert "add --new ID" in run.output
    assert not place.exists()


def test_compile_for_programs(document: Path, place: Path, call: Call) -> None:
    found = json.loads(call(place, "frameworks", "compile", str(document), "--json").output)

    assert found["counts"] == {
        "Lamps": {"bright": 2, "dim": 1},
        "Stairs": {"bright": 1, "dim": 1},
    }
    assert found["seems"] == []
    anchor = found["compiled"]["areas"][0]["groups"][0]["criteria"][0]["wording"]["anchor"]
    assert anchor["document_id"] == sha256_of(document.read_bytes())


def test_a_new_framework_is_known_shown_and_attached_to(
    document: Path, place: Path, call: Call
) -> None:
    made = call(place, "frameworks", "compile", str(document), "--new", "beacon-2033")
    again = call(place, "frameworks", "compile", str(document), "--new", "beacon-2033")
    attached = call(place, "frameworks", "compile", str(document), "--as", "beacon-2033")

    assert (made.exit_code, again.exit_code, attached.exit_code) == (0, 0, 0), made.output
    assert "(written)" in made.output
    assert "(unchanged)" in again.output
    assert "official wording of 5 criteria" in attached.output
    workspace = Workspace(place.absolute())
    assert "beacon-2033" in known(workspace.frameworks)
    assert (
        load("beacon-2033", workspace.frameworks).criteria[1].text == "Each guest may borrow one."
    )
    original = original_path(workspace, sha256_of(document.read_bytes()))
    assert original.read_bytes() == document.read_bytes()
    shown = call(place, "frameworks", "show", "beacon-2033", "--official").output
    assert shown.count("Official wording:") == 5


def test_attaching_twice_changes_nothing(document: Path, place: Path, call: Call) -> None:
    call(place, "frameworks", "compile", str(document), "--new", "beacon-2033")
    call(place, "frameworks", "compile", str(document), "--as", "beacon-2033")
    kept = place / "frameworks" / "beacon-2033.wording.json"
    before = (kept.read_bytes(), kept.stat().st_mtime_ns)

    assert (
        "(unchanged)"
        in call(place, "frameworks", "compile", str(document), "--as", "beacon-2033").output
    )
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before
    document.write_text(DOCUMENT.replace("dusk to dawn", "dusk until dawn"), encoding="utf-8")
    assert (
        "(replaced)"
        in call(place, "frameworks", "compile", str(document), "--as", "beacon-2033").output
    )


def test_a_corrected_framework_is_never_overwritten(
    document: Path, place: Path, call: Call
) -> None:
    call(place, "frameworks", "compile", str(document), "--new", "beacon-2033")
    path = place / "frameworks" / "beacon-2033.yaml"
    path.write_text(path.read_text().replace("title: Lamps", "title: Lamps and lanterns"))
    run = call(place, "frameworks", "compile", str(document), "--new", "beacon-2033")

    assert run.exit_code == 1
    assert "is there already and differs" in run.output
    assert "Lamps and lanterns" in path.read_text()


@pytest.mark.parametrize(
    ("options", "says", "status"),
    [
        (("--as", "nope-2030"), "There is no framework 'nope-2030'", 1),
        (("--new", "asa-2015"), "comes with Vouch", 1),
        (("--new", "Beacon"), "needs an id such as", 1),
        (("--as", "asa-2015", "--new", "beacon-2033"), "give one of the two", 2),
        (("--as", "asa-2015"), "Nothing of this document belongs to asa-2015", 1),
        (("--new", "beacon-2033", "--from", "June"), "does not match the format", 2),
    ],
)
def test_options_that_cannot_be_honoured(
    options: tuple[str, ...], says: str, status: int, document: Path, place: Path, call: Call
) -> None:
    run = call(place, "frameworks", "compile", str(document), *options)

    assert run.exit_code == status
    assert says in run.output
    folder = place / "frameworks"
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize(
    ("content", "says", "why"),
    [
        (b"", "The file is empty", "empty"),
        (b"\x00\x01\x02\xff" * 50, "no kind that Vouch knows", "unreadable"),
        (b"Dear Ms Fenn,\n\nThank you for coming.\n", "is no inspection framework", "a letter"),
    ],
)
def test_files_that_are_no_framework(
    content: bytes, says: str, why: str, tmp_path: Path, place: Path, call: Call
) -> None:
    path = tmp_path / "odd file.md"
    path.write_bytes(content)
    run = call(place, "frameworks", "compile", str(path))

    assert run.exit_code == 1, why
    assert says in run.output
    assert "odd file.md" in run.output
    assert "Traceback" not in run.output


def test_two_frameworks_with_one_id_are_named_with_both_places(place: Path, call: Call) -> None:
    folder = place / "frameworks"
    folder.mkdir(parents=True)
    (folder / "asa-2015.yaml").write_text("id: asa-2015\n")
    run = call(place, "frameworks", "list")

    assert run.exit_code == 1
    assert "There are two frameworks 'asa-2015'" in run.output
    assert str(folder / "asa-2015.yaml") in run.output.replace("\n", "")


def test_a_file_whose_id_is_not_its_name_is_refused(
    document: Path, place: Path, call: Call
) -> None:
    call(place, "frameworks", "compile", str(document), "--new", "beacon-2033")
    folder = place / "frameworks"
    (folder / "beacon-2033.yaml").rename(folder / "other-2033.yaml")

    with pytest.raises(FrameworkError, match=r"its id is 'beacon-2033'; file name and id"):
        load("other-2033", folder)


@pytest.fixture
def with_own(base: Path, tmp_path: Path, document: Path, call: Call) -> Workspace:
    """A copy of the small evidence base, with a framework of its own and attached wording."""
    archive = tmp_path / "base.zip"
    backup(open_workspace(base), archive)
    restore(archive, tmp_path / "copy")
    for option in ("--new", "--as"):
        run = call(tmp_path / "copy", "frameworks", "compile", str(document), option, "beacon-2033")
        assert run.exit_code == 0, run.output
    return open_workspace(tmp_path / "copy")


def test_backup_and_restore_carry_the_folder(with_own: Workspace, tmp_path: Path) -> None:
    (with_own.frameworks / f"{TEMPORARY}half").write_text("half-written")
    backup(with_own, tmp_path / "own.zip")
    restore(tmp_path / "own.zip", tmp_path / "back")

    back = open_workspace(tmp_path / "back")
    names = sorted(path.name for path in back.frameworks.iterdir())
    assert names == ["beacon-2033.wording.json", "beacon-2033.yaml"]
    assert load("beacon-2033", back.frameworks) == load("beacon-2033", with_own.frameworks)
    assert verify(back) == []


def test_verify_names_what_is_wrong_in_the_folder(with_own: Workspace) -> None:
    assert verify(with_own) == []
    path = with_own.frameworks / "beacon-2033.yaml"
    path.write_text(path.read_text().replace("title: Lamps", "titel: Lamps"))
    kept = with_own.frameworks / "beacon-2033.wording.json"
    document = json.loads(kept.read_text())["document_id"]
    original_path(with_own, document).write_text("another")

    found = {finding.code: finding.message for finding in verify(with_own)}
    assert "unknown key 'titel'" in found["framework"]
    assert "no longer what was read" in found["wording"]
    original_path(with_own, document).unlink()
    kept.write_text(kept.read_text().replace('"beacon-2033"', '"gone-2033"'))
    messages = [finding.message for finding in verify(with_own) if finding.code == "wording"]
    assert len(messages) == 1
    assert "is not kept" in messages[0]
    kept.write_text("{")
    assert "cannot be read" in next(f.message for f in verify(with_own) if f.code == "wording")


def test_leftovers_in_the_folder_are_swept(with_own: Workspace) -> None:
    (with_own.frameworks / f"{TEMPORARY}half").write_text("half-written")
    with writing(with_own, purpose="test"):
        assert sweep(with_own) == 1

    assert len(list(with_own.frameworks.iterdir())) == 2


def test_help_imports_no_yaml() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from pipelines.main import vouch;"
        "print(CliRunner().invoke(vouch, ['frameworks', 'show', '--help']).exit_code,"
        "[m for m in ('yaml', 'pydantic', 'extractors') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "0 []"
