"""What to say of a form that was read though it is older than what is on file, or foreign."""

from service import workbook
from service.casework.fetching import tag_of
from service.casework.model import CaseView
from service.casework.reading import DATASET
from service.errors import Problem


def form_notes(view: CaseView, unit: str | None, content: bytes) -> tuple[Problem, ...]:
    """Return the notes on an uploaded form of `unit`, of the budget for None.

    "Formulir ini diunduh pada 5 Oktober 2026, sebelum versi 2 disimpan": `content` is one that
    was read without complaint. Other files, and forms whose tag was changed, get none.
    """
    known = workbook.tag_in(content)
    if known is None or known.form == "office" or known.unit != unit:
        return ()
    now = tag_of(view, known.form, unit, view.progress.events[-1].at.date())
    return workbook.form_notes(known, now, _saved_since(view, unit, known.event))


def _saved_since(view: CaseView, unit: str | None, event: int) -> str | None:
    """Return "versi 2" where data of the unit were recorded after `event`, None where none were."""
    brought = {
        one.number
        for one in view.progress.events
        if one.number > event
        and (one.action, one.unit) == ("done", unit)
        and any(ref.kind == DATASET for ref in one.files)
    }
    # Of the documents made at once the first that the step names tells how often data came.
    versions = [one.version for one in view.progress.outputs if one.event in brought]
    return f"versi {min(versions)}" if versions else None
