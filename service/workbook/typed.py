"""What was typed on the page becomes the unit's Excel form, for the same reader as an upload.

The form itself says what is to be filled in: the cells that are not locked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from service.dataset import DataSet, to_json
from service.errors import Invalid, Problem
from service.indonesian import plain_number
from service.workbook import looks
from service.workbook.layout import HEADER_ROW, Column, Sheet, columns_for, layout
from service.workbook.reading.cells import Cell, CellReader, joined
from service.workbook.reading.headings import id_of
from service.workbook.records import Record, records_of
from service.workbook.writing.entry import put
from service.workbook.writing.stamp import settled

_TABLES = ("realisasi", "narasi")
_FIGURES = ("decimal", "integer", "rupiah")
_PLAIN = re.compile(r"(\d+|\d{1,3}(\.\d{3})+(?=,))(,\d+)?", re.ASCII)
_LINE_END = re.compile("\r\n|\r|\x0b|\x0c")  # the last two are how Word pastes a line break
# Not allowed in XML 1.0: no keyboard writes them and no Excel file could hold them.
_UNTYPED = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Entries = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Field:
    """One thing to fill in: of which indicator, its column and cell ("Realisasi!L6").

    `known` is what the data have, as a person would type it.
    """

    code: str
    column: Column
    cell: str
    known: str

    @property
    def key(self) -> str:
        """Return what the entries of an indicator call it."""
        return self.column.key

    @property
    def id(self) -> str:
        """Return the field's id on a page; it has no blanks."""
        return f"{self.key}-{quote(self.code, safe='')}"


@dataclass(frozen=True)
class Typed:
    """A unit's form with what was typed in its cells.

    `places` is the id of the field each cell of a row belongs to, `headings` what stands above it.
    """

    content: bytes
    places: Mapping[str, str]
    headings: Mapping[str, str]


def cleaned(text: str) -> str:
    """Return `text` with line ends as Excel has them and without what no keyboard writes."""
    return _UNTYPED.sub("", _LINE_END.sub("\n", text))


def fields(form: bytes, ds: DataSet, unit: str) -> dict[str, tuple[Field, ...]]:
    """Return what `unit` fills in on its own `form`, by indicator in the order of the data."""
    return _Form(form, ds, unit).fields


def typed(form: bytes, ds: DataSet, unit: str, entries: Entries) -> Typed:
    """Return `unit`'s own `form` with `entries`, which are texts by indicator and column key.

    What reads as a number or a date is one in its cell; what is wrong stands there as it was
    typed. What was left as it is known stays untouched. Raises Invalid for a text longer than a
    cell holds; the place of its problem is the field's id.
    """
    blank = _Form(form, ds, unit)
    problems: list[Problem] = []
    for field in blank.all():
        text = cleaned(entries.get(field.code, {}).get(field.key, field.known))
        if text == cleaned(field.known):
            continue
        try:
            _put(blank.cell(field), field.column, text)
        except Invalid as fault:
            problems += [replace(one, place=field.id) for one in fault.problems]
    if problems:
        raise Invalid("workbook_invalid", problems, count=len(problems), name="isian ini")
    return Typed(settled(blank.book), blank.places, blank.headings)


def at_fields(problems: Iterable[Problem], filled: Typed) -> list[Problem]:
    """Return `problems` in the page's words: ids of fields for places, headings for cells.

    What is about no field keeps its place.
    """
    return [
        replace(
            one,
            place=filled.places.get(one.place, one.place),
            message=_without_cells(one.message, filled.headings),
        )
        for one in problems
    ]


def _without_cells(message: str, headings: Mapping[str, str]) -> str:
    def heading(found: re.Match[str]) -> str:
        return "" if found["on"] else f"“{headings[found['cell']]}”"

    cells = "|".join(map(re.escape, sorted(headings, key=len, reverse=True)))
    return (
        re.sub(rf"(?P<on> pada )?(?P<cell>{cells})(?!\d)", heading, message) if cells else message
    )


class _Form:
    """A unit's form opened, its fields, and the field to which each cell of a row belongs."""

    def __init__(self, form: bytes, ds: DataSet, unit: str) -> None:
        self.book: Workbook = load_workbook(BytesIO(form))
        self.places: dict[str, str] = {}
        self.headings: dict[str, str] = {}
        found: dict[str, list[Field]] = {}
        records = records_of(to_json(ds), ())
        for name in _TABLES:
            sheet, table = layout().table(name)
            columns = columns_for(table, "unit", ds.quarter)
            own = {record["kode"]: record for record in records[name] if record["unit"] == unit}
            for field in self._row_fields(sheet, columns, own):
                found.setdefault(field.code, []).append(field)
        self.fields = {code: tuple(listed) for code, listed in found.items()}

    def all(self) -> Iterator[Field]:
        for listed in self.fields.values():
            yield from listed

    def cell(self, field: Field) -> Any:
        sheet, _, cell = field.cell.rpartition("!")
        return self.book[sheet][cell]

    def _row_fields(
        self, sheet: Sheet, columns: tuple[Column, ...], own: Mapping[str, Record]
    ) -> Iterator[Field]:
        target = self.book[sheet.name]
        at = {str(cell.value): cell.column for cell in target[HEADER_ROW] if cell.value is not None}
        code_at = at[next(column.header for column in columns if column.key == "kode")]
        for row in range(HEADER_ROW + 1, target.max_row + 1):
            code = unescape(str(target.cell(row, code_at).value))
            if code in own:
                listed = [
                    Field(code, column, _place(sheet, row, at[column.header]),
                          _as_typed(column, own[code].get(id_of(column))))
                    for column in columns
                    if column.header in at and _open(target, row, at[column.header])
                ]  # fmt: skip
                yield from listed
                if listed:
                    self._place_row(sheet, row, at, listed)

    def _place_row(
        self, sheet: Sheet, row: int, at: Mapping[str, int], listed: list[Field]
    ) -> None:
        """Let every cell of the row lead to a field: its own, or the first of the row."""
        exact = {field.cell: field.id for field in listed}
        for heading, column in at.items():
            place = _place(sheet, row, column)
            self.places[place] = exact.get(place, listed[0].id)
            self.headings[place] = heading


def _open(target: Worksheet, row: int, column: int) -> bool:
    return not target.cell(row, column).protection.locked


def _place(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}!{get_column_letter(column)}{row}"


def _as_typed(column: Column, value: Any) -> str:
    """Return a value of the JSON shape as a person would type it."""
    if value is None:
        return ""
    if column.kind == "list":
        return joined(value) or ""
    if column.kind == "decimal":
        return plain_number(Decimal(value))
    if column.kind == "date":
        day = date.fromisoformat(value)
        return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    words = {code: word for word, code in column.choices.items()}
    return words.get(value, str(value))


def _put(cell: Any, column: Column, text: str) -> None:
    # What "1.250" or "90%" means is told by the column and the row: it stays as it was typed.
    plain = column.kind not in _FIGURES or _PLAIN.fullmatch(text.strip())
    value = CellReader().read(column, Cell(text, "")) if plain else None
    cell.value = None
    if value is not None:
        put(cell, column, value)
    elif text.strip():
        put(cell, replace(column, kind="long", choices={}), text)
    if column.kind == "date" and isinstance(cell.value, str):
        cell.number_format = looks.number_format(replace(column, kind="text"))
