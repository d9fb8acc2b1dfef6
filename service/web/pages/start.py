"""An office begins with its own data: empty workbook, upload, emblem, quarters."""

from collections.abc import Iterable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service import workbook
from service.casework import CaseSummary, CaseView
from service.casework.model import XLSX
from service.errors import Invalid, NotFound
from service.indonesian import roman
from service.procedure import Procedure
from service.web import current, files, refusals, samples
from service.web.forms import FORM_WRONG, Form

pages = Blueprint("start", __name__)


@pages.get("/")
def home() -> AnyResponse:
    """Lead to the newest quarter of the SOP at hand, or to the beginning of an empty store."""
    found = current.here()
    if found is None:
        return redirect(url_for("start.show"))
    return redirect(url_for("board.show", case=found.id))


@pages.get("/mulai")
def show() -> str:
    """Show how an office begins, or opens its next quarter."""
    return render_template("start.html", **_context())


@pages.get("/mulai/berkas-kosong.xlsx")
def empty_workbook() -> Response:
    """Hand out the empty workbook for a year and quarter."""
    year = request.args.get("tahun", current.today().year, int)
    quarter = request.args.get("triwulan", _quarter_now(), int)
    if not (1 <= quarter <= 4 and 2000 <= year <= 2100):
        raise NotFound("not_found", what="Triwulan itu")
    name = f"formulir-kosong-tw{quarter}-{year}.xlsx"
    return files.download(workbook.empty(year, quarter), name, XLSX)


@pages.post("/mulai/unggah")
def upload() -> AnyResponse | tuple[str, int]:
    """Open a quarter from an uploaded workbook; every wrong cell is shown at once."""
    form = Form()
    sent = form.upload("berkas", required=True)
    try:
        form.finish()
        assert sent is not None  # noqa: S101 -- finish() raised otherwise
        view = current.casework().open_case(current.actor(), sent, _chosen().code)
    except Invalid as fault:
        if fault.code == FORM_WRONG or not fault.problems:
            return render_template("start.html", fault=fault, **_context()), 422
        code = _chosen().code
        action, back = (url_for(f"start.{name}", prosedur=code) for name in ("upload", "show"))
        again = refusals.Again(action, back, 0)
        return refusals.page(
            fault, refusals.Sent(sent) if sent else None, again, title="Membuka triwulan"
        ), 422
    flash(f"{_named(view)} sudah dibuka dari {sent.name}.")
    for note in view.progress.events[0].facts.get("notes", ()):
        flash(" ".join(filter(None, (note["place"], note["message"]))))
    return redirect(url_for("board.show", case=view.id))


@pages.post("/mulai/triwulan")
def open_quarter() -> AnyResponse:
    """Open another quarter with the data on file; one that is there already is led to."""
    form = Form()
    year, quarter = form.number("tahun"), form.number("triwulan")
    if year is None or quarter is None or not 1 <= quarter <= 4:
        raise NotFound("not_found", what="Triwulan itu")
    code = _chosen().code
    for row in current.casework().rows():
        if (row.procedure, row.year, row.quarter) == (code, year, quarter):
            flash(f"Triwulan {roman(quarter)} tahun {year} sudah dibuka sebelumnya.")
            return redirect(url_for("board.show", case=row.id))
    view = current.casework().open_quarter(current.actor(), year, quarter, code)
    flash(f"{_named(view)} sudah dibuka dengan data kantor terakhir.")
    return redirect(url_for("board.show", case=view.id))


@pages.get("/lambang.png")
def emblem() -> Response:
    """Show the office's emblem."""
    content = current.casework().emblem()
    if content is None:
        raise NotFound("not_found", what="Lambang daerah")
    return files.download(content, "lambang.png", "image/png", inline=True)


@pages.get("/contoh/<name>")
def sample(name: str) -> Response:
    """Hand out a sample file of the demo."""
    known = samples.everything()
    if name not in known:
        raise NotFound("not_found", what=f"Berkas contoh {name}")
    kind = XLSX if name.endswith((".xlsx", ".xlsm")) else "application/octet-stream"
    return files.download(known[name].read_bytes(), name, kind)


def _named(view: CaseView) -> str:
    return f"{view.procedure.name} Triwulan {roman(view.quarter)} tahun {view.year}"


def _chosen() -> Procedure:
    """Return the SOP chosen in the form or the address, otherwise the one at hand.

    Raises NotFound for an unknown one.
    """
    procedures = current.casework().procedures
    at_hand = current.procedure().code
    asked = request.values.get("prosedur")
    return procedures.named(asked or (at_hand if at_hand in procedures else None))


def _quarter_now() -> int:
    """Return the quarter that ended last, the one an office measures now."""
    return (current.today().month - 1) // 3 or 4


def grouped(cases: Iterable[CaseSummary]) -> dict[str, list[CaseSummary]]:
    """Return the cases under the name of their SOP, in the order the SOPs are listed in."""
    named = {one.name: list[CaseSummary]() for one in current.casework().procedures.values()}
    for one in cases:
        named.setdefault(one.procedure_name, []).append(one)
    return {name: listed for name, listed in named.items() if listed}


def _context() -> dict[str, object]:
    month = current.today().month
    chosen, procedures = _chosen(), current.casework().procedures
    cases = current.casework().cases()
    role = current.actor().role
    return {
        "may_open": any(role in one.open_roles for one in procedures.values()),
        "sop": chosen,
        "sops": tuple(procedures.values()),
        "openers": chosen.role_names(chosen.open_roles),
        "cases": cases,
        "opened": grouped(cases),
        "year": current.today().year - (1 if month <= 3 else 0),
        "quarter": _quarter_now(),
        "chosen": request.args.get("triwulan", type=int),
        "samples": samples.of_office(),
    }
