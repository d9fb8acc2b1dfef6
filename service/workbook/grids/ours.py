"""What the service itself put into a workbook that it handed back: never anybody's data."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from service.workbook.grids.grid import Grid

SUMMARY = "Perbaikan"  # the first sheet of a marked copy, until the clerk renames it
TITLE = "Yang perlu diperbaiki"  # in its first cell: it is known by this, whatever its name
MEMORY = "_perbaikan"  # how the marked cells looked before
HIDDEN = "_"  # sheets whose name begins with it are the service's own


def without_ours(sheets: Iterable[Grid]) -> list[Grid]:
    """Return the sheets without the list of faults and those that nobody is meant to see."""
    kept = list(sheets)
    marked = any(grid.name == MEMORY for grid in kept)
    return [
        grid
        for grid in kept
        if not grid.name.startswith(HIDDEN) and not (marked and grid.value(1, 1) == TITLE)
    ]


def summaries(book: Workbook) -> list[Worksheet]:
    """Return the lists of faults in a workbook that was marked before."""
    if MEMORY not in book.sheetnames:
        return []
    return [sheet for sheet in book.worksheets if sheet["A1"].value == TITLE]
