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
LARGEST_COMPANION = 1024 * 1024  # bytes; what is longer is cut, and then it is no JSON
REMEDY = "Put back the file that was delivered, or train the model again with `vouch train`."


def shipped() -> Path:
    """Return where the model stands that comes with Vouch."""
    return Path(__file__).parent / "trained" / "model.skops"


def companion(path: Path) -> Path:
    """Return the file beside a model that holds its digest."""
    return path.with_suffix(".json")


def unusable(path: Path, reason: str, remedy: str = REMEDY) -> ModelError:
    """Return the refusal of a model, for one reason and with one remedy."""
    return ModelError(f"the model {path} cannot be used: {reason}. {remedy}")


def model_digest(path: Path | None = None) -> str:
    """Return the digest that stands beside a model; null is the one that comes with Vouch.

    ModelError where there is none. Whether the model agrees with it is told when it is loaded.
    """
    place = path or shipped()
    beside = companion(place)
    wanted = f"{beside.name} has to hold the model's digest"
    try:
        with beside.open("rb") as stream:
            told = json.loads(stream.read(LARGEST_COMPANION))
    except FileNotFoundError as error:
        raise unusable(place, f"the file {beside.name} is absent") from error
    except OSError as error:
        raise unusable(place, f"{beside.name} cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise unusable(place, f"the file beside it is no JSON; {wanted}") from error
    digest = told.get("digest") if isinstance(told, dict) else None
    if not isinstance(digest, str):
        raise unusable(place, f"the file beside it holds no digest; {wanted}")
    return digest


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
