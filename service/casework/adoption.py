"""Which version of a Word template is in use: what the office adopted, in its own events.

A version adopted holds for every quarter opened afterwards. A quarter that was there already has
it only when the office said so, and one that is approved keeps what it was made with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from service.progress import Event, FileRef

ADOPTED = "template_adopted"
VERSION, BEFORE = "template", "template_before"  # kinds of file of such an event


@dataclass(frozen=True)
class Adoption:
    """A version the office took into use; `keeps` are the cases that stay with theirs.

    `file` is the version, `before` the one that was in use until then.
    """

    template: str
    paper: str
    file: FileRef
    before: FileRef
    keeps: frozenset[str]
    event: Event

    def holds_for(self, case: str | None) -> bool:
        """Tell whether a case takes this version; None stands for one opened from now on."""
        return case is None or case not in self.keeps


def adoptions(events: Sequence[Event]) -> tuple[Adoption, ...]:
    """Return every adoption the office's events tell of, in their order."""
    return tuple(_adoption(event) for event in events if event.action == ADOPTED)


def in_use(
    adopted: Sequence[Adoption], template: str, paper: str, case: str | None = None
) -> Adoption | None:
    """Return the adoption whose version a case takes, None while it has the one it came with."""
    for one in reversed(adopted):
        if (one.template, one.paper) == (template, paper) and one.holds_for(case):
            return one
    return None


def facts(template: str, paper: str, keeps: Iterable[str]) -> dict[str, Any]:
    """Return what the office's event says of an adoption, besides its files."""
    return {"template": template, "paper": paper, "keeps": sorted(keeps)}


def _adoption(event: Event) -> Adoption:
    files = {ref.kind: ref for ref in event.files}
    return Adoption(
        template=event.facts["template"],
        paper=event.facts["paper"],
        file=files[VERSION],
        before=files[BEFORE],
        keeps=frozenset(event.facts["keeps"]),
        event=event,
    )
