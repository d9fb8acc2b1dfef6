"""The letters that go with a task: optional, written beside the work and after it."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.casework import CaseView
from service.errors import ServiceError
from service.procedure import Action
from service.progress import OutputFile, TaskProgress


@dataclass(frozen=True)
class Letter:
    """A letter that may be written now: its name, and its newest version.

    `fault` is what was wrong with it when it was just sent.
    """

    action: Action
    name: str
    newest: OutputFile | None
    fault: ServiceError | None


def letters(
    view: CaseView, task: TaskProgress, actions: Iterable[Action], fault: ServiceError | None
) -> list[Letter]:
    """Return the letters that the optional `actions` of a task write."""
    found = []
    for action in actions:
        code = action.makes[0].output
        written = [file for file in task.outputs if file.output == code]
        name = view.procedure.output(code).name
        found.append(Letter(action, name, written[-1] if written else None, fault))
    return found
