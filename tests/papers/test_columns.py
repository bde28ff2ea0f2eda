"""How wide the columns of a table are, and when it is set in small print."""

from __future__ import annotations

from tasks.papers.columns import UPRIGHT, is_crowded, shares
from tasks.papers.tree import Cell, Run, Table


def a_table(head: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    """A table whose first column heads its rows."""
    return Table(
        caption="A table",
        head=tuple(Cell(runs=(Run(text=text),), scope="col") for text in head),
        rows=tuple(
            tuple(
                Cell(runs=(Run(text=text),), scope="" if place else "row")
                for place, text in enumerate(row)
            )
            for row in rows
        ),
    )


def test_a_short_column_is_never_narrower_than_its_heading() -> None:
    """`Council` over `all`: seven bold letters and their margins, 10.7 of 80 characters."""
    table = a_table(("What", "Council", "Evidence"), ("A step " * 9, "all", "A minute " * 12))
    assert 10.6 <= shares(table, UPRIGHT)[1] * UPRIGHT / 100 <= 14


def test_a_long_heading_takes_two_lines_and_leaves_the_room_to_what_says_more() -> None:
    """Mitigation says most, whatever the scores beside it are headed by."""
    head = ("Risk", "Likelihood × severity", "Mitigation", "Residual likelihood × severity")
    row = ("Data are lost", "3 × 4 = 12, medium", "Four rehearsals, counts compared " * 4, "low")
    found = shares(a_table(head, row), UPRIGHT)
    assert max(found) == found[2]


def test_six_columns_or_words_that_do_not_fit_are_set_in_small_print() -> None:
    """Seven sums of money in a row would break the names beside them."""
    many = a_table(tuple("abcdef"), tuple("123456"))
    wide = a_table(("Option", *("Year",) * 4), ("Joining", *("£4,300,000,000,000,000",) * 4))
    assert is_crowded(many, UPRIGHT)
    assert is_crowded(wide, UPRIGHT)
    assert not is_crowded(a_table(tuple("abcde"), tuple("12345")), UPRIGHT)
