"""The component that is shipped: offline, from context, and silent where it is in doubt."""

import json
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
import spacy

from corpus.problems import ModelError
from models.deid import component, contextual, find
from models.deid.component import chosen, read_shipped, shipped
from models.deid.contextual import LABELS, TRUSTED, Contextual, Span, document
from models.deid.found import Found
from models.deid.lexicon import lexicon
from models.deid.tokens import Token, cut

FOLDER = Path(component.__file__).parent / "trained"


def seen(text: str) -> list[tuple[str, str]]:
    return [(text[item.start : item.end], item.kind) for item in shipped().find([text])[0]]


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError("no network here")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.usefixtures("cut_off")
def test_it_is_read_without_a_network_and_finds_names_that_nobody_has() -> None:
    alone = read_shipped(FOLDER)
    (found,) = alone.find(["Spoke with Vrenka Oolstadt on the phone this morning."])
    assert found == (Found(11, 26, "name", f"component/{alone.name}"),)


@pytest.mark.parametrize(
    ("text", "printed", "kind"),
    [
        pytest.param("Core group: Vrenka Oolstadt and Bly Umbrek came.", "Bly Umbrek", "name",
                     id="a full name in a list"),
        pytest.param("Lives at 14 Snickerby Copsewell with mum.", "14 Snickerby Copsewell",
                     "address", id="a street of no kind that is listed"),
        pytest.param("He attends Larkle Thimble Academy every day.", "Larkle Thimble Academy",
                     "school", id="a school of words that nobody would expect"),
        pytest.param("Seen with Nurse Vrenka Oolstadt at clinic.", "Vrenka Oolstadt", "name",
                     id="without the role before it"),
        pytest.param("Child V.O. was seen at home on Monday.", "V.O", "name", id="initials"),
    ],
)  # fmt: skip
def test_context_tells_what_no_list_has(text: str, printed: str, kind: str) -> None:
    assert (printed, kind) in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The plan was reviewed and no concerns were noted.", id="plain words"),
        pytest.param("Downgraded. Agreed. Will review in May.", id="openings of sentences"),
        pytest.param("NO CONCERNS NOTED. CHILD WELL PRESENTED.", id="capitals alone"),
        pytest.param("", id="nothing"),
        pytest.param("\n\n\t \n", id="blanks"),
    ],
)
def test_it_is_silent_where_nobody_is_named(text: str) -> None:
    assert seen(text) == []


def test_texts_are_seen_alike_alone_and_among_others() -> None:
    texts = ["", "Vrenka Oolstadt rang.", "He attends Larkle Thimble Academy.", "\n"] * 3
    together = shipped().find(texts)
    assert together == [shipped().find([text])[0] for text in texts]
    assert len(together) == len(texts)


def test_forgetting_what_it_knows_of_forms_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = read_shipped(FOLDER)
    texts = ["Vrenka Oolstadt rang.", "He attends Larkle Thimble Academy."] * 2
    wanted = alone.find(texts)
    monkeypatch.setattr(contextual, "_TOKENS", 3)
    monkeypatch.setattr(contextual, "_KEPT", 2)
    assert alone.find(texts) == wanted
    assert all(wanted)


def test_what_it_sees_is_one_means_of_the_case() -> None:
    text = "He attends Larkle Thimble Academy every day."
    (item,) = find([text], components=chosen())[0]
    assert f"component/{shipped().name}" in item.means
    assert find([text], components=chosen(), means={"gazetteer"})[0] == ()


def test_it_is_loaded_once_and_stands_before_a_users_own() -> None:
    assert chosen() == (shipped(),)
    assert chosen()[0] is shipped()


@pytest.mark.parametrize(
    ("span", "stands"),
    [
        pytest.param(("name", "Vrenka", 0.9, "saw "), True, id="a strange word within a sentence"),
        pytest.param(("name", "Vrenka", 0.9, ""), False, id="a strange word that opens"),
        pytest.param(("name", "House", 0.9, "saw "), False, id="a plain word"),
        pytest.param(("name", "Vrenka Mac an t-Ool", 0.97, ""), True, id="small words within"),
        pytest.param(("name", "vrenka oolstadt", 0.97, "saw "), True, id="strange words alone"),
        pytest.param(("name", "settled well", 0.97, "slept "), False, id="plain words alone"),
        pytest.param(("name", "vrenka", 0.99, "Saw "), False, id="no capital"),
        pytest.param(("name", "out-of-hours GP", 1.0, "saw "), False, id="a capital at the end"),
        pytest.param(("name", "VRENKA", 0.99, "SAW "), False, id="a line of capitals"),
        pytest.param(("address", "The Jailer", 0.92, "see "), False, id="an address of no number"),
        pytest.param(("place", "Thimble", 0.6, "in "), False, id="a doubtful place"),
    ],
)
def test_what_nothing_else_sees_must_be_likely(
    span: tuple[str, str, float, str], stands: bool
) -> None:
    kind, printed, chance, before = span
    tokens = list(cut(f"{before}{printed} {'TODAY' if printed.isupper() else 'today'}"))
    first = len(list(cut(before)))
    made = Span(tokens, first, len(tokens) - 1, chance)
    assert TRUSTED[kind](made, lexicon(named=False)) is stands


def test_no_rules_of_a_language_are_needed_to_know_a_form() -> None:
    english = Contextual(spacy.load(FOLDER, exclude=["tokenizer", "vocab"]), shipped().name)
    text = "Don't cannot Mr. VRENKA o'clock 's ½ – 12 é\nquiet gonna a.m."
    alone = read_shipped(FOLDER)
    assert english.find([text]) == alone.find([text])
    assert np.array_equal(english._table, alone._table)


def test_a_document_bears_what_is_known_of_each_word() -> None:
    doc = document(shipped()._vocabulary, [Token(0, 5, "house", "")], lexicon(named=False))
    assert (doc[0].text, doc[0].lemma_) == ("house", "c")
    assert LABELS[0] == ""


def test_another_spacy_is_refused_with_the_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "trained"
    shutil.copytree(FOLDER, folder)
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps({**card, "spacy": ">=9.1,<9.2"}), "utf-8")
    with pytest.raises(ModelError, match=r"needs spaCy >=9\.1.*constraints\.txt"):
        read_shipped(folder)


@pytest.mark.parametrize("damage", ["tagger/model", "card.json", "config.cfg"])
def test_a_component_that_is_damaged_says_so(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "trained"
    shutil.copytree(FOLDER, folder)
    (folder / damage).write_bytes(b"\x00")
    with pytest.raises(ModelError, match="install Vouch again"):
        read_shipped(folder)


def test_the_card_says_what_it_learnt_from_and_how_large_it_is() -> None:
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    assert "synthetic alone" in card["learnt_from"]["texts"]
    assert set(card["made_with"]) >= {"spacy", "thinc", "faker"}
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    assert size < 2_000_000
