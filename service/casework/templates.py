"""The Word templates an office can fill: its own, and those that come with a procedure.

A procedure's own template is called `<procedure>.<name>`, an office's `<name>`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from service import documents
from service.casework.adoption import Adoption, adoptions, in_use
from service.dataset import DataSet
from service.documents import OfficeTemplate
from service.errors import NotFound
from service.procedure import Procedure, Procedures
from service.store import Store


class Templates:
    """`office` is the folder of the office's templates; procedures bring folders of their own.

    What the office adopted since stands in the store and goes before what the folders hold.
    """

    def __init__(self, office: Path, procedures: Procedures, store: Store) -> None:
        self._office, self._procedures, self._store = office, procedures, store
        self._adopted: tuple[str, tuple[Adoption, ...]] = ("", ())

    def for_output(self, procedure: str, template: str, paper: str, case: str) -> bytes:
        """Return the template of a case's output: the procedure's own before the office's.

        Raises NotFound with the names there are.
        """
        return self.named(self.name_of(procedure, template), paper, case)

    def laid_out(self, name: str, content: bytes, ds: DataSet, case: str | None = None) -> bytes:
        """Return a template as a document is made with it: on the margins the office wants.

        A version the office adopted keeps the margins it was given in Word.
        """
        if in_use(self.adopted(), name, ds.office.paper, case) is not None:
            return content
        return documents.on_margins(content, ds)

    def version(
        self, name: str, paper: str, case: str | None, adopted: Sequence[Adoption]
    ) -> str | None:
        """Return the SHA-256 of what `named` gives, None where there is none by that name."""
        one = in_use(adopted, name, paper, case)
        if one is not None:
            return one.file.sha256
        shipped = documents.version(self._office, name, paper)
        code, _, own = name.rpartition(".")
        folder = self._procedures.templates(code)
        return shipped or (documents.version(folder, own, paper) if folder else None)

    def named(self, name: str, paper: str = "F4", case: str | None = None) -> bytes:
        """Return the template called `name` as a case has it, as one opened now would for None.

        Raises NotFound with every name there is.
        """
        one = in_use(self.adopted(), name, paper, case)
        return self.shipped(name, paper) if one is None else self._store.file(one.file.sha256)

    def shipped(self, name: str, paper: str) -> bytes:
        """Return the template as it came with the service or the SOP. Raises NotFound."""
        folder, own = self._located(name)
        return documents.template(folder, own, paper)

    def title(self, name: str) -> str:
        """Return what the template says it is, as it came with the service or the SOP."""
        return documents.described(name, self.shipped(name, "F4")).title

    def adopted(self, sealed: str | None = None) -> tuple[Adoption, ...]:
        """Return every adoption; `sealed` is the hash of the office's last event where known."""
        last = self._store.office_head()[1] if sealed is None else sealed
        known, adopted = self._adopted
        if known != last:
            adopted = adoptions(self._store.office_events())
            self._adopted = (last, adopted)
        return adopted

    def name_of(self, procedure: str, template: str) -> str:
        """Return the name of the template that a procedure's outputs call `template`."""
        own = self._procedures.templates(procedure)
        mine = own is not None and documents.version(own, template, "F4") is not None
        return f"{procedure}.{template}" if mine else template

    def procedure_of(self, name: str) -> Procedure:
        """Return the procedure a template belongs to, the main one for the office's own."""
        code = name.rpartition(".")[0]
        return self._procedures.named(code if code in self._procedures else None)

    def names(self) -> tuple[str, ...]:
        """Return the name of every template, the office's first."""
        return (*documents.names(self._office), *self._of_procedures())

    def described(self, paper: str = "F4") -> tuple[OfficeTemplate, ...]:
        """Return every template with what it says of itself, under its name."""
        return tuple(documents.described(name, self.named(name, paper)) for name in self.names())

    def _located(self, name: str) -> tuple[Path, str]:
        """Return the folder a template lies in and what it is called there. Raises NotFound."""
        if name in documents.names(self._office):
            return self._office, name
        code, _, own = name.rpartition(".")
        folder = self._procedures.templates(code)
        if folder is None or own not in documents.names(folder):
            known = ", ".join(self.names())
            raise NotFound("document_template_unknown", name=name, known=known)
        return folder, own

    def _of_procedures(self) -> Iterator[str]:
        for code in self._procedures:
            folder = self._procedures.templates(code)
            if folder is not None:
                yield from (f"{code}.{name}" for name in documents.names(folder))


def of_procedure(procedure: Procedure) -> dict[str, Any]:
    """Return what documents print of the procedure they belong to, as fields of Particulars."""
    return {
        "legal_bases": procedure.legal_bases,
        "states": procedure.states,
        "signers": {one.code: one.name for one in procedure.roles if one.per == "office"},
    }
