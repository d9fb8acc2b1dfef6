"""A unit's form filled in on the page: a table or one indicator a screen, a draft, a check."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework import CaseView
from service.casework.desks.drafting import (
    DraftNote,
    Filling,
    TypedForm,
    differing,
    is_filled,
    problems_of,
    typed_form,
)
from service.casework.model import XLSX
from service.dataset import indicators
from service.errors import Conflict, Invalid, NotFound, ServiceError
from service.progress import TaskProgress
from service.store import Draft
from service.web import current, files
from service.web.errors import status_of
from service.web.forms import Form
from service.web.pages.indicator_fields import row_of
from service.web.pages.step import find_task, refusal
from service.workbook.typed import Entries, cleaned

pages = Blueprint("filling", __name__, url_prefix="/triwulan/<case>/langkah/<task>/isian")

TABLE, SINGLE = "tabel", "satu"
FEW = 4  # indicators that still make a table one can look over


@dataclass(frozen=True)
class Way:
    """How the form is shown, as its address says: all of it, or the indicator `code`."""

    mode: str
    code: str
    listed: tuple[tuple[str, bool], ...]

    @property
    def single(self) -> bool:
        """Tell whether one indicator is shown a screen."""
        return self.mode == SINGLE

    @property
    def before(self) -> str | None:
        """Return the indicator before this one."""
        return self._beside(-1)

    @property
    def after(self) -> str | None:
        """Return the indicator after this one."""
        return self._beside(1)

    def _beside(self, step: int) -> str | None:
        codes = [code for code, _ in self.listed]
        at = codes.index(self.code) + step
        return codes[at] if self.single and 0 <= at < len(codes) else None


@pages.app_template_global("draft_of")
def draft_of(view: CaseView, task: TaskProgress) -> DraftNote | None:
    """Return whether a task has a draft, by whom and how far it is."""
    return current.casework().draft_note(view.id, task.step, task.unit)


@pages.get("")
def show(case: str, task: str) -> str:
    """Show the form; with `periksa` also what is wrong with the draft."""
    of = _filling(case, task)
    problems = problems_of(of, of.texts()) if request.args.get("periksa") else ()
    fault = Invalid("draft_wrong", problems, count=len(problems)) if problems else None
    return _page(of, {}, fault)


@pages.post("")
def keep(case: str, task: str) -> AnyResponse | tuple[str, int]:
    """Save the draft, and go where the pressed button leads."""
    of = _filling(case, task)
    entries = _sent(of)
    try:
        _save(of, entries)
    except Conflict as fault:
        return _page(of, entries, fault), status_of(fault)
    mode, code = request.form.get("cara"), request.form.get("ke")
    if not mode and not code:
        flash("Draf tersimpan. Anda boleh menutup halaman ini dan melanjutkannya nanti.")
    return redirect(_address(of, mode, code))


@pages.post("/periksa")
def check(case: str, task: str) -> AnyResponse | tuple[str, int]:
    """Save the draft and hand it in as the Excel file it makes, or show what is wrong with it."""
    of = _filling(case, task)
    entries = _sent(of)
    try:
        draft = _save(of, entries)
    except Conflict as fault:
        return _page(of, entries, fault), status_of(fault)
    of = replace(of, draft=draft)
    made = None
    try:
        made = typed_form(of, of.texts())
        current.casework().hand_over(draft, made)
        return _handed_in(of, made)
    except Invalid as fault:
        told = made.mended(fault) if made else fault
        return _page(of, {}, told), status_of(told)


@pages.post("/buang")
def discard(case: str, task: str) -> AnyResponse:
    """Throw the draft away: the page shows what is recorded again."""
    of = _filling(case, task)
    seen = Form().number("draf") or 0
    current.casework().discard_draft(current.actor(), case, of.task.step, of.task.unit, seen=seen)
    flash("Draf dibuang. Yang tampil sekarang adalah data yang tercatat.")
    return redirect(_address(of, None, None))


@pages.get("/formulir.xlsx")
def form(case: str, task: str) -> Response:
    """Hand out the unit's Excel form with the draft in its cells."""
    of = _filling(case, task)
    return _download(typed_form(of, of.texts()))


@pages.post("/formulir.xlsx")
def typed_form_file(case: str, task: str) -> Response | tuple[str, int]:
    """Hand out the unit's Excel form with what stands on the page; nothing is saved."""
    of = _filling(case, task)
    entries = _sent(of)
    try:
        return _download(typed_form(of, of.texts(entries)))
    except Invalid as fault:
        return _page(of, entries, fault), status_of(fault)


def _handed_in(of: Filling, made: TypedForm) -> AnyResponse:
    """Lead to what the file would make, the way of every upload."""
    mark = current.casework().offer(
        current.actor(), of.view.id, of.task.step, of.task.unit, of.action.name,
        upload=made.upload, seen=Form().number("seen"),
    )  # fmt: skip
    return redirect(url_for("preview.show", case=of.view.id, task=of.task.key, mark=mark))


def _filling(case: str, key: str) -> Filling:
    """Return the form of this task. Raises NotFound, NotAllowed."""
    _, task = find_task(current.view(case), key)
    if task is None:
        raise NotFound("not_found", what=f"Formulir langkah {key}")
    of = current.casework().filling(current.actor(), case, task.step, task.unit)
    if not of.fields:
        raise NotFound("not_found", what=f"Indikator {task.unit_name}")
    return of


def _sent(of: Filling) -> dict[str, dict[str, str]]:
    """Return the text of every field of the indicators this page showed.

    Line ends that only the browser changed are no change.
    """
    texts, found = of.texts(), {}
    for code, listed in of.fields.items():
        typed = {one.key: cleaned(request.form[one.id]) for one in listed if one.id in request.form}
        unlike = {key: text for key, text in typed.items() if text != cleaned(texts[code][key])}
        if typed:
            found[code] = texts[code] | unlike
    return found


def _save(of: Filling, entries: Entries) -> Draft:
    seen = Form().number("draf") or 0
    return current.casework().save_draft(current.actor(), of, entries, seen=seen)


def _download(made: TypedForm) -> Response:
    return files.download(made.upload.content, made.upload.name, XLSX)


def _way(of: Filling, texts: Entries) -> Way:
    mode = request.args.get("cara")
    if mode not in {TABLE, SINGLE}:
        mode = TABLE if len(of.fields) <= FEW else SINGLE
    code = request.args.get("indikator")
    shown = code if code and code in of.fields else next(iter(of.fields))
    return Way(mode, shown, tuple((one, is_filled(texts[one])) for one in of.fields))


def _address(of: Filling, mode: str | None, code: str | None, **more: str) -> str:
    """Return the address of this page in a mode, at an indicator: its own unless told."""
    mode = mode or request.args.get("cara")
    code = code or request.args.get("indikator")
    told: dict[str, Any] = {"case": of.view.id, "task": of.task.key, **more}
    if mode:
        told["cara"] = mode
    if code and mode != TABLE:
        told["indikator"] = code
    return url_for("filling.show", **told)


def _page(of: Filling, entries: Entries, fault: ServiceError | None) -> str:
    """Return the form with `entries` typed over the draft, and what is wrong with them."""
    texts = of.texts(entries)
    way = _way(of, texts)
    draft: Draft | None = of.draft
    saved: Entries = {}
    if isinstance(fault, Conflict):
        draft = fault.details["draft"]
        saved = differing(draft, entries)
    known = {one.code: one for one in indicators(of.view.dataset, of.unit)}
    codes = [way.code] if way.single else list(of.fields)
    problems = _by_place(fault)
    rows = [row_of(known[code], of.fields[code], texts[code], problems, saved.get(code, {}))
            for code in codes]  # fmt: skip
    return render_template(
        "filling.html",
        view=of.view,
        task=of.task,
        way=way,
        rows=rows,
        fault=fault,
        links=_links(of, way, fault),
        refused=refusal(of.view, of.task, of.action),
        draft=draft_of(of.view, of.task),
        number=draft.number if draft else 0,
        unsaved=bool(entries),
        helps=list({one.key: (one.key, one.label, one.hint) for row in rows
                    for one in row.figures + row.narratives}.values()),
    )  # fmt: skip


def _by_place(fault: ServiceError | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in fault.problems if fault else ():
        found[one.place] = (*found.get(one.place, ()), one.message)
    return found


def _links(of: Filling, way: Way, fault: ServiceError | None) -> list[tuple[str | None, str]]:
    """Return each problem with the address of its field, on another screen where it is there."""
    where = {one.id: code for code, listed in of.fields.items() for one in listed}
    found: list[tuple[str | None, str]] = []
    for one in fault.problems if fault else ():
        code = where.get(one.place)
        address = f"#{one.place}" if code else None
        if code and way.single and code != way.code:
            address = _address(of, SINGLE, code, periksa="ya") + f"#{one.place}"
        found.append((address, f"{code}: {one.message}" if code else one.message))
    return found
