"""Uploads, stored files and views of a case, as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from service.dataset import DataSet
from service.holiday import OfficeHoliday
from service.measurement import Measurement
from service.procedure import Procedure
from service.progress import Actor, FileRef, Progress
from service.store import Store
from service.store.files import sha256

Day = date  # a field named date hides the class
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
JSON = "application/json"
ZIP = "application/zip"
YAML = "application/yaml"


@dataclass(frozen=True)
class Upload:
    """The bytes somebody sent, and what he called them."""

    content: bytes
    name: str


@dataclass(frozen=True)
class StoredFile:
    """Bytes to hand out under a readable name."""

    content: bytes
    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class StoredPdf:
    """A PDF to hand out, the engine that made it and what it warned of."""

    content: bytes
    name: str
    sha256: str
    engine: str
    warnings: tuple[str, ...]
    pages: int


@dataclass(frozen=True)
class CaseSummary:
    """One line of the list of cases."""

    id: str
    procedure: str
    procedure_name: str
    year: int
    quarter: int
    office: str
    opened_at: datetime
    done_steps: int
    total_steps: int
    done: bool


@dataclass(frozen=True)
class CaseView:
    """A case as it stands after event number `seen`.

    `procedure` has the office's answers put in; its questions are those still open. `holidays` are
    the days the office added, which its due dates skip. `earlier` looks the quarter before up,
    see `before`.
    """

    id: str
    year: int
    quarter: int
    seen: int
    procedure: Procedure
    dataset: DataSet
    measurement: Measurement
    progress: Progress
    holidays: tuple[OfficeHoliday, ...] = ()
    earlier: Callable[[], DataSet | None] = field(default=lambda: None, repr=False, compare=False)

    @property
    def before(self) -> DataSet | None:
        """Return the data set of the quarter before as its own case has it now, None without."""
        return self.earlier()

    @property
    def due_confirmed(self) -> bool:
        """Tell whether the office has confirmed the rule of the due dates: they are no estimate."""
        return self.procedure.confirmed("due")


@dataclass(frozen=True)
class Told:
    """What a person did, before it has a place in the history."""

    actor: Actor
    action: str
    step: int | None
    unit: str | None
    note: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class NewFile:
    """A file that an event is about to record: bytes, and what a `FileRef` says of them.

    `template` is the Word template it was filled from, as bytes.
    """

    kind: str
    name: str
    media_type: str
    content: bytes = field(repr=False)
    key: str = ""
    state: str = ""
    template: bytes = field(default=b"", repr=False)
    dataset: str = ""
    number: str | None = None
    date: Day | None = None

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the bytes."""
        return sha256(self.content)

    def keep(self, store: Store) -> FileRef:
        """Keep the bytes for good and return what the event says of them. Raises ToolFailed."""
        return FileRef(
            kind=self.kind,
            key=self.key,
            state=self.state,
            sha256=store.keep(self.content),
            name=self.name,
            media_type=self.media_type,
            size=len(self.content),
            template=store.keep(self.template) if self.template else "",
            dataset=self.dataset,
            number=self.number,
            date=self.date,
        )
