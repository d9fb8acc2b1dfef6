"""The bytes of an .xlsx, .xlsm, .xls, .ods or .csv become grids, whatever the file is called."""

from collections.abc import Mapping

from service import package
from service.errors import Invalid
from service.workbook import compound, csv_text, ods, xls, xlsx
from service.workbook.grid import Grid, Marks
from service.workbook.values import values

_ZIP = b"PK\x03\x04"


def read(content: bytes) -> list[Grid]:
    """Return the grids of the file. Raises Invalid when it is no workbook or is beyond measure."""
    if content.startswith(compound.SIGNATURE):
        return _with_marks(content, xls.marks(content))
    if not content.startswith(_ZIP):
        return [Grid(csv_text.NAME, csv_text.rows(content), Marks())]
    if ods.is_ods(content):
        return _with_marks(content, ods.marks(content))
    package.check(content, "xlsx")
    return _with_marks(content, xlsx.marks(content))


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
