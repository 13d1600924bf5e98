"""Synthetic UK children's case files with the truth about them; no line is of a real file.

`generate` makes several cases over months in many formats. The same seed gives the same bytes.
The vocabulary and the sentences are parted for good into a development and a judgement half. THE
JUDGEMENT HALF IS FOR THE FINAL MEASURE: nobody tunes on it, reads it, or prints examples of it. A
third vocabulary, the rehearsal, was written without knowing the rules; anybody may look at it.
"""

from benchmarks.casefiles.generating import ALL, generate, long_note, many_rows

__all__ = ["ALL", "generate", "long_note", "many_rows"]
