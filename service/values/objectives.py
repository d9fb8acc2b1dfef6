"""Objectives, indicators and units as the documents' tables print them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from service.dataset import DataSet, Indicator, Objective, Unit, units_with_indicators
from service.indonesian import decimal_text, long_date, percent_text, roman
from service.measurement import IndicatorResult, Measurement
from service.values.numbering import roman_number
from service.values.previous import indicator_before
from service.values.signers import unit_signers, whole_office_signers
from service.values.wording import (
    average_sentence,
    category_text,
    counted_text,
    result_note,
    words,
)

TICK, BOX = "√", "□"


@dataclass(frozen=True)
class Check:
    """What the examiner found for one indicator: `verdict` is "sesuai" or "perbaiki"."""

    verdict: str
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """What rows are made of: the data, the quarter, its measurement, and the day of signing.

    `before` is the measurement of the quarter before, None where it belongs to another year.
    """

    ds: DataSet
    quarter: int
    measurement: Measurement
    checks: Mapping[str, Check]
    on: date | None
    before: Measurement | None = None

    def unit_name(self, code: str) -> str:
        """Return the unit's name, its code when the office does not list it."""
        return next((unit.name for unit in self.ds.units if unit.code == code), code)


def objective_rows(
    figures: Figures, belongs: Callable[[Indicator], bool] = lambda _: True
) -> list[dict[str, Any]]:
    """Return the objectives with those of their indicators that `belongs`; none, no objective."""
    rows = []
    for number, objective in enumerate(figures.ds.objectives, 1):
        kept = [
            indicator_row(figures, objective, indicator)
            for indicator in objective.indicators
            if belongs(indicator)
        ]
        if kept:
            rows.append({"nomor": str(number), "indikator": kept, **_average(figures, objective)})
    return rows


def _average(figures: Figures, objective: Objective) -> dict[str, Any]:
    result = figures.measurement.objectives[objective.code]
    return {
        "kode": objective.code,
        "uraian": objective.text,
        "rata_rata": percent_text(result.average),
        "kategori": category_text(result),
        "jumlah_teks": counted_text(result),
        "kalimat": average_sentence(
            "objective",
            result,
            sasaran=objective.text,
            triwulan=roman(figures.quarter),
            tahun=figures.ds.year,
        ),
    }


def indicator_row(figures: Figures, objective: Objective, indicator: Indicator) -> dict[str, Any]:
    """Return everything a table may print of one indicator."""
    result = figures.measurement.indicators[indicator.code]
    quarter = figures.quarter
    return {
        **_identity(objective, indicator),
        "unit": figures.unit_name(indicator.unit),
        **_targets(indicator, quarter, result),
        **_parts(indicator, quarter, result),
        **_results(indicator, quarter, result),
        **indicator_before(figures.before, result),
        **_narratives(indicator),
        **_evidence(indicator, quarter),
        **_check(figures.checks.get(indicator.code)),
    }


def _identity(objective: Objective, indicator: Indicator) -> dict[str, Any]:
    return {
        "kode": indicator.code,
        "uraian": indicator.text,
        "sasaran": objective.text,
        "satuan": indicator.measure,
        "polaritas": words()["polarity"][indicator.polarity],
        "akumulasi": words()["accumulation"][indicator.accumulation],
        "formulasi": indicator.formula or "-",
        "sumber_data": indicator.source or "-",
        "penanggung_jawab": indicator.responsible or "-",
    }


def _targets(indicator: Indicator, quarter: int, result: IndicatorResult) -> dict[str, Any]:
    def text(value: Decimal | None) -> str:
        return decimal_text(value, indicator.decimals)

    by_quarter = {f"target_tw{q}": text(value) for q, value in enumerate(indicator.targets, 1)}
    return {
        "target_tahunan": text(indicator.target_year),
        "target": text(indicator.targets[quarter - 1]),
        "target_sd": text(result.target_to_date),
        **by_quarter,
    }


def _parts(indicator: Indicator, quarter: int, result: IndicatorResult) -> dict[str, Any]:
    labels = indicator.part_labels or words()["part_labels"]
    parts = indicator.parts[quarter - 1] if indicator.parts else None
    total = ""
    if indicator.accumulation == "rasio_kumulatif" and result.parts_to_date:
        total = "/".join(_count(part) for part in result.parts_to_date)
    return {
        "memakai_xy": indicator.parts is not None,
        "label_x": labels[0],
        "label_y": labels[1],
        "pembilang": _count(parts[0]) if parts else "-",
        "penyebut": _count(parts[1]) if parts else "-",
        "jumlah_xy": total,
    }


def _count(value: Decimal) -> str:
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return decimal_text(value, places)


def _results(indicator: Indicator, quarter: int, result: IndicatorResult) -> dict[str, Any]:
    def text(value: Decimal | None) -> str:
        return decimal_text(value, indicator.decimals)

    shown = {
        f"realisasi_tw{q}": text(value if q <= quarter else None)
        for q, value in enumerate(indicator.realizations, 1)
    }
    note = result_note(indicator, result, quarter)
    return {
        **shown,
        "realisasi": text(indicator.realizations[quarter - 1]),
        "realisasi_sd": text(result.realization_to_date),
        "capaian": percent_text(result.achievement),
        "capaian_tahunan": percent_text(result.achievement_year),
        "kategori": result.category or "-",
        "status": result.status,
        "terukur": not note,
        "keterangan_hasil": note,
    }


def _narratives(indicator: Indicator) -> dict[str, Any]:
    due = indicator.follow_up_due
    return {
        "faktor_pendorong": indicator.drivers or "-",
        "faktor_penghambat": indicator.obstacles or "-",
        "tindak_lanjut": indicator.follow_up or "-",
        "batas_waktu": long_date(due) if due else "-",
    }


def _evidence(indicator: Indicator, quarter: int) -> dict[str, Any]:
    there = bool(indicator.evidence)
    reported = indicator.realizations[quarter - 1] is not None
    return {
        "bukti": "; ".join(indicator.evidence) or words()["no_evidence"],
        "bukti_ada": there,
        "lengkap": there and reported,
        "tanda_ada": TICK if there else BOX,
        "tanda_tidak_ada": BOX if there else TICK,
        "tanda_lengkap": TICK if there and reported else BOX,
    }


def _check(check: Check | None) -> dict[str, Any]:
    if check is None:
        return {"hasil_pemeriksaan": "-", "catatan_pemeriksaan": "-"}
    return {
        "hasil_pemeriksaan": words()["verdicts"].get(check.verdict, check.verdict),
        "catatan_pemeriksaan": check.note or "-",
    }


def unit_values(figures: Figures) -> list[dict[str, Any]]:
    """Return every unit that owns an indicator, in the data set's order."""
    return [
        _unit(figures, unit, roman_number(number))
        for number, unit in enumerate(units_with_indicators(figures.ds), 1)
    ]


def _unit(figures: Figures, unit: Unit, annex: str) -> dict[str, Any]:
    rows = objective_rows(figures, lambda indicator: indicator.unit == unit.code)
    return {
        **_share(unit.code, unit.name, rows, annex),
        "penanda_tangan": unit_signers(figures.ds, unit, figures.on),
    }


def whole_office(figures: Figures, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return all units together in the shape of one unit."""
    return {
        **_share("", words()["whole_office"]["name"], rows, ""),
        "penanda_tangan": whole_office_signers(figures.ds, figures.on),
    }


def _share(code: str, name: str, rows: list[dict[str, Any]], annex: str) -> dict[str, Any]:
    indicators = [indicator for row in rows for indicator in row["indikator"]]
    there = sum(indicator["bukti_ada"] for indicator in indicators)
    return {
        "kode": code,
        "nama": name,
        "nama_kapital": name.upper(),
        "lampiran": annex,
        "jumlah_indikator": str(len(indicators)),
        "kode_indikator": "; ".join(indicator["kode"] for indicator in indicators),
        "jumlah_ada": str(there),
        "jumlah_belum_ada": str(len(indicators) - there),
        "jumlah_lengkap": str(sum(indicator["lengkap"] for indicator in indicators)),
        "sasaran": rows,
    }


def evidence_list(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one numbered line per indicator: its evidence, or that there is none."""
    indicators = [indicator for row in rows for indicator in row["indikator"]]
    return [
        {
            "nomor": str(number),
            "kode": indicator["kode"],
            "indikator": indicator["uraian"],
            "bukti": indicator["bukti"],
            "unit": indicator["unit"],
        }
        for number, indicator in enumerate(indicators, 1)
    ]


def previous_follow_ups(ds: DataSet) -> list[dict[str, Any]]:
    """Return what was promised in an earlier quarter and what became of it."""
    promised = [
        (indicator, indicator.previous_follow_up)
        for objective in ds.objectives
        for indicator in objective.indicators
        if indicator.previous_follow_up is not None
    ]
    names = words()["follow_up_status"]
    return [
        {
            "nomor": str(number),
            "kode": indicator.code,
            "indikator": indicator.text,
            "triwulan": roman(promise.quarter),
            "uraian": promise.text,
            "penanggung_jawab": indicator.responsible or "-",
            "status": names.get(promise.status, promise.status),
            "keterangan": promise.note or "-",
        }
        for number, (indicator, promise) in enumerate(promised, 1)
    ]
