"""What must agree inside one data set, once for JSON and Excel alike.

A field that could not be read is left out, so that one mistake is told once.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from service.dataset.model import DataSet, Indicator, Official, Rules
from service.dataset.reading import BLANK, Reader
from service.indonesian import long_date, plain_number

_A_LINE = "paling sedikit satu sub kegiatan"
_PERCENT = ("%", "persen")
_NIP_DIGITS = 18  # Perka BKN 22/2007: birth date 8, first appointment 6, sex 1, sequence 3


def check(ds: DataSet, reader: Reader) -> None:
    """Tell `reader` of everything in `ds` that contradicts something else in it."""
    _check_scale(ds.rules, reader)
    _check_duplicates(ds, reader)
    units = frozenset(unit.code for unit in ds.units)
    for index, person in enumerate(ds.officials):
        _check_official(person, f"pejabat[{index}]", units, reader)
    for path, indicator in _indicators(ds):
        _check_unit(indicator.unit, f"{path}.unit", units, reader)
        _check_targets(indicator, path, reader)
        _check_realizations(indicator, path, reader)
    _check_budget(ds, reader)


def _indicators(ds: DataSet) -> Iterator[tuple[str, Indicator]]:
    for row, objective in enumerate(ds.objectives):
        for column, indicator in enumerate(objective.indicators):
            yield f"sasaran[{row}].indikator[{column}]", indicator


def _check_scale(rules: Rules, reader: Reader) -> None:
    if not reader.sound("aturan_hitung"):
        return
    bounds = [bound for bound, _ in rules.scale]
    if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
        expected = "urut dari yang tertinggi, berakhir pada 0"
        reader.wrong("dataset_scale_order", "aturan_hitung.skala", expected=expected)


def _check_duplicates(ds: DataSet, reader: Reader) -> None:
    kinds = (
        [(f"unit[{i}].kode", unit.code) for i, unit in enumerate(ds.units)],
        [(f"sasaran[{i}].kode", objective.code) for i, objective in enumerate(ds.objectives)],
        [(f"{path}.kode", indicator.code) for path, indicator in _indicators(ds)],
        list(_budget_codes(ds)),
        [(f"nomor_dokumen.{key}", number) for key, number in ds.document_numbers],
    )
    for entries in kinds:
        first: dict[str, str] = {}
        for path, code in entries:
            if code and code in first:
                earlier = reader.place_of(first[code])
                reader.wrong(
                    "dataset_duplicate", path, expected="yang belum dipakai", found=code,
                    earlier=earlier,
                )  # fmt: skip
            first.setdefault(code, path)


def _budget_codes(ds: DataSet) -> Iterator[tuple[str, str]]:
    for p, programme in enumerate(ds.programmes):
        yield f"program[{p}].kode", programme.code
        for a, activity in enumerate(programme.activities):
            yield f"program[{p}].kegiatan[{a}].kode", activity.code
            for s, sub in enumerate(activity.subs):
                yield f"program[{p}].kegiatan[{a}].sub[{s}].kode", sub.code


def _check_official(person: Official, path: str, units: frozenset[str], reader: Reader) -> None:
    _check_unit(person.unit, f"{path}.unit", units, reader)
    nip = person.nip
    if nip and not (len(nip) == _NIP_DIGITS and nip.isascii() and nip.isdigit()):
        reader.wrong("dataset_bad_nip", f"{path}.nip", expected="18 angka", found=nip)
    if person.start and person.end and person.end < person.start:
        reader.wrong(
            "dataset_date_order", f"{path}.sampai",
            expected=f"{long_date(person.start)} atau sesudahnya", found=person.end,
        )  # fmt: skip


def _check_unit(unit: str | None, path: str, units: frozenset[str], reader: Reader) -> None:
    if unit and _is_unknown(unit, units):
        expected = ", ".join(sorted(units))
        reader.wrong("dataset_unknown_unit", path, expected=expected, found=unit)


def _check_targets(indicator: Indicator, path: str, reader: Reader) -> None:
    yearly, quarterly = f"{path}.target_tahunan", f"{path}.target_tw"
    if not reader.sound(yearly, quarterly, f"{path}.akumulasi", f"{path}.desimal"):
        return
    places = [(yearly, indicator.target_year)]
    places += [(f"{quarterly}[{q}]", target) for q, target in enumerate(indicator.targets)]
    for place, target in places:
        if target is not None and _decimals(target) > indicator.decimals:
            expected = _allowed_decimals(indicator)
            reader.wrong("dataset_target_decimals", place, expected=expected, found=target)
    if reader.sound(yearly, quarterly):
        _check_yearly_target(indicator, path, reader)


def _check_yearly_target(indicator: Indicator, path: str, reader: Reader) -> None:
    """A year's targets add up to the yearly one (jumlah) or end in it (all others)."""
    given = [(q, target) for q, target in enumerate(indicator.targets) if target is not None]
    year, place = indicator.target_year, f"{path}.target_tahunan"
    if year is None and not given:
        return
    if year is None:
        reader.missing(place)
        return
    if not given:
        expected = "target triwulan yang terisi"
        reader.wrong(
            "dataset_targets_blank", place, expected=expected, found=year, code_of=indicator.code
        )
        return
    last, end = given[-1]
    summed = indicator.accumulation == "jumlah"
    reached = sum((target for _, target in given), Decimal(0)) if summed else end
    if reached != year:
        reader.wrong(
            "dataset_targets_sum" if summed else "dataset_targets_end", place,
            expected=plain_number(reached), found=year, code_of=indicator.code,
            last=reader.place_of(f"{path}.target_tw[{last}]"),
        )  # fmt: skip


def _check_realizations(indicator: Indicator, path: str, reader: Reader) -> None:
    percent = indicator.measure.strip().casefold() in _PERCENT
    needs_parts = indicator.accumulation == "rasio_kumulatif"
    for quarter, value in enumerate(indicator.realizations):
        place, parts = f"{path}.realisasi_tw[{quarter}]", f"{path}.xy_tw"
        if value is None or not reader.sound(place, f"{parts}[{quarter}]", f"{path}.desimal"):
            continue
        if percent and value > 100:
            reader.wrong("dataset_percent_above_100", place, expected="0 s.d. 100", found=value)
        if needs_parts and (indicator.parts is None or indicator.parts[quarter] is None):
            reader.wrong(
                "dataset_parts_missing", f"{parts}[{quarter}]", expected="pembilang dan penyebut",
                found=BLANK, realization=value,
            )  # fmt: skip
        _check_decimals(indicator, value, place, reader)


def _check_decimals(indicator: Indicator, value: Decimal, place: str, reader: Reader) -> None:
    if _decimals(value) > indicator.decimals:
        rounded = value.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)
        reader.wrong(
            "dataset_realization_decimals", place, expected=_allowed_decimals(indicator),
            found=value, meant=rounded,
        )  # fmt: skip


def _allowed_decimals(indicator: Indicator) -> str:
    if indicator.decimals == 0:
        return "bilangan bulat"
    return f"paling banyak {indicator.decimals} angka di belakang koma"


def _check_budget(ds: DataSet, reader: Reader) -> None:
    objectives = frozenset(objective.code for objective in ds.objectives)
    for p, programme in enumerate(ds.programmes):
        path = f"program[{p}]"
        for index, code in enumerate(programme.objectives):
            if _is_unknown(code, objectives):
                expected = ", ".join(sorted(objectives))
                place = f"{path}.sasaran[{index}]"
                reader.wrong("dataset_unknown_objective", place, expected=expected, found=code)
        if not programme.activities and reader.sound(path):
            reader.wrong("dataset_no_lines", path, expected=_A_LINE, found=programme.code)
        for a, activity in enumerate(programme.activities):
            if not activity.subs and reader.sound(f"{path}.kegiatan[{a}]"):
                here = f"{path}.kegiatan[{a}]"
                reader.wrong("dataset_no_lines", here, expected=_A_LINE, found=activity.code)


def _is_unknown(code: str, known: frozenset[str]) -> bool:
    """Tell whether `code` is not among `known`, codes that could all be read."""
    return bool(known) and "" not in known and code not in known


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
