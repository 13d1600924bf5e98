"""Names of taggers, known without building one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import ModelError
from models import versions
from models.model_file import read
from models.versions import model_digest, rules_digest, shipped, tagger_name

HEAVY = """
import sys
from models.versions import model_digest, rules_digest
model_digest(), rules_digest()
print(sorted({"numpy", "spacy", "sklearn", "skops"} & set(sys.modules)))
"""


def test_the_shipped_model_has_the_digest_that_stands_beside_it() -> None:
    assert model_digest() == read(shipped()).digest


def test_asking_for_names_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


BESIDE = [
    # (content of model.json, reason)
    (None, "no file"),
    ("", "empty"),
    ("[]", "no object"),
    ("{}", "no digest in it"),
    ('{"digest": ', "cut short"),
    ("[" * 50_000, "deep"),
]


@pytest.mark.parametrize(("content", "reason"), BESIDE)
def test_a_model_without_its_digest_is_refused(
    tmp_path: Path, content: str | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / "model.json").write_text(content)
    with pytest.raises(ModelError, match=r"model\.json .*vouch train"):
        model_digest(tmp_path / "model.skops")
    assert reason


def test_a_digest_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(json.dumps({"digest": "ab12"}))
    assert model_digest(tmp_path / "model.skops") == "ab12"


def test_an_edited_rule_set_makes_another_tagger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "a.yaml").write_text("phrases: {A: [one]}")
    monkeypatch.setattr(versions.resources, "files", lambda _package: tmp_path)
    rules_digest.cache_clear()
    before = rules_digest()
    (tmp_path / "rulesets" / "a.yaml").write_text("phrases: {A: [two]}")
    rules_digest.cache_clear()
    after = rules_digest()
    rules_digest.cache_clear()
    assert before != after


@given(st.lists(st.text()))
def test_a_name_is_family_version_and_digest(parts: list[str]) -> None:
    family, _, version = tagger_name(parts).partition("/")
    number, _, digest = version.partition("-")
    assert (family, number, len(digest)) == ("lens", str(versions.VERSION), 8)
    assert tagger_name(parts) == tagger_name(list(parts)) != tagger_name([*parts, "more"])
