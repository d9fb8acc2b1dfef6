"""Which rows below a header are data: not those of sums, nor a header printed again."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from service.workbook.grids.grid import Grid
from service.workbook.layout import layout
from service.workbook.reading.headings import names_of, plain, words
from service.workbook.reading.notes import Notes

_TOTAL = re.compile(
    r"(sub ?)?(grand total|jumlah|total|rata rata|rerata)"
    r"( (total|keseluruhan|seluruh\w*|semua|umum|nilai|capaian|realisasi|anggaran|kinerja|"
    r"indikator|sasaran|triwulan|tw|i{1,3}|iv))*"
)


def data_rows(
    grid: Grid, header: int, at: dict[str, int], keys: Sequence[int], notes: Notes
) -> list[int]:
    """Return the rows below a header that may hold data, and say which others were left alone.

    `at` gives the column of each known heading by its plain text; `keys` are the columns that a
    row of sums leaves blank, that of the code first; none where no sums stand below a table.
    """
    kept = []
    for row in range(header + 1, _end(grid, header, at) + 1):
        if keys and _is_total(grid, row, keys):
            notes.say("workbook_note_total", grid.place(row, keys[0]), row)
        elif _is_header(grid, row, at):
            notes.say("workbook_note_header_again", grid.place(row, min(at.values())), row)
        else:
            kept.append(row)
    return kept


def _end(grid: Grid, header: int, at: dict[str, int]) -> int:
    """Return the last row before the header of another table, and before the title above that."""
    everything = _everything()
    for row in range(header + 1, len(grid.rows) + 1):
        if not _is_header(grid, row, at) and _is_other_header(grid, row, everything):
            end = row - 1
            while end > header and len(list(_filled(grid, end))) <= 1:
                end -= 1
            return end
    return len(grid.rows)


@cache
def _everything() -> frozenset[str]:
    sheets = layout().sheets
    return frozenset(names_of(c for sheet in sheets for t in sheet.tables for c in t.columns))


def _is_other_header(grid: Grid, row: int, everything: frozenset[str]) -> bool:
    filled = list(_filled(grid, row))
    if len(filled) < 3 or plain(filled[0]) not in everything:
        return False
    hits = sum(plain(value) in everything for value in filled)
    return hits >= 3 and hits * 3 >= len(filled) * 2


def _is_header(grid: Grid, row: int, at: dict[str, int]) -> bool:
    hits = sum(plain(grid.value(row, column)) == text for text, column in at.items())
    return hits >= 2 and hits * 2 >= len(at)


def _is_total(grid: Grid, row: int, keys: Sequence[int]) -> bool:
    """Tell whether the row has no code and begins with JUMLAH, TOTAL or RATA-RATA."""
    first = next((value for value in _filled(grid, row) if isinstance(value, str)), None)
    if first is None or not _TOTAL.fullmatch(" ".join(words(first))):
        return False
    code, *others = (str(grid.value(row, column) or "").strip() for column in keys)
    return code in ("", first.strip()) and not any(others)


def _filled(grid: Grid, row: int) -> Iterator[Any]:
    return (value for value in grid.rows[row - 1] if value is not None and str(value).strip())
