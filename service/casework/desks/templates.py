"""Changing a Word template: tried, looked at, taken into use, and taken back."""

from dataclasses import dataclass

from service import documents, gate, word
from service.casework import adoption, names
from service.casework.candidates import Candidates
from service.casework.desks.template_use import Affected, ListedTemplate, TemplateUse
from service.casework.desks.trying import (
    Changed,
    Subject,
    changed,
    faults,
    paper_warning,
    turned_warning,
)
from service.casework.model import DOCX, PDF, NewFile, StoredFile, Told, Upload
from service.casework.office.effects import title
from service.casework.picturing import pictured
from service.errors import Conflict, Invalid, NotFound, Problem
from service.indonesian import long_date
from service.progress import Actor, require_may_open_some
from service.store.files import sha256


@dataclass(frozen=True)
class Candidate:
    """A version that passed every check and waits to be looked at and taken into use."""

    mark: str
    template: str
    paper: str
    file_name: str
    before: str
    content: bytes
    old: bytes
    changed: Changed
    warning: Problem | None
    running: tuple[Affected, ...]
    approved: tuple[str, ...]
    subjects: tuple[Subject, ...]

    def subject(self, case: str | None, key: str | None) -> Subject:
        """Return the document to look at, by case and key; the first one by default."""
        for one in self.subjects:
            if case in (None, one.making.view.id) and key in (None, one.key):
                return one
        return self.subjects[0]


class TemplateDesk(TemplateUse):
    """Lets the office change its Word templates; versions are never changed or removed."""

    def try_template(self, actor: Actor, name: str, paper: str, upload: Upload) -> str:
        """Check a new version on a real case's data; return the mark it waits under.

        Raises NotAllowed, NotFound, Conflict in an office without a case, Invalid for a file that
        is no Word document, Invalid("template_same"), and Invalid("template_refused") with every
        problem and its place: `details["marked"]` is the mark of the file with Word comments.
        """
        require_may_open_some(self.procedures.values(), actor)
        subjects = self._subjects(name, paper)
        content, old = upload.content, self.templates.named(name, paper)
        gate.admit(content, ("docx",))
        content = documents.commented(content, [])  # the notes of an earlier check stay behind
        self._refuse_another(name, content, old)
        if content == old and not self.office_template(name, paper).holding_back:
            raise Invalid("template_same")
        file_name = names.safe(upload.name, f"{name}.docx")
        found = faults(content, subjects)
        if found:
            marked = self._marked(content, found, file_name)
            raise Invalid("template_refused", found, count=len(found), marked=marked)
        noted = {"template": name, "paper": paper, "name": file_name, "before": sha256(old)}
        return self._candidates.keep(content, noted)

    def _refuse_another(self, name: str, content: bytes, old: bytes) -> None:
        """Refuse a file that says it is another one of the office's templates."""
        found, own = (documents.described(name, one).title for one in (content, old))
        for other in self.templates.names():
            if other != name and found != own and found == self.templates.title(other):
                raise Invalid("template_another", found=found, own=own)

    def try_version(self, actor: Actor, name: str, paper: str, version: str) -> str:
        """Check an earlier version once more and let it wait as `try_template` does."""
        known = self.template_file(name, paper, version)
        return self.try_template(actor, name, paper, Upload(known.content, known.name))

    def marked_template(self, mark: str) -> StoredFile:
        """Return a refused template with a comment at each fault. Raises NotFound."""
        content, noted = self._candidates.get(mark)
        if "marked" not in noted:
            raise NotFound("template_candidate_gone")
        return StoredFile(content, noted["marked"], DOCX, sha256(content))

    def candidate(self, name: str, mark: str) -> Candidate:
        """Return a version that waits, with what it would change. Raises NotFound."""
        content, noted = self._candidates.get(mark)
        if noted.get("template") != name:
            raise NotFound("template_candidate_gone")
        paper, before = noted["paper"], noted["before"]
        old = self._version(name, paper, before)
        running = tuple(self._running(name, paper))
        return Candidate(
            mark, name, paper, noted["name"], before, content, old, changed(old, content),
            paper_warning(content, paper) or turned_warning(content, old),
            tuple(self._affected(view, name, sha256(content)) for view in running),
            tuple(title(v) for v in self._of_template(name, paper) if v not in running),
            self._subjects(name, paper),
        )  # fmt: skip

    def candidate_preview(self, candidate: Candidate, subject: Subject, new: bool) -> StoredFile:
        """Return as PDF the document as the new version makes it, or as the old one does.

        Raises ToolFailed when no PDF can be made or too many others are being made.
        """
        docx = self.candidate_word(candidate, subject, new).content
        content = pictured(self._candidates, docx, self._convert)
        return StoredFile(content, f"{candidate.template}.pdf", PDF, sha256(docx))

    def candidate_word(self, candidate: Candidate, subject: Subject, new: bool) -> StoredFile:
        """Return the document as the new version makes it, or as the old one does."""
        if new:
            made = subject.filled(candidate.content)
        else:
            template = candidate.old
            made = word.compile(template).fill(subject.values(template))
        age = "baru" if new else "sekarang"
        name = f"contoh-{candidate.template}-versi-{age}.docx"
        return StoredFile(made, name, DOCX, sha256(made))

    def adopt(
        self,
        actor: Actor,
        name: str,
        mark: str,
        *,
        running: bool,
        confirmed: bool = False,
        note: str | None = None,
    ) -> ListedTemplate:
        """Take a version that waits into use, for the cases opened from now on.

        With `running` those open now take it too; approved ones keep theirs either way. Raises
        NotAllowed, NotFound, Invalid("template_unconfirmed") where it asks for other values and
        `confirmed` is not set, Invalid("template_refused") when the case's data no longer fill it,
        and Conflict("state_moved_on") when somebody else changed the template meanwhile.
        """
        require_may_open_some(self.procedures.values(), actor)
        one = self.candidate(name, mark)
        found = faults(one.content, one.subjects)
        if found:
            raise Invalid("template_refused", found, count=len(found))
        if one.changed.breaking and not confirmed:
            raise Invalid("template_unconfirmed", one.changed.breaking)
        with self._writing:
            self._require_unmoved(one)
            takes = {affected.case for affected in one.running} if running else set()
            keeps = {row.id for row in self.rows()} - takes
            facts = adoption.facts(name, one.paper, keeps)
            told = Told(actor, adoption.ADOPTED, None, None, note, facts)
            new = NewFile(adoption.VERSION, one.file_name, DOCX, one.content, key=name)
            old = NewFile(adoption.BEFORE, f"{name}.docx", DOCX, one.old, key=name)
            self._say(told, (new, old))
        self._candidates.drop(mark)
        return self.office_template(name, one.paper)

    @property
    def _candidates(self) -> Candidates:
        return Candidates(self._store.folder)

    def _marked(self, content: bytes, found: list[Problem], name: str) -> str | None:
        """Keep the refused template with comments for an hour; None where there can be none."""
        if not any(one.place for one in found):
            return None
        try:
            marked = documents.commented(content, found)
        except Invalid:
            return None
        return self._candidates.keep(marked, {"marked": f"catatan-{name}"})

    def _require_unmoved(self, one: Candidate) -> None:
        now = adoption.in_use(self.templates.adopted(), one.template, one.paper)
        if now is None or now.file.sha256 == one.before:
            return
        who = f"{now.event.actor.position} ({now.event.actor.name or '-'})"
        what = f"mengganti templat {one.template}"
        raise Conflict("state_moved_on", who=who, what=what, at=long_date(now.event.at.date()))
