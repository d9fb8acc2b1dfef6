"""What people take away: documents, drafts, forms, overviews, the archive."""

from datetime import date

from service import pdf
from service.casework import (
    control,
    fetching,
)
from service.casework.archive import archive
from service.casework.candidates import Candidates
from service.casework.desks.records import Records
from service.casework.fetching import version_of
from service.casework.model import (
    XLSX,
    ZIP,
    CaseSummary,
    CaseView,
    StoredFile,
    StoredPdf,
    Upload,
)
from service.casework.years.sheet import year_sheet
from service.casework.years.year import YearView, year_view
from service.errors import NotFound
from service.progress import Actor
from service.store.files import sha256


class HandingOut(Records):
    """Hands out documents, forms and overviews."""

    def cases(self, year: int | None = None) -> tuple[CaseSummary, ...]:
        """Return every case, or those of one year, newest quarter first."""
        return self._reading.summaries(year)

    def year(self, year: int, procedure: str | None = None) -> YearView:
        """Return the four quarters of a year, of the main procedure unless another is named.

        A year in which only others ran has theirs. Raises NotFound for a year without a case.
        """
        rows = [row for row in self._reading.rows() if row.year == year]
        code = self.procedures.named(procedure).code
        own = [row for row in rows if row.procedure == code]
        if procedure is None and rows and not own:
            own = [row for row in rows if row.procedure == rows[0].procedure]
        if not own:
            raise NotFound("not_found", what=f"Rekap tahun {year}")
        return year_view(self.view(row.id) for row in own)

    def year_sheet(self, year: int, procedure: str | None = None) -> StoredFile:
        """Return the Rekap Tahunan as an Excel file. Raises NotFound."""
        content = year_sheet(self.year(year, procedure))
        return StoredFile(content, f"rekap-tahunan-{year}.xlsx", XLSX, sha256(content))

    def draft(self, case: str, output: str) -> StoredFile:
        """Return a document of the whole office as it would be now, marked as a draft.

        "KONSEP, 4 dari 5 unit" tells how many units are through; nothing is kept or counted.
        Raises NotFound for an output made per unit, or none.
        """
        view = self.view(case)
        return self._making(view).draft(view.procedure.output(output))

    def document(self, case: str, key: str, version: int | None = None) -> StoredFile:
        """Return a document as Word, or the signed file once there is one. Raises NotFound."""
        return fetching.document(self._store, version_of(self.view(case), key, version))

    def pdf(self, case: str, key: str, version: int | None = None) -> StoredPdf:
        """Return a document as PDF, converted now when that has not been done yet.

        Raises NotFound, ToolFailed when no engine could convert it.
        """
        file = version_of(self.view(case), key, version)
        return fetching.as_pdf(self._store, self._conversions, file)

    def page(self, case: str, key: str, version: int | None, number: int) -> bytes:
        """Return page `number` (from 1) of a document as PNG. Raises NotFound, ToolFailed."""
        return pdf.page(self.pdf(case, key, version).content, number)

    def form(self, case: str, unit: str | None) -> StoredFile:
        """Return the Excel form of a unit, or of the whole office, prefilled. Raises NotFound."""
        view = self.view(case)
        return fetching.form(view, unit, self._today(view))

    def forms(self, case: str) -> StoredFile:
        """Return the forms of all units that report, as one ZIP. Raises NotFound."""
        view = self.view(case)
        return fetching.forms(view, self._today(view))

    def budget_form(self, case: str) -> StoredFile:
        """Return the Excel form for the budget's realizations, prefilled. Raises NotFound."""
        view = self.view(case)
        return fetching.budget_form(view, self._today(view))

    def renew_form(self, actor: Actor, case: str, unit: str, old: Upload) -> str:
        """Keep, for an hour, a new form of `unit` with what was typed into an old one.

        Returns the mark by which this person fetches it. Raises NotFound, ToolFailed.
        """
        view = self.view(case)
        made = fetching.renewed_form(view, unit, old, self._today(view))
        noted = {"form": made.name, **_owner(actor, case)}
        return Candidates(self._store.folder).keep(made.content, noted)

    def renewed_form(self, actor: Actor, case: str, mark: str) -> StoredFile:
        """Return a form kept by `renew_form` for this person. Raises NotFound after the hour."""
        try:
            content, noted = Candidates(self._store.folder).get(mark)
        except NotFound as fault:
            raise NotFound("case_renewed_gone") from fault
        if "form" not in noted or noted | _owner(actor, case) != noted:
            raise NotFound("case_renewed_gone")
        return StoredFile(content, noted["form"], XLSX, sha256(content))

    def _today(self, view: CaseView) -> date:
        return self._reading.now(view.dataset).date()

    def year_form(self, case: str) -> StoredFile:
        """Return the workbook of the next year, prefilled with what stays. Raises NotFound."""
        return fetching.year_form(self.view(case))

    def archive(self, case: str) -> StoredFile:
        """Return every file of the case, and its Lembar Kendali, as one ZIP. Raises NotFound."""
        view = self.view(case)
        now = self._reading.now(view.dataset)
        content = archive(self._store, view, self.control_sheet(case), now)
        name = f"{view.procedure.code}-tw{view.quarter}-{view.year}.zip"
        return StoredFile(content, name, ZIP, sha256(content))

    def control_sheet(self, case: str) -> str:
        """Return the Lembar Kendali of the case as HTML. Raises NotFound."""
        view = self.view(case)
        return control.control_sheet(view, self.emblem(), self._reading.now(view.dataset))


def _owner(actor: Actor, case: str) -> dict[str, str | None]:
    return {"case": case, "holder": actor.holder}
