"""Due dates to take away into a calendar: of a quarter, and of a whole year."""

from datetime import datetime

from flask import Blueprint, Response, url_for

from service.calendar_file import calendar_file
from service.casework import CaseSummary, CaseView
from service.casework.agenda import Agenda
from service.deadlines import due_dates
from service.errors import NotFound
from service.holiday import days
from service.web import current, files
from service.web.calendars import ICALENDAR, agenda, quarter_file

pages = Blueprint("deadlines", __name__)


@pages.get("/triwulan/<case>/tenggat.ics")
def of_quarter(case: str) -> Response:
    """Hand out the due dates of a quarter."""
    return quarter_file(current.view(case))


@pages.get("/tahun/<int:year>/tenggat.ics")
def of_year(year: int) -> Response:
    """Hand out the due dates of all four quarters of a year, opened or not."""
    procedure = current.procedure()
    opened = {
        one.quarter: one
        for one in current.casework().cases(year)
        if one.procedure == procedure.code
    }
    if not opened:
        raise NotFound("not_found", what=f"Triwulan tahun {year}")
    first = min(opened.values(), key=lambda one: one.opened_at)
    pattern = current.view(first.id)
    entries = [
        entry
        for quarter in (1, 2, 3, 4)
        for entry in _quarter(pattern, opened.get(quarter), quarter, first.opened_at).entries()
    ]
    name = f"Tenggat {procedure.name} {year}"
    return files.download(calendar_file(name, entries), f"tenggat-{year}.ics", ICALENDAR)


def _quarter(pattern: CaseView, case: CaseSummary | None, quarter: int, stamp: datetime) -> Agenda:
    """Return the agenda of a quarter; one not opened yet is read like `pattern` of its year."""
    if case is not None:
        return agenda(current.view(case.id))
    due = due_dates(pattern.procedure, pattern.year, quarter, days(pattern.holidays))
    code = None if pattern.procedure.main else pattern.procedure.code
    opening = url_for(
        "start.show", prosedur=code, triwulan=quarter, _external=True, _anchor="triwulan"
    )
    return Agenda(
        office=pattern.dataset.office.name,
        procedure=pattern.procedure,
        year=pattern.year,
        quarter=quarter,
        due=due,
        confirmed=pattern.due_confirmed,
        stamp=stamp,
        address=lambda _: opening,
    )
