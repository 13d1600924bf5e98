"""What a document states, read exactly: its inspection, judgements, improvements and actions.

Everything is found by its printed label and keeps its place: a fact's words are a slice of the
frozen text. What cannot be read is a problem with the place; nothing is inferred but what is named
as inferred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.facts import Check, Fact, Stated
from corpus.frameworks import Framework, load
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.limits import answers
from corpus.records import Document, Extraction, Passage
from extractors.facts import action_plans, improvements, reported, reports
from extractors.facts.anchors import Anchors
from extractors.printed import Printed, printed

READER = "facts/1"
_STATEMENTS_OF_OTHERS = ("framework", "training")


def state(
    extraction: Extraction,
    passages: Sequence[Passage],
    document: Document,
    path: str | None = None,
    about: Printed | None = None,
) -> Stated:
    """Return all that a document states. Pure; the same extraction gives the same facts and ids.

    `path` is where the file lay, to compare its folder's number and name; `about` is what
    `extractors.printed` read of the same extraction, to spare reading it again.
    """
    about = about or printed(extraction)
    if about.kind in _STATEMENTS_OF_OTHERS:
        return Stated(document.id, READER, None)
    anchors = Anchors(extraction)
    if about.kind in ("committee_report", "action_plan"):
        framework, facts, problems = reported.read(extraction, anchors)
    else:
        framework, facts, problems = reports.read(extraction, document, about, anchors, path)
    loaded = load(framework) if framework else None
    for read in (improvements.read, action_plans.read):
        more, unclear = read(extraction, tuple(passages), loaded)
        facts += more
        problems += unclear
    checks = tuple(_checks(document.id, facts))
    ordered = tuple(sorted(facts, key=lambda fact: (fact.start, fact.end, fact.kind, fact.id)))
    return Stated(document.id, READER, framework, ordered, checks, tuple(problems))


def _checks(document_id: str, facts: Sequence[Fact]) -> Iterator[Check]:
    """Put the grades to the rules of their frameworks, one set of grades at a time."""
    for framework, grades in _sets(facts):
        for answer in answers(framework, Inspection(framework=framework.id, grades=grades)):
            yield Check(
                document_id,
                framework.id,
                answer.rule,
                answer.force,
                answer.paragraph,
                answer.outcome,
                answer.text,
                answer.reason,
            )


def _sets(facts: Sequence[Fact]) -> Iterator[tuple[Framework, dict[str, str]]]:
    """Give each report's grades by framework: those of two reports in one file are never mixed."""
    grades: dict[tuple[int, str], dict[str, str]] = {}
    reports: Counter[str | None] = Counter()
    for fact in facts:
        fields = fact.fields
        if fact.kind == "inspection":
            reports[fields["framework"]] += 1
        if fact.kind == "judgement" and fields["framework"] and fields["grade_normalised"]:
            name = fields["framework"]
            own = grades.setdefault((reports[name], name), {})
            own.setdefault(fields["area"], fields["grade_normalised"])
    for (_, name), own in grades.items():
        framework = load(name)
        if framework.rules:
            yield framework, own
