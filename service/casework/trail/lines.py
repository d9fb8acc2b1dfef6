"""An event or an entry of the trail as one line: a sentence, who, when, from where."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from service import yaml_text
from service.indonesian import long_date, roman
from service.procedure import Procedure
from service.progress import Event, event_words
from service.store import Entry
from service.store.base import OFFICE

Place = tuple[datetime, str, int]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Line:
    """One thing that happened, in words.

    `chain` is the case of an event, the office's own, or empty for an entry of the trail;
    `number` the place in it. `documents` are the keys, names and numbers of the files it touched.
    """

    at: datetime
    chain: str
    number: int
    kind: str
    what: str
    person: str
    name: str
    role: str
    unit: str
    address: str
    case: str
    documents: tuple[str, ...]
    hash: str

    @property
    def place(self) -> Place:
        """Return where the line stands in the list of all."""
        return self.at, self.chain, self.number

    def says(self, text: str) -> bool:
        """Tell whether `text` stands anywhere in the line."""
        parts = (self.what, self.name, self.role, self.unit, self.address, *self.documents)
        return any(text in part.casefold() for part in parts)


@dataclass(frozen=True)
class Names:
    """What the codes in lines stand for."""

    roles: Mapping[str, str]
    units: Mapping[str, str]


@cache
def _wording() -> Mapping[str, Any]:
    told = files("service.casework.trail").joinpath("trail.yaml").read_bytes()
    wording: Mapping[str, Any] = yaml_text.read(told)
    return wording


def kind_names() -> dict[str, str]:
    """Return the name of every kind of line, those of cases first."""
    told = _wording()
    return {
        kind: one["name"] for part in ("actions", "entries") for kind, one in told[part].items()
    }


def of_event(event: Event, procedure: Procedure | None, names: Names) -> Line:
    """Return an event of a case run by `procedure`, or of the office without one, as a line."""
    told = _wording()["actions"].get(event.action, {})
    if "text" in told or procedure is None:
        what = _filled(told.get("text", event.action), event.facts, {})
    else:
        what = event_words(procedure, event)
    if event.step is not None:
        of = f", {_unit(event.unit, names)}" if event.unit else ""
        what += f" (langkah {event.step}{of})"
    if event.facts.get("receiver"):
        what += f", penerima {event.facts['receiver']}"
    if event.note:
        what += f". Catatan: “{event.note}”"
    return Line(
        at=event.at.astimezone(UTC),
        chain=event.case,
        number=event.number,
        kind=event.action,
        what=what,
        person=event.actor.person,
        name=event.actor.name,
        role=event.actor.position,
        unit=_unit(event.actor.unit, names),
        address="",
        case="" if event.case == OFFICE else event.case,
        documents=_documents(event, procedure),
        hash=event.hash,
    )


def of_entry(entry: Entry, names: Names) -> Line:
    """Return an entry of the trail as a line."""
    told = _wording()["entries"].get(entry.kind, {"text": entry.kind})
    facts = {**entry.facts, "about": entry.about}
    worded = {"role": names.roles, "unit": names.units, "_": _wording()["values"]}
    what = _filled(told["text"], facts, worded)
    for fact, more in told.get("more", {}).items():
        if facts.get(fact):
            what += _filled(more, facts, worded)
    return Line(
        at=entry.at,
        chain="",
        number=entry.number,
        kind=entry.kind,
        what=" ".join(what.split()),
        person=entry.person,
        name=entry.name,
        role=names.roles.get(entry.role, entry.role),
        unit=_unit(entry.unit, names),
        address=entry.address,
        case=entry.case,
        documents=tuple(filter(None, (entry.about, str(entry.facts.get("name", ""))))),
        hash=entry.hash,
    )


def case_name(case: str, quarter: int, year: int) -> str:
    """Return "TW III 2026"; the id of the case where that says more."""
    plain = f"{year}-tw{quarter}"
    named = f"TW {roman(quarter)} {year}"
    return named if case == plain else f"{named} ({case})"


def _filled(text: str, facts: Mapping[str, Any], worded: Mapping[str, Mapping[str, str]]) -> str:
    said: defaultdict[str, str] = defaultdict(str)
    for name, value in facts.items():
        known = worded.get(name) or worded.get("_", {})
        shown = "" if value is None else str(value)
        if _DAY.fullmatch(shown):
            shown = long_date(date.fromisoformat(shown))
        said[name] = known.get(shown, shown)
    return text.format_map(said)


def _documents(event: Event, procedure: Procedure | None) -> tuple[str, ...]:
    outputs = {one.code: one.name for one in procedure.outputs} if procedure else {}
    found: dict[str, None] = {}
    for ref in event.files:
        if ref.kind in {"output", "upload", "signed", "receipt"}:
            name = outputs.get(ref.key.partition(".")[0], "")
            found |= dict.fromkeys(filter(None, (ref.key, name, ref.name, ref.number or "")))
    return tuple(found)


def _unit(code: str | None, names: Names) -> str:
    return names.units.get(code, code) if code else ""
