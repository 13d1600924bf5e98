"""The kinds of explicit statements that a child may be at risk.

"abuse" and "exploitation" stand where words tell of either and no closer kind is told.
"""

from __future__ import annotations

from typing import Literal, get_args

SignKind = Literal[
    "physical-abuse", "sexual-abuse", "emotional-abuse", "neglect", "criminal-exploitation",
    "sexual-exploitation", "self-harm", "domestic-abuse", "missing", "unsafe-home",
    "staff-allegation", "abuse", "exploitation",
]  # fmt: skip
KINDS: tuple[SignKind, ...] = get_args(SignKind)
