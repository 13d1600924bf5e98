"""Reading a document without Python's search for reference cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cycle_search_paused() -> Iterator[None]:
    """Pause the search for reference cycles for the length of a `with` block.

    A document makes hundreds of tuples a page, all of which live to its end, so the search goes
    through them again and again and finds nothing: it took 6 % of the time. What is no part of a
    cycle is freed as ever. Where blocks overlap in threads, the one that paused ends the pause.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
