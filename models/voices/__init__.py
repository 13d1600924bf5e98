"""Who says what in a case note, and whether it holds now; and where evidence comes from.

Verbs: `hear` says of each passage of notes who says its sentences, when that holds and which type
of evidence source it is. Below it, `note_sentences` cuts a note into sentences, `voices` tells of
each who says so and when, and `source_type` names the type of source for triangulation.
"""

from models.voices.hearing import HeardNote, hear, reader_name
from models.voices.sources import source_type
from models.voices.splitting import note_sentences
from models.voices.voicing import NoteText, Voice, voices, voices_of

__all__ = [
    "HeardNote", "NoteText", "Voice", "hear", "note_sentences", "reader_name", "source_type",
    "voices", "voices_of",
]  # fmt: skip
