"""Simulated reviewers, whose truth is known: what `vouch learn` says of their decisions holds."""

from __future__ import annotations

import random
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Tag
from models.learning import RANDOM_FIRST, Given, Record, doubtful, draw, review_order
from pipelines.reviewed import Reviewed, Search, search_for

LENS, CODE = "sccif-asa-2024", "LEAD-7"
SEEDS = st.integers(0, 10_000)


def tag(passage: str, score: float, code: str = CODE) -> Tag:
    return Tag(
        f"t{passage}{code}", passage, "d1", LENS, None, code[:4], None, code, "neutral", score,
        False, 1, "lens/1",
    )  # fmt: skip


class World:
    """Passages of which some are evidence, a model that ranks most of them high, and a reviewer."""

    def __init__(self, seed: int, passages: int = 200) -> None:
        chance = random.Random(seed)  # noqa: S311 - simulated
        self.passages = [f"p{number:03}" for number in range(passages)]
        self.truth = {one for one in self.passages if chance.random() < 0.15}
        score = {
            one: min(0.99, max(0.01, chance.gauss(0.7 if one in self.truth else 0.3, 0.15)))
            for one in self.passages
        }
        # Of a fifth of the passages, evidence or not, the model says nothing.
        self.tags = [tag(one, score[one]) for one in self.passages if chance.random() < 0.8]
        self.said: dict[str, frozenset[str]] = {}

    def review(self, passages: Iterable[str]) -> None:
        for one in passages:
            self.said[one] = frozenset({CODE} if one in self.truth else ())

    def search(self) -> Search:
        confirmed = {(one, LENS): codes for one, codes in self.said.items()}
        return search_for(CODE, LENS, self.tags, self.passages, Reviewed(confirmed))

    def share(self) -> float:
        found = {one for one, codes in self.said.items() if codes}
        return len(found) / len(self.truth) if self.truth else 1.0


@settings(max_examples=40)
@given(seed=SEEDS, top=st.integers(0, 80), drawn=st.integers(1, 80))
def test_counts_add_up_however_far_a_review_has_come(seed: int, top: int, drawn: int) -> None:
    world = World(seed)
    world.review(world.search().ranked[:top])
    world.review(world.search().drawn[:drawn])
    told = world.search().estimate

    assert told.reviewed + told.unseen == len(world.passages)
    assert told.found == len([codes for codes in world.said.values() if codes])
    assert 0 <= told.sampled <= told.reviewed
    assert 0.0 <= told.low <= told.high <= 1.0
    if told.recall is not None:
        assert told.low <= told.recall <= told.high
        assert told.left is not None and 0 <= told.left <= told.most <= told.unseen


def test_the_interval_holds_the_true_share_in_at_least_nineteen_of_twenty_searches() -> None:
    held = 0
    for seed in range(200):
        world = World(seed)
        world.review(world.search().ranked[:40])
        world.review(world.search().drawn[:40])
        told = world.search().estimate
        held += told.low <= world.share() <= told.high

    assert held >= 190


def test_more_drawn_at_random_makes_the_interval_narrower() -> None:
    widths = []
    for number in (10, 40, 120):
        total = 0.0
        for seed in range(30):
            world = World(seed)
            world.review(world.search().ranked[:30])
            world.review(world.search().drawn[:number])
            told = world.search().estimate
            total += told.high - told.low
        widths.append(total)

    assert widths[0] > widths[1] > widths[2]


@settings(max_examples=30)
@given(seed=SEEDS)
def test_whoever_reviews_everything_is_told_that_all_is_found(seed: int) -> None:
    world = World(seed, passages=60)
    world.review(world.passages)
    told = world.search().estimate

    assert (told.unseen, told.most, told.low, told.high) == (0, 0, 1.0, 1.0)
    assert (world.search().ranked, world.search().drawn) == ((), ())


@settings(max_examples=30)
@given(seed=SEEDS, steps=st.lists(st.sampled_from(["top", "drawn"]), min_size=1, max_size=20))
def test_a_list_never_shows_again_what_was_reviewed_and_always_shows_the_rest(
    seed: int, steps: list[str]
) -> None:
    world = World(seed, passages=50)
    for step in steps:
        listed = world.search().ranked if step == "top" else world.search().drawn
        world.review(listed[:3])
    left = set(world.passages) - set(world.said)

    assert set(world.search().ranked) <= left
    assert set(world.search().drawn) == left


def test_the_draw_does_not_ask_the_model() -> None:
    world, other = World(1), World(1)
    other.tags = [tag(one.passage_id, 1 - one.score) for one in other.tags]

    assert world.search().drawn == other.search().drawn
    assert list(world.search().drawn) == sorted(world.passages, key=lambda one: draw(one, CODE))


records = st.lists(
    st.builds(
        Record,
        id=st.uuids().map(str),
        provider=st.sampled_from(["80400", "80401", "80402"]),
        framework=st.sampled_from([LENS, "slac-2009"]),
        score=st.floats(0, 1),
        abstained=st.booleans(),
    ),
    max_size=150,
    unique_by=lambda record: record.id,
)


@settings(max_examples=40)
@given(found=records, done=st.integers(0, 40))
def test_what_is_next_is_everything_left_once_and_the_random_part_first(
    found: list[Record], done: int
) -> None:
    seen = {record.id for record in found[:done]}
    order = list(review_order(found, seen))

    assert sorted(one.record.id for one in order) == sorted(
        record.id for record in found if record.id not in seen
    )
    random_part = [one.why == "random" for one in order]
    assert random_part == sorted(random_part, reverse=True)
    each: dict[tuple[str, str], int] = {}
    for one in order:
        if one.why == "random":
            key = (one.record.provider, one.record.framework)
            each[key] = each.get(key, 0) + 1
    assert all(number <= RANDOM_FIRST for number in each.values())


def test_reviewing_in_order_leaves_the_order_of_the_rest_as_it_was() -> None:
    """Whoever goes on tomorrow gets what they would have got today."""
    found = [Record(f"r{number}", str(number % 3), LENS, number / 100) for number in range(90)]
    whole = [one.record.id for one in review_order(found)]
    for done in (1, 17, 60, 75):
        rest = {one.record.id for one in review_order(found, whole[:done])}
        assert rest == set(whole[done:])
        drawn = {one.record.id for one in review_order(found, whole[:done]) if one.why == "random"}
        assert drawn == rest & set(whole[: 3 * RANDOM_FIRST]), "who was drawn stays drawn"


def test_slips_of_a_reviewer_are_found_among_right_decisions() -> None:
    chance = random.Random(7)  # noqa: S311 - simulated
    slips = {f"d{number}" for number in range(0, 300, 30)}
    given_ = []
    for number in range(300):
        name, sure = f"d{number}", chance.uniform(0.85, 0.99)
        right = "accepted" if number % 2 else "rejected"
        other = "rejected" if number % 2 else "accepted"
        label = other if name in slips else right
        given_.append(Given(name, label, {right: sure, other: 1 - sure}))

    found = doubtful(given_)

    listed = {one.id for one in found}
    assert listed <= slips, "no right decision is doubted"
    assert len(listed) >= 5, "at least half of the slips are seen"
    surer = [one.probability - one.confidence for one in found]
    assert surer == sorted(surer, reverse=True), "the most doubtful first"


def test_decisions_that_agree_with_the_model_are_never_doubted() -> None:
    given_ = [
        Given(f"d{number}", label, {label: 0.6, other: 0.4})
        for number in range(40)
        for label, other in ((("accepted", "rejected"), ("rejected", "accepted"))[number % 2],)
    ]

    assert doubtful(given_) == []
