"""Settings: an option wins over a variable, and a mistake is named."""

import dataclasses
import pickle
import re
from pathlib import Path

import pytest

from corpus.problems import SettingsError
from pipelines.settings import Settings, load_settings, unknown_variables

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.mark.parametrize(
    ("given", "environ", "jobs"),
    [
        pytest.param({"jobs": 3}, {"VOUCH_JOBS": "5"}, 3, id="the option wins"),
        pytest.param({}, {"VOUCH_JOBS": "5"}, 5, id="else the variable"),
        pytest.param({"jobs": None}, {"VOUCH_JOBS": "5"}, 5, id="an absent option is no option"),
        pytest.param({"jobs": "3"}, {"VOUCH_JOBS": ""}, 3, id="an empty variable is no variable"),
    ],
)
def test_what_counts(given: dict[str, object], environ: dict[str, str], jobs: int) -> None:
    assert load_settings(given, environ).jobs == jobs


def test_lists_and_switches_may_stand_in_variables() -> None:
    settings = load_settings({}, {"VOUCH_FRAMEWORKS": "a, b c", "VOUCH_TAG": "no"})

    assert settings.frameworks == ("a", "b", "c")
    assert settings.tag is False


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"jobs": 0}, "jobs (also VOUCH_JOBS) has the value 0"),
        ({"pdf_engine": "quick"}, "'fast' or 'pdfplumber'"),
        ({"sensitivity": "secret"}, "'public' or 'restricted'"),
        ({"memory_per_worker_mb": "lots"}, "valid integer"),
        ({"speed": 9}, "speed"),
        ({"provider": "  "}, "provider"),
    ],
)
def test_a_mistake_is_named(given: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(words)):
        load_settings(given, {})


def test_the_form_has_the_defaults_of_the_settings() -> None:
    loaded = load_settings({}, {})

    assert dataclasses.replace(loaded, workspace=Settings().workspace) == Settings()


def test_the_workspace_is_settled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_settings({"workspace": "here"}, {}).workspace == tmp_path / "here"


def test_a_users_own_pipeline_is_named_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_settings({}, {}).deid_pipeline is None
    named = load_settings({}, {"VOUCH_DEID_PIPELINE": "ours/notes"})
    assert named.deid_pipeline == tmp_path / "ours" / "notes"


def test_settings_are_frozen_and_can_be_sent_to_a_worker() -> None:
    settings = Settings(jobs=2)

    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.jobs = 3  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own bytes


def test_a_misspelt_variable_is_found() -> None:
    assert unknown_variables({"VOUCH_JOB": "1", "VOUCH_JOBS": "1", "HOME": "x"}) == ("VOUCH_JOB",)


def test_every_setting_is_documented() -> None:
    text = PAGE.read_text(encoding="utf-8")

    for field in dataclasses.fields(Settings):
        assert f"`VOUCH_{field.name.upper()}`" in text, field.name
