from __future__ import annotations

from dataclasses import replace

from extractors.pdf.geometry import shape, split_at_gaps
from extractors.pdf.textlines import line_of

FULL = "Leaders know their services well and act on what they learn about them, so"


def shaped(lines, body):
    return [(piece.kind, piece.text) for piece in shape(lines, body)]


def column(line, *parts, y=700, step=14, x=72):
    return [line(text, x=x, y=y - step * at) for at, text in enumerate(parts)]


def test_lines_at_the_usual_distance_are_one_paragraph(line, body):
    assert len(shape(column(line, FULL, FULL, "children are safe."), body)) == 1


def test_a_gap_parts_paragraphs(line, body):
    lines = [line(FULL, y=700), line(FULL, y=686), line(FULL, y=664)]
    assert [len(piece.lines) for piece in shape(lines, body)] == [2, 1]


def test_a_sentence_that_ends_short_ends_its_paragraph(line, body):
    lines = column(line, FULL, "They act swiftly.", FULL)
    assert [len(piece.lines) for piece in shape(lines, body)] == [2, 1]


def test_a_full_line_that_ends_a_sentence_does_not(line, body):
    full_stop = FULL[:-4] + "too."
    assert len(shape(column(line, full_stop, full_stop, FULL), replace(body, right=518))) == 1


def test_bullets_open_items_and_text_hangs_below(line, body):
    lines = [
        line("• Oversight of practice by managers at every level of the service and of", y=700),
        line("practice.", x=84, y=686),
        line("• Visits.", y=672),
    ]
    assert [(piece.kind, len(piece.lines)) for piece in shape(lines, body)] == [
        ("item", 2),
        ("item", 1),
    ]


def test_numbers_open_numbered_paragraphs(line, body):
    lines = [line("47.  " + FULL, y=700), line("safe.", x=100, y=686), line("48.  Next", y=672)]
    pieces = shape(lines, body)
    assert [(piece.kind, piece.marker.number) for piece in pieces] == [
        ("paragraph", "47"),
        ("paragraph", "48"),
    ]


def test_a_number_that_a_sentence_brings_to_a_line_start_opens_nothing(line, body):
    lines = column(
        line, "Leaders plan for all children who are under the age of almost", "12. years"
    )
    assert len(shape(lines, body)) == 1


def test_bold_line_above_plain_text_stands_alone(line, body):
    lines = [line("Main findings", y=700, bold=True), line(FULL, y=686)]
    assert len(shape(lines, body)) == 2


def test_bold_lead_in_does_not_part_a_paragraph(row, line, body):
    first = line_of(
        row("Overall effectiveness of all of the services:", 72, 700, bold=True)
        + row("it is good and", 380, 700),
        1,
    )
    assert len(shape([first, line("improving.", y=686)], body)) == 1


def test_names_one_below_the_other_are_paragraphs_of_their_own(line, body):
    lines = column(
        line, "Ann Example, Director of Services", "Bo Sample, Chief Officer", "Cy Model"
    )
    assert len(shape(lines, body)) == 3


def test_small_print_with_a_number_at_the_foot_is_a_note(line, body):
    lines = [*column(line, FULL, FULL), line("1 Under the Children Act.", y=80, size=9)]
    assert [piece.kind for piece in shape(lines, body)] == ["paragraph", "note"]


def test_small_print_without_a_number_is_text(line, body):
    lines = [*column(line, FULL, FULL), line("Crown copyright", y=80, size=9)]
    assert [piece.kind for piece in shape(lines, body)] == ["paragraph", "paragraph"]


def test_entries_of_a_table_of_contents_are_parted(line, body):
    lines = column(line, "Summary     3", "Recommendations     5")
    assert len(shape(lines, body)) == 2


def test_next_column_opens_a_paragraph(line, body):
    lines = [line("end of the first column", y=100), line("start of the second", x=300, y=700)]
    assert len(shape(lines, body)) == 2


def test_empty_line_in_a_tagged_paragraph_parts_it(line, piece, body):
    whole = piece("paragraph", FULL)
    whole.lines += [line("Second.", y=672), line("Third.", y=644)]
    parts = split_at_gaps(whole, body)
    assert [part.text for part in parts] == [FULL, "Second.", "Third."]


def test_tagged_paragraph_over_two_columns_is_kept_whole(line, piece, body):
    whole = piece("paragraph", FULL, y=100)
    whole.lines.append(line("goes on", x=300, y=700))
    assert len(split_at_gaps(whole, body)) == 1


def test_bullet_after_an_empty_line_keeps_its_text_however_far_below(line, piece, body):
    whole = piece("paragraph", FULL)
    whole.lines += [line("•", y=672), line("Second.", y=644)]
    parts = split_at_gaps(whole, body)
    assert [(part.kind, part.text) for part in parts] == [
        ("paragraph", FULL),
        ("item", "• Second."),
    ]
