"""Reads an uploaded file, Excel or JSON, into a data set, or tells every wrong cell at once."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from service.dataset import (
    DataSet,
    is_json,
    merge_budget,
    merge_unit,
    parse,
    read_json,
    to_json,
)
from service.errors import Problem, problem
from service.workbook.grids.grid import grids
from service.workbook.layout import layout
from service.workbook.reading.budget import put_budget
from service.workbook.reading.indicators import (
    by_code,
    codes_are_sound,
    forget_doubtful_targets,
    paths_of,
    recognised,
    tell_too_exact,
    tell_unused_parts,
)
from service.workbook.reading.locked import require_unchanged, taken
from service.workbook.reading.old_forms import overtaken
from service.workbook.reading.upload import IDENTITY, Upload, require_same_case
from service.workbook.records import (
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

_PATHS = {
    "indikator": "sasaran",
    "anggaran": "program",
    "skala": "aturan_hitung.skala",
    "penerima": "instansi_penerima",
    "rujukan": "dokumen_rujukan",
}
_LISTS = ("pejabat", "unit", "penerima", "rujukan")


@dataclass(frozen=True)
class Taken:
    """The data set after an upload, and what was read from an unusual place, for a person."""

    dataset: DataSet
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Located:
    """What an uploaded workbook holds in the JSON shape, and the cell of each part of it."""

    raw: Record
    places: Places
    file: Upload

    def parsed(self, name: str = "") -> DataSet:
        """Return it as a data set. Raises Invalid with every wrong cell."""
        return self.file.parsed(self.raw, self.places, name)

    def taken(self, ds: DataSet) -> Taken:
        """Return `ds` with the notes on how it was read."""
        return Taken(ds, self.file.reader.notes.told())


def read(content: bytes, name: str = "") -> DataSet:
    """Return the data set in an uploaded file, as `take` does, without its notes."""
    return take(content, name).dataset


def take(content: bytes, name: str = "") -> Taken:
    """Return the data set in an .xlsx, .xlsm, .xls, .ods, .csv or JSON file, and its notes.

    `name` only serves the message. Raises Invalid("workbook_invalid") with every wrong cell, or
    the fault of the whole file.
    """
    if is_json(content):
        return Taken(parse(read_json(content, name or "JSON")))
    located = locate(content, name)
    return located.taken(located.parsed(name))


def locate(content: bytes, name: str = "") -> Located:
    """Return what the workbook of a whole office holds. Raises Invalid when it lacks a table."""
    file = Upload(grids(content), "office", 4)
    file.refuse_unit_form()
    rows = {
        table.name: file.rows(sheet, table)
        for sheet in layout().sheets
        if "office" in sheet.forms and sheet.name != "Petunjuk"
        for table in sheet.tables
    }
    file.stop(name)
    return Located(*_whole(rows, file), file)


def read_unit(content: bytes, base: DataSet, unit: str) -> DataSet:
    """Return `base` with what `unit` reports, as `take_unit` does, without the notes."""
    return take_unit(content, base, unit).dataset


def take_unit(content: bytes, base: DataSet, unit: str) -> Taken:
    """Return `base` with what `unit` reports in its form, in a file of several units, or in JSON.

    Only this unit's figures of the current quarter, its narratives and evidence are taken.
    What is the office's (targets, earlier quarters) and was changed is told, not taken.
    Raises Invalid for a form of another unit, office or quarter, and for every wrong cell.
    """
    if is_json(content):
        upload = _same_case(content, base)
        require_unchanged(base, upload, unit)
        return Taken(merge_unit(base, upload, unit))
    located = locate_unit(content, base, unit)
    return located.taken(merge_unit(base, located.parsed(), unit))


def locate_unit(content: bytes, base: DataSet, unit: str) -> Located:
    """Return `base` with what the workbook holds of `unit`; only cells of the unit have a place.

    Raises Invalid for a form of another unit, office or quarter.
    """
    file = Upload(grids(content), "unit", base.quarter)
    file.require_case(base, unit)
    raw, places = to_json(base), Places()
    own = {code: entry for code, entry in paths_of(raw).items() if entry[1]["unit"] == unit}
    file.own = frozenset(own)
    file.needs_parts = any(indicator["xy_tw"] is not None for _, indicator in own.values())
    for table, put in (("realisasi", put_realization), ("narasi", put_narrative)):
        for code, row in _rows_of(own, table, file, paths_of(raw)).items():
            path, indicator = own[code]
            put(indicator, places, path, taken(row, indicator, base, file))
    tell_too_exact(own.values(), places, file)
    return Located(raw, places, file)


def read_budget(content: bytes, base: DataSet) -> DataSet:
    """Return `base` with an uploaded budget, as `take_budget` does, without the notes."""
    return take_budget(content, base).dataset


def take_budget(content: bytes, base: DataSet) -> Taken:
    """Return `base` with the budget of a budget form, a whole workbook, or JSON.

    Raises Invalid for a file of another office or quarter, and for every wrong cell.
    """
    if is_json(content):
        return Taken(merge_budget(base, _same_case(content, base)))
    located = locate_budget(content, base)
    return located.taken(merge_budget(base, located.parsed()))


def locate_budget(content: bytes, base: DataSet) -> Located:
    """Return `base` with the budget the workbook holds; only its cells have a place.

    Raises Invalid for a file of another office or quarter.
    """
    file = Upload(grids(content), "budget", base.quarter)
    file.require_case(base, None)
    raw, places = to_json(base), Places()
    rows = file.rows(*layout().table("anggaran"))
    file.reader.problems += overtaken(file.tag, rows, base)
    file.reader.problems += put_budget(raw, places, rows, file.reader.told())
    return Located(raw, places, file)


def _same_case(content: bytes, base: DataSet) -> DataSet:
    upload = parse(read_json(content))
    require_same_case(base, {path: path for path in IDENTITY}, {
        "tahun": upload.year, "triwulan": upload.quarter, "instansi.nama": upload.office.name,
    })  # fmt: skip
    return upload


def _whole(rows: Mapping[str, list[Row]], file: Upload) -> tuple[Record, Places]:
    raw: Record = {}
    places = Places()
    for table, start in file.starts.items():
        places.known[_PATHS.get(table, table)] = start
    put_fields(raw, places, rows["kantor"][0])
    put_small(raw, places, rows)
    for table in _LISTS:
        put_list(raw, places, table, rows[table])
    put_objectives(raw, places, rows["indikator"])
    tell_too_exact(paths_of(raw).values(), places, file)
    told = file.reader.told()
    forget_doubtful_targets(raw, places, told)
    file.reader.problems += put_budget(raw, places, rows["anggaran"], told)
    paths = paths_of(raw)
    for table, put in (("realisasi", put_realization), ("narasi", put_narrative)):
        sound = codes_are_sound(raw)
        listed = recognised(rows[table], paths, file)
        for code, row in by_code(listed, paths, file, sound=sound).items():
            path, indicator = paths[code]
            tell_unused_parts(indicator, row, file)
            put(indicator, places, path, row)
    tell_too_exact(paths.values(), places, file)
    return raw, places


def _rows_of(
    own: Container[str], table: str, file: Upload, everything: Iterable[str]
) -> dict[str, Row]:
    """Return a unit's rows by code; each must be there, and rows of other units are left alone."""
    known = list(everything)
    sheet, columns = layout().table(table)
    rows = recognised(file.rows(sheet, columns), known, file)
    others = [row for row in rows if row.get("kode") in known and row.get("kode") not in own]
    if file.unit is None:
        file.reader.forgive(cell for row in others for cell in row.cells.values())
    else:
        file.reader.problems += [
            problem(
                "workbook_foreign_indicator",
                row.cells["kode"],
                expected="indikator unit ini",
                found=row.get("kode"),
            )
            for row in others
        ]
    found = by_code((row for row in rows if row not in others), known, file)
    told = file.reader.told()
    unread = any(row.get("kode") is None and row.cells["kode"] in told for row in rows)
    readable = rows and not unread  # a code that cannot be read is told by itself
    missing = [code for code in known if code in own and code not in found and readable]
    file.reader.problems += [
        problem(
            "workbook_row_missing", sheet.name, expected=f"baris indikator {code}", code_of=code
        )
        for code in missing
    ]
    return found
