"""Off the straight path: sent back with a note, gone on without a unit, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from service.casework.bringing import dataset_file
from service.casework.model import CaseView, NewFile, Told
from service.dataset import indicators, without_report
from service.errors import Invalid
from service.indonesian import roman
from service.progress import (
    Actor,
    TaskProgress,
    require_may_excuse,
    require_may_reopen,
    require_may_return,
)

Excuse = Literal["skipped", "passed_over"]


@dataclass(frozen=True)
class Detour:
    """What a person does off the straight path: who, in which task, and the note."""

    view: CaseView
    actor: Actor
    task: TaskProgress
    note: str | None


def sent_back(of: Detour, to: str | None, facts: Mapping[str, Any]) -> Told:
    """Return what is recorded when a task sends an earlier one back. Raises as
    `progress.require_may_return`."""
    view = of.view
    target = require_may_return(view.procedure, view.progress, of.actor, of.task, to, of.note)
    told = {**facts, "to": target.key}
    return Told(of.actor, "returned", of.task.step, of.task.unit, of.note, told)


def let_go(of: Detour, kind: Excuse) -> tuple[Told, tuple[NewFile, ...]]:
    """Return what is recorded when the office goes on without a unit, and the data set after it.

    A unit is `skipped` that has nothing to report, `passed_over` when its data are missing. What
    it has on file for the quarter is then not reported. Raises as `progress.require_may_excuse`,
    and Invalid("excuse_has_targets") for a skipped unit that has a target in the quarter.
    """
    view, unit = of.view, of.task.unit or ""
    require_may_excuse(view.procedure, view.progress, of.actor, of.task, of.note)
    targeted = [
        one.code
        for one in indicators(view.dataset, unit)
        if one.targets[view.quarter - 1] is not None
    ]
    if kind == "skipped" and targeted:
        codes, quarter = ", ".join(targeted), roman(view.quarter)
        raise Invalid("excuse_has_targets", unit=of.task.unit_name, codes=codes, quarter=quarter)
    ds = without_report(view.dataset, unit)
    files = () if ds == view.dataset else (dataset_file(ds),)
    return Told(of.actor, kind, of.task.step, of.task.unit, of.note, {}), files


def opened_again(view: CaseView, actor: Actor, note: str | None) -> Told:
    """Return what is recorded when an approved case is opened again. Raises as
    `progress.require_may_reopen`."""
    require_may_reopen(view.procedure, view.progress, actor, note)
    return Told(actor, "reopened", None, None, note, {})
