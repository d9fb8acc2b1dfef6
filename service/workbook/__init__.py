"""The Excel form: written for the office, for one unit, for the budget; read back as data.

form.yaml    sheets, columns, help texts: the form as data
layout       the same as frozen values
records      the data set's JSON shape <-> flat rows
looks        colours, formats, protection, print set-up
given        what the office gives into a form and nobody changes there
tag          the hidden sheet by which a form is known again
grids        a file of any format -> grids of values
reading      grids -> data set, or every wrong cell
writing      rows -> workbook
marking      a refused workbook with its faults marked
child        the process with ceilings in which files are read and marked
renewing     a new form with what was typed into an old one
typed        what was typed on a page, put into the unit's form
"""

from service.workbook.layout import Form
from service.workbook.marking.copies import marked
from service.workbook.marking.subjects import Looked, Right, looked_at
from service.workbook.reading.data_set import (
    Taken,
    read,
    read_budget,
    read_unit,
    take,
    take_budget,
    take_unit,
)
from service.workbook.reading.old_forms import notes as form_notes
from service.workbook.reading.origins import budget_origins, origins, unit_origins
from service.workbook.renewing import renewed
from service.workbook.tag import Tag, tag_for, tag_in
from service.workbook.writing.form import empty, write, write_budget, write_year

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
