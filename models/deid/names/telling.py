"""Names told by words that stand for people: titles, roles, labels, ages, "known as".

Each rule looks at one run of words and answers with its own name and the kind of person, or null.
"""

from __future__ import annotations

import re

from models.deid.lexicon import COMMON, NAMED
from models.deid.names.neighbours import Run, organised
from models.deid.names.viewing import looks_mistyped
from models.deid.words import LOWER, TITLE, UPPER, listed

Told = tuple[str, str] | None
_STAFF_TITLES = listed("dr prof pc dc ds di dci pcso sgt cllr rev doctor")
_GREETINGS = listed("dear hi hello hiya regards thanks signed cc wishes sincerely faithfully love")
_LABEL_END = re.compile(r"^[*_ ]*(?:\([^)\n]{0,20}\))?[*_ ]*[:=-]")
PET = re.compile(
    r"\b(?:dog|cat|pet|puppy|kitten|hamster|rabbit|horse|pony|teddy|toy|game|film|book|song)\b"
    r"[^.\n]{0,12}$",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"^,?\s*\(?\s*(?:aged?\s+)?\d{1,2}\s*(?:\)|,|years?\b|yrs?\b|y\.?o\b|months?\b)", re.IGNORECASE
)
_ROLE_AFTER = re.compile(
    r"^,?\s*(?:\(|- ?|– ?|, ?)(?:the |his |her |their |my |an? |allocated |duty )?"
    r"([A-Za-z]+)[ -]?([A-Za-z]*)"
)
_KNOWN_LAST = listed(
    "as by called nicknamed named is alias aka a formerly née nee name prefers surname forename to"
)
_KNOWN_AS = re.compile(
    r"\b(?:known as|goes by|go by|called|nicknamed|named|name is|alias|aka|a\.k\.a\.?|formerly|"
    r"née|nee|preferred name|prefers|surname|first name|forename|real name|"
    r"changed (?:his|her|their) name to)\s*[:\"'“‘]?\s*$",
    re.IGNORECASE,
)


def titled(run: Run) -> Told:
    """Mrs Okafor; dr hope."""
    if not run.listed("titles", run.last) or run.gap not in (" ", ". ", ".", "  "):
        return None
    stopped = run.gap.startswith(".") and run.view.words.shapes[run.at - 1] == UPPER
    if run.listed("determiners", run.word) or run.listed("labels", run.word) or stopped:
        return None
    if run.shape == LOWER or run.loud:
        plain = run.bits & COMMON and not run.bits & NAMED
        lowered = run.shape == LOWER and run.view.words.shapes[run.at - 1] != LOWER
        lowly = run.listed("lowly", run.word) and not run.last.startswith("m")
        if plain or lowly or (lowered and len(run.last) < 3 and run.last != "mr"):
            return None
    return "title", "staff" if run.last in _STAFF_TITLES else ""


def role_before(run: Run) -> str | None:
    """Return the kind of person that the word or phrase before speaks of."""
    if run.at == 0 or run.gap not in (" ", ", ", " - ", ": ", " (", ") ", "/", " – "):
        return None
    lists = run.view.lists
    for size in (3, 2):
        phrase = tuple(run.view.words.folds[max(0, run.at - size) : run.at])
        for role in ("carer", "staff", "child"):
            if phrase in lists.phrases[role]:
                return role
    return lists.role_of(run.last)


def with_role(run: Run) -> Told:
    """Mum Hope; social worker Grace Baker; stepfather (Darius)."""
    role = role_before(run)
    if role is None or (run.view.lists.role_of(run.word) is not None and run.quality < 2):
        return None
    if run.shape == TITLE and run.quality == 0 and not run.loud:
        return ("role", role) if _capitals(run) else None
    if run.shape == TITLE:
        alone = run.quality == 1 and run.gap == " " and not organised(run.view, run.end)
        return ("role", role) if run.quality >= 2 or alone else None
    if run.quality == 3 and run.gap != ", ":
        sure = bool(run.bits & NAMED) or not looks_mistyped(run.word)
        return ("role", role) if sure else None
    return None


def _capitals(run: Run) -> bool:
    """Say whether plain words with capitals after a role can be a name: "HV Temple Onions"."""
    words, lists, end = run.view.words, run.view.lists, run.at
    while end < len(words) and end - run.at < 3 and words.shapes[end] == TITLE:
        word = words.folds[end]
        if any(word in lists.lists[name] for name in ("field", "agents", "determiners", "does")):
            return False
        if (end > run.at and words.gap(end) != " ") or lists.role_of(word) is not None:
            break
        end += 1
    whole = end > run.at + 1 or run.end > run.at + 1
    return whole or (run.gap == " " and not organised(run.view, run.end))


def labelled(run: Run) -> Told:
    """Signed: Grace Baker; Present: Will; Dear Rose."""
    written = run.shape == TITLE
    if run.at == 0 or run.quality < (1 if written else 2) or run.rest(1) == ":":
        return None
    lists, folds = run.view.lists, run.view.words.folds
    greeting = run.last in _GREETINGS
    if run.gap == " " and not greeting and run.last != "by":
        return None
    phrases = (tuple(folds[max(0, run.at - size) : run.at]) for size in (2, 3))
    known = greeting or run.last in lists.lists["labels"]
    if not known and not any(phrase in lists.phrases["labels"] for phrase in phrases):
        return None
    if _LABEL_END.match(run.gap) or (greeting and run.gap in (" ", ", ", ",\n", "\n", ",\r\n")):
        return "label", role_before(run) or lists.role_of(run.last) or ""
    by_hand = run.last == "by" and run.gap == " " and (run.quality == 3 or written)
    return ("label", "") if by_hand else None


def with_role_after(run: Run) -> Told:
    """Will (SW); Rose Baker, his aunt; Hope, aged 9."""
    if run.quality < (1 if run.shape == TITLE else 3):
        return None
    if run.shape == LOWER and not run.bits & NAMED:
        return None
    rest = run.rest(60)
    if run.quality >= 2 and _AGED.match(rest) and not rest.startswith((" years", " months")):
        return "age", ""
    match = _ROLE_AFTER.match(rest)
    if match is None:
        return None
    first, second = match[1].lower(), match[2].lower()
    phrases = run.view.lists.phrases
    role = next((role for role in ("carer", "staff") if (first, second) in phrases[role]), None)
    if role is None:
        role = run.view.lists.role_of(first)
        if run.quality < 2 and "(" not in match[0]:
            return None
    return ("role-after", role) if role else None


def known_as(run: Run) -> Told:
    """Known as Bear; nicknamed "Smiler"; but not a dog called Biscuit."""
    if run.shape == LOWER or run.last not in _KNOWN_LAST:
        return None
    lead = run.lead(40)
    match = _KNOWN_AS.search(lead)
    return ("known-as", "") if match and not PET.search(lead[: match.start()]) else None
