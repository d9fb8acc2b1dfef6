"""The Word templates an office can fill: its own, and those that come with a procedure.

A procedure's own template is called `<procedure>.<name>`, an office's `<name>`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service import documents
from service.documents import OfficeTemplate
from service.errors import NotFound
from service.procedure import Procedure, Procedures


@dataclass(frozen=True)
class Templates:
    """`office` is the folder of the office's templates; procedures bring folders of their own."""

    office: Path
    procedures: Procedures

    def for_output(self, procedure: str, template: str, paper: str) -> bytes:
        """Return the template of an output: the procedure's own before the office's.

        Raises NotFound with the names there are.
        """
        own = self.procedures.templates(procedure)
        if own is not None and template in documents.names(own):
            return documents.template(own, template, paper)
        return documents.template(self.office, template, paper)

    def version(self, procedure: str, template: str, paper: str) -> str | None:
        """Return the SHA-256 of what `for_output` gives, None where there is none."""
        own = self.procedures.templates(procedure)
        found = documents.version(own, template, paper) if own is not None else None
        return found or documents.version(self.office, template, paper)

    def named(self, name: str, paper: str = "F4") -> bytes:
        """Return the template called `name`. Raises NotFound with every name there is."""
        if name in documents.names(self.office):
            return documents.template(self.office, name, paper)
        code, _, own = name.rpartition(".")
        folder = self.procedures.templates(code)
        if folder is None or own not in documents.names(folder):
            known = ", ".join(self.names())
            raise NotFound("document_template_unknown", name=name, known=known)
        return documents.template(folder, own, paper)

    def procedure_of(self, name: str) -> Procedure:
        """Return the procedure a template belongs to, the main one for the office's own."""
        code = name.rpartition(".")[0]
        return self.procedures.named(code if code in self.procedures else None)

    def names(self) -> tuple[str, ...]:
        """Return the name of every template, the office's first."""
        return (*documents.names(self.office), *self._of_procedures())

    def described(self) -> tuple[OfficeTemplate, ...]:
        """Return every template with what it says of itself, under its name."""
        return tuple(documents.described(name, self.named(name)) for name in self.names())

    def _of_procedures(self) -> Iterator[str]:
        for code in self.procedures:
            folder = self.procedures.templates(code)
            if folder is not None:
                yield from (f"{code}.{name}" for name in documents.names(folder))


def of_procedure(procedure: Procedure) -> dict[str, Any]:
    """Return what documents print of the procedure they belong to, as fields of Particulars."""
    return {
        "legal_bases": procedure.legal_bases,
        "states": procedure.states,
        "signers": {one.code: one.name for one in procedure.roles if one.per == "office"},
    }
