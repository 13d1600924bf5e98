"""What a page is asked, and where it may send the browser."""

from __future__ import annotations

import io
import subprocess
import sys
from importlib import import_module
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.responses import Response

from corpus.users import ACTIONS, User
from corpus.workspace import Workspace
from review.asking import Ask, go, local
from review.pages import PAGES, Page
from review.sessions import Session
from review.settings import AppSettings
from review.stores import Stores
from review.viewing import Viewer

_LOADED = """
import sys, review.app
from review.pages import load
def pages(): return sum(name.startswith("review.pages.") for name in sys.modules)
print(pages()); load(); print(pages())
"""


@pytest.fixture
def ask(place: Workspace, stores: Stores):
    user = User("ina", "Ina <b>", "inspector", "2026-01-01")

    def make(query: str = "", *fields: tuple[str, object]) -> Ask:
        return Ask(
            AppSettings(workspace=place), stores, Viewer(user),
            Session("its-id", user, "the-token", ends=1e9), "/here?a=1", {}, QueryParams(query),
            FormData(fields),  # type: ignore[arg-type]
        )  # fmt: skip

    return make


@pytest.mark.parametrize(
    "address", ["/", "/people", "/queue/a/b?framework=x&provider=1", "/provider/Bath%20%2F%20Wells"]
)
def test_addresses_of_ours_are_kept(address: str) -> None:
    assert local(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",  # browsers read a backslash as a slash
        "/a\\..\\b",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "people",
        " /people",
        "/x\r\nSet-Cookie: a=b",
        "/x\x00",
        "",
    ],
)
def test_everything_else_leads_to_the_first_page(address: str) -> None:
    assert local(address) == "/"
    assert go(address).headers["location"] == "/"


@given(some.text())
def test_no_address_leads_out_of_the_app_or_into_another_header(address: str) -> None:
    found = local(address)
    assert found.startswith("/")
    assert found[1:2] not in ("/", "\\")
    assert found.isprintable()
    assert local(found) == found


def test_after_a_form_the_browser_loads_a_page() -> None:
    answer = go("/people")
    assert answer.status_code == 303  # the form is not sent again when the page is loaded again
    assert answer.headers["location"] == "/people"


def test_a_field_is_text_or_nothing(ask) -> None:
    file = UploadFile(io.BytesIO(b"x"), filename="x.txt")
    found = ask("", ("words", "one\r\ntwo\rthree"), ("file", file))
    assert found.said("words") == "one\ntwo\rthree"  # browsers send each line end as two signs
    assert found.said("file") == ""
    assert found.said("no-such") == ""


def test_a_parameter_is_text_or_nothing(ask) -> None:
    found = ask("words=health&empty=&words=last")
    assert found.asked("words") == "last"
    assert found.asked("empty") == found.asked("no-such") == ""


def test_a_page_carries_its_title_the_viewer_and_what_it_is_given(ask) -> None:
    answer = ask().page("home.html", "Providers", 404, providers=[], words="a<b")
    text = answer.body.decode()
    assert answer.status_code == 404
    assert "<title>Providers" in text
    assert "Ina &lt;b&gt;" in text
    assert "a&lt;b" in text
    assert 'value="the-token"' in text


def test_what_a_page_is_given_goes_before_what_every_page_has(ask) -> None:
    answer = ask().page("home.html", "Providers", providers=[], words="", token="another-one")
    text = answer.body.decode()
    assert 'value="another-one"' in text
    assert "the-token" not in text


def test_every_page_stands_in_the_table_once_with_what_it_takes_to_see_it() -> None:
    named = [(one.method, one.path) for one in PAGES]
    assert len(named) == len(set(named))
    assert {one.may for one in PAGES} <= set(ACTIONS)
    assert all(one.path.startswith("/") for one in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.by)
def test_every_page_names_a_function_that_answers(page: Page) -> None:
    module, _, function = page.by.partition(".")
    answer = getattr(import_module(f"review.pages.{module}"), function)
    assert get_type_hints(answer) == {"ask": Ask, "return": Response}


def test_pages_are_not_loaded_before_somebody_asks() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True
    ).stdout.split()
    assert told[0] == "1"  # the way in, alone
    assert int(told[1]) > 10


def test_pages_that_change_people_are_for_those_who_may() -> None:
    # Everybody changes their own password; nobody else's but by the right to change users.
    changing = [one for one in PAGES if one.path.startswith("/people")]
    assert changing
    assert {one.may for one in changing} == {"users"}
