"""One uploaded workbook while it is being read: its tables, whose it is, and what is wrong."""

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any, NoReturn

from openpyxl.utils import column_index_from_string

from service.dataset import DataSet, parse
from service.errors import Invalid, Problem, problem
from service.workbook import tag
from service.workbook.grids.grid import Grid
from service.workbook.grids.ours import without_ours
from service.workbook.layout import ROMAN, Column, Form, Sheet, Table, columns_for, layout
from service.workbook.reading import old_forms, sheets, standing, tables
from service.workbook.reading.cells import CellReader
from service.workbook.reading.headings import id_of, plain
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

    def __init__(self, grids: list[Grid], form: Form, quarter: int) -> None:
        self.sheets = without_ours(grids)
        self.tag = tag.of(grids)
        self.form, self.quarter = form, quarter
        self.own: frozenset[str] = frozenset()  # the codes of the unit that is read
        self.reader = CellReader(self._units())
        self.structure: list[Problem] = []
        self.unit: str | None = None  # whose form the file says it is
        self.needs_parts = False
        self.starts: dict[str, str] = {}  # the first cell of each table's rows

    def _units(self) -> list[tuple[str, str]]:
        quiet = CellReader()
        found = self._found(*layout().table("unit"))
        if not isinstance(found[0], tables.Found):
            return []
        read = [(row.get("kode"), row.get("nama")) for row in tables.rows(found[0], quiet)]
        return [(code, name) for code, name in read if code and name]

    def _found(self, sheet: Sheet, table: Table) -> list[tables.Found] | list[Problem]:
        """Return the table wherever it stands, of several units in one file each unit's."""
        wanted = self._wanted(sheet, table)
        grids = sheets.holding(self.sheets, wanted)
        if isinstance(grids, Problem):
            return [grids]
        if self.own and not any(self._holds_own(grid, wanted) for grid in grids):
            grids = sheets.holding_all(self.sheets, wanted) or grids
        if self.own and len(grids) > 1:
            own = [grid for grid in grids if self._holds_own(grid, wanted)]
            return sheets.found_in(own or grids, wanted)
        return sheets.found_in(sheets.sole(grids, wanted), wanted)

    def _wanted(self, sheet: Sheet, table: Table) -> tables.Wanted:
        columns = columns_for(table, self.form, self.quarter)
        bare = 0 if self.form == "office" else self.quarter
        return tables.Wanted(sheet, table, columns, self._needed(table, columns), bare)

    def _holds_own(self, grid: Grid, wanted: tables.Wanted) -> bool:
        found = tables.find(grid, wanted)
        if not isinstance(found, tables.Found):
            return False
        codes = {row.get("kode") for row in tables.rows(found, CellReader())}
        return not self.own.isdisjoint(codes)

    def _needed(self, table: Table, columns: Iterable[Column]) -> frozenset[str]:
        """Return the ids of the columns without which the file cannot be read as this form."""
        kept = [c for c in columns if not (c.shown or c.locked or c.optional)]
        if self.form == "unit" and table.name == "realisasi":
            kept = [c for c in kept if c.quarter in (0, self.quarter)]
            kept = [c for c in kept if self.needs_parts or not c.parts]
        if self.form == "budget":
            kept = [c for c in kept if c.quarter in (0, self.quarter)]
        return frozenset(id_of(c) for c in kept)

    def rows(self, sheet: Sheet, table: Table) -> list[Row]:
        """Return the rows of `table`; what is missing or doubtful is kept as a problem."""
        read: list[Row] = []
        used: set[str] = set()
        for found in self._found(sheet, table):
            if isinstance(found, tables.Found):
                used.add(found.grid.name)
                standing.say(found, sheet, self.quarter, self.reader.notes)
                first = min(position for position, _ in found.columns.values())
                self.starts[table.name] = found.grid.place(found.header + 1, first)
                read += tables.rows(found, self.reader)
            elif not self._may_lack(found, sheet) and found not in self.structure:
                self.structure.append(found)
        self._say_copies(sheet, used)
        return read

    def _say_copies(self, sheet: Sheet, used: Container[str]) -> None:
        """Say which copies of the sheet that was read were not: somebody may have filled one.

        What a program calls a copy begins with the name of the first.
        """
        own = plain(sheet.name)
        if not any(plain(grid.name) == own and grid.name in used for grid in self.sheets):
            return
        for grid in self.sheets:
            if grid.name not in used and plain(grid.name).startswith(own):
                self.reader.notes.say(
                    "workbook_note_copy", grid.place(1, 1), "",
                    expected=sheet.name, found=grid.name,
                )  # fmt: skip

    def _may_lack(self, fault: Problem, sheet: Sheet) -> bool:
        missing = fault.code == "workbook_sheet_missing"
        return missing and self.form == "office" and sheet.name in _MAY_LACK

    def refuse_unit_form(self) -> None:
        """Raise Invalid when a form of a unit or of the budget was sent for the whole office."""
        if self.tag is not None:
            old_forms.require_kind(self.tag, self.form)
        found = self._identity("identitas")
        names = {plain(grid.name) for grid in self.sheets}
        if found and found.get("unit") and plain("Sasaran & Indikator") not in names:
            raise Invalid("workbook_is_unit_form", unit=found.get("unit"))

    def _identity(self, name: str, unit: str | None = None) -> Row | None:
        """Return what the file says of itself; of several units' forms in it, that of `unit`."""
        sheet, table = layout().table(name)
        wanted = tables.Wanted(sheet, table, table.columns, frozenset())
        found = sheets.every(self.sheets, wanted)
        reader = CellReader(self._units())
        said = [row for one in found for row in tables.rows(one, reader)]
        return next((row for row in said if row.get("unit") == unit), next(iter(said), None))

    def require_case(self, base: DataSet, unit: str | None) -> None:
        """Raise Invalid unless the file is of the office, year and quarter of `base`.

        A form made for one unit must be that of `unit`; a whole workbook serves any unit. A table
        without any word on whose it is must name the quarter in its headings.
        """
        row = self._identity("identitas", unit) or self._identity("kantor") or self._tagged()
        if row is None:
            self._require_quarter()
            return
        self.unit = row.get("unit")
        if self.tag is not None and _says(self.tag) != {key: row.get(key) for key in _OTHER}:
            self.tag = None  # what is written for all to see goes before what is hidden
        names = {entry.code: entry.name for entry in base.units}
        if self.unit is not None and self.form == "budget":
            raise Invalid("workbook_not_budget_form", unit=names.get(self.unit, self.unit))
        require_same_case(base, row.cells, row.values, unit)
        self._require_same_form(base, unit)

    def _tagged(self) -> Row | None:
        if self.tag is None:
            return None
        return Row(_says(self.tag), dict.fromkeys(_OTHER, ""))

    def _require_same_form(self, base: DataSet, unit: str | None) -> None:
        if self.tag is None:
            return
        old_forms.require_kind(self.tag, self.form)
        if self.tag.form == self.form:
            changed = old_forms.changed_lines(self.tag, base, unit)
            if changed:
                refuse(changed)

    def _require_quarter(self) -> None:
        """Raise Invalid when the headings of a file that says nothing of itself name another."""
        sheet, table = layout().table("anggaran" if self.form == "budget" else "realisasi")
        wanted = self._wanted(sheet, table)
        grids = sheets.holding(self.sheets, wanted)
        if isinstance(grids, Problem):
            raise Invalid("workbook_no_identity")
        for grid in grids:
            other = standing.other_quarter(grid, wanted, self.quarter)
            if other is not None:
                refuse([other])
            roman = ROMAN[self.quarter - 1]
            self.reader.notes.say("workbook_note_no_identity", grid.place(1, 1), "", quarter=roman)

    def stop(self, name: str = "") -> None:
        """Raise Invalid when a sheet or column is missing: the rest cannot be judged then."""
        if self.structure and self.tag is not None and self.tag.layout != layout().version:
            raise Invalid("workbook_form_layout")
        if self.structure:
            refuse(self.structure + self.reader.problems, name)

    def parsed(self, raw: Record, places: Places, name: str = "") -> DataSet:
        """Return `raw` as a data set. Raises Invalid with all problems, each cell told once."""
        self.stop(name)
        self.reader.ask_thousands()
        told = self.reader.told()
        try:
            ds = parse(raw, places, lambda path: self.reader.header(places(path)))
        except Invalid as fault:
            more = [p for p in fault.problems if p.place not in told]
            refuse(self.reader.problems + more, name)
        if self.reader.problems:
            refuse(self.reader.problems, name)
        return ds


def _says(known: tag.Tag) -> dict[str, Any]:
    return {
        "tahun": known.year, "triwulan": known.quarter, "instansi.nama": known.office,
        "unit": known.unit,
    }  # fmt: skip


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
