"""Several files at once: each is tried for every unit its sender reports for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service import workbook
from service.casework.desks.marked_copies import MarkedCopies
from service.casework.desks.offering import Offer, Offering
from service.casework.model import CaseView, Upload
from service.dataset import indicators
from service.errors import Invalid, NotAllowed, NotFound, ServiceError
from service.procedure import Action
from service.progress import Actor, TaskProgress, require_role


@dataclass(frozen=True)
class Tried:
    """What came of one file for one task.

    `offer` waits for the press that hands it in. Otherwise `fault` says why not, and `marked` may
    be the mark of its marked copy. `task` is None where the file holds nothing of this person's.
    """

    file: str
    task: TaskProgress | None
    offer: Offer | None = None
    fault: ServiceError | None = None
    marked: str | None = None


@dataclass(frozen=True)
class HandedIn:
    """One task after the press: done, or the fault that came between."""

    task: TaskProgress
    fault: ServiceError | None = None


class Several(Offering, MarkedCopies):
    """Looks at several files, and hands in what is sound, each unit with an event of its own."""

    def offer_several(
        self, actor: Actor, case: str, step: int, uploads: Sequence[Upload]
    ) -> tuple[Tried, ...]:
        """Try every file for every unit `actor` reports for in this step; nothing is recorded.

        A file may hold several units. Raises NotFound for a step without unit forms, NotAllowed
        for somebody who reports for no unit.
        """
        view = self.view(case)
        action, own = _reporting(actor, view, step)
        return tuple(one for it in uploads for one in self._tried(actor, view, action, own, it))

    def hand_in(
        self,
        actor: Actor,
        case: str,
        step: int,
        offers: Iterable[tuple[str, str]],
        *,
        seen: int | None,
    ) -> tuple[HandedIn, ...]:
        """Do what waits under each mark, given with its task; one that fails stops no other.

        `seen` is the number of the last event this person saw when looking at the files. A file
        that comes too late is kept as `act` keeps it. Raises as `offer_several` does.
        """
        _reporting(actor, self.view(case), step)
        done = []
        for key, mark in offers:
            task = next((one for one in _tasks(self.view(case)) if one.key == key), None)
            if task is None:
                raise NotFound("not_found", what=f"Tugas {key}")
            try:
                self.act(actor, case, task.step, task.unit, "", offer=mark, seen=seen)
            except ServiceError as fault:
                done.append(HandedIn(task, fault))
            else:
                done.append(HandedIn(task))
        return tuple(done)

    def _tried(
        self, actor: Actor, view: CaseView, action: Action, own: list[TaskProgress], upload: Upload
    ) -> list[Tried]:
        found: list[Tried] = []
        others: list[ServiceError] = []
        for task in own:
            of_others = _of_others(upload, view, task.unit)
            if of_others is not None:
                others.append(of_others)
                continue
            try:
                mark = self.offer(
                    actor, view.id, task.step, task.unit, action.name, upload, seen=view.seen
                )
            except ServiceError as fault:
                marked = self._copy(actor, view, upload, fault)
                found.append(Tried(upload.name, task, fault=fault, marked=marked))
            else:
                found.append(Tried(upload.name, task, self.offered(actor, view.id, task.key, mark)))
        return found or [Tried(upload.name, None, fault=others[0])]

    def _copy(
        self, actor: Actor, view: CaseView, upload: Upload, fault: ServiceError
    ) -> str | None:
        if not isinstance(fault, Invalid):
            return None
        return self.refusal(actor, upload, fault, "unit", view.quarter).mark


def _reporting(actor: Actor, view: CaseView, step: int) -> tuple[Action, list[TaskProgress]]:
    """Return how units report in this step and the tasks `actor` reports in."""
    listed = view.procedure.step(step).actions
    action = next((one for one in listed if one.brings == "unit_form"), None)
    if action is None:
        raise NotFound("not_found", what=f"Formulir langkah {step}")
    own = list(_reported_by(actor, view, step, action))
    if not own:
        roles = view.procedure.role_names(action.by)
        raise NotAllowed("not_allowed", action=action.label, roles=roles)
    return action, own


def _reported_by(actor: Actor, view: CaseView, step: int, action: Action) -> Iterator[TaskProgress]:
    for task in view.progress.step(step).tasks:
        try:
            require_role(view.procedure, actor, action, task)
        except NotAllowed:
            continue
        yield task


def _tasks(view: CaseView) -> Iterator[TaskProgress]:
    for step in view.progress.steps:
        yield from step.tasks


def _of_others(upload: Upload, view: CaseView, unit: str | None) -> Invalid | None:
    """Return why a file is nothing to this unit: it is another's, or holds no row of this one."""
    if unit is None:
        return None
    try:
        workbook.read_unit(upload.content, view.dataset, unit)
    except Invalid as fault:
        codes = [one.code for one in fault.problems]
        rows = len(indicators(view.dataset, unit))
        none = codes.count("workbook_row_missing") >= rows and len(set(codes)) == 1
        if "workbook_other_unit" in codes or none:
            return fault
    return None
