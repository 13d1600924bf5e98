"""The kinds of explicit statements that a child may be at risk."""

from __future__ import annotations

from typing import Literal, get_args

SignKind = Literal[
    "physical-abuse", "sexual-abuse", "emotional-abuse", "neglect", "criminal-exploitation",
    "sexual-exploitation", "self-harm", "domestic-abuse", "missing", "unsafe-home",
    "staff-allegation",
]  # fmt: skip
KINDS: tuple[SignKind, ...] = get_args(SignKind)
