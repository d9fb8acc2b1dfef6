"""Says where a table was found when it does not stand where the form has it."""

from collections.abc import Iterator
from functools import cache

from openpyxl.utils import get_column_letter

from service.errors import Problem, problem
from service.workbook.grids.grid import Grid
from service.workbook.layout import (
    ALL_FORMS,
    HEADER_ROW,
    ROMAN,
    Column,
    Sheet,
    Table,
    columns_for,
    layout,
)
from service.workbook.reading.headings import header_row, id_of, names_of, plain, quarter_in
from service.workbook.reading.notes import Notes
from service.workbook.reading.tables import FIELD_HEADINGS, Found, Wanted


def say(found: Found, sheet: Sheet, quarter: int, notes: Notes) -> None:
    """Say what is unusual about the place, the headings and the columns of a table."""
    grid = found.grid
    usual = plain(grid.name) == plain(sheet.name)
    if not usual:
        notes.say("workbook_note_sheet", grid.place(1, 1), "", expected=sheet.name, found=grid.name)
    if grid.hidden:
        notes.say("workbook_note_hidden_sheet", grid.place(1, 1), "")
    for key, heading in found.renamed.items():
        fields = found.table.fields
        row, column = (heading.at, 1) if fields else (found.header, heading.at)
        notes.say(
            "workbook_note_line_renamed" if fields else "workbook_note_column_renamed",
            grid.place(row, column), "",
            expected=found.columns[key][1].header, found=heading.text,
        )  # fmt: skip
    if not found.table.fields:
        _say_columns(found, sheet, quarter, notes, usual)


def _say_columns(found: Found, sheet: Sheet, quarter: int, notes: Notes, usual: bool) -> None:
    grid, header = found.grid, found.header
    if usual:
        if header != HEADER_ROW:
            notes.say(
                "workbook_note_header", grid.place(header, 1), "",
                expected=str(HEADER_ROW), found=str(header),
            )  # fmt: skip
        _say_moved(found, sheet, quarter, notes)
    hidden = [at for at, c in found.columns.values() if at in grid.marks.hidden_columns]
    for at in sorted(hidden):
        notes.say("workbook_note_hidden_columns", grid.place(header, at), get_column_letter(at))
    known = _known(quarter) | {plain(w.text) for w in found.renamed.values()}
    if any(table.fields for table in sheet.tables):
        known |= {plain(text) for text in FIELD_HEADINGS}
    for heading in found.written:
        if plain(heading.text) not in known and plain(heading.text):
            letter = get_column_letter(heading.at)
            place = grid.place(header, heading.at)
            notes.say("workbook_note_column_extra", place, f"{letter} (“{heading.text[:40]}”)")


@cache
def _known(quarter: int) -> frozenset[str]:
    return frozenset(names_of(_every_column(quarter)))


def _every_column(quarter: int) -> Iterator[Column]:
    for form in ALL_FORMS:
        for sheet in layout().sheets:
            for table in sheet.tables:
                yield from columns_for(table, form, quarter)


def _say_moved(found: Found, sheet: Sheet, quarter: int, notes: Notes) -> None:
    usual = min(
        _usual_places(sheet, found.table, quarter),
        key=lambda places: sum(places.get(k) != at for k, (at, _) in found.columns.items()),
    )
    moved = sorted(
        (at, usual[key], column)
        for key, (at, column) in found.columns.items()
        if usual.get(key, at) != at
    )
    runs: list[list[tuple[int, int, Column]]] = []
    for one in moved:
        if runs and one[0] - 1 == runs[-1][-1][0] and one[1] - 1 == runs[-1][-1][1]:
            runs[-1].append(one)
        else:
            runs.append([one])
    for run in runs:
        _say_run(found, run, notes)


def _say_run(found: Found, run: list[tuple[int, int, Column]], notes: Notes) -> None:
    (at, should, column), (last, last_should, _) = run[0], run[-1]
    many = len(run) > 1
    now, form = (
        f"{get_column_letter(a)}–{get_column_letter(b)}" if many else get_column_letter(a)
        for a, b in ((at, last), (should, last_should))
    )
    notes.say(
        "workbook_note_columns_moved" if many else "workbook_note_column_moved",
        found.grid.place(found.header, at), "",
        expected=form, found=now, column=column.header, number=str(len(run)),
    )  # fmt: skip


def _usual_places(sheet: Sheet, table: Table, quarter: int) -> Iterator[dict[str, int]]:
    """Yield the column of each heading in every form that has the table, by its id."""
    for form in ALL_FORMS:
        columns = columns_for(table, form, quarter)
        left = 1
        for before in sheet.tables[: sheet.tables.index(table)]:
            wide = len(FIELD_HEADINGS) if before.fields else len(columns_for(before, form, quarter))
            left += wide + 1
        yield {id_of(c): n for n, c in enumerate(columns, left)}
        without = [c for c in columns if not c.parts]
        yield {id_of(c): n for n, c in enumerate(without, left)}


def other_quarter(grid: Grid, wanted: Wanted, quarter: int) -> Problem | None:
    """Return the problem that the headings of a table name another quarter than `quarter`."""
    header, written = header_row(grid, names_of(wanted.table.columns))
    named = {quarter_in(one.text): one for one in written}
    named.pop(0, None)
    if not named or quarter in named:
        return None
    last = max(named)
    return problem(
        "workbook_heading_quarter", grid.place(header, named[last].at),
        expected=ROMAN[quarter - 1], found=ROMAN[last - 1],
    )  # fmt: skip
