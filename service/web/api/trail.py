"""The list of everything that happened, for programs of those who may see all of it."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from service.casework.trail.lines import Line
from service.casework.trail.search import place, place_of
from service.web import current, trail_form
from service.web.api.answers import whole
from service.web.api.cases import allowed

blueprint = Blueprint("trails", __name__)

MOST, USUAL = 500, 50


@blueprint.get("/trail")
def listed() -> Response:
    """List what was looked for, newest first, a page at a time."""
    desk, actor = current.casework().trail, allowed("trail")
    search = trail_form.asked()
    limit = max(1, min(whole("batas") or USUAL, MOST))
    found = desk.page(actor, search, place(request.args.get("sebelum", "")), limit)
    chain = desk.chain(current.zone(), check=False)
    return jsonify(
        {
            "jumlah": found.count,
            "sidik_jari": chain.fingerprint,
            "catatan": [_line(one) for one in found.lines],
            "berikutnya": place_of(found.lines[-1]) if found.more else None,
        }
    )


def _line(one: Line) -> dict[str, Any]:
    return {
        "waktu": one.at.isoformat(),
        "rantai": one.chain or "jejak",
        "nomor": one.number,
        "jenis": one.kind,
        "kalimat": one.what,
        "orang": one.person,
        "nama": one.name,
        "peran": one.role,
        "unit": one.unit,
        "alamat": one.address,
        "kasus": one.case,
        "dokumen": list(one.documents),
        "sidik_jari": one.hash,
    }
