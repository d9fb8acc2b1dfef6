"""Checked forms that wait an hour for whoever sent them to look at what they will make."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from service.casework.candidates import Candidates
from service.casework.model import Day, Upload
from service.errors import NotFound
from service.measurement import Measurement
from service.progress import Actor
from service.workbook import Taken

_REMEMBERED = 32


@dataclass(frozen=True)
class Waiting:
    """What somebody is about to send: the task, who, the file, and what he typed beside it.

    `holder` is whose it is (`Actor.holder`); `kept` is the file that came too late before and is
    used now; `done` tells that it was sent.
    """

    case: str
    task: str
    action: str
    holder: str
    name: str | None
    number: str | None = None
    date: Day | None = None
    note: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    kept: str | None = None
    done: bool = False
    content: bytes = field(default=b"", repr=False)

    @property
    def upload(self) -> Upload | None:
        """Return the file, None where the data on file are to be sent."""
        return None if self.name is None else Upload(self.content, self.name)


@dataclass(frozen=True)
class Looked:
    """What reading a waiting file gave: its data, their measurement, the cell of each figure."""

    taken: Taken
    measurement: Measurement
    cells: Mapping[tuple[str, str, int], str]


class Offers:
    """Keeps what waits beside the store; a restart keeps it, an hour ends it."""

    def __init__(self, folder: Path) -> None:
        self.candidates = Candidates(folder)
        self._looked: OrderedDict[tuple[str, int], Looked] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, one: Waiting) -> str:
        """Keep what waits and return the mark to ask for it by. Raises ToolFailed."""
        return self.candidates.keep(one.content, _noted(one))

    def get(self, actor: Actor, case: str, task: str, mark: str) -> Waiting:
        """Return what waits, to whoever sent it and for its own task.

        Raises NotFound("offer_gone").
        """
        try:
            content, noted = self.candidates.get(mark)
        except NotFound as fault:
            raise NotFound("offer_gone") from fault
        if noted.get("offer") is None:
            raise NotFound("offer_gone")
        told = noted["offer"]
        day = date.fromisoformat(told["date"]) if told["date"] else None
        found = Waiting(**{**told, "date": day, "content": content})
        if (found.case, found.task, found.holder) != (case, task, actor.holder):
            raise NotFound("offer_gone")
        return found

    def finish(self, mark: str, one: Waiting) -> None:
        """Note that it was sent: pressing once more finds that, and its bytes are free."""
        noted = _noted(one)
        noted["offer"]["done"] = True
        self.candidates.keep(b"", noted, mark)

    def drop(self, mark: str) -> None:
        """Forget what waits."""
        self.candidates.drop(mark)

    def known(self, mark: str, seen: int) -> Looked | None:
        """Return what a waiting file gave for the case after event `seen`, where it was read."""
        with self._lock:
            return self._looked.get((mark, seen))

    def remember(self, mark: str, seen: int, looked: Looked) -> None:
        """Remember what reading a file gave, so that it is read once."""
        with self._lock:
            self._looked[mark, seen] = looked
            if len(self._looked) > _REMEMBERED:
                self._looked.popitem(last=False)


def _noted(one: Waiting) -> dict[str, Any]:
    told = asdict(one)
    del told["content"]
    return {"offer": {**told, "date": one.date.isoformat() if one.date else None}}
