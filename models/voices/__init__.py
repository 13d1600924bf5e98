"""Who says what in a case note, and whether it holds now: `voices`; and where evidence comes from.

Verbs: `note_sentences` cuts a note into sentences, `voices` tells of each who says so and when,
`source_type` names the type of evidence source for triangulation.
"""

from models.voices.sources import source_type
from models.voices.splitting import note_sentences
from models.voices.voicing import Time, Voice, Who, voices, voices_of

__all__ = ["Time", "Voice", "Who", "note_sentences", "source_type", "voices", "voices_of"]
