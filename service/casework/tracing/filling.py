"""What a document on file was filled with, and where those figures came from at that time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.fetching import version_of
from service.casework.making import Making
from service.casework.model import CaseView
from service.casework.reading import DATASET, Reading
from service.casework.templates import Templates
from service.casework.tracing.provenance import Origins, Provenance
from service.dataset import DataSet
from service.errors import NotFound
from service.progress import OutputFile
from service.store import Store


@dataclass(frozen=True)
class Filled:
    """The values of a document, of which file they are, and the origins as of its making."""

    file: OutputFile
    values: dict[str, Any]
    origins: Origins


@dataclass(frozen=True)
class Filling:
    """Tells what documents were filled with; `emblem` answers the PNG on the letterhead of data."""

    store: Store
    reading: Reading
    provenance: Provenance
    templates: Templates
    emblem: Callable[[DataSet], bytes | None]

    def of(self, case: str, key: str, version: int | None) -> Filled:
        """Return what a version of an output was filled with, the newest for None.

        A signed file was filled as the last version before it. Raises NotFound.
        """
        view, file = self.file(case, key, version)
        event = next(one for one in view.progress.events if one.number == file.event)
        before = self.reading.view_after(case, event.number - 1)
        day = _local(event.at, view.dataset.office.time_zone).date()
        making = Making(self.store, self.templates, before, day, self.emblem(before.dataset))
        values = making.values(file, event)
        return Filled(file, values, self.origins(case, key, version))

    def origins(self, case: str, key: str, version: int | None) -> Origins:
        """Return where the figures of a version of an output came from when it was made.

        Raises NotFound.
        """
        view, file = self.file(case, key, version)
        holding = [
            event.number
            for event in view.progress.events
            if event.number <= file.event
            and any(ref.kind == DATASET and ref.sha256 == file.ref.dataset for ref in event.files)
        ]
        return self.provenance.origins(case, holding[-1] if holding else file.event)

    def file(self, case: str, key: str, version: int | None) -> tuple[CaseView, OutputFile]:
        """Return the case and the version whose template was filled. Raises NotFound."""
        view = self.reading.view(case)
        asked = version_of(view, key, version)
        made = [
            one
            for one in view.progress.outputs
            if one.key == key and one.version <= asked.version and one.ref.template
        ]
        if not made:
            raise NotFound("not_found", what=f"Nilai {key}")
        return view, made[-1]


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))
