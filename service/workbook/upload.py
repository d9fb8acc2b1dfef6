"""One uploaded workbook while it is being read: its tables, whose it is, and what is wrong."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from openpyxl.utils import column_index_from_string

from service.dataset import DataSet, parse
from service.errors import Invalid, Problem, problem
from service.workbook import tables
from service.workbook.cells import CellReader
from service.workbook.grid import Grid
from service.workbook.layout import ROMAN, Column, Form, Sheet, Table, columns_for, layout
from service.workbook.ours import without_ours
from service.workbook.records import Places, Record, Row

IDENTITY = ("tahun", "triwulan", "instansi.nama")
_OTHER = {
    "tahun": "workbook_other_year",
    "triwulan": "workbook_other_quarter",
    "instansi.nama": "workbook_other_office",
    "unit": "workbook_other_unit",
}
_MAY_LACK = frozenset({"Petunjuk", "Anggaran"})


class Upload:
    """One uploaded workbook, the kind of form it is read as, and the problems found so far."""

    def __init__(self, sheets: list[Grid], form: Form, quarter: int) -> None:
        self.sheets, self.form, self.quarter = without_ours(sheets), form, quarter
        self.reader = CellReader(self._units())
        self.structure: list[Problem] = []
        self.unit: str | None = None  # whose form the file says it is
        self.needs_parts = False
        self.starts: dict[str, str] = {}  # the first cell of each table's rows

    def _units(self) -> list[tuple[str, str]]:
        quiet = CellReader()
        found = self._found(*layout().table("unit"))
        if not isinstance(found, tables.Found):
            return []
        read = [(row.get("kode"), row.get("nama")) for row in tables.rows(found, quiet)]
        return [(code, name) for code, name in read if code and name]

    def _found(self, sheet: Sheet, table: Table) -> tables.Found | list[Problem]:
        grid = tables.sheet_named(self.sheets, sheet)
        if isinstance(grid, Problem):
            return [grid]
        columns = columns_for(table, self.form, self.quarter)
        return tables.find(grid, sheet, table, columns, self._needed(table, columns))

    def _needed(self, table: Table, columns: Iterable[Column]) -> frozenset[str]:
        """Return the ids of the columns without which the file cannot be read as this form."""
        kept = [c for c in columns if not (c.shown or c.locked or c.optional)]
        if self.form == "unit" and table.name == "realisasi":
            kept = [c for c in kept if c.quarter in (0, self.quarter)]
            kept = [c for c in kept if self.needs_parts or not c.parts]
        if self.form == "budget":
            kept = [c for c in kept if c.quarter in (0, self.quarter)]
        return frozenset(tables.id_of(c) for c in kept)

    def rows(self, sheet: Sheet, table: Table) -> list[Row]:
        """Return the rows of `table`; what is missing or renamed is kept as a problem."""
        found = self._found(sheet, table)
        if isinstance(found, tables.Found):
            first = min(position for position, _ in found.columns.values())
            self.starts[table.name] = found.grid.place(found.header + 1, first)
            return list(tables.rows(found, self.reader))
        missing = [p for p in found if p.code == "workbook_sheet_missing"]
        if not (missing and self.form == "office" and sheet.name in _MAY_LACK):
            self.structure += [p for p in found if p not in self.structure]
        return []

    def refuse_unit_form(self) -> None:
        """Raise Invalid when one unit's form was sent where the whole workbook belongs."""
        found = self._identity("identitas")
        names = {tables.plain(grid.name) for grid in self.sheets}
        if found and found.get("unit") and tables.plain("Sasaran & Indikator") not in names:
            raise Invalid("workbook_is_unit_form", unit=found.get("unit"))

    def _identity(self, name: str) -> Row | None:
        sheet, table = layout().table(name)
        grid = tables.sheet_named(self.sheets, sheet)
        if isinstance(grid, Problem):
            return None
        found = tables.find(grid, sheet, table, table.columns, frozenset())
        if not isinstance(found, tables.Found):
            return None
        return next(tables.rows(found, CellReader(self._units())), None)

    def require_case(self, base: DataSet, unit: str | None) -> None:
        """Raise Invalid unless the file is of the office, year and quarter of `base`.

        A form made for one unit must be that of `unit`; a whole workbook serves any unit.
        """
        row = self._identity("identitas") or self._identity("kantor")
        if row is None:
            raise Invalid("workbook_no_identity")
        self.unit = row.get("unit")
        names = {entry.code: entry.name for entry in base.units}
        if self.unit is not None and self.form == "budget":
            raise Invalid("workbook_not_budget_form", unit=names.get(self.unit, self.unit))
        require_same_case(base, row.cells, row.values, unit)

    def stop(self, name: str = "") -> None:
        """Raise Invalid when a sheet or column is missing: the rest cannot be judged then."""
        if self.structure:
            refuse(self.structure + self.reader.problems, name)

    def parsed(self, raw: Record, places: Places, name: str = "") -> DataSet:
        """Return `raw` as a data set. Raises Invalid with all problems, each cell told once."""
        self.stop(name)
        told = self.reader.told()
        try:
            ds = parse(raw, places, lambda path: self.reader.header(places(path)))
        except Invalid as fault:
            more = [p for p in fault.problems if p.place not in told]
            refuse(self.reader.problems + more, name)
        if self.reader.problems:
            refuse(self.reader.problems, name)
        return ds


def refuse(problems: list[Problem], name: str = "") -> NoReturn:
    """Raise Invalid with `problems` in the order in which a person meets them."""
    ordered = sorted(problems, key=lambda p: _order(p.place))
    file = name or "berkas ini"
    raise Invalid("workbook_invalid", ordered, count=len(ordered), name=file)


def _order(place: str) -> tuple[int, int, int]:
    sheet, _, cell = place.rpartition("!") if "!" in place else (place, "", "")
    names = [s.name for s in layout().sheets]
    at = re.fullmatch(r"([A-Z]{1,3})(\d+)", cell)
    row, column = (int(at[2]), column_index_from_string(at[1])) if at else (0, 0)
    return (names.index(sheet) if sheet in names else len(names), row, column)


def require_same_case(
    base: DataSet, cells: Mapping[str, str], found: Mapping[str, Any], unit: str | None = None
) -> None:
    """Raise Invalid unless what the file says of itself is `base`'s office, year and quarter."""
    ours = {
        "tahun": base.year,
        "triwulan": base.quarter,
        "instansi.nama": base.office.name,
        "unit": unit,
    }
    problems = []
    for path, expected in ours.items():
        value = found.get(path)
        if value is not None and expected is not None and value != expected:
            shown = [_as_read(path, v, base) for v in (expected, value)]
            problems.append(problem(_OTHER[path], cells[path], expected=shown[0], found=shown[1]))
    if problems:
        refuse(problems)


def _as_read(path: str, value: Any, base: DataSet) -> str:
    if path == "unit":
        return next((unit.name for unit in base.units if unit.code == value), value)
    return ROMAN[value - 1] if path == "triwulan" else str(value)
