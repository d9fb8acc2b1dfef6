"""A place as it is told, "Realisasi!F14", read back as sheet, row and column."""

import re
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::.*)?")
_ROW = re.compile(r"([1-9]\d{0,6})(?:[:–-].*)?")


@dataclass(frozen=True)
class Spot:
    """A sheet, and in it a cell; row and column are 0 where the place names no single cell."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """Return "F14", "" without a cell."""
        return f"{get_column_letter(self.column)}{self.row}" if self.column else ""


def spot_of(place: str) -> Spot:
    """Return where `place` is; of a range its first cell, of "Realisasi" only the sheet."""
    sheet, _, cell = place.rpartition("!")
    if not sheet:
        return Spot(place)
    if at := _CELL.fullmatch(cell):
        return Spot(sheet, int(at[2]), column_index_from_string(at[1].upper()))
    row = _ROW.fullmatch(cell)
    return Spot(sheet, int(row[1])) if row else Spot(sheet)
