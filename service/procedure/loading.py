"""Procedures read from procedures/<code>/procedure.yaml, refused with all mistakes at once."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from service.errors import Invalid, Problem, problem
from service.procedure.model import Procedure
from service.procedure.rules import contradictions
from service.procedure.shape import build, read_yaml


def load(folder: Path) -> Procedure:
    """Return the procedure of `folder`/procedure.yaml.

    Raises Invalid("procedure_invalid") with every mistake of the file at once.
    """
    problems: list[Problem] = []
    procedure = _read(folder, problems)
    if problems:
        raise Invalid("procedure_invalid", problems, folder=folder.name)
    return procedure


def load_all(folder: Path | None = None) -> dict[str, Procedure]:
    """Return every procedure in the folders of `folder` (the shipped ones) by its code.

    Raises Invalid("procedure_invalid") with the mistakes of all files at once.
    """
    where = folder or Path(str(files("service").joinpath("procedures")))
    problems: list[Problem] = []
    found = [_read(path.parent, problems) for path in sorted(where.glob("*/procedure.yaml"))]
    if problems:
        raise Invalid("procedure_invalid", problems, folder=where.name)
    return {procedure.code: procedure for procedure in found}


def _read(folder: Path, problems: list[Problem]) -> Procedure:
    place = f"{folder.name}/procedure.yaml"
    data = read_yaml((folder / "procedure.yaml").read_text("utf-8"), place, problems)
    found: list[Problem] = []
    procedure = build(Procedure, data, "", found)
    if isinstance(data, dict):
        found += contradictions(procedure, {one.place for one in found})
    if procedure.code != folder.name:
        found.append(problem("procedure_code", "code", expected=folder.name, found=procedure.code))
    problems += [replace(one, place=f"{place}: {one.place}") for one in found]
    return procedure
