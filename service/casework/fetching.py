"""What a person may take away: documents, PDFs, forms."""

from service import pdf, workbook
from service.casework import names, signed
from service.casework.conversion import Conversions
from service.casework.model import PDF, XLSX, CaseView, StoredFile, StoredPdf
from service.errors import NotFound
from service.progress import OutputFile
from service.store import Store
from service.store.files import sha256

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


def form(view: CaseView, unit: str | None) -> StoredFile:
    """Return the Excel form of a unit, or of the whole office, prefilled. Raises NotFound."""
    units = {one.code: one.name for one in view.dataset.units}
    if unit is not None and unit not in units:
        raise NotFound("not_found", what=f"Unit {unit}")
    of = names.slug(units[unit] if unit else view.dataset.office.name)
    return _excel(workbook.write(view.dataset, unit), f"formulir-data-kinerja-{of}", view)


def budget_form(view: CaseView) -> StoredFile:
    """Return the Excel form for the budget's realizations, prefilled."""
    return _excel(workbook.write_budget(view.dataset), "formulir-anggaran", view)


def year_form(view: CaseView) -> StoredFile:
    """Return the Excel form of the office's next year: what stays filled in, targets blank."""
    content = workbook.write_year(view.dataset)
    name = f"data-kinerja-{names.slug(view.dataset.office.name)}-tw1-{view.year + 1}.xlsx"
    return StoredFile(content, name, XLSX, sha256(content))


def _excel(content: bytes, name: str, view: CaseView) -> StoredFile:
    named = f"{name}-tw{view.quarter}-{view.year}.xlsx"
    return StoredFile(content, named, XLSX, sha256(content))
