"""Document numbers: each is given once, in whatever quarter."""

from collections.abc import Iterable

from service.casework.model import CaseView, NewFile
from service.errors import Conflict
from service.indonesian import roman


def where_used(number: str, views: Iterable[CaseView]) -> tuple[str, str, str] | None:
    """Return (case, output key, place as a sentence names it) of the document with `number`."""
    wanted = _same(number)
    for view in views:
        for file in view.progress.outputs:
            if file.current and file.ref.number and _same(file.ref.number) == wanted:
                return view.id, file.key, _place(view, file.output, file.unit)
    return None


def require_free(files: Iterable[NewFile], case: str, views: Iterable[CaseView]) -> None:
    """Return when no other document has the number of one of `files`, about to join `case`.

    Raises Conflict("number_used") with the place of the first.
    """
    numbered = [file for file in files if file.number]
    known = tuple(views) if numbered else ()
    for file in numbered:
        found = where_used(file.number or "", known)
        if found is not None and found[:2] != (case, file.key):
            raise Conflict("number_used", number=file.number, where=found[2])


def _place(view: CaseView, output: str, unit: str | None) -> str:
    units = {one.code: one.name for one in view.dataset.units}
    of = f" {units.get(unit, unit)}" if unit else ""
    quarter = f"Triwulan {roman(view.quarter)} Tahun {view.year}"
    return f"{view.procedure.output(output).name}{of}, {quarter}"


def _same(number: str) -> str:
    return "".join(number.split()).casefold()
