"""Procedures read from <folder>/<code>/procedure.yaml, refused with all mistakes at once.

A procedure's folder may bring Word templates of its own, laid out as the office's are:
<code>/templates/<name>.docx on F4, <code>/templates/a4/<name>.docx on A4.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from service.errors import Invalid, NotFound, Problem, problem
from service.procedure.answering import question_faults
from service.procedure.model import Procedure, Role
from service.procedure.rights import rights
from service.procedure.rules import contradictions
from service.procedure.shape import build, read_yaml
from service.settings import TEMPLATES

FILE = "procedure.yaml"


@dataclass(frozen=True)
class Installed:
    """A procedure with the file it was read from.

    `source` are the bytes of the YAML; `templates` is where its own Word templates lie, a folder
    that need not exist.
    """

    procedure: Procedure
    source: bytes
    templates: Path


class Procedures(Mapping[str, Procedure]):
    """The procedures an office runs, by code: the main one first, the others by name."""

    def __init__(self, installed: Sequence[Installed]) -> None:
        ordered = sorted(
            installed, key=lambda one: (not one.procedure.main, one.procedure.name.casefold())
        )
        self._installed = {one.procedure.code: one for one in ordered}

    def __getitem__(self, code: str) -> Procedure:
        return self._installed[code].procedure

    def __iter__(self) -> Iterator[str]:
        return iter(self._installed)

    def __len__(self) -> int:
        return len(self._installed)

    def roles(self) -> dict[str, Role]:
        """Return every role somebody can hold by code: of the SOPs, then those beside them.

        A role that several procedures name is called as the first of them does.
        """
        found: dict[str, Role] = {}
        for role in (*(one for sop in self.values() for one in sop.roles), *rights().roles):
            found.setdefault(role.code, role)
        return found

    def role_name(self, code: str) -> str:
        """Return what a role is called, its code where nothing names it any more."""
        role = self.roles().get(code)
        return role.name if role else code

    @property
    def main(self) -> Procedure:
        """Return the procedure meant where none is named: the one whose file says `main: true`."""
        return next(one for one in self.values() if one.main)

    def named(self, code: str | None) -> Procedure:
        """Return the procedure, the main one for None. Raises NotFound with the codes there are."""
        if code is None:
            return self.main
        if code not in self._installed:
            raise NotFound("procedure_unknown", found=code, known=", ".join(self))
        return self[code]

    def source(self, code: str) -> bytes:
        """Return the YAML of a procedure as it was read. Raises KeyError."""
        return self._installed[code].source

    def templates(self, code: str) -> Path | None:
        """Return the folder of a procedure's own templates; None when there is none."""
        found = self._installed.get(code)
        return found.templates if found and found.templates.is_dir() else None


def load(folder: Path, templates: Path = TEMPLATES) -> Procedure:
    """Return the procedure of `folder`/procedure.yaml.

    `templates` is the folder of the office's Word templates. Raises Invalid("procedure_invalid")
    with every mistake of the file at once.
    """
    problems: list[Problem] = []
    found = list(_read([folder], templates, problems))
    if problems:
        raise Invalid("procedure_invalid", problems, folder=folder.name)
    return found[0].procedure


def load_all(
    folder: Path | None = None, more: Path | None = None, templates: Path = TEMPLATES
) -> Procedures:
    """Return every procedure in the folders of `folder` (the shipped ones) and of `more`.

    `templates` is the folder of the office's Word templates. Raises Invalid("procedure_invalid")
    with the mistakes of all files at once; also when not exactly one says `main: true`.
    """
    shipped = folder or Path(str(files("service").joinpath("procedures")))
    places = [one for one in (shipped, more) if one is not None]
    problems: list[Problem] = []
    folders = [path.parent for path in sorted(shipped.glob(f"*/{FILE}"))]
    folders += _further(more, [one.name for one in folders], problems) if more else []
    found = list(_read(folders, templates, problems))
    problems += _main(found, " dan ".join(one.name for one in places))
    if problems:
        raise Invalid("procedure_invalid", problems, folder=" dan ".join(p.name for p in places))
    return Procedures(found)


@lru_cache(maxsize=16)  # the cases of an office were opened with the same few texts
def reread(source: bytes) -> Procedure:
    """Return a procedure from the YAML that a case was opened with.

    It was checked then, so that only its shape is judged: a rule or a template may have changed
    since, and what is no key any more is passed over. Raises Invalid("procedure_invalid").
    """
    problems: list[Problem] = []
    data = read_yaml(source, FILE, problems)
    procedure = build(Procedure, data, "", problems) if data is not None else None
    wrong = [one for one in problems if one.code != "procedure_unknown_key"]
    if procedure is None or wrong:
        raise Invalid("procedure_invalid", wrong, folder=FILE)
    return procedure


def _further(more: Path, taken: Sequence[str], problems: list[Problem]) -> list[Path]:
    """Return the folders of `more`; one without a file or with a taken name is a problem."""
    found = []
    for one in sorted(more.iterdir()):
        if one.name.startswith(".") or not one.is_dir():
            continue
        if not (one / FILE).is_file():
            problems.append(problem("procedure_no_file", f"{one.name}/{FILE}"))
        elif one.name in taken:
            problems.append(problem("procedure_taken", f"{one.name}/{FILE}", found=one.name))
        else:
            found.append(one)
    return found


def _read(folders: Sequence[Path], templates: Path, problems: list[Problem]) -> Iterator[Installed]:
    for folder in folders:
        place = f"{folder.name}/{FILE}"
        source = (folder / FILE).read_bytes()
        data = read_yaml(source, place, problems)
        if data is not None:
            own = folder / "templates"
            procedure, wrong = _checked(data, folder.name, (own, templates))
            problems += [
                replace(one, place=f"{place}: {one.place}", message=f"{place}: {one.message}")
                for one in wrong
            ]
            yield Installed(procedure, source, own)


def _checked(
    data: dict[Any, Any], code: str, templates: Sequence[Path]
) -> tuple[Procedure, list[Problem]]:
    problems: list[Problem] = []
    procedure = build(Procedure, data, "", problems)
    told = {one.place for one in problems}
    problems += contradictions(procedure, told)
    if procedure.code != code and "code" not in told:
        problems.append(problem("procedure_code", "code", expected=code, found=procedure.code))
    if not problems:
        problems += question_faults(procedure)
    told = {one.place for one in problems}
    problems += [one for one in _without_template(procedure, templates) if one.place not in told]
    return procedure, problems


def _without_template(procedure: Procedure, templates: Sequence[Path]) -> Iterator[Problem]:
    for n, output in enumerate(procedure.outputs):
        name = f"{output.template}.docx"
        if output.template and not any((folder / name).is_file() for folder in templates):
            yield problem(
                "procedure_template_missing",
                f"outputs[{n}].template",
                expected=f"templates/{name}",
                found=output.template,
            )


def _main(installed: Sequence[Installed], where: str) -> Iterator[Problem]:
    """Yield what keeps exactly one procedure from being the main one."""
    mains = [one.procedure.code for one in installed if one.procedure.main]
    if installed and not mains:
        yield problem("procedure_no_main", where)
    for code in mains[1:]:
        yield problem("procedure_two_mains", f"{code}/{FILE}: main", expected=mains[0], found=code)
