"""Where figures come from: from a figure to its cell, and from a cell to the documents."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from service.casework.tracing.provenance import Cell
from service.dataset import budget_names, indicators, sub_activities, units_with_indicators
from service.errors import NotFound
from service.measurement import Derivation
from service.web import current, files
from service.web.figures import Paper, Sheet, anchor, label

pages = Blueprint("origin", __name__, url_prefix="/triwulan/<case>")

WHOLE = 60  # indicators that one page still shows together
MONEY = "anggaran"


@dataclass(frozen=True)
class Part:
    """A unit, or the budget, with the codes of what it owns."""

    code: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """One figure that an upload held, for the page of that upload."""

    anchor: str
    code: str
    label: str
    place: str
    value: str
    now: str | None
    stands: bool
    papers: tuple[Paper, ...]


@pages.get("/asal")
def listed(case: str) -> str:
    """Show every figure of the case, or of one unit where there are too many."""
    sheet = _sheet(case)
    parts = _parts(sheet)
    wanted = request.args.get("unit")
    many = len(indicators(sheet.view.dataset)) > WHOLE
    shown = [one for one in parts if one.code == wanted] or (parts[:1] if many else parts)
    return render_template(
        "origins.html",
        view=sheet.view, sheet=sheet, sections=parts, shown=shown,
        names=_names(sheet), total=_total(sheet),
    )  # fmt: skip


@pages.get("/asal/<path:code>")
def show(case: str, code: str) -> str:
    """Show one indicator or budget line: its arithmetic, its cells, its changes."""
    sheet = _sheet(case)
    names = _names(sheet)
    if code not in names:
        raise NotFound("not_found", what=f"Indikator atau baris anggaran {code}")
    units = {one.code: one.name for one in sheet.view.dataset.units}
    one = sheet.indicator(code)
    return render_template(
        "origin.html",
        view=sheet.view, code=code, name=names[code], unit=units.get(one.unit) if one else None,
        sums=sheet.sums(code), rows=sheet.rows(code), changes=sheet.changes(code),
    )  # fmt: skip


@pages.get("/unggahan/<int:event>")
def upload(case: str, event: int) -> str:
    """Show what an upload held, each cell with the documents that print it."""
    sheet = _sheet(case)
    ref = current.casework().tracing.upload(case, event)
    cells = current.casework().tracing.cells(case, event)
    happened = next(one for one in sheet.view.progress.events if one.number == event)
    return render_template(
        "upload.html",
        view=sheet.view, ref=ref, event=happened, names=_names(sheet),
        held=[_held(sheet, one) for one in cells if one.value is not None or one.now is not None],
        blank=sum(one.value is None and one.now is None for one in cells),
    )  # fmt: skip


@pages.get("/unggahan/<int:event>/berkas")
def sent(case: str, event: int) -> Response:
    """Hand out the upload as it was sent."""
    stored = current.casework().tracing.upload(case, event)
    return files.download(stored.content, stored.name, stored.media_type)


def _sheet(case: str) -> Sheet:
    current.view(case)
    return Sheet(current.casework().tracing.of(case))


def _held(sheet: Sheet, cell: Cell) -> Held:
    path = cell.path
    now = None if cell.value == cell.now else sheet.text(cell.now, path)
    papers = sheet.papers(path) if now is None else ()
    return Held(
        anchor(*path), path[0], label(path), cell.place, sheet.text(cell.value, path), now,
        cell.stands, papers,
    )  # fmt: skip


def _parts(sheet: Sheet) -> list[Part]:
    ds = sheet.view.dataset
    found = [
        Part(unit.code, unit.name, tuple(one.code for one in indicators(ds, unit.code)))
        for unit in units_with_indicators(ds)
    ]
    if ds.programmes:
        found.append(Part(MONEY, "Anggaran", tuple(sub.code for sub in sub_activities(ds))))
    return found


def _names(sheet: Sheet) -> dict[str, str]:
    """Return what each code stands for."""
    ds = sheet.view.dataset
    return dict(budget_names(ds)) | {one.code: one.text for one in indicators(ds)}


def _total(sheet: Sheet) -> Derivation | None:
    return sheet.trace.derived.budget.get("", {}).get("penyerapan")
