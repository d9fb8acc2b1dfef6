"""Read a value as what a filter needs: a number, a day, a text."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from service import indonesian

_MOST_DIGITS = 28  # what decimal arithmetic is exact to
_MOST_BEFORE_COMMA = 16
_LONGEST = 60  # of a text that may be a number or a day
_ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*")
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)(?:[.:][0-5]\d(?:\.\d+)?)?(?:[+-].*|Z)?")
_ROMAN = re.compile("[IVXLCDM]+")


class WrongKind(Exception):
    """The value is not of the kind the filter is for."""


def as_anything(value: Any) -> Any:
    """Return any value as it is."""
    return value


def as_number(value: Any) -> Decimal:
    """Return a number, exact as it was given. Raises WrongKind."""
    if isinstance(value, str) and len(value) <= _LONGEST:
        try:
            value = indonesian.parse_decimal(value)
        except ValueError as fault:
            raise WrongKind from fault
    if not isinstance(value, Decimal) or not value.is_finite():
        raise WrongKind
    _, digits, exponent = value.as_tuple()
    if value.adjusted() >= _MOST_BEFORE_COMMA or max(len(digits), -int(exponent)) > _MOST_DIGITS:
        raise WrongKind
    return value


def as_whole(value: Any) -> int:
    """Return a whole number. Raises WrongKind."""
    number = as_number(value)
    if number != number.to_integral_value():
        raise WrongKind
    return int(number)


def as_roman_or_whole(value: Any) -> int | str:
    """Return a Roman numeral as it is, or a whole number. Raises WrongKind."""
    is_roman = isinstance(value, str) and _ROMAN.fullmatch(value)
    return str(value) if is_roman else as_whole(value)


def as_day(value: Any) -> date:
    """Return the day a text writes. Raises WrongKind."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise WrongKind
    try:
        return indonesian.parse_date(value[:10] if _ISO_MOMENT.fullmatch(value) else value)
    except ValueError as fault:
        raise WrongKind from fault


def as_month(value: Any) -> int:
    """Return the number of a month, that of a day too. Raises WrongKind."""
    try:
        number = as_whole(value)
    except WrongKind:
        return as_day(value).month
    if not 1 <= number <= 12:
        raise WrongKind
    return number


def as_time_of_day(value: Any) -> str:
    """Return the time of day a text writes, as 08.30. Raises WrongKind."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise WrongKind
    found = _TIME.fullmatch(value[11:] if _ISO_MOMENT.fullmatch(value) else value.strip())
    if not found:
        raise WrongKind
    return f"{int(found[1]):02d}.{found[2]}"


def as_text(value: Any) -> str:
    """Return a text, a number as it was given. Raises WrongKind."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str):
        raise WrongKind
    return value


def as_items(value: Any) -> list[str]:
    """Return the texts of a list that are not blank. Raises WrongKind."""
    given = value if isinstance(value, list) else [value]
    return [text for item in given if item is not None and (text := as_text(item)).strip()]


def as_listed(value: Any) -> list[Any]:
    """Return a list; a text is one of its letters. Raises WrongKind."""
    if not isinstance(value, (list, str)):
        raise WrongKind
    return list(value)
