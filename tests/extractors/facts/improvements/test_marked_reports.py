"""On reports whose lists a reader marked, of the side that code may be tuned on."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.improvement_quality import marks, paired
from benchmarks.split import reports
from corpus.identity import sha256_of_file
from extractors import extract, passages, sniff
from extractors.facts.improvements import read

REPORTS = Path(__file__).parents[4].parent / "shared" / "reports"


@pytest.mark.reports
@pytest.mark.slow
@pytest.mark.skipif(not REPORTS.is_dir(), reason="needs ../shared/reports")
def test_nearly_every_mark_is_read_and_little_else() -> None:
    marked, forms = marks()
    counted: Counter[str] = Counter()
    for path in reports(REPORTS, apart=False):
        name = sha256_of_file(path)
        if name not in forms:
            continue
        # A copy of a marked report is no second report.
        del forms[name]
        content = path.read_bytes()
        extraction = extract(content, name, sniff(content, path.name))
        facts, _ = read(extraction, passages(extraction), None)
        for mark, fact in paired(marked[name], facts):
            counted["marked"] += mark is not None
            counted["read"] += fact is not None
            counted["right"] += mark is not None and fact is not None
            if mark is not None and fact is not None:
                assert mark.kind == fact.kind
                assert int(mark.page) == fact.page
    assert counted["marked"] == 464
    assert counted["right"] >= 0.99 * counted["marked"]
    assert counted["right"] >= 0.99 * counted["read"]
