"""A year for programs: four quarters, each from its own case."""

from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, jsonify, url_for

from service.casework.years.year import QuarterOfYear
from service.measurement import ObjectiveResult, as_json
from service.web import current

blueprint = Blueprint("years", __name__)


@blueprint.get("/years/<int:year>")
def shown(year: int) -> Response:
    """Return the four quarters of a year with both achievements and the yearly averages."""
    found = current.casework().year(year)
    return jsonify(
        {
            "tahun": found.year,
            "prosedur": found.procedure,
            "instansi": found.dataset.office.name,
            "triwulan": [_quarter(one) for one in found.quarters],
        }
    )


def _quarter(one: QuarterOfYear) -> dict[str, Any]:
    measured = one.measurement
    return {
        "triwulan": one.quarter,
        "dibuka": one.case is not None,
        "kasus": one.case,
        "alamat": url_for("cases.shown", case=one.case) if one.case else None,
        "selesai": one.done,
        "disetujui": one.approved.isoformat() if one.approved else None,
        "hasil": as_json(measured),
        "rata_rata_tahunan": _yearly(measured.summary),
        "rata_rata_tahunan_sasaran": {
            code: _yearly(result) for code, result in measured.objectives.items()
        },
    }


def _yearly(result: ObjectiveResult) -> dict[str, Any]:
    value: Decimal | None = result.average_year
    return {
        "rata_rata": None if value is None else format(value, "f"),
        "tidak_ikut": list(result.left_out_of_year),
    }
