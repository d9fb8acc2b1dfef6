"""Exact division, and rounding to what is printed: ROUND_HALF_UP, once."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

# Wide enough that no quotient of the data set's numbers is rounded before it is printed.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def printed(value: Decimal, places: int) -> Decimal:
    """Return `value` with `places` decimals."""
    return value.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def percent(part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """Return `part` as a printed percentage of `whole`, which is not zero."""
    return printed(_EXACT.divide(_EXACT.multiply(part, Decimal(100)), whole), places)


def mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """Return the printed mean of the values that are there, None when there is none."""
    given = [value for value in values if value is not None]
    if not given:
        return None
    return printed(_EXACT.divide(sum(given, Decimal(0)), Decimal(len(given))), 2)
