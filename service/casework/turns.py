"""Whose turn it is in a case, and who waits for whom. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from service.casework.model import CaseView
from service.procedure import Action, Procedure, Step
from service.progress import OVER, Actor, Event, TaskProgress


@dataclass(frozen=True)
class Turn:
    """An open task, the action that is wanted, and the official who owes it."""

    step: Step
    task: TaskProgress
    action: Action
    who: Actor

    @property
    def returned(self) -> Event | None:
        """Return the event that sent the task back, with its note; None when it stands open."""
        return self.task.returned if self.task.state == "dikembalikan" else None

    @property
    def receivers(self) -> tuple[str, ...]:
        """Return to whom nothing was delivered yet; empty where nothing is to be delivered."""
        if not self.action.per_receiver:
            return ()
        return tuple(name for name, event in self.task.receivers.items() if event is None)


@dataclass(frozen=True)
class Owing:
    """Everything one official owes now, the latest first."""

    who: Actor
    turns: tuple[Turn, ...]

    @property
    def late_days(self) -> int:
        """Return the working days the latest of it is late."""
        return max(turn.task.late_days for turn in self.turns)


@dataclass(frozen=True)
class Waiting:
    """A step that cannot begin, for these units (none: the whole office), and what it waits for.

    `for_` pairs each step that has to come first with the units it still lacks.
    """

    step: Step
    who: str
    units: tuple[str, ...]
    for_: tuple[tuple[Step, tuple[str, ...]], ...]


def turns(view: CaseView, actors: Iterable[Actor]) -> tuple[Turn, ...]:
    """Return every open task with its official, by due date and step: so the latest first."""
    everyone = tuple(actors)
    found = [
        Turn(line.step, task, task.next, _official(view.procedure, everyone, task, task.next))
        for line in view.progress.steps
        for task in line.tasks
        if task.next is not None
    ]
    return tuple(sorted(found, key=_urgency))


def owing(listed: Iterable[Turn]) -> tuple[Owing, ...]:
    """Return `listed` by official, in the order each appears first."""
    by_official: dict[tuple[str, str | None], list[Turn]] = {}
    for turn in listed:
        by_official.setdefault((turn.who.role, turn.who.unit), []).append(turn)
    return tuple(Owing(mine[0].who, tuple(mine)) for mine in by_official.values())


def waiting(view: CaseView) -> tuple[Waiting, ...]:
    """Return every step that waits, with the steps and units it waits for, in the SOP's order."""
    names = {unit.code: unit.name for unit in view.dataset.units}
    found = []
    for line in view.progress.steps:
        blocked = [
            task
            for task in line.tasks
            if task.waits_for and task.next is None and task.state not in OVER
        ]
        if blocked:
            lacking: dict[int, dict[str, None]] = {}
            for number, key in _missing(blocked):
                units = lacking.setdefault(number, {})
                unit = key.partition(".")[2]
                if unit:
                    units[names.get(unit, unit)] = None
            found.append(
                Waiting(
                    line.step,
                    _roles(view.procedure, line.step),
                    tuple(task.unit_name for task in blocked if task.unit_name),
                    tuple((view.procedure.step(n), tuple(lacking[n])) for n in sorted(lacking)),
                )
            )
    return tuple(found)


def approvers(procedure: Procedure, actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return the officials who approve in `procedure`: those to whom one reports."""
    roles = {
        code
        for step in procedure.steps
        for action in step.actions
        if action.name == "approve"
        for code in action.by
    }
    return tuple(one for one in actors if one.role in roles)


def _official(
    procedure: Procedure, actors: tuple[Actor, ...], task: TaskProgress, action: Action
) -> Actor:
    for role in action.by:
        for one in actors:
            if one.role == role and (None in (one.unit, task.unit) or one.unit == task.unit):
                return one
    return Actor(action.by[0], None, "", procedure.role_names(action.by))


def _urgency(turn: Turn) -> tuple[date, int]:
    return turn.task.due or date.max, turn.step.number


def _missing(tasks: Iterable[TaskProgress]) -> Iterator[tuple[int, str]]:
    return (missing for task in tasks for missing in task.waits_for)


def _roles(procedure: Procedure, step: Step) -> str:
    return procedure.role_names(step.actions[0].by)
