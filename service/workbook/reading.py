"""Reads an uploaded file, Excel or JSON, into a data set, or tells every wrong cell at once."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from typing import Any

from openpyxl.utils import column_index_from_string

from service.dataset import DataSet, merge_budget, merge_unit, parse, to_json
from service.errors import Invalid, Problem, problem
from service.workbook import tables
from service.workbook.budget import put_budget
from service.workbook.cells import CellReader, plain_number
from service.workbook.grid import Grid, grids
from service.workbook.layout import ROMAN, Column, Form, Sheet, Table, columns_for, layout
from service.workbook.records import (
    QUARTERS,
    Places,
    Record,
    Row,
    put_fields,
    put_list,
    put_narrative,
    put_objectives,
    put_realization,
    put_small,
)

_MAY_LACK = frozenset({"Petunjuk", "Anggaran"})
_LISTS = ("pejabat", "unit", "penerima", "rujukan")
_IDENTITY = ("tahun", "triwulan", "instansi.nama")


def read(content: bytes, name: str = "") -> DataSet:
    """Return the data set in an .xlsx, .xlsm or JSON file; `name` only serves the message.

    Raises Invalid("workbook_invalid") with every wrong cell, or the fault of the whole file.
    """
    if _is_json(content):
        return parse(_json(content))
    file = _File(grids(content), "office", 4)
    file.refuse_unit_form()
    rows = {
        table.name: file.rows(sheet, table)
        for sheet in layout().sheets
        if "office" in sheet.forms and sheet.name != "Petunjuk"
        for table in sheet.tables
    }
    file.stop(name)
    raw, places = _whole(rows, file)
    return file.parsed(raw, places, name)


def read_unit(content: bytes, base: DataSet, unit: str) -> DataSet:
    """Return `base` with what `unit` reports in its form, in a whole workbook, or in JSON.

    Only this unit's figures of the current quarter, its narratives and evidence are taken.
    What is the office's (targets, earlier quarters) and was changed is told, not taken.
    Raises Invalid for a form of another unit, office or quarter, and for every wrong cell.
    """
    if _is_json(content):
        upload = parse(_json(content))
        _require_same_case(base, {path: path for path in _IDENTITY}, to_json(upload), {})
        _require_unchanged(base, upload, unit)
        return merge_unit(base, upload, unit)
    file = _File(grids(content), "unit", base.quarter)
    file.require_case(base, unit)
    raw, places = to_json(base), Places()
    _put_unit(raw, places, file, base, unit)
    return merge_unit(base, file.parsed(raw, places), unit)


def read_budget(content: bytes, base: DataSet) -> DataSet:
    """Return `base` with the budget of a budget form, a whole workbook, or JSON.

    Raises Invalid for a file of another office or quarter, and for every wrong cell.
    """
    if _is_json(content):
        upload = parse(_json(content))
        _require_same_case(base, {path: path for path in _IDENTITY}, to_json(upload), {})
        return merge_budget(base, upload)
    file = _File(grids(content), "budget", base.quarter)
    file.require_case(base, None)
    raw, places = to_json(base), Places()
    rows = file.rows(*layout().table("anggaran"))
    file.reader.problems += put_budget(raw, places, rows, file.reader.told())
    return merge_budget(base, file.parsed(raw, places))


class _File:
    """One uploaded workbook, the kind of form it is read as, and the problems found so far."""

    def __init__(self, sheets: list[Grid], form: Form, quarter: int) -> None:
        self.sheets, self.form, self.quarter = sheets, form, quarter
        self.reader = CellReader(self._units())
        self.structure: list[Problem] = []

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
            kept = [c for c in kept if c.quarter in (0, self.quarter) and not c.parts]
        if self.form == "budget":
            kept = [c for c in kept if c.quarter in (0, self.quarter)]
        return frozenset(tables.id_of(c) for c in kept)

    def rows(self, sheet: Sheet, table: Table) -> list[Row]:
        """Return the rows of `table`; what is missing or renamed is kept as a problem."""
        found = self._found(sheet, table)
        if isinstance(found, tables.Found):
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
        _require_same_case(base, dict(row.cells), row.values, {"unit": unit})

    def stop(self, name: str = "") -> None:
        """Raise Invalid when a sheet or column is missing: the rest cannot be judged then."""
        if self.structure:
            _refuse(self.structure + self.reader.problems, name)

    def parsed(self, raw: Record, places: Places, name: str = "") -> DataSet:
        """Return `raw` as a data set. Raises Invalid with all problems, each cell told once."""
        self.stop(name)
        told = self.reader.told()
        try:
            ds = parse(raw, places)
        except Invalid as fault:
            more = [p for p in fault.problems if p.place not in told]
            _refuse(self.reader.problems + more, name)
        if self.reader.problems:
            _refuse(self.reader.problems, name)
        return ds


def _refuse(problems: list[Problem], name: str) -> None:
    ordered = sorted(problems, key=lambda p: _order(p.place))
    file = name or "berkas ini"
    raise Invalid("workbook_invalid", ordered, count=len(ordered), name=file)


def _order(place: str) -> tuple[int, int, int]:
    sheet, _, cell = place.rpartition("!")
    names = [s.name for s in layout().sheets]
    at = re.fullmatch(r"([A-Z]{1,3})(\d+)", cell)
    row, column = (int(at[2]), column_index_from_string(at[1])) if at else (0, 0)
    return (names.index(sheet) if sheet in names else len(names), row, column)


def _is_json(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no)
    except json.JSONDecodeError as fault:
        raise Invalid("workbook_json_invalid", line=fault.lineno, column=fault.colno) from fault
    except (ValueError, RecursionError) as fault:
        raise Invalid("workbook_json_invalid", line=1, column=1) from fault


def _no(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _whole(rows: Mapping[str, list[Row]], file: _File) -> tuple[Record, Places]:
    raw: Record = {}
    places = Places()
    put_fields(raw, places, rows["kantor"][0])
    put_small(raw, places, rows)
    for table in _LISTS:
        put_list(raw, places, table, rows[table])
    put_objectives(raw, places, rows["indikator"])
    told = file.reader.told()
    _forget_doubtful_targets(raw, places, told)
    file.reader.problems += put_budget(raw, places, rows["anggaran"], told)
    paths = _paths(raw)
    for table, put in (("realisasi", put_realization), ("narasi", put_narrative)):
        for code, row in _by_code(rows[table], paths, file).items():
            path, indicator = paths[code]
            _tell_unused_parts(indicator, row, file)
            put(indicator, places, path, row)
    _tell_decimals(paths.values(), places, file, QUARTERS)
    return raw, places


def _paths(raw: Record) -> dict[str, tuple[str, Record]]:
    return {
        indicator["kode"]: (f"sasaran[{s}].indikator[{i}]", indicator)
        for s, objective in enumerate(raw["sasaran"])
        for i, indicator in enumerate(objective["indikator"])
    }


def _forget_doubtful_targets(raw: Record, places: Places, told: frozenset[str]) -> None:
    """Drop all targets of an indicator when one is unreadable: their sum would be told too."""
    for path, indicator in _paths(raw).values():
        paths = [f"{path}.target_tahunan", *(f"{path}.target_tw[{q}]" for q in range(4))]
        if any(places(p) in told for p in paths):
            indicator |= {"target_tahunan": None, "target_tw": [None] * 4}


def _by_code(rows: Iterable[Row], known: Mapping[str, Any], file: _File) -> dict[str, Row]:
    found: dict[str, Row] = {}
    tell = file.reader.problems.append
    for row in rows:
        code, place = row.get("kode"), row.cells["kode"]
        if code is None:
            if place not in file.reader.told():
                tell(problem("workbook_code_missing", place))
        elif code not in known:
            near = get_close_matches(code, list(known), 1)
            hint = f"Apakah maksudnya {near[0]}? " if near else ""
            tell(problem("workbook_unknown_indicator", place, found=code, hint=hint))
        elif code in found:
            earlier = found[code].cells["kode"]
            tell(problem("workbook_row_twice", place, found=code, earlier=earlier))
        else:
            found[code] = row
    return found


def _tell_unused_parts(indicator: Record, row: Row, file: _File) -> None:
    if indicator["xy_tw"] is not None:
        return
    for key in (f"{part}.{q}" for q in QUARTERS for part in ("x", "y")):
        if row.get(key) is not None:
            found = plain_number(Decimal(row.get(key)))
            told = problem(
                "workbook_parts_unused", row.cells[key], found=found, code_of=indicator["kode"]
            )
            file.reader.problems.append(told)


def _tell_decimals(
    indicators: Iterable[tuple[str, Record]], places: Places, file: _File, quarters: Iterable[int]
) -> None:
    for path, indicator in indicators:
        decimals = indicator["desimal"]
        for q in quarters:
            value = indicator["realisasi_tw"][q - 1]
            pair = indicator["xy_tw"] and indicator["xy_tw"][q - 1]
            if value is None or pair or not isinstance(decimals, int) or not 0 <= decimals <= 4:
                continue
            exact = Decimal(value)
            rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
            if exact != rounded:
                place = places(f"{path}.realisasi_tw[{q - 1}]")
                expected = f"paling banyak {decimals} angka di belakang koma"
                file.reader.problems.append(
                    problem(
                        "workbook_too_many_decimals", place, expected=expected,
                        found=plain_number(exact), meant=plain_number(rounded),
                    )
                )  # fmt: skip


def _put_unit(raw: Record, places: Places, file: _File, base: DataSet, unit: str) -> None:
    everything = _paths(raw)
    own = {code: entry for code, entry in everything.items() if entry[1]["unit"] == unit}
    puts: dict[str, Callable[[Record, Places, str, Row], None]] = {
        "realisasi": put_realization,
        "narasi": put_narrative,
    }
    for table, put in puts.items():
        sheet, columns = layout().table(table)
        rows = file.rows(sheet, columns)
        found = _by_code(rows, everything, file)
        for code, (path, indicator) in own.items():
            if code in found:
                put(indicator, places, path, _taken(found[code], indicator, base, file))
            elif rows:
                told = problem("workbook_row_missing", f"{sheet.name}!A1", found=code)
                file.reader.problems.append(told)
    _tell_decimals(own.values(), places, file, [base.quarter])


def _taken(row: Row, indicator: Record, base: DataSet, file: _File) -> Row:
    """Return what may be taken of `row`: the office's own figures only have to be unchanged."""
    quarter = base.quarter
    locked = _locked(indicator, quarter)
    told = file.reader.told()
    for key in locked.keys() & row.values.keys():
        if row.cells[key] not in told and not _equal(row.get(key), locked[key]):
            expected, found = (_as_typed(v) for v in (locked[key], row.get(key)))
            file.reader.problems.append(
                problem("workbook_locked_changed", row.cells[key], expected=expected, found=found)
            )
    _tell_unused_parts(indicator, row, file)
    other = tuple(f".{q}" for q in QUARTERS if q != quarter)
    kept = {k: v for k, v in row.values.items() if not k.endswith(other)}
    return Row(kept, row.cells, row.place)


def _locked(indicator: Record, quarter: int) -> dict[str, Any]:
    locked = {
        "target_tahunan": indicator["target_tahunan"],
        "target_kini": indicator["target_tw"][quarter - 1],
    }
    for q in range(1, quarter):
        if indicator["xy_tw"] is None:
            locked[f"realisasi_tw.{q}"] = indicator["realisasi_tw"][q - 1]
        else:
            locked[f"x.{q}"], locked[f"y.{q}"] = indicator["xy_tw"][q - 1] or (None, None)
    before = indicator["tindak_lanjut_sebelumnya"]
    if before:
        locked["sebelumnya_triwulan"] = before["triwulan"]
        locked["sebelumnya_uraian"] = before["uraian"]
    return locked


def _equal(one: Any, other: Any) -> bool:
    if one is None or other is None or one == other:
        return one is other or one == other
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return False


def _as_typed(value: Any) -> str:
    if value is None:
        return "(kosong)"
    try:
        return plain_number(Decimal(value))
    except ArithmeticError:
        return str(value)


def _require_unchanged(base: DataSet, upload: DataSet, unit: str) -> None:
    """Raise Invalid when JSON brings other targets or earlier figures than the office's."""
    own = {c: i for c, (_, i) in _paths(to_json(base)).items() if i["unit"] == unit}
    problems = []
    for code, (path, indicator) in _paths(to_json(upload)).items():
        if code in own:
            ours, theirs = (_locked(i, base.quarter) for i in (own[code], indicator))
            problems += [
                problem(
                    "workbook_locked_changed", f"{path}.{key}",
                    expected=_as_typed(ours[key]), found=_as_typed(theirs.get(key)),
                )
                for key in ours
                if not _equal(ours[key], theirs.get(key))
            ]  # fmt: skip
    if problems:
        _refuse(problems, "")


def _require_same_case(
    base: DataSet, cells: Mapping[str, str], found: Mapping[str, Any], also: Mapping[str, Any]
) -> None:
    ours = {
        "tahun": base.year,
        "triwulan": base.quarter,
        "instansi.nama": base.office.name,
        **also,
    }
    codes = {"tahun": "workbook_other_year", "triwulan": "workbook_other_quarter",
             "instansi.nama": "workbook_other_office", "unit": "workbook_other_unit"}  # fmt: skip
    problems = []
    for path, expected in ours.items():
        value = found.get(path)
        if path == "instansi.nama" and "instansi" in found:
            value = found["instansi"]["nama"]
        if value is not None and expected is not None and value != expected:
            shown = [ROMAN[v - 1] if path == "triwulan" else str(v) for v in (expected, value)]
            problems.append(problem(codes[path], cells[path], expected=shown[0], found=shown[1]))
    if problems:
        _refuse(problems, "")
