"""Fits the classifier of strength and weakness, and measures it on authorities left out.

Three kinds of labels: official passages that stand under a heading of strengths or weaknesses;
passages of sections graded outstanding or inadequate, where each sentence takes its label from the
grade and the edited phrases together; and passages that people coded, sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from corpus.records import Polarity
from models.polarity.answering import LABELS, Evident, Likely, Polarities, evident
from models.polarity.layout import Counts
from models.polarity.lexicon import Lexicon
from models.polarity.logit import Floats, Logit
from models.polarity.passages import DIRECTION, summary
from models.polarity.sentences import around
from models.polarity.terms import Terms, Wording, terms_of
from models.reading import Read
from models.training.material import CodedPassage, Material
from models.training.printed_polarity import Labelled, graded, official
from models.training.scored import Item
from models.training.splitting import folds

Reading = Callable[[str], Read]

_GRADES = {"outstanding": 0.93, "inadequate": 0.25}  # share of sentences that praise
_BULLETS = {"strength": 0.88, "weakness": 0.15}
_BALANCE = 3  # column of models.polarity.evidence.features
_TEACHER = 2.5  # how much the balance of phrases counts beside the grade's log odds
_SURE = 0.2  # log odds: what teaches less is left out of official passages
_OFFICIAL_WEIGHT = 5.0
_RAREST = 3  # sentences that must hold a term
_COST, _STEP_COST, _SENTENCE_COST = 0.3, 0.1, 0.3
_PRINTED = 0.1  # what a sentence of an official passage counts beside a coded one
_INNER, _OUTER = 4, 5  # folds
_TOLERANCE = 1e-3  # a tenth of the default exactness, for speed


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Sentences to learn the wording from: official and graded passages, end to end.

    `prior` are log odds of praise by the heading, `teacher` with the phrases found; `passage`
    numbers the passages. Columns of `terms` count sentences through all passages.
    """

    rows: tuple[Labelled, ...]
    groups: NDArray[np.str_]
    seen: Evident
    terms: Terms
    teacher: Floats
    weight: Floats


class HeldOut(NamedTuple):
    """Answers to what was not learnt from: official passages, coded passages, coded sentences."""

    official: tuple[Item, ...]
    coded: tuple[Item, ...]
    sentences_two: tuple[Item, ...]
    sentences_four: tuple[Item, ...]


def fit_polarity(material: Material, read: Reading, lexicon: Lexicon) -> Polarities:
    """Fit on all material. ValueError: too little of a kind of label, with what is missing.

    `read` reads a passage's text; whoever has read it already may answer from memory.
    """
    return _whole(*_labels(material, read, lexicon), read, lexicon)


def cross_validate(material: Material, read: Reading, lexicon: Lexicon) -> HeldOut:
    """Answer for each labelled passage by a model that saw nothing of its authority.

    Truth is what the heading says; of coded passages what the first coder said. Official passages
    are answered strength or weakness, whichever is likelier.
    """
    return _held_out(*_labels(material, read, lexicon), read, lexicon)


def learn_polarity(
    material: Material, read: Reading, lexicon: Lexicon
) -> tuple[Polarities, HeldOut]:
    """Fit on all material and answer for what is held out: both of the above, studied once."""
    study, coded = _labels(material, read, lexicon)
    return _whole(study, coded, read, lexicon), _held_out(study, coded, read, lexicon)


def _labels(
    material: Material, read: Reading, lexicon: Lexicon
) -> tuple[Study, list[CodedPassage]]:
    study = _study((*official(material), *graded(material)), read, lexicon)
    return study, _enough(material.coded, read)


def _whole(
    study: Study, coded: Sequence[CodedPassage], read: Reading, lexicon: Lexicon
) -> Polarities:
    return _fit(study, coded, np.ones(len(study.rows), np.bool_), read, lexicon)


def _held_out(
    study: Study, coded: Sequence[CodedPassage], read: Reading, lexicon: Lexicon
) -> HeldOut:
    groups = np.concatenate([study.groups, [one.group for one in coded]])
    held = HeldOut((), (), (), ())
    for fold in folds(groups.tolist(), _OUTER):
        out = set(groups[fold.held].tolist())
        kept = np.array([group not in out for group in study.groups])
        inside = [one for one in coded if one.group not in out]
        model = _fit(study, inside, kept, read, lexicon)
        asked = [row for row, stays in zip(study.rows, kept, strict=True) if not stays]
        part = _answers(
            model, [row for row in asked if row.label in _BULLETS],
            [one for one in coded if one.group in out], read, lexicon,
        )  # fmt: skip
        held = HeldOut(*(before + new for before, new in zip(held, part, strict=True)))
    return held


def answers_of(model: Polarities, material: Material, read: Reading, lexicon: Lexicon) -> HeldOut:
    """Answer for labelled passages of material that a model did not learn from."""
    return _answers(model, official(material), _usable(material.coded, read), read, lexicon)


def _study(rows: Sequence[Labelled], read: Reading, lexicon: Lexicon) -> Study:
    for label in ("strength", "weakness"):
        if not any(row.label == label for row in rows):
            raise ValueError(
                f"Polarity cannot be learnt: no passage stands under a heading of {label}. Add "
                "joint inspections of 2016 to 2020 or reports of special educational needs."
            )
    seen = evident([read(row.text) for row in rows], lexicon)
    passage = seen.layout.passage
    chance = np.array([{**_GRADES, **_BULLETS}[row.label] for row in rows])[passage]
    teacher = _TEACHER * seen.lexical[:, _BALANCE] + np.log(chance / (1.0 - chance))
    is_official = np.array([row.label in _BULLETS for row in rows])[passage]
    weight = np.abs(np.tanh(teacher / 2.0)) * np.where(is_official, _OFFICIAL_WEIGHT, 1.0)
    weight[is_official & (np.abs(teacher) <= _SURE)] = 0.0
    groups = np.array([row.group for row in rows])
    return Study(tuple(rows), groups, seen, terms_of(seen.layout, seen.scope), teacher, weight)


def _usable(coded: Sequence[CodedPassage], read: Reading) -> list[CodedPassage]:
    """Keep passages whose coded sentences are as many as there are; each text once."""
    first: dict[str, CodedPassage] = {}
    for one in coded:
        count = len(read(one.text).sentences)
        fits = [
            row.sentences and len(row.sentences) == count and row.polarity for row in one.codings
        ]
        if all(fits) and fits:
            first.setdefault(one.text, one)
    return list(first.values())


def _enough(coded: Sequence[CodedPassage], read: Reading) -> list[CodedPassage]:
    usable = _usable(coded, read)
    if not usable:
        raise ValueError(
            "Polarity cannot be learnt: no coded passage has a polarity for each of its sentences. "
            "Add coded passages, such as those that the shipped model learnt from."
        )
    return usable


def _fit(
    study: Study, coded: Sequence[CodedPassage], kept: NDArray[np.bool_], read: Reading,
    lexicon: Lexicon,
) -> Polarities:  # fmt: skip
    """Fit all steps on the kept passages of the study and on coded ones."""
    # Later steps learn from scores as they are on text that the wording was not learnt from.
    passage = study.seen.layout.passage
    own = np.array([row.label in _BULLETS for row in study.rows]) & kept
    names = sorted({*study.groups[kept].tolist(), *(one.group for one in coded)})
    score = np.zeros(len(passage))
    seen = evident([read(one.text) for one in coded], lexicon)
    terms = terms_of(seen.layout, seen.scope)
    coded_score = np.zeros(len(seen.layout.passage))
    coded_groups = np.array([one.group for one in coded])
    for fold in folds(names, _INNER):
        held = [names[at] for at in fold.held]
        out, coded_out = np.isin(study.groups, held), np.isin(coded_groups, held)
        wording = _wording(study, kept & ~out)
        rows, coded_rows = (out & own)[passage], coded_out[seen.layout.passage]
        score[rows] = wording.scores(wording.values(study.terms), len(score))[rows]
        found = wording.scores(wording.values(terms), len(coded_score))
        coded_score[coded_rows] = found[coded_rows]
    spread = float(score[own[passage]].std()) or 1.0
    whole = _scaled(_wording(study, kept), spread)
    return _steps(
        whole, (study.seen, score / spread, own, [row.label for row in study.rows]),
        (seen, coded_score / spread, coded),
    )  # fmt: skip


def _steps(
    wording: Wording,
    printed: tuple[Evident, Floats, NDArray[np.bool_], list[str]],
    said: tuple[Evident, Floats, Sequence[CodedPassage]],
) -> Polarities:
    """Fit the last steps on held-out scores of official and of coded passages."""
    seen, score, coded = said
    near = around(score, seen.lexical, seen.layout.passage)
    coders = list(zip(*(_codings(one) for one in coded), strict=True))
    labels = np.array([[_number(p) for row in coder for p in row[1]] for coder in coders]).ravel()
    shown, shown_score, own, names = printed
    sentence = _sentence_step((near, labels, len(coders)), printed)
    likely = sentence.probabilities(near)
    first = seen.layout.first_sentences
    whole = np.tile(summary(score, seen.lexical, likely, first), (len(coders), 1))
    polarity = np.array([_number(row[0]) for coder in coders for row in coder])
    mixed = fit_logit(whole, (polarity == 2).astype(np.int64), 2)
    blank = np.zeros((len(shown_score), len(LABELS)))
    sides = summary(shown_score, shown.lexical, blank, shown.layout.first_sentences)[own]
    clear = polarity < 2
    features = np.concatenate([sides, whole[clear]])[:, :DIRECTION]
    truth = [_number(name) for name, is_own in zip(names, own, strict=True) if is_own]
    direction = fit_logit(features, np.concatenate([truth, polarity[clear]]), 2, (1.0, None))
    shares = np.bincount(labels, minlength=len(LABELS)) / len(labels)
    return Polarities(wording, sentence, direction, mixed, np.sqrt(np.maximum(shares, 0.01)))


def _sentence_step(
    said: tuple[Floats, Counts, int],
    printed: tuple[Evident, Floats, NDArray[np.bool_], list[str]],
) -> Logit:
    """Fit the step of sentences on coded ones, and a little on those of official passages."""
    near, labels, coders = said
    shown, score, own, names = printed
    rows = own[shown.layout.passage]
    side = np.array([_number(name) if name in _BULLETS else -1 for name in names])
    official_labels = side[shown.layout.passage][rows]
    beside = around(score, shown.lexical, shown.layout.passage)[rows]
    weight = np.concatenate([np.ones(len(labels)), np.full(len(official_labels), _PRINTED)])
    features = np.concatenate([np.tile(near, (coders, 1)), beside])
    truth = np.concatenate([labels, official_labels])
    return fit_logit(features, truth, len(LABELS), (_SENTENCE_COST, weight))


def _codings(one: CodedPassage) -> list[tuple[Polarity, tuple[Polarity, ...]]]:
    """Return what each of two coders said; a single coder counts twice."""
    told: dict[str, tuple[Polarity, tuple[Polarity, ...]]] = {}
    for row in one.codings:
        if row.polarity and row.sentences:
            told.setdefault(row.coder, (row.polarity, row.sentences))
    rows = [told[coder] for coder in sorted(told)]
    return [rows[0], rows[-1]]


def _number(polarity: str) -> int:
    return [str(label) for label in LABELS].index(polarity)


def _wording(study: Study, kept: NDArray[np.bool_]) -> Wording:
    """Learn which words praise: a linear machine on the sentences of kept passages."""
    used = kept[study.seen.layout.passage] & (study.weight > 0)
    at = used[study.terms.sentence]
    ids, sentence = study.terms.ids[at], study.terms.sentence[at]
    # A term counts once a sentence; sorting pairs of ids and sentences would take twice the time.
    names, column = np.unique(ids, return_inverse=True)
    keys = np.unique(column * np.int64(len(used)) + sentence)
    held = np.bincount(keys // len(used), minlength=len(names))
    often = held >= _RAREST
    idf = np.log((1.0 + used.sum()) / (1.0 + held[often])) + 1.0
    blank = np.zeros(int(often.sum()), dtype=np.float32)
    wording = Wording(names[often], idf.astype(np.float32), blank, 0.0)
    values = wording.values(Terms(ids, sentence, sentence))
    shape = (len(used), len(blank))
    matrix = csr_matrix((values.value, (values.sentence, values.column)), shape=shape)[used]
    good = study.teacher[used] > 0
    weight = study.weight[used].copy()
    weight[good] *= weight[~good].sum() / weight[good].sum()
    machine = LinearSVC(C=_COST, tol=_TOLERANCE, random_state=0)
    machine.fit(matrix, good, sample_weight=weight)
    weights = machine.coef_[0].astype(np.float32)
    return Wording(wording.ids, wording.idf, weights, float(machine.intercept_[0]))


def _scaled(wording: Wording, by: float) -> Wording:
    weights = (wording.weights / np.float32(by)).astype(np.float32)
    return Wording(wording.ids, wording.idf, weights, wording.bias / by)


def fit_logit(
    features: Floats,
    labels: Counts,
    count: int,
    how: tuple[float, Floats | None] = (_STEP_COST, None),
) -> Logit:
    """Fit a last step; labels that never occur are never answered.

    `how` is the cost of errors beside that of large weights, and the weight of each row.
    """
    scale = np.maximum(features.std(axis=0), 1e-6)
    blank = Logit(features.mean(axis=0), scale, np.zeros((1, 1)), np.zeros(1))
    weights, bias = np.zeros((features.shape[1], count)), np.full(count, -30.0)
    seen = np.unique(labels)
    if len(seen) == 1:
        bias[seen] = 0.0
    else:
        machine = LogisticRegression(C=how[0], max_iter=2000)
        machine.fit(blank.standard(features), labels, sample_weight=how[1])
        columns = machine.classes_ if len(seen) > 2 else machine.classes_[1:]
        bias[machine.classes_] = 0.0
        weights[:, columns], bias[columns] = machine.coef_.T, machine.intercept_
    return Logit(blank.mean, blank.scale, weights, bias)


def _answers(
    model: Polarities, rows: Sequence[Labelled], coded: Sequence[CodedPassage], read: Reading,
    lexicon: Lexicon,
) -> HeldOut:  # fmt: skip
    """Answer for official and coded passages that the model did not learn from."""
    printed = _likely(model, [read(row.text) for row in rows], lexicon)
    said = _likely(model, [read(one.text) for one in coded], lexicon)
    official_items = tuple(
        _item(row.id, row.group, row.label, {"strength": p, "weakness": 1.0 - p})
        for row, p in zip(rows, printed.direction.tolist(), strict=True)
    )
    passages, two, four, at = [], [], [], 0
    for one, likely in zip(coded, said.passages.tolist(), strict=True):
        (polarity, sentences), _ = _codings(one)
        chances = dict(zip(LABELS, likely, strict=True))
        passages.append(_item(one.id, one.group, polarity, chances))
        for number, truth in enumerate(sentences):
            row = said.sentences[at]
            name, at = f"{one.id}/{number}", at + 1
            lifted = row / model.lift
            four.append(_item(name, one.group, truth, _chances(row), _chances(lifted)))
            if truth in _BULLETS:
                sides = dict(list(_chances(row[:2] / row[:2].sum()).items()))
                two.append(_item(name, one.group, truth, sides))
    return HeldOut(official_items, tuple(passages), tuple(two), tuple(four))


def _likely(model: Polarities, reads: Sequence[Read], lexicon: Lexicon) -> Likely:
    seen = evident(reads, lexicon)
    return model.likely(seen, model.wording.values(terms_of(seen.layout, seen.scope)))


def _chances(row: Floats) -> dict[Polarity, float]:
    return dict(zip(LABELS, row.tolist(), strict=False))


def _item(
    name: str, group: str, truth: str, chances: Mapping[Polarity, float],
    order: Mapping[Polarity, float] | None = None,
) -> Item:  # fmt: skip
    ranked = sorted(chances, key=lambda label: -(order or chances)[label])
    return Item(name, group, (truth,), ranked, [chances[label] for label in ranked])
