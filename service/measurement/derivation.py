"""How a computed figure came about: its arithmetic with the numbers, and what somebody typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.dataset import Indicator, Path, Rules
from service.indonesian import decimal_text, percent_text, roman
from service.measurement.achievement import counting_quarters
from service.measurement.results import IndicatorResult, ObjectiveResult
from service.measurement.rounding import percent

MOST_TERMS = 12  # a longer sum is told by its total
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Derivation:
    """A computed figure: `formula` such as "2 + 3 + 6 = 11", `cells` the typed figures in it.

    Without a value the formula is the reason why there is none.
    """

    value: Decimal | int | None
    formula: str
    cells: tuple[Path, ...]


def derive_indicator(
    indicator: Indicator, rules: Rules, quarter: int, result: IndicatorResult
) -> dict[str, Derivation]:
    """Return how each figure of `result`, computed up to `quarter`, came about.

    The names are target_sd, realisasi_sd, capaian, capaian_tahunan, and realisasi_tw1 to
    realisasi_tw4 for quarters whose realization is the share of pembilang in penyebut.
    """
    target, realized = _target(indicator, quarter, result), _realized(indicator, quarter, result)
    year = (indicator.code, "target", 0)
    return {
        **{
            f"realisasi_tw{q}": _share(indicator, q)
            for q in range(1, quarter + 1)
            if indicator.parts is not None and indicator.parts[q - 1] is not None
        },
        "target_sd": target,
        "realisasi_sd": realized,
        "capaian": Derivation(
            result.achievement,
            _achieved(indicator, rules, result, quarter),
            (*target.cells, *realized.cells),
        ),
        "capaian_tahunan": Derivation(
            result.achievement_year,
            _against_year(indicator, rules, result, quarter),
            (year, *realized.cells),
        ),
    }


def derive_average(
    members: Sequence[Indicator],
    results: Mapping[str, IndicatorResult],
    rules: Rules,
    average: ObjectiveResult,
    cells: Iterable[Path],
) -> Derivation:
    """Return how the mean of the members' achievements came about; `cells` are those of all."""
    found = [results[one.code].achievement for one in members]
    given = [value for value in found if value is not None]
    if not given:
        return Derivation(None, "Tidak ada indikator yang terukur", tuple(cells))
    cap = rules.cap
    counted = given if cap is None else [min(value, cap) for value in given]
    terms = [percent_text(value) for value in counted]
    told = percent_text(average.average)
    if len(terms) == 1:
        formula = f"Satu capaian: {told}"
    elif len(terms) > MOST_TERMS:
        total = percent_text(sum(counted, Decimal(0)))
        formula = f"Jumlah {len(terms)} capaian {total}; {total} / {len(terms)} = {told}"
    else:
        formula = f"({' + '.join(terms)}) / {len(terms)} = {told}"
    if cap is not None and counted != given:
        formula += f"; capaian di atas {percent_text(cap)} dihitung {percent_text(cap)}"
    if len(given) < len(members):
        formula += f"; {len(members) - len(given)} dari {len(members)} indikator tidak terukur"
    return Derivation(average.average, formula, tuple(dict.fromkeys(cells)))


def summed(terms: Iterable[str], total: str) -> str:
    """Return "2 + 3 + 6 = 11"; a long sum by the number of its terms."""
    told = list(terms)
    if len(told) > MOST_TERMS:
        return f"Jumlah {len(told)} angka = {total}"
    return f"{' + '.join(told)} = {total}"


def _target(indicator: Indicator, quarter: int, result: IndicatorResult) -> Derivation:
    quarters = [quarter]
    if indicator.accumulation == "jumlah":
        quarters = [q for q in range(1, quarter + 1) if indicator.targets[q - 1] is not None]
    cells = tuple((indicator.code, "target", q) for q in quarters or [quarter])
    value = result.target_to_date
    if value is None:
        return Derivation(None, f"Target Triwulan {roman(quarter)} kosong: tidak diukur", cells)
    terms = [_number(indicator, indicator.targets[q - 1]) for q in quarters]
    told = _number(indicator, value)
    if len(terms) == 1:
        return Derivation(value, f"Target Triwulan {roman(quarters[0])}: {told}", cells)
    return Derivation(value, summed(terms, told), cells)


def _realized(indicator: Indicator, quarter: int, result: IndicatorResult) -> Derivation:
    quarters = [q + 1 for q in counting_quarters(indicator, quarter)]
    cells = tuple(cell for q in quarters or [quarter] for cell in realization_cells(indicator, q))
    value = result.realization_to_date
    if value is None:
        return Derivation(None, _missing(indicator, quarters, quarter), cells)
    told = _number(indicator, value)
    if indicator.accumulation == "rasio_kumulatif":
        return Derivation(value, _ratio(indicator, quarters, told), cells)
    terms = [_number(indicator, indicator.realizations[q - 1]) for q in quarters]
    if len(terms) == 1:
        return Derivation(value, f"Realisasi Triwulan {roman(quarters[0])}: {told}", cells)
    return Derivation(value, summed(terms, told), cells)


def realization_cells(indicator: Indicator, quarter: int) -> tuple[Path, ...]:
    """Return what somebody typed for the realization of one quarter: a figure, or X and Y."""
    pair = indicator.parts[quarter - 1] if indicator.parts else None
    if pair is None and indicator.accumulation != "rasio_kumulatif":
        return ((indicator.code, "realisasi", quarter),)
    return ((indicator.code, "pembilang", quarter), (indicator.code, "penyebut", quarter))


def _missing(indicator: Indicator, quarters: list[int], quarter: int) -> str:
    reported: Sequence[object] = indicator.realizations
    if indicator.accumulation == "rasio_kumulatif":
        reported = indicator.parts or (None,) * 4
    missing = [q for q in quarters if reported[q - 1] is None]
    if not missing:
        return f"Tidak diukur sampai dengan Triwulan {roman(quarter)}"
    return f"Belum dilaporkan: {', '.join(f'TW {roman(q)}' for q in missing)}"


def _share(indicator: Indicator, quarter: int) -> Derivation:
    return Derivation(
        indicator.realizations[quarter - 1],
        _ratio(indicator, [quarter], _number(indicator, indicator.realizations[quarter - 1])),
        ((indicator.code, "pembilang", quarter), (indicator.code, "penyebut", quarter)),
    )


def _ratio(indicator: Indicator, quarters: list[int], told: str) -> str:
    pairs = [(indicator.parts or (None,) * 4)[q - 1] for q in quarters]
    known = [pair for pair in pairs if pair is not None]
    above, below = ([_part(pair[n]) for pair in known] for n in (0, 1))
    if len(known) == 1:
        return f"{above[0]} / {below[0]} × 100 = {told}"
    sums = [_part(sum((pair[n] for pair in known), Decimal(0))) for n in (0, 1)]
    parts = f"({' + '.join(above)}) / ({' + '.join(below)}) × 100"
    return f"{parts} = {sums[0]} / {sums[1]} × 100 = {told}"


def _achieved(indicator: Indicator, rules: Rules, result: IndicatorResult, quarter: int) -> str:
    if indicator.targets[quarter - 1] is None:
        return f"Target Triwulan {roman(quarter)} kosong: tidak diukur"
    if result.target_to_date is None or result.realization_to_date is None:
        return _missing(indicator, [q + 1 for q in counting_quarters(indicator, quarter)], quarter)
    return _quotient(
        indicator, rules, result.target_to_date, result.realization_to_date, result.achievement
    )


def _against_year(indicator: Indicator, rules: Rules, result: IndicatorResult, quarter: int) -> str:
    if result.achievement is None and result.achievement_year is None:
        return _achieved(indicator, rules, result, quarter)
    if indicator.target_year is None or result.realization_to_date is None:
        return "Target tahunan kosong: tidak dapat dihitung"
    return _quotient(
        indicator, rules, indicator.target_year, result.realization_to_date,
        result.achievement_year,
    )  # fmt: skip


def _quotient(
    indicator: Indicator, rules: Rules, target: Decimal, realized: Decimal, value: Decimal | None
) -> str:
    """Return the division of `achievement` with its numbers."""
    t, r, told = _number(indicator, target), _number(indicator, realized), percent_text(value)
    if indicator.polarity == "naik":
        return f"{r} / {t} × 100 = {told}" if target else "Target 0: tidak dapat dihitung"
    if target == 0:
        return f"Target 0, realisasi {r}: capaian {told}"
    if rules.lower_is_better == "selisih":
        exact = percent(2 * target - realized, target)
        formula = f"(2 × {t} − {r}) / {t} × 100 = {_signed(exact)}"
        return formula if exact >= 0 else f"{formula}, paling rendah {told}"
    if realized == 0:
        of = "100" if rules.cap is None else "sebesar plafon"
        return f"Realisasi 0: capaian {of}, {told}"
    return f"{t} / {r} × 100 = {told}"


def _signed(value: Decimal) -> str:
    return percent_text(value).replace("-", "−")


def _number(indicator: Indicator, value: Decimal | None) -> str:
    return decimal_text(value, indicator.decimals)


def _part(value: Decimal) -> str:
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return decimal_text(value, places)
