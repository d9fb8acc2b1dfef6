"""What a measurement holds, and the same as plain JSON values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Status = Literal[
    "tercapai", "belum_tercapai", "belum_dilaporkan", "tidak_diukur", "tidak_dapat_dihitung"
]


@dataclass(frozen=True)
class IndicatorResult:
    """The figures of one indicator up to a quarter; percentages with two decimals.

    `achievement` is against the target of the quarter, `achievement_year` against the yearly
    one; neither is capped. `parts_to_date` are the sums of X and Y for rasio_kumulatif, those
    of the quarter for the other methods. `missing_quarters` lack a realization that counts.
    `note` is a sentence for the reader below the table.
    """

    code: str
    target_to_date: Decimal | None
    realization_to_date: Decimal | None
    achievement: Decimal | None
    achievement_year: Decimal | None
    category: str | None
    status: Status
    parts_to_date: tuple[Decimal, Decimal] | None = None
    missing_quarters: tuple[int, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class ObjectiveResult:
    """The plain mean over `counted` of `total` indicators, of printed (and capped) achievements.

    `average_year` is the mean against the yearly targets; it leaves out `left_out_of_year`,
    the lower-is-better sums before TW IV, whose yearly allowance cannot be judged yet.
    """

    average: Decimal | None
    category: str | None
    counted: int
    total: int
    average_year: Decimal | None
    left_out_of_year: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Tell whether the average rests on fewer indicators than there are."""
        return 0 < self.counted < self.total


@dataclass(frozen=True)
class Summary(ObjectiveResult):
    """The mean over all indicators of the office, indicators by status, and the whole budget.

    The mean is of indicators, not of the objectives' means. Rupiah are None without a budget.
    """

    tercapai: int = 0
    belum_tercapai: int = 0
    belum_dilaporkan: int = 0
    tidak_diukur: int = 0
    tidak_dapat_dihitung: int = 0
    ceiling: int | None = None
    realization: int | None = None
    absorption: Decimal | None = None

    @property
    def tidak_terukur(self) -> int:
        """Count the indicators without an achievement, for whatever reason."""
        return self.belum_dilaporkan + self.tidak_diukur + self.tidak_dapat_dihitung


@dataclass(frozen=True)
class BudgetResult:
    """Rupiah of one budget line up to a quarter; None once a quarter so far is not reported."""

    ceiling: int
    realization: int | None
    realization_quarter: int | None
    absorption: Decimal | None
    remainder: int | None


@dataclass(frozen=True)
class Measurement:
    """Every computed figure of a data set up to `quarter`, by code."""

    quarter: int
    indicators: Mapping[str, IndicatorResult]
    objectives: Mapping[str, ObjectiveResult]
    budget: Mapping[str, BudgetResult]
    objective_budget: Mapping[str, BudgetResult]
    budget_total: BudgetResult | None
    summary: Summary


def as_json(measurement: Measurement) -> dict[str, Any]:
    """Return plain JSON values: decimals as text with a point, rupiah and counts as integers."""
    return {
        "indikator": {
            code: _indicator_json(result) for code, result in measurement.indicators.items()
        },
        "sasaran": {
            code: {
                "rata_rata": _text(result.average),
                "kategori": result.category,
                "dihitung": result.counted,
                "jumlah": result.total,
            }
            for code, result in measurement.objectives.items()
        },
        "anggaran": {
            code: {
                "pagu": result.ceiling,
                "realisasi_sd": result.realization,
                "penyerapan": _text(result.absorption),
            }
            for code, result in measurement.budget.items()
        },
        "ringkasan": _summary_json(measurement.summary),
    }


def _indicator_json(result: IndicatorResult) -> dict[str, Any]:
    return {
        "target_sd": _text(result.target_to_date),
        "realisasi_sd": _text(result.realization_to_date),
        "capaian_tw": _text(result.achievement),
        "capaian_tahunan": _text(result.achievement_year),
        "kategori": result.category,
        "status": result.status,
    }


def _summary_json(summary: Summary) -> dict[str, Any]:
    return {
        "rata_rata_capaian": _text(summary.average),
        "kategori": summary.category,
        "pagu": summary.ceiling,
        "realisasi": summary.realization,
        "penyerapan": _text(summary.absorption),
        "tercapai": summary.tercapai,
        "belum_tercapai": summary.belum_tercapai,
        "tidak_terukur": summary.tidak_terukur,
        "belum_dilaporkan": summary.belum_dilaporkan,
        "tidak_diukur": summary.tidak_diukur,
        "tidak_dapat_dihitung": summary.tidak_dapat_dihitung,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
