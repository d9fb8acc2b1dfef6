"""What a person may take away: documents, PDFs, forms."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from service import pdf, workbook
from service.casework import names, signed
from service.casework.conversion import Conversions
from service.casework.model import PDF, XLSX, ZIP, CaseView, StoredFile, StoredPdf, Upload
from service.dataset import units_with_indicators
from service.errors import NotFound
from service.progress import OutputFile
from service.store import Store
from service.store.files import sha256
from service.workbook import Form, Tag

_UPLOADED = "diunggah"


def version_of(view: CaseView, key: str, version: int | None) -> OutputFile:
    """Return a version of the output `key`, the newest for None. Raises NotFound."""
    for file in view.progress.outputs:
        if file.key == key and (file.current if version is None else file.version == version):
            return file
    raise NotFound("not_found", what=f"Dokumen {key}" + (f" versi {version}" if version else ""))


def document(store: Store, file: OutputFile) -> StoredFile:
    """Return the Word file, or the signed file, of an output version."""
    ref = file.ref
    return StoredFile(store.file(ref.sha256), ref.name, ref.media_type, ref.sha256)


def as_pdf(store: Store, conversions: Conversions, file: OutputFile) -> StoredPdf:
    """Return an output version as PDF; a signed PDF as it was sent, a scan on a page.

    Raises ToolFailed when no engine could convert the Word file.
    """
    ref = file.ref
    name = f"{ref.name.rpartition('.')[0]}.pdf"
    if ref.kind == "signed":
        content = store.file(ref.sha256)
        content = content if ref.media_type == PDF else signed.as_pdf(content)
        return StoredPdf(content, name, sha256(content), _UPLOADED, (), pdf.page_count(content))
    made = conversions.of(ref.sha256)
    content = store.file(made.pdf)
    return StoredPdf(content, name, made.pdf, made.engine, made.warnings, made.pages)


def form(view: CaseView, unit: str | None, today: date) -> StoredFile:
    """Return the Excel form of a unit, or of the whole office, prefilled. Raises NotFound."""
    units = {one.code: one.name for one in view.dataset.units}
    if unit is not None and unit not in units:
        raise NotFound("not_found", what=f"Unit {unit}")
    of = names.slug(units[unit] if unit else view.dataset.office.name)
    known = tag_of(view, "unit" if unit else "office", unit, today)
    content = workbook.write(view.dataset, unit, known)
    return _excel(content, f"formulir-data-kinerja-{of}", view)


def forms(view: CaseView, today: date) -> StoredFile:
    """Return the forms of every unit that reports, as one ZIP."""
    out = BytesIO()
    with ZipFile(out, "w") as target:
        for unit in units_with_indicators(view.dataset):
            made = form(view, unit.code, today)
            target.writestr(ZipInfo(made.name, (*today.timetuple()[:3], 0, 0, 0)), made.content)
    name = f"formulir-data-kinerja-semua-unit-tw{view.quarter}-{view.year}.zip"
    return StoredFile(out.getvalue(), name, ZIP, sha256(out.getvalue()))


def renewed_form(view: CaseView, unit: str, old: Upload, today: date) -> StoredFile:
    """Return the form of a unit as it would be handed out now, with what was typed into `old`."""
    known = tag_of(view, "unit", unit, today)
    content = workbook.renewed(old.content, view.dataset, unit, known)
    return replace(form(view, unit, today), content=content, sha256=sha256(content))


def budget_form(view: CaseView, today: date) -> StoredFile:
    """Return the Excel form for the budget's realizations, prefilled.

    Where the office has no budget yet it is the whole workbook, into which one can be written.
    """
    if not view.dataset.programmes:
        return form(view, None, today)
    content = workbook.write_budget(view.dataset, tag_of(view, "budget", None, today))
    return _excel(content, "formulir-anggaran", view)


def tag_of(view: CaseView, kind: Form, unit: str | None, today: date) -> Tag:
    """Return the tag of a form made of the case as it stands."""
    first = view.progress.events[0].hash
    return workbook.tag_for(
        view.dataset, kind, unit, case=view.id, history=first, event=view.seen, made=today
    )


def year_form(view: CaseView) -> StoredFile:
    """Return the Excel form of the office's next year: what stays filled in, targets blank."""
    content = workbook.write_year(view.dataset)
    name = f"data-kinerja-{names.slug(view.dataset.office.name)}-tw1-{view.year + 1}.xlsx"
    return StoredFile(content, name, XLSX, sha256(content))


def _excel(content: bytes, name: str, view: CaseView) -> StoredFile:
    named = f"{name}-tw{view.quarter}-{view.year}.xlsx"
    return StoredFile(content, named, XLSX, sha256(content))
