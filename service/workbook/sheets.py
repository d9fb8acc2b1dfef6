"""Which sheet of a file holds a table: the one of its name, or any other with its headings."""

from collections.abc import Iterable

from service.errors import Problem, problem
from service.workbook import tables
from service.workbook.grid import Grid
from service.workbook.headings import alike, plain, words
from service.workbook.tables import Found, Wanted

_ENOUGH = 0.6  # of the headings: so many make a table on a sheet of another name
_FEW = 3  # headings: of so few a table must have all


def holding(grids: Iterable[Grid], wanted: Wanted) -> list[Grid] | Problem:
    """Return the sheets that hold a table, that of the right name first, or the problem.

    A sheet of the right name is enough by itself; only where several others look alike, or more
    of them belong to one upload, there is more than one.
    """
    kept = list(grids)
    called = named(kept, wanted)
    holds = [grid for grid in kept if _enough(grid, wanted)]
    first = [grid for grid in called if grid in holds]
    others = [grid for grid in holds if grid not in first]
    if first or others:
        return first + others
    if called:
        return called
    there = ", ".join(grid.name for grid in kept)
    name = wanted.sheet.name
    return problem("workbook_sheet_missing", name, expected=name, there=there)


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
    there = holding(grids, wanted)
    if isinstance(there, Problem):
        return []
    found = (tables.find(grid, wanted) for grid in there)
    return [one for one in found if isinstance(one, Found)]
