"""The trail: what belongs to no case's history, each entry chained to the one before."""

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from service.store import record
from service.store.database import Database
from service.store.tables import properties, trail

_HEAD = "trail_head"


class Trail:
    """The trail of one store."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._lock = threading.Lock()

    def add(
        self,
        kind: str,
        *,
        at: datetime,
        person: str = "",
        name: str = "",
        role: str = "",
        unit: str | None = None,
        address: str = "",
        case: str = "",
        about: str = "",
        facts: Mapping[str, Any] = {},
    ) -> None:
        """Add an entry; it is on disk when this returns."""
        told = {
            "at": at.isoformat(), "kind": kind, "person": person, "name": name, "role": role,
            "unit": unit, "address": address, "case": case, "about": about, "facts": dict(facts),
        }  # fmt: skip
        here = properties.c.name == _HEAD
        with self._lock, self._database.writing() as connection:
            head = connection.execute(select(properties.c.value).where(here)).scalar_one_or_none()
            last, _, before = (head or f"0 {record.BEFORE_FIRST}").partition(" ")
            number = int(last) + 1
            text = record.canonical({**told, "number": number})
            sealed = record.chained(before, text)
            values = {
                "number": number, "at": told["at"], "kind": kind, "person": person,
                "case_id": case, "body": text, "hash": sealed,
            }  # fmt: skip
            connection.execute(insert(trail).values(values))
            connection.execute(delete(properties).where(here))
            connection.execute(insert(properties).values(name=_HEAD, value=f"{number} {sealed}"))
