"""What the examination found to be mended and nobody has examined again."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.casework.model import CaseView
from service.dataset import indicators
from service.errors import ServiceError
from service.progress import Event, require_may_do


@dataclass(frozen=True)
class Finding:
    """One indicator that is to be mended, with the examiner's note.

    `task` is the key of the examination; `repeatable` tells whether it can be done again because
    nothing was made from it yet.
    """

    unit: str | None
    unit_name: str | None
    indicator: str
    note: str
    task: str
    repeatable: bool


def open_findings(view: CaseView, unit: str | None = None) -> tuple[Finding, ...]:
    """Return the open findings of `unit`, or of every unit, in the order of the indicators.

    The newest examination counts; data sent after it waits for another one.
    """
    newest: dict[str | None, Event] = {}
    for event in view.progress.events:
        if "checks" in event.facts:
            newest[event.unit] = event
    found = {
        finding.indicator: finding
        for event in newest.values()
        for finding in _findings(view, event)
        if unit in (None, finding.unit) and _stands(view, event, finding.unit)
    }
    return tuple(found[one.code] for one in indicators(view.dataset) if one.code in found)


def _stands(view: CaseView, examined: Event, unit: str | None) -> bool:
    """Tell whether `unit` has done no earlier step anew since it was examined."""
    return not any(
        one.number > examined.number
        and one.unit in (unit, examined.unit)
        and (one.step or 0) < (examined.step or 0)
        and one.action != "numbered"
        for one in view.progress.events
    )


def _findings(view: CaseView, event: Event) -> Iterator[Finding]:
    """Yield what is to be mended, each with the unit whose indicator it is."""
    names = {one.code: one.name for one in view.dataset.units}
    units = {one.code: one.unit for one in indicators(view.dataset)}
    task = f"{event.step}.{event.unit}" if event.unit else f"{event.step}"
    repeatable = _repeatable(view, event)
    for code, told in event.facts["checks"].items():
        if told["verdict"] == "perbaiki":
            unit = units.get(code, event.unit)
            yield Finding(unit, names.get(unit or ""), code, told["note"], task, repeatable)


def _repeatable(view: CaseView, event: Event) -> bool:
    step = view.procedure.step(event.step or 0)
    action = next(one.name for one in step.actions if one.brings == "checks")
    try:
        require_may_do(view.procedure, view.progress, event.actor, step.number, event.unit, action)
    except ServiceError:
        return False
    return True
