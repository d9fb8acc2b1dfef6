"""Dates as clerks type them, and as Excel keeps them when a cell has lost its format."""

import re
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from service.indonesian import long_date, parse_date
from service.workbook.reading.numbers import DASHES, Understood, WrongCellError, clean

_EPOCH = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)  # 1 January 2000 to 31 December 2099, as the form allows
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})", re.ASCII)
_SHORT_CENTURY, _LAST_YEAR = 2000, 9999
_EXAMPLE = "tanggal, misalnya 15/12/2026"


def date_in(value: Any) -> Understood:
    """Return the date in a cell as "2026-12-15", None for a dash. Raises WrongCellError."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Understood(value.isoformat())
    if isinstance(value, str):
        return _typed(clean(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        if value == int(value) and int(value) in _SERIALS:
            day = _EPOCH + timedelta(days=int(value))
            return Understood(day.isoformat(), "workbook_note_serial_date")
        if 20_000 < value < 80_000:
            meant = long_date(_EPOCH + timedelta(days=int(value)))
            raise WrongCellError("workbook_date_meant", "tanggal", meant=meant)
    raise WrongCellError("workbook_not_a_date", _EXAMPLE)


def _typed(text: str) -> Understood:
    if text in DASHES:
        return Understood(None, "workbook_note_dash")
    try:
        return Understood(parse_date(text).isoformat())
    except ValueError:
        raise _not_a_date(text) from None


def _not_a_date(text: str) -> WrongCellError:
    parts = _DAY_MONTH_YEAR.fullmatch(text)
    if not parts:
        return WrongCellError("workbook_not_a_date", _EXAMPLE)
    day, month, year = (int(part) for part in parts.groups())
    year += _SHORT_CENTURY if year < 100 else 0
    if not 1 <= month <= 12 or not 1 <= year < _LAST_YEAR:
        return WrongCellError("workbook_no_such_date", "tanggal yang ada", meant="hari/bulan/tahun")
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    meant = long_date(date(year, month, min(max(day, 1), last)))
    code = "workbook_date_meant" if 1 <= day <= last else "workbook_no_such_date"
    return WrongCellError(code, "tanggal yang ada", meant=meant)
