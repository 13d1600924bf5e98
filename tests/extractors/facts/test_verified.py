"""Every judgement and date of the published reports, against the answers that a reader verified.

Authorities kept apart while building are measured too; of them only numbers are shown.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from benchmarks.split import kept_apart
from corpus.facts import Stated
from corpus.problems import RefusedError
from corpus.records import Document
from extractors import extract, passages, sniff
from extractors.facts import state

REPORTS = Path(__file__).parents[3].parent / "shared" / "reports"
VERIFIED = Path(__file__).parent / "verified"
LEAST = 0.995  # of the cells of authorities that were not looked at

pytestmark = [
    pytest.mark.reports,
    pytest.mark.slow,
    pytest.mark.skipif(
        not REPORTS.is_dir(), reason="the real reports are not beside the checkout (shared/reports)"
    ),
]
FIELDS = ("framework", "type", "start", "end", "ranges", "published", "dated")
# How the file of answers names what the facts name otherwise.
_TYPES = {"safeguarding board review": "board review"}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (VERIFIED / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def files() -> dict[str, Path]:
    """Return one file by hash; copies of a file are on the same side of the split."""
    found: dict[str, Path] = {}
    for path in sorted(REPORTS.rglob("*.pdf")):
        found.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path)
    return found


@cache
def stated(sha256: str) -> Stated | None:
    path = files()[sha256]
    content = path.read_bytes()
    try:
        extraction = extract(content, sha256, sniff(content, path.name))
    except RefusedError:
        return None
    document = Document(sha256, path.name, "application/pdf", len(content), "public")
    return state(extraction, passages(extraction), document, str(path))


def judgements(sha256: str) -> dict[str, str]:
    found = stated(sha256)
    assert found is not None
    by_area: dict[str, str] = {}
    for fact in found.of_kind("judgement"):
        grade = fact.fields["grade_normalised"] or fact.fields["grade"].lower()
        by_area.setdefault(fact.fields["area"], grade)
    return by_area


def details(sha256: str) -> dict[str, str]:
    found = stated(sha256)
    assert found is not None
    fields = found.of_kind("inspection")[0].fields
    printed = {name: fields[name] or "" for name in FIELDS if name != "ranges"}
    printed["ranges"] = ";".join("/".join(pair) for pair in fields["ranges"])
    printed["lead"] = "yes" if fields["lead"] else "no"
    return printed


def wanted_details(row: dict[str, str]) -> dict[str, str]:
    framework = "" if row["form"] == "other" else row["form"]
    kind = _TYPES.get(row["type"], row["type"])
    return {"framework": framework, "type": kind} | {
        name: row[name] for name in ("start", "end", "ranges", "published", "dated", "lead")
    }


def wanted_grades() -> dict[str, dict[str, str]]:
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("judgements.csv"):
        grades = wanted[row["sha256"]]
        if row["area"]:
            grades[row["area"]] = row["grade"]
    return wanted


def side(sha256: str, *, apart: bool) -> bool:
    return sha256 in files() and kept_apart(files()[sha256]) is apart


def test_every_judgement_of_the_reports_looked_at() -> None:
    wrong, cells = [], 0
    for sha256, wanted in wanted_grades().items():
        if side(sha256, apart=False):
            cells += max(1, len(wanted))
            found = judgements(sha256)
            if found != wanted:
                wrong.append((files()[sha256].name, wanted.items() ^ found.items()))
    assert wrong == []
    assert cells == 969, "940 grades and 29 letters without any"


def test_every_date_of_the_reports_looked_at() -> None:
    wrong, reports = [], 0
    for row in rows("inspections.csv"):
        if side(row["sha256"], apart=False):
            reports += 1
            wanted, found = wanted_details(row), details(row["sha256"])
            if found != wanted:
                wrong.append((files()[row["sha256"]].name, wanted.items() ^ found.items()))
    assert wrong == []
    assert reports == 223


def test_judgements_of_authorities_kept_apart_by_number() -> None:
    right = cells = invented = 0
    for sha256, wanted in wanted_grades().items():
        if side(sha256, apart=True):
            found = judgements(sha256)
            cells += len(wanted)
            right += sum(found.get(area) == grade for area, grade in wanted.items())
            invented += len(found.keys() - wanted.keys())
    assert cells == 395
    assert right / cells >= LEAST, f"{right} of {cells} cells"
    assert invented == 0


def test_dates_of_authorities_kept_apart_by_number() -> None:
    right: Counter[str] = Counter()
    reports = 0
    for row in rows("inspections.csv"):
        if side(row["sha256"], apart=True):
            reports += 1
            wanted, found = wanted_details(row), details(row["sha256"])
            right.update(name for name in wanted if wanted[name] == found[name])
    assert reports == 96
    assert min(right.values()) == reports, dict(right)
