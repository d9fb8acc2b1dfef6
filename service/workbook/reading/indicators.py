"""The rows of Realisasi and Narasi, found again by the code of their indicator, and judged."""

from collections.abc import Container, Iterable
from decimal import ROUND_HALF_UP, Decimal

from service.errors import Problem, problem
from service.indonesian import plain_number
from service.workbook.reading.numbers import with_decimal_point
from service.workbook.reading.upload import Upload
from service.workbook.records import QUARTERS, Places, Record, Row

_A_CODE = "kode indikator dari data kantor"
# Where an indicator holds a figure of its own decimals: key, and index where there are four.
_FIGURES: tuple[tuple[str, int | None], ...] = (
    ("target_tahunan", None),
    *(("target_tw", q - 1) for q in QUARTERS),
    *(("realisasi_tw", q - 1) for q in QUARTERS),
)


def paths_of(raw: Record) -> dict[str, tuple[str, Record]]:
    """Return path and JSON shape of each indicator by its code; of two with one code, the first."""
    found: dict[str, tuple[str, Record]] = {}
    for s, objective in enumerate(raw["sasaran"]):
        for i, indicator in enumerate(objective["indikator"]):
            found.setdefault(indicator["kode"], (f"sasaran[{s}].indikator[{i}]", indicator))
    return found


def codes_are_sound(raw: Record) -> bool:
    """Return whether every indicator has a code of its own, by which its rows can be found."""
    codes = [i["kode"] for objective in raw["sasaran"] for i in objective["indikator"]]
    return len(set(codes)) == len(codes) and None not in codes


def forget_doubtful_targets(raw: Record, places: Places, told: frozenset[str]) -> None:
    """Drop all targets of an indicator when one is unreadable: their sum would be told too."""
    for path, indicator in paths_of(raw).values():
        paths = [f"{path}.target_tahunan", *(f"{path}.target_tw[{q}]" for q in range(4))]
        if any(places(p) in told for p in paths):
            indicator |= {"target_tahunan": None, "target_tw": [None] * 4}


def recognised(rows: Iterable[Row], known: Container[str], file: Upload) -> list[Row]:
    """Return the rows with codes such as "1,1" and "1.1." as the known "1.1", and say so."""
    return [_recognised(row, known, file) for row in rows]


def _recognised(row: Row, known: Container[str], file: Upload) -> Row:
    code = row.get("kode")
    if code is None or code in known:
        return row
    meant = code.replace(",", ".").rstrip(".")
    if meant not in known:
        return row
    place = row.cells["kode"]
    at = place.rpartition("!")[2]
    file.reader.notes.say("workbook_note_code", place, f"{at} “{code}” dibaca {meant}")
    return Row({**row.values, "kode": meant}, row.cells, row.place)


def by_code(
    rows: Iterable[Row], known: Container[str], file: Upload, *, sound: bool = True
) -> dict[str, Row]:
    """Return the rows by indicator code; a code that is missing, unknown or there twice is told.

    Where the codes themselves are not `sound`, what does not fit them is not told as well.
    """
    found: dict[str, Row] = {}
    problems: list[Problem] = []
    for row in rows:
        code, place = row.get("kode"), row.cells["kode"]
        if code is None:
            problems.append(
                problem("workbook_code_missing", place, expected=_A_CODE, found="(kosong)")
            )
        elif code in found:
            earlier = found[code].cells["kode"]
            expected = "satu baris untuk tiap indikator"
            problems.append(
                problem("workbook_row_twice", place, expected=expected, found=code, earlier=earlier)
            )
        elif code in known:
            found[code] = row
        elif sound:
            problems.append(
                problem("workbook_unknown_indicator", place, expected=_A_CODE, found=code)
            )
    told = file.reader.told()
    file.reader.problems += [p for p in problems if p.place not in told]
    return found


def tell_unused_parts(indicator: Record, row: Row, file: Upload) -> None:
    """Tell of X or Y at an indicator that does not use them: they would be lost."""
    if indicator["xy_tw"] is not None:
        return
    for key in (f"{part}.{q}" for q in QUARTERS for part in ("x", "y")):
        if row.get(key) is not None:
            found = plain_number(Decimal(row.get(key)))
            told = problem(
                "workbook_parts_unused",
                row.cells[key],
                expected="kosong",
                found=found,
                code_of=indicator["kode"],
            )
            file.reader.problems.append(told)


def tell_too_exact(indicators: Iterable[tuple[str, Record]], places: Places, file: Upload) -> None:
    """Tell of a figure typed with a decimal point what its indicator allows.

    Where it has no such decimals, to advise a comma would lead to the next refusal.
    """
    pointed = {p.place: p.found for p in file.reader.problems if p.code == "workbook_decimal_point"}
    instead: dict[str, Problem] = {}
    for path, indicator in indicators:
        for key, index in _FIGURES:
            place = places(f"{path}.{key}" if index is None else f"{path}.{key}[{index}]")
            typed = pointed.get(place)
            if typed and _is_too_exact(with_decimal_point(typed), indicator["desimal"]):
                instead[place] = _too_exact(key, place, typed, indicator["desimal"])
    file.reader.problems = [instead.get(p.place, p) for p in file.reader.problems]


def _too_exact(key: str, place: str, typed: str, decimals: int) -> Problem:
    exact = with_decimal_point(typed)
    many = f"paling banyak {decimals} angka di belakang koma"
    return problem(
        "dataset_realization_decimals" if key == "realisasi_tw" else "dataset_target_decimals",
        place,
        expected=many if decimals else "bilangan bulat",
        found=plain_number(exact),
        meant=plain_number(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)),
    )


def _is_too_exact(exact: Decimal, decimals: object) -> bool:
    exponent = exact.normalize().as_tuple().exponent
    return isinstance(decimals, int) and isinstance(exponent, int) and -exponent > max(decimals, 0)
