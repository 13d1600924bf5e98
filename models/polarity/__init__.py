"""Strength or weakness of passages and their sentences, and what qualifies a statement.

Verbs: `qualifiers`, `Polarities.answer`, `bind`, `phrases`, `heading_polarity`.
"""

from models.polarity.answering import LABELS, Polarities
from models.polarity.headings import heading_polarity
from models.polarity.lexicon import Lexicon, bind, phrases
from models.polarity.qualifiers import Qualifier, qualifiers, qualifiers_of

__all__ = [
    "LABELS",
    "Lexicon",
    "Polarities",
    "Qualifier",
    "bind",
    "heading_polarity",
    "phrases",
    "qualifiers",
    "qualifiers_of",
]
