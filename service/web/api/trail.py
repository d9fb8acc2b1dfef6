"""The list of everything that happened, for programs of those who may see all of it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from service.casework.trail.lines import Line, Place
from service.casework.trail.search import Search, place, place_of
from service.errors import Invalid, Problem, problem
from service.web import current, trail_form
from service.web.api.cases import allowed

blueprint = Blueprint("trails", __name__)

MOST, USUAL = 500, 50
SHOWN = 40  # letters of what was found


@blueprint.get("/trail")
def listed() -> Response:
    """List what was looked for, newest first, a page at a time."""
    desk, actor = current.casework().trail, allowed("trail")
    search, before, limit = _asked()
    found = desk.page(actor, search, before, limit)
    chain = desk.chain(current.zone(), check=False)
    return jsonify(
        {
            "jumlah": found.count,
            "sidik_jari": chain.fingerprint,
            "catatan": [_line(one) for one in found.lines],
            "berikutnya": place_of(found.lines[-1]) if found.more else None,
        }
    )


def _asked() -> tuple[Search, Place | None, int]:
    """Return what is looked for, from where on and how much. Raises Invalid with every problem."""
    wrong: list[Problem] = []
    search = trail_form.read(wrong)
    problems = [replace(one, place=f"?{one.place}") for one in wrong]
    limit, before = _limit(problems), _before(problems)
    _require_one_of("jenis", search.kind, current.casework().trail.kinds(), problems)
    _require_one_of(
        "triwulan", search.case, [one.id for one in current.casework().rows()], problems
    )
    if problems:
        raise Invalid("api_query", problems)
    return search, before, limit


def _limit(problems: list[Problem]) -> int:
    text = request.args.get("batas")
    if text is None:
        return USUAL
    if text.isascii() and text.isdecimal() and len(text) < SHOWN and 1 <= int(text) <= MOST:
        return int(text)
    expected = f"bilangan bulat 1 sampai dengan {MOST}"
    found = text[:SHOWN] or "kosong"
    problems.append(problem("api_whole", "?batas", expected=expected, found=found))
    return USUAL


def _before(problems: list[Problem]) -> Place | None:
    text = request.args.get("sebelum", "")
    before = place(text)
    if text and before is None:  # the first page once more would keep a program going round
        problems.append(problem("api_next", "?sebelum", found=text[:SHOWN]))
    return before


def _require_one_of(name: str, found: str, known: Collection[str], problems: list[Problem]) -> None:
    if found and found not in known:
        expected = ", ".join(known) or "belum ada"
        problems.append(problem("api_choice", f"?{name}", expected=expected, found=found[:SHOWN]))


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
