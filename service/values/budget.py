"""The budget tree and the comparison of achievement with absorption, ready to print."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from service.dataset import DataSet, Objective
from service.indonesian import amount, percent_text, roman
from service.measurement import BudgetResult, Measurement
from service.values.wording import words


def budget_values(ds: DataSet, quarter: int, measurement: Measurement) -> dict[str, Any]:
    """Return the lines of all three levels, the programmes alone, and the total."""
    rows = []
    numbers = {objective.code: str(n) for n, objective in enumerate(ds.objectives, 1)}
    for programme in ds.programmes:
        serves = ", ".join(numbers.get(code, code) for code in programme.objectives)
        rows.append(_line("program", programme, serves, quarter, measurement))
        for activity in programme.activities:
            rows.append(_line("kegiatan", activity, "", quarter, measurement))
            rows += [_line("sub", sub, "", quarter, measurement) for sub in activity.subs]
    return {
        "ada": bool(rows),
        "baris": rows,
        "program": [row for row in rows if row["tingkat"] == "program"],
        "jumlah": _figures(measurement.budget_total, quarter),
    }


def _line(
    level: str, line: Any, serves: str, quarter: int, measurement: Measurement
) -> dict[str, Any]:
    return {
        "tingkat": level,
        "kode": line.code,
        "nama": line.name,
        "sasaran": serves,
        **_figures(measurement.budget[line.code], quarter),
    }


def _figures(result: BudgetResult | None, quarter: int) -> dict[str, Any]:
    columns = ("pagu", "realisasi_tw", "realisasi_sd", "penyerapan", "sisa", "keterangan")
    if result is None:
        return dict.fromkeys(columns, "-")
    figures = (
        amount(result.ceiling),
        amount(result.realization_quarter),
        amount(result.realization),
        percent_text(result.absorption),
        amount(result.remainder),
        _remark(result, quarter),
    )
    return dict(zip(columns, figures, strict=True))


def _remark(result: BudgetResult, quarter: int) -> str:
    text = words()
    if result.realization is None:
        return str(text["budget_not_reported"])
    if result.realization > result.ceiling:
        return str(text["overspent"])
    if result.realization_quarter == 0:
        return str(text["nothing_spent"]).format(triwulan=roman(quarter))
    return ""


def yearly_average(objective: Objective, measurement: Measurement) -> Decimal | None:
    """Return the mean achievement against the yearly targets, from the printed percentages."""
    results = [measurement.indicators[i.code].achievement_year for i in objective.indicators]
    known = [value for value in results if value is not None]
    if not known:
        return None
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def comparison(ds: DataSet, quarter: int, measurement: Measurement) -> list[dict[str, Any]]:
    """Return achievement, absorption and their difference in points for each objective.

    Both against the whole year, so that they have the same base; judged in quarter IV only.
    """
    rows = []
    for number, objective in enumerate(ds.objectives, 1):
        achieved = yearly_average(objective, measurement)
        spent = absorption(objective, measurement)
        points = achieved - spent if achieved is not None and spent is not None else None
        rows.append(
            {
                "nomor": str(number),
                "sasaran": objective.text,
                "capaian": percent_text(achieved),
                "penyerapan": percent_text(spent),
                "selisih": percent_text(points),
                "indikasi": efficiency(points) if quarter == 4 else "-",
            }
        )
    return rows


def absorption(objective: Objective, measurement: Measurement) -> Decimal | None:
    """Return the absorption of the programmes that serve `objective`, in percent."""
    result = measurement.objective_budget.get(objective.code)
    return result.absorption if result else None


def efficiency(points: Decimal | None) -> str:
    """Return the verdict on a difference in points, by sentences.yaml."""
    if points is None:
        return "-"
    scale = words()["efficiency"]
    if points > Decimal(scale["above"]["points"]):
        return str(scale["above"]["text"])
    if points >= Decimal(scale["from"]["points"]):
        return str(scale["from"]["text"])
    return str(scale["below"]["text"])
