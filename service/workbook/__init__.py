"""The Excel form: written for the office, for one unit, for the budget; read back as data.

form.yaml    sheets, columns, help texts: the form as data
layout       the same as frozen values
records      the data set's JSON shape <-> flat rows
form         rows -> workbook (openpyxl)
looks        colours, formats, protection, print set-up
grid         uploaded bytes -> bounded grids (python-calamine)
headings     which heading stands for which column, misspelt or by another name
sheets       which sheet holds a table
tables       grids -> rows, wherever the columns stand
body         which rows are data, and which are sums or headers again
cells        one cell -> one value, or a problem
numbers      numbers as clerks type them; dates likewise
standing     what is said of a table that stands elsewhere
notes        what was read in an unusual way, one sentence a thing
budget       the rows of Anggaran -> the tree of programmes
reading      rows -> data set, or every wrong cell
origins      the cell each figure of a file was read from
"""

from service.workbook.form import empty, write, write_budget, write_year
from service.workbook.origins import budget_origins, origins, unit_origins
from service.workbook.reading import (
    Taken,
    read,
    read_budget,
    read_unit,
    take,
    take_budget,
    take_unit,
)

__all__ = [
    "Taken",
    "budget_origins",
    "empty",
    "origins",
    "read",
    "read_budget",
    "read_unit",
    "take",
    "take_budget",
    "take_unit",
    "unit_origins",
    "write",
    "write_budget",
    "write_year",
]
