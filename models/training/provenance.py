"""What a model was made of, for its card: documents, labels, duplicates, versions of libraries."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version

from models.training.evaluation import CodedSource, Learnt, LearntDocument
from models.training.headings import HeadedPassage
from models.training.material import CodedPassage, Material
from models.training.splitting import distinct_documents, distinct_passages

_LIBRARIES = {"NumPy": "numpy", "scikit-learn": "scikit-learn", "spaCy": "spacy", "skops": "skops"}


def learnt_of(
    material: Material,
    headed: Sequence[HeadedPassage],
    left_out: Mapping[str, int] | None = None,
) -> Learnt:
    """Say what was learnt from; `headed` are all labelled passages, before copies were taken out.

    Of a document those passages count whose text stands nowhere before it.
    """
    documents = distinct_documents(material.documents)
    kept = distinct_passages(headed)
    used = Counter(passage.document for passage in kept)
    return Learnt(
        documents=tuple(
            LearntDocument(
                id=one.id,
                framework=one.framework,
                authority=one.group,
                year=one.inspected[:4] if one.inspected else None,
                passages=used[one.id],
            )
            for one in documents
        ),
        coded=coded_sources(material.coded),
        duplicate_documents=len(material.documents) - len(documents),
        duplicate_passages=len(headed) - len(kept),
        left_out=tuple(sorted((left_out or {}).items())),
    )


def coded_sources(coded: Iterable[CodedPassage]) -> tuple[CodedSource, ...]:
    """Count coded passages and codings by source, codebook and framework."""
    passages: dict[tuple[str, str, str], set[str]] = {}
    codings: Counter[tuple[str, str, str]] = Counter()
    for one in coded:
        for coding in one.codings:
            key = (one.source, coding.codebook, coding.framework)
            passages.setdefault(key, set()).add(one.id)
            codings[key] += 1
    return tuple(CodedSource(*key, len(passages[key]), codings[key]) for key in sorted(passages))


def versions() -> tuple[tuple[str, str], ...]:
    """Return Python's version and those of the libraries that a model depends on."""
    libraries = ((name, version(package)) for name, package in _LIBRARIES.items())
    return (("Python", platform.python_version()), *libraries)
