"""Names of taggers: what a tagger is made of, known without building it.

A run that has nothing to do must not load a model to find that out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path

from corpus.problems import ModelError

FAMILY = "lens"
VERSION = 1  # of our own code: raise it where the same model and rules answer otherwise
LARGEST_COMPANION = 100_000  # bytes
_REMEDY = "Put back the file that was delivered, or train the model again with `vouch train`."


def shipped() -> Path:
    """Return where the model stands that comes with Vouch."""
    return Path(__file__).parent / "trained" / "model.skops"


def companion(path: Path) -> Path:
    """Return the file beside a model that holds its digest."""
    return path.with_suffix(".json")


def model_digest(path: Path | None = None) -> str:
    """Return the digest that stands beside a model; null is the one that comes with Vouch.

    ModelError where there is none. Whether the model agrees with it is told when it is loaded.
    """
    place = path or shipped()
    try:
        with companion(place).open("rb") as stream:
            told = json.loads(stream.read(LARGEST_COMPANION))["digest"]
    except FileNotFoundError as error:
        reason = f"the file {companion(place).name} is absent"
        raise ModelError(f"the model {place} cannot be used: {reason}. {_REMEDY}") from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"the file {companion(place).name} beside it holds no digest"
        raise ModelError(f"the model {place} cannot be used: {reason}. {_REMEDY}") from error
    return str(told)


@cache
def rules_digest() -> str:
    """Return a digest of all rule sets that come with Vouch, comments and all."""
    files = resources.files("models").joinpath("rulesets").iterdir()
    told = hashlib.sha256()
    for file in sorted(files, key=lambda entry: entry.name):
        if file.is_file():
            told.update(file.name.encode())
            told.update(file.read_bytes())
    return told.hexdigest()


def tagger_name(parts: Iterable[str]) -> str:
    """Return family, version and a short digest of the parts: "lens/1-0a1b2c3d"."""
    told = "\n".join(parts).encode("utf-8", "surrogatepass")
    return f"{FAMILY}/{VERSION}-{hashlib.sha256(told).hexdigest()[:8]}"
