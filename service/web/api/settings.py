"""The office's settings, for programs: what holds, what a change would do, and the change."""

from typing import Any

from flask import Blueprint, Response, jsonify

from service.casework.desks.settings import Affected, Proposed
from service.casework.office.data import IDENTITY, OFFICIALS_PATH, PAGES, value_of
from service.web import current
from service.web.api import fields
from service.web.api.cases import opener

blueprint = Blueprint("setting", __name__)

_SHOWN = (*IDENTITY, "kertas", *PAGES, "rupiah", "lambang")


@blueprint.get("/settings")
def shown() -> Response:
    """Show the office's settings, and of each value it set who did and when."""
    known = current.casework().settings()
    ds = known.dataset
    return jsonify(
        {
            "seen": known.seen,
            "instansi": {key: value_of(ds, f"instansi.{key}") for key in _SHOWN},
            "pejabat": value_of(ds, OFFICIALS_PATH),
            "diatur": [
                {
                    "isian": path,
                    "oleh": one.event.actor.role,
                    "pada": one.event.at.isoformat(),
                    "catatan": one.event.note,
                }
                for path, one in known.said.items()
            ],
        }
    )


@blueprint.post("/settings")
def changed() -> Response:
    """Let a change of the settings take effect, or only say what it would do."""
    sent = fields.settings()
    desk, who = current.casework(), opener(current.procedure())
    if sent.only_try:
        told = desk.try_settings(who, sent.values)
    else:
        told = desk.set_settings(who, sent.values, note=sent.note, seen=sent.seen)
    return jsonify(_proposed(told, kept=not sent.only_try))


def _proposed(told: Proposed, *, kept: bool) -> dict[str, Any]:
    return {
        "disimpan": kept,
        "seen": current.casework().office_seen(),
        "perubahan": [
            {"isian": one.label, "lama": one.old, "baru": one.new} for one in told.changes
        ],
        "triwulan": [_quarter(one) for one in told.affected],
    }


def _quarter(one: Affected) -> dict[str, Any]:
    return {
        "id": one.case,
        "judul": one.title,
        "disetujui": one.approved,
        "perlu_dibuat_ulang": list(one.documents),
    }
