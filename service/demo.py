"""The demo office: a store filled from samples/ up to the middle of the procedure.

The first steps are done, one unit's data and everything after it wait, so that a newcomer can
click to the end. What is done is data (samples/demo.yaml), carried out by the casework itself.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from service import yaml_text
from service.casework import CaseView, Casework, Upload
from service.dataset import indicators, units_with_indicators
from service.errors import NotFound
from service.progress import Actor
from service.store import Store

SCRIPT = "demo.yaml"


@dataclass
class Hands:
    """A clock whose hands are set for each thing that is done."""

    at: datetime

    def __call__(self) -> datetime:
        """Return the moment the hands show."""
        return self.at


def prepare(folder: Path, samples: Path, create: Callable[[Store, Hands], Casework]) -> None:
    """Fill a demo store in `folder` unless it is there; a half-filled one is never visible."""
    if folder.exists():
        return
    unfinished = folder.with_name(f"{folder.name}.baru")
    shutil.rmtree(unfinished, ignore_errors=True)
    store = Store(unfinished, "demo")
    try:
        fill(store, samples, create)
    finally:
        store.close()
    unfinished.rename(folder)


def fill(store: Store, samples: Path, create: Callable[[Store, Hands], Casework]) -> None:
    """Carry out samples/demo.yaml on an empty store."""
    script = yaml_text.read((samples / SCRIPT).read_text("utf-8"))
    zone = ZoneInfo(script["zona_waktu"])
    clock = Hands(_moment(script["buka"]["pada"], zone))
    casework = create(store, clock)
    opening = script["buka"]
    upload = _upload(samples, opening["berkas"])
    view = casework.open_case(Actor(opening["peran"], None, "", ""), upload)
    for done in script["tindakan"]:
        clock.at = _moment(done["pada"], zone)
        view = _act(casework, view, done, samples)
    casework.close()


def _act(casework: Casework, view: CaseView, done: dict[str, Any], samples: Path) -> CaseView:
    unit = done.get("unit")
    return casework.act(
        _actor(casework, view, done["peran"], unit),
        view.id,
        done["langkah"],
        unit,
        done.get("tindakan", "do"),
        upload=_upload(samples, done["berkas"]) if "berkas" in done else None,
        note=done.get("catatan"),
        number=done.get("nomor"),
        date=done["pada"].date(),
        facts=_facts(view, unit, done),
    )


def _facts(view: CaseView, unit: str | None, done: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = dict(done.get("keterangan", {}))
    if done.get("semua_sesuai"):
        facts["checks"] = {
            indicator.code: {"verdict": "sesuai", "note": ""}
            for indicator in indicators(view.dataset, unit)
        }
    return facts


def _actor(casework: Casework, view: CaseView, role: str, unit: str | None) -> Actor:
    for one in casework.actors(view.dataset, view.procedure):
        if one.role == role and one.unit in (None, unit):
            return one
    known = ", ".join(one.code for one in units_with_indicators(view.dataset))
    raise NotFound("not_found", what=f"Pejabat {role} ({known})")


def _upload(samples: Path, name: str) -> Upload:
    return Upload((samples / name).read_bytes(), name)


def _moment(naive: datetime, zone: ZoneInfo) -> datetime:
    return naive.replace(tzinfo=zone)
