"""Pages from templates: everything that is put into one is escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from review.labels import Label
from review.wording import FILTERS, MOVED

# The value of an option, what it says, and further words by which it is found.
Choice = tuple[str, str] | tuple[str, str, str]


@cache
def environment() -> Environment:
    """Return the templates, made once."""
    made = Environment(
        loader=PackageLoader("review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(FILTERS, label=label)
    made.globals["asset"] = asset
    made.globals["options"] = options
    made.globals["MOVED"] = MOVED
    return made


@cache
def asset(name: str) -> str:
    """Return the address of a file of ours; it changes with the content, and may be cached."""
    content = files("review").joinpath("static", name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:12]}"


def options(choices: Iterable[Choice], chosen: str | None) -> Markup:
    """Return the options of a list to choose from; long lists are kept from page to page."""
    lines, places = _options(tuple(choices))
    if (at := places.get(chosen or "")) is not None:
        line = lines[at].replace(">", " selected>", 1)
        lines = (*lines[:at], line, *lines[at + 1 :])
    return Markup("\n".join(lines))  # noqa: S704 - each was escaped when it was made


@lru_cache(maxsize=64)
def _options(choices: tuple[Choice, ...]) -> tuple[tuple[str, ...], dict[str, int]]:
    lines = tuple(str(_option(*choice)) for choice in choices)
    return lines, {choice[0]: at for at, choice in enumerate(choices)}


def _option(value: str, title: str, words: str | None = None) -> Markup:
    if words is None:
        return Markup('<option value="{}">{}</option>').format(value, title)
    return Markup('<option value="{}" data-words="{}">{}</option>').format(value, words, title)


@lru_cache(maxsize=4096)
def label(one: Label | None) -> Markup:
    """Return a code with its title; they are few, and stand on a page many times."""
    if one is None:
        return Markup()
    return Markup('<span class="code">{}</span> {}').format(one.code, one.title)


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """Fill a template."""
    return environment().get_template(template).render(values)
