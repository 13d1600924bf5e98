"""What was learnt routes a sentence by its words, names them, and lets no number out."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problems import ModelError
from models.signs import learnt as module
from models.signs import signs
from models.signs.kinds import KINDS
from models.signs.learnt import (
    TOPICS,
    Caused,
    Features,
    Learnt,
    features,
    pairs,
    read,
    shipped_learnt,
)
from models.signs.phrasebook import shipped
from models.signs.sentences import Reader, Sentence, features_of
from models.signs.tokens import words_of

FRAMED = "Men buy her gifts."  # words of a frame and of no pattern
BARE = {topic: {} for topic in TOPICS}


def of(text: str) -> Features:
    return features_of(words_of(text, 0, len(text)), shipped())


def learnt(bound: float = 0.5, **routes: float) -> Learnt:
    weights = {name.replace("__", ":"): weight for name, weight in routes.items()}
    return read({"rule": {"bound": bound, "base": 0.0}, "routes": weights, **BARE})


HAVE = [
    ("He hid a knife.", "word:knife", "a word"),
    ("He hid 12 wraps.", "two:0 wrap", "numbers are one word, whatever they say"),
    ("He hid a knife.", "two:a knife", "neighbours"),
    ("No knife was found.", "not:knife", "a word that is denied"),
    ("No knife was found.", "two:not not knife", "a denial and its word"),
    ("He shouted at me.", "two:shouted at", "a small word beside another"),
    ("Dad hit him with a belt.", "idea:hurting", "an idea of the frames"),
    ("Dad never hit him.", "idea:not hurting", "an idea that is denied"),
    ("YP said dad hit him.", "pattern", "a pattern that stands"),
    ("YP said dad hit him.", "pattern:physical-abuse", "and its kind"),
    ("Dad never hit him.", "no:denied", "why a pattern does not stand"),
]


@pytest.mark.parametrize(("text", "name", "reason"), HAVE, ids=[row[1] for row in HAVE])
def test_a_sentence_has(text: str, name: str, reason: str) -> None:
    assert name in of(text), reason


HAVE_NOT = [
    ("No knife; he hid it.", "not:hid", "a denial ends where something else begins"),
    ("No knife but he hid a bat.", "not:bat", "and at but"),
    ("Dad never hit him.", "pattern:physical-abuse", "a pattern that is denied"),
    ("He hid it from us.", "word:us", "small words, which say nothing"),
    ("He hid it from us.", "two:it from", "nor two of them"),
    ("He hid a knife, a bat.", "word:,", "marks are no words"),
]


@pytest.mark.parametrize(("text", "name", "reason"), HAVE_NOT, ids=[row[2] for row in HAVE_NOT])
def test_a_sentence_has_not(text: str, name: str, reason: str) -> None:
    assert name not in of(text), reason


def test_features_stand_where_their_words_stand() -> None:
    words = ("he", "hid", "a", "knife")
    rows = features(words, {"arms": [(3, 4)]}, ["told"])
    assert rows["word:knife"] == (3, 4)
    assert rows["two:a knife"] == (2, 4)
    assert rows["idea:arms"] == (3, 4)
    assert rows["told"] == (0, 0), "what patterns say has no place of its own"


def test_a_route_says_which_words_caused_it() -> None:
    rule = learnt(word__knife=2.0, word__bag=1.0, word__he=-0.1)
    caused = rule.caused(of("He has a knife in his bag."))
    assert caused == Caused("abuse", "abuse: learnt from knife, bag", ((3, 4), (6, 7)))
    assert (caused.first, caused.last) == (3, 7)


def test_below_the_bound_nothing_is_said() -> None:
    assert learnt(bound=3.0, word__knife=2.0).caused(of("He has a knife.")) is None


def test_words_that_speak_against_outweigh() -> None:
    rule = learnt(word__knife=2.0, word__kitchen=-3.0)
    assert rule.caused(of("He has a knife.")) is not None
    assert rule.caused(of("The kitchen has a knife.")) is None


def test_a_route_needs_words_to_show() -> None:
    assert learnt(pattern=5.0).caused({"pattern": (0, 0)}) is None


def test_nothing_known_is_no_route() -> None:
    assert learnt(bound=-9.0, word__knife=1.0).caused(of("All fine.")) is None
    assert learnt(word__knife=1.0).caused({}) is None


def test_a_word_counts_once_and_shows_where_it_stands_first() -> None:
    once = learnt(word__knife=1.0).caused(of("Knife, knife, knife."))
    assert once is not None
    assert (once.first, once.last) == (0, 1)


def test_the_topic_is_the_one_that_its_words_speak_for() -> None:
    data = {"rule": {"bound": 0.5, "base": 0.0}, "routes": {"word:tablet": 2.0}, **BARE}
    data["self-harm"] = {"word:tablet": 1.0}
    caused = read(data).caused(of("She has hidden tablets."))
    assert caused is not None
    assert caused.kind == "self-harm"


def test_what_leaves_holds_no_number_but_places() -> None:
    fields = {field.name for field in dataclasses.fields(Learnt)}
    assert set(Caused._fields) == {"kind", "rule", "places"}
    assert fields == {"bound", "base", "routes", "topics"}


@pytest.mark.parametrize("part", ["rule", "routes", "missing"])
def test_a_file_without_a_part_is_refused(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"rule": {"bound": 0.0, "base": 0.0}, "routes": {}, **BARE}
    del data[part]
    (tmp_path / "learnt.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(module.resources, "files", lambda _: tmp_path)
    shipped_learnt.cache_clear()
    try:
        with pytest.raises(ModelError, match="Install Vouch again"):
            shipped_learnt()
    finally:
        shipped_learnt.cache_clear()


def test_what_is_shipped_knows_every_topic() -> None:
    shipped_rule = shipped_learnt()
    assert set(shipped_rule.topics) == set(TOPICS) <= set(KINDS)
    assert all(shipped_rule.topics.values())
    assert len(shipped_rule.routes) > 5_000


def test_a_sum_that_cannot_pass_is_told_by_its_names_alone() -> None:
    rule = learnt(word__knife=2.0, word__kitchen=-3.0)
    assert rule.may_cause({"word:knife"})
    assert not rule.may_cause({"word:knife", "word:kitchen"})
    assert not learnt(bound=-9.0, word__knife=1.0).may_cause(set()), "nothing known is no route"


PAIRS = [
    ("two:at me", {}, "two small words"),
    ("two:hit me", {"hit": {"me": "two:hit me"}}, "one of them says something"),
    ("two:not me", {}, "a denial says nothing by itself"),
    ("word:hit", {}, "no neighbours"),
]


@pytest.mark.parametrize(("name", "found", "reason"), PAIRS, ids=[row[2] for row in PAIRS])
def test_neighbours_lead_to_their_feature(
    name: str, found: dict[str, dict[str, str]], reason: str
) -> None:
    assert pairs([name]) == found, reason


def test_denied_neighbours_are_found_by_either() -> None:
    assert pairs(["two:not hit knife"])["not hit"] == {"knife": "two:not hit knife"}
    assert pairs(["two:hit not knife"])["hit"] == {"not knife": "two:hit not knife"}


def test_a_frame_alone_that_nothing_learnt_agrees_with_cannot_stand() -> None:
    def seen(text: str, rule: Learnt) -> Sentence:
        return Reader(shipped(), rule).looked_at(text, 0, len(text))

    nothing, pan = learnt(), learnt(word__pan=2.0)
    framed = seen(FRAMED, nothing)
    assert framed.matches
    assert not framed.may_stand
    assert seen("YP said dad hit him.", nothing).may_stand
    assert seen("He has a pan.", pan).may_stand
    assert not seen("He has a pan.", nothing).may_stand


def test_reading_what_was_learnt_loads_no_training() -> None:
    code = "import sys, models.signs; models.signs.signs(['x']); sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Written for this table; neither a pattern nor a frame has these words.
UNSEEN = [
    "She showed me the lines on her wrist under the bracelets.",
    "The lads said he has to carry for them till the money is paid back.",
    "He has not been at his placement since Tuesday and his phone is off.",
    "The kids were sleeping on coats and there was nothing in the fridge.",
    "He grabbed mum by the hair in front of the baby.",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_statements_in_other_words_are_routed(text: str) -> None:
    assert signs([text])[0]


HARMLESS = [
    "Review meeting moved to the 14th, all to bring their reports.",
    "He scored twice on Saturday and wants new boots.",
    "Dentist booked for May; optician was fine.",
    "Family time went well and everybody left on time.",
    "Supervision held with the worker; actions from last month are complete.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_notes_are_left_alone(text: str) -> None:
    assert signs([text]) == [()]


@given(st.lists(st.sampled_from(["no", "he", "hit", ",", ";", "knife", "7", "but"]), max_size=12))
def test_features_lie_within_the_sentence(words: list[str]) -> None:
    for first, last in features(words, {}, ()).values():
        assert 0 <= first < last <= len(words)
