"""Citations as people write them become references, and references print in one form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.frameworks import Framework
from corpus.frameworks.loading import read
from corpus.frameworks.references import normalise, parse

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"

CANTEEN = """\
id: canteen-2024
title: Canteen inspections
publisher: A ministry of lunch
in_force:
  from: 2024-01-15
source: "Lunch handbook, section 2"
areas:
  - {code: FOOD, title: What is served, paragraph: "2.1"}
instruments:
  - code: soup-2015
    title: The Canteens (England) Regulations 2015
    kind: regulations
    aliases: [Canteens Regulations, canteen's regulations]
    highest: 40
  - code: guide
    title: "Guide to the Canteens Regulations, including the quality standards"
    kind: guide
    aliases: [the Guide, Soup guide]
    needs: [page, paragraph]
  - code: nms
    title: "Canteens: national minimum standards"
    kind: standards
    aliases: [NMS]
  - {code: lunch-act, title: School Lunch Act 1944, kind: act, aliases: [Lunch Act]}
  - {code: broth, title: Statutory guidance on hot broth, kind: statutory guidance}
"""


@pytest.fixture(scope="module")
def canteen() -> Framework:
    return read(CANTEEN, "canteen.yaml")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # regulations, however short the word and wherever the brackets stand
        ("Regulation 18(4)(a)(b)(c)", "Regulation 18(4)(a)(b)(c)"),
        ("Reg 10(1)(a)–(e)", "Regulation 10(1)(a)–(e)"),
        ("reg. 10(1)(a) to (e)", "Regulation 10(1)(a)–(e)"),
        ("Reg 4(1),(2)(g)", "Regulation 4(1),(2)(g)"),
        ("regulation 4 (2)(g)", "Regulation 4(2)(g)"),
        ("regulation 12 paragraph (2)(a)", "Regulation 12(2)(a)"),
        ("Regulation 10.—(1)", "Regulation 10(1)"),  # as the instrument itself prints it
        ("Regulation 12A(3)", "Regulation 12A(3)"),
        ("Reg 33 visits", "Regulation 33"),
        ("Reg 44s", "Regulation 44"),
        ("KLOE and 27s", "Regulation 27"),  # practitioners' word for notifications
        # one word, several numbers
        ("Regulations 12 and 13(1)(a)", "Regulation 12; Regulation 13(1)(a)"),
        ("regulations 12, 13 and 14", "Regulation 12; Regulation 13; Regulation 14"),
        ("Regulations 12 to 14", "Regulations 12–14"),
        ("section 17 or section 20 of the Children Act 1989",
         "Section 17 of the Children Act 1989; Section 20 of the Children Act 1989"),
        # (i) is a numeral below (a), and a letter after (h)
        ("Reg 5(a)(i)(ii)(b)", "Regulation 5(a)(i)(ii),(b)"),
        ("Reg 5(g)(h)(i)", "Regulation 5(g)(h)(i)"),
        # national minimum standards
        ("(NMS 1.6)", "NMS 1.6"),
        ("NMS 5.4 and 5.6", "NMS 5.4; NMS 5.6"),
        ("national minimum standard 25", "NMS 25"),
        ("standard 4.1", "NMS 4.1"),
        ("the national minimum standards", "national minimum standards"),
        # pages and paragraphs
        ("Guide to the Soup Regulations, page 55", "Guide to the Soup Regulations, page 55"),
        ("(‘Guide to soup standards’, page 55, paragraph 9.4)",
         "Guide to soup standards, page 55, paragraph 9.4"),
        ("page 3 of the Guide to good soup standards", "Guide to good soup standards, page 3"),
        ("p. 12, para 3.2", "page 12, paragraph 3.2"),
        ("paragraph 3.2 on page 12", "page 12, paragraph 3.2"),
        ("pages 12-13 and 15", "pages 12–13, 15"),
        ("(paragraph 125, 128).", "paragraphs 125, 128"),  # one word for two, as reports print it
        ("(page 5, 12 children)", "page 5"),
        # guidance
        ("Adoption and Children Act 2002 Statutory Guidance paragraph 2.2",
         "Adoption and Children Act 2002 Statutory Guidance, paragraph 2.2"),
        ("as ‘Working together to safeguard children’ (2015) asks",
         "Working together to safeguard children"),
        ("Working together to safeguard children 2018, page 9",
         "Working together to safeguard children 2018, page 9"),
        # acts and sections
        ("section 47 of the Children Act 1989", "Section 47 of the Children Act 1989"),
        ("Under the 'Care Standards Act 2000' it", "Care Standards Act 2000"),
        ("Children Act 1989, section 47", "Section 47 of the Children Act 1989"),
        ("s.47 enquiries", "Section 47"),
        ("ss 17 and 47", "Section 17; Section 47"),
        ("section 20(1)(a) of the Children Act 2004 and section 31 of the Care Act 2014",
         "Section 20(1)(a) of the Children Act 2004; Section 31 of the Care Act 2014"),
        # statutory instruments
        ("The Children's Homes (England) Regulations 2015 say",
         "Children's Homes (England) Regulations 2015"),
        ("Care Planning, Placement and Case Review (England) Regulations 2010",
         "Care Planning, Placement and Case Review (England) Regulations 2010"),
        ("SI 2007/694", "SI 2007/694"),
        ("Reg 12 of the Children's Homes Regulations",
         "Regulation 12 of the Children's Homes Regulations"),
    ],
)  # fmt: skip
def test_what_is_cited_prints_in_one_form(text: str, printed: str) -> None:
    assert normalise(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        "The regulations are met, in line with statutory guidance.",  # nothing in particular
        "Section 2 of this report",  # a part of a document
        "Section 1: Overall effectiveness",
        "section 5.1 of the framework",  # acts have no such sections
        "partners working together to support children",
        "care leavers in their 20s, under 25s and over 27s",  # ages
        "a guide to adoption",
        "Regulation of feelings",
        "regulation 18-year-olds ask for",
        "page 5%",
        "www.example.org/working-together-to-safeguard-children",
        "",
    ],
)
def test_what_cites_nothing_gives_nothing(text: str) -> None:
    assert parse(text) == ()


def test_a_reference_holds_its_parts_as_a_tree_and_its_place() -> None:
    text = "See Reg 4(1),(2)(g)–(j) today."
    (reference,) = parse(text)

    assert (reference.kind, reference.number) == ("regulation", "4")
    first, second = reference.parts
    assert (first.label, first.parts) == ("1", ())
    assert [(part.label, part.until) for part in second.parts] == [("g", "j")]
    assert text[reference.start : reference.end] == "Reg 4(1),(2)(g)–(j)"


def test_a_place_of_nothing_named_is_only_a_place(canteen: Framework) -> None:
    (alone,) = parse("page 55, paragraph 9.4")
    assert (alone.kind, alone.instrument) == ("place", None)
    # a framework with one guide leaves no doubt
    (resolved,) = parse("page 55, paragraph 9.4", canteen)
    assert (resolved.kind, resolved.instrument) == ("place", "guide")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Regulation 18", "soup-2015"),  # the only regulations there are
        ("regulation 3 of the Canteens (England) Regulations 2015", "soup-2015"),
        ("Reg 3, Canteens’ Regulations", "soup-2015"),
        ("Canteens Regulations, regulation 3", "soup-2015"),
        ("regulation 3 of the Bakeries (England) Regulations 2015", None),  # others
        ("regulation 3 of the Canteens Regulations 2001", None),  # an earlier edition
        ("NMS 3", "nms"),
        ("Canteens: National Minimum Standards 1.6", "nms"),
        ("the Guide, page 4", "guide"),
        ("guide to the canteens regulations including the quality standards, page 4", "guide"),
        ("section 4 of the School Lunch Act 1944", "lunch-act"),
        ("section 4", None),  # of which act nobody can say
        ("section 4 of the Late School Lunch Act 1944", None),  # another act holds the same words
        ("statutory guidance on hot broth, paragraph 2", "broth"),
        ("Working together to safeguard children", None),
        ("Soup Guide, page 4", "guide"),  # a title of two words has capitals ...
        ("Soup guide us all, page 4", "guide"),  # ... or is no title; the page still has one guide
    ],
)
def test_a_framework_gives_references_their_instrument(
    canteen: Framework, text: str, code: str | None
) -> None:
    assert [reference.instrument for reference in parse(text, canteen)] == [code]


# Whole phrases as well as words: what breaks is where two of them meet.
PIECES = (
    "Reg", "Regulation 18", "regulations", "NMS", "section 47", "sections", "s.", "47", "1.6",
    "12", "and", "or", ",", "(", ")", "(4)", "(a)", "(b)", "(i)", "(ii)", "(A)", "–", "to",
    "of the", "of", "the", "The", "in", "page 55", "p.", "pages", "paragraph 9.4", "para",
    "the Guide", "Guide", "Guide to the Canteens Regulations",
    ", including the quality standards", "guide to", "Canteens", "Canteens Regulations",
    "(England) Regulations 2015", "Regulations", "2015", "1944", "standards", "School Lunch Act",
    "Lunch Act 1944", "Act", "Children Act 1989", "Canteens: national minimum",
    "national minimum standards", "Statutory Guidance", "statutory guidance on hot broth",
    "Soup guide", "Working together to safeguard children", "Working", "‘", "’", ":", ";", ".",
    "—", "27s", "SI 2007/694", "\n",
)  # fmt: skip
CITATIONS = st.tuples(
    st.sampled_from([" ", " ", ""]), st.lists(st.sampled_from(PIECES), min_size=1, max_size=12)
).map(lambda drawn: drawn[0].join(drawn[1]))


@settings(max_examples=400)
@given(CITATIONS | st.text(max_size=200), st.booleans())
def test_print_and_parse_are_stable(canteen: Framework, text: str, known: bool) -> None:
    framework = canteen if known else None
    for reference in parse(text, framework):
        assert parse(str(reference), framework) == (reference,)
        assert 0 <= reference.start < reference.end <= len(text)


@settings(max_examples=300)
@given(
    st.integers(1, 999),
    st.lists(
        st.sampled_from(["1", "2", "14", "2A", "a", "b", "h", "i", "ii", "iv", "v", "A"]),
        max_size=8,
    ),
)
def test_any_row_of_labels_survives_printing(number: int, labels: list[str]) -> None:
    text = f"Regulation {number}" + "".join(f"({label})" for label in labels)
    (reference,) = parse(text)
    assert str(reference).replace(",", "") == text
    assert parse(str(reference)) == (reference,)


HOSTILE = (
    "Reg (((((", "Reg 1(", "regulations 1, ", "Reg 1(a)(a)", "Guide to ", "Guide to a b c d e ",
    "Act ", "Aa ", "(A ", "and Aa, ", "Children Act 1989, ", "Regulations (A", "pages 1, 2, ", " ",
    "Statutory Guidance ", "paragraph 1.1.1.1", "national minimum ", "27s ", "\n", "(", "Canteens ",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(
    canteen: Framework, unit: str, check_effort: Callable, no_hang: Callable
) -> None:
    def read_in(length: int) -> object:
        return parse((unit * length)[:length], canteen)

    check_effort(read_in, 1_250, 10_000)
    # No count sees a pattern that backtracks; of that a text this long would take minutes. "Act "
    # is dear for another reason, which the count sees: each looks back over the words before it.
    with no_hang():
        read_in(10_000 if unit == "Act " else 200_000)


def test_a_hundred_thousand_brackets_take_a_moment(
    check_effort: Callable, no_hang: Callable
) -> None:
    check_effort(lambda count: parse("Regulation 1" + "(a)" * count), 1_000, 8_000)
    with no_hang():
        (reference,) = parse("Regulation 1" + "(a)" * 33_000)
    assert len(reference.parts) == 33_000


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("000", ["Section 9 of the Adoption and Children Act 2002", "NMS 25", "SI 2007/694"]),
        ("003", ["NMS 1.6", "NMS 5.4", "Regulation 33",
                 "Adoption and Children Act 2002 Statutory Guidance, paragraph 2.2"]),
        ("004", ["Regulation 27", "Regulation 5", "Regulation 18", "Regulation 10",
                 "Regulation 4(2)(g)", "Working together to safeguard children"]),
    ],
)  # fmt: skip
def test_the_source_documents_cite_what_a_reader_finds(seed: str, expected: list[str]) -> None:
    files = list(SEEDS.glob(f"{seed}_*.txt"))
    if not files:
        pytest.skip("the source documents are not beside this checkout")
    printed = [str(each) for each in parse(files[0].read_text(encoding="utf-8"))]
    assert set(expected) <= set(printed)


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        # each number of a list has its own place; the title belongs to the last
        (
            "Regulations 12 and 13(1) of the Soup (England) Regulations 2015.",
            ["Regulations 12", "13(1) of the Soup (England) Regulations 2015"],
        ),
        (
            "the Guide to soup standards, page 5 (see NMS 3)",
            ["Guide to soup standards, page 5", "NMS 3"],
        ),
        ("Children Act 1989, sections 17 and 47", ["Children Act 1989, sections 17", "47"]),
    ],
)  # fmt: skip
def test_each_reference_says_where_it_stands(text: str, slices: list[str]) -> None:
    assert [text[each.start : each.end] for each in parse(text)] == slices


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        # the title before, unless another follows with "of"
        (
            "Children Act 1989, section 47 of the Care Act 2014",
            "Children Act 1989; Section 47 of the Care Act 2014",
        ),
        # the title beside, unless it leads to numbers of its own
        (
            "section 17, Children Act 1989, section 47",
            "Section 17; Section 47 of the Children Act 1989",
        ),
        ("section 17 Children Act 1989 cases", "Section 17 of the Children Act 1989"),
        # a page is of a guide, not of an act
        ("Children Act 1989, page 5", "Children Act 1989; page 5"),
        ("regulation 5 of the Children Act 1989", "Regulation 5; Children Act 1989"),
        # two guides, each with its page
        (
            "Guide to soup standards, page 5, Guide to bread standards, page 6",
            "Guide to soup standards, page 5; Guide to bread standards, page 6",
        ),
    ],
)
def test_numbers_go_with_the_title_that_is_theirs(text: str, printed: str) -> None:
    assert normalise(text) == printed


def test_regulations_a_framework_only_works_under_are_not_meant_by_a_bare_number() -> None:
    silent = CANTEEN.replace("    highest: 40\n", "")
    framework = read(silent, "canteen.yaml")
    assert [each.instrument for each in parse("Regulation 24", framework)] == [None]
    named = parse("regulation 24 of the Canteens (England) Regulations 2015", framework)
    assert [each.instrument for each in named] == ["soup-2015"]


def test_a_title_ends_before_its_closing_quotation_mark(canteen: Framework) -> None:
    text = "(‘Guide to the Canteens Regulations, including the quality standards’, page 55)"
    (reference,) = parse(text, canteen)
    assert reference.instrument == "guide"
    title = "Guide to the Canteens Regulations, including the quality standards"
    assert str(reference) == f"{title}, page 55"


def test_normalising_twice_changes_nothing(canteen: Framework) -> None:
    text = "See Reg 4(1),(2)(g), NMS 5.4 and 5.6 and p. 12, para 3.2 of the Guide."
    once = normalise(text, canteen)
    assert once == "Regulation 4(1),(2)(g); NMS 5.4; NMS 5.6; Guide, page 12, paragraph 3.2"
    assert normalise(once, canteen) == once
