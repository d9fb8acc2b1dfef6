"""The office's Word templates as they stand: their versions, and the documents they make."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service import documents
from service.casework import adoption
from service.casework.adoption import Adoption
from service.casework.desks.records import Records
from service.casework.desks.trying import SHEETS, Subject
from service.casework.model import DOCX, CaseView, StoredFile
from service.casework.office.effects import title
from service.errors import Conflict, NotFound
from service.procedure import OutputState, Procedure
from service.progress import FileRef
from service.store.files import sha256


@dataclass(frozen=True)
class Kept:
    """A version of a template: `since` tells who adopted it, None for the one it came with."""

    file: FileRef
    since: Adoption | None
    in_use: bool


@dataclass(frozen=True)
class Use:
    """A document made from a template, and the numbers of the steps that make it."""

    procedure: Procedure
    document: str
    steps: tuple[int, ...]

    @property
    def numbers(self) -> str:
        """Return the steps as a sentence says them: "3, 4 dan 5"."""
        *first, last = map(str, self.steps)
        return f"{', '.join(first)} dan {last}" if first else last


@dataclass(frozen=True)
class ListedTemplate:
    """A template with the documents made from it and its versions, newest first."""

    name: str
    title: str
    paper: str
    procedure: Procedure
    used: tuple[Use, ...]
    versions: tuple[Kept, ...]
    holding_back: tuple[str, ...]

    @property
    def current(self) -> Kept:
        """Return the version a quarter opened now would take."""
        return next(one for one in self.versions if one.in_use)


@dataclass(frozen=True)
class Affected:
    """An open case and the documents in it that another version makes stale."""

    case: str
    title: str
    documents: tuple[str, ...]


class TemplateUse(Records):
    """Tells which version of a template is in use, since when, and for what."""

    def office_paper(self) -> str:
        """Return the paper the office's documents are on."""
        rows = self.rows()
        return self.view(rows[0].id).dataset.office.paper if rows else next(iter(SHEETS))

    def office_templates(self, paper: str) -> tuple[ListedTemplate, ...]:
        """Return every template with its use and its versions."""
        return tuple(self.office_template(name, paper) for name in self.templates.names())

    def office_template(self, name: str, paper: str) -> ListedTemplate:
        """Return one template with its use and its versions. Raises NotFound."""
        content = self.templates.named(name, paper)
        versions = tuple(self._versions(name, paper))
        current = next(one for one in versions if one.in_use)
        last = current.since
        back = [] if last is None else [
            title(view) for view in self._running(name, paper) if view.id in last.keeps
        ]  # fmt: skip
        return ListedTemplate(
            name, documents.described(name, content).title, paper,
            self.templates.procedure_of(name), tuple(self._used(name)), versions, tuple(back),
        )  # fmt: skip

    def template_file(self, name: str, paper: str, version: str | None = None) -> StoredFile:
        """Return a version of a template as a Word file, the one in use by default.

        Raises NotFound.
        """
        known = {one.file.sha256: one for one in self._versions(name, paper)}
        if version is None:
            content = self.templates.named(name, paper)
        elif version in known:
            content = self._version(name, paper, version)
        else:
            raise NotFound("not_found", what=f"Versi {version[:12]} templat {name}")
        return StoredFile(content, f"templat-{name}-{paper}.docx", DOCX, sha256(content))

    def _versions(self, name: str, paper: str) -> Iterator[Kept]:
        """Yield each version there was, the newest adoption first, then the one it came with."""
        mine = [
            one for one in self.templates.adopted() if (one.template, one.paper) == (name, paper)
        ]
        for number, one in enumerate(reversed(mine)):
            yield Kept(one.file, one, number == 0)
        content = self.templates.shipped(name, paper)
        came = FileRef(
            adoption.BEFORE, name, "", sha256(content), f"{name}.docx", DOCX, len(content)
        )
        if mine and mine[0].before.sha256 != came.sha256:  # the service has come with a newer one
            yield Kept(came, None, False)
        yield Kept(mine[0].before if mine else came, None, not mine)

    def _version(self, name: str, paper: str, sha: str) -> bytes:
        shipped = self.templates.shipped(name, paper)
        return shipped if sha256(shipped) == sha else self._store.file(sha)

    def _used(self, name: str) -> Iterator[Use]:
        for procedure in self.procedures.values():
            for output in procedure.outputs:
                if self.templates.name_of(procedure.code, output.template) == name:
                    made = (OutputState(output.code, state) for state in output.states)
                    steps = sorted({procedure.maker(one)[0].number for one in made})
                    yield Use(procedure, output.name, tuple(steps))

    def _of_template(self, name: str, paper: str) -> Iterator[CaseView]:
        """Yield the cases that make documents from a template, the newest quarter first."""
        users = {one.procedure.code for one in self._used(name)}
        for view in self._views():
            if view.procedure.code in users and view.dataset.office.paper == paper:
                yield view

    def _running(self, name: str, paper: str) -> Iterator[CaseView]:
        for view in self._of_template(name, paper):
            if not view.progress.done and view.progress.locked is None:
                yield view

    def _affected(self, view: CaseView, name: str, sha: str) -> Affected:
        units = {one.code: one.name for one in view.dataset.units}
        stale = []
        for file in view.progress.outputs:
            output = view.procedure.output(file.output)
            mine = self.templates.name_of(view.procedure.code, output.template) == name
            if mine and file.current and file.stands and file.ref.template not in ("", sha):
                of = f" {units.get(file.unit, file.unit)}" if file.unit else ""
                stale.append(f"{output.name}{of}")
        return Affected(view.id, title(view), tuple(stale))

    def _subjects(self, name: str, paper: str) -> tuple[Subject, ...]:
        """Return the documents to try a template on: of an open case of each SOP that uses it.

        An SOP that was never run borrows the newest case. Raises NotFound, Conflict without any.
        """
        self.templates.shipped(name, paper)
        rows = self.rows()
        if not rows:
            raise Conflict("template_no_case")
        cases, found = list(self._of_template(name, paper)), list[Subject]()
        for procedure in dict.fromkeys(one.procedure.code for one in self._used(name)):
            mine = [view for view in cases if view.procedure.code == procedure]
            opened = [view for view in mine if not view.progress.done] or mine
            sop = self.procedures.named(procedure)
            lent = opened[0] if opened else replace(self.view(rows[0].id), procedure=sop)
            making = self._making(lent)
            found += [
                Subject(making, output, unit)
                for output in lent.procedure.outputs
                if self.templates.name_of(procedure, output.template) == name
                for unit in making.units(output)
            ]
        if not found:
            raise Conflict("template_unused", name=name)
        return tuple(found)
