"""What a user said of documents by option, kept as events: a later reading must not forget it.

A document cannot be asked who its provider is said to be, so that what `--provider` and `--kind`
said belongs to what people decide, not to what can be made again from the originals.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from dataclasses import replace

from corpus.chain import Draft
from corpus.corrections import stated_by_option
from corpus.decisions import open_decisions, standing
from corpus.workspace import Workspace
from pipelines.settings import Settings

# The reason of such an event: which option it was, for whoever reads the list.
_REASON = "Said by option when the document was offered."


def said_now(settings: Settings) -> dict[str, str]:
    """Return what the options of this run say of every document, by field."""
    given = {"provider_urn": settings.provider, "kind": settings.kind}
    return {name: value for name, value in given.items() if value is not None}


def remembered(workspace: Workspace, settings: Settings) -> dict[str, dict[str, str]]:
    """Return what options of earlier runs said, by document and field, where this run is silent."""
    now = said_now(settings)
    before = stated_by_option(standing(workspace, "state"))
    return {
        document: {name: value for name, value in said.items() if name not in now}
        for document, said in before.items()
    }


def remember(workspace: Workspace, settings: Settings, documents: Iterable[str]) -> int:
    """Record what this run's options say of these documents, where it is news; how many it was."""
    said = said_now(settings)
    wanted = list(dict.fromkeys(documents))
    if not said or not wanted:
        return 0
    who = user_name() or "a user without a name"
    with open_decisions(workspace) as decisions, decisions.together():
        known = stated_by_option(decisions.standing("state"))
        drafts = []
        for document in wanted:
            old = known.get(document, {})
            before = {name: old.get(name) for name in said}
            if before != said:
                draft = Draft("state", who, "document", document, document, reason=_REASON)
                drafts.append(replace(draft, before=before, after=said))
        decisions.record_all(drafts)
    return len(drafts)


def user_name() -> str | None:
    """Return the name under which this machine knows its user, or None."""
    try:
        return getpass.getuser().strip() or None
    except (OSError, KeyError, ImportError):
        return None
