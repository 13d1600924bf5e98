"""Opening a PDF: what cannot be read is refused with a reason, and nothing crashes."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name

from corpus.problems import RefusedError
from extractors.pdf.pdfium import open_pdf
from extractors.pdf.ruled import ruled_tables
from extractors.pdf.textlayer import read_layout

SHARED = Path(__file__).parents[3].parent / "shared"


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    target = BytesIO()
    pdf.save(target, **how)
    return target.getvalue()


def blank(pages: int = 1, **how: object) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(300, 200))
    return saved(pdf, **how)


def refusal(content: bytes, max_pages: int = 3000) -> RefusedError:
    with pytest.raises(RefusedError) as caught, open_pdf(content, max_pages):
        pass
    return caught.value


def read_all(content: bytes) -> int:
    """Read every page that can be read; return how many could."""
    read = 0
    with open_pdf(content) as pdf:
        for index in range(min(pdf.page_count, 50)):
            try:
                ruled_tables(read_layout(pdf, index))
                read += 1
            except RefusedError as error:
                assert error.problem.code == "damaged-page"
                assert error.problem.page == index + 1
    return read


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (blank(encryption=Encryption(user="secret", owner="owner")), "encrypted", "password"),
        (b"%PDF-1.7\n", "damaged-pdf", "cut short"),
        (b"", "damaged-pdf", "cut short"),
        (b"no PDF at all\n%%EOF", "damaged-pdf", "cannot be opened"),
        (blank(0), "no-pages", "no pages"),
        (blank(4), "too-many-pages", "has 4 pages; at most 3"),
    ],
    ids=["password", "header only", "empty", "something else", "no pages", "too many"],
)
def test_what_cannot_be_read_is_refused_with_its_remedy(
    content: bytes, code: str, says: str
) -> None:
    error = refusal(content, max_pages=3)
    assert error.problem.code == code
    assert says in error.problem.message
    assert error.problem.message.endswith(".")


def test_a_file_that_only_forbids_changes_is_read() -> None:
    # An owner's password restricts printing and copying; anyone may open such a file.
    assert read_all(blank(2, encryption=Encryption(user="", owner="owner"))) == 2


def test_a_file_cut_short_is_refused_or_says_so() -> None:
    content = blank(3)
    for end in range(0, len(content) - 6, 7):
        try:
            with open_pdf(content[:end]) as pdf:
                assert [problem.code for problem in pdf.problems] == ["truncated-pdf"]
        except RefusedError as error:
            assert error.problem.code in {"damaged-pdf", "no-pages"}


def test_a_whole_file_has_no_problems() -> None:
    with open_pdf(blank()) as pdf:
        assert pdf.problems == ()


def test_a_page_tree_that_holds_itself_ends() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    pdf.Root.Pages.Count = 5
    assert read_all(saved(pdf)) <= 5


def test_a_page_tree_of_great_depth_ends() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    node = pdf.Root.Pages
    for _ in range(3000):
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=Array([node])))
    pdf.Root.Pages = node
    try:
        assert read_all(saved(pdf)) <= 1
    except RefusedError as error:
        assert error.problem.code in {"damaged-pdf", "no-pages"}


def test_forms_that_hold_each_other_end() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    form = pdf.make_stream(b"/Fm Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Fm=form))
    page.Resources = Dictionary(XObject=Dictionary(Fm=form))
    page.Contents = pdf.make_stream(b"/Fm Do")
    assert read_all(saved(pdf)) == 1


def test_brackets_without_end_do_not_overflow() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page().Contents = pdf.make_stream(b"[" * 200_000 + b"q " * 200_000)
    assert read_all(saved(pdf)) == 1


def test_the_page_held_open_changes_with_the_index() -> None:
    with open_pdf(blank(2)) as pdf:
        first = pdf.page(0)
        assert pdf.page(0) == first
        pdf.page(1)
        with pytest.raises(RefusedError, match="Page 9 is damaged"):
            pdf.page(8)
        assert pdf.page(0)


@pytest.mark.slow
@pytest.mark.reports
def test_flipped_bits_do_no_harm() -> None:
    from benchmarks.split import reports  # noqa: PLC0415

    files = [path for path in reports(SHARED / "reports", apart=False) if path.stat().st_size < 3e5]
    if not files:
        pytest.skip(f"the real reports are not at {SHARED / 'reports'}")
    dice = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    for _ in range(60):
        content = bytearray(dice.choice(files).read_bytes())
        for _ in range(dice.choice((1, 10, 200))):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        try:
            read_all(bytes(content))
        except RefusedError as error:
            assert error.problem.message
