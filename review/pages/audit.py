"""Who saw what of case notes, and when, for those who look after users; no word of the notes."""

from __future__ import annotations

from starlette.responses import Response

from corpus.users import Users
from review.asking import Ask
from review.reading.views import A_PAGE, views


def show(ask: Ask) -> Response:
    """List the views of case notes, the latest first."""
    decisions = ask.stores.decisions
    who, before = ask.asked("who")[:100], ask.asked("before")[:15]
    start = int(before) if before.isascii() and before.isdecimal() else None
    found = views(decisions, who or None, start)
    return ask.page(
        "audit.html", "Who saw which case notes", views=found, who=who,
        names=[user.name for user in Users(decisions).all()],
        following=found[-1].seq if len(found) == A_PAGE else None,
    )  # fmt: skip
