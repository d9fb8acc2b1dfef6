"""An event as canonical JSON, and its place in the chain of hashes of its case."""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from service.progress import Actor, Event, FileRef

BEFORE_FIRST = "0" * 64


def canonical(value: Any) -> str:
    """Return `value` as JSON that is the same text for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def body(event: Event) -> str:
    """Return everything of `event` but its hash, as canonical JSON."""
    fields = asdict(event)
    del fields["hash"]
    fields["at"] = event.at.isoformat()
    for told, ref in zip(fields["files"], event.files, strict=True):
        told["date"] = ref.date.isoformat() if ref.date else None
    return canonical(fields)


def chained(previous: str, text: str) -> str:
    """Return the hash of the event `text` that follows the event with hash `previous`."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def event(text: str, sealed: str) -> Event:
    """Return the event written as `text`, with its hash `sealed`."""
    fields = json.loads(text)
    fields["at"] = datetime.fromisoformat(fields["at"])
    fields["actor"] = Actor(**fields["actor"])
    fields["files"] = tuple(_file(told) for told in fields["files"])
    return Event(**fields, hash=sealed)


def _file(told: dict[str, Any]) -> FileRef:
    given = told.pop("date")
    return FileRef(**told, date=date.fromisoformat(given) if given else None)
