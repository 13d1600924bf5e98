"""Providers' pages made ahead: when, for whom, in what order, and never in anybody's way."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from corpus.evidence import open_evidence
from corpus.workspace import Workspace, open_workspace
from review.app import build
from review.counting import Remembered
from review.pages import provider as pages
from review.preparing import Preparing
from review.reading.providers import listed
from review.settings import AppSettings
from review.stores import Stores
from review.viewing import Viewer

Made = list[tuple[Viewer, str]]


class Clock:
    """A clock that somebody else moves, in seconds."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def preparing(stores: Stores, clock: Clock) -> Preparing:
    return Preparing(stores, clock)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """What was made, in order, while it is made as always."""
    found: Made = []

    def prepare(stores: Stores, viewer: Viewer, key: str) -> None:
        found.append((viewer, key))
        pages_prepare(stores, viewer, key)

    pages_prepare = pages.prepare
    monkeypatch.setattr(pages, "prepare", prepare)
    return found


def all_of_it(preparing: Preparing) -> int:
    steps = 0
    while preparing.step():
        steps += 1
    return steps


def touch(place: Workspace) -> None:
    with open_evidence(place) as evidence:
        evidence.db.execute("UPDATE documents SET size = size + 1")


def test_each_provider_is_made_once_with_nobody_there(preparing, stores, viewer, made) -> None:
    keys = {one.key for one in listed(stores.evidence, viewer())}
    assert all_of_it(preparing) == len(keys) > 0
    assert {key for _, key in made} == keys
    assert not preparing.step()


def test_whoever_asks_is_not_disturbed(preparing, clock: Clock, viewer, made) -> None:
    preparing.asked(viewer())
    assert not preparing.step()
    clock.at += 0.5
    preparing.asked(viewer())
    clock.at += 0.9
    assert (preparing.step(), made) == (False, [])
    clock.at += 0.2
    assert preparing.step()


def test_what_was_made_ahead_is_what_the_page_shows(
    preparing, clock: Clock, signed_in, stores, monkeypatch
) -> None:
    browser = signed_in("inspector")
    [first, *_] = listed(stores.evidence, Viewer(browser.user))
    preparing.asked(Viewer(browser.user))
    clock.at += 2
    all_of_it(preparing)

    def never(*_: object) -> str:
        raise AssertionError("a page that was made ahead was made again")

    # Nobody has asked for it yet: only what was made ahead can be shown.
    with monkeypatch.context() as patched:
        patched.setattr(pages, "rendered", never)
        told = browser.get(f"/provider/{first.key}")
    monkeypatch.setattr(pages, "_RENDERED", Remembered(0))
    assert browser.get(f"/provider/{first.key}") == told


def test_for_people_who_see_more_it_is_made_again(
    preparing, clock: Clock, viewer: Callable[..., Viewer], made
) -> None:
    first = all_of_it(preparing)
    preparing.asked(viewer("inspector"))
    clock.at += 2
    assert all_of_it(preparing) == 0
    preparing.asked(viewer("qa-reviewer"))
    clock.at += 2
    # Theirs first; what was made before costs no more than a look.
    assert all_of_it(preparing) == 2 * first
    assert made[first][0].user.role == "qa-reviewer"


def test_the_providers_of_an_inspector_come_first(preparing, clock, viewer, stores, made) -> None:
    keys = [one.key for one in listed(stores.evidence, viewer())]
    for key in (keys[-1], keys[0]):
        made.clear()
        preparing.asked(viewer("inspector", key))
        clock.at += 2
        preparing.step()
        assert [key for _, key in made] == [key]


def test_while_documents_are_read_nothing_is_made_in_vain(
    preparing, clock: Clock, place: Workspace, made
) -> None:
    first = all_of_it(preparing)
    for _ in range(3):
        touch(place)
        clock.at += 2
        assert not preparing.step()
    assert len(made) == first
    clock.at += 5
    assert all_of_it(preparing) == first


def test_a_workspace_without_documents_is_waited_for(tmp_path, clock: Clock) -> None:
    empty = Preparing(Stores(open_workspace(tmp_path / "work", create=True)), clock)
    assert not empty.step()


def test_only_few_sorts_of_viewers_are_thought_of(preparing, clock, viewer, made) -> None:
    for number in range(9):
        preparing.asked(viewer("inspector", f"80000{number}"))
    clock.at += 2
    all_of_it(preparing)
    assert len({who for who, _ in made}) == 3


def test_the_app_makes_pages_ahead_and_outlives_a_defect_in_one(
    settings: AppSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, told = threading.Event(), threading.Event()

    def defect(*_: object) -> None:
        reached.set()
        raise ZeroDivisionError

    monkeypatch.setattr(pages, "prepare", defect)
    monkeypatch.setattr(threading, "excepthook", lambda _: told.set())
    with TestClient(build(settings)) as client:
        assert reached.wait(60)
        assert told.wait(60)
        assert client.get("/sign-in").status_code == 200
