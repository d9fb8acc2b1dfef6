"""From the quarters' targets and realizations to one indicator's achievement and status."""

from collections.abc import Iterable
from decimal import Decimal

from service.dataset import Indicator, Rules
from service.errors import words
from service.indonesian import roman
from service.measurement.results import IndicatorResult, Status
from service.measurement.rounding import percent, printed

_HUNDRED = Decimal(100)


def achievement(
    target: Decimal, realization: Decimal, polarity: str, rules: Rules
) -> Decimal | None:
    """Return the achievement in percent with two decimals, None when it cannot be computed.

    Higher is better: R/T. Lower is better: (2T-R)/T, not below 0 (selisih), or T/R (rasio),
    where R = 0 gives the cap or, without one, 100. With T = 0 lower-is-better gives 100 for
    R = 0 and 0 otherwise; higher-is-better has no result.
    """
    if polarity == "naik":
        return None if target == 0 else percent(realization, target)
    if target == 0:
        return printed(_HUNDRED if realization == 0 else Decimal(0), 2)
    if rules.lower_is_better == "selisih":
        return max(percent(2 * target - realization, target), printed(Decimal(0), 2))
    if realization == 0:
        return printed(_HUNDRED if rules.cap is None else rules.cap, 2)
    return percent(target, realization)


def category(value: Decimal | None, rules: Rules) -> str | None:
    """Return the category of a printed percentage: the first lower bound it reaches."""
    if value is None:
        return None
    return next((name for bound, name in rules.scale if value >= bound), None)


def indicator_result(indicator: Indicator, rules: Rules, quarter: int) -> IndicatorResult:
    """Compute the figures of one indicator up to `quarter`."""
    missing = _missing_quarters(indicator, quarter)
    target = _target_to_date(indicator, quarter)
    parts = None if missing else _parts_to_date(indicator, quarter)
    realization = None if missing else _realization_to_date(indicator, quarter, parts)
    status: Status = "belum_dilaporkan"
    of_quarter = of_year = None
    if indicator.targets[quarter - 1] is None:
        status = "tidak_diukur"
    elif target is not None and realization is not None:
        of_quarter = achievement(target, realization, indicator.polarity, rules)
        of_year = _against_year(indicator, realization, rules)
        status = _status(of_quarter)
    return IndicatorResult(
        code=indicator.code,
        target_to_date=target,
        realization_to_date=realization,
        achievement=of_quarter,
        achievement_year=of_year,
        category=category(of_quarter, rules),
        status=status,
        parts_to_date=parts,
        missing_quarters=missing if status == "belum_dilaporkan" else (),
        note=_note(indicator, quarter, status, missing, of_year),
    )


def is_allowance(indicator: Indicator, quarter: int) -> bool:
    """Tell whether the year's target is an allowance that is still being used up."""
    return indicator.polarity == "turun" and indicator.accumulation == "jumlah" and quarter < 4


def _status(printed: Decimal | None) -> Status:
    if printed is None:
        return "tidak_dapat_dihitung"
    return "tercapai" if printed >= _HUNDRED else "belum_tercapai"


def counting_quarters(indicator: Indicator, quarter: int) -> list[int]:
    """Return the indexes of the quarters that make up the figure "up to now".

    With `jumlah` a quarter without a target adds nothing and leaves no gap.
    """
    if indicator.accumulation == "jumlah":
        return [q for q in range(quarter) if indicator.targets[q] is not None]
    if indicator.accumulation == "rasio_kumulatif":
        return list(range(quarter))
    return [quarter - 1]


def _missing_quarters(indicator: Indicator, quarter: int) -> tuple[int, ...]:
    reported: tuple[object, ...] = indicator.realizations
    if indicator.accumulation == "rasio_kumulatif":
        reported = indicator.parts or (None,) * 4
    return tuple(q + 1 for q in counting_quarters(indicator, quarter) if reported[q] is None)


def _target_to_date(indicator: Indicator, quarter: int) -> Decimal | None:
    if indicator.accumulation != "jumlah":
        target = indicator.targets[quarter - 1]
        return None if target is None else printed(target, indicator.decimals)
    given = [target for target in indicator.targets[:quarter] if target is not None]
    return printed(sum(given, Decimal(0)), indicator.decimals) if given else None


def _realization_to_date(
    indicator: Indicator, quarter: int, parts: tuple[Decimal, Decimal] | None
) -> Decimal | None:
    if indicator.accumulation == "rasio_kumulatif":
        return None if parts is None else percent(*parts, indicator.decimals)
    counting = [indicator.realizations[q] for q in counting_quarters(indicator, quarter)]
    given = [value for value in counting if value is not None]
    return printed(sum(given, Decimal(0)), indicator.decimals) if given else None


def _parts_to_date(indicator: Indicator, quarter: int) -> tuple[Decimal, Decimal] | None:
    if indicator.parts is None:
        return None
    counting = [indicator.parts[quarter - 1]]
    if indicator.accumulation == "rasio_kumulatif":
        counting = list(indicator.parts[:quarter])
    pairs = [pair for pair in counting if pair is not None]
    if not pairs:
        return None
    return sum((x for x, _ in pairs), Decimal(0)), sum((y for _, y in pairs), Decimal(0))


def _against_year(indicator: Indicator, realization: Decimal, rules: Rules) -> Decimal | None:
    if indicator.target_year is None:
        return None
    target = printed(indicator.target_year, indicator.decimals)
    return achievement(target, realization, indicator.polarity, rules)


def _note(
    indicator: Indicator,
    quarter: int,
    status: Status,
    missing: tuple[int, ...],
    of_year: Decimal | None,
) -> str | None:
    untargeted = _untargeted_quarters(indicator, quarter)
    if status == "belum_dilaporkan" and any(q < quarter for q in missing):
        return words("figure_gap", indicator=indicator.code, quarters=_names(missing)).detail
    if status != "tidak_diukur" and untargeted:
        return words(
            "figure_untargeted", indicator=indicator.code, quarters=_names(untargeted)
        ).detail
    if of_year is not None and is_allowance(indicator, quarter):
        return words("figure_allowance", indicator=indicator.code).detail
    return None


def _untargeted_quarters(indicator: Indicator, quarter: int) -> tuple[int, ...]:
    """Return the quarters whose reported value a sum leaves out for want of a target."""
    if indicator.accumulation != "jumlah":
        return ()
    return tuple(
        q + 1
        for q in range(quarter)
        if indicator.targets[q] is None and indicator.realizations[q] is not None
    )


def _names(quarters: Iterable[int]) -> str:
    return ", ".join(f"TW {roman(quarter)}" for quarter in quarters)
