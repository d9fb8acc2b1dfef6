"""The marked copy of a refused workbook, kept an hour for the person who sent the file."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service import workbook
from service.casework import late, names
from service.casework.candidates import SECONDS, Candidates
from service.casework.desks.records import Records
from service.casework.model import XLSX, StoredFile, Upload
from service.dataset import is_json
from service.errors import Invalid, NotFound, ToolFailed
from service.progress import Actor
from service.store.files import sha256
from service.workbook.layout import Form

FOLDER = "marked-copies"
# The form of another unit or quarter, or one the office has overtaken: no cell can be mended.
OTHERS = ("workbook_other_", "workbook_form_old")


@dataclass(frozen=True)
class Refusal:
    """What a person is shown beside the faults of a file.

    `subjects` says for each fault what its cell is about, `right` what was read without complaint.
    The copy waits under `mark` until `until`; without one, `why_not` may say why there is none.
    """

    subjects: tuple[str, ...] = ()
    right: tuple[workbook.Right, ...] = ()
    mark: str | None = None
    until: datetime | None = None
    why_not: str | None = None

    def subject(self, number: int) -> str:
        """Return what fault `number`, from 1, is about; "" where nothing is known."""
        return self.subjects[number - 1] if number <= len(self.subjects) else ""


class MarkedCopies(Records):
    """Keeps the copies of refused workbooks; nothing of them is part of any history."""

    def refusal(
        self, actor: Actor, upload: Upload, fault: Invalid, form: Form, quarter: int = 0
    ) -> Refusal:
        """Mark the faults in a copy of the refused `upload`; return what is known of them.

        `form` is what the file was read as. A file that nobody can open, JSON,
        and an old form or that of another unit, quarter, year or office have no copy.
        """
        if not fault.problems or is_json(upload.content):
            return Refusal()
        try:
            seen = workbook.looked_at(upload.content, fault.problems, form, quarter)
        except (Invalid, ToolFailed):
            seen = workbook.Looked((), ())
        if all(one.code.startswith(OTHERS) for one in fault.problems):
            return Refusal(seen.subjects, seen.right)
        name = names.safe(upload.name, "berkas.xlsx")
        try:
            content, named = workbook.marked(upload.content, fault.problems, name)
        except (Invalid, ToolFailed) as failed:
            too_large = failed.code == "marked_too_large"
            return Refusal(seen.subjects, seen.right, why_not=failed.detail if too_large else None)
        mark = self._copies.keep(content, {"for": actor.holder, "name": named})
        until = self._reading.clock() + timedelta(seconds=SECONDS)
        return Refusal(seen.subjects, seen.right, mark, until)

    def marked_copy(self, actor: Actor, mark: str) -> StoredFile:
        """Return a marked copy to the person it was made for. Raises NotFound for anybody else."""
        content, noted = self._copies.get(mark)
        if noted.get("for") != actor.holder:
            raise NotFound("marked_copy_gone")
        return StoredFile(content, noted["name"], XLSX, sha256(content))

    def kept_file(self, actor: Actor, case: str, task: str, kept: str) -> Upload:
        """Return a file of this actor that came too late, to be looked at. Raises NotFound."""
        known = late.kept(self._store, actor, case, task, kept)
        return Upload(self._store.file(known.sha256), known.name)

    @property
    def _copies(self) -> Candidates:
        return Candidates(self._store.folder, FOLDER, "marked_copy_gone")
