"""The office's settings on one page: what holds, where from, and the forms to change it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.casework.desks.settings import Proposed, Settings
from service.casework.office.answers import Asked
from service.casework.office.data import IDENTITY, OFFICIALS_PATH, PAGES, OfficeValue, value_of
from service.dataset import ACTING, MONEY, ZONES, DataSet
from service.errors import Invalid, NotFound
from service.procedure import Question
from service.web import current, files, settings_forms
from service.web.errors import status_of
from service.web.forms import Form, at_fields
from service.web.labels import moment

pages = Blueprint("settings", __name__, url_prefix="/pengaturan")

SECTIONS: Mapping[str, str] = {
    "identitas": "Identitas kantor",
    "lambang": "Lambang pada kop",
    "pejabat": "Pejabat",
    "halaman": "Kertas dan margin",
    "angka": "Penulisan angka",
}
RULES = ("rumus-turun", "plafon", "skala", "pembulatan")
DUE = ("tanggal-tenggat", "aturan-tenggat", "batas-tenggat", "satuan-hari", "tenggat-7-8")
EMBLEM = "lambang"
Answer = AnyResponse | tuple[str, int] | str


@dataclass(frozen=True)
class Row:
    """A question of an SOP as a setting: what holds, and who said so ("" = nobody yet)."""

    question: Question
    holds: str
    source: str


@pages.get("")
def show() -> str:
    """Show every setting with the forms to change them."""
    return _page()


@pages.post("/<section>")
def change(section: str) -> Answer:
    """Show what a section's form would change, or let it take effect."""
    if section == EMBLEM:
        return _emblem()
    typed = settings_forms.read(section)
    desk, actor = current.casework(), current.actor()
    try:
        if request.form.get("lanjut") == "simpan" and not typed.form.problems:
            seen, note = typed.form.number("seen"), typed.form.text("catatan")
            return _done(section, desk.set_settings(actor, typed.values, note=note, seen=seen))
        told = desk.try_settings(actor, typed.values)
        typed.form.finish()
    except Invalid as fault:
        return _page(section, typed.wrong(fault)), status_of(fault)
    return _change(section, told, _sent())


@pages.get("/lambang/<mark>.png")
def waiting_emblem(mark: str) -> Response:
    """Show an emblem that is not yet in use."""
    content = current.casework().waiting_emblem(mark)
    return files.download(content, "lambang.png", "image/png", inline=True)


def _emblem() -> Answer:
    form, desk, actor = Form(), current.casework(), current.actor()
    mark = form.text("tersimpan")
    if request.form.get("lanjut") == "simpan" and mark:
        seen, note = form.number("seen"), form.text("catatan")
        return _done(EMBLEM, desk.set_emblem(actor, mark, note=note, seen=seen))
    sent = form.upload("lambang", required=True)
    try:
        form.finish()
        assert sent is not None  # noqa: S101 -- finish() raised otherwise
        mark, told = desk.try_emblem(actor, sent)
    except Invalid as fault:
        return _page(EMBLEM, at_fields(fault) or fault), status_of(fault)
    return _change(EMBLEM, told, [("tersimpan", mark)], mark)


def _done(section: str, done: Proposed) -> AnyResponse:
    count = sum(len(one.documents) for one in done.affected)
    again = f" {count} dokumen perlu dibuat ulang." if count else ""
    flash(f"{SECTIONS[section]} sudah disimpan.{again}")
    return redirect(f"{url_for('settings.show')}#{section}")


def _sent() -> list[tuple[str, str]]:
    kept = {"csrf_token", "seen", "lanjut"}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in kept]


def _change(
    section: str, told: Proposed, sent: list[tuple[str, str]], mark: str | None = None
) -> str:
    return render_template(
        "settings_change.html",
        section=section,
        title=SECTIONS[section],
        told=told,
        sent=sent,
        mark=mark,
        office_seen=current.casework().office_seen(),
    )


def _page(section: str = "", fault: Invalid | None = None) -> str:
    procedure = current.procedure()
    desk = current.casework()
    asked = {one.question.id: one for one in desk.questions()}
    context: dict[str, object] = {
        "fault": fault,
        "open_section": section,
        "may_change": any(
            current.actor().role in one.open_roles for one in desk.procedures.values()
        ),
        "openers": procedure.role_names(procedure.open_roles),
        "office_seen": desk.office_seen(),
        "holidays": desk.holidays(),
        "due": [_row(asked[id], None) for id in DUE if id in asked],
    }
    try:
        known = desk.settings()
    except NotFound:
        return render_template("settings.html", known=None, **context)
    ds = known.dataset
    return render_template(
        "settings.html",
        known=known,
        ds=ds,
        labels=settings_forms.LABELS,
        official_labels=settings_forms.OFFICIAL_LABELS,
        identity=settings_forms.identity(ds),
        margins=settings_forms.margins(ds),
        sides=settings_forms.SIDES,
        page_keys=PAGES,
        officials=settings_forms.officials(ds),
        roles=_roles(ds),
        acting_pairs=[(one, one) for one in ACTING],
        zones=[(one, one) for one in ZONES],
        money_pairs=[(one, one) for one in MONEY],
        sources=_sources(known),
        ds_value=value_of,
        unit_pairs=lambda ds: [(one.code, one.name) for one in ds.units],
        paper=[_row(asked[id], ds) for id in ("kertas",) if id in asked],
        rules=[_row(asked[id], ds) for id in RULES if id in asked],
        receivers=[_row(asked[id], ds) for id in ("instansi-penerima",) if id in asked],
        **context,
    )


def _sources(known: Settings) -> dict[str, str]:
    """Return by whom and when each section was set last, in words."""
    paths = {
        "identitas": [f"instansi.{key}" for key in IDENTITY],
        "lambang": ["instansi.lambang"],
        "pejabat": [OFFICIALS_PATH],
        "halaman": [f"instansi.{key}" for key in PAGES],
        "angka": ["instansi.rupiah"],
    }
    found = {}
    for section, listed in paths.items():
        said = [known.said[path] for path in listed if path in known.said]
        last = max(said, key=lambda one: one.event.number, default=None)
        found[section] = _by(last)
    return found


def _by(said: OfficeValue | None) -> str:
    if said is None:
        return "Dari data kinerja yang diunggah"
    who = said.event.actor
    return f"Diatur {who.position}{f', {who.name}' if who.name else ''}, {moment(said.event.at)}"


def _row(asked: Asked, ds: DataSet | None) -> Row:
    """Return a question as a setting; what the data say counts where nobody answered."""
    question = asked.question
    if asked.answer is not None:
        said = OfficeValue(asked.answer.value, asked.answer.event)
        return Row(question, asked.answer.text, _by(said))
    told = _told_by_data(question, ds) if ds is not None else ""
    return Row(question, told or question.meanwhile, "Dari data kinerja" if told else "")


def _told_by_data(question: Question, ds: DataSet) -> str:
    """Return what the data set says about a question, "" where it is about no value of it."""
    for option in question.options:
        sets = question.changes(option.value)
        paths = {path.removeprefix("data."): value for path, value in sets.items()}
        of_data = bool(paths) and paths.keys() != sets.keys()
        if of_data and all(_same(value_of(ds, path), one) for path, one in paths.items()):
            return option.label
    if question.id == "skala":
        return "; ".join(f"{category} mulai {bound}" for bound, category in ds.rules.scale)
    if question.kind == "list":
        return "; ".join(one.name for one in ds.receivers)
    return ""


def _same(known: object, wanted: object) -> bool:
    """Tell whether a value of the data is that of an option, however its numbers are written."""
    if isinstance(known, list) and isinstance(wanted, list):
        return [list(map(str, row)) for row in known] == [list(map(str, row)) for row in wanted]
    return known is wanted if wanted is None else str(known) == str(wanted)


def _roles(ds: DataSet) -> dict[str, str]:
    """Return the roles an official may have, by code: those of the SOPs, and others on file."""
    named = {
        role.code: role.name for one in current.casework().procedures.values() for role in one.roles
    }
    return {one.role: one.role for one in ds.officials} | named
