"""Words and sentences: how headings, titles and wordings are compared and cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_NOTE_SIGN = re.compile(r"[⁰¹²³⁴⁵-⁹]+$")
_STOPPED = frozenset(
    [
        "a",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "more",
        "not",
        "of",
        "on",
        "or",
        "other",
        "our",
        "out",
        "shall",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "under",
        "up",
        "upon",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
# A capital or an opening quotation mark after the stop: "e.g. care" and "No. 5" go on.
_END = re.compile(r"(?<=[.!?])[’”')\]]*\s+(?=[‘“'\"(\[]?[^\W\d_a-z])|\n")
_ENDINGS = ("ments", "ment", "ingly", "ings", "ing", "edly", "ies", "ed", "es", "ly", "s", "y", "e")


def plain(text: str) -> str:
    """Return a heading or grade as it is compared: lower case, one blank, no marks around it."""
    folded = unicodedata.normalize("NFKC", _NOTE_SIGN.sub("", text.strip())).lower()
    folded = folded.replace("’", "'").replace("‘", "'")
    return " ".join(folded.split()).strip(" .:;,*-–—'\"“”")


def stem(word: str) -> str:
    """Cut a word's commonest endings, roughly: only to see that two words are of one kind."""
    for _ in range(2):  # "improvement" by way of "improve"
        ending = next((end for end in _ENDINGS if word.endswith(end)), None)
        if ending is None or len(word) - len(ending) < 4:
            return word
        word = word[: -len(ending)]
    return word


def content_words(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(stem(word) for word in words if word not in _STOPPED and len(word) > 2)


def overlap(ours: str, theirs: str) -> float:
    """Say how much two texts share: shared words by the shorter text's words, 0 to 1."""
    first, second = content_words(ours), content_words(theirs)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def likeness(one: str, other: str) -> float:
    """Say how like two headings are: shared words by all their words, 0 to 1."""
    first, second = content_words(one), content_words(other)
    if not first or not second:
        return float(plain(one) == plain(other))
    return len(first & second) / len(first | second)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each sentence, without the white space between."""
    start = 0
    for end in [*_END.finditer(text), None]:
        # Closing quotation marks belong to the sentence that they close.
        cut = len(text) if end is None else end.end()
        piece = text[start:cut]
        if piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield first, start + len(piece.rstrip())
        start = cut


def holds(text: str, phrase: str) -> bool:
    """Say whether a phrase stands in a text as whole words, whatever their case."""
    return re.search(rf"(?<!\w){re.escape(plain(phrase))}(?!\w)", plain(text)) is not None
