"""Gathering: every file offered is accounted for, whatever stands on the disk."""

import os
import socket
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import RefusedError
from pipelines.offers import gather, location, printable, read_bytes, unprintable
from pipelines.settings import Settings

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path / "workspace", max_file_mb=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "offered").mkdir()
    return tmp_path / "offered"


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def names(folder: Path, settings: Settings) -> list[str]:
    return [Path(offer.path).name for offer in gather([folder], settings).offers]


def code(folder: Path, settings: Settings) -> str | None:
    [offer] = gather([folder], settings).offers
    assert offer.sha256 is None
    return offer.problem.code if offer.problem else None


def test_folders_are_read_with_all_their_folders_and_sorted(
    folder: Path, settings: Settings
) -> None:
    put(folder, b__late="1", a__early="2", c="3")

    assert names(folder, settings) == ["early", "late", "c"]


def test_a_file_offered_twice_is_one_offer(folder: Path, settings: Settings) -> None:
    put(folder, a="1")

    assert len(gather([folder, folder / "a", folder], settings).offers) == 1


def test_hidden_files_inside_folders_are_passed_by_and_counted(
    folder: Path, settings: Settings
) -> None:
    put(folder, a="1")
    (folder / ".DS_Store").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "inside").write_text("x")
    (folder / "Thumbs.db").write_text("every other file is accounted for")

    gathered = gather([folder], settings)

    assert [offer.name for offer in gathered.offers] == ["Thumbs.db", "a"]
    assert gathered.passed_by == 2


def test_a_hidden_file_named_by_the_user_is_read(folder: Path, settings: Settings) -> None:
    (folder / ".notes").write_text("x")

    assert len(gather([folder / ".notes"], settings).offers) == 1


def test_the_workspace_is_never_read_into_itself(folder: Path, settings: Settings) -> None:
    put(folder, a="1", other__evidence="")
    (folder / "other" / "evidence.db").write_text("another workspace")
    settings = Settings(workspace=folder / "workspace")
    put(folder, workspace__originals="x")

    assert names(folder, settings) == ["a"]


def test_equal_bytes_are_duplicates_of_the_first_by_path(folder: Path, settings: Settings) -> None:
    put(folder, b="same", a="same", c="other")

    found = {offer.name: offer.duplicate_of for offer in gather([folder], settings).offers}

    assert found == {"a": None, "b": str(folder / "a"), "c": None}


@pytest.mark.parametrize(
    ("place", "provider", "name"),
    [
        ("80433_Harrowmere/report.txt", "80433", "Harrowmere"),
        ("80433_Harrow mere & Co/2020/report.txt", "80433", "Harrow mere & Co"),
        ("1_Outer/2_Inner/report.txt", "2", "Inner"),  # the nearest folder knows best
        ("80433/report.txt", None, None),  # a number alone may be a year
        ("Harrowmere_80433/report.txt", None, None),
    ],
)
def test_a_folder_may_name_the_provider(
    folder: Path, settings: Settings, place: str, provider: str | None, name: str | None
) -> None:
    put(folder, **{place: "x"})

    [offer] = gather([folder], settings).offers

    assert (offer.provider, offer.provider_name) == (provider, name)


def test_the_user_knows_the_provider_better_than_the_folder(folder: Path, tmp_path: Path) -> None:
    put(folder, **{"80433_Harrowmere/report.txt": "x"})

    [offer] = gather([folder], Settings(workspace=tmp_path, provider="99")).offers

    assert (offer.provider, offer.provider_name) == ("99", None)


@posix
def test_a_pipe_is_refused_without_waiting_for_it(folder: Path, settings: Settings) -> None:
    os.mkfifo(folder / "pipe.pdf")

    assert code(folder, settings) == "not-a-file"


@posix
def test_a_socket_is_refused(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.pdf")

        assert code(folder, settings) == "not-a-file"


@posix
def test_a_huge_file_is_refused_by_its_size_alone(folder: Path, settings: Settings) -> None:
    with (folder / "huge.pdf").open("wb") as stream:
        stream.truncate(2_000_000_000)  # sparse: reading it would take seconds

    assert code(folder, settings) == "too-large"


@posix
def test_links_in_a_circle_end(folder: Path, settings: Settings) -> None:
    put(folder, deep__a="1")
    (folder / "deep" / "up").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    (folder / "gone").symlink_to(folder / "nowhere")

    found = {
        offer.name: offer.problem.code if offer.problem else None
        for offer in gather([folder], settings).offers
    }

    assert found == {"a": None, "self": "unreadable", "gone": "missing"}


@posix
def test_a_file_goes_by_its_plain_path_where_a_link_leads_to_it_too(
    folder: Path, settings: Settings
) -> None:
    put(folder, z_real__a="1")
    (folder / "a_link").symlink_to(folder / "z_real")

    assert [offer.path for offer in gather([folder], settings).offers] == [str(folder / "z_real/a")]


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read anything")
def test_what_may_not_be_read_is_a_row(folder: Path, settings: Settings) -> None:
    put(folder, locked="1", shut__a="1")
    (folder / "locked").chmod(0)
    (folder / "shut").chmod(0)
    try:
        found = {offer.name: offer.problem for offer in gather([folder], settings).offers}
    finally:
        (folder / "shut").chmod(0o700)

    assert {name: problem.code for name, problem in found.items() if problem} == {
        "locked": "no-permission",
        "shut": "no-permission",
    }


@posix
def test_odd_names_are_stored_printable_and_opened_all_the_same(
    folder: Path, settings: Settings
) -> None:
    turned = "turned \u202etxt.txt".encode()  # shows as "turned txt.txt" whatever it is
    odd = [b"line\nbreak.txt", b"latin-\xe9.txt", b"percent%20.txt", b"plain 100%.txt", turned]
    for name in odd:
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_bytes(name)

    offers = gather([folder], settings).offers

    assert sorted(offer.name for offer in offers) == [
        "latin-%E9.txt",
        "line%0Abreak.txt",
        "percent%2520.txt",
        "plain 100%.txt",
        "turned %E2%80%AEtxt.txt",
    ]
    assert sorted(read_bytes(offer, settings) for offer in offers) == sorted(odd)
    assert all(offer.path.encode("utf-8") for offer in offers)


@posix
@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name))
def test_printable_paths_can_be_undone_and_hold_no_control_character(name: bytes) -> None:
    path = os.fsdecode(name)

    shown = printable(path)

    assert unprintable(shown) == path
    assert shown.encode("utf-8").decode("utf-8").splitlines() in ([shown], [])


def test_a_file_that_changes_after_it_was_hashed_is_not_read_as_the_old_one(
    folder: Path, settings: Settings
) -> None:
    put(folder, a="before")
    [offer] = gather([folder], settings).offers
    put(folder, a="after!")

    with pytest.raises(RefusedError, match="was being written") as caught:
        read_bytes(offer, settings)

    assert caught.value.problem.code == "changed-while-reading"


@posix
def test_a_file_that_grows_beyond_the_limit_while_it_is_hashed_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, a="x" * 3_000_000)
    real = os.fstat

    def small_at_first(descriptor: int) -> os.stat_result:
        status = list(real(descriptor))
        status[stat.ST_SIZE] = 0  # as it was when the file had just been made
        return os.stat_result(status)

    monkeypatch.setattr(os, "fstat", small_at_first)

    [offer] = gather([folder], Settings(max_file_mb=1)).offers

    assert offer.problem is not None
    assert (offer.problem.code, offer.sha256) == ("too-large", None)


def test_a_folder_that_vanishes_while_it_is_walked_is_a_row(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, a="1")
    (folder / "sub").mkdir()
    real = os.scandir

    def drive_taken_out(path: Path) -> object:
        if path.name == "sub":
            path.rmdir()
        return real(path)

    monkeypatch.setattr(os, "scandir", drive_taken_out)

    found = {offer.name: offer.problem for offer in gather([folder], settings).offers}

    assert found["a"] is None
    assert found["sub"] is not None
    assert found["sub"].code == "missing"


def test_a_file_that_vanishes_is_refused_with_its_path(folder: Path, settings: Settings) -> None:
    put(folder, a="1")
    [offer] = gather([folder], settings).offers
    location(offer).unlink()

    with pytest.raises(RefusedError, match="not there") as caught:
        read_bytes(offer, settings)

    assert caught.value.problem.code == "missing"
