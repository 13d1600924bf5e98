"""Sign-off of the evidence base of an inspection, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from corpus.problems import SettingsError
from review.asking import Ask, go
from review.inspecting import sign_off
from review.labels import lens
from review.pages.inspections import Looked, looked_at
from review.reading.evidence_base import EvidenceBase, evidence_base
from review.reading.signed import Compared, compared, content


@dataclass(frozen=True, slots=True)
class Signing:
    """An inspection with the evidence base that would be signed, and its digest."""

    looked: Looked
    base: EvidenceBase
    content: dict[str, Any]


def show(ask: Ask) -> Response:
    """Show what would be signed, what was, and what is otherwise since."""
    found, folder = _signing(ask), ask.settings.workspace.frameworks
    signed = [_compared(ask, found, at) for at in range(len(found.looked.held.signed))][::-1]
    return ask.page(
        "inspection-signing.html", f"Sign-off: {found.looked.told.provider.name}",
        **found.looked.values, base=found.base, content=found.content,
        titles={one.framework: lens(one.framework, folder).title for one in signed},
        signed=signed,
    )  # fmt: skip


def sign(ask: Ask) -> Response:
    """Sign what was shown; SettingsError where it is otherwise by now."""
    found = _signing(ask)
    if ask.said("digest") != found.content["digest"]:
        raise SettingsError(
            "The evidence base changed since you loaded the page. Nothing was signed: look at it "
            "again first."
        )
    held, user = found.looked.held, ask.viewer.user
    sign_off(ask.stores.decisions, user, held, found.content, ask.said("words"))
    return go(f"{found.looked.here}/sign-off?framework={found.base.lens.id}")


def _signing(ask: Ask) -> Signing:
    looked = looked_at(ask)
    wanted = ask.asked("framework") or looked.framework.id
    base = _base(ask, looked, wanted)
    return Signing(looked, base, content(base))


def _base(ask: Ask, looked: Looked, framework: str) -> EvidenceBase:
    return evidence_base(ask.stores.evidence, ask.viewer, looked.told, framework, "document")


def _compared(ask: Ask, found: Signing, number: int) -> Compared:
    event = found.looked.held.signed[number]
    base = _base(ask, found.looked, str((event.after or {})["framework"]))
    return compared(event, content(base), found.looked.told.documents, ask.viewer.sees_all)
