"""How late each task and step is, or was when it was done. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from service.progress.model import Event, StepProgress, TaskProgress, TaskState

WorkingDays = Callable[[date, date], int]
OVER: tuple[TaskState, ...] = ("selesai", "dilewati")  # states of a task that nobody waits for


@dataclass(frozen=True)
class Calendar:
    """The days of a case: today and the due date of each step, in the office's time zone.

    `due` is deadlines.due_dates; `working_days` counts the working days after one date up to
    another (deadlines.working_days_between).
    """

    today: date
    due: Mapping[int, date]
    working_days: WorkingDays
    zone: tzinfo

    def late(self, step: int, day: date) -> int:
        """Return the working days from the due date of `step` up to `day`; 0 without one."""
        due = self.due.get(step)
        return self.working_days(due, day) if due else 0


def with_lateness(
    steps: Iterable[StepProgress], events: Iterable[Event], calendar: Calendar
) -> tuple[StepProgress, ...]:
    """Return the steps and their tasks with due date, days late, and days late when done."""
    steps = tuple(steps)
    done = _last_work(steps, events)
    return tuple(_step(step, done, calendar) for step in steps)


def _last_work(
    steps: Iterable[StepProgress], events: Iterable[Event]
) -> dict[tuple[int | None, str | None], Event]:
    """Return the last event of each task that was its own work.

    What was done to its documents afterwards, a number, a letter or the same made again, is not.
    """
    own = {
        step.step.number: {one.event for one in step.step.actions if not one.optional}
        for step in steps
    }
    return {
        (event.step, event.unit): event
        for event in events
        if event.step is not None and event.action in own.get(event.step, ())
    }


def _step(
    step: StepProgress, done: Mapping[tuple[int | None, str | None], Event], calendar: Calendar
) -> StepProgress:
    number = step.step.number
    ended = step.state in OVER
    now = 0 if ended else calendar.late(number, calendar.today)
    tasks = tuple(_task(task, done.get((number, task.unit)), now, calendar) for task in step.tasks)
    return replace(
        step,
        tasks=tasks,
        due=calendar.due.get(number),
        late_days=now,
        done_late_days=max((task.done_late_days for task in tasks), default=0) if ended else 0,
    )


def _task(task: TaskProgress, last: Event | None, now: int, calendar: Calendar) -> TaskProgress:
    done_late = 0
    if task.state == "selesai" and last is not None:
        done_late = calendar.late(task.step, last.at.astimezone(calendar.zone).date())
    return replace(
        task,
        due=calendar.due.get(task.step),
        late_days=0 if task.state in OVER else now,
        done_late_days=done_late,
    )
