"""Make the list of plain words that published reports write in lower case.

    python -m benchmarks.plain_words WORKSPACE

A word counts where reports print it twice or more, and a quarter as often in lower case as with a
capital. Such words are no names, whatever lists of names say: "may", "will", "hope", "young".
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from corpus.evidence import open_evidence
from corpus.workspace import open_workspace

WORDS = Path(__file__).resolve().parents[1] / "models" / "deid" / "words.txt"
_WORD = re.compile(r"[A-Za-z][a-z]+")
_TWICE, _QUARTER = 2, 4


def plain(texts: Iterable[str]) -> list[str]:
    """Return the plain words of texts, sorted."""
    low, capital = Counter[str](), Counter[str]()
    for text in texts:
        for match in _WORD.finditer(text):
            (low if match[0].islower() else capital)[match[0].lower()] += 1
    return sorted(
        word for word, count in low.items() if count >= _TWICE and count * _QUARTER >= capital[word]
    )


def main() -> None:
    """Write the list from the public documents of a workspace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    place = open_workspace(parser.parse_args().workspace)
    with open_evidence(place, read_only=True) as evidence:
        public = [one.id for one in evidence.documents() if one.sensitivity == "public"]
        found = plain(passage.text for key in public for passage in evidence.passages(key))
    WORDS.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(f"{len(found):,} words of {len(public):,} documents")


if __name__ == "__main__":
    main()
