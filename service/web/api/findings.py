"""What the examination asks about a case, for programs."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify

from service.casework.decisions import Question, open_questions
from service.examination import Path
from service.web import current
from service.web.places import Standing, standings

blueprint = Blueprint("findings", __name__)


@blueprint.get("/cases/<case>/findings")
def listed(case: str) -> Response:
    """List every finding of the data as they are now, with what was decided on it."""
    view = current.view(case)
    found = open_questions(view)
    places = standings(view, (one.finding.path for _, one in found))
    return jsonify({"temuan": [_finding(task, one, places) for task, one in found]})


def _finding(task: str, question: Question, places: Mapping[Path, Standing]) -> dict[str, Any]:
    one = question.finding
    code, field, quarter = one.path
    return {
        "id": one.id,
        "jenis": one.kind,
        "tingkat": one.severity,
        "tugas": task or None,
        "unit": one.unit,
        "perihal": one.subject,
        "judul": one.title,
        "kalimat": one.text,
        "angka": {"nama": one.labels[0], "nilai": one.value},
        "pembanding": {"nama": one.labels[1], "nilai": one.compared},
        "letak": {
            "kode": code,
            "isian": field,
            "triwulan": quarter,
            "sel": [place.cell for place in places[one.path].cells],
        },
        "keputusan": _decision(question),
    }


def _decision(question: Question) -> dict[str, Any] | None:
    taken = question.accepted or question.before
    if taken is None:
        return None
    return {
        "verdict": taken.verdict,
        "note": taken.note,
        "berlaku": question.accepted is not None,
        "oleh": taken.by.role,
        "pada": taken.at.isoformat(),
    }
