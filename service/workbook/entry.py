"""One value into one cell of the form, and the input rule that guides the clerk there."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation

from service.workbook import looks
from service.workbook.cells import joined
from service.workbook.layout import ROMAN, Column

_EXACT_DIGITS = 15  # more digits than Excel keeps are written as text
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")


def put(cell: Cell, column: Column, value: Any) -> None:
    """Put a value of the JSON shape into its cell, blank for None."""
    if value is None:
        return
    if column.kind == "list":
        text = joined(value)
        if text is not None:
            looks.put_text(cell, _escaped(text))
    elif column.kind in ("decimal", "integer", "rupiah"):
        _put_number(cell, Decimal(value))
    elif column.kind == "date":
        _put_date(cell, value)
    else:
        looks.put_text(cell, _escaped(_word(column, value)))


def _put_date(cell: Cell, iso: str) -> None:
    day = date.fromisoformat(iso)
    if day < _FIRST_DAY:
        looks.put_text(cell, iso)
    else:
        cell.value = day
        cell.number_format = looks.DATE_FORMAT


def _put_number(cell: Cell, number: Decimal) -> None:
    if len(number.as_tuple().digits) <= _EXACT_DIGITS:
        cell.value = int(number) if number == number.to_integral_value() else number
    else:
        looks.put_text(cell, format(number, "f").replace(".", ","))


def _word(column: Column, value: Any) -> str:
    if column.kind == "quarter":
        return ROMAN[value - 1]
    if column.kind == "yesno":
        return "ya" if value else "tidak"
    words = {code: word for word, code in column.choices.items()}
    return words.get(value, str(value))


def _escaped(text: str) -> str:
    """Escape what Excel would take for an escape of its own (ECMA-376 part 1, 22.9.2.19)."""
    escaped = _ESCAPE.sub(lambda found: "_x005F" + found.group(), text)
    return escaped.replace("\r", "_x000D_")


def rule_for(column: Column, words: str | None) -> DataValidation | None:
    """Return the drop-down or input rule of a column and its help; None when it has neither."""
    rule = None
    if words:
        rule = DataValidation(type="list", formula1=words, allow_blank=True)
        free = bool(column.suggest)
        rule.errorStyle = "warning" if free else "stop"
        rule.error = "Pilih dari daftar."
    elif column.kind in ("decimal", "integer", "rupiah"):
        rule = DataValidation(
            type="decimal" if column.kind == "decimal" else "whole",
            operator="between",
            formula1="0",
            formula2="1000000000000000",
            allow_blank=True,
        )
        rule.error = "Isi dengan angka, 0 atau lebih. Desimal ditulis dengan koma."
    elif column.kind == "date":
        rule = DataValidation(
            type="date", operator="between", formula1="36526", formula2="73050", allow_blank=True
        )
        rule.error = "Isi dengan tanggal, misalnya 15/12/2026."
    elif column.help:
        rule = DataValidation(allow_blank=True)
    if rule is not None:
        rule.errorTitle, rule.showErrorMessage = "Isian belum benar", bool(rule.error)
        if column.help:
            rule.promptTitle, rule.prompt = column.header[:32], column.help[:255]
            rule.showInputMessage = True
    return rule
