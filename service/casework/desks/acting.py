"""What people do in a task: its actions, and what leaves the straight path."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from service.casework import (
    agreement,
    detours,
    late,
    signed,
)
from service.casework.bringing import FORMS, Bringing, Brought, bring
from service.casework.desks.records import Records, require_unmoved, text
from service.casework.fetching import version_of
from service.casework.making import Given
from service.casework.model import (
    CaseView,
    Told,
    Upload,
)
from service.casework.numbers import require_free, where_used
from service.casework.office.people import require_may_number
from service.errors import Conflict, ServiceError
from service.procedure import Action, OutputState
from service.progress import (
    Actor,
    OutputFile,
    TaskProgress,
    require_may_do,
    require_role,
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
        offer: str | None = None,
    ) -> CaseView:
        """Do `action` of a task, make its outputs and record it: all of it or nothing.

        Where a finding was returned (`facts["findings"]`), the data go back with the notes and
        nothing is made. `seen` is the number of the last event the person saw; `kept` names a
        file of theirs that came too late before and is used now; `offer` what `Offering.offer`
        returned: its file, number, date and note are used. A form that brings what the task was
        done with already changes nothing. Raises NotAllowed, Conflict, NotFound as
        `progress.require_may_do` does, Conflict when documents to be approved or signed disagree,
        and Invalid with every problem of what was brought. A file that comes too late is kept:
        `details["kept"]` of the Conflict is its `KeptUpload`.
        """
        asked = Asked(actor, case, step, unit, action, note, number, date, facts or {}, seen, offer)
        waiting = None
        if offer is not None:
            task = self.view(case).progress.task(step, unit).key
            waiting = self._offers.get(actor, case, task, offer)
            if waiting.done:
                return self.view(case)
            upload, kept = waiting.upload, waiting.kept
            asked = replace(
                asked, action=waiting.action, note=waiting.note, number=waiting.number,
                date=waiting.date, facts=waiting.facts,
            )  # fmt: skip
        with self._kept_when_late(asked, upload, kept) as sent:
            self._act(asked, sent)
        if waiting is not None:
            self._offers.finish(offer or "", waiting)
        self._conversions.wake()
        return self.view(case)

    @contextmanager
    def _kept_when_late(
        self, asked: "Asked", upload: Upload | None, kept: str | None, *, uses: bool = True
    ) -> Iterator[Upload | None]:
        """Give what was sent now or, as `kept`, before; keep it when a Conflict comes between.

        What was kept before is forgotten once it is used, unless `uses` is False.
        """
        case = asked.case
        task = self.view(case).progress.task(asked.step, asked.unit).key
        known = late.kept(self._store, asked.actor, case, task, kept) if kept else None
        if known is not None and upload is None:
            upload = Upload(self._store.file(known.sha256), known.name)
        try:
            yield upload
        except Conflict as fault:
            if upload is None:
                raise
            at = self._reading.now(self.view(case).dataset)
            sent = known or late.note((case, task), asked.actor, upload, at)
            # The first fault is told by the second: a trace of both would say nothing more.
            raise late.kept_for(self._store, fault, sent, upload.content) from fault.__cause__
        if known is not None and uses:
            self._store.forget_uploads(upload=known.id)

    def _act(self, asked: "Asked", upload: Upload | None) -> None:
        with self._writing:
            view = self.view(asked.case)
            try:
                wanted = permitted(view, asked)
            except Conflict:
                if self._repeats(view, asked, upload):
                    return
                raise
            if wanted.name in agreement.SEALING:
                agreement.require_agreement(self._store, view, asked.step)
            task = view.progress.task(asked.step, asked.unit)
            brought = bring(self._bringing(view, wanted, asked, upload))
            if changes_nothing(view, task, wanted, brought, asked.number):
                return
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

    def _bringing(
        self, view: CaseView, action: Action, asked: "Asked", upload: Upload | None
    ) -> Bringing:
        """Return what is about to be done; a form that was looked at is not read once more."""
        today = self._reading.now(view.dataset).date()
        task = view.progress.task(asked.step, asked.unit)
        known = self._offers.known(asked.offer, view.seen) if asked.offer else None
        taken = known.taken if known else None
        return Bringing(view, action, task, upload, asked.facts, today, taken)

    def _repeats(self, view: CaseView, asked: "Asked", upload: Upload | None) -> bool:
        """Tell whether a form that comes too late brings only what its task was done with."""
        listed = view.procedure.step(asked.step).actions
        action = next((one for one in listed if one.name == asked.action), None)
        if action is None or upload is None or action.brings not in FORMS:
            return False
        task = view.progress.task(asked.step, asked.unit)
        try:
            require_role(view.procedure, asked.actor, action, task)
            brought = bring(self._bringing(view, action, asked, upload))
        except ServiceError:
            return False
        return changes_nothing(view, task, action, brought, asked.number)

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

    def agreement(self, case: str, sealed_in: int | None = None) -> agreement.Agreement:
        """Return what the documents of the case say, held against each other. Raises NotFound.

        With a step, only what holds up an approval or signature there.
        """
        return agreement.agreement(self._store, self.view(case), sealed_in)

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
class Asked:
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
    offer: str | None = None


def permitted(view: CaseView, asked: Asked) -> Action:
    """Return the action asked for when this person may do it now, and saw what happened last.

    Raises as `require_unmoved` and `progress.require_may_do` do.
    """
    require_unmoved(view, asked.unit, asked.seen)
    return require_may_do(
        view.procedure, view.progress, asked.actor, asked.step, asked.unit, asked.action,
        receiver=asked.facts.get("receiver"),
    )  # fmt: skip


def stands(task: TaskProgress, action: Action) -> OutputFile | None:
    """Return the newest document `action` made that nothing asks to be made again, else None."""
    there = {OutputState(file.output, file.state): file for file in task.outputs}
    if task.stale or task.next == action or not set(action.makes) <= there.keys():
        return None
    return there[action.makes[0]]


def changes_nothing(
    view: CaseView, task: TaskProgress, action: Action, brought: Brought, number: str | None
) -> bool:
    """Tell whether a form brings the data and the number its task was done with already."""
    made = stands(task, action) if action.brings in FORMS else None
    if made is None or brought.dataset != view.dataset:
        return False
    return text(number) in {None, *(file.ref.number for file in task.outputs)}
