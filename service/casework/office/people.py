"""Who of an office can act, and who may number a document."""

from collections.abc import Iterable, Iterator
from datetime import date

from service.dataset import DataSet, Official, official, units_with_indicators
from service.errors import NotAllowed
from service.procedure import Procedure, Role
from service.progress import Actor, OutputFile


def actors(procedures: Iterable[Procedure], ds: DataSet, today: date) -> tuple[Actor, ...]:
    """Return everyone who can act in one of `procedures` today, each role and unit once.

    A role that several procedures name is called as the first of them does.
    A role that acts but is held by nobody in the data set stands without a name, so that a
    gap in the list of officials stops nobody's work.
    """
    found: dict[tuple[str, str | None], Actor] = {}
    for procedure in procedures:
        acting = {code for step in procedure.steps for one in step.actions for code in one.by}
        acting |= set(procedure.open_roles)
        for role in procedure.roles:
            if role.code in acting:
                for actor in _holders(role, ds, today):
                    found.setdefault((actor.role, actor.unit), actor)
    return tuple(found.values())


def require_may_number(procedure: Procedure, actor: Actor, file: OutputFile) -> None:
    """Return when `actor` may number this document: whoever makes it, or opens cases.

    Raises NotAllowed.
    """
    makers = [
        code
        for step in procedure.steps
        for action in step.actions
        if any(made.output == file.output for made in action.makes)
        for code in action.by
    ]
    allowed = tuple(dict.fromkeys([*makers, *procedure.open_roles]))
    own = actor.unit is None or actor.unit == file.unit
    if actor.role not in allowed or not own:
        raise NotAllowed(
            "not_allowed", action="Memberi nomor dokumen", roles=procedure.role_names(allowed)
        )


def _holders(role: Role, ds: DataSet, today: date) -> Iterator[Actor]:
    if role.per == "office":
        yield _actor(role, None, official(ds, role.code, on=today), role.name)
        return
    for unit in units_with_indicators(ds):
        person = official(ds, role.code, unit.code, on=today)
        yield _actor(role, unit.code, person, f"{role.name} {unit.name}")


def _actor(role: Role, unit: str | None, person: Official | None, position: str) -> Actor:
    if person is None:
        return Actor(role.code, unit, "", position)
    acting = f"{person.acting} " if person.acting else ""
    return Actor(role.code, unit, person.name, f"{acting}{person.position}")
