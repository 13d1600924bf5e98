"""Providers' pages made ahead: when, for whom, in what order, and never in anybody's way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from corpus.chain import Draft
from corpus.evidence import open_evidence
from corpus.problems import WorkspaceError
from corpus.workspace import Workspace, open_workspace
from review.app import build
from review.counting import Remembered
from review.pages import provider as pages
from review.preparing import Preparing
from review.reading.providers import Listed, listed
from review.settings import AppSettings
from review.stores import Stores
from review.viewing import Viewer

Made = list[tuple[Viewer, str]]


class Clock:
    """A clock that somebody else moves, in seconds."""

    def __init__(self) -> None:
        self.at = 100.0
        self.day = date(2026, 1, 1)

    def __call__(self) -> float:
        return self.at

    def today(self) -> date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def preparing(stores: Stores, clock: Clock) -> Preparing:
    return Preparing(stores, clock, clock.today)


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


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Have three providers listed, to everybody."""
    keys = ("9900001", "9900002", "9900003")
    every = [Listed(key, key, 1, None, f"2025-01-0{at}") for at, key in enumerate(keys, 1)]
    monkeypatch.setattr("review.reading.providers.listed", lambda *_: every)
    return keys


def ask(preparing: Preparing, who: Viewer) -> None:
    with preparing.answering(who):
        pass


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
    ask(preparing, viewer())
    assert not preparing.step()
    clock.at += 0.5
    ask(preparing, viewer())
    clock.at += 0.9
    assert (preparing.step(), made) == (False, [])
    clock.at += 0.2
    assert preparing.step()


def test_what_was_made_ahead_is_what_the_page_shows(
    preparing, clock: Clock, signed_in, stores, monkeypatch
) -> None:
    browser = signed_in("inspector")
    [first, *_] = listed(stores.evidence, Viewer(browser.user))
    ask(preparing, Viewer(browser.user))
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


def test_whoever_is_being_answered_is_not_disturbed(preparing, clock: Clock, viewer) -> None:
    with preparing.answering(viewer()):
        with preparing.answering(viewer()):
            clock.at += 60
            assert not preparing.step()
        clock.at += 60
        assert not preparing.step()
    assert not preparing.step(), "they have just been answered"
    clock.at += 2
    assert preparing.step()


def test_for_people_who_see_more_it_is_made_again(
    preparing, clock: Clock, viewer: Callable[..., Viewer], made
) -> None:
    first = all_of_it(preparing)
    ask(preparing, viewer("inspector"))
    clock.at += 2
    assert all_of_it(preparing) == 0
    ask(preparing, viewer("qa-reviewer"))
    clock.at += 2
    # Theirs first; what was made before costs no more than a look.
    assert all_of_it(preparing) == 2 * first
    assert made[first][0].user.role == "qa-reviewer"


def test_the_providers_of_an_inspector_come_first(preparing, clock, viewer, stores, made) -> None:
    keys = [one.key for one in listed(stores.evidence, viewer())]
    for key in (keys[-1], keys[0]):
        made.clear()
        ask(preparing, viewer("inspector", key))
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


def test_a_decision_or_another_day_makes_pages_anew(
    preparing, clock: Clock, stores, keeper, made
) -> None:
    first = all_of_it(preparing)
    stores.decisions.record(Draft("comment", keeper.key, "tag", "t", reason="so"))
    assert not preparing.step()
    clock.at += 6
    assert all_of_it(preparing) == first
    clock.day += timedelta(days=1)
    assert not preparing.step()
    clock.at += 6
    assert all_of_it(preparing) == first


def test_where_there_is_no_workspace_yet_none_is_made(tmp_path, clock: Clock) -> None:
    place = open_workspace(tmp_path / "work", create=True)
    empty = Preparing(Stores(place), clock)
    before = sorted(place.root.rglob("*"))
    assert not empty.step()
    assert sorted(place.root.rglob("*")) == before


def test_one_page_that_fails_is_no_reason_to_make_no_others(
    preparing, three, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def prepare(_stores: Stores, _viewer: Viewer, key: str) -> None:
        made.append(key)
        if len(made) == 1:
            raise WorkspaceError("review.db is locked")

    monkeypatch.setattr(pages, "prepare", prepare)
    assert all_of_it(preparing) == 3
    assert made == [*reversed(three)]


def test_a_file_that_failed_is_looked_at_again(
    preparing, monkeypatch: pytest.MonkeyPatch, made
) -> None:
    def locked(*_: object) -> None:
        raise WorkspaceError("evidence.db is locked")

    with monkeypatch.context() as patched:
        patched.setattr("review.reading.providers.listed", locked)
        assert not preparing.step()
    assert all_of_it(preparing) == len(made) > 0


def test_no_more_pages_are_thought_of_than_are_kept(
    preparing, clock, viewer, three, made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("review.preparing._MOST", 2)
    ask(preparing, viewer("inspector", three[0]))
    ask(preparing, viewer("qa-reviewer"))
    clock.at += 2
    assert all_of_it(preparing) == 2
    # An inspector's own providers come before anything that is nobody's own.
    assert [(who.user.role, key) for who, key in made] == [
        ("inspector", three[0]), ("qa-reviewer", three[-1]),
    ]  # fmt: skip


def test_only_few_sorts_of_viewers_are_thought_of(preparing, clock, viewer, made) -> None:
    for number in range(9):
        ask(preparing, viewer("inspector", f"80000{number}"))
    clock.at += 2
    all_of_it(preparing)
    assert len({who for who, _ in made}) == 3


def test_the_app_outlives_a_defect_in_a_page_and_makes_the_others(
    settings: AppSettings, keeper, three, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    tried: list[str] = []
    told, done = threading.Event(), threading.Event()

    def prepare(_stores: Stores, _viewer: Viewer, key: str) -> None:
        tried.append(key)
        if len(tried) == 1:
            raise ZeroDivisionError
        if len(tried) == 3:
            done.set()

    monkeypatch.setattr(pages, "prepare", prepare)
    monkeypatch.setattr(threading, "excepthook", lambda _: told.set())
    monkeypatch.setattr("review.app._SWEEP", 0.05)
    with TestClient(build(settings)) as client:
        assert told.wait(60)
        assert client.get("/sign-in").status_code == 200
        assert done.wait(60)
    assert tried == [*reversed(three)]
    assert "defect in a page that was made ahead" in caplog.text
