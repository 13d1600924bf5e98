"""Templates: what is put in stays words, and what is forgotten is a defect and no blank."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as some
from jinja2 import UndefinedError

from review.labels import Label
from review.templating import Choice, asset, environment, label, options, rendered

TEMPLATES = sorted(environment().list_templates())
PAGES = [name for name in TEMPLATES if name.endswith(".html")]


def message(**values: object) -> str:
    return rendered("message.html", {"title": "Not now", "words": "Wait.", "typed": [], **values})


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('" onmouseover="x', "&#34; onmouseover=&#34;x"),
        ("A & B", "A &amp; B"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),  # words of a template are words like any others
    ],
)
def test_words_stay_words(hostile: str, harmless: str) -> None:
    page = message(words=hostile)
    assert harmless in page


@given(some.text(alphabet="<>&\"'{}%a "))
def test_no_words_open_an_element(words: str) -> None:
    quiet, loud = message(words="-"), message(words=words)
    assert loud.count("<") == quiet.count("<")


def test_a_code_stands_with_its_title_and_neither_opens_an_element() -> None:
    one = Label("1.<b>", "criterion", "Care & control", "", "1")
    assert label(one) == '<span class="code">1.&lt;b&gt;</span> Care &amp; control'
    assert label(None) == ""


def test_a_value_that_was_forgotten_is_a_defect() -> None:
    with pytest.raises(UndefinedError):
        rendered("message.html", {"title": "Not now", "words": "Wait."})


@pytest.mark.parametrize("name", PAGES)
def test_no_template_asks_another_host_or_carries_a_script_of_its_own(name: str) -> None:
    source = files("review").joinpath("templates", name).read_text(encoding="utf-8")
    assert not re.search(r"""(?:href|src|action)=["'](?:https?:)?//""", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"""\s(?:style|on[a-z]+)=["']""", source)
    assert "|safe" not in source.replace(" ", "")


def source_of(name: str) -> str:
    return files("review").joinpath("templates", name).read_text(encoding="utf-8")


def bearers() -> str:
    """Return a pattern of what puts a token into a form: the field, or a macro that holds it."""
    macros = [
        macro
        for name in PAGES
        for macro in re.findall(r"(?s){% macro (\w+)(\(.*?){% endmacro %}", source_of(name))
    ]
    holders = [name for name, body in macros if 'name="token" value="{{ token }}"' in body]
    # Macros that call one of these hold it too.
    calls = rf"\b(?:{'|'.join(holders)})\("
    holders += [name for name, body in macros if re.search(calls, body)]
    return rf'name="token" value="{{{{ token }}}}"|\b(?:{"|".join(sorted(set(holders)))})\('


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_changes_anything_carries_a_token(name: str) -> None:
    # Signing in has no session yet, so that there is none whose token it could carry.
    forms = (
        []
        if name == "sign-in.html"
        else re.findall(r'(?s)<form method="post".*?</form>', source_of(name))
    )
    bearing = bearers()
    assert [form for form in forms if not re.search(bearing, form)] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_template_can_be_read(name: str) -> None:
    assert environment().get_template(name)


def test_the_address_of_a_file_changes_with_its_content() -> None:
    plain, mark = asset("style.css").split("?")
    assert plain == "/static/style.css"
    assert re.fullmatch(r"[0-9a-f]{12}", mark)
    scripts = [one.name for one in files("review").joinpath("static").iterdir()
               if one.name.endswith(".js")]  # fmt: skip
    marks = {asset(name).split("?")[1] for name in [*scripts, "style.css"]}
    assert len(marks) == len(scripts) + 1


def test_a_file_that_is_not_ours_has_no_address() -> None:
    with pytest.raises(OSError, match="no-such"):
        asset("no-such.css")


def test_environments_are_made_once() -> None:
    assert environment() is environment()


def test_of_a_list_what_was_chosen_is_chosen_again_and_all_of_it_is_words() -> None:
    hostile = '"><script>'
    choices: list[Choice] = [("a", "One"), (hostile, hostile, hostile), ("c", "Three", "")]
    plain = options(choices, None)
    assert plain.count("<option ") == 3
    assert " selected" not in plain
    assert "<script" not in plain
    assert 'data-words="&#34;&gt;&lt;script&gt;">' in plain
    for value in ("a", hostile, "c"):
        [line] = [one for one in options(choices, value).split("\n") if " selected>" in one]
        assert line.replace(" selected", "") in plain.split("\n")
    assert '<option value="a" selected>One</option>' in options(choices, "a")
    assert options(choices, "none of them") == options(choices, "") == plain
    assert options([], "a") == ""
