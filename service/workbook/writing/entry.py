"""One value into one cell of the form, and the input rule that guides the clerk there."""

from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation

from service.errors import Words, words
from service.workbook import looks
from service.workbook.layout import MOST, ROMAN, Column
from service.workbook.reading.cells import joined

_EXACT_DIGITS = 15  # more digits than Excel keeps are written as text
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was
_FIRST_RULED, _LAST_RULED = 36_526, 73_050  # 1 January 2000 and 31 December 2099 as Excel counts


class AsTyped(str):
    """What somebody typed into a cell, right or wrong: not a value of the JSON shape."""

    __slots__ = ()


def put(cell: Cell, column: Column, value: Any) -> None:
    """Put a value of the JSON shape into its cell, blank for None."""
    if value is None:
        return
    if isinstance(value, AsTyped):
        looks.put_text(cell, value)
    elif column.kind == "list":
        text = joined(value)
        if text is not None:
            looks.put_text(cell, text)
    elif column.kind in ("decimal", "integer", "rupiah"):
        _put_number(cell, Decimal(value))
    elif column.kind == "date":
        _put_date(cell, value)
    else:
        looks.put_text(cell, _word(column, value))


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


def rule_for(column: Column, listed: str | None, first: str = "") -> DataValidation | None:
    """Return the drop-down or input rule of a column and its help; None when it has neither.

    `first` is the first cell it is for.
    """
    rule = _rule_of_nip(first) if column.kind == "nip" and first else _rule(column, listed)
    if rule is not None and column.help:
        rule.promptTitle, rule.prompt = column.header[:32], column.help[:255]
        rule.showInputMessage = True
    return rule


def said(rule: DataValidation, told: Words) -> DataValidation:
    """Return `rule` with the words for an entry that breaks it."""
    rule.errorTitle, rule.error = told.title[:32], told.detail[:255]
    rule.showErrorMessage = True
    return rule


def _rule(column: Column, listed: str | None) -> DataValidation | None:
    if listed:
        rule = DataValidation(type="list", formula1=listed, allow_blank=True)
        rule.errorStyle = "warning" if column.suggest else "stop"
        return said(rule, words("workbook_rule_list"))
    if column.kind in ("decimal", "integer", "rupiah"):
        kind = "decimal" if column.kind == "decimal" else "whole"
        low, high = column.between
        told = words("workbook_rule_number" if kind == "decimal" else "workbook_rule_whole",
                     low=low, limit=_limit(low, high))  # fmt: skip
        return said(_between(kind, low, high), told)
    if column.kind == "date":
        return said(_between("date", _FIRST_RULED, _LAST_RULED), words("workbook_rule_date"))
    return DataValidation(allow_blank=True) if column.help else None


def _rule_of_nip(first: str) -> DataValidation:
    sound = f'AND(ISTEXT({first}),LEN(SUBSTITUTE({first}," ",""))=18)'
    rule = DataValidation(type="custom", formula1=sound, allow_blank=True)
    return said(rule, words("workbook_rule_nip"))


def _between(kind: Any, low: int, high: int) -> DataValidation:
    return DataValidation(
        type=kind, operator="between", formula1=str(low), formula2=str(high), allow_blank=True
    )


def _limit(low: int, high: int) -> str:
    return f"{low} atau lebih" if high >= MOST else f"{low} sampai {high}"
