"""Who has which item of the queue in hand, so that two people do not read the same one.

A claim is a courtesy and no lock: it ends by itself, and a decision counts whoever makes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from corpus.decisions import Decisions
from corpus.users import User
from review.reading.upcoming import Item

_HELD, _PUT_OFF = 600.0, 43_200.0  # seconds


class Claims:
    """The claims in an open review.db; `now` is a clock in seconds."""

    def __init__(self, decisions: Decisions, now: Callable[[], float] = time.time) -> None:
        self._decisions = decisions
        self._now = now

    def take(self, item: Item, user: User) -> bool:
        """Claim an item for some minutes; false where somebody else has it in hand."""
        now = self._now()
        with self._decisions.together():
            taken = self._decisions.db.execute(
                _TAKE, (item.passage_id, item.framework, user.key, now + _HELD, now, user.key)
            )
            return taken.rowcount > 0

    def free(self, item: Item, user: User) -> None:
        """Give an item back."""
        with self._decisions.together():
            self._decisions.db.execute(
                "DELETE FROM claims WHERE passage_id = ? AND framework = ? AND user = ?",
                (item.passage_id, item.framework, user.key),
            )

    def put_off(self, item: Item, user: User) -> None:
        """Give an item back and do not offer it to this user again today."""
        now = self._now()
        with self._decisions.together():
            self.free(item, user)
            self._decisions.db.execute("DELETE FROM skips WHERE until < ?", (now,))
            self._decisions.db.execute(
                "INSERT OR REPLACE INTO skips (passage_id, framework, user, until) "
                "VALUES (?, ?, ?, ?)",
                (item.passage_id, item.framework, user.key, now + _PUT_OFF),
            )


_TAKE = """
    INSERT INTO claims (passage_id, framework, user, until) VALUES (?, ?, ?, ?)
    ON CONFLICT (passage_id, framework) DO UPDATE SET user = excluded.user, until = excluded.until
    WHERE claims.until < ? OR claims.user = ?
"""
