"""Makes providers' pages before anybody asks for them, while the app has nothing else to do.

One page at a time: whoever asks meanwhile waits for little. Nothing of it is written anywhere.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from corpus.problems import VouchError
from corpus.users import User
from review.counting import State, state_of
from review.stores import Stores
from review.viewing import Viewer

_IDLE = 1.0  # seconds for which nobody has asked for anything
_SETTLED = 5.0  # and for which nothing was written: a page made during an ingest is made in vain
_BREATH, _LOOK = 0.02, 1.0  # seconds after a page was made, and where there was none to make
_MOST = 120  # pages, each of some 2 MB where a provider has 10,000 tags
_VIEWERS = 3  # of those who may see or do different things, the ones who asked last
# Before anybody has asked: what is public is the same for most.
_ANYBODY = Viewer(User("", "", "inspector", ""))


class Preparing:
    """What is to be made for whom. `asked` is called from many threads, the rest from one."""

    def __init__(self, stores: Stores, now: Callable[[], float] = time.monotonic) -> None:
        self._stores = stores
        self._now = now
        self._asked = float("-inf")
        self._viewers = {_sort(_ANYBODY): _ANYBODY}
        self._known: tuple[State, object, frozenset[object]] | None = None
        self._since = float("-inf")
        self._plan: deque[tuple[Viewer, str]] = deque()

    def asked(self, viewer: Viewer) -> None:
        """Note that somebody asked for a page: they come first, and before anything made ahead."""
        self._asked = self._now()
        sort = _sort(viewer)
        others = {key: one for key, one in self._viewers.items() if key != sort}
        # Another mapping rather than a change: a step may be going through this one.
        self._viewers = {sort: viewer, **dict(list(others.items())[: _VIEWERS - 1])}

    def until(self, ended: threading.Event) -> None:
        """Make one page after the other, until all is ended."""
        while not ended.wait(_BREATH if self.step() else _LOOK):
            pass

    def step(self) -> bool:
        """Make the next page, if it is time to; say whether there was any."""
        if self._now() - self._asked < _IDLE:
            return False
        from review.pages.provider import prepare  # noqa: PLC0415 - slow: not for the start

        try:
            self._look()
            if not self._plan or self._now() - self._since < _SETTLED:
                return False
            prepare(self._stores, *self._plan.popleft())
        except VouchError:
            # A file that fails, or is not there yet, is told to whoever asks for a page.
            self._plan.clear()
            return False
        return True

    def _look(self) -> None:
        """Plan anew where anything changed that the pages show, or others have asked."""
        from review.reading.history import corrected_until  # noqa: PLC0415 - as above

        evidence, viewers = self._stores.evidence, self._viewers
        state = state_of(evidence), corrected_until(self._stores.decisions)
        known = (*state, frozenset(viewers))
        if known == self._known:
            return
        if self._known is not None and self._known[:2] != state:
            self._since = self._now()
        self._known = known
        self._plan = deque(
            (viewer, key) for viewer in viewers.values() for key in self._wanted(viewer)
        )

    def _wanted(self, viewer: Viewer) -> Iterator[str]:
        """Yield providers: those to whom the viewer is assigned, then the newest documents'."""
        from review.reading.providers import listed  # noqa: PLC0415 - as above

        every = listed(self._stores.evidence, viewer)
        every.sort(key=lambda one: (one.key in viewer.providers, one.last or ""), reverse=True)
        yield from (one.key for one in every[:_MOST])


def _sort(viewer: Viewer) -> object:
    """Return what tells apart viewers for whom pages differ."""
    return viewer.clause(), viewer.may("decide")
