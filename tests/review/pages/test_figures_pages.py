"""The page of statistics as people of every role see it, and the numbers that they take along."""

from __future__ import annotations

import csv
import io
import re

import pytest

LENS = "sccif-asa-2024"
HERE = "/statistics"


@pytest.fixture
def researcher(signed_in):
    return signed_in("researcher")


def table(browser, address: str) -> list[dict[str, str]]:
    """The rows of a file of comma-separated values."""
    answer = browser.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_it_is_in_the_navigation_of_everybody(researcher) -> None:
    page = researcher.get(HERE)
    assert '<a href="/statistics" aria-current="page">Statistics</a>' in page
    assert page.count("<h1>") == 1


def test_it_says_what_it_counts_and_of_how_many(researcher) -> None:
    words = researcher.words(f"{HERE}?framework={LENS}")
    assert "Counted are published documents alone" in words
    assert "Case notes are never counted here" in words
    assert re.search(r"\d+ of \d+ \(\d+ %\) documents are read through", words)
    assert re.search(r"0 of [\d,]+ \(0 %\) were decided on by people", words)
    assert "fit no area" in words
    assert "no number here is a judgement on anybody" in words


def test_every_picture_has_a_title_a_description_and_a_table(researcher) -> None:
    page = researcher.get(f"{HERE}?framework={LENS}")
    pictures = re.findall(r'<svg class="plot" .*?</svg>', page, re.DOTALL)
    assert pictures
    for picture in pictures:
        assert 'role="img"' in picture
        [key] = re.findall('aria-labelledby="([^"]+)-title"', picture)
        assert f'<title id="{key}-title">' in picture
        assert f'<desc id="{key}-words">' in picture
    assert len(re.findall("<caption>", page)) >= len(pictures)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_series_have_a_pattern_and_a_legend(researcher) -> None:
    page = researcher.get(f"{HERE}?framework={LENS}")
    assert page.count('<pattern id="p1"') == 1
    for words in ("strength, sure", "strength, not sure", "weakness, sure", "weakness, not sure"):
        assert words in page
    assert page.count("swatch") >= 4


def test_nothing_in_it_runs_or_is_loaded_from_elsewhere(researcher) -> None:
    answer = researcher.client.get(HERE)
    assert "style=" not in answer.text
    assert "http:" not in answer.text.replace("http://www.w3.org", "")
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy


def test_the_file_of_grades_says_the_same_as_the_page(researcher) -> None:
    page = researcher.get(HERE)
    [name] = re.findall('<option value="([^"]+)" selected>', page)
    rows = table(researcher, f"{HERE}/grades.csv?framework={name}")
    assert rows
    assert {row["framework"] for row in rows} == {name}
    for area in {row["area"] for row in rows}:
        for year in {row["year"] for row in rows if row["area"] == area}:
            own = [row for row in rows if (row["area"], row["year"]) == (area, year)]
            total = sum(int(row["inspections"]) for row in own)
            assert {int(row["of_inspections"]) for row in own} == {total}
    given = sum(int(row["inspections"]) for row in rows)
    captions = re.findall(r"Inspections by year and grade, of (\d+)", page)
    assert given == sum(map(int, captions))


def test_the_file_of_evidence_adds_up(researcher) -> None:
    rows = table(researcher, f"{HERE}/evidence.csv?framework={LENS}")
    assert {row["polarity"] for row in rows} == {"strength", "weakness", "mixed", "neutral"}
    for row in rows:
        assert 0 <= int(row["not_sure"]) <= int(row["passages"]) <= int(row["of_passages"])
    by_place: dict[tuple[str, str], int] = {}
    for row in rows:
        at = row["area"], row["year"]
        by_place[at] = by_place.get(at, 0) + int(row["passages"])
    assert by_place == {(row["area"], row["year"]): int(row["of_passages"]) for row in rows}


@pytest.mark.parametrize("path", [HERE, f"{HERE}/grades.csv", f"{HERE}/evidence.csv"])
@pytest.mark.parametrize(
    "name", ["no-such", "../../etc/passwd", "%00", "<script>", "sccif-asa-2024'--", "x" * 3000]
)
def test_a_framework_that_is_not_there_is_not_found(researcher, path: str, name: str) -> None:
    page = researcher.get(f"{path}?framework={name}", 404)
    assert "<script>" not in page.replace("<script src", "")


def test_nobody_sees_it_without_signing_in(nobody) -> None:
    for path in (HERE, f"{HERE}/grades.csv", f"{HERE}/evidence.csv"):
        answer = nobody.get(path)
        assert answer.status_code in (200, 303, 401, 403)
        assert "Published" not in answer.text
        assert "polarity" not in answer.text


@pytest.mark.parametrize("path", [f"{HERE}?framework={LENS}", f"{HERE}/evidence.csv",
                                  f"{HERE}/grades.csv"])  # fmt: skip
def test_case_notes_make_no_difference_to_anybody(signed, path: str) -> None:
    seen = {
        re.sub(r'(?s)<header.*?</header>|<body[^>]*>|value="[0-9A-Za-z_-]{20,}"', "",
               signed.get(who, path).text)
        for who in ("researcher", "assigned inspector", "qa-reviewer", "administrator")
    }  # fmt: skip
    assert len(seen) == 1
    [page] = seen
    for word in ("xylophone", "bassoon", "Quillfeather", "Brackenreed"):
        assert word not in page
