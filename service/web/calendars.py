"""Due dates handed out as a file for calendars, by a page and by the API."""

from flask import Response, url_for

from service.calendar_file import calendar_file
from service.casework import CaseView
from service.casework.agenda import Agenda
from service.indonesian import roman
from service.web import files

ICALENDAR = "text/calendar"


def quarter_file(view: CaseView) -> Response:
    """Return the due dates of a case as a file for calendars."""
    name = f"Tenggat {view.procedure.name} TW {roman(view.quarter)} {view.year}"
    content = calendar_file(name, agenda(view).entries())
    return files.download(content, f"tenggat-tw{view.quarter}-{view.year}.ics", ICALENDAR)


def agenda(view: CaseView) -> Agenda:
    """Return what the calendar entries of a case are written from."""
    return Agenda(
        office=view.dataset.office.name,
        procedure=view.procedure,
        year=view.year,
        quarter=view.quarter,
        due={line.step.number: line.due for line in view.progress.steps if line.due},
        confirmed=view.due_confirmed,
        stamp=view.progress.events[0].at,
        address=lambda step: url_for("step.show", case=view.id, task=step, _external=True),
    )
