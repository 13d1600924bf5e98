"""What the card says a model was made of."""

from models.training.evaluation import CodedSource, LearntDocument
from models.training.headings import HeadedPassage
from models.training.material import CodedPassage, Coding, Material, StudyDocument
from models.training.provenance import coded_sources, learnt_of, versions


def document(name: str, group: str, inspected: str | None = "2024-05-01") -> StudyDocument:
    return StudyDocument(name, group, "ilacs-2023", inspected, ())


def headed(name: str, text: str, position: int = 0) -> HeadedPassage:
    return HeadedPassage(name, "80418", "ilacs-2023", position, text, "HP", False, False)


def coding(coder: str, framework: str = "slac-2009", codebook: str = "gold/1") -> Coding:
    return Coding(coder, codebook, framework)


MATERIAL = Material(
    (document("b", "80473"), document("a", "80418", None), document("a", "80418", None)),
    (
        CodedPassage("p1", "80418", "Text.", "gold", (coding("A"), coding("B"))),
        CodedPassage("p2", "80418", "More.", "gold", (coding("A"), coding("A", "send-2023"))),
        CodedPassage("p3", "80473", "Text.", "reviewers", (coding("A", codebook="own/2"),)),
    ),
)
PASSAGES = (
    headed("a", "Visits are made within 5 days."),
    headed("a", "Visits are made within 9 days.", 1),
    headed("b", "Risk is understood."),
)


def test_documents_are_told_once_with_what_was_used_of_them() -> None:
    learnt = learnt_of(MATERIAL, PASSAGES)
    assert learnt.documents == (
        LearntDocument("a", "ilacs-2023", "80418", None, 1),
        LearntDocument("b", "ilacs-2023", "80473", "2024", 1),
    )
    assert learnt.duplicate_documents == 1


def test_texts_that_differ_in_a_number_are_copies() -> None:
    assert learnt_of(MATERIAL, PASSAGES).duplicate_passages == 1


def test_labels_are_counted_by_source_codebook_and_framework() -> None:
    assert coded_sources(MATERIAL.coded) == (
        CodedSource("gold", "gold/1", "send-2023", 1, 1),
        CodedSource("gold", "gold/1", "slac-2009", 2, 3),
        CodedSource("reviewers", "own/2", "slac-2009", 1, 1),
    )


def test_what_was_left_out_is_named_in_order() -> None:
    learnt = learnt_of(MATERIAL, (), {"of no known framework": 3, "incomplete": 2})
    assert learnt.left_out == (("incomplete", 2), ("of no known framework", 3))
    assert [one.passages for one in learnt.documents] == [0, 0]


def test_nothing_was_learnt_from_nothing() -> None:
    learnt = learnt_of(Material(()), ())
    assert (learnt.documents, learnt.coded, learnt.duplicate_passages) == ((), (), 0)


def test_versions_of_what_decides_the_outcome() -> None:
    told = dict(versions())
    assert list(told) == ["Python", "NumPy", "scikit-learn", "spaCy", "skops"]
    assert all(part[0].isdigit() for part in told.values())
