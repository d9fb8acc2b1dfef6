"""Numbers of chapters, tables, figures and annexes; what there is no data for falls out."""

from typing import Any

from service.values.wording import words


def numbering(units: int, *, has_budget: bool, has_previous: bool) -> dict[str, Any]:
    """Return the number of every part of the final document, "" where it is left out.

    Left out is what compares with money without a budget, and with the quarter before in the
    first quarter.
    """
    order = words()["numbering"]
    left_out = {
        *(() if has_budget else order["budget"]),
        *(() if has_previous else order["previous"]),
    }

    def numbered(names: list[str], first: int = 1) -> dict[str, int]:
        kept = [name for name in names if name not in left_out]
        return {name: kept.index(name) + first if name in kept else 0 for name in names}

    annexes = numbered(order["annexes"], units + 1)
    return {
        "bab": {name: roman_number(n) for name, n in numbered(order["chapters"]).items()},
        "tabel": _texts(numbered(order["tables"])),
        "gambar": _texts(numbered(order["figures"])),
        "lampiran": {
            "bagian": _range(units),
            **{name: roman_number(n) for name, n in annexes.items()},
        },
    }


def _range(units: int) -> str:
    texts = words()["annex_range"]
    if units < 2:
        return str(texts["one"])
    return str(texts["many"]).format(last=roman_number(units))


def _texts(numbers: dict[str, int]) -> dict[str, str]:
    return {name: str(number or "") for name, number in numbers.items()}


def roman_number(number: int) -> str:
    """Return 0 to 99 as a Roman number; "" for 0."""
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return tens[number // 10] + ones[number % 10]
