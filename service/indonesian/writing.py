"""Numbers, money, dates and quarters as an Indonesian office writes them, and how it types them.

Follows Ejaan yang Disempurnakan: "1.234.567,89", "Rp1.907.201.000" without a space,
"5 Oktober 2026" without a leading zero; quarters in Roman numerals.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_ROMAN = ("I", "II", "III", "IV")
_EXCHANGED = str.maketrans(",.", ".,")
_BLANK = "-"
_DOTS = "……………"
_DECIMAL = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?", re.ASCII)
_LONG_DATE = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})", re.ASCII)
_SHORT_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def decimal_text(value: Decimal | None, places: int) -> str:
    """Return "1.234,50" for 1234.5 and 2 places (rounded half up), "-" for None."""
    if value is None:
        return _BLANK
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0  # no zero below zero
    return f"{rounded:,f}".translate(_EXCHANGED)


def plain_number(value: Decimal | int) -> str:
    """Return a number as a clerk types it: decimal comma, no thousands, no trailing zeros."""
    text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def percent_text(value: Decimal | None) -> str:
    """Return a percentage with two decimals and without the sign: "98,81"; "-" for None."""
    return decimal_text(value, 2)


def amount(value: int | None) -> str:
    """Return whole rupiah without the currency: "1.907.201.000"; "-" for None."""
    return _BLANK if value is None else f"{value:,d}".replace(",", ".")


def rupiah(value: int | None, pattern: str = "Rp1.000") -> str:
    """Return whole rupiah as "Rp1.907.201.000", below zero "-Rp500.000"; "-" for None.

    `pattern` is how a thousand rupiah would be written: "Rp 1.000", "Rp1.000,00".
    """
    if value is None:
        return _BLANK
    sign = "-" if value < 0 else ""
    return sign + pattern.replace("1.000", amount(abs(value))).replace(" ", "\u00a0")


def long_date(value: date | None) -> str:
    """Return "5 Oktober 2026", dots to be filled in by hand for None."""
    if value is None:
        return _DOTS
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def day_date(value: date) -> str:
    """Return "Senin, 5 Oktober 2026"."""
    return f"{DAYS[value.weekday()]}, {long_date(value)}"


def time_text(value: datetime) -> str:
    """Return "08.40"."""
    return f"{value.hour:02d}.{value.minute:02d}"


def roman(quarter: int) -> str:
    """Return "III" for 3. Raises ValueError outside 1 to 4."""
    return _ROMAN[_checked(quarter) - 1]


def months(quarter: int) -> str:
    """Return the months of a quarter: "Juli s.d. September". Raises ValueError outside 1 to 4."""
    last = _checked(quarter) * 3
    return f"{MONTHS[last - 3]} s.d. {MONTHS[last - 1]}"


def months_to_date(quarter: int) -> str:
    """Return the months so far: "Januari s.d. September". Raises ValueError outside 1 to 4."""
    return f"{MONTHS[0]} s.d. {MONTHS[_checked(quarter) * 3 - 1]}"


def nip_text(nip: str | None) -> str:
    """Return a civil-servant number in groups of 8, 6, 1 and 3 digits; "-" for None.

    Perka BKN 22/2007; anything but 18 digits is given back as it stands.
    """
    if nip is None:
        return _BLANK
    if len(nip) != 18:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def parse_decimal(text: str) -> Decimal:
    """Return the number in "98,5", "1.234,5", "1234" or "-3".

    Strict, because a decimal point read as a thousands point turns 98.5 into 985: raises
    ValueError for "98.5", "1,234.5", "12.34" and for anything else not written this way.
    """
    written = text.strip()
    if not _DECIMAL.fullmatch(written):
        raise ValueError(f"not an Indonesian decimal: {text!r}")
    return Decimal(written.replace(".", "").replace(",", "."))


_OLD_SPELLING = {"Februari": "pebruari", "November": "nopember"}  # still common in offices


def parse_date(text: str) -> date:
    """Return the date in "5 Oktober 2026", "5/10/2026", "5-10-2026", "5.10.2026" or "2026-10-05".

    The day comes before the month. Raises ValueError for anything else.
    """
    written = text.strip().casefold()
    iso = _ISO_DATE.fullmatch(written)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    short = _SHORT_DATE.fullmatch(written)
    if short:
        return date(int(short[3]), int(short[2]), int(short[1]))
    long = _LONG_DATE.fullmatch(written)
    if long:
        return date(int(long[3]), _month(long[2]), int(long[1]))
    raise ValueError(f"not a date: {text!r}")


def _month(name: str) -> int:
    for number, month in enumerate(MONTHS, 1):
        if name in {month.casefold(), _OLD_SPELLING.get(month)}:
            return number
    raise ValueError(f"not a month: {name!r}")


def _checked(quarter: int) -> int:
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"quarter must be 1 to 4, not {quarter}")
    return quarter
