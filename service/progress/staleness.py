"""Which outputs no longer agree with what they were made from, and why: as `make` would. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.dataset import Change
from service.indonesian import long_date
from service.procedure import Action, OutputState, Procedure, Slice, Step
from service.progress.history import Standing
from service.progress.model import Event, OutputFile, Reason

Changes = Callable[[str, str], Sequence[Change]]
_MOST = 12  # reasons a document tells; whoever reads them has to act, not to count


@dataclass(frozen=True)
class Sources:
    """What outputs are compared with now.

    `dataset` is the SHA-256 of the data set as it stands; `alike(then, now, slices, unit)` tells
    whether two data sets, by SHA-256, print alike in these slices; `changes(then, now)` names
    what differs between them; `template(name)` returns the SHA-256 of the version in use.
    """

    dataset: str
    alike: Callable[[str, str, tuple[Slice, ...], str | None], bool]
    changes: Changes
    template: Callable[[str], str | None]


def stale_outputs(
    procedure: Procedure,
    events: Sequence[Event],
    stands: Standing,
    sources: Sources,
    names: Mapping[str, str],
) -> Mapping[str, tuple[Reason, ...]]:
    """Return why each output that stands has to be made again, by its key; fresh ones are absent.

    Only the latest state of an output that stands is judged: earlier ones are its history.
    `names` are the units' by code.
    """
    judge = _Judge(procedure, events, stands, sources, names)
    found: dict[str, tuple[Reason, ...]] = {}
    for step in procedure.steps:
        for action in step.actions:
            for made in action.makes:
                for place in stands.places(made, None):
                    file = stands.newest(place[0])
                    if file is not None and (file.key, file.state) == place:
                        reasons = tuple(judge.reasons(step, action, file, found))
                        if reasons:
                            found[place[0]] = reasons[:_MOST]
    return found


def holds_up(reasons: Sequence[Reason]) -> bool:
    """Tell whether what an output says is out of date, not only how it looks."""
    return any(one.kind != "template" for one in reasons)


@dataclass(frozen=True)
class _Judge:
    procedure: Procedure
    events: Sequence[Event]
    stands: Standing
    sources: Sources
    names: Mapping[str, str]

    def reasons(
        self, step: Step, action: Action, file: OutputFile, stale: Mapping[str, tuple[Reason, ...]]
    ) -> Iterator[Reason]:
        yield from self._data(action, file)
        if not action.optional:
            yield from self._upstream(step, file, stale)
        yield from self._template(file)

    def _template(self, file: OutputFile) -> Iterator[Reason]:
        if not file.ref.template:
            return
        output = self.procedure.output(file.output)
        now = self.sources.template(output.template)
        if now is not None and now != file.ref.template:
            yield Reason("template", f"Templat Word untuk {output.name} sudah diganti")

    def _data(self, action: Action, file: OutputFile) -> Iterator[Reason]:
        then, now = file.ref.dataset, self.sources.dataset
        if not then or self.sources.alike(then, now, action.reads, file.unit):
            return
        for change in self.sources.changes(then, now):
            if change.slice in action.reads and file.unit in (None, change.unit or file.unit):
                event = self._who(file, change)
                yield Reason("data", change.text + _by(event), event.number if event else None)

    def _who(self, file: OutputFile, change: Change) -> Event | None:
        """Return the last event that changed this value after `file` was made."""
        made_from, found = file.ref.dataset, None
        for event in self.events:
            sha = next((ref.sha256 for ref in event.files if ref.kind == "dataset"), None)
            if sha is not None and event.number > self.stands.written[file.key, file.state]:
                step = self.sources.changes(made_from, sha)
                if any((one.subject, one.label) == (change.subject, change.label) for one in step):
                    found = event
                made_from = sha
        return found

    def _upstream(
        self, step: Step, file: OutputFile, stale: Mapping[str, tuple[Reason, ...]]
    ) -> Iterator[Reason]:
        written = self.stands.written[file.key, file.state]
        for need in step.needs:
            for place in self.stands.wanted(need, file.unit):
                name = self._name(need, place[0])
                if place not in self.stands.files:
                    yield self._missing(name, self.stands.withdrawn.get(place))
                elif self.stands.acted[place] > written:
                    event = self._event(self.stands.acted[place])
                    yield Reason("upstream", f"{name} dibuat ulang{_by(event)}", event.number)
                elif place[0] != file.key and holds_up(stale.get(place[0], ())):
                    yield Reason("upstream", f"{name} perlu dibuat ulang", None)

    def _missing(self, name: str, event: Event | None) -> Reason:
        if event is None:
            return Reason("upstream", f"{name} belum ada")
        did = {"returned": "dikembalikan", "reopened": "dibuka kembali"}
        told = did.get(event.action, "berubah sesudah datanya dikirim ulang")
        return Reason("upstream", f"{name} {told}{_by(event)}", event.number)

    def _name(self, need: OutputState, key: str) -> str:
        unit = key.partition(".")[2]
        name = self.procedure.output(need.output).name
        return f"{name} {self.names.get(unit, unit)}" if unit else name

    def _event(self, number: int) -> Event:
        return next(one for one in self.events if one.number == number)


def _by(event: Event | None) -> str:
    if event is None:
        return ""
    who = f"{event.actor.name} ({event.actor.position})" if event.actor.name else (
        event.actor.position)  # fmt: skip
    return f" oleh {who}, {long_date(event.at.date())}"
