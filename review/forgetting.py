"""Drops what is remembered of texts, when nobody may read them in this process any more."""

from __future__ import annotations

import sys


def forget() -> None:
    """Drop the words, names and dates of texts that functions of `models` remember.

    These are the functions with a bounded cache; an unbounded one holds what comes with Vouch. What
    stays are single words in the tables of spaCy, until the process ends. Modules that nobody has
    needed yet remember nothing, and are not loaded for it.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("models.") and module is not None:
            for value in list(vars(module).values()):
                bounded = getattr(value, "cache_parameters", None)
                if bounded is not None and bounded()["maxsize"] is not None:
                    value.cache_clear()
