"""Compare the improvements that Vouch reads with those that a reader marked, list by list.

`python benchmarks/improvement_quality.py REPORTS` measures the side that code may be tuned on and
names each disagreement; with `--apart` the other side, in numbers alone. An item is right when its
text is that of a mark of the same report; its kind is counted apart. Nothing of a text is printed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.split import reports
from corpus.facts import Fact
from extractors import extract, passages, sniff
from extractors.facts.improvements import read

MARKS = Path(__file__).parent / "labels" / "improvements" / "marks.csv"
# A raised figure after a word: "Encompass5". The marks leave it out, the frozen text cannot.
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}(?!\w)|(?<=[.,;])\d{1,2}(?=\s|$)")


class Mark(NamedTuple):
    """One item as the reader marked it."""

    order: int
    kind: str
    digest: str
    words: int
    page: str


def digest(text: str) -> str:
    """Return the hash under which the text of an item was marked."""
    plain = unicodedata.normalize("NFKC", text).lower()
    letters = "".join(mark for mark in plain if mark.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def digests(text: str) -> set[str]:
    """Return the hashes that count as the text, footnote marks forgiven."""
    return {digest(text), digest(_FOOTNOTE.sub("", text))}


def marks() -> tuple[dict[str, list[Mark]], dict[str, str]]:
    """Return the marks and the form of each marked report, by its sha256."""
    found: dict[str, list[Mark]] = defaultdict(list)
    forms: dict[str, str] = {}
    with MARKS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            forms[row["sha256"]] = row["form"]
            if row["kind"] != "none":
                mark = (int(row["order"]), row["kind"], row["text_sha256"], int(row["words"]))
                found[row["sha256"]].append(Mark(*mark, row["page"]))
    return found, forms


def paired(marked: Iterable[Mark], facts: Iterable[Fact]) -> list[tuple[Mark | None, Fact | None]]:
    """Pair marks and facts of one report by their text; what has no partner stands alone."""
    waiting = list(facts)
    pairs: list[tuple[Mark | None, Fact | None]] = []
    for mark in marked:
        partner = next((fact for fact in waiting if mark.digest in digests(fact.text)), None)
        if partner is not None:
            waiting.remove(partner)
        pairs.append((mark, partner))
    return pairs + [(None, fact) for fact in waiting]


def told(name: str, mark: Mark | None, fact: Fact | None) -> str:
    """Name one disagreement by its place."""
    if fact is not None:
        words = len(fact.text.split())
        return (
            f"  {name} extra {fact.kind} {fact.fields['order']} (page {fact.page}, {words} words)"
        )
    if mark is not None:
        return f"  {name} missed {mark.kind} {mark.order} (page {mark.page}, {mark.words} words)"
    return ""


def main() -> None:
    """Read every marked report of one side and print how well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--apart", action="store_true")
    options = parser.parse_args()
    marked, forms = marks()
    counts: Counter[tuple[str, str]] = Counter()
    seen: set[str] = set()
    lines: list[str] = []
    seconds = [0.0, 0.0]
    for path in reports(options.reports, apart=options.apart):
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in forms or sha256 in seen:
            continue
        seen.add(sha256)
        before = time.process_time()
        extraction = extract(content, sha256, sniff(content, path.name))
        cut = passages(extraction)
        between = time.process_time()
        facts, problems = read(extraction, cut, None)
        seconds[0] += between - before
        seconds[1] += time.process_time() - between
        for mark, fact in paired(marked[sha256], facts):
            for key in (forms[sha256], mark.kind if mark else str(fact.kind) if fact else ""):
                counts[key, "marked"] += mark is not None
                counts[key, "read"] += fact is not None
                counts[key, "right"] += mark is not None and fact is not None
                counts[key, "kind"] += bool(mark and fact and mark.kind == fact.kind)
            if mark is None or fact is None:
                lines.append(told(f"{forms[sha256]} {sha256[:8]}", mark, fact))
        lines += [f"  {forms[sha256]} {sha256[:8]} problem {each.code}" for each in problems]
    shown(counts)
    print(f"{len(seen)} reports; extraction {seconds[0]:.1f} CPU s, improvements {seconds[1]:.2f}")
    if not options.apart:
        print("\n".join(lines))


def shown(counts: Counter[tuple[str, str]]) -> None:
    """Print recall and precision with their denominators, by form and by kind."""
    for key in dict.fromkeys(name for name, _ in sorted(counts)):
        right, marked, read_ = (counts[key, part] for part in ("right", "marked", "read"))
        recall = f"{right}/{marked} = {right / marked:.3f}" if marked else "none marked"
        precision = f"{right}/{read_} = {right / read_:.3f}" if read_ else "none read"
        kind = f"kind {counts[key, 'kind']}/{right}"
        print(f"{key:22} recall {recall:20} precision {precision:20} {kind}")


if __name__ == "__main__":
    main()
