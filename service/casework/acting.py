"""What people do in a task: its actions, and what leaves the straight path."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.casework import (
    agreement,
    detours,
    late,
    signed,
)
from service.casework.bringing import Bringing, Brought, bring
from service.casework.fetching import version_of
from service.casework.making import Given
from service.casework.model import (
    CaseView,
    Told,
    Upload,
)
from service.casework.numbers import require_free, where_used
from service.casework.people import require_may_number
from service.casework.records import Records, require_unmoved, text
from service.errors import Conflict
from service.progress import (
    Actor,
    OutputFile,
    TaskProgress,
    require_may_do,
)
from service.store import KeptUpload


class Acting(Records):
    """Acts in the tasks of a case."""

    def act(
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str | None,
        action: str,
        *,
        upload: Upload | None = None,
        kept: str | None = None,
        note: str | None = None,
        number: str | None = None,
        date: date | None = None,
        facts: Mapping[str, Any] | None = None,
        seen: int | None = None,
    ) -> CaseView:
        """Do `action` of a task, make its outputs and record it: all of it or nothing.

        Where a finding was returned (`facts["findings"]`), the data go back with the notes and
        nothing is made. `seen` is the number of the last event the person saw; `kept` names a
        file of theirs that came too late before and is used now. Raises NotAllowed, Conflict,
        NotFound as `progress.require_may_do` does, Conflict when documents to be approved or
        signed disagree, and Invalid with every problem of what was brought. A file that comes too
        late is kept: `details["kept"]` of the Conflict is its `KeptUpload`.
        """
        task = self.view(case).progress.task(step, unit).key
        known = late.kept(self._store, actor, case, task, kept) if kept and not upload else None
        if known is not None:
            upload = Upload(self._store.file(known.sha256), known.name)
        asked = _Asked(actor, case, step, unit, action, note, number, date, facts or {}, seen)
        try:
            self._act(asked, upload)
        except Conflict as fault:
            if upload is None:
                raise
            at = self._reading.now(self.view(case).dataset)
            sent = known or late.note((case, task), actor, upload, at)
            # The first fault is told by the second: a trace of both would say nothing more.
            raise late.kept_for(self._store, fault, sent, upload.content) from fault.__cause__
        if known is not None:
            self._store.forget_uploads(upload=known.id)
        self._conversions.wake()
        return self.view(case)

    def _act(self, asked: "_Asked", upload: Upload | None) -> None:
        with self._writing:
            view = self.view(asked.case)
            require_unmoved(view, asked.unit, asked.seen)
            wanted = require_may_do(
                view.procedure, view.progress, asked.actor, asked.step, asked.unit, asked.action,
                receiver=asked.facts.get("receiver"),
            )  # fmt: skip
            if wanted.name in agreement.SEALING:
                agreement.require_agreement(self._store, view)
            today = self._reading.now(view.dataset).date()
            task = view.progress.task(asked.step, asked.unit)
            brought = bring(Bringing(view, wanted, task, upload, asked.facts, today))
            if brought.returned:
                self._returned(view, asked.actor, task, brought, text(asked.note))
                return
            signed.require_other_bytes(self._store, view, wanted, brought.signed)
            given = Given(text(asked.number), asked.date)
            files = self._making(view).outputs(wanted, asked.unit, brought, given)
            require_free(files, asked.case, self._views())
            told = Told(
                asked.actor, wanted.event, asked.step, asked.unit, asked.note, brought.facts or {}
            )
            self._record(view, told, (*files, *brought.files))

    def kept_upload(self, actor: Actor, case: str, task: str, kept: str) -> KeptUpload:
        """Return a file of this actor that came too late for this task. Raises NotFound."""
        return late.kept(self._store, actor, case, task, kept)

    def remake(
        self, actor: Actor, case: str, step: int, unit: str | None, seen: int | None = None
    ) -> CaseView:
        """Make the stale outputs of a task once more, in the state they had, from what is now.

        Raises NotAllowed, NotFound, Conflict: nothing is stale, or what it is made from is missing.
        """
        with self._writing:
            view = self.view(case)
            require_unmoved(view, unit, seen)
            require_may_do(view.procedure, view.progress, actor, step, unit, "remake")
            making = self._making(view)
            task = view.progress.task(step, unit)
            files = tuple(making.anew(one) for one in task.again)
            facts = {"because": sorted({reason.kind for reason in task.stale})}
            self._record(view, Told(actor, "remade", step, unit, None, facts), files)
        self._conversions.wake()
        return self.view(case)

    def send_back(
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str | None,
        *,
        to: str | None = None,
        note: str | None = None,
        facts: Mapping[str, Any] | None = None,
        seen: int | None = None,
    ) -> CaseView:
        """Send the task `to` (the nearest earlier one) back from task `step` of `unit`.

        What it made stands no more but is kept; the task is to be done again. Raises NotAllowed,
        NotFound, Conflict, and Invalid without a note.
        """
        with self._writing:
            of = self._detour(actor, case, step, unit, note, seen)
            self._record(of.view, detours.sent_back(of, to, facts or {}), ())
        return self.view(case)

    def let_go(
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str,
        kind: detours.Excuse,
        *,
        note: str | None = None,
        seen: int | None = None,
    ) -> CaseView:
        """Go on without a unit: `skipped` without anything to report, `passed_over` when late.

        Raises NotAllowed, NotFound, Conflict, and Invalid without a reason, or for a skipped unit
        that has targets in the quarter.
        """
        with self._writing:
            of = self._detour(actor, case, step, unit, note, seen)
            self._record(of.view, *detours.let_go(of, kind))
        return self.view(case)

    def reopen(
        self, actor: Actor, case: str, *, note: str | None = None, seen: int | None = None
    ) -> CaseView:
        """Open an approved case again; documents made from now on are marked as a correction.

        Raises NotAllowed, Conflict, and Invalid without a reason.
        """
        with self._writing:
            view = self.view(case)
            require_unmoved(view, None, seen)
            self._record(view, detours.opened_again(view, actor, text(note)), ())
        return self.view(case)

    def agreement(self, case: str) -> agreement.Agreement:
        """Return what the documents of the case say, held against each other. Raises NotFound."""
        return agreement.agreement(self._store, self.view(case))

    def set_number(
        self,
        actor: Actor,
        case: str,
        key: str,
        *,
        number: str | None,
        date: date | None,
        seen: int | None = None,
    ) -> CaseView:
        """Give a document its number and date: a new version of its file and nothing else.

        Raises NotFound, NotAllowed, Conflict("state_moved_on"), Conflict("number_used").
        """
        with self._writing:
            view = self.view(case)
            file = version_of(view, key, None)
            require_unmoved(view, file.unit, seen)
            require_may_number(view.procedure, actor, file)
            require_stands(view, file)
            made = self._making(view).again(file, Given(text(number), date))
            require_free([made], case, self._views())
            step = next(e.step for e in view.progress.events if e.number == file.event)
            told = Told(actor, "numbered", step, file.unit, None, {})
            self._record(view, told, (made,))
        self._conversions.wake()
        return self.view(case)

    def number_used(self, number: str) -> str | None:
        """Return where a document number is used already, None when it is free."""
        found = where_used(number, self._views())
        return None if found is None else found[2]

    def _returned(
        self, view: CaseView, actor: Actor, task: TaskProgress, brought: Brought, note: str | None
    ) -> None:
        """Send the data of returned findings back to those who gathered them."""
        facts = brought.facts or {}
        sent = [
            detours.sent_back(
                detours.Detour(view, actor, task, "; ".join(filter(None, (told, note)))), to, facts
            )
            for to, told in brought.returned
        ]
        for told in sent:
            self._record(self.view(view.id), told, ())

    def _detour(  # noqa: PLR0917 who, where, why
        self,
        actor: Actor,
        case: str,
        step: int,
        unit: str | None,
        note: str | None,
        seen: int | None,
    ) -> detours.Detour:
        view = self.view(case)
        require_unmoved(view, unit, seen)
        return detours.Detour(view, actor, view.progress.task(step, unit), text(note))


def require_stands(view: CaseView, file: OutputFile) -> None:
    """Return unless the document was taken back. Raises Conflict."""
    if not file.stands:
        raise Conflict("document_taken_back", name=view.procedure.output(file.output).name)


@dataclass(frozen=True)
class _Asked:
    """What one person asks for in a task."""

    actor: Actor
    case: str
    step: int
    unit: str | None
    action: str
    note: str | None
    number: str | None
    date: date | None
    facts: Mapping[str, Any]
    seen: int | None
