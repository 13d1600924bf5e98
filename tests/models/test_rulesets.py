"""Rule sets: what experts may write, and what they are told about what they may not."""

import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.frameworks import Framework, load
from corpus.problems import FrameworkError
from models.answers import NONE
from models.reading import Reader
from models.rulesets import (
    STRENGTHS,
    Phrase,
    codes_of,
    load_rule_set,
    read_rule_set,
    spellings,
)

SHIPPED = ("sccif-asa-2024-criteria", "slac-2009-aspects", "areas-three")
ABOUT = "about-inspections"
OWN = """\
framework: sccif-asa-2024
phrases:
  EXP-3:
    decides: [complaint, "complaints officer"]
    often: [stage one]
  LEAD-7: [management oversight]
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rule_set_fits_its_framework(name: str) -> None:
    rules = load_rule_set(name)
    assert rules.name == name
    assert rules.framework is not None
    assert set(rules.groups) <= set(codes_of(load(rules.framework)))
    assert all(len(group) >= 8 for group in rules.groups.values())


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("sccif-asa-2024-criteria", 32, "each criterion of good, and NONE"),
        ("slac-2009-aspects", 17, "each aspect, those of both elements once, and NONE"),
        ("areas-three", 3, "experience, protection, leadership"),
    ],
)
def test_no_code_is_left_without_phrases(name: str, expected: int, why: str) -> None:
    assert len(load_rule_set(name).groups) == expected, why


@pytest.mark.parametrize("name", SHIPPED)
def test_every_spelling_of_a_shipped_phrase_can_be_read(name: str) -> None:
    rules = load_rule_set(name)
    reader = Reader(rules.phrases)
    lost = [phrase for phrase in rules.phrases if not len(reader.read(phrase).matches)]
    assert lost == []


def test_a_group_is_three_lists_or_one_of_phrases_that_decide() -> None:
    rules = read_rule_set(OWN, "own.yaml")
    assert rules.name == "own"
    assert rules.groups["EXP-3"] == (
        Phrase("complaint", 1.0),
        Phrase("complaints officer", 1.0),
        Phrase("stage one", 0.5),
    )
    assert rules.groups["LEAD-7"] == (Phrase("management oversight", 1.0),)
    assert rules.phrases == (
        "complaint", "complaints officer", "stage one", "management oversight",
    )  # fmt: skip


def test_a_rule_set_without_framework_names_its_own_groups() -> None:
    rules = read_rule_set("phrases: {negation: [not, never], hedge: [appears to]}", "polarity")
    assert rules.framework is None
    assert list(rules.groups) == ["negation", "hedge"]


def test_an_included_rule_set_stands_after_the_own_groups() -> None:
    rules = read_rule_set(f"include: [{ABOUT}]\nphrases: {{a: [b]}}", "own")
    assert list(rules.groups) == ["a", NONE]
    assert rules.groups[NONE] == load_rule_set(ABOUT).groups[NONE]
    with pytest.raises(FrameworkError, match="no rule set 'no-such'"):
        read_rule_set("include: [no-such]\nphrases: {a: [b]}", "own")


def test_any_framework_may_have_phrases_that_speak_for_no_code() -> None:
    own = "framework: sccif-asa-2024\nphrases: {NONE: [telephone]}"
    assert list(read_rule_set(own, "own").groups) == [NONE]


def test_a_phrase_shared_by_two_codes_is_read_once() -> None:
    rules = read_rule_set("phrases: {a: [direct work], b: [direct work]}", "own")
    assert rules.phrases == ("direct work",)


@pytest.mark.parametrize(
    ("text", "printed", "why"),
    [
        ("direct work", ("direct work",), "nothing to spell otherwise"),
        ("life-story work", ("life-story work", "life story work"), "a hyphen is often left out"),
    ],
)
def test_a_hyphen_also_matches_a_space(text: str, printed: tuple[str, ...], why: str) -> None:
    assert spellings(Phrase(text, 1.0)) == printed, why


@pytest.mark.parametrize(
    ("content", "line", "words", "why"),
    [
        ("- complaint", 1, "starts with the key", "a list is no rule set"),
        ("phrases: {a: [b", 1, "", "broken YAML"),
        ("framework: sccif-asa-2024", 1, "'phrases' with one list", "no phrases at all"),
        ("include: a\nphrases: {a: [b]}", 1, "'include' must be a list", "a single name"),
        ("phrases: [a]", 1, "'phrases' with one list", "phrases without codes"),
        ("phrases: {}", 1, "'phrases' with one list", "no code"),
        ("terms: {a: [b]}\nphrases: {a: [b]}", 1, "unknown key 'terms'", "an older key"),
        ("phrases:\n  a: [b]\nframework: [c]", 3, "the id of a framework", "a list as id"),
        ("phrases:\n  a:\n    always: [b]", 3, "decides, often, beside", "an unknown strength"),
        ("phrases:\n  a: words", 2, "must be a list of phrases", "words without brackets"),
        ("phrases:\n  a:\n    often: words", 3, "must be a list of phrases", "the same, deeper"),
        ("phrases:\n  a: [b,\n    no]", 3, "in quotes", "YAML takes no for a truth value"),
        ("phrases:\n  a: [47]", 2, "in quotes", "a number is no phrase"),
        ('phrases:\n  a: [b,\n    " "]', 3, "must not be empty", "a blank matches nothing"),
        ("phrases:\n  a: [b]\n  a: [c]", 3, "stands twice", "a code twice"),
        (
            "framework: sccif-asa-2024\nphrases:\n  EXP-99: [b]",
            3,
            "sccif-asa-2024 has no code 'EXP-99'; allowed: EXP, ",
            "a code that the framework lacks",
        ),
        (
            "phrases:\n  a:\n    decides: [caseload]\n    often: [Caseloads]",
            4,
            "'Caseloads' matches the same words as 'caseload'",
            "plural and case make no other phrase",
        ),
        (
            "phrases:\n  a: [well-matched, well matched]",
            2,
            "matches the same words as 'well-matched'",
            "the hyphen covers both",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(content: str, line: int, words: str, why: str) -> None:
    with pytest.raises(FrameworkError) as told:
        read_rule_set(content, "own.yaml")
    assert f"own.yaml, line {line}: " in str(told.value), why
    assert words in str(told.value), why


def test_all_findings_are_told_at_once() -> None:
    with pytest.raises(FrameworkError) as told:
        read_rule_set("phrases:\n  a: [1]\n  b: [2]\n  c: word", "own.yaml")
    assert len(str(told.value).splitlines()) == 3


def test_an_unknown_framework_and_an_unknown_rule_set_are_named() -> None:
    with pytest.raises(FrameworkError, match="no-such-1999"):
        read_rule_set("framework: no-such-1999\nphrases: {a: [b]}", "own.yaml")
    with pytest.raises(FrameworkError, match="no rule set 'no-such'"):
        load_rule_set("no-such")


def test_a_workspace_may_bring_its_own_framework() -> None:
    def own(name: str) -> Framework:
        return dataclasses.replace(load("adoption-2012"), id=name)

    area = load("adoption-2012").codes()[0]
    rules = read_rule_set(f"framework: ours-2030\nphrases: {{{area}: [b]}}", "own.yaml", own)
    assert rules.framework == "ours-2030"


def test_codes_within_an_element_stand_without_it() -> None:
    codes = codes_of(load("slac-2009"))
    assert {"SG", "LAC", "LM", "LM-AMB", "LAC-POS"} <= set(codes)
    assert not any("/" in code for code in codes)
    assert codes.count("LM-AMB") == 1


@given(
    strength=st.sampled_from(sorted(STRENGTHS)), word=st.from_regex("[a-z]{3,9}", fullmatch=True)
)
def test_the_strength_of_a_phrase_is_the_key_it_stood_under(strength: str, word: str) -> None:
    rules = read_rule_set(f'phrases: {{a: {{{strength}: ["{word}"]}}}}', "own.yaml")
    (phrase,) = rules.groups["a"]
    assert phrase == Phrase(word, STRENGTHS[strength])
    assert phrase.strength == strength


def test_rule_sets_travel_to_other_processes() -> None:
    rules = load_rule_set("areas-three")
    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ("Supervision is regular and reflective.", "LEAD-7", "the plain word"),
        ("The complaints procedure is easy to find.", "EXP-3", "a plural"),
        ("Unregistered children's homes are used.", "PROT-3", "a straight apostrophe"),
        ("Unregistered children’s homes are used.", "PROT-3", "a curly one"),
        ("Life-story work is done.", "EXP-6", "with a hyphen"),
        ("Financial viability is assured.", "LEAD-12", "a criterion that few passages speak to"),
        ("Ofsted was notified of a serious incident.", "LEAD-14", "another"),
        ("Children feel safe and have someone to talk to.", "PROT-2", "another"),
        ("Contacts are screened the same day.", "PROT-4", "what comes to the front door"),
        ("Children chair their own reviews.", "EXP-2", "taking part"),
        ("Their concerns are taken seriously.", "PROT-2", "without saying by whom"),
        ("Risks to children are reduced.", "PROT-1", "with words between risk and reduced"),
        ("A copy is under the Open Government Licence.", NONE, "a notice"),
    ],
)
def test_shipped_phrases_find_what_an_inspector_would_expect(
    text: str, code: str, why: str
) -> None:
    rules = load_rule_set("sccif-asa-2024-criteria")
    owners = {
        way: [name for name, group in rules.groups.items() if phrase in group]
        for group in rules.groups.values()
        for phrase in group
        for way in spellings(phrase)
    }
    found = {
        owner
        for way, number in CRITERIA.numbers.items()
        if number in CRITERIA.read(text).matches[:, 0]
        for owner in owners[way]
    }
    assert code in found, why


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        ("Birth parents keep in contact.", "PROT-4", "a contact is no referral there"),
        ("The review was taken apart seriously.", "PROT-2", "words between break a phrase"),
        ("Adoption is a risky step.", "PROT-1", "another word with the same beginning"),
    ],
)
def test_shipped_phrases_leave_alone_what_only_looks_alike(text: str, code: str, why: str) -> None:
    rules = load_rule_set("sccif-asa-2024-criteria")
    ways = {way for phrase in rules.groups[code] for way in spellings(phrase)}
    found = set(CRITERIA.read(text).matches[:, 0].tolist())
    assert not found & {CRITERIA.numbers[way] for way in ways}, why


CRITERIA = Reader(load_rule_set("sccif-asa-2024-criteria").phrases)
