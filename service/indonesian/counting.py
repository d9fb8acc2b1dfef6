"""Numbers in words, Roman numerals, and the letters of a list."""

from decimal import Decimal

LARGEST = 10**15
LARGEST_ROMAN = 3999

_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SMALL = ("", *_DIGITS[1:], "sepuluh", "sebelas")
_SCALES = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def in_words(value: Decimal | int) -> str:
    """Return "seribu lima ratus", "minus dua koma nol lima": every digit after the comma by itself.

    Raises ValueError beyond 10^15 and for more than 15 digits after the comma.
    """
    number = Decimal(value)
    places = max(0, -int(number.as_tuple().exponent)) if number.is_finite() else 16
    if places > 15 or abs(number) > LARGEST:
        raise ValueError("too long to be read out")
    whole, _, digits = format(abs(number), "f").partition(".")
    words = _whole(int(whole)) or _DIGITS[0]
    if digits:
        words += " koma " + " ".join(_DIGITS[int(digit)] for digit in digits)
    return f"minus {words}" if number < 0 else words


def _whole(number: int) -> str:
    """Return a whole number in words, nothing for 0."""
    for size, name in _SCALES:
        if number >= size:
            return _joined(_whole(number // size), name, _whole(number % size))
    if number >= 1000:
        return _joined(_counted(number // 1000, "ribu"), _whole(number % 1000))
    if number >= 100:
        return _joined(_counted(number // 100, "ratus"), _whole(number % 100))
    if number >= 20:
        return _joined(_SMALL[number // 10], "puluh", _SMALL[number % 10])
    if number >= 12:
        return f"{_SMALL[number - 10]} belas"
    return _SMALL[number]


def _counted(count: int, name: str) -> str:
    return f"se{name}" if count == 1 else f"{_whole(count)} {name}"


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def roman_numeral(number: int) -> str:
    """Return "XIV" for 14. Raises ValueError outside 1 to 3999."""
    if not 1 <= number <= LARGEST_ROMAN:
        raise ValueError(f"no Roman numeral for {number}")
    written = ""
    for size, letters in _ROMAN:
        written += letters * (number // size)
        number %= size
    return written


def list_letter(number: int) -> str:
    """Return "a" for 1, "z" for 26, "aa" for 27. Raises ValueError outside 1 to 702."""
    if not 1 <= number <= 702:
        raise ValueError(f"no letter for {number}")
    first, last = divmod(number - 1, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + last)
