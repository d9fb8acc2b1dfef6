"""A case as frozen values: who acts, what happened, and what that comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from service.errors import NotFound
from service.procedure import Action, Requirement, Step

Day = date  # a field named date hides the class
TaskState = Literal[
    "menunggu",
    "terbuka",
    "sebagian",
    "selesai",
    "dilewati",
    "dikembalikan",
    "perlu_dibuat_ulang",
]
ReasonKind = Literal["data", "upstream", "template"]


@dataclass(frozen=True)
class Actor:
    """Who acts: a role, the unit for a role that has one, and the name of who acts in it.

    `person` is the id of who signed in; it is empty where nobody does, as in the demo.
    """

    role: str
    unit: str | None
    name: str
    position: str
    person: str = ""

    def same_role(self, other: "Actor | None") -> bool:
        """Tell whether both act in the same role of the same unit, whoever they are."""
        return other is not None and (self.role, self.unit) == (other.role, other.unit)

    @property
    def holder(self) -> str:
        """Return whose it is what this actor left to come back to: the person, else the role."""
        return self.person or f"{self.role}@{self.unit or ''}"


@dataclass(frozen=True)
class FileRef:
    """One file an event made or received, by content.

    `kind` is output, upload, dataset, procedure (the YAML a case was opened with), signed or
    receipt; `key` is an output's key such as "D1" or "D3.SEKSI-PEM" (empty otherwise); `template`
    is the SHA-256 of the template it was filled from; `dataset` the SHA-256 of the data set.
    """

    kind: str
    key: str
    state: str
    sha256: str
    name: str
    media_type: str
    size: int
    template: str = ""
    dataset: str = ""
    number: str | None = None
    date: Day | None = None


@dataclass(frozen=True)
class Event:
    """One thing a person did to a case, past tense, never changed.

    `action` is opened, done, approved, signed, delivered, written, numbered, remade; returned
    (`step` and `unit` are those of who sends back, `facts["to"]` the key of the task that gets it
    back); skipped or passed_over (a unit without, or with missing, data); reopened; amended (the
    office's data changed inside the case). `facts` holds JSON values: to, because (of an amendment
    a sentence, of what was remade the kinds of its reasons), checks
    {indicator: {"verdict": "sesuai"|"perbaiki", "note": str}}, findings {finding id: {"verdict":
    "diterima"|"dikembalikan", "note": str, "text": the sentence decided on}}, receiver,
    received_by, received_on, confirmed_by.
    """

    case: str
    number: int
    at: datetime
    actor: Actor
    action: str
    step: int | None
    unit: str | None
    note: str | None
    files: tuple[FileRef, ...]
    facts: Mapping[str, Any]
    hash: str = ""


@dataclass(frozen=True)
class Reason:
    """Why an output no longer agrees with what it was made from.

    `kind` says whether the data, an output it was made from or its template changed; `text` is a
    sentence; `event` the number of the event that did it, None for a template.
    """

    kind: ReasonKind
    text: str
    event: int | None = None


@dataclass(frozen=True)
class OutputFile:
    """One version of an output; `current` is the newest of its key.

    `stands` is False once it was taken back: returned, reopened, or an earlier state made anew.
    """

    key: str
    output: str
    unit: str | None
    state: str
    version: int
    current: bool
    ref: FileRef
    event: int
    at: datetime
    actor: Actor
    stands: bool = True


@dataclass(frozen=True)
class RequirementProgress:
    """A kelengkapan, whether it exists, and the files that prove it."""

    requirement: Requirement
    exists: bool
    keys: tuple[str, ...]


@dataclass(frozen=True)
class TaskProgress:
    """A step for one unit, or for the whole office.

    `key` is "3.SEKSI-PEM" or "6"; `next` the action that is wanted now (None when waiting or
    done); `waits_for` the outputs still missing, as (step number, output key); `receivers` what
    is delivered, by receiver name. `returned` is the event that sent the task back, `excused` the
    one that let its unit go, `again` are the files that have to be made again and `stale` says
    why. `due` is the step's due date; `late_days` counts the working days since then while the
    task is not done, `done_late_days` those from then to the day it was done (0 = in time).
    `document` is the last of the outputs that is no letter: what the task has come to.
    """

    key: str
    step: int
    unit: str | None
    unit_name: str | None
    state: TaskState
    next: Action | None
    at: datetime | None
    actor: Actor | None
    outputs: tuple[OutputFile, ...]
    waits_for: tuple[tuple[int, str], ...]
    receivers: Mapping[str, Event | None]
    returned: Event | None = None
    excused: Event | None = None
    again: tuple[OutputFile, ...] = ()
    stale: tuple[Reason, ...] = ()
    due: date | None = None
    late_days: int = 0
    done_late_days: int = 0
    document: OutputFile | None = None


@dataclass(frozen=True)
class StepProgress:
    """One step of the board: `done` of `total` tasks.

    `late_days` counts the working days since the estimated due date, 0 once the step is done;
    `done_late_days` is that of the task done last, 0 while the step is not done;
    `missing_units` are the names of the units whose task is not done.
    """

    step: Step
    state: TaskState
    tasks: tuple[TaskProgress, ...]
    done: int
    total: int
    missing_units: tuple[str, ...]
    requirements: tuple[RequirementProgress, ...]
    outputs: tuple[OutputFile, ...]
    due: date | None = None
    late_days: int = 0
    done_late_days: int = 0


@dataclass(frozen=True)
class Progress:
    """A case as it stands: every step, what to do next, every output ever made (newest last).

    `skipped_units` are (unit name, reason) of units that own no indicator, `excused` the events
    that let reporting units go, by unit code; `locked` is the approval after which nothing
    upstream of it may change; `revision` counts how often that was opened again. `stale` names,
    by output key, why an output has to be made again.
    """

    steps: tuple[StepProgress, ...]
    next: TaskProgress | None
    outputs: tuple[OutputFile, ...]
    skipped_units: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    done: bool
    locked: Event | None = None
    excused: Mapping[str, Event] = field(default_factory=dict)
    revision: int = 0
    stale: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)

    def step(self, number: int) -> StepProgress:
        """Return the step. Raises NotFound."""
        for step in self.steps:
            if step.step.number == number:
                return step
        raise NotFound("not_found", what=f"Langkah {number}")

    def task(self, step: int, unit: str | None = None) -> TaskProgress:
        """Return the task of `step` for `unit`. Raises NotFound, also for a skipped unit."""
        for task in self.step(step).tasks:
            if task.unit == unit:
                return task
        raise NotFound("not_found", what=f"Langkah {step} untuk unit {unit or 'seluruh kantor'}")
