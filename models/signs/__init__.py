"""Explicit statements that a child may be at risk, found so that a person looks: `signs`.

It routes and never scores or predicts: a sign has words, a kind and the rule that found it, and
nothing that could be read as a likelihood. When in doubt it routes.
"""

from models.signs.kinds import KINDS, SignKind
from models.signs.routing import Sign, SignTime, signs

__all__ = ["KINDS", "Sign", "SignKind", "SignTime", "signs"]
