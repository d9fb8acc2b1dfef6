"""A new form with what was typed into an old one."""

from typing import Any

from openpyxl.utils import coordinate_to_tuple

from service.dataset import DataSet
from service.workbook.grids.grid import grids
from service.workbook.layout import layout
from service.workbook.reading.cells import shown
from service.workbook.reading.upload import Upload
from service.workbook.records import Row
from service.workbook.tag import Tag
from service.workbook.writing.entry import AsTyped
from service.workbook.writing.form import Typed, write_typed


def renewed(content: bytes, base: DataSet, unit: str, known: Tag | None = None) -> bytes:
    """Return the form of `unit` as `base` has it now, with what was typed into the old `content`.

    What cannot be read is carried over as it was typed; where the old form is blank, what is known
    now stays. Raises Invalid for a file that is no workbook.
    """
    file = Upload(grids(content), "unit", base.quarter)
    typed: Typed = {}
    for name in ("realisasi", "narasi"):
        for row in file.rows(*layout().table(name)):
            typed[name, str(row.get("kode"))] = _typed(row, file)
    return write_typed(base, unit, typed, known)


def _typed(row: Row, file: Upload) -> dict[str, Any]:
    told = file.reader.told()
    unread = {key: _as_it_stands(place, file) for key, place in row.cells.items() if place in told}
    read = {key: value for key, value in row.values.items() if value not in (None, [])}
    return read | unread


def _as_it_stands(place: str, file: Upload) -> AsTyped:
    name, _, cell = place.rpartition("!")
    grid = next(one for one in file.sheets if one.name == name)
    at = coordinate_to_tuple(cell)
    formula = grid.marks.uncalculated.get(at) or grid.marks.errors.get(at)
    return AsTyped(formula or shown(grid.value(*at)))
