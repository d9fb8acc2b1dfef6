"""A case's events folded into what is done, open or waiting. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from service.dataset import DataSet, Unit, units_with_indicators
from service.procedure import Action, OutputState, Procedure, Requirement, Step
from service.progress.history import ACTED, output_files, standing
from service.progress.lateness import OVER, Calendar, WorkingDays, with_lateness
from service.progress.model import (
    Event,
    OutputFile,
    Progress,
    Reason,
    RequirementProgress,
    StepProgress,
    TaskProgress,
    TaskState,
)
from service.progress.staleness import Sources, holds_up, stale_outputs


def read(  # noqa: PLR0917 the case first, then the calendar
    procedure: Procedure,
    events: Sequence[Event],
    ds: DataSet,
    today: date,
    due: Mapping[int, date],
    working_days: WorkingDays,
    sources: Sources | None = None,
) -> Progress:
    """Return the case as it stands after `events`, given in the order of their numbers.

    `due` holds each step's estimated due date (deadlines.due_dates); `working_days` counts the
    working days after one date up to another (deadlines.working_days_between). A task is done
    when the output states it makes stand and agree with `sources`, which is what they were made
    from as it is now; without it nothing is stale. An earlier state made again takes the later
    ones back. An approved case is as it was approved: nothing in it is stale.
    """
    case = _Case(procedure, tuple(events), ds)
    locked = case.approval()
    if sources is not None and locked is None:
        names = {unit.code: unit.name for unit in ds.units}
        case.stale = stale_outputs(procedure, case.events, case.stands, sources, names)
    calendar = Calendar(today, due, working_days, ZoneInfo(ds.office.time_zone))
    steps = with_lateness((case.step(step) for step in procedure.steps), case.events, calendar)
    return Progress(
        steps=steps,
        next=_most_urgent(steps),
        outputs=case.outputs(),
        skipped_units=_skipped(ds),
        events=case.events,
        done=all(step.state in OVER for step in steps),
        locked=locked,
        excused=dict(case.stands.excused),
        revision=case.stands.revision,
        stale=case.stale,
    )


def _most_urgent(steps: Sequence[StepProgress]) -> TaskProgress | None:
    """Return the first open task of the step that is due first."""
    by_due = sorted(steps, key=lambda step: (step.due or date.max, step.step.number))
    return next((task for step in by_due for task in step.tasks if task.next), None)


def _skipped(ds: DataSet) -> tuple[tuple[str, str], ...]:
    reporting = {unit.code for unit in units_with_indicators(ds)}
    reason = f"tidak mempunyai indikator tahun {ds.year}"
    return tuple((unit.name, reason) for unit in ds.units if unit.code not in reporting)


class _Case:
    """The events of a case with what they made, looked up by output key and state."""

    def __init__(self, procedure: Procedure, events: tuple[Event, ...], ds: DataSet) -> None:
        self.procedure, self.events = procedure, events
        self.letters = procedure.letters
        self.units = units_with_indicators(ds)
        self.receivers = tuple(receiver.name for receiver in ds.receivers)
        self.by_number = {event.number: event for event in events}
        self.last = _last_events(events)
        self.makers = {
            made: step.number
            for step in procedure.steps
            for action in step.actions
            for made in action.makes
        }
        self.files = output_files(procedure, events)
        self.stands = standing(procedure, events, self.files, [unit.code for unit in self.units])
        self.stale: Mapping[str, tuple[Reason, ...]] = {}

    def outputs(self) -> tuple[OutputFile, ...]:
        """Return every file ever made, with whether it stands."""
        there = {(file.key, file.version) for one in self.stands.files.values() for file in one}
        return tuple(replace(one, stands=(one.key, one.version) in there) for one in self.files)

    def step(self, step: Step) -> StepProgress:
        """Return the step with its tasks."""
        units: tuple[Unit | None, ...] = self.units if step.per == "unit" else (None,)
        tasks = tuple(self.task(step, unit) for unit in units)
        state = _together([task.state for task in tasks])
        return StepProgress(
            step=step,
            state=state,
            tasks=tasks,
            done=sum(task.state == "selesai" for task in tasks),
            total=len(tasks),
            missing_units=tuple(
                task.unit_name for task in tasks if task.unit_name and task.state not in OVER
            ),
            requirements=tuple(self.requirement(one) for one in step.requirements),
            outputs=tuple(file for task in tasks for file in task.outputs),
        )

    def task(self, step: Step, unit: Unit | None) -> TaskProgress:
        """Return the task of `step` for `unit`, None for the whole office."""
        code = unit.code if unit else None
        waits_for = tuple(self.missing(step.needs, code))
        outputs = tuple(self.newest(step, code))
        documents = [one for one in outputs if one.output not in self.letters]
        deliveries = self.deliveries(step, code)
        undone = [
            one
            for one in step.actions
            if not one.optional and not self.action_done(one, code, deliveries)
        ]
        returned = self.stands.returned.get((step.number, code))
        excused = self.stands.excused.get(code or "")
        again = tuple(self.made_again(outputs))
        stale = tuple(reason for file in again for reason in self.stale[file.key])
        state = _task_state(
            bool(undone), bool(waits_for), bool(documents),
            stale=bool(stale), returned=returned is not None, excused=excused is not None,
        )  # fmt: skip
        last = self.last.get((step.number, code))
        return TaskProgress(
            key=f"{step.number}.{code}" if code else str(step.number),
            step=step.number,
            unit=code,
            unit_name=unit.name if unit else None,
            state=state,
            next=_wanted(step, state, undone, again, waiting=bool(waits_for)),
            at=last.at if last else None,
            actor=last.actor if last else None,
            outputs=outputs,
            waits_for=waits_for,
            receivers=deliveries,
            returned=returned,
            excused=excused if state == "dilewati" else None,
            again=again,
            stale=stale,
            document=documents[-1] if documents else None,
        )

    def made_again(self, outputs: Sequence[OutputFile]) -> Iterator[OutputFile]:
        """Yield those files of a task that are stale in the state the task gave them.

        A file that a later task has taken on is that task's to make again.
        """
        for file in outputs:
            newest = self.stands.newest(file.key) is file
            if newest and file.key in self.stale and file.output not in self.letters:
                yield file

    def action_done(
        self, action: Action, unit: str | None, deliveries: Mapping[str, Event | None]
    ) -> bool:
        """Tell whether everything the action makes exists, for every receiver where it asks so."""
        made = all(
            place in self.stands.files
            for one in action.makes
            for place in self.stands.wanted(one, unit)
        )
        return made and (not action.per_receiver or None not in deliveries.values())

    def missing(self, needs: Sequence[OutputState], unit: str | None) -> Iterator[tuple[int, str]]:
        """Yield (step that makes it, output key) for each need that is not there as it should."""
        for need in needs:
            for place in self.stands.wanted(need, unit):
                newest = self.stands.newest(place[0])
                old = newest is not None and newest.state == need.state
                if place not in self.stands.files or (
                    old and holds_up(self.stale.get(place[0], ()))
                ):
                    yield self.makers[need], place[0]

    def newest(self, step: Step, unit: str | None) -> Iterator[OutputFile]:
        """Yield the newest file of each output state the task has made."""
        for action in step.actions:
            for made in action.makes:
                for place in self.stands.places(made, unit):
                    if place in self.stands.files:
                        yield self.stands.files[place][-1]

    def deliveries(self, step: Step, unit: str | None) -> dict[str, Event | None]:
        """Return the newest delivery to each receiver; empty when the step delivers nothing."""
        states = [made for action in step.actions if action.per_receiver for made in action.makes]
        if not states:
            return {}
        found: dict[str, Event | None] = {}
        for made in states:
            for file in self.stands.files.get(self.stands.places(made, unit)[0], ()):
                event = self.by_number[file.event]
                if "receiver" in event.facts:
                    found[event.facts["receiver"]] = event
        return {name: found.get(name) for name in self.receivers} or found

    def requirement(self, requirement: Requirement) -> RequirementProgress:
        """Return whether the kelengkapan exists, in every unit where it is made per unit."""
        if requirement.proof is None:
            return RequirementProgress(requirement, exists=True, keys=())
        wanted = self.stands.wanted(requirement.proof, None)
        there = tuple(place[0] for place in wanted if place in self.stands.files)
        return RequirementProgress(requirement, 0 < len(there) == len(wanted), there)

    def approval(self) -> Event | None:
        """Return the event that approved the case and so locked it."""
        for step in self.procedure.steps:
            for action in step.actions:
                if action.name == "approve":
                    approved = self.stands.files.get(self.stands.places(action.makes[0], None)[0])
                    if approved:
                        return self.by_number[approved[0].event]
        return None


def _last_events(events: Sequence[Event]) -> dict[tuple[int | None, str | None], Event]:
    """Return what was done last in each task; giving a number is no doing of it."""
    return {(one.step, one.unit): one for one in events if one.action in ACTED}


def _task_state(
    undone: bool, waiting: bool, begun: bool, *, stale: bool, returned: bool, excused: bool
) -> TaskState:
    if stale:
        return "perlu_dibuat_ulang"
    if not undone:
        return "selesai"
    if excused:
        return "dilewati"
    if waiting:
        return "menunggu"
    if returned:
        return "dikembalikan"
    return "sebagian" if begun else "terbuka"


def _wanted(
    step: Step,
    state: TaskState,
    undone: Sequence[Action],
    again: Sequence[OutputFile],
    *,
    waiting: bool,
) -> Action | None:
    """Return the action a task wants now, None when nothing can or need be done."""
    if waiting or state in OVER:
        return None
    if state == "perlu_dibuat_ulang":
        return made_anew(step, again)
    return undone[0] if undone else None


def made_anew(step: Step, files: Sequence[OutputFile]) -> Action:
    """Return the action of making stale files of a step once more, in the state they had.

    It is for who makes them, without any for whoever the step is done by.
    """
    makes = tuple(OutputState(file.output, file.state) for file in files)
    makers = [one for one in step.actions if set(one.makes) & set(makes)] or step.required
    by = tuple(dict.fromkeys(code for one in makers for code in one.by))
    return Action("remake", "Buat ulang dokumen", by, "nothing", tuple(dict.fromkeys(makes)))


def _together(states: Sequence[TaskState]) -> TaskState:
    """Return the state of a step from those of its tasks; a unit that was let go counts no more."""
    counted: list[TaskState] = [one for one in states if one != "dilewati"]
    if not counted and states:
        return "dilewati"
    sticking: tuple[TaskState, ...] = ("perlu_dibuat_ulang", "dikembalikan")
    for state in sticking:
        if state in counted:
            return state
    if len(set(counted)) == 1:
        return counted[0]
    if "selesai" in counted or "sebagian" in counted:
        return "sebagian"
    return "terbuka" if counted else "menunggu"
