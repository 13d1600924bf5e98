"""A citation of a signed note opens the right words of the original, for those who may look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.decisions import open_decisions
from corpus.evidence import open_evidence
from corpus.problems import AccessError, SealedError, SettingsError
from corpus.records import Passage
from corpus.users import PasswordCost, User, Users
from corpus.vault import Vault
from corpus.workspace import open_workspace
from pipelines.main import vouch
from pipelines.redacting.cases import Case, Correction, save_case
from pipelines.redacting.citing import cited
from pipelines.redacting.erasing import erase_case
from pipelines.redacting.preparing import Texts, examined
from pipelines.redacting.signing import release, sign
from pipelines.settings import Settings

PASSWORD = "a drawer of nine spoons"  # noqa: S105 - of people who are made up


@pytest.fixture
def passages(
    cases: dict[str, Case], vault: Vault, signer: User, settings: Settings, place: Path
) -> dict[str, Passage]:
    """The passages of both cases, signed, by a word that stands in each alone."""
    sign(vault, list(cases.values()), signer, "read every note", settings)
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        found = list(evidence.passages())
    words = ("likes school", "Supervision", "happy")
    return {word: next(one for one in found if word in one.text) for word in words}


def views(place: Path) -> list[tuple[str, str, str]]:
    with open_decisions(open_workspace(place)) as decisions:
        return [
            (event.who, event.target_type, event.target_id)
            for event in decisions.events()
            if event.what == "view"
        ]


def test_the_words_are_those_of_the_file_and_the_look_is_recorded(
    passages: dict[str, Passage], vault: Vault, signer: User, place: Path, inbox: Path
) -> None:
    passage = passages["likes school"]
    assert "Odile" not in passage.text

    found = cited(vault, passage.id[:12], signer)

    assert found.words.startswith("Mara Quillfeather was seen at home with her mother, Odile")
    assert found.words.endswith("can be rung on 07700 900123.")
    assert found.path == str(inbox / "mara quillfeather.txt")
    assert found.place == "line 9"
    assert (inbox / "mara quillfeather.txt").read_text().splitlines()[8] == found.words
    assert views(place) == [("Qa-reviewer", "passage", passage.id)]


def test_who_may_not_look_sees_nothing_and_leaves_no_event(
    passages: dict[str, Passage], vault: Vault, reader: User, place: Path
) -> None:
    with pytest.raises(AccessError, match="may not"):
        cited(vault, passages["happy"].id, reader)
    assert views(place) == []


UNKNOWN = [
    ("ffffffff", "No passage of a signed note has an id"),
    ("", "No passage of a signed note has an id"),
    ("abc", "No passage of a signed note has an id"),
    ("%", "No passage of a signed note has an id"),
]


@pytest.mark.parametrize(("named", "words"), UNKNOWN, ids=[named or "-" for named, _ in UNKNOWN])
def test_what_is_no_passage_says_so(
    passages: dict[str, Passage], vault: Vault, signer: User, named: str, words: str, place: Path
) -> None:
    with pytest.raises(SettingsError, match=words):
        cited(vault, named, signer)
    assert views(place) == []


def test_a_place_that_is_no_longer_known_is_not_guessed(
    passages: dict[str, Passage], cases: dict[str, Case], vault: Vault, signer: User
) -> None:
    more = (Correction("home", True, "Signer", "a home of that name"),)
    changed = Case(**{**fields(cases["quill"]), "corrections": more})
    save_case(vault, examined(changed, Texts(vault)))

    with pytest.raises(SettingsError, match="has changed since this passage was signed"):
        cited(vault, passages["likes school"].id, signer)

    assert "happy" in cited(vault, passages["happy"].id, signer).words, "the other case has not"


def test_signed_again_it_is_cited_anew(
    passages: dict[str, Passage],
    cases: dict[str, Case],
    vault: Vault,
    signer: User,
    settings: Settings,
    place: Path,
) -> None:
    more = (Correction("home", True, "Signer", "a home of that name"),)
    changed = examined(Case(**{**fields(cases["quill"]), "corrections": more}), Texts(vault))
    save_case(vault, changed)
    release(vault, [changed], settings)
    with open_evidence(open_workspace(place), read_only=True) as evidence:
        anew = next(one for one in evidence.passages() if "likes school" in one.text)

    assert " home " not in anew.text
    assert " home " in cited(vault, anew.id, signer).words


def fields(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in case.__dataclass_fields__}


def test_a_case_that_was_erased_opens_no_more(
    passages: dict[str, Passage], cases: dict[str, Case], vault: Vault, keeper: User
) -> None:
    erase_case(vault, cases["brack"], keeper, "kept long enough")
    with pytest.raises((SettingsError, SealedError)):
        cited(vault, passages["happy"].id, keeper)


@pytest.fixture
def typed(place: Path, passphrase: str) -> Iterator[Callable[..., Result]]:
    with open_decisions(open_workspace(place)) as decisions:
        users = Users(decisions, PasswordCost(1, 8, 1))
        keeper = users.add("Kit", "administrator", PASSWORD)
        users.add("Ivy", "inspector", PASSWORD, keeper)
        users.add("Rae", "researcher", PASSWORD, keeper)
    env = {"VOUCH_PASSPHRASE": passphrase, "VOUCH_PASSWORD": PASSWORD}

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(vouch, ["--workspace", str(place), *arguments], env=env)

    yield call


def test_an_inspector_goes_from_a_search_to_the_original(
    passages: dict[str, Passage], typed: Callable[..., Result], place: Path
) -> None:
    [hit] = json.loads(typed("search", "likes", "school", "--json").stdout)

    done = typed("redact", "original", hit["passage_id"], "--as", "Ivy")

    assert done.exit_code == 0, done.output
    assert "mara quillfeather.txt, line 9\n" in done.stdout
    assert "Odile Quillfeather" in done.stdout
    told = json.loads(
        typed("redact", "original", hit["passage_id"], "--as", "Ivy", "--json").stdout
    )
    assert told["passage_id"] == hit["passage_id"]
    assert "Odile Quillfeather" in told["words"]
    assert [who for who, _, _ in views(place)] == ["Ivy", "Ivy"]


def test_a_reader_is_told_that_they_may_not(
    passages: dict[str, Passage], typed: Callable[..., Result]
) -> None:
    done = typed("redact", "original", passages["happy"].id, "--as", "Rae")
    assert done.exit_code == 1
    assert "may not" in done.stderr
    assert "Tobin" not in done.output
