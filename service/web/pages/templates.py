"""The office's Word templates: what each is for, a new version tried, looked at and used."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service import pdf
from service.casework.desks.templates import Candidate
from service.casework.desks.trying import SHEETS, Subject
from service.errors import Invalid, NotFound, ServiceError, ToolFailed, problem
from service.web import current, files
from service.web.errors import status_of
from service.web.forms import FORM_WRONG, Form

pages = Blueprint("templates", __name__, url_prefix="/templat")

MOST_PAGES = 6  # of each version; the rest is in the Word file
DPI = 100
NEW, OLD = "baru", "sekarang"
RUNNING, LATER = "berjalan", "berikutnya"

Answer = AnyResponse | str | tuple[str, int]


@dataclass(frozen=True)
class Pictures:
    """How many pages one version of the document has, or why they cannot be shown."""

    age: str
    pages: int
    fault: ServiceError | None


@pages.get("")
def listed() -> str:
    """Show every template: what it is for, and the version in use."""
    paper = _paper()
    found = current.casework().office_templates(paper)
    return render_template("templates.html", listed=found, paper=paper, **_rights())


@pages.get("/<name>")
def show(name: str) -> str:
    """Show one template with its versions and how to change it."""
    return _page(name)


@pages.get("/<name>/berkas.docx")
def word(name: str) -> Response:
    """Hand out a version of the template (`?versi=`), the one in use by default."""
    stored = current.casework().template_file(name, _paper(), request.args.get("versi"))
    return files.download(stored.content, stored.name, stored.media_type)


@pages.post("/<name>")
def upload(name: str) -> Answer:
    """Check a new version; where nothing is wrong, show what it would make."""
    form, paper = Form(), _paper()
    sent = form.upload("berkas", required=True)
    try:
        form.finish()
        assert sent is not None  # noqa: S101 -- finish() raised otherwise
        mark = current.casework().try_template(current.actor(), name, paper, sent)
    except Invalid as fault:
        return _page(name, fault, sent.name if sent else ""), status_of(fault)
    return redirect(url_for("templates.candidate", name=name, mark=mark))


@pages.post("/<name>/pakai-lagi")
def again(name: str) -> Answer:
    """Look at an earlier version as if it were sent anew."""
    version = Form().text("versi") or ""
    try:
        mark = current.casework().try_version(current.actor(), name, _paper(), version)
    except Invalid as fault:
        return _page(name, fault), status_of(fault)
    return redirect(url_for("templates.candidate", name=name, mark=mark))


@pages.get("/<name>/catatan/<mark>.docx")
def marked(name: str, mark: str) -> Response:
    """Hand out the refused file with a Word comment at each fault."""
    del name
    stored = current.casework().marked_template(mark)
    return files.download(stored.content, stored.name, stored.media_type)


@pages.get("/<name>/calon/<mark>")
def candidate(name: str, mark: str) -> str:
    """Show the new version beside the old one, with a real case's data."""
    return _candidate_page(name, mark)


@pages.get("/<name>/calon/<mark>/<age>.docx")
def sample(name: str, mark: str, age: str) -> Response:
    """Hand out the document one version makes, as Word."""
    one = current.casework().candidate(name, mark)
    stored = current.casework().candidate_word(one, _subject(one), _is_new(age))
    return files.download(stored.content, stored.name, stored.media_type)


@pages.get("/<name>/calon/<mark>/<age>/<int:number>.png")
def page(name: str, mark: str, age: str, number: int) -> Response:
    """Show a page of the document one version makes."""
    if number > MOST_PAGES:
        raise NotFound("not_found", what=f"Halaman {number}")
    one = current.casework().candidate(name, mark)
    made = current.casework().candidate_preview(one, _subject(one), _is_new(age))
    return files.picture(pdf.page(made.content, number, DPI))


@pages.post("/<name>/calon/<mark>")
def adopt(name: str, mark: str) -> Answer:
    """Take the version into use."""
    form = Form()
    since, confirmed = form.text("berlaku"), form.text("setuju") is not None
    one = current.casework().candidate(name, mark)
    try:
        if one.running and since not in {RUNNING, LATER}:
            form.problems.append(problem("template_choose", "berlaku"))
        if one.changed.breaking and not confirmed:
            form.problems.append(problem("template_unconfirmed", "setuju"))
        form.finish()
        current.casework().adopt(
            current.actor(), name, mark,
            running=since == RUNNING, confirmed=confirmed, note=form.text("catatan"),
        )  # fmt: skip
    except Invalid as fault:
        if fault.code != FORM_WRONG:
            raise
        return _candidate_page(name, mark, fault), status_of(fault)
    flash(_told(one, running=since == RUNNING))
    return redirect(url_for("templates.show", name=name, kertas=one.paper))


def _told(one: Candidate, *, running: bool) -> str:
    count = sum(len(each.documents) for each in one.running) if running else 0
    if count:
        return f"Versi baru sudah dipakai. {count} dokumen perlu dibuat ulang; lihat di Beranda."
    if running or not one.running:
        return "Versi baru sudah dipakai untuk dokumen yang dibuat mulai sekarang."
    return "Versi baru dipakai untuk triwulan yang dibuka sesudah ini."


def _page(name: str, fault: Invalid | None = None, file_name: str = "") -> str:
    paper = _paper()
    one = current.casework().office_template(name, paper)
    return render_template(
        "template.html", one=one, paper=paper, papers=SHEETS, fault=fault, file_name=file_name,
        marked=fault.details.get("marked") if fault else None, **_rights(),
    )  # fmt: skip


def _candidate_page(name: str, mark: str, fault: Invalid | None = None) -> str:
    one = current.casework().candidate(name, mark)
    subject = _subject(one)
    return render_template(
        "template_candidate.html",
        one=one,
        template=current.casework().office_template(name, one.paper),
        subject=subject,
        cases=_cases(one),
        pictures=[_pictures(one, subject, age) for age in (OLD, NEW)],
        most=MOST_PAGES,
        fault=fault,
    )


def _cases(one: Candidate) -> tuple[Subject, ...]:
    """Return a document of each case it was tried on."""
    return tuple({each.making.view.id: each for each in reversed(one.subjects)}.values())


def _pictures(one: Candidate, subject: Subject, age: str) -> Pictures:
    try:
        made = current.casework().candidate_preview(one, subject, _is_new(age))
        return Pictures(age, pdf.page_count(made.content), None)
    except (ToolFailed, Invalid) as fault:
        return Pictures(age, 0, fault)


def _subject(one: Candidate) -> Subject:
    case, _, key = request.args.get("dokumen", "").partition("/")
    return one.subject(case or None, key or None)


def _is_new(age: str) -> bool:
    if age not in {NEW, OLD}:
        raise NotFound("not_found", what=f"Versi {age}")
    return age == NEW


def _paper() -> str:
    asked = request.values.get("kertas", "")
    return asked if asked in SHEETS else current.casework().office_paper()


def _rights() -> dict[str, object]:
    """Return whether this person may change templates, and who may."""
    openers: dict[str, str] = {}
    for sop in current.casework().procedures.values():
        openers |= {code: sop.role(code).name for code in sop.open_roles}
    may = current.actor().role in openers
    return {"may_change": may, "openers": " atau ".join(dict.fromkeys(openers.values()))}
