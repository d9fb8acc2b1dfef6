"""What a document on file was filled with, and where those figures came from at that time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.fetching import version_of
from service.casework.making import Making
from service.casework.provenance import Origins, Provenance
from service.casework.reading import Reading
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
    """Tells what documents were filled with; `emblem` answers the PNG of the letterhead."""

    store: Store
    reading: Reading
    provenance: Provenance
    templates: Path
    emblem: Callable[[], bytes | None]

    def of(self, case: str, key: str, version: int | None) -> Filled:
        """Return what a version of an output was filled with, the newest for None.

        A signed file was filled as the last version before it. Raises NotFound.
        """
        view = self.reading.view(case)
        asked = version_of(view, key, version)
        made = [
            one
            for one in view.progress.outputs
            if one.key == key and one.version <= asked.version and one.ref.template
        ]
        if not made:
            raise NotFound("not_found", what=f"Nilai {key}")
        file = made[-1]
        event = next(one for one in view.progress.events if one.number == file.event)
        before = self.reading.view_after(case, event.number - 1)
        day = _local(event.at, view.dataset.office.time_zone).date()
        making = Making(self.store, self.templates, before, day, self.emblem())
        values = making.values(file, event)
        return Filled(file, values, self.provenance.origins(case, event.number))


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))
