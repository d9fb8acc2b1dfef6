"""Which sheet of a file holds a table: the one of its name, or any other with its headings."""

from collections.abc import Iterable

from service.errors import Problem, problem
from service.workbook.grids.csv_text import NAME
from service.workbook.grids.grid import Grid
from service.workbook.reading import tables
from service.workbook.reading.headings import alike, plain, words
from service.workbook.reading.tables import Found, Wanted

_ENOUGH = 0.6  # of the headings: so many make a table on a sheet of another name
_FEW = 3  # headings: of so few a table must have all


def holding(grids: Iterable[Grid], wanted: Wanted) -> list[Grid] | Problem:
    """Return the sheet of the right name that holds a table, else all that do, or the problem."""
    kept = list(grids)
    called = named(kept, wanted)
    found = [grid for grid in called if _enough(grid, wanted)] or holding_all(kept, wanted)
    if found or called:
        return found or called
    there = ", ".join(grid.name for grid in kept)
    name = wanted.sheet.name
    code = "workbook_csv_one_table" if there == NAME else "workbook_sheet_missing"
    return problem(code, name, expected=name, there=there)


def holding_all(grids: Iterable[Grid], wanted: Wanted) -> list[Grid]:
    """Return every sheet that holds a table, those of the right name first."""
    kept = list(grids)
    called = named(kept, wanted)
    others = [grid for grid in kept if grid not in called]
    return [grid for grid in (*called, *others) if _enough(grid, wanted)]


def _enough(grid: Grid, wanted: Wanted) -> bool:
    few = len(wanted.needed) < _FEW and not wanted.table.fields
    return tables.how_much_of(grid, wanted) >= (1 if few else _ENOUGH)


def named(grids: Iterable[Grid], wanted: Wanted) -> list[Grid]:
    """Return those of `grids` that have the right name."""
    return [grid for grid in grids if plain(grid.name) == plain(wanted.sheet.name)]


def sole(grids: list[Grid], wanted: Wanted) -> list[Grid] | Problem:
    """Return the one sheet that is meant, or the problem that it might be any of several."""
    name = wanted.sheet.name
    nearly = [grid for grid in grids if alike(words(grid.name), words(name))]
    for some in (named(grids, wanted), nearly, grids):
        if len(some) == 1:
            return some
    there = ", ".join(f"“{grid.name}”" for grid in grids)
    return problem("workbook_sheet_doubtful", grids[0].name, expected=name, there=there)


def found_in(grids: list[Grid] | Problem, wanted: Wanted) -> list[Found] | list[Problem]:
    """Return the table in each of `grids`, or every problem there is with that."""
    if isinstance(grids, Problem):
        return [grids]
    found = [tables.find(grid, wanted) for grid in grids]
    problems = [fault for one in found if isinstance(one, list) for fault in one]
    return problems or [one for one in found if isinstance(one, Found)]


def every(grids: Iterable[Grid], wanted: Wanted) -> list[Found]:
    """Return the table in each sheet that holds it, that of the right name first."""
    found = (tables.find(grid, wanted) for grid in holding_all(grids, wanted))
    return [one for one in found if isinstance(one, Found)]
