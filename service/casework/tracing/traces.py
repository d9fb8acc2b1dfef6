"""From a figure to its cell and back: one case's origins, arithmetic and documents together."""

from collections.abc import Callable
from dataclasses import dataclass

from service.casework.model import CaseView, StoredFile
from service.casework.reading import Reading
from service.casework.templates import Templates
from service.casework.tracing.filling import Filled, Filling
from service.casework.tracing.printing import Derived, Printing, Prints, derived
from service.casework.tracing.provenance import Cell, Origins, Provenance
from service.dataset import DataSet
from service.store import Store


@dataclass(frozen=True)
class Trace:
    """A case with the origin of each typed figure, how the others came about, and who prints it."""

    view: CaseView
    origins: Origins
    derived: Derived
    prints: Prints


class Tracing:
    """Traces cases; what is unchanged is traced once."""

    def __init__(
        self,
        store: Store,
        reading: Reading,
        templates: Templates,
        emblem: Callable[[DataSet], bytes | None],
    ) -> None:
        self._store, self._reading = store, reading
        self._provenance = Provenance(store, reading)
        self._filling = Filling(store, reading, self._provenance, templates, emblem)
        self._printing = Printing(store, reading)
        self._known: dict[str, Trace] = {}

    def of(self, case: str) -> Trace:
        """Return the trace of the case as it stands. Raises NotFound."""
        view = self._reading.view(case)
        known = self._known.get(case)
        if known is None or known.view is not view:
            found = derived(view)
            origins = self._provenance.origins(case)
            known = Trace(view, origins, found, self._printing.of(view, found))
            self._known[case] = known
        return known

    def cells(self, case: str, event: int) -> tuple[Cell, ...]:
        """Return every figure taken from the upload of an event. Raises NotFound."""
        return self._provenance.cells(case, event)

    def filled(self, case: str, key: str, version: int | None = None) -> Filled:
        """Return what a version of an output was filled with. Raises NotFound."""
        return self._filling.of(case, key, version)

    def printed(self, case: str, key: str, version: int | None = None) -> Origins:
        """Return where the figures a document prints came from when it was made.

        Raises NotFound.
        """
        trace = self.of(case)
        _, made = self._filling.file(case, key, version)
        prints = self._printing.of_one(trace.view, trace.derived, made)
        then = self._filling.origins(case, key, version)
        return {path: origin for path, origin in then.items() if prints.of(path)}

    def upload(self, case: str, event: int) -> StoredFile:
        """Return the upload of an event as it was sent. Raises NotFound."""
        ref = self._provenance.upload(case, event)
        return StoredFile(self._store.file(ref.sha256), ref.name, ref.media_type, ref.sha256)
