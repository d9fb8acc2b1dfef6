"""What the office gives into a form: targets, earlier quarters, promises, ceilings.

A form shows it locked, so it must come back as it was.
"""

from typing import Any

from service.workbook.records import QUARTERS, Record, records_of

_SUB_KEYS = ("nama", "sasaran", "indikator", "satuan", "target", "pagu")


def to_indicator(indicator: Record, quarter: int) -> dict[str, Any]:
    """Return what the unit's form shows locked of an indicator, by column."""
    given = {
        "target_tahunan": indicator["target_tahunan"],
        "target_kini": indicator["target_tw"][quarter - 1],
    }
    for q in range(1, quarter):
        if indicator["xy_tw"] is None:
            given[f"realisasi_tw.{q}"] = indicator["realisasi_tw"][q - 1]
        else:
            given[f"x.{q}"], given[f"y.{q}"] = indicator["xy_tw"][q - 1] or (None, None)
    before = indicator["tindak_lanjut_sebelumnya"]
    if before:
        given["sebelumnya_triwulan"] = before["triwulan"]
        given["sebelumnya_uraian"] = before["uraian"]
    return given


def to_lines(raw: Record) -> dict[str, dict[str, Any]]:
    """Return what the budget's form shows locked, by code of the line and column."""
    others = [f"realisasi_tw.{q}" for q in QUARTERS if q != raw["triwulan"]]
    return {
        line["kode"]: {key: line[key] for key in (*_SUB_KEYS, *others) if key in line}
        for line in records_of(raw, [])["anggaran"]
    }
