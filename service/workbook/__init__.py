"""The Excel form: written for the office, for one unit, for the budget; read back as data.

form.yaml    sheets, columns, help texts: the form as data
layout       the same as frozen values
records      the data set's JSON shape <-> flat rows
form         rows -> workbook (openpyxl)
first_sheet  the sheet Petunjuk
guides       what Excel itself refuses, colours and counts while a form is filled in
looks        colours, formats, protection, print set-up
tag          the hidden sheet by which a form is known again
given        what the office gives into a form and nobody changes there
old_forms    a form made before the office's data changed, said as such
grid, child  uploaded bytes -> grids, in a child process with ceilings
formats      which format it is; values: of every format by python-calamine, csv_text: of a .csv
xlsx, sheet_xml   what the values do not tell of an .xlsx; xls: of an .xls;
             ods: of an .ods; number_formats: which of them show percentages
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
renewing     a new form with what was typed into an old one
origins      the cell each figure of a file was read from
subjects     what a cell is about: its heading and the code of its row
marking      a refused workbook with its faults marked: remembered (red cells, comments),
             mending (the list of faults), untouched (what openpyxl drops, put back),
             rebuilt (from files of other kinds), ours (the sheets we put in), places, stamp;
             copies: the same in the child process
typed        what was typed on a page, put into the unit's form
"""

from service.workbook.copies import marked
from service.workbook.form import empty, write, write_budget, write_year
from service.workbook.layout import Form
from service.workbook.old_forms import notes as form_notes
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
from service.workbook.renewing import renewed
from service.workbook.subjects import Looked, Right, looked_at
from service.workbook.tag import Tag, tag_for, tag_in

__all__ = [
    "Form",
    "Looked",
    "Right",
    "Tag",
    "Taken",
    "budget_origins",
    "empty",
    "form_notes",
    "looked_at",
    "marked",
    "origins",
    "read",
    "read_budget",
    "read_unit",
    "renewed",
    "tag_for",
    "tag_in",
    "take",
    "take_budget",
    "take_unit",
    "unit_origins",
    "write",
    "write_budget",
    "write_year",
]
