"""Classifiers: passages to tags; pure. `baseline(framework)` builds the one without labels."""

from models.baseline import baseline
from models.tagging import NONE, Tagger

__all__ = ["NONE", "Tagger", "baseline"]
