"""Answers that are kept for the one who asks the same again."""

from models.last import Last


class Counted:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_the_same_question_is_answered_once() -> None:
    last, answer, question = Last[int](), Counted(), (1, 2)
    assert [last(question, answer), last(question, answer)] == [1, 1]


def test_an_equal_question_is_another() -> None:
    last, answer, question = Last[int](), Counted(), [1]
    assert [last(tuple(question), answer), last(tuple(question), answer)] == [1, 2]


def test_only_the_last_answer_is_kept() -> None:
    last, answer, one, two = Last[int](), Counted(), (1,), (2,)
    assert [last(question, answer) for question in (one, two, two, one)] == [1, 2, 2, 3]


def test_of_a_list_nothing_is_kept_since_it_may_change() -> None:
    last, answer, question = Last[int](), Counted(), [1]
    assert last(question, answer) == 1
    question.append(2)
    assert last(question, answer) == 2


def test_nothing_is_an_answer_too() -> None:
    last, question = Last[None](), (1,)
    asked: list[int] = []
    for _ in range(2):
        last(question, lambda: asked.append(1))
    assert asked == [1]
