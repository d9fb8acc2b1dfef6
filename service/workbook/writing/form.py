"""Writes the Excel form: for the whole office, for one unit, for the budget."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from service.dataset import DEFAULT_SCALE, DataSet, for_year, to_json
from service.errors import NotFound
from service.indonesian import months
from service.workbook import looks, tag
from service.workbook.layout import (
    HEADER_ROW,
    ROMAN,
    Column,
    Form,
    Sheet,
    Table,
    columns_for,
    layout,
)
from service.workbook.looks import cell_at
from service.workbook.reading.headings import id_of
from service.workbook.reading.tables import FIELD_LABEL, FIELD_VALUE
from service.workbook.records import Record, records_of
from service.workbook.tag import Tag
from service.workbook.writing.entry import put, rule_for
from service.workbook.writing.first_sheet import put_first_sheet
from service.workbook.writing.guides import Guidance
from service.workbook.writing.stamp import settled
from service.workbook.writing.sums import put_sums

SPARE_ROWS = 12  # empty lines with borders below what is known, in the office's form
Typed = dict[tuple[str, str], dict[str, Any]]  # by table and code: column and value
_LAST_ROW = 1000  # drop-downs and input rules reach this far
_WIDTH_PER_LETTER = 1.1  # of a column's width, at Arial 10, words broken as a whole
_WRITING_LINES = 3  # room for an answer in a unit's form


def write(ds: DataSet, unit: str | None = None, tag: Tag | None = None) -> bytes:
    """Return the form as .xlsx: all of the office's data, or the form of one `unit`.

    `tag` says which case it is for (`tag_for`); without one the form is of no case. The same
    arguments give the same bytes. Raises NotFound for a unit the office has not.
    """
    if unit is not None and unit not in {u.code for u in ds.units}:
        raise NotFound("not_found", what=f"Unit {unit}")
    return _Writer(to_json(ds), "unit" if unit else "office", unit, tag).content()


def write_typed(ds: DataSet, unit: str, typed: Typed, tag: Tag | None = None) -> bytes:
    """Return the form of `unit` with what was `typed`, as far as its cells are to be filled in."""
    writer = _Writer(to_json(ds), "unit", unit, tag)
    writer.take(typed)
    return writer.content()


def write_budget(ds: DataSet, tag: Tag | None = None) -> bytes:
    """Return the form in which the budget realizations of the current quarter are filled in."""
    return _Writer(to_json(ds), "budget", None, tag).content()


def write_year(ds: DataSet) -> bytes:
    """Return the form for the office's next year, prefilled with all that stays (`for_year`)."""
    return _Writer(for_year(ds), "office", None).content()


def empty(year: int, quarter: int) -> bytes:
    """Return the form of a new office, without data but for the year, the quarter and the scale."""
    raw = {
        "tahun": year,
        "triwulan": quarter,
        "instansi": {"zona_waktu": None, "kertas": "F4"},
        "aturan_hitung": {
            "polaritas_turun": "selisih",
            "skala": [[int(bound), category] for bound, category in DEFAULT_SCALE],
        },
        **{key: [] for key in ("desa", "pejabat", "unit", "sasaran", "program",
                               "instansi_penerima", "dokumen_rujukan")},
    }  # fmt: skip
    return _Writer(raw, "office", None).content()


class _Writer:
    def __init__(
        self, raw: dict[str, Any], form: Form, unit: str | None, known: Tag | None = None
    ) -> None:
        self.raw, self.form, self.unit, self.tag = raw, form, unit, known
        self.quarter: int = raw["triwulan"]
        self.colour = looks.PLAIN_FILL if form == "office" else looks.INPUT_FILL
        kantor = layout().table("kantor")[1]
        self.records = records_of(raw, [c.key for c in kantor.columns])
        self.records["identitas"] = [{
            "instansi.nama": raw["instansi"].get("nama"), "unit": unit,
            "tahun": raw["tahun"], "triwulan": self.quarter,
        }]  # fmt: skip
        if unit is not None:
            for table in ("realisasi", "narasi"):
                self.records[table] = [r for r in self.records[table] if r["unit"] == unit]
        self.guidance = Guidance(form, self.quarter, raw["tahun"])
        self.book = Workbook()
        self.dress = looks.Wardrobe().dress

    def take(self, typed: Typed) -> None:
        """Put what was typed in place of what is known, in cells that are open for it."""
        for name in ("realisasi", "narasi"):
            columns = columns_for(layout().table(name)[1], self.form, self.quarter)
            for record in self.records[name]:
                open_ids = {id_of(c) for c in columns if self._unlocked(c, record)}
                kept = typed.get((name, record["kode"]), {})
                record.update({key: kept[key] for key in open_ids & kept.keys()})

    def content(self) -> bytes:
        """Return the workbook's bytes."""
        self.book.remove(self.book.worksheets[0])
        for sheet in layout().sheets:
            if self.form in sheet.forms:
                self._sheet(sheet, self.book.create_sheet(sheet.name))
        self.book.active = 0 if self.form == "office" else 1
        self.guidance.tell_progress(self.book)
        if self.tag is not None:
            tag.put(self.book, self.tag.stamped(self.raw))
        self.book.security = WorkbookProtection(lockStructure=True)
        self.book.calculation.fullCalcOnLoad = True
        self.book.properties.creator = "Pengukuran Kinerja"
        return settled(self.book)

    def _sheet(self, sheet: Sheet, target: Worksheet) -> None:
        looks.put_title(target, sheet.title, self._subtitle(), sheet.lead)
        if sheet.name == "Petunjuk":
            identity = self.records["identitas"][0]
            put_first_sheet(target, self.form, sheet.tables[0], identity, self.dress)
        else:
            left = 1
            for table in sheet.tables:
                left = self._table(table, target, left) + 1
            target.freeze_panes = cell_at(target, HEADER_ROW + 1, sheet.frozen + 1).coordinate
            self.guidance.guide(target, sheet.lead)
        looks.protect(target, grows=self.form == "office")
        paper = self.raw["instansi"].get("kertas") or "F4"
        looks.set_up_page(target, paper, landscape=sheet.name != "Petunjuk")

    def _subtitle(self) -> str:
        office = self.raw["instansi"].get("nama") or "Kantor baru"
        quarter = f"Triwulan {ROMAN[self.quarter - 1]} ({months(self.quarter)})"
        parts = [office, f"{quarter} Tahun {self.raw['tahun']}"]
        parts += [u["nama"] for u in self.raw["unit"] if u["kode"] == self.unit]
        return " · ".join(parts)

    def _table(self, table: Table, target: Worksheet, left: int) -> int:
        """Write `table` from column `left`; return the first column after it."""
        if table.fields:
            return self._fields(table, target, left)
        columns = self._columns(table)
        for n, column in enumerate(columns):
            self._heading(target, left + n, column)
        self._band(target, left, columns)
        for n, record in enumerate(self.records[table.name]):
            self._record(target, HEADER_ROW + 1 + n, left, columns, record)
        if self.form == "office":
            first = HEADER_ROW + 1 + len(self.records[table.name])
            for row in range(first, first + SPARE_ROWS):
                for n, column in enumerate(columns):
                    self.dress(
                        cell_at(target, row, left + n), column, unlocked=True, colour=self.colour
                    )
        if table.name == "anggaran":
            put_sums(target, columns, [r["tingkat"] for r in self.records["anggaran"]], self.dress)
        return left + len(columns)

    def _columns(self, table: Table) -> list[Column]:
        columns = list(columns_for(table, self.form, self.quarter))
        if self.form == "unit" and not any(r.get("xy") for r in self.records["realisasi"]):
            columns = [c for c in columns if not c.parts]
        return columns

    def _heading(self, target: Worksheet, at: int, column: Column) -> None:
        cell = cell_at(target, HEADER_ROW, at)
        looks.put_text(cell, column.header)
        looks.dress_header(cell)
        letter = get_column_letter(at)
        target.column_dimensions[letter].width = column.width
        target.row_dimensions[HEADER_ROW].height = 44
        if self.form == "office":
            target.column_dimensions[letter].protection = Protection(locked=False)
        rule = rule_for(column, self.suggestions(column), f"{letter}{HEADER_ROW + 1}")
        if rule is not None and self.form == "office":
            rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{_LAST_ROW}")
            target.add_data_validation(rule)

    def suggestions(self, column: Column) -> str | None:
        """Return the drop-down of a column: a list in quotes, or the cells that hold it."""
        if column.kind == "unit" and self.form == "office":
            return f"Unit!$A${HEADER_ROW + 1}:$A${HEADER_ROW + 200}"
        words = {"yesno": ["ya", "tidak"], "quarter": list(ROMAN)}.get(column.kind)
        words = words or list(column.choices) or layout().suggestions.get(column.suggest)
        return '"' + ",".join(words) + '"' if words else None

    def _band(self, target: Worksheet, left: int, columns: Sequence[Column]) -> None:
        for quarter in (1, 2, 3, 4):
            within = [left + n for n, c in enumerate(columns) if c.quarter == quarter]
            if len(within) < 2:
                continue
            for at in within:
                looks.dress_band(cell_at(target, HEADER_ROW - 1, at))
            target.merge_cells(
                start_row=HEADER_ROW - 1,
                end_row=HEADER_ROW - 1,
                start_column=within[0],
                end_column=within[-1],
            )
            text = f"Triwulan {ROMAN[quarter - 1]} ({months(quarter)})"
            looks.put_text(cell_at(target, HEADER_ROW - 1, within[0]), text)

    def _record(
        self, target: Worksheet, row: int, left: int, columns: Sequence[Column], record: Record
    ) -> None:
        lines = _WRITING_LINES if self.form == "unit" else 1
        letters = {id_of(c): f"{get_column_letter(left + n)}{row}" for n, c in enumerate(columns)}
        for n, column in enumerate(columns):
            cell = cell_at(target, row, left + n)
            unlocked = self._unlocked(column, record)
            self.dress(
                cell,
                column,
                unlocked=unlocked,
                decimals=_places(column, record),
                colour=self.colour,
            )
            self._value(cell, column, record, letters)
            self.guidance.note(cell, column, record, letters, unlocked=unlocked)
            if isinstance(cell.value, str) and column.kind in ("text", "long", "list"):
                lines = max(lines, _lines(cell.value, column.width))
        looks.make_room(target, row, lines)

    def _unlocked(self, column: Column, record: Record) -> bool:
        if self.form == "office":
            return not column.shown
        if column.quarter:
            current = column.quarter == self.quarter
            if self.form == "budget":
                return current and record["tingkat"] == "sub"
            return current and bool(record["xy"]) == column.parts
        if self.form == "budget" or column.shown or column.locked or column.key == "kode":
            return False
        if column.promise:
            return False
        return not column.previous or record["sebelumnya_uraian"] is not None

    def _value(self, cell: Cell, column: Column, record: Record, letters: dict[str, str]) -> None:
        current = self.form == "unit" and column.quarter == self.quarter
        if current and column.key == "realisasi_tw" and record["xy"]:
            x, y = letters[f"x.{column.quarter}"], letters[f"y.{column.quarter}"]
            places = record["desimal"]
            cell.value = f'=IF(OR({x}="",{y}=""),"",ROUND({x}/{y}*100,{places}))'
            return
        put(cell, column, record.get(id_of(column)))

    def _fields(self, table: Table, target: Worksheet, left: int) -> int:
        for n, (text, width) in enumerate(
            zip((FIELD_LABEL, FIELD_VALUE, "Keterangan"), table.widths, strict=True)
        ):
            cell = cell_at(target, HEADER_ROW, left + n)
            looks.put_text(cell, text)
            looks.dress_header(cell)
            target.column_dimensions[get_column_letter(left + n)].width = width
        for n, column in enumerate(table.columns):
            row = HEADER_ROW + 1 + n
            self._field(target, row, left, column, self.records[table.name][0][column.key])
        return left + 3

    def _field(self, target: Worksheet, row: int, left: int, column: Column, value: Any) -> None:
        label, cell, note = (cell_at(target, row, left + n) for n in range(3))
        self.dress(label, column, unlocked=False)
        self.dress(cell, column, unlocked=True, colour=self.colour)
        self.dress(note, column, unlocked=False)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
        for text in (label, note):
            text.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
        looks.put_text(label, column.header)
        looks.put_text(note, column.help)
        put(cell, column, value)
        rule = rule_for(column, self.suggestions(column), cell.coordinate)
        if rule is not None:
            rule.add(cell.coordinate)
            target.add_data_validation(rule)
        lines = max(_lines(str(value or ""), 46), _lines(column.help, 44))
        looks.make_room(target, row, lines)


def _places(column: Column, record: Record) -> int:
    if column.parts or column.key == "target":
        return 0
    decimals = record.get("desimal")
    return decimals if isinstance(decimals, int) else 2


def _lines(text: str, width: float) -> int:
    per_line = max(1, int(width / _WIDTH_PER_LETTER))
    return sum(max(1, ceil(len(line) / per_line)) for line in text.split("\n"))
