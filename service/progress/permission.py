"""Who may do what now, and the sentence for who may not."""

from collections.abc import Iterable
from typing import Any

from service.errors import Conflict, NotAllowed, NotFound, Problem
from service.indonesian import long_date
from service.procedure import Action, OutputState, Procedure, Procedures, Right, Step, rights
from service.progress.model import Actor, Event, Progress, TaskProgress
from service.progress.reading import made_anew

RIGHT_NAMES: dict[Right, str] = {
    "read": "Melihat halaman ini",
    "trail": "Melihat seluruh jejak",
    "people": "Mengatur pengguna",
}


def require_may_open(procedure: Procedure, actor: Actor) -> None:
    """Return when `actor` may open a case of `procedure`. Raises NotAllowed."""
    if actor.role not in procedure.open_roles:
        roles = procedure.role_names(procedure.open_roles)
        raise NotAllowed("not_allowed", action="Membuka triwulan", roles=roles)


def require_may_open_some(procedures: Iterable[Procedure], actor: Actor) -> None:
    """Return when `actor` may open a case of one of `procedures`. Raises NotAllowed."""
    allowed = {code: one for one in procedures for code in one.open_roles}
    if actor.role not in allowed:
        roles = " atau ".join(one.role(code).name for code, one in allowed.items())
        raise NotAllowed("not_allowed", action="Membuka triwulan", roles=roles)


def require_right(procedures: Procedures, actor: Actor, right: Right) -> None:
    """Return when the actor's role has a right that no step decides. Raises NotAllowed."""
    if rights().has(actor.role, right):
        return
    listed = " atau ".join(map(procedures.role_name, rights().allowed.get(right) or ()))
    raise NotAllowed("not_allowed", action=RIGHT_NAMES[right], roles=listed or "-")


def require_may_do(  # noqa: PLR0917 who does what where, in the order of a sentence
    procedure: Procedure,
    progress: Progress,
    actor: Actor,
    step: int,
    unit: str | None,
    action: str,
    *,
    receiver: str | None = None,
) -> Action:
    """Return the action when `actor` may do it now.

    Raises NotFound for a step, unit, action or receiver there is not; NotAllowed for another role
    or unit; Conflict when the case is locked by its approval, when an output the task needs is
    missing, when an earlier action of the task comes first, when something was already made from
    what would be made again, or when what is to be approved or signed is stale.
    """
    line = procedure.step(step)
    task = progress.task(step, unit)
    wanted = _action(line, task, action)
    require_role(procedure, actor, wanted, task)
    if wanted.name == "remake" and not task.again:
        raise Conflict("task_not_stale", of=task_name(line, task))
    _require_receiver(task, wanted, receiver)
    if wanted.name != "letter":
        _require_unlocked(procedure, progress, line, wanted)
    _require_inputs(procedure, progress, task, wanted)
    if wanted.name in {"approve", "sign"}:
        _require_fresh(procedure, progress, wanted)
    if wanted.name not in {"letter", "remake"}:
        _require_turn(line, task, wanted)
        _require_unused(procedure, progress, line, task, wanted)
    return wanted


def _action(step: Step, task: TaskProgress, name: str) -> Action:
    if name == "remake":
        return made_anew(step, task.again)
    for action in step.actions:
        if action.name == name:
            return action
    raise NotFound("not_found", what=f"Tindakan “{name}” pada langkah {step.number}")


def require_role(procedure: Procedure, actor: Actor, action: Action, task: TaskProgress) -> None:
    """Return when `action` is the actor's to do, in this unit. Raises NotAllowed."""
    if actor.role not in action.by:
        roles = procedure.role_names(action.by)
        raise NotAllowed("not_allowed", action=f"“{action.label}”", roles=roles)
    own_unit_only = procedure.role(actor.role).per == "unit"
    if own_unit_only and task.unit is not None and actor.unit != task.unit:
        role = procedure.role(actor.role).name
        raise NotAllowed("task_other_unit", role=role, unit=task.unit_name)


def _require_receiver(task: TaskProgress, action: Action, receiver: str | None) -> None:
    listed = task.receivers
    if action.per_receiver and receiver is not None and listed and receiver not in listed:
        raise NotFound("not_found", what=f"Instansi penerima “{receiver}”")


def _require_unlocked(procedure: Procedure, progress: Progress, step: Step, action: Action) -> None:
    """Refuse everything up to and including the approval once it was given."""
    if progress.locked is None:
        return
    order = [(line.number, one.name) for line in procedure.steps for one in line.actions]
    approval = next(n for n, (_, name) in enumerate(order) if name == "approve")
    if action.name == "remake" or order.index((step.number, action.name)) <= approval:
        require_unlocked(procedure, progress)


def require_unlocked(procedure: Procedure, progress: Progress) -> None:
    """Return unless the case was approved. Raises Conflict naming who did and who may reopen."""
    if progress.locked is not None:
        roles = procedure.role_names(procedure.reopen_roles) or "-"
        raise Conflict("task_locked", **told_of(progress.locked), roles=roles)


def _require_inputs(
    procedure: Procedure, progress: Progress, task: TaskProgress, action: Action
) -> None:
    """Refuse while an output the task needs is missing, naming each and the step it comes from.

    A document that is made anew waits too: what it is made from comes first.
    """
    if not task.waits_for:
        return
    if action.name == "letter" and task.outputs:
        return
    names = {unit.unit: unit.unit_name for line in progress.steps for unit in line.tasks}
    missing = []
    for step, key in task.waits_for:
        code, _, unit = key.partition(".")
        of = f" {names[unit]}" if unit else ""
        missing.append(f"{procedure.output(code).name}{of} (langkah {step})")
    raise Conflict("task_waits", missing="; ".join(missing))


def _require_fresh(procedure: Procedure, progress: Progress, action: Action) -> None:
    """Refuse to approve or sign while a document of the case is stale, naming each with why."""
    letters = procedure.letters
    names = {task.unit: task.unit_name for step in progress.steps for task in step.tasks}
    problems = []
    for key, reasons in progress.stale.items():
        code, _, unit = key.partition(".")
        if code not in letters:
            of = f" {names.get(unit, unit)}" if unit else ""
            told = f"{procedure.output(code).name}{of}: {reasons[0].text}."
            problems.append(Problem(key, "output_stale", told))
    if problems:
        raise Conflict("outputs_stale", problems, action=action.label, count=len(problems))


def _require_turn(step: Step, task: TaskProgress, action: Action) -> None:
    """Refuse an action before those above it in the same task."""
    if task.next in step.actions and step.actions.index(action) > step.actions.index(task.next):
        raise Conflict("task_not_yet", action=action.label, first=task.next.label)


def _require_unused(
    procedure: Procedure, progress: Progress, step: Step, task: TaskProgress, action: Action
) -> None:
    """Refuse to make again what a later action or task has already made something from.

    What was sent back or is stale has to be made again: that is no making again on the side.
    Nothing is made from a letter, nor does a letter hold what it tells of.
    """
    there = {OutputState(file.output, file.state) for file in task.outputs}
    if task.stale or task.next == action or not set(action.makes) <= there:
        return
    later = step.actions[step.actions.index(action) + 1 :]
    if any(not there.isdisjoint(one.makes) for one in later if not one.optional):
        raise _already_used(step, task)
    for line in progress.steps:
        if not set(line.step.needs).isdisjoint(action.makes):
            for user in line.tasks:
                made = any(file.output not in procedure.letters for file in user.outputs)
                if made and (user.unit == task.unit or None in (user.unit, task.unit)):
                    raise _already_used(line.step, user)


def _already_used(step: Step, user: TaskProgress) -> Conflict:
    return Conflict(
        "already_used_downstream",
        step=step.number,
        title=step.title,
        of=f", {user.unit_name}" if user.unit_name else "",
        name=user.actor.name if user.actor else "-",
        at=long_date(user.at.date() if user.at else None),
    )


def task_name(step: Step, task: TaskProgress) -> str:
    """Return "Langkah 3 (Penghimpunan data realisasi), Seksi Pemerintahan"."""
    of = f", {task.unit_name}" if task.unit_name else ""
    return f"Langkah {step.number} ({step.title}){of}"


def told_of(event: Event) -> dict[str, Any]:
    """Return who did it and when, as the sentences of messages.yaml take them."""
    return {
        "position": event.actor.position,
        "name": event.actor.name or "-",
        "at": long_date(event.at.date()),
    }
