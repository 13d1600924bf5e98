"""Words that experts edit belong to a code of their framework, or the file is refused."""

from __future__ import annotations

import pytest

from corpus.frameworks import known, load
from corpus.problems import FrameworkError
from models.synonyms import read_synonyms, synonyms

FRAMEWORK = load("sccif-asa-2024")


def test_shipped_words_fit_their_frameworks() -> None:
    for framework_id in known():
        framework = load(framework_id)
        codes = {area.code for area in framework.areas} | {row.code for row in framework.criteria}
        assert set(synonyms(framework)) <= codes


def test_every_good_criterion_and_area_of_the_2024_framework_has_words() -> None:
    words = synonyms(FRAMEWORK)
    good = [row.code for row in FRAMEWORK.criteria if row.grade == "good"]
    assert all(words[code] for code in [*good, "EXP", "PROT", "LEAD"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("terms: {EXP-99: [trust]}", "has no code 'EXP-99'; allowed: EXP, PROT, LEAD"),
        ("terms: {EXP-1: trust}", "EXP-1 must be a list of words"),
        ("terms: {EXP-1: [12]}", "EXP-1 must be a list of words; put odd ones in quotes"),
        ("words: {}", "the key 'terms'"),
        ("- a list", "the key 'terms'"),
        ("terms: [", "not valid YAML"),
    ],
)
def test_a_broken_file_of_words_says_what_is_wrong(content: str, words: str) -> None:
    with pytest.raises(FrameworkError, match=r"words\.yaml") as caught:
        read_synonyms(content, "words.yaml", FRAMEWORK)
    assert words in str(caught.value)
