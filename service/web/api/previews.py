"""What an action would change and make, for programs that look before they send."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify

from service.casework.desks.offering import Offer
from service.measurement import as_json
from service.web import current, refusals
from service.web.api import fields
from service.web.api.cases import actor_of, copy_address, sent_with, task_of

blueprint = Blueprint("previews", __name__)


@blueprint.post("/cases/<case>/tasks/<task>/preview")
def looked_at(case: str, task: str) -> Response:
    """Check what an action would be given, record nothing, and say what would come of it."""
    view, asked = current.view(case), fields.act()
    found = task_of(view, task)
    actor = actor_of(view, found, asked.action)
    sent = sent_with(view, found, asked)
    with refusals.told(actor, sent, partial(copy_address, view, found)):
        mark = current.casework().offer(
            actor,
            case,
            found.step,
            found.unit,
            asked.action,
            asked.upload,
            kept=asked.kept,
            number=asked.number,
            date=asked.date,
            note=asked.note,
            facts=asked.facts,
            seen=asked.seen,
        )
    return jsonify(_shown(current.casework().offered(actor, case, task, mark)))


def _shown(offer: Offer) -> dict[str, Any]:
    return {
        "tawaran": offer.mark,
        "tugas": offer.task.key,
        "tindakan": offer.action.name,
        "seen": offer.view.seen,
        "perubahan": [
            {
                "isian": one.change.label,
                "lama": one.change.old,
                "baru": one.change.new,
                "sel": one.cell,
            }
            for one in offer.changes
        ],
        "sebelum": as_json(offer.view.measurement),
        "sesudah": as_json(offer.after),
        "kosong": [
            {"kode": code, "isian": field, "triwulan": quarter}
            for code, field, quarter in offer.blanks
        ],
        "pertanyaan": [
            {
                "id": one.finding.id,
                "perihal": one.finding.subject,
                "judul": one.finding.title,
                "kalimat": one.finding.text,
            }
            for one in offer.questions
        ],
        "kalimat": list(offer.sentences),
        "catatan": [vars(one) for one in offer.notes],
        "dokumen": [
            {"kunci": one.key, "nama": one.name, "unit": one.unit_name, "status": one.state}
            for one in offer.papers
        ],
        "tidak_berubah": offer.made.version if offer.made else None,
    }
