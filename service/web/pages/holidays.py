"""Days without work: the national ones of a year, and the office's own list to edit."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.errors import Invalid
from service.holiday import YEARS, as_typed, national_holidays, parse_holidays
from service.web import current
from service.web.forms import Form

pages = Blueprint("holidays", __name__, url_prefix="/hari-libur")

FIELD = "daftar"
SETTINGS = "pengaturan"  # the page this one was opened from


@pages.get("")
def show() -> str:
    """Show the days without work of a year (`?tahun=`)."""
    return _page(None)


@pages.post("")
def change() -> Response | tuple[str, int]:
    """Keep the list as typed; wrong lines are all told and nothing is kept."""
    try:
        listed = parse_holidays(request.form.get(FIELD, ""))
    except Invalid as fault:
        return _page(fault), 422
    seen = Form().number("seen")
    current.casework().set_holidays(current.actor(), listed, seen)
    flash(f"Daftar hari libur kantor disimpan: {len(listed)} hari. Tenggat dihitung ulang.")
    if request.form.get("kembali") == SETTINGS:
        return redirect(f"{url_for('settings.show')}#libur")
    return redirect(url_for("holidays.show", tahun=_year()))


def _page(fault: Invalid | None) -> str:
    listed = current.casework().holidays()
    year, procedure = _year(), current.procedure()
    return render_template(
        "holidays.html",
        fault=fault,
        office_seen=current.casework().office_seen(),
        back=SETTINGS if request.values.get("kembali") == SETTINGS else None,
        year=year,
        national=national_holidays(year),
        own=[one for one in listed if one.day.year == year],
        typed_list=request.form.get(FIELD, "") if fault else as_typed(listed),
        rows=max(6, len(listed) + 3),
        may_edit=current.actor().role in procedure.open_roles,
        openers=procedure.role_names(procedure.open_roles),
    )


def _year() -> int:
    asked = request.values.get("tahun", current.today().year, int)
    return asked if asked in YEARS else current.today().year
