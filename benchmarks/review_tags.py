"""A made-up workspace of a million tags, for measuring the app: nothing in it means anything.

About 1,500 reports of 100 providers over ten years, 250,000 passages of words in the frequencies
of a language, read through two frameworks with a best tag and a further one each; grades and what
must improve, so that providers have a history.

    python -m benchmarks.review_tags WORKSPACE --tags 1000000
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.facts import Fact, Stated
from corpus.frameworks import load
from corpus.identity import fact_id, passage_id, sha256_of, source_id, tag_id
from corpus.records import (
    Box,
    Cue,
    Document,
    Extraction,
    Page,
    Passage,
    Polarity,
    Reading,
    Run,
    Source,
    Tag,
)
from corpus.users import PasswordCost, Users
from corpus.workspace import open_workspace, writing
from review.labels import Lens, lens

LENSES = ("sccif-asa-2024", "ilacs-2023")
PASSWORD = "river lantern copper moss"  # noqa: S105 - of a made-up workspace
PROVIDERS, PASSAGES, TAGS_EACH, BATCH, REVIEWERS = 100, 167, 4, 32, 8
_SYLLABLES = [f"{a}{b}" for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "o", "un", "er")]
_POLARITIES: tuple[Polarity, ...] = ("strength", "weakness", "mixed", "neutral")


@dataclass(frozen=True)
class Vocabulary:
    """Words, the commonest first, with how often they come (as Zipf found)."""

    words: list[str]
    weights: list[float]

    def text(self, chance: random.Random, count: int) -> str:
        """Make up a sentence of so many words."""
        return " ".join(chance.choices(self.words, cum_weights=self.weights, k=count)) + "."


def vocabulary(size: int = 12_000) -> Vocabulary:
    """Make up words, each of two to four syllables."""
    chance = random.Random(7)  # noqa: S311 - no secret
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))] = None
    return Vocabulary(list(words), list(accumulate(1 / (rank + 2) for rank in range(size))))


def reading(at: int, known: Vocabulary, lenses: list[Lens]) -> Reading:
    """Make up one report of some 19 pages."""
    chance = random.Random(at)  # noqa: S311 - no secret
    texts = [known.text(chance, chance.randint(10, 80)) for _ in range(PASSAGES)]
    text = "\n".join(texts)
    document, urn = sha256_of(text.encode()), str(8_000_000 + at % PROVIDERS)
    year, path = 2016 + (at // PROVIDERS) % 10, f"/made-up/{at:05}.pdf"
    passages = tuple(_passages(document, texts))
    name, published = f"report {at:05}.pdf", f"{year}-{1 + at % 12:02}-15"
    about = Document(
        document, name, "application/pdf", len(text), "public", urn, f"Fictional place {urn}",
        "inspection_report", published, edition=f"{urn}|{at}",
    )  # fmt: skip
    pages = tuple(Page(number, 0, 0, 595.3, 841.9) for number in range(1, 20))
    tags = tuple(tag for one in passages for tag in _tags(one, chance, lenses))
    return Reading(
        Source(source_id(path), path, document, urn, "ok"), about,
        Extraction(document, "pdf/1", text, pages, ()), passages, tags,
        stated=_stated(about, passages, chance),
    )  # fmt: skip


def _passages(document: str, texts: list[str]) -> Iterator[Passage]:
    start = 0
    for number, words in enumerate(texts):
        end, page = start + len(words), 1 + number // 9
        boxes = tuple(Box(page, 72.0, 700.0 - 12 * row, 523.4, 711.5 - 12 * row) for row in (0, 1))
        yield Passage(
            passage_id(document, start, end, words), document, start, end, words,
            ("Findings", f"Part {number // 20}"), str(number + 1), (page, page), boxes,
        )  # fmt: skip
        start = end + 1


def _tags(passage: Passage, chance: random.Random, lenses: list[Lens]) -> Iterator[Tag]:
    for one in lenses:
        # Some say nothing of any area, as in real reports.
        labels = chance.sample(list(one.labels.values()), 2)
        for rank, label in enumerate(labels, start=1):
            yield Tag(
                tag_id(passage.id, one.id, label.code, "made-up/1"), passage.id,
                passage.document_id, one.id, None, label.area,
                label.code if label.level == "aspect" else None,
                label.code if label.level == "criterion" else None,
                chance.choice(_POLARITIES), round(chance.uniform(0.2, 1) / rank, 4),
                chance.random() < 0.1, rank, "made-up/1",
                (Cue("phrase", passage.start, passage.start + 8, "a made-up rule"),),
            )  # fmt: skip


def _stated(document: Document, passages: tuple[Passage, ...], chance: random.Random) -> Stated:
    framework = load("ilacs-2023")
    day = document.published or ""
    rows: list[tuple[str, dict[str, Any]]] = [("inspection", {
        "framework": framework.id, "type": "standard", "title": document.name, "start": day,
        "end": day, "ranges": [[day, day]], "dated": None, "published": day, "notified": None,
        "lead": None, "role": None, "provider_name": document.provider_name,
        "provider_urn": document.provider_urn, "inferred": [], "places": {},
    })]  # fmt: skip
    for area in framework.areas[:4]:
        grade = chance.choice(framework.scale).name
        rows.append(("judgement", {
            "framework": framework.id, "area": area.code, "label": area.title, "grade": grade,
            "grade_normalised": grade, "how": "table", "agrees": [],
        }))  # fmt: skip
    rows += [("area_for_improvement", {
        "order": order, "heading": None, "body": None, "references": [], "due": None, "band": None,
    }) for order in range(1, 7)]  # fmt: skip
    facts = tuple(
        Fact(
            fact_id(document.id, kind, str(fields.get("area")), at.start, at.end), document.id,
            kind, fields, at.start, at.end, at.text, 1,  # type: ignore[arg-type]
        )
        for (kind, fields), at in zip(rows, passages, strict=False)
    )  # fmt: skip
    return Stated(document.id, "facts/1", framework.id, facts)


def build(root: Path, tags: int) -> None:
    """Make the workspace, with a user of each role."""
    workspace = open_workspace(root, create=True)
    count = -(-tags // (PASSAGES * TAGS_EACH))
    known, run = vocabulary(), Run("made-up", "2026-01-01")
    lenses = [lens(name, workspace.frameworks) for name in LENSES]
    with writing(workspace), open_evidence(workspace) as evidence:
        for first in range(0, count, BATCH):
            batch = [reading(at, known, lenses) for at in range(first, min(first + BATCH, count))]
            evidence.start(run, [one.source for one in batch])
            evidence.save(batch, run.id)
        evidence.finish(run)
    add_users(root)


def add_users(root: Path) -> None:
    """Add an administrator and some who review, all with the password that stands above."""
    with open_decisions(open_workspace(root)) as decisions:
        users = Users(decisions, PasswordCost(1, 8, 1))
        first = users.add("Ann Keeper", "administrator", PASSWORD)
        for number in range(REVIEWERS):
            user = users.add(f"Ina {number}", "inspector", PASSWORD, first)
            # They chose it themselves, as it were.
            users.set_password(user.name, PASSWORD, user)


def main() -> None:
    """Build the workspace and say what it cost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--tags", type=int, default=1_000_000)
    options = parser.parse_args()
    cpu = time.process_time()
    build(options.workspace, options.tags)
    with open_evidence(open_workspace(options.workspace), read_only=True) as evidence:
        counts = evidence.counts()
        size = evidence.workspace.evidence.stat().st_size / 1e6
    print({name: counts[name] for name in ("documents", "passages", "tags") if name in counts})
    print(f"evidence.db {size:.0f} MB, {time.process_time() - cpu:.0f} CPU-s")


if __name__ == "__main__":
    main()
