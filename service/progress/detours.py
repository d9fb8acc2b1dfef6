"""Off the straight path: who may send back, let a unit go, open an approved case again."""

from service.errors import Conflict, Invalid, NotAllowed, NotFound, problem
from service.procedure import Procedure
from service.progress.model import Actor, Progress, StepProgress, TaskProgress
from service.progress.permission import require_unlocked, task_name, told_of


def return_targets(
    procedure: Procedure, progress: Progress, step: int, unit: str | None
) -> tuple[TaskProgress, ...]:
    """Return the tasks that task `step` of `unit` can be sent back to, the nearest first.

    They are those it waits for, however far back, that have made something which stands.
    """
    earlier = procedure.before(step)
    found = [
        task
        for line in reversed(progress.steps)
        if line.step.number in earlier
        for task in line.tasks
        if unit in (None, task.unit) or task.unit is None
    ]
    return tuple(task for task in found if task.document)


def units_before(procedure: Procedure, progress: Progress, step: int) -> StepProgress | None:
    """Return the last step per unit that `step` waits for: how many units are through for it."""
    earlier = procedure.before(step)
    found = [one for one in progress.steps if one.step.number in earlier and one.step.per == "unit"]
    return found[-1] if found else None


def require_may_return(  # noqa: PLR0917 who sends what back where, in the order of a sentence
    procedure: Procedure,
    progress: Progress,
    actor: Actor,
    task: TaskProgress,
    to: str | None,
    note: str | None,
) -> TaskProgress:
    """Return the task that `actor` may send back from `task`: `to`, or the nearest earlier one.

    Raises NotAllowed unless the actor acts in the step of `task`, Conflict for a locked case or a
    target that has made nothing or was sent back already, NotFound for one the task does not wait
    for, Invalid("return_note_missing") without a note.
    """
    step = procedure.step(task.step)
    _require_one_of(procedure, actor, step.roles, "Mengembalikan", task)
    require_unlocked(procedure, progress)
    targets = return_targets(procedure, progress, task.step, task.unit)
    if to is not None:
        targets = (_known(procedure, progress, task, to),)
    if not targets:
        raise Conflict("return_nothing", of=task_name(step, task))
    target = targets[0]
    line = procedure.step(target.step)
    if target.returned is not None and target.document is None:
        raise Conflict("return_twice", of=task_name(line, target), **told_of(target.returned))
    if target.document is None:
        raise Conflict("return_nothing", of=task_name(line, target))
    if target.unit is None and procedure.role(actor.role).per == "unit":
        raise NotAllowed("return_office_task", of=task_name(line, target))
    if not note:
        raise Invalid("return_note_missing", [problem("return_note", "note")])
    return target


def require_may_excuse(
    procedure: Procedure,
    progress: Progress,
    actor: Actor,
    task: TaskProgress,
    note: str | None,
) -> None:
    """Return when `actor` may let the unit of `task` go, with the reason `note`.

    Raises NotAllowed for another role, NotFound where the step lets nobody go, Conflict for a
    locked case or a unit that has reported or was let go already, Invalid without a reason.
    """
    step = procedure.step(task.step)
    if not step.skip_by or task.unit is None:
        raise NotFound("not_found", what=f"Melewati unit pada langkah {step.number}")
    _require_one_of(procedure, actor, step.skip_by, "Melanjutkan tanpa unit", task)
    require_unlocked(procedure, progress)
    if task.excused is not None:
        raise Conflict("excuse_twice", unit=task.unit_name, **told_of(task.excused))
    if task.document:
        name, position = (task.actor.name, task.actor.position) if task.actor else ("-", "-")
        raise Conflict("excuse_reported", unit=task.unit_name, name=name, position=position)
    if not note:
        raise Invalid("excuse_note_missing", [problem("excuse_note", "note")])


def require_may_reopen(
    procedure: Procedure, progress: Progress, actor: Actor, note: str | None
) -> None:
    """Return when `actor` may open an approved case again, with the reason `note`.

    Raises NotAllowed for another role, Conflict for a case that is not approved, Invalid without
    a reason.
    """
    if actor.role not in procedure.reopen_roles:
        roles = procedure.role_names(procedure.reopen_roles) or "siapa pun"
        raise NotAllowed("not_allowed", action="Membuka kembali triwulan", roles=roles)
    if progress.locked is None:
        raise Conflict("reopen_not_approved")
    if not note:
        raise Invalid("reopen_note_missing", [problem("reopen_note", "note")])


def _known(procedure: Procedure, progress: Progress, task: TaskProgress, to: str) -> TaskProgress:
    earlier = procedure.before(task.step)
    for line in progress.steps:
        for one in line.tasks:
            if one.key == to and one.step in earlier and (task.unit in (None, one.unit) or (
                one.unit is None)):  # fmt: skip
                return one
    raise NotFound("return_unknown", of=task_name(procedure.step(task.step), task), to=to)


def _require_one_of(
    procedure: Procedure, actor: Actor, roles: tuple[str, ...], action: str, task: TaskProgress
) -> None:
    if actor.role not in roles:
        raise NotAllowed("not_allowed", action=action, roles=procedure.role_names(roles))
    if procedure.role(actor.role).per == "unit" and actor.unit != task.unit:
        role = procedure.role(actor.role).name
        raise NotAllowed("task_other_unit", role=role, unit=task.unit_name)
