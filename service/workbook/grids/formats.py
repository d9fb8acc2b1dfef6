"""The bytes of an .xlsx, .xlsm, .xls, .ods or .csv become grids, whatever the file is called."""

from collections.abc import Callable, Mapping

from service import gate
from service.errors import Invalid
from service.workbook.grids import csv_text, ods, xls, xlsx
from service.workbook.grids.grid import Grid, Marks
from service.workbook.grids.values import values

_MARKS: Mapping[gate.Kind, Callable[[bytes], Mapping[str, Marks]]] = {
    "xlsx": xlsx.marks,
    "xls": xls.marks,
    "ods": ods.marks,
}
KINDS: tuple[gate.Kind, ...] = (*_MARKS, "csv")


def read(content: bytes) -> list[Grid]:
    """Return the grids of the file. Raises Invalid when it is no workbook or is beyond measure."""
    kind = gate.admit(content, KINDS)
    if kind == "csv":
        return [Grid(csv_text.NAME, csv_text.rows(content), Marks())]
    return _with_marks(content, _MARKS[kind](content))


def _with_marks(content: bytes, marks: Mapping[str, Marks]) -> list[Grid]:
    found = []
    for sheet in values(content):
        try:
            mark = marks[sheet.name]
        except KeyError as fault:
            raise Invalid("workbook_unreadable") from fault
        mark.merged = mark.merged or sheet.merged
        height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
        mark.hidden_rows = {row for row in mark.hidden_rows if row <= height}
        mark.hidden_columns = {column for column in mark.hidden_columns if column <= width}
        found.append(Grid(sheet.name, sheet.rows, mark, sheet.hidden))
    return found
