"""Pages from templates: everything that is put into one is escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from review.wording import FILTERS


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
    made.filters.update(FILTERS)
    made.globals["asset"] = asset
    return made


@cache
def asset(name: str) -> str:
    """Return the address of a file of ours; it changes with the content, and may be cached."""
    content = files("review").joinpath("static", name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(content).hexdigest()[:12]}"


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """Fill a template."""
    return environment().get_template(template).render(values)
