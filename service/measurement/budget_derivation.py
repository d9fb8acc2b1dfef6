"""How the figures of the budget came about."""

from collections.abc import Iterator, Mapping, Sequence

from service.dataset import DataSet, Path, SubActivity
from service.indonesian import amount, percent_text, roman
from service.measurement.derivation import Derivation, summed
from service.measurement.results import BudgetResult, Measurement

TOTAL = ""  # the code under which the whole budget is derived


def derive_budget(ds: DataSet, measurement: Measurement) -> dict[str, dict[str, Derivation]]:
    """Return, by code and for the whole budget under "", how each line's figures came about.

    The names are pagu, realisasi_tw, realisasi_sd, penyerapan and sisa.
    """
    quarter, results = measurement.quarter, measurement.budget
    found: dict[str, dict[str, Derivation]] = {}
    for programme in ds.programmes:
        for activity in programme.activities:
            for sub in activity.subs:
                found[sub.code] = _sub(sub, results[sub.code], quarter)
            children = [results[sub.code] for sub in activity.subs]
            cells = tuple(activity.subs)
            found[activity.code] = _upper(results[activity.code], children, cells, quarter)
        children = [results[activity.code] for activity in programme.activities]
        subs = tuple(_subs(activity.subs for activity in programme.activities))
        found[programme.code] = _upper(results[programme.code], children, subs, quarter)
    if measurement.budget_total is not None:
        children = [results[programme.code] for programme in ds.programmes]
        every = tuple(_subs(a.subs for p in ds.programmes for a in p.activities))
        found[TOTAL] = _upper(measurement.budget_total, children, every, quarter)
    return found


def _subs(groups: Iterator[tuple[SubActivity, ...]]) -> Iterator[SubActivity]:
    for group in groups:
        yield from group


def _sub(sub: SubActivity, result: BudgetResult, quarter: int) -> dict[str, Derivation]:
    spent = sub.realizations[:quarter]
    missing = [q for q, value in enumerate(spent, 1) if value is None]
    if missing:
        told = f"Belum dilaporkan: {', '.join(f'TW {roman(q)}' for q in missing)}"
    elif quarter == 1:
        told = f"Realisasi Triwulan I: {amount(result.realization)}"
    else:
        told = summed(map(amount, spent), amount(result.realization))
    cells = tuple((sub.code, "realisasi_anggaran", q) for q in range(1, quarter + 1))
    ceiling = Derivation(
        result.ceiling, f"Pagu: {amount(result.ceiling)}", ((sub.code, "pagu", 0),)
    )
    now = Derivation(
        result.realization_quarter,
        f"Realisasi Triwulan {roman(quarter)}: {amount(result.realization_quarter)}",
        cells[-1:],
    )
    return _with_quotients(result, ceiling, now, Derivation(result.realization, told, cells))


def _upper(
    result: BudgetResult,
    children: Sequence[BudgetResult],
    subs: tuple[SubActivity, ...],
    quarter: int,
) -> dict[str, Derivation]:
    def total(value: int | None, terms: list[int | None], cells: tuple[Path, ...]) -> Derivation:
        if value is None:
            return Derivation(None, "Belum dilaporkan seluruhnya", cells)
        return Derivation(value, summed(map(amount, terms), amount(value)), cells)

    money = "realisasi_anggaran"
    return _with_quotients(
        result,
        total(
            result.ceiling,
            [one.ceiling for one in children],
            tuple((sub.code, "pagu", 0) for sub in subs),
        ),
        total(
            result.realization_quarter,
            [one.realization_quarter for one in children],
            tuple((sub.code, money, quarter) for sub in subs),
        ),
        total(
            result.realization,
            [one.realization for one in children],
            tuple((sub.code, money, q) for sub in subs for q in range(1, quarter + 1)),
        ),
    )


def _with_quotients(
    result: BudgetResult, ceiling: Derivation, now: Derivation, spent: Derivation
) -> dict[str, Derivation]:
    both = (*spent.cells, *ceiling.cells)
    if result.realization is None:
        share = rest = spent.formula
    else:
        part, whole = amount(result.realization), amount(result.ceiling)
        rest = f"{whole} − {part} = {amount(result.remainder).replace('-', '−')}"
        share = f"{part} / {whole} × 100 = {percent_text(result.absorption)}"
        if result.absorption is None:
            share = "Pagu 0: tidak dapat dihitung"
    figures: Mapping[str, Derivation] = {
        "pagu": ceiling,
        "realisasi_tw": now,
        "realisasi_sd": spent,
        "penyerapan": Derivation(result.absorption, share, both),
        "sisa": Derivation(result.remainder, rest, both),
    }
    return dict(figures)
