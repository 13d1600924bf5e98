"""Case files to notes: where each begins and ends, its day, kind, author's role and case.

`notes_of` reads every format; `people_of` gives the people that the file itself names. Pure: what
they return identifies people, and is for the quarantine alone.
"""

from __future__ import annotations

from extractors.notes.notes import notes_of
from extractors.notes.people import people_of

__all__ = ["notes_of", "people_of"]
