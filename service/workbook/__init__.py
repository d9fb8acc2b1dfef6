"""The Excel form: written for the office, for one unit, for the budget; read back as data.

form.yaml    sheets, columns, help texts: the form as data
layout       the same as frozen values
records      the data set's JSON shape <-> flat rows
form         rows -> workbook (openpyxl)
looks        colours, formats, protection, print set-up
grid         uploaded bytes -> bounded grids (python-calamine)
tables       grids -> rows, wherever the columns stand
cells        one cell -> one value, or a problem
budget       the rows of Anggaran -> the tree of programmes
reading      rows -> data set, or every wrong cell
origins      the cell each figure of a file was read from
typed        what was typed on a page, put into the unit's form
"""

from service.workbook.form import empty, write, write_budget, write_year
from service.workbook.origins import budget_origins, origins, unit_origins
from service.workbook.reading import read, read_budget, read_unit

__all__ = [
    "budget_origins",
    "empty",
    "origins",
    "read",
    "read_budget",
    "read_unit",
    "unit_origins",
    "write",
    "write_budget",
    "write_year",
]
