"""How wide each column of a table is, the same in every format."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.papers.tree import Cell, Table, words

#: The label column of a table whose rows alone have headers, and the rest.
LABELLED = (34.0, 66.0)
#: A word longer than this is broken; a cell fuller than this grows down, not sideways.
LONGEST_WORD = 22
FULLEST_CELL = 240
#: A column whose every cell is this short is best kept on one line.
ONE_LINE = 32
#: How many characters a line of a table holds on an upright page, and on one on its side.
UPRIGHT, ON_ITS_SIDE = 80, 150
#: How much more a line of small print holds: it is set in 9.5 points for 12.
SMALLER = 12 / 9.5
#: A table of so many columns is set in small print where the page is upright.
MANY = 6
#: A row that says less than this stands whole on one page; a longer one may be more than a page.
KEPT_WHOLE = 800
#: Space beside a cell's text, in characters, and how much wider bold letters are.
_PADDING = 2.5
_BOLD = 1.12


@dataclass(frozen=True, kw_only=True)
class _Column:
    """What a column needs, in characters: for its longest word, its longest cell, and usually."""

    word: float
    cell: float
    usual: float


def shares(table: Table, line_characters: int) -> tuple[float, ...]:
    """Hundredths of the width for each column, given how many characters a line of it holds.

    Every column holds its longest word; then those that fit on one line are given it, the least
    first; what is left goes to the others by how much they say.
    """
    if not table.head and table.width == 2:
        return LABELLED
    columns = _columns(table)
    widths = [column.word for column in columns]
    spare = max(0.0, line_characters - sum(widths))
    for at in sorted(range(len(columns)), key=lambda at: columns[at].cell):
        need = max(0.0, columns[at].cell - widths[at])
        if columns[at].cell <= ONE_LINE and need <= spare * 0.9:
            widths[at] += need
            spare -= need
    wanted = [max(0.0, c.usual - width) for c, width in zip(columns, widths, strict=True)]
    total = sum(wanted)
    even = 1 / len(columns)
    widths = [
        width + spare * (want / total if total else even)
        for width, want in zip(widths, wanted, strict=True)
    ]
    return tuple(round(100 * width / sum(widths), 2) for width in widths)


def is_crowded(table: Table, line_characters: int) -> bool:
    """Whether it is set in small print: it has many columns, or words too long for its line."""
    columns = _columns(table)
    return len(columns) >= MANY or sum(column.word for column in columns) > line_characters


def is_kept_whole(row: tuple[Cell, ...]) -> bool:
    """Whether a row is short enough never to be broken over two pages."""
    return sum(len(run.text) for cell in row for run in cell.runs) < KEPT_WHOLE


def _columns(table: Table) -> list[_Column]:
    rows = [row for row in (table.head, *table.rows) if row]
    has_body = bool(table.head and table.rows)
    return [_column(cells, has_body=has_body) for cells in zip(*rows, strict=True)]


def _column(cells: tuple[Cell, ...], *, has_body: bool) -> _Column:
    """What a column needs; of its head only the longest word, for that may take two lines."""
    lengths = [_length(words(cell.runs), cell) for cell in cells[has_body:]]
    longest = max(lengths)
    each_word = (_length(w, cell) for cell in cells for w in words(cell.runs).split(" "))
    return _Column(
        word=min(max(each_word, default=1.0), LONGEST_WORD) + _PADDING,
        cell=longest + _PADDING,
        usual=min((sum(lengths) / len(lengths) + longest) / 2, FULLEST_CELL),
    )


def _length(text: str, cell: Cell) -> float:
    """How wide text is, in ordinary letters: capitals, figures and bold ones are wider."""
    capitals = sum(1 for letter in text if letter.isupper())
    figures = sum(1 for letter in text if letter.isdecimal())
    return (len(text) + 0.3 * capitals + 0.12 * figures) * (_BOLD if cell.scope else 1.0)
