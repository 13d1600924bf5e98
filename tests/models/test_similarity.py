"""Likeness is scikit-learn's arithmetic without its import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from models.similarity import index_of
from models.words import Forms

WORDING = {
    "SOUP": "Soup is served warm; warm soup pleases guests.",
    "BREAD": "Bread is baked daily and guests are served fresh bread.",
    "STAFF": "Cooks are trained, and trained cooks please guests.",
}


@pytest.mark.slow  # scikit-learn's import alone takes seconds
def test_the_cosines_are_those_of_scikit_learn() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text")
    read = Forms().terms

    def names(words: str) -> list[str]:
        return [name for name, _, _ in read(words)]

    vectors = text.TfidfVectorizer(analyzer=names, sublinear_tf=True)
    matrix = vectors.fit_transform(WORDING.values())
    index = index_of({label: names(words) for label, words in WORDING.items()})
    known = Forms(index.idf)
    for passage in ["Guests praised warm soup, warm soup", "Trained cooks baked bread", "soup"]:
        counts: dict[str, int] = {}
        for name, _, _ in known.terms(passage):
            counts[name] = counts.get(name, 0) + 1
        ours = list(index.nearest(index.weigh(counts)).values())
        theirs = (vectors.transform([passage]) @ matrix.T).toarray()[0].tolist()
        assert ours == pytest.approx(theirs, abs=1e-12), passage


def test_shares_add_up_to_the_cosine() -> None:
    read = Forms().terms
    index = index_of({label: [term[0] for term in read(text)] for label, text in WORDING.items()})
    weights = index.weigh({"soup": 1, "guest": 2, "warm": 1})
    for label, cosine in index.nearest(weights).items():
        assert sum(index.shares(weights, label).values()) == pytest.approx(cosine)


def test_building_a_tagger_imports_no_scientific_stack() -> None:
    code = (
        "import sys; from corpus.frameworks import load; from models import baseline;"
        "baseline(load('sccif-asa-2024'));"
        "print(sorted({'numpy', 'scipy', 'sklearn', 'spacy'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
