"""Makes providers' pages before anybody asks for them, while the app has nothing else to do.

One page at a time: whoever asks meanwhile waits for little. Nothing of it is written anywhere.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import islice

from corpus.problems import VouchError
from corpus.users import User
from review.counting import noticed
from review.stores import Stores
from review.viewing import Viewer

log = logging.getLogger("vouch.review")

_IDLE = 1.0  # seconds for which nobody has asked for anything
_SETTLED = 5.0  # and for which nothing was written: a page made during an ingest is made in vain
_BREATH, _LOOK = 0.02, 1.0  # seconds after a page was made, and where there was none to make
_MOST = 120  # pages, each of some 2 MB where a provider has 10,000 tags
_VIEWERS = 3  # of those who may see or do different things, the ones who asked last
_DECIDED = "SELECT max(seq) FROM review.events"
# Before anybody has asked: what is public is the same for most.
_ANYBODY = Viewer(User("", "", "inspector", ""))


class Preparing:
    """What is to be made for whom. `answering` is entered by many threads, the rest by one."""

    def __init__(
        self,
        stores: Stores,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._stores = stores
        self._now = now
        self._today = today
        self._lock = threading.Lock()
        self._at_work = 0
        self._asked = float("-inf")
        self._viewers = {_sort(_ANYBODY): _ANYBODY}
        self._known: tuple[object, object] | None = None
        self._since = float("-inf")
        self._plan: deque[tuple[Viewer, str]] = deque()

    @contextmanager
    def answering(self, viewer: Viewer) -> Iterator[None]:
        """Stand back while somebody is answered; what they may see comes first from now on."""
        sort = _sort(viewer)
        with self._lock:
            self._at_work += 1
            others = {key: one for key, one in self._viewers.items() if key != sort}
            # Another mapping rather than a change: a step may be going through this one.
            self._viewers = {sort: viewer, **dict(islice(others.items(), _VIEWERS - 1))}
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1
                self._asked = self._now()

    def until(self, ended: threading.Event) -> None:
        """Make one page after the other, until all is ended."""
        try:
            while not ended.wait(_BREATH if self.step() else _LOOK):
                pass
        except Exception:
            # Whoever asks for this page is told; it is out of the plan of the next such thread.
            log.exception("defect in a page that was made ahead")
            raise
        finally:
            self._stores.close()

    def step(self) -> bool:
        """Make the next page, if it is time to; say whether there was any."""
        if self._at_work or self._now() - self._asked < _IDLE or not self._is_there():
            return False
        from review.pages.provider import prepare  # noqa: PLC0415 - slow: not for the start

        try:
            self._look()
        except VouchError:
            # A file that fails is told to whoever asks for a page; it may be over the next time.
            self._known = None
            return False
        if not self._plan or self._now() - self._since < _SETTLED:
            return False
        with suppress(VouchError):
            prepare(self._stores, *self._plan.popleft())
        return True

    def _is_there(self) -> bool:
        """Say whether there is anything to read: nothing is opened that would be made by it."""
        place = self._stores.workspace
        return place.evidence.exists() and place.review.exists()

    def _look(self) -> None:
        """Plan anew where anything changed that the pages show, or others have asked."""
        evidence, viewers = self._stores.evidence, self._viewers
        state = noticed(evidence), next(evidence.query(_DECIDED)), self._today()
        known = state, frozenset(viewers)
        if known == self._known:
            return
        written = self._known is not None and self._known[0] != state
        self._plan = deque(self._wanted(list(viewers.values())))
        self._since = self._now() if written else self._since
        self._known = known

    def _wanted(self, viewers: Sequence[Viewer]) -> Iterator[tuple[Viewer, str]]:
        """Yield who is to be shown which provider: first those to whom somebody is assigned."""
        from review.reading.providers import listed  # noqa: PLC0415 - as above

        every = {one: listed(self._stores.evidence, one) for one in viewers}
        own = [(who, one) for who in viewers for one in every[who] if one.key in who.providers]
        newest = [
            (who, one)
            for who in viewers
            for one in sorted(every[who], key=lambda one: one.last or "", reverse=True)
            if one.key not in who.providers
        ]
        yield from ((who, one.key) for who, one in islice((*own, *newest), _MOST))


def _sort(viewer: Viewer) -> object:
    """Return what tells apart viewers for whom pages differ."""
    return viewer.clause(), viewer.may("decide")
