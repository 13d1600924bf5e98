"""The pages of the app, all in one table: who may ask for what, and which function answers.

Who may do what is tested row by row. A page's module is loaded when somebody first asks for it, or
by `load` beside the app as it runs: nobody waits at the door for pages that they do not look at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal, cast

from starlette.responses import Response

from corpus.users import Action
from review.asking import Ask

Method = Literal["GET", "POST"]
Answer = Callable[[Ask], Response]


@dataclass(frozen=True, slots=True)
class Page:
    """One address and method. `may` is what the viewer's role must allow.

    `by` names a module of this package and the function in it that answers.
    """

    method: Method
    path: str
    may: Action
    by: str

    def answer(self, ask: Ask) -> Response:
        """Return what the page answers to somebody who may ask for it."""
        return _named(self.by)(ask)


@cache
def _named(name: str) -> Answer:
    module, _, function = name.partition(".")
    return cast(Answer, getattr(import_module(f"{__name__}.{module}"), function))


def load() -> None:
    """Load what answers all pages."""
    for page in PAGES:
        _named(page.by)


INSPECTIONS = "/evidence/provider/{key}/inspections"
INSPECTION = f"{INSPECTIONS}/{{framework}}/{{on}}"
PAGES = (
    Page("GET", "/", "read", "home.show"),
    Page("POST", "/stay", "read", "home.stay"),
    Page("GET", "/password", "read", "people.own"),
    Page("POST", "/password", "read", "people.set_own"),
    Page("GET", "/people", "users", "people.show"),
    Page("POST", "/people", "users", "people.add"),
    Page("POST", "/people/change", "users", "people.change"),
    Page("GET", "/queue", "decide", "reviewing.show"),
    Page("GET", "/queue/next", "decide", "reviewing.following"),
    Page("POST", "/queue/undo", "decide", "reviewing.take_back"),
    Page("GET", "/queue/{framework}/{passage}", "decide", "reviewing.show_item"),
    Page("POST", "/queue/{framework}/{passage}", "decide", "reviewing.act"),
    Page("GET", "/picture/{document}/{number}", "read", "pictures.show"),
    Page("GET", "/document/{document}", "read", "document.show"),
    Page("POST", "/document/{document}", "decide", "document.take_back"),
    Page("GET", "/document/{document}/passage/{passage}", "read", "document.lead"),
    Page("GET", "/document/{document}/passage/{passage}/add", "decide", "document.ask_to_add"),
    Page("POST", "/document/{document}/passage/{passage}/add", "decide", "document.add_tag"),
    Page("GET", "/orphans", "read", "document.orphans"),
    Page("GET", "/provider/{key}", "read", "provider.show"),
    Page("GET", "/provider/{key}/pack", "read", "provider.show_pack"),
    Page("GET", "/provider/{key}/pack.docx", "read", "provider.word_file"),
    Page("GET", "/provider/{key}/pack.html", "read", "provider.html_file"),
    Page("GET", "/provider/{key}/area/{framework}/{code}", "read", "provider.show_area"),
    Page("GET", "/search", "read", "search.show"),
    Page("POST", "/search", "read", "search.keep"),
    Page("GET", "/search.csv", "read", "search.as_csv"),
    Page("GET", "/search.jsonl", "read", "search.as_json"),
    Page("GET", "/evidence", "read", "evidence.show"),
    Page("GET", "/evidence/provider/{key}", "read", "evidence.show_matrix"),
    Page(
        "GET", "/evidence/provider/{key}/passages/{framework}/{code}", "read", "evidence.show_cell"
    ),
    Page("GET", INSPECTIONS, "read", "inspections.show"),
    Page("POST", INSPECTIONS, "decide", "inspections.begin"),
    Page("GET", INSPECTION, "read", "inspections.show_grades"),
    Page("POST", INSPECTION, "decide", "inspections.state"),
    Page("GET", f"{INSPECTION}/changes", "read", "judgements.show"),
    Page("POST", f"{INSPECTION}/changes", "review", "judgements.change"),
    Page("GET", f"{INSPECTION}/accuracy", "read", "accuracy.show"),
    Page("POST", f"{INSPECTION}/accuracy", "decide", "accuracy.state"),
    Page("GET", "/cases", "view", "cases.show"),
    Page("POST", "/cases", "view", "cases.unlock"),
    Page("POST", "/cases/prepare", "see-all", "cases.prepare"),
    Page("GET", "/cases/{case}", "view", "cases.show_case"),
    Page("POST", "/cases/{case}", "view", "cases.act"),
    Page("GET", "/audit", "users", "audit.show"),
    Page("GET", f"{INSPECTION}/sign-off", "read", "signing_off.show"),
    Page("POST", f"{INSPECTION}/sign-off", "review", "signing_off.sign"),
    Page("GET", "/evidence/disagreements", "read", "agreeing.show_disagreements"),
    Page("GET", "/evidence/second-review", "decide", "agreeing.show_sample"),
    Page("POST", "/evidence/second-review", "decide", "agreeing.draw"),
    Page("GET", "/evidence/second-review/{tag}", "decide", "agreeing.show_unit"),
    Page("POST", "/evidence/second-review/{tag}", "decide", "agreeing.review"),
    Page("GET", "/evidence/conflicts", "read", "agreeing.show_conflicts"),
    Page("POST", "/evidence/conflicts", "review", "agreeing.settle_one"),
    Page("GET", "/statistics", "read", "figures.show"),
    Page("GET", "/statistics/grades.csv", "read", "figures.grades_as_csv"),
    Page("GET", "/statistics/evidence.csv", "read", "figures.evidence_as_csv"),
)
