"""What stands of all that was made: events folded, each taking back what it makes invalid. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from service.procedure import Output, OutputState, Procedure, Step
from service.progress.model import Event, OutputFile

Place = tuple[str, str]  # an output key and a state
TaskKey = tuple[int, str | None]
REWRITTEN = {"numbered", "remade"}  # the same document once more: nobody did anything new
ACTED = {"done", "approved", "signed", "delivered"}  # somebody did what the task asks for
EXCUSES = {"skipped", "passed_over"}


def output_key(output: Output, unit: str | None) -> str:
    """Return how an output is called within its case: "D1", or "D3.SEKSI-PEM" for one per unit."""
    return output.code if output.per == "office" else f"{output.code}.{unit}"


def task_key(text: str) -> TaskKey:
    """Return "3.SEKSI-PEM" as (3, "SEKSI-PEM"), "6" as (6, None). Raises ValueError."""
    number, _, unit = text.partition(".")
    return int(number), unit or None


def output_files(procedure: Procedure, events: Sequence[Event]) -> tuple[OutputFile, ...]:
    """Return every version of every output, in the order of `events`.

    An output is a file of kind output or signed whose key and state the procedure knows. Versions
    of one key count from 1.
    """
    versions: Counter[str] = Counter()
    files = []
    for event in events:
        for file in _made(procedure, event):
            versions[file.key] += 1
            files.append(replace(file, version=versions[file.key]))
    return tuple(replace(file, current=file.version == versions[file.key]) for file in files)


def _made(procedure: Procedure, event: Event) -> Iterator[OutputFile]:
    states = {output.code: output.states for output in procedure.outputs}
    for ref in event.files:
        code, _, unit = ref.key.partition(".")
        if ref.kind in ("output", "signed") and ref.state in states.get(code, ()):
            yield OutputFile(
                ref.key, code, unit or None, ref.state, 0, False, ref,
                event.number, event.at, event.actor,
            )  # fmt: skip


@dataclass
class Standing:
    """What stands after the events: files, and who is asked to do what again.

    `files` are those of each (key, state), oldest first; `written` the number of the event of its
    newest version with other content, `acted` the same but for those that only look different:
    what was made from it need not be made again.
    """

    procedure: Procedure
    units: tuple[str, ...]
    files: dict[Place, list[OutputFile]] = field(default_factory=dict)
    acted: dict[Place, int] = field(default_factory=dict)
    written: dict[Place, int] = field(default_factory=dict)
    withdrawn: dict[Place, Event] = field(default_factory=dict)
    returned: dict[TaskKey, Event] = field(default_factory=dict)
    excused: dict[str, Event] = field(default_factory=dict)
    revision: int = 0

    def places(self, made: OutputState, unit: str | None) -> list[Place]:
        """Return the (key, state) pairs `made` means: every reporting unit's, to the office."""
        output = self.procedure.output(made.output)
        if output.per == "unit" and unit is None:
            return [(output_key(output, one), made.state) for one in self.units]
        return [(output_key(output, unit), made.state)]

    def wanted(self, made: OutputState, unit: str | None) -> list[Place]:
        """Return the pairs of `made` that are waited for: not those of units that were let go."""
        if unit is not None:
            return self.places(made, unit)
        gone = {f"{made.output}.{one}" for one in self.excused}
        return [one for one in self.places(made, None) if one[0] not in gone]

    def newest(self, key: str) -> OutputFile | None:
        """Return the file of `key` in the latest state that stands."""
        output = self.procedure.output(key.partition(".")[0])
        for state in reversed(output.states):
            if (key, state) in self.files:
                return self.files[key, state][-1]
        return None

    def take_up(self, event: Event, files: Sequence[OutputFile]) -> None:
        """Let one event have its effect; `files` are the outputs it made."""
        if event.action == "returned":
            self._send_back(event, task_key(event.facts["to"]))
        elif event.action in EXCUSES and event.unit is not None:
            self.excused[event.unit] = event
        elif event.action == "reopened":
            self._reopen(event)
        for file in files:
            self._stand(event, file)
        if event.action in ACTED and event.step is not None:
            self.returned.pop((event.step, event.unit), None)
            self.excused.pop(event.unit or "", None)

    def _stand(self, event: Event, file: OutputFile) -> None:
        place = (file.key, file.state)
        if event.action in REWRITTEN and place not in self.files:
            return
        self._take_back(place, event, including=False)
        self.files.setdefault(place, []).append(file)
        self.withdrawn.pop(place, None)
        if event.action != "numbered":
            self.written[place] = event.number
        if event.action not in REWRITTEN or set(event.facts.get("because", ())) - {"template"}:
            self.acted[place] = event.number

    def _send_back(self, event: Event, task: TaskKey) -> None:
        step, unit = task
        self.returned[task] = event
        self._undo(event, self.procedure.step(step), unit)

    def _reopen(self, event: Event) -> None:
        self.revision += 1
        for step in self.procedure.steps:
            if any(action.name == "approve" for action in step.actions):
                self._undo(event, step, None)

    def _undo(self, event: Event, step: Step, unit: str | None) -> None:
        for action in step.actions:
            if not action.optional:
                for made in action.makes:
                    for place in self.places(made, unit):
                        self._take_back(place, event, including=True)

    def _take_back(self, place: Place, event: Event, *, including: bool) -> None:
        """Withdraw the later states of an output, and this one where `including`."""
        key, state = place
        states = self.procedure.output(key.partition(".")[0]).states
        for later in states[states.index(state) + (not including) :]:
            if self.files.pop((key, later), None) is not None:
                self.withdrawn[key, later] = event


def standing(
    procedure: Procedure,
    events: Sequence[Event],
    files: Sequence[OutputFile],
    units: Sequence[str],
) -> Standing:
    """Return what stands after `events`, whose outputs are `files`; `units` report."""
    found = Standing(procedure, tuple(units))
    made: dict[int, list[OutputFile]] = {}
    for file in files:
        made.setdefault(file.event, []).append(file)
    for event in events:
        found.take_up(event, made.get(event.number, ()))
    return found
