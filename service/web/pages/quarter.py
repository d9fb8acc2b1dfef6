"""The quarter after this one: what it begins with, and opening it; earlier figures taken over."""

from decimal import Decimal

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework.years.quarters import NextQuarter
from service.dataset import DataSet, Difference, indicators
from service.indonesian import decimal_text, roman, rupiah
from service.progress import StepProgress
from service.web import current, files
from service.web.forms import Form

pages = Blueprint("quarter", __name__, url_prefix="/triwulan/<case>")

BLANK = "belum dilaporkan"
FEW = 5  # differences named on the board; the others are counted


@pages.get("/berikutnya")
def show(case: str) -> str | AnyResponse:
    """Say what the next quarter begins with, before anybody opens it."""
    view, after = current.view(case), current.casework().next_quarter(case)
    if after.case is not None:
        return redirect(url_for("board.show", case=after.case))
    procedure = view.procedure
    return render_template(
        "next_quarter.html",
        view=view,
        after=after,
        carried=carried(after.dataset) if after.dataset else None,
        promised=[one for one in indicators(view.dataset) if one.follow_up],
        may_open=current.actor().role in procedure.open_roles,
        openers=procedure.role_names(procedure.open_roles),
        unfinished=[unfinished(one) for one in after.unfinished],
    )


@pages.post("/berikutnya")
def open_next(case: str) -> AnyResponse:
    """Open the next quarter, or lead to it when it is there already."""
    Form()
    after = current.casework().next_quarter(case)
    name = f"Triwulan {roman(after.quarter)} tahun {after.year}"
    if after.case is None:
        sop = current.view(case).procedure.code
        opened = current.casework().open_quarter(current.actor(), after.year, after.quarter, sop).id
        flash(f"{name} sudah dibuka. Langkah pertama menunggu di bawah.")
    else:
        opened = after.case
        flash(f"{name} sudah dibuka sebelumnya.")
    return redirect(url_for("board.show", case=opened))


@pages.get("/tahun-berikutnya.xlsx")
def year_form(case: str) -> Response:
    """Hand out the office's workbook for the next year, prefilled with all that stays."""
    stored = current.casework().year_form(case)
    return files.download(stored.content, stored.name, stored.media_type)


@pages.post("/ambil-alih")
def take_earlier(case: str) -> AnyResponse:
    """Take over the earlier quarters' figures as their own cases have them now."""
    form = Form()
    seen = form.number("seen")
    current.casework().take_earlier(current.actor(), case, seen)
    flash("Angka triwulan sebelumnya sudah diambil alih. Data triwulan ini tidak berubah.")
    return redirect(url_for("board.show", case=case))


def carried(ds: DataSet) -> dict[str, int]:
    """Count what a quarter begins with."""
    own = indicators(ds)
    return {
        "officials": len(ds.officials),
        "units": len(ds.units),
        "objectives": len(ds.objectives),
        "indicators": len(own),
        "measured": sum(one.targets[ds.quarter - 1] is not None for one in own),
        "reported": sum(one.realizations[ds.quarter - 2] is not None for one in own),
        "open_promises": sum(one.previous_follow_up is not None for one in own),
    }


def unfinished(step: StepProgress) -> str:
    """Return what is missing of a step: "langkah 3, Penghimpunan data (belum: Seksi A)"."""
    told = f"langkah {step.step.number}, {step.step.title}"
    return f"{told} (belum: {', '.join(step.missing_units)})" if step.missing_units else told


def difference(one: Difference) -> str:
    """Return "Realisasi TW III 3.2 pada kasus TW III kini 5, di sini 6"."""
    name = f"TW {roman(one.quarter)}"
    what = {
        "realisasi": f"Realisasi {name} {one.code}",
        "anggaran": f"Realisasi anggaran {name} {one.code}",
        "tindak_lanjut": f"Tindak lanjut {name} {one.code}",
    }[one.kind]
    return (
        f"{what} pada kasus {name} kini {_shown(one, one.there)}, di sini {_shown(one, one.here)}"
    )


def _shown(one: Difference, value: Decimal | int | str | None) -> str:
    match value:
        case None:
            return "belum ada" if one.kind == "tindak_lanjut" else BLANK
        case Decimal():
            return decimal_text(value, one.decimals)
        case int():
            return rupiah(value)
    return f"“{value}”"


def notice(case: str) -> dict[str, object] | None:
    """Return what the board says of earlier quarters that changed, None when none did."""
    found = current.casework().changed_earlier(case)
    if not found:
        return None
    return {
        "sentences": [difference(one) for one in found[:FEW]],
        "more": len(found) - FEW,
        "quarters": sorted({one.quarter for one in found}),
        "count": len(found),
    }


def after(case: str) -> NextQuarter:
    """Return what follows the case, for the board."""
    return current.casework().next_quarter(case)
