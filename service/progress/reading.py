"""A case's events folded into what is done, open or waiting. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from service.dataset import DataSet, Unit, units_with_indicators
from service.procedure import Action, Output, OutputState, Procedure, Requirement, Step
from service.progress.model import (
    Event,
    OutputFile,
    Progress,
    RequirementProgress,
    StepProgress,
    TaskProgress,
    TaskState,
)

WorkingDays = Callable[[date, date], int]


def output_key(output: Output, unit: str | None) -> str:
    """Return how an output is called within its case: "D1", or "D3.SEKSI-PEM" for one per unit."""
    return output.code if output.per == "office" else f"{output.code}.{unit}"


def output_files(procedure: Procedure, events: Sequence[Event]) -> tuple[OutputFile, ...]:
    """Return every version of every output, in the order of `events`.

    An output is a file of kind output or signed whose key and state the procedure knows. Versions
    of one key count from 1.
    """
    versions: Counter[str] = Counter()
    files = []
    for event, file in _made(procedure, events):
        versions[file.key] += 1
        files.append(replace(file, version=versions[file.key], at=event.at, actor=event.actor))
    return tuple(replace(file, current=file.version == versions[file.key]) for file in files)


def _made(procedure: Procedure, events: Sequence[Event]) -> Iterator[tuple[Event, OutputFile]]:
    states = {output.code: output.states for output in procedure.outputs}
    for event in events:
        for ref in event.files:
            code, _, unit = ref.key.partition(".")
            if ref.kind in ("output", "signed") and ref.state in states.get(code, ()):
                yield (
                    event,
                    OutputFile(
                        ref.key,
                        code,
                        unit or None,
                        ref.state,
                        0,
                        False,
                        ref,
                        event.number,
                        event.at,
                        event.actor,
                    ),
                )


def read(  # noqa: PLR0917 the case first, then the calendar
    procedure: Procedure,
    events: Sequence[Event],
    ds: DataSet,
    today: date,
    due: Mapping[int, date],
    working_days: WorkingDays,
) -> Progress:
    """Return the case as it stands after `events`, given in the order of their numbers.

    `due` holds each step's estimated due date (deadlines.due_dates); `working_days` counts the
    working days after one date up to another (deadlines.working_days_between). A task is done
    when the output states it makes exist; an earlier state made again takes the later ones back.
    """
    case = _Case(procedure, tuple(events), ds, today, due=due, working_days=working_days)
    steps = tuple(case.step(step) for step in procedure.steps)
    return Progress(
        steps=steps,
        next=_most_urgent(steps),
        outputs=case.files,
        skipped_units=_skipped(ds),
        events=case.events,
        done=all(step.state == "selesai" for step in steps),
        locked=case.approval(),
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

    def __init__(
        self,
        procedure: Procedure,
        events: tuple[Event, ...],
        ds: DataSet,
        today: date,
        *,
        due: Mapping[int, date],
        working_days: WorkingDays,
    ) -> None:
        self.procedure, self.events, self.today = procedure, events, today
        self.due, self.working_days = due, working_days
        self.units = units_with_indicators(ds)
        self.receivers = tuple(receiver.name for receiver in ds.receivers)
        self.by_number = {event.number: event for event in events}
        self.makers = {
            made: step.number
            for step in procedure.steps
            for action in step.actions
            for made in action.makes
        }
        self.files = output_files(procedure, events)
        self.standing = _standing(procedure, self.files)

    def step(self, step: Step) -> StepProgress:
        """Return the step with its tasks."""
        units: tuple[Unit | None, ...] = self.units if step.per == "unit" else (None,)
        tasks = tuple(self.task(step, unit) for unit in units)
        state = _together([task.state for task in tasks])
        due = self.due.get(step.number)
        open_since = due if state != "selesai" else None
        return StepProgress(
            step=step,
            state=state,
            tasks=tasks,
            done=sum(task.state == "selesai" for task in tasks),
            total=len(tasks),
            due=due,
            late_days=self.working_days(open_since, self.today) if open_since else 0,
            missing_units=tuple(
                task.unit_name for task in tasks if task.unit_name and task.state != "selesai"
            ),
            requirements=tuple(self.requirement(one) for one in step.requirements),
            outputs=tuple(file for task in tasks for file in task.outputs),
        )

    def task(self, step: Step, unit: Unit | None) -> TaskProgress:
        """Return the task of `step` for `unit`, None for the whole office."""
        code = unit.code if unit else None
        waits_for = tuple(self.missing(step.needs, code))
        outputs = tuple(self.newest(step, code))
        deliveries = self.deliveries(step, code)
        undone = [one for one in step.actions if not self.action_done(one, code, deliveries)]
        state = _task_state(bool(undone), bool(waits_for), bool(outputs))
        last = self.last_event(step, code)
        return TaskProgress(
            key=f"{step.number}.{code}" if code else str(step.number),
            step=step.number,
            unit=code,
            unit_name=unit.name if unit else None,
            state=state,
            next=undone[0] if undone and state != "menunggu" else None,
            at=last.at if last else None,
            actor=last.actor if last else None,
            outputs=outputs,
            waits_for=waits_for,
            receivers=deliveries,
        )

    def action_done(
        self, action: Action, unit: str | None, deliveries: Mapping[str, Event | None]
    ) -> bool:
        """Tell whether everything the action makes exists, for every receiver where it asks so."""
        made = all(self.keys(one, unit)[0] in self.standing for one in action.makes)
        return made and (not action.per_receiver or None not in deliveries.values())

    def keys(self, wanted: OutputState, unit: str | None) -> list[tuple[str, str]]:
        """Return the (key, state) pairs `wanted` means: every unit's, to the whole office."""
        output = self.procedure.output(wanted.output)
        units: list[str | None] = [unit]
        if output.per == "unit" and unit is None:
            units = [one.code for one in self.units]
        return [(output_key(output, one), wanted.state) for one in units]

    def missing(self, needs: Sequence[OutputState], unit: str | None) -> Iterator[tuple[int, str]]:
        """Yield (step that makes it, output key) for each need that does not exist yet."""
        for need in needs:
            for key, state in self.keys(need, unit):
                if (key, state) not in self.standing:
                    yield self.makers[need], key

    def newest(self, step: Step, unit: str | None) -> Iterator[OutputFile]:
        """Yield the newest file of each output state the task has made."""
        for action in step.actions:
            for made in action.makes:
                for place in self.keys(made, unit):
                    if place in self.standing:
                        yield self.standing[place][-1]

    def deliveries(self, step: Step, unit: str | None) -> dict[str, Event | None]:
        """Return the newest delivery to each receiver; empty when the step delivers nothing."""
        states = [made for action in step.actions if action.per_receiver for made in action.makes]
        if not states:
            return {}
        found: dict[str, Event | None] = {}
        for made in states:
            for file in self.standing.get(self.keys(made, unit)[0], ()):
                event = self.by_number[file.event]
                if "receiver" in event.facts:
                    found[event.facts["receiver"]] = event
        return {name: found.get(name) for name in self.receivers} or found

    def last_event(self, step: Step, unit: str | None) -> Event | None:
        """Return what was done last in this task."""
        mine = (e for e in reversed(self.events) if (e.step, e.unit) == (step.number, unit))
        return next((e for e in mine if e.action != "numbered"), None)

    def requirement(self, requirement: Requirement) -> RequirementProgress:
        """Return whether the kelengkapan exists, in every unit where it is made per unit."""
        if requirement.proof is None:
            return RequirementProgress(requirement, exists=True, keys=())
        wanted = self.keys(requirement.proof, None)
        there = tuple(key for key, state in wanted if (key, state) in self.standing)
        return RequirementProgress(requirement, 0 < len(there) == len(wanted), there)

    def approval(self) -> Event | None:
        """Return the event that approved the case and so locked it."""
        for step in self.procedure.steps:
            for action in step.actions:
                if action.name == "approve":
                    approved = self.standing.get(self.keys(action.makes[0], None)[0])
                    if approved:
                        return self.by_number[approved[-1].event]
        return None


def _standing(
    procedure: Procedure, files: Sequence[OutputFile]
) -> dict[tuple[str, str], list[OutputFile]]:
    """Return the files of each (key, state) that no earlier state made anew has taken back."""
    standing: dict[tuple[str, str], list[OutputFile]] = {}
    for file in files:
        states = procedure.output(file.output).states
        for later in states[states.index(file.state) + 1 :]:
            standing.pop((file.key, later), None)
        standing.setdefault((file.key, file.state), []).append(file)
    return standing


def _task_state(undone: bool, waiting: bool, begun: bool) -> TaskState:
    if not undone:
        return "selesai"
    if waiting:
        return "menunggu"
    return "sebagian" if begun else "terbuka"


def _together(states: Sequence[TaskState]) -> TaskState:
    """Return the state of a step from those of its tasks."""
    if len(set(states)) == 1:
        return states[0]
    if "selesai" in states or "sebagian" in states:
        return "sebagian"
    return "terbuka" if states else "menunggu"
