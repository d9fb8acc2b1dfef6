"""Procedures read from procedures/<code>/procedure.yaml, refused with all mistakes at once."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from service.errors import Invalid, Problem, problem
from service.procedure.model import Procedure
from service.procedure.rules import contradictions
from service.procedure.shape import build, read_yaml


def load(folder: Path) -> Procedure:
    """Return the procedure of `folder`/procedure.yaml.

    Raises Invalid("procedure_invalid") with every mistake of the file at once.
    """
    return _load([folder], folder)[0]


def load_all(folder: Path | None = None) -> dict[str, Procedure]:
    """Return every procedure in the folders of `folder` (the shipped ones) by its code.

    Raises Invalid("procedure_invalid") with the mistakes of all files at once.
    """
    where = folder or Path(str(files("service").joinpath("procedures")))
    found = _load([path.parent for path in sorted(where.glob("*/procedure.yaml"))], where)
    return {procedure.code: procedure for procedure in found}


def _load(folders: list[Path], where: Path) -> list[Procedure]:
    problems: list[Problem] = []
    found = []
    for folder in folders:
        place = f"{folder.name}/procedure.yaml"
        data = read_yaml((folder / "procedure.yaml").read_bytes(), place, problems)
        if data is not None:
            procedure, wrong = _checked(data, folder.name)
            problems += [replace(one, place=f"{place}: {one.place}") for one in wrong]
            found.append(procedure)
    if problems:
        raise Invalid("procedure_invalid", problems, folder=where.name)
    return found


def _checked(data: dict[Any, Any], code: str) -> tuple[Procedure, list[Problem]]:
    problems: list[Problem] = []
    procedure = build(Procedure, data, "", problems)
    told = {one.place for one in problems}
    problems += contradictions(procedure, told)
    if procedure.code != code and "code" not in told:
        problems.append(problem("procedure_code", "code", expected=code, found=procedure.code))
    return procedure, problems
