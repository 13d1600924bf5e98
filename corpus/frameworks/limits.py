"""Limiting judgements and grade rules: which are kept, broken, departed from, or for people.

A rule that does not apply, or cannot be told for want of a grade or a fact, says so. Nothing is
harder here than in the source: only what it calls always, must, is or a cap can be broken.
"""

from __future__ import annotations

from corpus.frameworks.answers import Answer, Outcome, outcome
from corpus.frameworks.conditions import judge
from corpus.frameworks.framework import Framework
from corpus.frameworks.inspections import Inspection
from corpus.frameworks.provisions import Condition, Rule, Substitution

TOPIC = "grades"


def answers(framework: Framework, inspection: Inspection) -> tuple[Answer, ...]:
    """Answer every grade rule, then every substitution of words, in the order of the file."""
    return (
        *(_answer(rule, framework, inspection) for rule in framework.rules),
        *(_read_as(row, framework, inspection) for row in framework.substitutions),
    )


def _answer(rule: Rule, framework: Framework, inspection: Inspection) -> Answer:
    found, reason = _decided(rule, framework, inspection)
    return Answer(
        topic=TOPIC,
        rule=rule.id,
        force=rule.force,
        # A paragraph of another document must not be looked for in the framework's own.
        paragraph=f"{rule.source}, {rule.paragraph}" if rule.source else rule.paragraph,
        outcome=found,
        text=rule.text,
        reason=f"{reason}.",
    )


def _decided(rule: Rule, framework: Framework, inspection: Inspection) -> tuple[Outcome, str]:
    when = judge(rule.when, framework, inspection)
    if when.holds is None:
        return "cannot be evaluated", when.not_stated
    if not when.holds:
        return "does not apply", when.said
    if rule.then is None:
        return "to weigh", when.said
    then = judge(rule.then, framework, inspection)
    if then.holds is None:
        return "cannot be evaluated", f"{when.said}. {then.not_stated}"
    # What is unlikely is met when it is not so.
    met = then.holds is not (rule.force == "unlikely")
    found = outcome(rule.force, met)
    if met:
        return found, f"{when.said}; {then.said}"
    excuse = "; this needs a reason" if found == "departed from" else ""
    return found, f"{when.said}, yet {then.said}{excuse}"


def _read_as(row: Substitution, framework: Framework, inspection: Inspection) -> Answer:
    named = judge(Condition(fact=row.fact), framework, inspection)
    found: Outcome = "to weigh" if named.holds else "does not apply"
    words = ", ".join(f"“{word}”" for word in row.words)
    return Answer(
        topic=TOPIC,
        rule=row.id,
        force=row.force,
        paragraph=row.paragraph,
        outcome="cannot be evaluated" if named.holds is None else found,
        text=f"Read {words} as “{row.read_as}”.",
        reason=f"{named.said or named.not_stated}.",
    )
